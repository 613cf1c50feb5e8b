import { exemptionStates, yearStates } from '@xueshi/contract/ledger'
import { certificateStates } from '@xueshi/contract/certificates'
import { checkCreditCode, creditCodeWarning } from '@xueshi/contract/credit-code'
import { correctionStates } from '@xueshi/contract/corrections'
import { batchStates, declarationStates } from '@xueshi/contract/declarations'
import { checkDocumentNumber } from '@xueshi/contract/document-number'
import { courseStates } from '@xueshi/contract/training/courses'
import { topicStates } from '@xueshi/contract/training/topics'
import { keyStates } from '@xueshi/contract/orgs/keys'
import { completionStates } from '@xueshi/contract/training/completions'
import { employmentStates } from '@xueshi/contract/people/employments'
import { transferStates } from '@xueshi/contract/people/transfers'
import { accreditationStates } from '@xueshi/contract/orgs/accreditations'
import { classStates } from '@xueshi/contract/training/classes'
import { enrolmentStates } from '@xueshi/contract/training/enrolments'
import { invitationStates } from '@xueshi/contract/orgs/invitations'
import { caseStates } from '@xueshi/contract/integrity'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../test/app.ts'
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

const statesIn = async (table: string) => {
  const { rows } = await sql<{ state: string }>`
    SELECT DISTINCT state FROM ${sql.table(table)} ORDER BY state
  `.execute(app.platform.db)
  return rows.map(({ state }) => state)
}

test('something stands in every state that records, profiles, employments and years have so far', async () => {
  expect(await statesIn('declarations')).toEqual(declarationStates.toSorted())
  expect(await statesIn('declaration_batches')).toEqual(batchStates.toSorted())
  expect(await statesIn('legacy_batches')).toEqual(['checked', 'committed'])
  expect(await statesIn('profiles')).toEqual([
    'confirmed',
    'draft',
    'returned',
    'submitted',
    'superseded',
  ])
  expect(await statesIn('employments')).toEqual(employmentStates.toSorted())
  expect(await statesIn('transfers')).toEqual(transferStates.toSorted())
  expect(await statesIn('courses')).toEqual(courseStates.toSorted())
  expect(await statesIn('topics')).toEqual(topicStates.toSorted())
  expect(await statesIn('corrections')).toEqual(correctionStates.toSorted())
  expect(await statesIn('classes')).toEqual(classStates.toSorted())
  expect(await statesIn('enrolments')).toEqual(enrolmentStates.toSorted())
  expect(await statesIn('staff_invitations')).toEqual(invitationStates.toSorted())
  expect(await statesIn('years')).toEqual(yearStates.toSorted())
  expect(await statesIn('certificates')).toEqual(certificateStates.toSorted())
  expect(await statesIn('api_keys')).toEqual(keyStates.toSorted())
  expect(await statesIn('completions')).toEqual(completionStates.toSorted())
  expect(await statesIn('exemptions')).toEqual(exemptionStates.toSorted())
  expect(await statesIn('cases')).toEqual(caseStates.toSorted())
  expect(await statesIn('accreditations')).toEqual(accreditationStates.toSorted())
  expect(await app.platform.db.selectFrom('evaluations').selectAll().execute()).toHaveLength(2)
  expect(await statesIn('units')).toEqual([
    'approved',
    'closed',
    'merged',
    'submitted',
    'suspended',
  ])
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

test('each certified year has one certificate in force, and each certificate its year', async () => {
  const { rows } = await sql<{ wrong: number }>`
    SELECT count(*)::int AS wrong FROM years y
    FULL JOIN (SELECT * FROM certificates WHERE state = 'valid') c ON c.person_id = y.person_id AND c.year = y.year
    WHERE (y.state = 'certified') IS DISTINCT FROM (c.id IS NOT NULL)
  `.execute(app.platform.db)
  expect(rows[0]?.wrong).toBe(0)
})

test('every row has its timeline and its audit, and nothing lies in the future', async () => {
  const { rows } = await sql<{ without: number; future: number }>`
    SELECT
      (SELECT count(*)::int FROM declarations d WHERE NOT EXISTS
        (SELECT FROM declaration_events e WHERE e.declaration_id = d.id) OR NOT EXISTS
        (SELECT FROM audit a WHERE a.record_id = d.id)) AS without,
      (SELECT count(*)::int FROM audit WHERE at > ${app.clock.now()}) AS future
  `.execute(app.platform.db)
  expect(rows[0]).toEqual({ without: 0, future: 0 })
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
