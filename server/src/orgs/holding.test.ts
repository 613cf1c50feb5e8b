import { readSession } from '@xueshi/contract/orgs'
import { listInvitations } from '@xueshi/contract/orgs/invitations'
import { listJoins } from '@xueshi/contract/orgs/joins'
import {
  absorbUnit,
  closeUnit,
  correctUnit,
  liftUnit,
  suspendUnit,
} from '@xueshi/contract/orgs/registry'
import { readUnit } from '@xueshi/contract/orgs/reviews'
import { listStaff } from '@xueshi/contract/orgs/staff'
import { readOwnUnit, type UnitMove, unitMoves } from '@xueshi/contract/orgs/units'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { makeIndividual } from '../../test/factories/accounts.ts'
import { creditCode, guangzhou, makeStaff, makeUnit, tianhe } from '../../test/factories/orgs.ts'
import { makeInvitation } from '../../test/factories/staff.ts'
import { makeFamily, makeOffices } from '../../test/factories/units.ts'
import * as orgs from './service.ts'

let app: TestApp
let offices: Awaited<ReturnType<typeof makeOffices>>
beforeAll(async () => {
  app = await testApp()
  offices = await makeOffices(app)
})
afterAll(() => app.close())

const reason = '已核对变更通知书'
const withStaff = async (given: Parameters<typeof makeUnit>[1] = {}) => {
  const unit = await makeUnit(app, given)
  const manager = await makeStaff(app, unit.id, { level: 'manager', name: '何主任' })
  return { unit, manager }
}
const seen = ({ id }: { id: string }, version = 1) => ({
  params: { id },
  body: { version, reason },
})
const standing = (unit: { name: string; code: string }, given: object = {}) => ({
  name: unit.name,
  code: unit.code,
  nature: 'enterprise' as const,
  regionCode: tianhe,
  ...given,
})
const told = async (to: string) => {
  const rows = await app.platform.db.selectFrom('outbox').selectAll().execute()
  return rows
    .filter(({ payload }) => JSON.stringify(payload).includes(to))
    .map(({ topic }) => topic)
}
const rowOf = (id: string) =>
  app.platform.db.selectFrom('units').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const timelineOf = async ({ id }: { id: string }) =>
  (await offices.city.client.call(readUnit, { params: { id } })).body.timeline

describe('POST /units/:id/correct', () => {
  test('200: another name, code and region; its people are told by a job', async () => {
    const { unit } = await withStaff()
    const wanted = standing(unit, {
      name: '岭南新材料公司',
      code: creditCode(),
      regionCode: guangzhou,
    })
    const { status, body } = await offices.city.client.call(correctUnit, {
      ...seen(unit),
      body: { version: 1, ...wanted, reason },
    })
    expect([status, body]).toMatchObject([200, { ...wanted, version: 2 }])
    expect(await rowOf(unit.id)).toMatchObject({
      namePinyin: 'lingnanxincailiaogongsi',
      cityCode: guangzhou,
      countyCode: null,
    })
    const { db } = app.platform
    const granted = db.selectFrom('unitCapabilities').select('regionCode')
    const [capability] = await granted.where('unitId', '=', unit.id).execute()
    expect(capability).toEqual({ regionCode: guangzhou })
    expect(await told(unit.id)).toEqual(['people.unitRenamed', 'unit.corrected'])
    expect(await timelineOf(unit)).toMatchObject([{ act: 'correct', reason, about: unit.name }])
    // It stands at the city now, and its county sees it no more.
    const away = await offices.county.client.call(readUnit, { params: { id: unit.id } })
    expect(away.status).toBe(404)
  })

  test('422: nothing else, another unit’s code, no place of the province, an office elsewhere', async () => {
    const { unit } = await withStaff()
    const other = await makeUnit(app)
    const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440105' })
    const fieldsOf = async (of: typeof unit, wanted: ReturnType<typeof standing>) => {
      const asked = { ...seen(of), body: { version: 1, ...wanted, reason } }
      return (await offices.city.client.call(correctUnit, asked)).problem.fields
    }
    expect(await fieldsOf(unit, standing(unit))).toEqual({ name: 'CHANGE_NOTHING' })
    expect(await fieldsOf(unit, standing(unit, { code: other.code }))).toEqual({
      code: 'CREDIT_CODE_TAKEN',
    })
    expect(await fieldsOf(unit, standing(unit, { regionCode: '110101' }))).toEqual({
      regionCode: 'NOT_OFFERED',
    })
    expect(await fieldsOf(office, standing(office))).toEqual({ regionCode: 'NOT_OFFERED' })
  })

  test('422: of two that take one code at once, one has it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const units = [await makeUnit(app), await makeUnit(app)]
      const code = creditCode()
      const answers = await Promise.all(
        units.map((unit) =>
          offices.city.client.call(correctUnit, {
            ...seen(unit),
            body: { version: 1, ...standing(unit, { code }), reason },
          }),
        ),
      )
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422])
    }
  })
})

