import { readSession } from '@xueshi/contract/orgs'
import { endStaff, leaveStaff, listStaff, setStaffLevel } from '@xueshi/contract/orgs/staff'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const unitWithStaff = async () => {
  const unit = await makeUnit(app)
  const manager = await makeStaff(app, unit.id, { level: 'manager', name: '何主任' })
  const clerk = await makeStaff(app, unit.id, { name: '小梁' })
  return { unit, manager, clerk }
}
const body = {}
type Staff = Awaited<ReturnType<typeof makeStaff>>
const leave = ({ client, seatId }: Staff) =>
  client.call(leaveStaff, { params: { id: seatId }, body })
const topicsFor = async (id: string) => {
  const rows = await app.platform.db.selectFrom('outbox').select(['topic', 'payload']).execute()
  return rows.filter(({ payload }) => JSON.stringify(payload).includes(id)).map((row) => row.topic)
}

describe('GET /staff', () => {
  test('200: managers first, and nobody of another unit', async () => {
    const { unit, manager, clerk } = await unitWithStaff()
    await unitWithStaff()
    const answer = await clerk.client.call(listStaff, {})
    expect(answer.body.unitCode).toBe(unit.code)
    expect(answer.body.items).toMatchObject([
      { id: manager.seatId, name: '何主任', level: 'manager', own: false, open: [] },
      { id: clerk.seatId, name: '小梁', level: 'clerk', own: true, open: ['leave'] },
    ])
  })

  test('200: the last manager is offered neither act on itself, one of two is', async () => {
    const { unit, manager, clerk } = await unitWithStaff()
    const openOf = async () => {
      const { items } = (await manager.client.call(listStaff, {})).body
      return Object.fromEntries(items.map(({ id, open }) => [id, open]))
    }
    const both = ['level', 'end']
    expect(await openOf()).toEqual({ [manager.seatId]: [], [clerk.seatId]: both })
    const second = await makeStaff(app, unit.id, { level: 'manager' })
    expect(await openOf()).toEqual({
      [manager.seatId]: [...both, 'leave'],
      [second.seatId]: both,
      [clerk.seatId]: both,
    })
  })

  test('200: those of the same work alone', async () => {
    const unit = await makeUnit(app, { capabilities: ['employer', 'institution'] })
    await makeStaff(app, unit.id)
    const teacher = await makeStaff(app, unit.id, { kind: 'institution' })
    const { items } = (await teacher.client.call(listStaff, {})).body
    expect(items.map(({ id }) => id)).toEqual([teacher.seatId])
  })
})

describe('POST /staff/:id/leave', () => {
  test('200: one’s own seat is over, whoever stood in does so no more, and the unit is told', async () => {
    const { clerk, manager, unit } = await unitWithStaff()
    expect((await leave(clerk)).status).toBe(200)
    expect((await clerk.client.call(listStaff)).status).toBe(403)
    const { items } = (await manager.client.call(listStaff)).body
    expect(items.map(({ id }) => id)).toEqual([manager.seatId])
    expect(await topicsFor(unit.id)).toContain('staff.left')
  })

  test('409 for the last manager, 200 for one of two', async () => {
    const { manager, unit } = await unitWithStaff()
    expect((await leave(manager)).problem.code).toBe('LAST_MANAGER')
    await makeStaff(app, unit.id, { level: 'manager' })
    expect((await leave(manager)).status).toBe(200)
  })

  test('404 for a colleague’s seat', async () => {
    const { manager, clerk } = await unitWithStaff()
    const foreign = { params: { id: clerk.seatId }, body }
    expect((await manager.client.call(leaveStaff, foreign)).status).toBe(404)
  })

  test('one manager is left when both leave at once', async () => {
    const { manager, unit } = await unitWithStaff()
    const second = await makeStaff(app, unit.id, { level: 'manager' })
    const both = [manager, second].map(leave)
    const statuses = (await Promise.all(both)).map(({ status }) => status)
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 409])
  })
})

test('a change of level tells the person what they are now', async () => {
  const { manager, clerk } = await unitWithStaff()
  const params = { id: clerk.seatId }
  await manager.client.call(setStaffLevel, { params, body: { level: 'clerk' } })
  expect(await topicsFor(clerk.id)).not.toContain('staff.level')
  await manager.client.call(setStaffLevel, { params, body: { level: 'manager' } })
  expect(await topicsFor(clerk.id)).toContain('staff.level')
})

describe('POST /staff/:id/end', () => {
  test('200: the seat is over in the very next request', async () => {
    const { manager, clerk } = await unitWithStaff()
    const ended = await manager.client.call(endStaff, { params: { id: clerk.seatId }, body })
    expect(ended.status).toBe(200)
    expect((await clerk.client.call(listStaff, {})).status).toBeGreaterThanOrEqual(401)
    expect((await clerk.client.call(readSession, {})).body.seats ?? []).toEqual([])
    const twice = await manager.client.call(endStaff, { params: { id: clerk.seatId }, body })
    expect(twice.status).toBe(404)
  })

  test('409: the last manager stays', async () => {
    const { manager } = await unitWithStaff()
    const params = { id: manager.seatId }
    const ended = await manager.client.call(endStaff, { params, body })
    expect(ended.problem.code).toBe('LAST_MANAGER')
    const level = { level: 'clerk' } as const
    const lowered = await manager.client.call(setStaffLevel, { params, body: level })
    expect(lowered.problem.code).toBe('LAST_MANAGER')
  })

  test('one manager is left when two end each other at once', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { unit, manager } = await unitWithStaff()
      const second = await makeStaff(app, unit.id, { level: 'manager' })
      const [one, other] = await Promise.all([
        manager.client.call(endStaff, { params: { id: second.seatId }, body }),
        second.client.call(endStaff, { params: { id: manager.seatId }, body }),
      ])
      expect([one.status, other.status].filter((status) => status === 200)).toHaveLength(1)
    }
  })

  test('403: a clerk', async () => {
    const { manager, clerk } = await unitWithStaff()
    const answer = await clerk.client.call(endStaff, { params: { id: manager.seatId }, body })
    expect(answer.problem.code).toBe('FORBIDDEN')
  })

  test('404: a seat of another unit', async () => {
    const { manager } = await unitWithStaff()
    const other = await unitWithStaff()
    const params = { id: other.clerk.seatId }
    expect((await manager.client.call(endStaff, { params, body })).status).toBe(404)
  })
})

describe('POST /staff/:id/level', () => {
  test('200: a clerk becomes a manager and may do a manager’s work at once', async () => {
    const { manager, clerk } = await unitWithStaff()
    const level = (seatId: string, to: 'manager' | 'clerk') => ({
      params: { id: seatId },
      body: { level: to },
    })
    expect((await manager.client.call(setStaffLevel, level(clerk.seatId, 'manager'))).status).toBe(
      200,
    )
    expect((await clerk.client.call(setStaffLevel, level(manager.seatId, 'clerk'))).status).toBe(
      200,
    )
    expect((await manager.client.call(setStaffLevel, level(clerk.seatId, 'clerk'))).status).toBe(
      403,
    )
  })
})
