import { checkCreditCode, creditCodeWarning } from '@xueshi/contract/credit-code'
import { checkDocumentNumber } from '@xueshi/contract/document-number'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../test/app.ts'
import { machines, words } from '../test/words.ts'
import { computeYear } from '../src/ledger/rules.ts'
import { ruleSetFor } from '../src/ledger/service.ts'
import { listStanding } from '../src/ledger/entries/store.ts'
import { seed } from './run.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  app.clock.set(new Date('2026-11-23T02:00:00Z'))
  await seed(app.platform)
}, 300_000)
afterAll(() => app.close())

/** States that nothing of the demo stands in while nobody uses it, each with its reason. */
const passing: Readonly<Record<string, readonly string[]>> = {
  // The house takes long work up as soon as it is begun.
  'tasks.state': ['waiting', 'running'],
  'legacy_batches.state': ['checking'],
  // An administrator's look at everything that was sealed: there are no seals before the house runs.
  'audit_checks.state': ['waiting', 'running', 'done', 'failed'],
  // 找回密码 is over within half an hour, and binding an authenticator while its page is open.
  'flows.state': ['sent', 'proven', 'answered', 'done'],
  'second_factors.state': ['pending'],
  // Whatever of an upload never came is swept away, and a record that waits for it cannot be sent.
  'evidence.state': ['uploading'],
  // The relay makes them of what was told, once the house runs.
  'deliveries.state': ['waiting', 'sent', 'failed'],
}

const columns = Object.keys(words).filter((name) => name.endsWith('state'))

test('every table of states is looked at, and nothing is let off that is not there', () => {
  for (const { column } of machines) expect(columns).toContain(column)
  for (const [column, states] of Object.entries(passing))
    for (const state of states) expect(words[column]).toContain(state)
})

test.each(columns)('something stands in every state of %s', async (column) => {
  const [table = '', name = ''] = column.split('.')
  const { rows } = await sql<{ state: string }>`
    SELECT DISTINCT ${sql.ref(name)} AS state FROM ${sql.table(table)}`.execute(app.platform.db)
  const wanted = (words[column] ?? []).filter((state) => !passing[column]?.includes(state))
  expect(rows.map(({ state }) => state).toSorted()).toEqual(wanted.toSorted())
})

test('two have said what they think of a class', async () => {
  expect(await app.platform.db.selectFrom('evaluations').selectAll().execute()).toHaveLength(2)
})

test('what nobody answered went on to the next office or the one above, and one office has been reminded', async () => {
  const { rows } = await sql<{
    state: string
    office: string
    reminded: boolean
    next: string | null
  }>`
    SELECT s.state, s.office, s.reminded_at IS NOT NULL AS reminded,
      (SELECT n.office FROM review_steps n WHERE n.declaration_id = s.declaration_id AND n.state = 'open') AS next
    FROM review_steps s WHERE s.reminded_at IS NOT NULL OR s.state = 'lapsed'
    ORDER BY s.state, next, s.office`.execute(app.platform.db)
  expect(rows).toEqual([
    { state: 'lapsed', office: 'employer', reminded: true, next: 'hrss' },
    // An appeal, which the office above hears now.
    { state: 'lapsed', office: 'hrss', reminded: true, next: 'hrss' },
    { state: 'lapsed', office: 'employer', reminded: true, next: 'industry' },
    { state: 'open', office: 'employer', reminded: true, next: 'employer' },
  ])
})

test('every total is what its entries come to under the rules of its year', async () => {
  const { db } = app.platform
  const years = await db.selectFrom('years').selectAll().execute()
  expect(years.length).toBeGreaterThan(80)
  for (const year of years) {
    const rules = await ruleSetFor(db, year)
    const entries = await listStanding(db, year.personId, year.year)
    const result = computeYear(entries, rules, year.relief)
    expect({
      counts: [year.publicCount, year.professionalCount, year.electiveCount],
      hours: [year.publicTenths, year.professionalTenths, year.electiveTenths],
      isMet: year.state !== 'notMet',
    }).toEqual({
      counts: [result.counts.public, result.counts.professional, result.counts.elective],
      hours: [result.counted.public, result.counted.professional, result.counted.elective],
      isMet: result.met,
    })
  }
})

