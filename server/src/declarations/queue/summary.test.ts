import {
  appealDeclaration,
  type Declaration,
  listDecided,
  listReviews,
  readQueue,
  recogniseDeclaration,
  rejectDeclaration,
} from '@xueshi/contract/declarations'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeSubmitted } from '../../../test/factories/declarations.ts'
import { guangzhou, makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { genericPlan } from '../../../test/plan.ts'
import * as store from './store.ts'

let app: TestApp
let officer: Awaited<ReturnType<typeof makeStaff>>
let officeId: string
beforeAll(async () => {
  app = await testApp()
  officeId = (await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })).id
  officer = await makeStaff(app, officeId, { kind: 'hrss' })
})
afterAll(() => app.close())

/** An employer of its own with its clerk and one of its people. */
async function desk(name = '广州木棉科技有限公司') {
  const unit = await makeUnit(app, { name })
  const clerk = await makeStaff(app, unit.id, { name: '梁志明' })
  return { unit, clerk, person: await makePerson(app, { unit, clerk }) }
}
type Desk = Awaited<ReturnType<typeof desk>>
/** The record is recognised so many hours after it was sent. */
async function recognised({ clerk, person }: Desk, hours: number) {
  const { id, version, claimedTenths } = await makeSubmitted(app, person)
  app.clock.advance(1000)
  await sql`UPDATE review_steps SET opened_at = opened_at - make_interval(secs => ${hours * 3600 - 1})
    WHERE declaration_id = ${id}`.execute(app.platform.db)
  const body = { version, recognisedTenths: claimedTenths, reason: null }
  return (await clerk.client.call(recogniseDeclaration, { params: { id }, body })).body
}
const rejected = async ({ clerk, person }: Desk): Promise<Declaration> => {
  const { id, version } = await makeSubmitted(app, person)
  const body = { version, reason: '不属于继续教育' }
  return (await clerk.client.call(rejectDeclaration, { params: { id }, body })).body
}

describe('GET /reviews/summary', () => {
  test('200: nothing yet; then what waits, since when, and the median of what was decided', async () => {
    const own = await desk()
    const summary = async () => (await own.clerk.client.call(readQueue)).body
    expect(await summary()).toEqual({
      waiting: 0,
      more: false,
      oldestSince: null,
      medianHours: null,
    })
    for (const hours of [2, 30, 4]) await recognised(own, hours)
    const oldest = await makeSubmitted(app, own.person)
    app.clock.advance(1000)
    await makeSubmitted(app, own.person)
    expect(await summary()).toEqual({
      waiting: 2,
      more: false,
      oldestSince: oldest.receipt?.at,
      medianHours: 4,
    })
    await recognised(own, 7)
    expect((await summary()).medianHours).toBe(5.5)
  })

  test('200: no more than 999 are counted, and then it says so', async () => {
    const { unit, clerk, person } = await desk()
    const { id } = await makeSubmitted(app, person)
    // As many more as it takes, each a copy of one that was sent.
    const copies = (from: number, to: number) =>
      sql`WITH made AS (
          INSERT INTO declarations (id, person_id, state, name, category, form, institution, start_on, end_on, year,
            claimed_tenths, unit_id, series, receipt_number, created_at, updated_at, submitted_at)
          SELECT gen_random_uuid(), person_id, state, name, category, form, institution, start_on, end_on, year,
            claimed_tenths, unit_id, series, 'copy-' || n, created_at, updated_at, submitted_at
          FROM declarations, generate_series(${from}::int, ${to}::int) n WHERE id = ${id} RETURNING id)
        INSERT INTO review_steps (id, declaration_id, round, position, office, office_unit_id, state, opened_at)
        SELECT gen_random_uuid(), id, 1, 1, 'employer', ${unit.id}, 'open', ${app.clock.now()} FROM made`.execute(
        app.platform.db,
      )
    const counted = async () => {
      const { waiting, more } = (await clerk.client.call(readQueue)).body
      return [waiting, more]
    }
    await copies(2, 999)
    expect(await counted()).toEqual([999, false])
    await copies(1000, 1000)
    expect(await counted()).toEqual([999, true])
  })
})

describe('GET /reviews/decided', () => {
  test('200: what the office decided, the latest first, page by page, by state and name; nobody else’s', async () => {
    const own = await desk()
    const first = await rejected(own)
    const rest: string[] = []
    for (let at = 0; at < 20; at += 1) rest.unshift((await recognised(own, 1)).id)
    const list = async (query: Parameters<typeof page>[0] = {}) => page(query)
    const page = async (query: { after?: string; state?: 'rejected'; person?: string }) =>
      (await own.clerk.client.call(listDecided, { query })).body
    const one = await list()
    expect(one.items.map(({ declarationId }) => declarationId)).toEqual(rest)
    const two = await list({ after: one.next ?? '' })
    expect([two.items.map(({ declarationId }) => declarationId), two.next]).toEqual([
      [first.id],
      null,
    ])
    expect(two.items[0]).toMatchObject({
      state: 'rejected',
      recognisedTenths: null,
      decidedBy: '梁志明',
      personName: '陈嘉欣',
    })
    const bad = await list({ state: 'rejected' })
    expect(bad.items.map(({ declarationId }) => declarationId)).toEqual([first.id])
    expect((await list({ person: '没有此人' })).items).toEqual([])
    const other = await desk()
    expect((await other.clerk.client.call(listDecided, { query: {} })).body.items).toEqual([])
    expect((await own.person.client.call(listDecided, { query: {} })).status).toBe(403)
  })
})

describe('what an authority sorts its queue by', () => {
  test('200: the employer’s name, the year and whether it is an appeal', async () => {
    const [one, two] = [await desk('广州木棉一厂'), await desk('广州木棉二厂')]
    const against = await rejected(one)
    const appealing = { version: against.version, reason: '请复核' }
    await one.person.client.call(appealDeclaration, {
      params: { id: against.id },
      body: appealing,
    })
    // Of a unit without a reviewer but its own: sent straight to the office.
    await app.platform.db
      .updateTable('unitStaff')
      .set({ endedAt: app.clock.now() })
      .where('id', '=', two.clerk.seatId)
      .execute()
    const form = { startOn: '2025-04-11', endOn: '2025-04-12' }
    const former = await makeSubmitted(app, two.person, { form })
    const latter = await makeSubmitted(app, two.person)
    const found = async (query: { unit?: string; year?: string; purpose?: 'appeal' | 'review' }) =>
      (await officer.client.call(listReviews, { query })).body.items.map(
        ({ declarationId }) => declarationId,
      )
    expect(await found({})).toEqual([against.id, former.id, latter.id])
    expect(await found({ purpose: 'appeal' })).toEqual([against.id])
    expect(await found({ purpose: 'review' })).toEqual([former.id, latter.id])
    expect(await found({ unit: '木棉一厂' })).toEqual([against.id])
    expect(await found({ unit: '二厂', year: '2025' })).toEqual([former.id])
    expect(await found({ year: '2024' })).toEqual([])
  })

  test('the filters are residual: the queue is still read along its index', async () => {
    const filter = { office: 'hrss', unitId: officeId } as const
    const given = { unitName: '木棉', year: 2026, purpose: 'review' } as const
    const plan = await genericPlan(app.platform.db, store.queueQuery({ ...filter, ...given }, 21))
    expect(plan).toContain('using review_steps_queue on review_steps')
  })
})
