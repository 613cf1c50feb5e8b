import {
  applyToUnit,
  listEmployments,
  withdrawEmployment,
} from '@xueshi/contract/people/employments'
import { confirmProfile } from '@xueshi/contract/people'
import {
  listTransfers,
  objectToTransfer,
  overruleTransfer,
  readTransfer,
  releaseTransfer,
  type Transfer,
  upholdTransfer,
} from '@xueshi/contract/people/transfers'
import { addDays } from '@xueshi/contract/year'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { guangzhou, makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { actorOf, makeDesk, makeMover, makePerson } from '../../../test/factories/people.ts'
import { genericPlan } from '../../../test/plan.ts'
import { confirmedPerson, lapseOverdue } from '../service.ts'
import { overdueQuery, waitingQuery } from './store.ts'

let app: TestApp
let officeId: string
beforeAll(async () => {
  app = await testApp()
  officeId = (await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })).id
})
afterAll(() => app.close())

/** An officer of the city's HR&SS office, signed in by the clock of now. */
const officer = () => makeStaff(app, officeId, { kind: 'hrss' })

type Mover = Awaited<ReturnType<typeof makeMover>>
const call = ({ transfer }: Pick<Mover, 'transfer'>, reason?: string) => ({
  params: { id: transfer.id },
  body: { version: transfer.version, ...(reason !== undefined && { reason }) },
})
const withReason = ({ transfer }: { transfer: Pick<Transfer, 'id' | 'version'> }) => ({
  params: { id: transfer.id },
  body: { version: transfer.version, reason: '交接尚未完成' },
})
const unitOf = async ({ id }: { id: string }) =>
  (await confirmedPerson(app.platform.db, id))?.unitId
const statesOf = async ({ client }: Mover) =>
  (await client.call(listEmployments)).body.items.map(({ state }) => state)
const toldTo = async (to: { accountId: string } | { unitId: string }, topic: string) => {
  const rows = await app.platform.db
    .selectFrom('outbox')
    .select('payload')
    .where('topic', '=', topic)
    .execute()
  return rows.filter(({ payload }) => JSON.stringify(payload).includes(Object.values(to)[0] ?? '-'))
}

describe('a transfer to another unit', () => {
  test('asks the former unit, which has ten working days; until then nothing changes', async () => {
    const mover = await makeMover(app, { isAccepted: true })
    expect(mover.transfer).toMatchObject({
      state: 'waiting',
      formerUnitName: mover.from.name,
      newUnitName: mover.to.name,
      accepted: true,
      // 2026-06-01 is a Monday; 19 June, a Friday, is off.
      dueOn: '2026-06-15',
      open: ['release', 'object'],
    })
    expect(await unitOf(mover)).toBe(mover.from.id)
    expect(await statesOf(mover)).toEqual(['accepted', 'confirmed'])
    expect(await toldTo({ unitId: mover.from.id }, 'transfer.asked')).toHaveLength(1)
    const { body } = await mover.client.call(listEmployments)
    expect(body.mayApply).toBe(false)
    expect(body.items[0]).toMatchObject({
      transfer: { state: 'waiting', dueOn: '2026-06-15', formerUnitName: mover.from.name },
      open: ['withdraw'],
    })
    // On its way to another unit, the former employment is not the person's to end.
    expect(body.items[1]?.open).toEqual([])
  })

  test('comes about when the former unit agrees after the new one has', async () => {
    const mover = await makeMover(app, { isAccepted: true, pendingPolicy: 'finish' })
    const { status, body } = await mover.from.clerk.client.call(releaseTransfer, call(mover))
    expect([status, body.state]).toEqual([200, 'released'])
    expect(await unitOf(mover)).toBe(mover.to.id)
    const { items } = (await mover.client.call(listEmployments)).body
    expect(items).toMatchObject([
      { state: 'confirmed', startedOn: '2026-06-01', pendingPolicy: 'finish' },
      { state: 'ended', endedOn: '2026-06-01', endReason: 'moved' },
    ])
    const [moved] = await toldTo({ accountId: mover.id }, 'declarations.employmentMoved')
    expect(moved?.payload).toEqual({
      personId: mover.id,
      fromUnitId: mover.from.id,
      toUnitId: mover.to.id,
      pendingPolicy: 'finish',
    })
  })

  test('comes about when the new unit confirms after the former one has agreed', async () => {
    const mover = await makeMover(app)
    await mover.from.clerk.client.call(releaseTransfer, call(mover))
    expect(await unitOf(mover)).toBe(mover.from.id)
    const { id, version } = mover.current
    await mover.to.clerk.client.call(confirmProfile, { params: { id }, body: { version } })
    expect(await unitOf(mover)).toBe(mover.to.id)
    expect(await statesOf(mover)).toEqual(['confirmed', 'ended'])
  })

  test('withdrawn by the person is off, and the former unit is told', async () => {
    const mover = await makeMover(app, { isAccepted: true })
    const { items } = (await mover.client.call(listEmployments)).body
    const [application] = items
    const { status } = await mover.client.call(withdrawEmployment, {
      params: { id: application?.id ?? '' },
      body: { version: application?.version ?? 0 },
    })
    expect(status).toBe(200)
    expect(await statesOf(mover)).toEqual(['withdrawn', 'confirmed'])
    expect(await unitOf(mover)).toBe(mover.from.id)
    expect(await toldTo({ unitId: mover.from.id }, 'transfer.cancelled')).toHaveLength(1)
    const again = await mover.from.clerk.client.call(releaseTransfer, call(mover))
    expect([again.status, again.problem.code]).toEqual([409, 'STALE'])
    // They may ask again, and the former unit has its days anew.
    const body = { unitId: mover.to.id, partTime: false, pendingPolicy: 'follow' } as const
    expect((await mover.client.call(applyToUnit, { body })).status).toBe(200)
    expect(await toldTo({ unitId: mover.from.id }, 'transfer.asked')).toHaveLength(2)
  })
})