describe('POST /units/:id/suspend and /lift', () => {
  test('200: its staff come in, see why and do nothing; nobody chooses it; then as before', async () => {
    const { unit, manager } = await withStaff({ name: '暂停测试公司' })
    const suspended = await offices.county.client.call(suspendUnit, seen(unit))
    expect(suspended.body).toMatchObject({ state: 'suspended' })
    expect(await told(manager.id)).toContain('unit.suspended')
    const own = await manager.client.call(readOwnUnit)
    expect(own.body).toMatchObject({ state: 'suspended', open: [] })
    expect(own.body.timeline[0]).toMatchObject({ act: 'suspend', reason })
    const seat = { accountId: manager.id, seatId: manager.seatId }
    expect((await orgs.actorFor(app.platform, seat)).scope.kind).toBe('nothing')
    const { items } = await orgs.searchUnits(await orgs.actorFor(app.platform, seat), '暂停测试')
    expect(items).toEqual([])
    const { code } = await rowOf(unit.id)
    await expect(makeUnit(app, { code })).rejects.toMatchObject({
      fields: { code: 'CREDIT_CODE_TAKEN' },
    })
    const lifted = await offices.county.client.call(liftUnit, seen(unit, 2))
    expect(lifted.body).toMatchObject({ state: 'approved' })
    expect((await orgs.actorFor(app.platform, seat)).scope.kind).toBe('unit')
  })
})

describe('POST /units/:id/absorb', () => {
  const absorb = (unit: { id: string }, into: { id: string }, version = 1) =>
    offices.city.client.call(absorbUnit, {
      params: { id: unit.id },
      body: { version, intoId: into.id, reason },
    })

  test('200: its staff ask to join the other; what pointed to it points there', async () => {
    const { unit, manager } = await withStaff()
    const into = await withStaff()
    const former = await makeUnit(app)
    await absorb(former, unit)
    const { child } = await makeFamily(app, unit.id)
    const { invitation } = await makeInvitation(app, manager)
    const merged = await absorb(unit, into.unit)
    expect(merged.body).toMatchObject({
      state: 'merged',
      mergedInto: { id: into.unit.id, name: into.unit.name },
      staff: [],
      open: [],
    })
    const session = await manager.client.call(readSession)
    expect(session.status).toBe(403)
    const joins = await into.manager.client.call(listJoins)
    expect(joins.body.items).toMatchObject([{ name: '何主任' }])
    expect((await rowOf(former.id)).mergedIntoId).toBe(into.unit.id)
    expect(await rowOf(child.id)).toMatchObject({ parentId: into.unit.id, parentState: 'asked' })
    for (const unitId of [unit.id, former.id])
      expect(await orgs.officeOf(app.platform.db, { unitId, office: 'employer' })).toEqual({
        id: into.unit.id,
        name: into.unit.name,
      })
    expect(await told(unit.id)).toContain('people.unitMerged')
    const offered = await app.platform.db
      .selectFrom('staffInvitations')
      .select('state')
      .where('id', '=', invitation.id)
      .executeTakeFirstOrThrow()
    expect(offered.state).toBe('revoked')
    expect(await timelineOf(into.unit)).toMatchObject([{ act: 'takeIn', about: unit.name }])
  })

  test('the unit above is absorbed by one below it, which then stands under nobody', async () => {
    const { unit } = await withStaff()
    const { child } = await makeFamily(app, unit.id)
    expect((await absorb(unit, child)).status).toBe(200)
    expect(await rowOf(child.id)).toMatchObject({ parentId: null, parentState: 'none' })
  })

  test('422: itself, one that waits, one elsewhere', async () => {
    const { unit } = await withStaff()
    const waiting = await makeUnit(app, { state: 'submitted' })
    const away = await makeUnit(app, { regionCode: '440605' })
    for (const into of [unit, waiting, away]) {
      const { problem } = await absorb(unit, into)
      expect(problem.fields).toEqual({ intoId: 'NOT_OFFERED' })
    }
  })

  test('two that take each other in at once: one is left', async () => {
    for (let round = 0; round < 6; round += 1) {
      const [one, other] = [(await withStaff()).unit, (await withStaff()).unit]
      const answers = await Promise.all([absorb(one, other), absorb(other, one)])
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422])
      const states = (await Promise.all([rowOf(one.id), rowOf(other.id)])).map(({ state }) => state)
      expect(states.toSorted()).toEqual(['approved', 'merged'])
    }
  })
})

