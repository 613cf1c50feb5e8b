-- What people of the scale declared in three years, and all that hangs on it; the hours of the others come
-- from a platform. Reads the temporary tables `declaring` and `learning` (n, id, unit_id, unit_name, name
-- of each), `office` (the HR&SS office that passes 公需课) and
-- `today` (day, rule_set_id).
-- One person in ten is busy with 46 records; the others have two whole years of three records, and
-- most of them one of this year that is a draft or waits for their employer.

CREATE FUNCTION pg_temp.id_at(at timestamptz, seed text) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT (lpad(to_hex((date_part('epoch', at) * 1000)::bigint), 12, '0') || '7' || substr(md5(seed), 1, 3)
          || '8' || substr(md5(seed), 4, 15))::uuid
$$;

CREATE TEMP TABLE plan AS
SELECT pg_temp.id_at(dated.end_on + interval '2 days 1 hour', dated.n || ' record ' || dated.j) AS id,
       pg_temp.id_at(dated.end_on + interval '5 days 1 hour', dated.n || ' entry ' || dated.j) AS entry_id,
       pg_temp.id_at(dated.end_on + interval '3 days', dated.n || ' file ' || dated.j) AS file_id,
       dated.end_on + interval '2 days 1 hour' AS created_at, dated.end_on + interval '3 days 1 hour' AS submitted_at,
       dated.end_on + interval '5 days 1 hour' AS reviewed_at, dated.*
FROM (
  SELECT drawn.*, drawn.start_on + CASE WHEN drawn.hours <= 80 THEN 0 ELSE 6 END AS end_on,
         extract(year FROM drawn.start_on)::int AS year
  FROM (
    SELECT p.n, p.id AS person_id, p.unit_id, p.unit_name, p.name AS person_name, j,
           CASE
             WHEN j = 100 AND p.n % 10 IN (1, 2, 3) THEN 'draft'
             WHEN j = 100 THEN 'submitted'
             WHEN p.n % 10 > 0 THEN 'recognised'
             WHEN j = 0 THEN 'draft'
             WHEN j % 15 = 14 THEN 'rejected'
             WHEN j % 15 = 13 THEN 'returned'
             ELSE 'recognised'
           END AS state,
           CASE
             WHEN j = 100 AND p.n % 10 > 3 THEN (ARRAY['professional', 'elective'])[1 + p.n % 2]
             WHEN j = 100 THEN (ARRAY['public', 'professional', 'elective'])[1 + p.n / 10 % 3]
             WHEN p.n % 10 > 0 THEN (ARRAY['public', 'professional', 'elective'])[1 + j % 3]
             ELSE (ARRAY['public', 'professional', 'elective'])[1 + j / 3 % 3]
           END AS category,
           CASE
             WHEN j = 100 OR p.n % 10 = 0 THEN 80
             ELSE (ARRAY[300, 420, 180])[1 + j % 3]
           END AS hours,
           CASE
             WHEN j = 100 THEN t.day - 12 - p.n % 7
             WHEN p.n % 10 > 0 THEN make_date(extract(year FROM t.day)::int - 2 + j / 3, 1, 10) + j % 3 * 100 + p.n % 40
             ELSE t.day - 20 - j * 23 - p.n % 11
           END AS start_on
    FROM declaring p, today t,
         LATERAL (SELECT generate_series(0, CASE WHEN p.n % 10 = 0 THEN 45 ELSE 5 END) AS j
                  UNION ALL SELECT 100 WHERE p.n % 10 BETWEEN 1 AND 7) AS records
  ) AS drawn
) AS dated;
ANALYZE plan;

INSERT INTO declarations (id, person_id, state, version, name, category, form, institution, start_on, end_on, year,
  claimed_tenths, recognised_tenths, unit_id, series, receipt_number, reason, created_at, updated_at, submitted_at, reviewed_at)
SELECT id, person_id, state, CASE state WHEN 'draft' THEN 2 WHEN 'submitted' THEN 3 ELSE 4 END,
  CASE category WHEN 'public' THEN '人工智能赋能制造业' WHEN 'professional' THEN '专业技术前沿与案例研修' ELSE '知识产权保护与运用' END,
  category, CASE category WHEN 'professional' THEN '01' ELSE '02' END, '广州市继续教育中心', start_on, end_on, year,
  hours, CASE state WHEN 'recognised' THEN hours END, unit_id, '05',
  'GD' || to_char(submitted_at, 'YYYYMMDD') || '-' || lpad(row_number() OVER ()::text, 9, '0'),
  CASE WHEN state IN ('returned', 'rejected') THEN '附件看不清培训起止日期，请补充培训通知。' END,
  created_at, CASE state WHEN 'draft' THEN created_at WHEN 'submitted' THEN submitted_at ELSE reviewed_at END,
  submitted_at, CASE WHEN state IN ('recognised', 'returned', 'rejected') THEN reviewed_at END
