import {
  acceptSubUnit,
  askParent,
  leaveParent,
  listSubUnits,
  type ParentMove,
  parentMoves,
  parentStates,
  readParent,
  readSubUnit,
  refuseSubUnit,
  releaseSubUnit,
} from '@xueshi/contract/orgs/sub-units'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { makeStaff, makeUnit, makeWaitingUnit } from '../../test/factories/orgs.ts'
import { makeFamily, makeOffices } from '../../test/factories/units.ts'
import { approveUnit } from '@xueshi/contract/orgs/reviews'
import { genericPlan } from '../../test/plan.ts'
import * as orgs from './service.ts'
import { subUnitsQuery } from './sub-units/store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const withManager = async (given: Parameters<typeof makeUnit>[1] = {}) => {
  const unit = await makeUnit(app, given)
  return { unit, manager: await makeStaff(app, unit.id, { level: 'manager', name: '何主任' }) }
}
const seen = ({ id, version }: { id: string; version: number }) => ({
  params: { id },
  body: { version },
})
const versionOf = async (id: string) => {
  const row = await app.platform.db
    .selectFrom('units')
    .select(['version', 'parentState', 'parentId'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return row
}
const ask = async (child: Awaited<ReturnType<typeof withManager>>, parentId: string) => {
  const { version } = await versionOf(child.unit.id)
  return child.manager.client.call(askParent, { body: { version, parentId } })
}

// First of all: among a handful of units any way is as good as the other.
test('the list is a range of its index, in its order', async () => {
  const id = '00000000-0000-4000-8000-000000000000'
  const plan = await genericPlan(app.platform.db, subUnitsQuery(id, ['m', id], 21))
  expect(plan).toContain('units_parent')
  expect(plan).not.toMatch(/Seq Scan|Sort/)
})

describe('a unit under another', () => {
  test('200: it asks, the other says yes, and sees it with its contact; either ends it', async () => {
    const parent = await withManager()
    const { child, manager } = await makeFamily(app, parent.unit.id)
    const [listed] = (await parent.manager.client.call(listSubUnits)).body.items
    expect(listed).toMatchObject({
      id: child.id,
      parentState: 'asked',
      open: ['accept', 'refuse'],
    })
    expect(await orgs.subUnitsOf(app.platform.db, parent.unit.id)).toEqual([])
    expect((await parent.manager.client.call(acceptSubUnit, seen(child))).status).toBe(200)
    expect(await orgs.subUnitsOf(app.platform.db, parent.unit.id)).toEqual([child.id])
    const read = await parent.manager.client.call(readSubUnit, { params: { id: child.id } })
    expect(read.body).toMatchObject({
      code: child.code,
      contactPhone: '13800000000',
      managers: ['梁志明'],
      open: ['release'],
    })
    const own = await manager.client.call(readParent)
    expect(own.body).toMatchObject({
      state: 'accepted',
      parent: { name: parent.unit.name },
      open: ['leave'],
    })
    const left = await manager.client.call(leaveParent, { body: { version: own.body.version } })
    expect(left.status).toBe(200)
    expect((await parent.manager.client.call(listSubUnits)).body.items).toEqual([])
    const gone = await parent.manager.client.call(readSubUnit, { params: { id: child.id } })
    expect(gone.status).toBe(404)
  })

  test('200: refused or released, it may ask again', async () => {
    const parent = await withManager()
    const { child, manager } = await makeFamily(app, parent.unit.id)
    expect((await parent.manager.client.call(refuseSubUnit, seen(child))).status).toBe(200)
    const { version } = (await manager.client.call(readParent)).body
    await manager.client.call(askParent, { body: { version, parentId: parent.unit.id } })
    const again = { id: child.id, version: version + 1 }
    await parent.manager.client.call(acceptSubUnit, seen(again))
    const released = await parent.manager.client.call(
      releaseSubUnit,
      seen({ ...again, version: version + 2 }),
    )
    expect(released.status).toBe(200)
    expect(await versionOf(child.id)).toMatchObject({ parentState: 'none', parentId: null })
  })

  test('a registration names 主管单位, which is told when the unit is in force', async () => {
    const offices = await makeOffices(app)
    const parent = await withManager()
    const waiting = await makeWaitingUnit(app, { parentId: parent.unit.id })
    expect((await parent.manager.client.call(listSubUnits)).body.items).toEqual([])
    await offices.county.client.call(approveUnit, seen(waiting.unit))
    const [listed] = (await parent.manager.client.call(listSubUnits)).body.items
    expect(listed).toMatchObject({ id: waiting.unit.id, parentState: 'asked' })
    const told = await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', 'subUnit.asked')
      .execute()
    expect(JSON.stringify(told)).toContain(parent.unit.id)
  })

  test('422: itself, one below it, one that is not in force or no employer', async () => {
    const top = await withManager()
    const { child, manager } = await makeFamily(app, top.unit.id)
    await top.manager.client.call(acceptSubUnit, seen(child))
    const { child: below } = await makeFamily(app, child.id)
    const asked = await manager.client.call(acceptSubUnit, seen(below))
    expect(asked.status).toBe(200)
    const closed = await makeUnit(app, { state: 'closed' })
    const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440300' })
    for (const parentId of [top.unit.id, child.id, below.id, closed.id, office.id]) {
      const { problem } = await ask(top, parentId)
      expect(problem.fields).toEqual({ parentId: 'NOT_OFFERED' })
    }
    expect(await orgs.subUnitsOf(app.platform.db, top.unit.id)).toHaveLength(2)
  })

  test('two that ask each other at once close no circle', async () => {
    for (let round = 0; round < 8; round += 1) {
      const [one, other] = [await withManager(), await withManager()]
      const answers = await Promise.all([ask(one, other.unit.id), ask(other, one.unit.id)])
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422])
    }
  })

  test('403 for a clerk; 404 for a unit that stands elsewhere', async () => {
    const parent = await withManager()
    const stranger = await withManager()
    const clerk = await makeStaff(app, parent.unit.id)
    const { child } = await makeFamily(app, parent.unit.id)
    expect((await clerk.client.call(acceptSubUnit, seen(child))).status).toBe(403)
    const seenByClerk = (await clerk.client.call(listSubUnits)).body.items
    expect(seenByClerk).toMatchObject([{ id: child.id, open: [] }])
    const asked = { params: { id: child.id } }
    expect((await stranger.manager.client.call(readSubUnit, asked)).status).toBe(404)
    expect((await stranger.manager.client.call(acceptSubUnit, seen(child))).status).toBe(404)
  })
})

