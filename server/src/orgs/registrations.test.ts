import { applyToJoin } from '@xueshi/contract/orgs/joins'
import { readSession, type UnitState, unitStates } from '@xueshi/contract/orgs'
import { listManagedUnits } from '@xueshi/contract/orgs/registry'
import { listUnitReviews, readUnit, rejectUnit, returnUnit } from '@xueshi/contract/orgs/reviews'
import {
  discardUnit,
  readOwnUnit,
  registerUnit,
  submitUnit,
  type UnitMove,
  unitMoves,
  withdrawUnit,
} from '@xueshi/contract/orgs/units'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { clientFor, makeIndividual } from '../../test/factories/accounts.ts'
import {
  attachLicence,
  makeStaff,
  makeUnit,
  makeWaitingUnit,
  tianhe,
  unitForm,
} from '../../test/factories/orgs.ts'
import { makeApplicant } from '../../test/factories/people.ts'
import { tasks } from '../app.ts'
import * as orgs from './service.ts'

const reason = '代码不是本单位的'
let app: TestApp
let office: Awaited<ReturnType<typeof makeStaff>>
beforeAll(async () => {
  app = await testApp()
  const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode: tianhe })
  office = await makeStaff(app, unit.id, { kind: 'hrss' })
})
afterAll(() => app.close())

