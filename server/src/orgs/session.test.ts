import { changePassword } from '@xueshi/contract/accounts'
import { extendLogin, listLogins } from '@xueshi/contract/accounts/logins'
import type { SeatLevel } from '@xueshi/contract/actor'
import { readSession, searchUnits } from '@xueshi/contract/orgs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientOf, testApp, type Client, type TestApp } from '../../test/app.ts'
import { clientFor, makeAccount, makeIndividual } from '../../test/factories/accounts.ts'
import { guangzhou, makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import * as orgs from './service.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const minutes = (count: number) => app.clock.advance(count * 60_000)
const isIn = async (client: Client) => (await client.call(readSession)).body.account !== null
const actorOf = (accountId: string, seatId: string | null = null) =>
  orgs.actorFor(app.platform, { accountId, seatId })

describe('GET /session', () => {
  test('200: a visitor learns of the site and its day, not of the demonstration', async () => {
    const { body } = await app.visitor().call(readSession)
    expect(body).toMatchObject({ account: null, individual: false, seats: [], demoLogins: [] })
    expect(body.site).toMatchObject({ hotline: '12333', passwordCeiling: 16, today: '2026-06-01' })
  })

  test('200: the day is that of Asia/Shanghai', async () => {
    const now = app.clock.now()
    app.clock.set(new Date('2026-12-31T16:00:00Z'))
    expect((await app.visitor().call(readSession)).body.site.today).toBe('2027-01-01')
    app.clock.set(now)
  })

  test('200: a visitor of the demonstration is shown its logins', async () => {
    const demo = { ...app.platform, config: { ...app.platform.config, demo: true } }
    const request = orgs.systemActor(demo).request
    const visitor = await orgs.resolveActor(demo, { token: null, seatId: null, request })
    const { demoLogins } = await orgs.readSession(visitor)
    expect(demoLogins.map(({ role }) => role)).toContain('employer.clerk')
  })

  test('200: the seats of a person who is also an individual, but for those that ended', async () => {
    const unit = await makeUnit(app)
    const closed = await makeUnit(app)
    const staff = await makeStaff(app, unit.id, { individual: true, level: 'manager' })
    const system = orgs.systemActor(app.platform)
    const elsewhere = { unitId: closed.id, accountId: staff.id, kind: 'employer' as const }
    await orgs.addStaff(system, { ...elsewhere, level: 'clerk' })
    await setUnit(closed.id, 'closed')
    const { body } = await staff.client.call(readSession)
    expect(body.individual).toBe(true)
    const seat = { unitId: unit.id, unitName: unit.name, kind: 'employer', level: 'manager' }
    expect(body.seats).toEqual([{ ...seat, id: staff.seatId }])
  })
})

describe('a login', () => {
  test('T12: ends after 30 minutes without a request, 15 for those with a seat', async () => {
    const { client } = await makeIndividual(app)
    const unit = await makeUnit(app)
    const staff = await makeStaff(app, unit.id, { individual: true })
    minutes(14)
    expect([await isIn(client), await isIn(staff.client)]).toEqual([true, true])
    minutes(15)
    expect([await isIn(client), await isIn(staff.client)]).toEqual([true, false])
    minutes(30)
    expect(await isIn(client)).toBe(false)
  })

  test('T12: ends after 12 hours, however busy', async () => {
    const { client } = await makeIndividual(app)
    for (let times = 0; times < 35; times += 1) {
      minutes(20)
      expect((await client.call(extendLogin)).status).toBe(200)
    }
    minutes(20)
    expect(await isIn(client)).toBe(false)
  })

  test('writes down that it was used at most once a minute', async () => {
    const { id, client } = await makeIndividual(app)
    const opened = app.clock.now()
    const seenAt = async () =>
      (
        await app.platform.db
          .selectFrom('logins')
          .select('seenAt')
          .where('accountId', '=', id)
          .executeTakeFirstOrThrow()
      ).seenAt
    app.clock.advance(59_000)
    await client.call(listLogins)
    expect(await seenAt()).toEqual(opened)
    app.clock.advance(1_000)
    await client.call(listLogins)
    expect(await seenAt()).toEqual(app.clock.now())
    app.clock.advance(120_000)
    await isIn(client) // a page that asks on its own is nobody at work
    expect(await seenAt()).not.toEqual(app.clock.now())
  })

  test('T12: is nobody once its account is disabled, or with a token that was never given', async () => {
    const { id, client } = await makeIndividual(app)
    const guess = clientOf(app.server, { cookies: { 'xueshi-login': 'A'.repeat(43) } })
    expect(await isIn(guess)).toBe(false)
    await app.platform.db
      .updateTable('accounts')
      .set({ state: 'disabled' })
      .where('id', '=', id)
      .execute()
    expect(await isIn(client)).toBe(false)
  })
})

describe('a seat', () => {
  const code = async (client: Client) =>
    (await client.call(searchUnits, { query: { search: '广州' } })).problem.code

  test("403, T12: another account's, one that ended, one that cannot be", async () => {
    const unit = await makeUnit(app)
    const staff = await makeStaff(app, unit.id)
    const stranger = await makeIndividual(app)
    for (const seatId of [staff.seatId, '00000000-0000-4000-8000-000000000000', "' OR 1"])
      expect(await code(await clientFor(app, { accountId: stranger.id, seatId }))).toBe('FORBIDDEN')
    expect(await code(staff.client)).toBeUndefined()
    await app.platform.db
      .updateTable('unitStaff')
      .set({ endedAt: app.clock.now() })
      .where('id', '=', staff.seatId)
      .execute()
    expect(await code(staff.client)).toBe('FORBIDDEN')
  })

  test('403, T12: at a unit that was closed, or was never granted what the seat is for', async () => {
    const unit = await makeUnit(app)
    const staff = await makeStaff(app, unit.id)
    const institution = await makeStaff(app, unit.id, { kind: 'institution' })
    expect(await code(institution.client)).toBe('FORBIDDEN')
    await setUnit(unit.id, 'closed')
    expect(await code(staff.client)).toBe('FORBIDDEN')
  })

  test('sees its unit, its region or its trade there, and no other', async () => {
    const scopeFrom = async (unitId: string, kind: Parameters<typeof makeStaff>[2]) => {
      const staff = await makeStaff(app, unitId, kind)
      return (await actorOf(staff.id, staff.seatId)).scope
    }
    const employer = await makeUnit(app)
    const unitId = employer.id
    expect(await scopeFrom(unitId, {})).toEqual({ kind: 'unit', unitId })
    expect(await scopeFrom(unitId, { kind: 'auditAdmin' })).toEqual({ kind: 'nothing' })
    const hosting = await makeUnit(app, { capabilities: ['hosting'] })
    expect(await scopeFrom(hosting.id, {})).toEqual({ kind: 'unit', unitId: hosting.id })
    const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
    const region = { kind: 'region', unitId: office.id, regionCode: guangzhou }
    expect(await scopeFrom(office.id, { kind: 'hrss' })).toEqual(region)
    const given = { capabilities: ['industry' as const], industryCode: 'health' }
    const authority = await makeUnit(app, { ...given, regionCode: guangzhou })
    const trade = { ...region, kind: 'trade', unitId: authority.id, industryCode: 'health' }
    expect(await scopeFrom(authority.id, { kind: 'industry' })).toEqual(trade)
    const waiting = await makeUnit(app, { state: 'submitted' })
    expect(await scopeFrom(waiting.id, {})).toEqual({ kind: 'nothing' })
  })

  test('without one a person is an individual, and staff without a record of their own act from theirs', async () => {
    const { id } = await makeAccount(app)
    const individual = await actorOf(id)
    expect(individual).toMatchObject({ kind: 'individual', seat: null })
    expect(individual.scope).toEqual({ kind: 'own', personId: id })
    const unit = await makeUnit(app)
    const level: SeatLevel = 'manager'
    const staff = await makeStaff(app, unit.id, { level })
    const seat = { id: staff.seatId, unitId: unit.id, unitName: unit.name, level }
    expect(await actorOf(staff.id)).toMatchObject({ kind: 'employer', seat })
    const nobody = await makeIndividual(app, { individual: false })
    expect(await isIn(nobody.client)).toBe(false)
  })

  test('T12: keeps its login when the password changes', async () => {
    const unit = await makeUnit(app)
    const staff = await makeStaff(app, unit.id)
    const body = {
      password: 'Xiangjiao7Li',
      newPassword: 'Boluo3Yezi',
      newPasswordAgain: 'Boluo3Yezi',
    }
    expect((await staff.client.call(changePassword, { body })).status).toBe(200)
    expect(await isIn(staff.client)).toBe(true)
  })
})

test("an account holds one of the three administrators' offices, never two", async () => {
  const unit = await makeUnit(app)
  const admin = await makeStaff(app, unit.id, { kind: 'systemAdmin' })
  const second = {
    unitId: unit.id,
    accountId: admin.id,
    kind: 'auditAdmin',
    level: 'clerk',
  } as const
  const system = orgs.systemActor(app.platform)
  await expect(orgs.addStaff(system, second)).rejects.toThrow(/unit_staff_one_admin/)
})

async function setUnit(id: string, state: 'closed'): Promise<void> {
  await app.platform.db.updateTable('units').set({ state }).where('id', '=', id).execute()
}