FROM plan WHERE state <> 'draft' ORDER BY id;
INSERT INTO declarations (id, person_id, state, version, name, category, form, institution, start_on, end_on, year,
  claimed_tenths, created_at, updated_at)
SELECT id, person_id, state, 2, '数字化工具实务', category, CASE category WHEN 'professional' THEN '01' ELSE '02' END,
  '大湾区数字技能学院', start_on, end_on, year, hours, created_at, created_at
FROM plan WHERE state = 'draft' ORDER BY id;

INSERT INTO files (id, key, sha256, type, size_bytes, stored_at, account_id)
SELECT file_id, to_char(created_at, 'YYYY/MM/') || file_id, sha256(file_id::text::bytea), 'application/pdf', 60000 + n % 5000,
  created_at, person_id
FROM plan ORDER BY plan.id;
INSERT INTO evidence (id, declaration_id, name, state, size_bytes, file_id, created_at)
SELECT file_id, id, '结业证书.pdf', 'ready', 60000 + n % 5000, file_id, created_at FROM plan ORDER BY id;

INSERT INTO review_steps (id, declaration_id, round, position, office, office_unit_id, state, opened_at, decided_at, decided_by)
SELECT pg_temp.id_at(submitted_at, n || ' first ' || j), id, 1, 1, 'employer', unit_id,
  CASE WHEN state = 'submitted' THEN 'open' WHEN state = 'returned' THEN 'returned'
       WHEN state = 'recognised' AND category = 'public' THEN 'passed' ELSE 'decided' END,
  submitted_at, CASE WHEN state <> 'submitted' THEN reviewed_at - interval '1 day' END,
  CASE WHEN state <> 'submitted' THEN clerk_id END
FROM plan JOIN clerk USING (unit_id) WHERE state <> 'draft' ORDER BY id;
INSERT INTO review_steps (id, declaration_id, round, position, office, office_unit_id, state, opened_at, decided_at)
SELECT pg_temp.id_at(submitted_at, n || ' second ' || j), id, 1, 2, 'hrss', office.office_unit_id,
  CASE state WHEN 'recognised' THEN 'decided' ELSE 'void' END,
  CASE state WHEN 'recognised' THEN reviewed_at - interval '1 day' END, CASE state WHEN 'recognised' THEN reviewed_at END
FROM plan, office WHERE state IN ('recognised', 'returned', 'rejected') AND category = 'public' ORDER BY id;

INSERT INTO declaration_events (id, declaration_id, at, act, by_name, office_name, reason)
SELECT pg_temp.id_at(told.at, n || told.act || j), plan.id, told.at, told.act,
  CASE WHEN told.by_office THEN '陈敏' ELSE person_name END, CASE WHEN told.by_office THEN unit_name END,
  CASE WHEN told.act IN ('return', 'reject') THEN '附件看不清培训起止日期，请补充培训通知。' END
FROM plan, LATERAL (VALUES
  (created_at, 'create', false, true),
  (submitted_at, 'submit', false, state <> 'draft'),
  (reviewed_at, CASE state WHEN 'returned' THEN 'return' WHEN 'rejected' THEN 'reject' ELSE 'recognise' END, true,
    state IN ('recognised', 'returned', 'rejected'))
) AS told (at, act, by_office, happened)
WHERE told.happened ORDER BY plan.id;

INSERT INTO ledger_entries (id, person_id, year, series, category, hours_tenths, subjects, source_kind, source_id, line,
  revision, form, item, rule_set_id, year_version, unit_id, at, by_id)
SELECT entry_id, person_id, year, '05', category, hours, 1, 'declaration', plan.id, 0, 1,
  CASE category WHEN 'professional' THEN '01' ELSE '02' END,
  jsonb_build_object('name', '人工智能赋能制造业', 'institution', '广州市继续教育中心', 'startOn', start_on, 'endOn', end_on,
    'recognisedBy', unit_name),
  today.rule_set_id, 1 + row_number() OVER (PARTITION BY person_id, year ORDER BY entry_id), unit_id, reviewed_at, clerk_id
FROM plan JOIN clerk USING (unit_id), today WHERE state = 'recognised' ORDER BY entry_id;

INSERT INTO ledger_entries (id, person_id, year, series, category, hours_tenths, subjects, source_kind, source_id, line,
  revision, form, item, rule_set_id, year_version, unit_id, at)
