import {
  createDeclaration,
  editDeclaration,
  recogniseDeclaration,
  submitDeclaration,
} from '@xueshi/contract/declarations'
import { instantOf } from '@xueshi/contract/year'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import {
  attach,
  declarationForm,
  individualActor,
  makeDraft,
  pdf,
} from '../../../test/factories/declarations.ts'
import { makePerson } from '../../../test/factories/people.ts'

let app: TestApp
let person: Awaited<ReturnType<typeof makePerson>>
beforeAll(async () => {
  app = await testApp()
  person = await makePerson(app)
})
afterAll(() => app.close())
/** The last day on which 2025 may still be declared for. */
beforeEach(() => app.clock.set(instantOf('2026-04-30', '09:00')))

const newYear = { startOn: '2025-12-30', endOn: '2026-01-02', claimedTenths: 240 }
const create = (given: Parameters<typeof declarationForm>[0]) =>
  person.client.call(createDeclaration, { body: declarationForm(given) })

describe('a course across New Year', () => {
  test.each([2025, 2026])('200: counts for %i, as its person says', async (year) => {
    const { status, body } = await create({ ...newYear, year })
    expect([status, body.year]).toEqual([200, year])
  })

  test.each([
    [{}, 'YEAR_REQUIRED'],
    [{ year: null }, 'YEAR_REQUIRED'],
    [{ year: 2024 }, 'YEAR_NOT_OFFERED'],
    [{ year: 2027 }, 'YEAR_NOT_OFFERED'],
  ])('422 for %j', async (given, code) => {
    const { status, problem } = await create({ ...newYear, ...given })
    expect([status, problem.fields]).toEqual([422, { year: code }])
  })

  test('422: three calendar years are too many', async () => {
    const { problem } = await create({ startOn: '2024-12-31', endOn: '2026-01-01', year: 2025 })
    expect(problem.fields).toEqual({ endOn: 'ACROSS_YEARS' })
  })

  test('the year before is open to the last millisecond of its last day in Asia/Shanghai', async () => {
    app.clock.set(new Date('2026-04-30T15:59:59.999Z'))
    expect((await create({ ...newYear, year: 2025 })).status).toBe(200)
    app.clock.advance(1)
    const late = await create({ ...newYear, year: 2025 })
    expect([late.status, late.problem.fields]).toEqual([422, { year: 'YEAR_NOT_OFFERED' }])
    expect((await create({ ...newYear, year: 2026 })).status).toBe(200)
  })

  test('a draft of the year before, sent too late, is pointed out and not stopped', async () => {
    const { id, version } = await makeDraft(app, person, { form: { ...newYear, year: 2025 } })
    app.clock.set(instantOf('2026-05-01', '00:00'))
    const call = { params: { id }, body: { version } }
    const sent = await person.client.call(submitDeclaration, call)
    expect([sent.status, sent.body.year]).toEqual([200, 2025])
    const rows = await app.platform.db
      .selectFrom('declarations')
      .select('flags')
      .where('id', '=', id)
      .execute()
    expect(rows[0]?.flags).toContain('DECLARED_LATE')
  })

  test('is credited to the year that was chosen, and to no other', async () => {
    const draft = await makeDraft(app, person, { form: { ...newYear, year: 2025 } })
    const params = { id: draft.id }
    const { body: sent } = await person.client.call(submitDeclaration, {
      params,
      body: { version: draft.version },
    })
    const clerk = await clientFor(app, { accountId: person.clerk.id, seatId: person.clerk.seatId })
    const body = { version: sent.version, recognisedTenths: 240, reason: null }
    expect((await clerk.call(recogniseDeclaration, { params, body })).status).toBe(200)
    const entries = await app.platform.db
      .selectFrom('ledgerEntries')
      .select(['year', 'hoursTenths'])
      .where('sourceId', '=', draft.id)
      .execute()
    expect(entries).toEqual([{ year: 2025, hoursTenths: 240 }])
  })
})

describe('days of one year', () => {
  test.each([
    ['2025-12-31', 2025],
    ['2026-01-01', 2026],
  ])('%s counts for %i without being asked', async (day, year) => {
    const { body } = await create({ startOn: day, endOn: day, claimedTenths: 80 })
    expect(body.year).toBe(year)
  })

  test('公需课 in the months for making up may count for the year before, 专业课 not', async () => {
    const day = { startOn: '2026-04-30', endOn: '2026-04-30', claimedTenths: 80, year: 2025 }
    const made = await create({ ...day, category: 'public' })
    expect([made.status, made.body.year]).toEqual([200, 2025])
    const { problem } = await create({ ...day, category: 'professional' })
    expect(problem.fields).toEqual({ year: 'YEAR_NOT_OFFERED' })
  })

  test('the year that was chosen falls away with the days that gave the choice', async () => {
    const { id, version } = await makeDraft(app, person, { form: { ...newYear, year: 2025 } })
    await attach(app, await individualActor(app, person.id), id, pdf())
    const form = declarationForm({ startOn: '2026-01-02', endOn: '2026-01-02' })
    const call = { params: { id }, body: { version: version + 1, form } }
    const { body } = await person.client.call(editDeclaration, call)
    expect(body.year).toBe(2026)
  })
})