describe('the silence of the former unit', () => {
  test('lets the person go when its last day is over, not before', async () => {
    const mover = await makeMover(app, { isAccepted: true })
    const day = (date: string, time: string) => app.clock.set(new Date(`${date}T${time}+08:00`))
    const { dueOn } = mover.transfer
    day(dueOn, '23:59:59')
    await lapseOverdue(app.platform)
    expect(await unitOf(mover)).toBe(mover.from.id)
    day(addDays(dueOn, 1), '00:00:01')
    expect(await lapseOverdue(app.platform)).toBeGreaterThanOrEqual(1)
    expect(await unitOf(mover)).toBe(mover.to.id)
    expect(await toldTo({ unitId: mover.from.id }, 'employment.ended')).toHaveLength(1)
    expect(await lapseOverdue(app.platform)).toBe(0)
  })

  test('is not silence once it has objected; that of the office then lets the person go', async () => {
    const mover = await makeMover(app, { isAccepted: true })
    const { body } = await mover.from.clerk.client.call(objectToTransfer, withReason(mover))
    expect(body).toMatchObject({ state: 'objected', objection: '交接尚未完成', open: [] })
    app.clock.set(new Date(`${body.decideDueOn}T09:00:00+08:00`))
    await lapseOverdue(app.platform)
    expect(await unitOf(mover)).toBe(mover.from.id)
    app.clock.set(new Date(`${addDays(body.decideDueOn ?? '', 1)}T09:00:00+08:00`))
    await lapseOverdue(app.platform)
    expect(await unitOf(mover)).toBe(mover.to.id)
    expect(await toldTo({ unitId: mover.from.id }, 'transfer.decided')).toHaveLength(1)
  })
})

