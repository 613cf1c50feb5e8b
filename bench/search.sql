-- Units and people enough for a province, for searches alone. Reads the temporary tables `family`, `given`,
-- `place_part` and `trade` (at, text, pinyin, initials), `county` (at, code, city) and the settings bench.units
-- and bench.people. What nothing searches for is the same in every row.

CREATE FUNCTION pg_temp.id_of(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT ('01900000-' || substr(lpad(to_hex(n), 8, '0'), 1, 4) || '-7' || substr(md5(kind), 1, 3) || '-8'
          || substr(md5(kind || n), 1, 3) || '-' || lpad(to_hex(n), 12, '0'))::uuid
$$;

INSERT INTO units (id, state, name, name_pinyin, name_initials, code, nature, region_code, province_code, city_code,
  county_code, contact_name, contact_phone_sealed, created_at, approved_at)
SELECT pg_temp.id_of('unit', n), 'approved', p.text || t.text || n || '号有限公司', p.pinyin || t.pinyin || n || 'haoyouxiangongsi',
  p.initials || t.initials || n || 'hyxgs', '91' || c.code || lpad(n::text, 9, '0') || 'X', '企业', c.code, '440000', c.city, c.code,
  '陈敏', '\x00', now(), now()
FROM generate_series(1, current_setting('bench.units')::int) n
JOIN place_part p ON p.at = n % (SELECT count(*) FROM place_part)
JOIN trade t ON t.at = n / 7 % (SELECT count(*) FROM trade)
JOIN county c ON c.at = n / 3 % (SELECT count(*) FROM county);
INSERT INTO unit_capabilities (unit_id, capability, region_code, granted_at)
SELECT id, 'employer', region_code, now() FROM units WHERE nature = '企业' AND id::text LIKE '01900000-%';

CREATE TEMP TABLE somebody AS
SELECT n, pg_temp.id_of('person', n) AS id, pg_temp.id_of('unit', 1 + n % current_setting('bench.units')::bigint) AS unit_id,
  f.text || a.text || b.text AS name, f.pinyin || a.pinyin || b.pinyin AS pinyin, f.initials || a.initials || b.initials AS initials,
  sha256(int4send((n % 11000)::int)) AS tail
FROM generate_series(1, current_setting('bench.people')::bigint) n
-- Some family names are a tenth of all people, most are few.
JOIN family f ON f.at = floor(pow((n * 7919 % 1000003)::float / 1000003, 2) * (SELECT count(*) FROM family))
JOIN given a ON a.at = n * 31 % (SELECT count(*) FROM given)
JOIN given b ON b.at = n * 17 / 13 % (SELECT count(*) FROM given);

INSERT INTO accounts (id, state, account_name, name, individual, password_hash, must_change_password, country, document_type,
  document_number_sealed, phone_sealed, email_sealed, created_at)
SELECT id, 'active', 'search_' || n, name, true, '-', false, 'CHN', 'residentId', '\x00', '\x00', '\x00', now() FROM somebody;
INSERT INTO people (id, name, name_pinyin, name_initials, number_tail, unit_id, created_at)
SELECT id, name, pinyin, initials, tail, unit_id, now() FROM somebody;
INSERT INTO profiles (id, person_id, state, unit_id, sex, birth_date, ethnicity, native_place, education, started_work_on, phone_sealed,
  email_sealed, title_level, title, title_obtained_on, series, specialty, work_region, created_at, submitted_at, decided_at)
SELECT pg_temp.id_of('profile', n), id, 'confirmed', unit_id, 'male', '1985-05-20', '01', '440106', '21', '2008-07-01', '\x00', '\x00',
  'intermediate', '工程师', '2014-07-01', '05', '电子信息', '440106', now(), now(), now() FROM somebody;
INSERT INTO employments (id, person_id, unit_id, kind, state, applied_at, decided_at)
SELECT pg_temp.id_of('employment', n), id, unit_id, 'main', 'confirmed', now(), now() FROM somebody;