describe('POST /units/:id/close', () => {
  test('200: every seat ends, its code is free, and its people are told by a job', async () => {
    const { unit, manager } = await withStaff()
    const { child } = await makeFamily(app, unit.id)
    const closed = await offices.county.client.call(closeUnit, seen(unit))
    expect(closed.body).toMatchObject({ state: 'closed', staff: [], open: [] })
    expect(await told(manager.id)).toContain('unit.closed')
    expect(await told(unit.id)).toContain('people.unitClosed')
    expect((await manager.client.call(listStaff)).status).toBe(403)
    expect((await manager.client.call(listInvitations)).status).toBe(403)
    expect(await rowOf(child.id)).toMatchObject({ parentId: null })
    await makeUnit(app, { code: unit.code })
  })

  test('a closed unit is seen and moved no more', async () => {
    const { unit } = await withStaff()
    await offices.county.client.call(closeUnit, seen(unit))
    const again = await offices.county.client.call(closeUnit, seen(unit, 2))
    expect(again.problem.code).toBe('WRONG_STATE')
  })
})

describe('moves × state × role', () => {
  const acts = { correct: correctUnit, suspend: suspendUnit, lift: liftUnit, close: closeUnit }
  const states = ['submitted', 'returned', 'approved', 'suspended', 'closed'] as const

  test('an act has its effect exactly where the table has it, for each office that has the unit', async () => {
    for (const [name, endpoint] of Object.entries(acts))
      for (const state of states) {
        const unit = await makeUnit(app)
        const { db, clock } = app.platform
        const submittedAt = clock.now()
        await db
          .updateTable('units')
          .set({ state, submittedAt })
          .where('id', '=', unit.id)
          .execute()
        const { from } = unitMoves[name as UnitMove] // keys of the table above
        const may = from.some((each) => each === state)
        const body = { version: 1, ...standing(unit, { name: '改名公司' }), reason }
        const { status, problem } = await offices.county.client.call(endpoint, {
          params: { id: unit.id },
          body,
        })
        const code = status === 200 ? '' : problem.code
        const expected = may ? [200, ''] : [409, 'WRONG_STATE']
        expect([name, state, status, code]).toEqual([name, state, ...expected])
      }
  })

  test('404 for the office of another city, 409 for what was seen before, of two at once one', async () => {
    for (const [name, endpoint] of Object.entries(acts).filter(([each]) => each !== 'lift')) {
      const unit = await makeUnit(app)
      const body = { version: 1, ...standing(unit, { name: '改名公司' }), reason }
      const asked = { params: { id: unit.id }, body }
      expect([name, (await offices.foshan.client.call(endpoint, asked)).status]).toEqual([
        name,
        404,
      ])
      const old = { ...asked, body: { ...body, version: 7 } }
      expect([name, (await offices.city.client.call(endpoint, old)).problem.code]).toEqual([
        name,
        'STALE',
      ])
      const answers = await Promise.all(
        [offices.city, offices.county].map(({ client }) => client.call(endpoint, asked)),
      )
      expect([name, answers.map(({ status }) => status).toSorted((a, b) => a - b)]).toEqual([
        name,
        [200, 409],
      ])
    }
  })

  test('403 for whoever is of its staff; an office is neither suspended, absorbed nor closed', async () => {
    const { unit } = await withStaff()
    const system = orgs.systemActor(app.platform)
    const { id: accountId } = offices.county
    const seat = { unitId: unit.id, accountId, kind: 'employer', level: 'clerk' } as const
    await orgs.addStaff(system, seat)
    const own = await offices.county.client.call(closeUnit, seen(unit))
    expect(own.problem.code).toBe('OWN_RECORD')
    const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440104' })
    const { body } = await offices.city.client.call(readUnit, { params: { id: office.id } })
    expect(body.open).toEqual(['correct', 'handOver'])
    for (const endpoint of [suspendUnit, closeUnit])
      expect((await offices.city.client.call(endpoint, seen(office))).status).toBe(409)
  })

  test('422: never without a reason', async () => {
    const { unit } = await withStaff()
    const asked = { params: { id: unit.id }, body: { version: 1, reason: ' ' } }
    const { problem } = await offices.city.client.call(closeUnit, asked)
    expect(problem.fields).toEqual({ reason: 'TEXT_REQUIRED' })
    expect((await makeIndividual(app)).id).not.toBe(unit.id)
  })
})