test('every move has its effect exactly where the table has it', async () => {
  const decisions = { accept: acceptSubUnit, refuse: refuseSubUnit, release: releaseSubUnit }
  const parent = await withManager()
  for (const state of parentStates.filter((each) => each !== 'none')) {
    for (const [name, endpoint] of Object.entries(decisions)) {
      const { child } = await makeFamily(app, parent.unit.id)
      await app.platform.db
        .updateTable('units')
        .set({ parentState: state })
        .where('id', '=', child.id)
        .execute()
      const { status } = await parent.manager.client.call(endpoint, seen(child))
      const { from, to } = parentMoves[name as ParentMove] // keys of the table above
      const may = from.some((each) => each === state)
      const after = await versionOf(child.id)
      expect([state, name, status, after.parentState]).toEqual([
        state,
        name,
        may ? 200 : 409,
        may ? to : state,
      ])
    }
    const { child, manager } = await makeFamily(app, parent.unit.id)
    await app.platform.db
      .updateTable('units')
      .set({ parentState: state })
      .where('id', '=', child.id)
      .execute()
    const asked = { body: { version: child.version, parentId: parent.unit.id } }
    expect((await manager.client.call(askParent, asked)).status).toBe(409)
    expect((await manager.client.call(leaveParent, { body: asked.body })).status).toBe(200)
  }
})