SELECT pg_temp.id_at(at, n || ' entry ' || j), person_id, year, '05', category, hours, 1, 'platform',
  pg_temp.id_at(at, n || ' completion ' || j), 0, 1, '02',
  jsonb_build_object('name', '数字经济与新质生产力', 'institution', '大湾区数字技能学院', 'startOn', end_on - 1, 'endOn', end_on,
    'recognisedBy', '大湾区数字技能学院'),
  rule_set_id, 2 + j % 4, unit_id, at
FROM (
  SELECT p.n, p.id AS person_id, p.unit_id, t.rule_set_id, j, dated.year, dated.end_on,
         (ARRAY['public', 'professional', 'elective', 'professional'])[1 + j % 4] AS category,
         (ARRAY[300, 220, 180, 200])[1 + j % 4] AS hours, dated.end_on + interval '2 days' + j * interval '1 second' AS at
  FROM learning p, today t, generate_series(0, 11) AS j,
       LATERAL (SELECT extract(year FROM t.day)::int - 3 + j / 4 AS year,
                       make_date(extract(year FROM t.day)::int - 3 + j / 4, 2, 1) + j % 4 * 70 + p.n % 40 AS end_on) AS dated
) AS completed ORDER BY at;

CREATE TEMP TABLE result AS
SELECT e.person_id, e.year, e.unit_id, e.at, e.rule_set_id,
  1 + row_number() OVER so_far AS version, count(*) OVER whole AS entries,
  count(*) FILTER (WHERE category = 'public') OVER so_far AS public_count,
  coalesce(sum(hours_tenths) FILTER (WHERE category = 'public') OVER so_far, 0) AS public_tenths,
  count(*) FILTER (WHERE category = 'professional') OVER so_far AS professional_count,
  coalesce(sum(hours_tenths) FILTER (WHERE category = 'professional') OVER so_far, 0) AS professional_tenths,
  count(*) FILTER (WHERE category = 'elective') OVER so_far AS elective_count,
  coalesce(sum(hours_tenths) FILTER (WHERE category = 'elective') OVER so_far, 0) AS elective_tenths
FROM ledger_entries e
WINDOW whole AS (PARTITION BY person_id, year), so_far AS (PARTITION BY person_id, year ORDER BY id);

INSERT INTO years (id, person_id, year, series, unit_id, state, version, rule_set_id, public_count, public_tenths,
  professional_count, professional_tenths, elective_count, elective_tenths, public_lacking_tenths,
  professional_lacking_tenths, elective_lacking_tenths, lacking_tenths, updated_at)
SELECT pg_temp.id_at(at, person_id || ' ' || r.year), person_id, r.year, '05', unit_id,
  CASE WHEN r.public_tenths >= s.public_tenths AND r.professional_tenths >= s.professional_tenths
    AND r.elective_tenths >= s.elective_tenths
    AND r.public_tenths + r.professional_tenths + r.elective_tenths >= s.total_tenths THEN 'met' ELSE 'notMet' END,
  r.version, r.rule_set_id, r.public_count, r.public_tenths, r.professional_count, r.professional_tenths,
  r.elective_count, r.elective_tenths,
  greatest(0, s.public_tenths - r.public_tenths), greatest(0, s.professional_tenths - r.professional_tenths),
  greatest(0, s.elective_tenths - r.elective_tenths),
  greatest(greatest(0, s.public_tenths - r.public_tenths) + greatest(0, s.professional_tenths - r.professional_tenths)
    + greatest(0, s.elective_tenths - r.elective_tenths),
    s.total_tenths - r.public_tenths - r.professional_tenths - r.elective_tenths), at
FROM result r JOIN rule_sets s ON s.id = r.rule_set_id WHERE r.version = 1 + r.entries;
INSERT INTO year_results (year_id, version, rule_set_id, result, at)
SELECT y.id, r.version, r.rule_set_id, jsonb_build_object(
  'counts', jsonb_build_object('public', r.public_count, 'professional', r.professional_count, 'elective', r.elective_count),
  'counted', jsonb_build_object('public', r.public_tenths, 'professional', r.professional_tenths, 'elective', r.elective_tenths),
  'countedTotalTenths', r.public_tenths + r.professional_tenths + r.elective_tenths), r.at
FROM result r JOIN years y ON y.person_id = r.person_id AND y.year = r.year;

INSERT INTO audit (id, at, act, actor_id, actor_kind, record_id, facts, address, request_id)
SELECT pg_temp.id_at(created_at, n || ' audit ' || j), created_at, 'declaration.create', person_id, 'individual', id, '{}', '203.0.113.7', id::text
FROM plan ORDER BY plan.id;

DROP TABLE plan, result;