type Registered = Awaited<ReturnType<typeof makeWaitingUnit>>
const stateOf = async (id: string) =>
  await app.platform.db
    .selectFrom('units')
    .select(['state', 'version'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
const withdraw = async ({ client, unit }: Registered) =>
  client.call(withdrawUnit, { body: { version: (await stateOf(unit.id)).version } })
const discard = async ({ client, unit }: Registered) =>
  client.call(discardUnit, { body: { version: (await stateOf(unit.id)).version } })
const reject = async ({ unit }: Registered, by = office) => {
  const { version } = await stateOf(unit.id)
  return by.client.call(rejectUnit, { params: { id: unit.id }, body: { version, reason } })
}
const giveBack = async ({ unit }: Registered) => {
  const { version } = await stateOf(unit.id)
  return office.client.call(returnUnit, { params: { id: unit.id }, body: { version, reason } })
}
/** Whether somebody else may register and submit the unit's code now. */
const isFree = async (code: string) => {
  const fresh = await makeIndividual(app)
  const registered = await fresh.client.call(registerUnit, { body: unitForm({ code }) })
  if (registered.status !== 200) return false
  const seat = { accountId: fresh.id, seatId: registered.body.seatId }
  await attachLicence(app, await orgs.actorFor(app.platform, seat))
  const client = await clientFor(app, seat)
  const { version } = (await client.call(readOwnUnit)).body
  return (await client.call(submitUnit, { body: { version } })).status === 200
}
const told = async (accountId: string) => {
  const rows = await app.platform.db
    .selectFrom('outbox')
    .select(['topic', 'payload'])
    .where('kind', '=', 'message')
    .execute()
  return rows
    .filter(({ payload }) => JSON.stringify(payload).includes(accountId))
    .map(({ topic }) => topic)
}
const seatsOf = async (accountId: string) => {
  const client = await clientFor(app, { accountId })
  return (await client.call(readSession)).body.seats
}

describe('POST /unit/withdraw', () => {
  test('200: out of the queue, its manager’s to correct, the code free; sent again it waits anew', async () => {
    const waiting = await makeWaitingUnit(app)
    expect((await withdraw(waiting)).status).toBe(200)
    const own = (await waiting.client.call(readOwnUnit)).body
    expect(own).toMatchObject({ state: 'draft', open: ['save', 'submit', 'discard'] })
    expect(own.timeline[0]).toMatchObject({ act: 'withdraw' })
    const queue = (await office.client.call(listUnitReviews)).body.items
    expect(queue.map(({ id }) => id)).not.toContain(waiting.unit.id)
    const away = await office.client.call(readUnit, { params: { id: waiting.unit.id } })
    expect(away.status).toBe(404)
    expect(await isFree(waiting.unit.code)).toBe(true)
    const again = await waiting.client.call(submitUnit, { body: { version: own.version } })
    expect(again.problem.fields).toEqual({ code: 'CREDIT_CODE_TAKEN' })
  })
})

describe('POST /unit/discard', () => {
  test('200 of a returned one: the seat ends, the code is free, who asked and who chose it are told', async () => {
    const waiting = await makeWaitingUnit(app)
    const { unit } = waiting
    const colleague = await makeIndividual(app)
    await colleague.client.call(applyToJoin, { body: { code: unit.code } })
    const person = await makeApplicant(app, { unitId: unit.id })
    await giveBack(waiting)
    expect((await discard(waiting)).status).toBe(200)
    expect(await stateOf(unit.id)).toMatchObject({ state: 'discarded' })
    expect(await seatsOf(waiting.accountId)).toEqual([])
    expect((await waiting.client.call(readOwnUnit)).status).toBe(403)
    expect(await told(colleague.id)).toContain('join.refused')
    await tasks['people.unitFell']?.({ unitId: unit.id }, { platform: app.platform })
    expect(await told(person.id)).toContain('unit.fell')
    const profile = await app.platform.db
      .selectFrom('profiles')
      .select('state')
      .where('personId', '=', person.id)
      .executeTakeFirstOrThrow()
    expect(profile.state).not.toBe('submitted')
    const search = { query: { search: unit.name } }
    expect((await office.client.call(listManagedUnits, search)).body.items).toEqual([])
    expect(await isFree(unit.code)).toBe(true)
  })
})

describe('POST /units/:id/reject', () => {
  test.each(['submitted', 'returned'])(
    '200 from %s: the code is free, the staff are told why, and the office still sees it',
    async (state) => {
      const waiting = await makeWaitingUnit(app)
      if (state === 'returned') await giveBack(waiting)
      const { status, body } = await reject(waiting)
      expect([status, body.state, body.open]).toEqual([200, 'rejected', []])
      expect(body.timeline[0]).toMatchObject({ act: 'reject', reason })
      expect(await told(waiting.accountId)).toContain('unit.rejected')
      expect(await seatsOf(waiting.accountId)).toEqual([])
      expect(await isFree(waiting.unit.code)).toBe(true)
    },
  )

  test('409 by whoever works there; 404 from elsewhere; 422 without a reason', async () => {
    const waiting = await makeWaitingUnit(app)
    const system = orgs.systemActor(app.platform)
    const seat = { unitId: waiting.unit.id, accountId: office.id, kind: 'employer' as const }
    await orgs.addStaff(system, { ...seat, level: 'clerk' })
    expect((await reject(waiting)).problem.code).toBe('OWN_RECORD')
    const city = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440600' })
    const stranger = await makeStaff(app, city.id, { kind: 'hrss' })
    expect((await reject(waiting, stranger)).status).toBe(404)
    const { version } = await stateOf(waiting.unit.id)
    const params = { id: waiting.unit.id }
    const empty = await office.client.call(rejectUnit, { params, body: { version, reason: '' } })
    expect(empty.status).toBe(422)
  })
})

describe('each of them', () => {
  const acts = { withdraw, discard, reject } as const
  const cases = Object.keys(acts).flatMap((name) =>
    unitStates
      .filter((state) => state !== 'merged')
      .map((state) => [name as keyof typeof acts, state] as const),
  )

  test.each(cases)('%s from %s: as the table has it', async (name, state) => {
    const waiting = await makeWaitingUnit(app)
    const { id } = waiting.unit
    await app.platform.db.updateTable('units').set({ state }).where('id', '=', id).execute()
    const { from } = unitMoves[name]
    const isOpen = from.some((each) => each === state)
    const answer = await acts[name](waiting)
    expect(answer.status === 200).toBe(isOpen)
    const after: UnitState = isOpen ? unitMoves[name].to : state
    expect((await stateOf(id)).state).toBe(after)
  })

  test('409 STALE when the unit was saved meanwhile', async () => {
    const waiting = await makeWaitingUnit(app)
    const body = { version: waiting.unit.version + 1 }
    expect((await waiting.client.call(withdrawUnit, { body })).problem.code).toBe('STALE')
    expect((await stateOf(waiting.unit.id)).state).toBe('submitted')
  })

  test('403 for a clerk of the unit: whoever registered it gives it up', async () => {
    const waiting = await makeWaitingUnit(app)
    const clerk = await makeStaff(app, waiting.unit.id)
    const { version } = await stateOf(waiting.unit.id)
    expect((await clerk.client.call(withdrawUnit, { body: { version } })).status).toBe(403)
    const { open } = (await clerk.client.call(readOwnUnit)).body
    const givingUp: UnitMove[] = ['withdraw', 'discard']
    expect(open.filter((move) => givingUp.includes(move))).toEqual([])
  })
})