describe('an objection', () => {
  const objected = async () => {
    const mover = await makeMover(app, { isAccepted: true })
    const { body } = await mover.from.clerk.client.call(objectToTransfer, withReason(mover))
    return { ...mover, transfer: body }
  }

  test('goes to the office of the new unit’s region; the person is told why', async () => {
    const mover = await objected()
    const { body } = await (await officer()).client.call(listTransfers)
    expect(body.items.find(({ id }) => id === mover.transfer.id)).toMatchObject({
      objection: '交接尚未完成',
      open: ['overrule', 'uphold'],
    })
    expect(await toldTo({ accountId: mover.id }, 'transfer.objected')).toHaveLength(1)
  })

  test('overruled: the person goes at once', async () => {
    const mover = await objected()
    const { status, body } = await (
      await officer()
    ).client.call(overruleTransfer, withReason(mover))
    expect([status, body.state]).toEqual([200, 'released'])
    expect(await unitOf(mover)).toBe(mover.to.id)
  })

  test('upheld: the person stays, and what is in force is the former unit’s again', async () => {
    const mover = await objected()
    const { status, body } = await (await officer()).client.call(upholdTransfer, withReason(mover))
    expect([status, body.state, body.decision]).toEqual([200, 'upheld', '交接尚未完成'])
    expect(await unitOf(mover)).toBe(mover.from.id)
    expect(await statesOf(mover)).toEqual(['refused', 'confirmed'])
    const profile = await app.platform.db
      .selectFrom('profiles')
      .select('unitId')
      .where('personId', '=', mover.id)
      .where('state', '=', 'confirmed')
      .executeTakeFirst()
    expect(profile?.unitId).toBe(mover.from.id)
  })

  test('403 by the person’s own hand: a clerk who leaves decides nothing of it', async () => {
    const from = await makeDesk(app)
    const person = await makePerson(app, { unit: from, clerk: from.clerk })
    const self = await makeStaff(app, from.id)
    await app.platform.db
      .updateTable('unitStaff')
      .set({ accountId: person.id })
      .where('id', '=', self.seatId)
      .execute()
    const to = await makeDesk(app)
    const body = { unitId: to.id, partTime: false, pendingPolicy: 'follow' } as const
    await person.client.call(applyToUnit, { body })
    const { items } = (await from.clerk.client.call(listTransfers)).body
    const mine = items.find(({ personId }) => personId === person.id)
    const client = await clientFor(app, { accountId: person.id, seatId: self.seatId })
    const answer = await client.call(releaseTransfer, {
      params: { id: mine?.id ?? '' },
      body: { version: 1 },
    })
    expect([answer.status, answer.problem.code]).toEqual([403, 'OWN_RECORD'])
  })
})

const makeStrangeOfficer = async () => {
  const shenzhen = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440300' })
  return makeStaff(app, shenzhen.id, { kind: 'hrss' })
}

describe('the lists', () => {
  test('404 for another unit and another office', async () => {
    const mover = await makeMover(app)
    const stranger = await makeDesk(app)
    for (const { client } of [stranger.clerk, await makeStrangeOfficer(), mover.to.clerk]) {
      const { status } = await client.call(readTransfer, { params: { id: mover.transfer.id } })
      expect(status).toBe(404)
    }
  })

  test('most urgent first, page by page', async () => {
    const from = await makeDesk(app)
    const to = await makeDesk(app)
    for (let made = 0; made < 21; made += 1) await makeMover(app, { former: from, next: to })
    const first = await from.clerk.client.call(listTransfers)
    expect(first.body.items).toHaveLength(20)
    const after = first.body.next ?? ''
    const second = await from.clerk.client.call(listTransfers, { query: { after } })
    expect([second.body.items.length, second.body.next]).toEqual([1, null])
    const bad = await from.clerk.client.call(listTransfers, { query: { after: 'x' } })
    expect([bad.status, bad.problem.fields]).toEqual([422, { after: 'WRONG_FORMAT' }])
  })

  test.each([
    ['the former unit’s', () => makeDesk(app).then(({ clerk }) => clerk), 'transfers_former'],
    ['the office’s', officer, 'transfers_office'],
  ])('%s goes by its index in order', async (_, whose, index) => {
    const { id, scope } = await whose().then(async (who) => ({
      ...who,
      ...(await actorOf(app, who)),
    }))
    const plan = await genericPlan(app.platform.db, waitingQuery(scope, ['2026-06-01', id], 21))
    expect(plan).toContain(`using ${index}`)
    expect(plan).not.toContain('Sort')
  })

  test('what is overdue is found by its indexes', async () => {
    const plan = await genericPlan(app.platform.db, overdueQuery('2026-06-01', 50))
    expect(plan).toContain('transfers_due')
    expect(plan).toContain('transfers_decide_due')
    expect(plan).not.toContain('Sort')
  })
})
