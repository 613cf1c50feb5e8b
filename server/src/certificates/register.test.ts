import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { makeCertified } from '../../test/factories/ledger.ts'
import { guangdong, guangzhou, makeStaff, makeUnit, tianhe } from '../../test/factories/orgs.ts'
import { genericPlan } from '../../test/plan.ts'
import * as orgs from '../orgs/service.ts'
import { newId } from '../platform/ids.ts'
import type { Scope } from '../platform/scope.ts'
import { registerQuery } from './register/store.ts'

// Without a row of statistics: what the planner makes of a few rows says nothing of many.
let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

/** A region has one office. */
const scopes = new Map<string, Promise<Scope>>()
function scopeOf(kind: 'hrss' | 'employer', regionCode: string): Promise<Scope> {
  const key = `${kind} ${regionCode}`
  const scope = scopes.get(key) ?? newScope(kind, regionCode)
  scopes.set(key, scope)
  return scope
}

async function newScope(kind: 'hrss' | 'employer', regionCode: string): Promise<Scope> {
  const unit = await makeUnit(app, { capabilities: [kind], regionCode })
  const { id, seatId } = await makeStaff(app, unit.id, { kind })
  return (await orgs.actorFor(app.platform, { accountId: id, seatId })).scope
}

test.each([
  ['hrss', guangdong, 'certificates_year'],
  ['hrss', guangzhou, 'certificates_city'],
  ['hrss', tianhe, 'certificates_county'],
  ['employer', tianhe, 'certificates_unit'],
] as const)(
  'a year of %s at %s goes by %s, newest first, without a sort',
  async (kind, region, index) => {
    const scope = await scopeOf(kind, region)
    for (const after of [undefined, newId()]) {
      const query = registerQuery(scope, { year: 2026, state: 'valid', after }, 21)
      const plan = await genericPlan(app.platform.db, query)
      expect(plan).toContain(index)
    }
  },
)

test('a name and a number go by their own indexes', async () => {
  const scope = await scopeOf('hrss', guangdong)
  const planOf = (filter: object) => genericPlan(app.platform.db, registerQuery(scope, filter, 21))
  expect(await planOf({ name: '陈嘉欣' })).toContain('certificates_name')
  expect(await planOf({ tail: Buffer.alloc(16) })).toContain('people_number_tail')
  expect(await planOf({ number: 'GDJX-2026-4401-00000001-X' })).toContain('certificates_number')
})

test('a frame, which sends no header, names the seat in the address of the file; others must not', async () => {
  const unit = await makeUnit(app)
  // Who has a record of their own acts as oneself where no seat is named.
  const clerk = await makeStaff(app, unit.id, { individual: true })
  const stranger = await makeStaff(app, (await makeUnit(app)).id, { individual: true })
  const { id } = await makeCertified(app, unit.id)
  const get = async (address: string, { client: { cookies } }: typeof clerk) =>
    (await app.server.inject({ url: `/api/certificates/${id}${address}`, cookies })).statusCode
  expect(await get(`/pdf?seat=${clerk.seatId}`, clerk)).toBe(200)
  expect(await get('/pdf', clerk)).toBe(404)
  expect(await get(`/pdf?seat=${stranger.seatId}`, stranger)).toBe(404)
  for (const seat of [clerk.seatId, 'nobody', `${stranger.seatId}&seat=${clerk.seatId}`])
    expect(await get(`/pdf?seat=${seat}`, stranger)).not.toBe(200)
  // What is no file goes by the header alone.
  expect(await get(`?seat=${clerk.seatId}`, clerk)).toBe(403)
})