test('each recognised record has one entry of its hours that stands, and no other record has any', async () => {
  const { rows } = await sql<{ wrong: number }>`
    SELECT count(*)::int AS wrong FROM declarations d
    LEFT JOIN ledger_entries e ON e.source_id = d.id AND e.source_kind = 'declaration' AND e.reverses IS NULL
      AND NOT EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = e.id)
    WHERE (d.state = 'recognised') IS DISTINCT FROM (e.id IS NOT NULL)
       OR e.hours_tenths IS DISTINCT FROM (CASE WHEN d.state = 'recognised' THEN d.recognised_tenths END) OR e.year IS DISTINCT FROM (CASE WHEN e.id IS NULL THEN NULL ELSE d.year END)
  `.execute(app.platform.db)
  expect(rows[0]?.wrong).toBe(0)
})

test('what a class, a platform or a past year brought stands in the ledger, and nothing else of theirs', async () => {
  const standing = sql`SELECT * FROM ledger_entries e WHERE e.reverses IS NULL
    AND NOT EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = e.id)`
  const { rows } = await sql<Record<'platform' | 'class' | 'legacy' | 'orphans', number>>`
    WITH standing AS (${standing})
    SELECT
      (SELECT count(*)::int FROM completions c
        LEFT JOIN standing s ON s.source_kind = 'platform' AND s.source_id = c.id
        WHERE (c.state = 'credited') IS DISTINCT FROM (s.id IS NOT NULL)
          OR s.hours_tenths <> c.hours_tenths OR s.person_id <> c.person_id) AS platform,
      (SELECT count(*)::int FROM enrolments n JOIN classes k ON k.id = n.class_id
        WHERE (SELECT coalesce(sum(s.hours_tenths), 0)::int FROM standing s
          WHERE s.source_kind = 'class' AND s.source_id = n.id AND s.person_id = n.person_id) IS DISTINCT FROM
          CASE WHEN n.state = 'completed' THEN (SELECT sum(u.hours_tenths)::int FROM course_subjects u
            WHERE u.course_id = k.course_id) ELSE 0 END) AS class,
      (SELECT count(*)::int FROM legacy_batches b
        WHERE (SELECT coalesce(sum(s.hours_tenths), 0)::int FROM standing s
          WHERE s.source_kind = 'legacy' AND s.source_id = b.id) IS DISTINCT FROM
          CASE WHEN b.state = 'committed' THEN (SELECT sum(r.hours_tenths)::int FROM legacy_totals r
            WHERE r.batch_id = b.id) ELSE 0 END) AS legacy,
      (SELECT count(*)::int FROM standing s WHERE NOT EXISTS (SELECT FROM declarations WHERE id = s.source_id)
        AND NOT EXISTS (SELECT FROM completions WHERE id = s.source_id)
        AND NOT EXISTS (SELECT FROM enrolments WHERE id = s.source_id)
        AND NOT EXISTS (SELECT FROM legacy_batches WHERE id = s.source_id)) AS orphans
  `.execute(app.platform.db)
  expect(rows).toEqual([{ platform: 0, class: 0, legacy: 0, orphans: 0 }])
})

test('each certified year has one certificate in force, and each certificate its year', async () => {
  const { rows } = await sql<{ wrong: number }>`
    SELECT count(*)::int AS wrong FROM years y
    FULL JOIN (SELECT * FROM certificates WHERE state = 'valid') c ON c.person_id = y.person_id AND c.year = y.year
    WHERE (y.state = 'certified') IS DISTINCT FROM (c.id IS NOT NULL)
  `.execute(app.platform.db)
  expect(rows[0]?.wrong).toBe(0)
})

/** Under whose id the act stands that made a row, where it is not the row's own. */
const actOf: Readonly<Record<string, string>> = {
  unit_changes: 't.unit_id',
  // Who taught before the demo began was made so with its unit.
  accreditations: 't.unit_id',
  // A profile asks for the employment, and with it for the transfer; an import brings both at once.
  employments: 'SELECT id FROM profiles WHERE person_id = t.person_id UNION SELECT t.person_id',
  transfers: 'SELECT id FROM profiles WHERE person_id = t.person_id',
  // A year is what its entries come to; a certificate is issued to its year, or came with its hours.
  years: `SELECT e.source_id FROM ledger_entries e WHERE e.person_id = t.person_id AND e.year = t.year
    UNION SELECT c.batch_id FROM completions c WHERE c.person_id = t.person_id AND c.year = t.year
    UNION SELECT n.class_id FROM enrolments n WHERE n.person_id = t.person_id`,
  certificates: `SELECT id FROM years WHERE person_id = t.person_id AND year = t.year
    UNION SELECT source_id FROM ledger_entries WHERE person_id = t.person_id AND year = t.year AND source_kind = 'legacy'`,
  completions: 't.batch_id',
  legacy_people: 't.batch_id',
  webhook_deliveries: `t.webhook_id, (SELECT batch_id FROM completions WHERE reference = t.payload ->> 'reference' LIMIT 1)`,
}

