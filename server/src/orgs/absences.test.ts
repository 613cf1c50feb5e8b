import { readSession } from '@xueshi/contract/orgs'
import { endAbsence, listAbsences, nameDeputy } from '@xueshi/contract/orgs/absences'
import { invite } from '@xueshi/contract/orgs/invitations'
import { endStaff, listStaff, setStaffLevel } from '@xueshi/contract/orgs/staff'
import { acceptJoin, listJoins } from '@xueshi/contract/orgs/joins'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { clientFor } from '../../test/factories/accounts.ts'
import { makeJoin, makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { makeAbsence } from '../../test/factories/staff.ts'
import * as orgs from './service.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const office = async () => {
  const unit = await makeUnit(app)
  const manager = await makeStaff(app, unit.id, { level: 'manager', name: '何主任' })
  const clerk = await makeStaff(app, unit.id, { name: '小梁' })
  const colleague = await makeStaff(app, unit.id, { name: '小黎' })
  return { unit, manager, clerk, colleague }
}
const days = { fromOn: '2026-06-01', toOn: '2026-06-05' }
const between = (seatId: string, deputySeatId: string, given: Partial<typeof days> = {}) => ({
  body: { seatId, deputySeatId, ...days, ...given },
})
describe('POST /absences', () => {
  test('200: both see it, and both are told', async () => {
    const { clerk, colleague, manager } = await office()
    const named = await clerk.client.call(nameDeputy, between(clerk.seatId, colleague.seatId))
    expect(named.body).toMatchObject({
      name: '小梁',
      deputyName: '小黎',
      ...days,
      isNow: true,
      own: 'away',
      open: ['end'],
    })
    const seen = async (of: typeof clerk) => (await of.client.call(listAbsences)).body.items
    expect(await seen(colleague)).toMatchObject([{ own: 'deputy', open: [] }])
    expect(await seen(manager)).toMatchObject([{ own: null, open: ['end'] }])
    const rows = await app.platform.db.selectFrom('outbox').select(['topic', 'payload']).execute()
    for (const [topic, { id }] of [
      ['deputy.named', colleague],
      ['deputy.arranged', clerk],
    ] as const)
      expect(
        rows.some((row) => row.topic === topic && JSON.stringify(row.payload).includes(id)),
      ).toBe(true)
  })

  test('422: for somebody else, with oneself, with another desk, on days that cannot be', async () => {
    const { unit, clerk, colleague, manager } = await office()
    const stranger = (await office()).clerk
    await app.platform.db
      .insertInto('unitCapabilities')
      .values({
        unitId: unit.id,
        capability: 'institution',
        regionCode: '440106',
        grantedAt: app.clock.now(),
      })
      .execute()
    const teacher = await makeStaff(app, unit.id, { kind: 'institution' })
    const own = (deputy: string, given?: Partial<typeof days>) =>
      between(clerk.seatId, deputy, given)
    const refused = [
      [between(manager.seatId, colleague.seatId), 'seatId', 'NOT_OFFERED'],
      [own(clerk.seatId), 'deputySeatId', 'DEPUTY_SELF'],
      [own(stranger.seatId), 'deputySeatId', 'NOT_OFFERED'],
      [own(teacher.seatId), 'deputySeatId', 'NOT_OFFERED'],
      [own(colleague.seatId, { fromOn: '2026-05-31' }), 'fromOn', 'DATE_PAST'],
      [own(colleague.seatId, { fromOn: '2026-06-06' }), 'toOn', 'DATES_REVERSED'],
      [own(colleague.seatId, { toOn: '2026-12-01' }), 'toOn', 'ABSENCE_TOO_LONG'],
    ] as const
    for (const [asked, field, code] of refused) {
      const { problem } = await clerk.client.call(nameDeputy, asked)
      expect(problem.fields).toEqual({ [field]: code })
    }
  })

  test('422: somebody is away at the same time, on either side', async () => {
    const { clerk, colleague, manager } = await office()
    await makeAbsence(app, manager, { seatId: clerk.seatId, deputySeatId: colleague.seatId })
    const ask = async (asked: ReturnType<typeof between>) =>
      (await manager.client.call(nameDeputy, asked)).problem.fields
    expect(await ask(between(clerk.seatId, manager.seatId))).toEqual({ fromOn: 'ABSENCE_OVERLAPS' })
    expect(await ask(between(manager.seatId, clerk.seatId))).toEqual({
      deputySeatId: 'DEPUTY_AWAY',
    })
    expect(await ask(between(colleague.seatId, manager.seatId))).toEqual({
      fromOn: 'ABSENCE_DEPUTISING',
    })
    const later = { fromOn: '2026-06-20', toOn: '2026-06-21' }
    expect(await ask(between(colleague.seatId, manager.seatId, later))).toBeUndefined()
  })

  test('two arrangements at once never leave somebody both away and standing in', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { clerk, colleague, manager } = await office()
      const answers = await Promise.all([
        manager.client.call(nameDeputy, between(clerk.seatId, colleague.seatId)),
        manager.client.call(nameDeputy, between(colleague.seatId, clerk.seatId)),
      ])
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422])
    }
  })
})

