-- 60,000 classes of twenty employers that teach: most are over, some thousands take applications, and those that
-- are measured bear what is asked of them in their names. Reads the temporary tables `person` (n, id,
-- unit_id), `clerk` (unit_id, clerk_id), `office` and `today`, and the function `id_at`.

CREATE TEMP TABLE teaching AS
SELECT (row_number() OVER (ORDER BY unit_id) - 1)::int AS t, unit_id, clerk_id FROM clerk
WHERE unit_id NOT IN (SELECT unit_id FROM unit_capabilities WHERE capability = 'institution') ORDER BY unit_id LIMIT 20;
INSERT INTO unit_capabilities (unit_id, capability, region_code, granted_at)
SELECT unit_id, 'institution', '440106', now() FROM teaching;
INSERT INTO unit_staff (id, unit_id, account_id, kind, level, created_at)
SELECT gen_random_uuid(), unit_id, clerk_id, 'institution', 'clerk', now() FROM teaching;

CREATE TEMP TABLE held AS
SELECT k, t.unit_id AS institution_id, q.asked, q.state, q.starts_on, q.plan, q.confirmation,
       pg_temp.id_at(q.starts_on - interval '40 days', 'class ' || k) AS id
FROM (
  SELECT k, asked, CASE asked WHEN 'finish' THEN 'assessing' WHEN 'over' THEN 'finished' ELSE 'accepting' END AS state,
         CASE asked WHEN 'finish' THEN day - 5 WHEN 'over' THEN day - 30 - k % 600 ELSE day + 10 + k % 20 END AS starts_on,
         CASE asked WHEN 'finish' THEN 2000 WHEN 'hand' THEN 100 WHEN 'hot' THEN 100 ELSE 30 END AS plan,
         CASE WHEN asked IN ('hand', 'hot') THEN 'hand' ELSE 'first' END AS confirmation
  FROM today, (
    SELECT k, CASE WHEN k < 6 THEN 'finish' WHEN k < 56 THEN 'hand' WHEN k = 56 THEN 'hot' WHEN k < 257 THEN 'apply'
                   WHEN k < 5000 THEN 'open' ELSE 'over' END AS asked
    FROM generate_series(0, 59999) AS k) kinds
) q JOIN teaching t ON t.t = q.k % 20;

-- A course of each institution for each year, of which all its classes of that year are held.
CREATE TEMP TABLE planned AS
SELECT gen_random_uuid() AS id, institution_id, year, row_number() OVER (ORDER BY institution_id, year) AS n
FROM (SELECT DISTINCT institution_id, extract(year FROM starts_on)::int AS year FROM held) each;
INSERT INTO courses (id, unit_id, state, year, name, category, series, levels, shared, total_tenths, number, office,
  office_unit_id, submitted_at, submitted_by, filed_at, created_at, updated_at)
SELECT p.id, institution_id, 'filed', year, '岭南工程实务', 'elective', NULL, '{}', false, 60, 'BENCH' || n, 'hrss',
  office_unit_id, made, clerk_id, made, made, made
FROM planned p JOIN teaching t ON t.unit_id = institution_id, office, make_timestamptz(year - 1, 12, 1, 0, 0, 0) made;

INSERT INTO classes (id, institution_id, course_id, state, course_name, category, series, year, hours_tenths, name, organisation,
  days, starts_on, ends_on, starts_at, head_teacher, teacher, exam, place, fee, contact_name, contact_phone, sign_up_from,
  sign_up_to, confirmation, promotes, admits_series, admits_levels, units_only, attendance_percent, pass_mark, late_minutes,
  city_code, county_code, office, office_unit_id, created_at, updated_at, submitted_at, started_at, finished_at)
SELECT h.id, institution_id, p.id, state, '岭南工程实务', 'elective', NULL, year, 60,
  asked || ' 岭南工程实务研修班' || k, 'faceToFace', 1, starts_on, starts_on,
  (starts_on + time '08:30') AT TIME ZONE 'Asia/Shanghai', '何穗生', '梁志明', 'computer', '广州市天河区木棉路 1 号', '免费', '何穗生',
  '020-87654321', (starts_on - 35 + time '09:00') AT TIME ZONE 'Asia/Shanghai',
  (starts_on - 1 + time '18:00') AT TIME ZONE 'Asia/Shanghai', confirmation, true, '{}', '{}', false, 80, 60, 10,
  '440100', '440106', 'hrss', office_unit_id, starts_on - interval '40 days', starts_on - interval '36 days',
  starts_on - interval '38 days', CASE WHEN state IN ('assessing', 'finished') THEN starts_on + interval '1 hour' END,
  CASE WHEN state = 'finished' THEN starts_on + interval '3 days' END
FROM held h JOIN planned p USING (institution_id), office
WHERE year = extract(year FROM starts_on)::int;

INSERT INTO class_subjects (class_id, position, name, hours_tenths) SELECT id, 1, '规范与标准', 60 FROM held;
INSERT INTO class_sessions (id, class_id, starts_at, ends_at, online, subject)
SELECT gen_random_uuid(), id, (starts_on + time '09:00') AT TIME ZONE 'Asia/Shanghai',
  (starts_on + time '12:00') AT TIME ZONE 'Asia/Shanghai', false, 1
FROM held WHERE asked <> 'over';

-- 2,000 who may pass in each class that is to be finished; 40 who wait in each that is confirmed by hand.
CREATE TEMP TABLE entered AS
SELECT gen_random_uuid() AS id, h.id AS class_id, h.asked, p.id AS person_id, p.unit_id, p.n % 2000 + 1 AS number
FROM held h JOIN person p ON p.n / 2000 = h.k WHERE h.asked = 'finish'
UNION ALL
SELECT gen_random_uuid(), h.id, h.asked, p.id, p.unit_id, p.n % 40 + 1
FROM held h JOIN person p ON p.n / 40 = h.k - 6 WHERE h.asked = 'hand';
INSERT INTO enrolments (id, class_id, person_id, state, number, rank, unit_id, series, title_level, applied_at, decided_at)
SELECT id, class_id, person_id, CASE asked WHEN 'finish' THEN 'confirmed' ELSE 'applied' END, number, number, unit_id, '05',
  'intermediate', now() - interval '8 days', CASE asked WHEN 'finish' THEN now() - interval '7 days' END
FROM entered;
INSERT INTO attendance (session_id, enrolment_id, mark, source, at)
SELECT s.id, e.id, 'present', 'list', now() FROM entered e JOIN class_sessions s ON s.class_id = e.class_id WHERE e.asked = 'finish';
INSERT INTO results (enrolment_id, attempt, score, passed, at)
SELECT id, 1, 80, true, now() FROM entered WHERE asked = 'finish';
INSERT INTO class_places (class_id, plan_count, applied_count, confirmed_count, last_number, last_rank)
SELECT h.id, h.plan, coalesce(e.n, 0), CASE h.asked WHEN 'finish' THEN coalesce(e.n, 0) ELSE 0 END, coalesce(e.n, 0), coalesce(e.n, 0)
FROM held h LEFT JOIN (SELECT class_id, count(*)::int AS n FROM entered GROUP BY class_id) e ON e.class_id = h.id;