test.each([...new Set(machines.map(({ column }) => column.split('.')[0] ?? ''))])(
  'every row of %s has its audit row',
  async (table) => {
    // The rules that the house comes with are in its migrations.
    const shipped = table === 'rule_sets' ? sql`t.created_by IS NOT NULL` : sql`true`
    const { rows } = await sql<{ id: string }>`
      SELECT t.id FROM ${sql.table(table)} t WHERE ${shipped} AND NOT EXISTS (SELECT FROM audit a
        WHERE a.record_id = t.id OR a.record_id IN (${sql.raw(actOf[table] ?? 't.id')}))`.execute(
      app.platform.db,
    )
    expect(rows).toEqual([])
  },
)

test('every row of a table with a timeline has one, but units that stood before the demo began', async () => {
  const { db } = app.platform
  const { rows: timelines } = await sql<{ events: string; column: string; of: string }>`
    SELECT k.conrelid::regclass::text AS events, a.attname AS column, k.confrelid::regclass::text AS of
    FROM pg_constraint k
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
    WHERE k.contype = 'f' AND k.conrelid::regclass::text LIKE '%\\_events'`.execute(db)
  expect(timelines.map(({ of }) => of)).toContain('declarations')
  expect(timelines.length).toBeGreaterThan(8)
  for (const { events, column, of } of timelines) {
    const { rows } = await sql<{ id: string }>`
      SELECT t.id FROM ${sql.table(of)} t
      WHERE NOT EXISTS (SELECT FROM ${sql.table(events)} e WHERE e.${sql.ref(column)} = t.id)
        AND NOT EXISTS (SELECT FROM audit a WHERE a.record_id = t.id AND a.act = 'unit.create')
        AND to_jsonb(t) ->> 'state' <> 'draft'`.execute(db)
    expect({ of, without: rows }).toEqual({ of, without: [] })
  }
})

test('nothing lies in the future', async () => {
  const { rows } = await sql<{ future: number }>`
    SELECT count(*)::int AS future FROM audit WHERE at > ${app.clock.now()}`.execute(
    app.platform.db,
  )
  expect(rows).toEqual([{ future: 0 }])
})

test('every number is valid by its check digit, and every unit says that it is invented', async () => {
  const { db, cipher } = app.platform
  const units = await db.selectFrom('units').select(['name', 'code']).execute()
  for (const { name, code } of units) {
    expect([checkCreditCode(code), creditCodeWarning(code)]).toEqual(['ok', null])
    expect(name).toContain('演示')
  }
  const accounts = await db
    .selectFrom('accounts')
    .select(['id', 'documentType', 'documentNumberSealed'])
    .execute()
  expect(accounts.length).toBeGreaterThan(80)
  for (const { id, documentType, documentNumberSealed } of accounts) {
    const place = { table: 'accounts', column: 'document_number_sealed', id }
    const number = cipher.open(documentNumberSealed, place)
    expect(checkDocumentNumber(documentType, number, '2026-11-23')).toBe('ok')
    // No county of China has this code, so no person has such a number.
    expect(number.slice(0, 6)).toBe('440000')
  }
})

test('every office has somebody who manages it', async () => {
  const { rows } = await sql<{ name: string }>`
    SELECT DISTINCT u.name FROM units u JOIN unit_capabilities c ON c.unit_id = u.id
    WHERE c.capability IN ('hrss', 'industry') AND u.state = 'approved' AND NOT EXISTS (SELECT FROM unit_staff s
      WHERE s.unit_id = u.id AND s.level = 'manager' AND s.ended_at IS NULL
        AND s.kind IN ('employer', 'institution', 'industry', 'hrss'))`.execute(app.platform.db)
  expect(rows).toEqual([])
})