describe('a deputy of a manager', () => {
  test('manages on those days: takes people in and invites clerks, and makes no managers', async () => {
    const { unit, manager, clerk, colleague } = await office()
    await makeAbsence(app, manager, { seatId: manager.seatId, deputySeatId: clerk.seatId })
    const session = await clerk.client.call(readSession)
    expect(session.body.seats).toMatchObject([{ level: 'manager' }])
    expect((await colleague.client.call(listJoins)).status).toBe(403)
    const joinId = await makeJoin(app, unit.id)
    const asManager = { params: { id: joinId }, body: { version: 1, level: 'manager' } as const }
    expect((await clerk.client.call(acceptJoin, asManager)).problem.code).toBe('FORBIDDEN')
    const asClerk = { ...asManager, body: { version: 1, level: 'clerk' } as const }
    expect((await clerk.client.call(acceptJoin, asClerk)).status).toBe(200)
    const link = { way: 'link', name: '黎小满', address: 'a@example.com' } as const
    const invited = (level: 'clerk' | 'manager') =>
      clerk.client.call(invite, { body: { ...link, level } })
    expect([(await invited('clerk')).status, (await invited('manager')).status]).toEqual([200, 403])
    const staff = (await clerk.client.call(listStaff)).body
    expect([staff.manages, staff.inPerson]).toEqual([true, false])
    // Their own seat they may give up, as everybody may.
    const acts = staff.items.flatMap(({ open }) => open)
    expect(acts).toEqual(['leave'])
    const raise = { params: { id: clerk.seatId }, body: { level: 'manager' } as const }
    expect((await clerk.client.call(setStaffLevel, raise)).problem.code).toBe('FORBIDDEN')
    const oust = { params: { id: colleague.seatId }, body: {} }
    expect((await clerk.client.call(endStaff, oust)).problem.code).toBe('FORBIDDEN')
  })

  test('manages neither before nor after, to the day of Asia/Shanghai', async () => {
    const { manager, clerk } = await office()
    const asked = between(manager.seatId, clerk.seatId, {
      fromOn: '2026-06-03',
      toOn: '2026-06-04',
    })
    await manager.client.call(nameDeputy, asked)
    const levels: unknown[] = []
    for (const at of [
      '2026-06-02T15:59:59Z',
      '2026-06-02T16:00:00Z',
      '2026-06-04T15:59:59Z',
      '2026-06-04T16:00:00Z',
    ]) {
      app.clock.set(new Date(at))
      const seat = { accountId: clerk.id, seatId: clerk.seatId }
      levels.push((await orgs.actorFor(app.platform, seat)).seat?.level)
    }
    app.clock.set(new Date('2026-06-01T02:00:00Z'))
    expect(levels).toEqual(['clerk', 'manager', 'manager', 'clerk'])
  })

  test('no longer when the manager’s own seat is over, or the manager is back', async () => {
    const { unit, manager, clerk, colleague } = await office()
    const second = await makeStaff(app, unit.id, { level: 'manager' })
    const id = await makeAbsence(app, manager, {
      seatId: manager.seatId,
      deputySeatId: clerk.seatId,
    })
    expect((await colleague.client.call(endAbsence, { params: { id }, body: {} })).status).toBe(404)
    expect((await manager.client.call(endAbsence, { params: { id }, body: {} })).status).toBe(200)
    expect((await clerk.client.call(listJoins)).status).toBe(403)
    await makeAbsence(app, manager, { seatId: manager.seatId, deputySeatId: clerk.seatId })
    expect((await clerk.client.call(listJoins)).status).toBe(200)
    await second.client.call(endStaff, { params: { id: manager.seatId }, body: {} })
    expect((await clerk.client.call(listJoins)).status).toBe(403)
    expect((await second.client.call(listAbsences)).body.items).toEqual([])
  })
})

test('several seats of one person stand beside each other, each with its own level', async () => {
  const one = await makeUnit(app, { capabilities: ['employer', 'institution'] })
  const other = await makeUnit(app)
  const staff = await makeStaff(app, one.id, { level: 'manager' })
  const system = orgs.systemActor(app.platform)
  for (const [unitId, kind] of [
    [one.id, 'institution'],
    [other.id, 'employer'],
  ] as const)
    await orgs.addStaff(system, { unitId, accountId: staff.id, kind, level: 'clerk' })
  const { seats } = (await staff.client.call(readSession)).body
  expect(seats).toMatchObject([
    { unitId: one.id, kind: 'employer', level: 'manager' },
    { unitId: one.id, kind: 'institution', level: 'clerk' },
    { unitId: other.id, kind: 'employer', level: 'clerk' },
  ])
  const from = (seatId: string | undefined) =>
    clientFor(app, { accountId: staff.id, ...(seatId === undefined ? {} : { seatId }) })
  const lists = await Promise.all(
    seats.map(async ({ id }) => (await (await from(id)).call(listStaff)).body),
  )
  expect(lists.map(({ manages, unitCode }) => [manages, unitCode])).toEqual([
    [true, one.code],
    [false, one.code],
    [false, other.code],
  ])
})
