import { endAccountSeat, readAccount } from '@xueshi/contract/administration/accounts'
import { readSession } from '@xueshi/contract/orgs'
import { listStaff } from '@xueshi/contract/orgs/staff'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { clientFor } from '../../test/factories/accounts.ts'
import { guangdong, makeStaff, makeUnit } from '../../test/factories/orgs.ts'

const reason = '已调离岗位'
let app: TestApp
let officeId: string
type Staff = Awaited<ReturnType<typeof makeStaff>>
let security: Staff
beforeAll(async () => {
  app = await testApp()
  officeId = (await makeUnit(app, { capabilities: ['hrss'], regionCode: guangdong })).id
  security = await makeStaff(app, officeId, { kind: 'securityAdmin' })
})
afterAll(() => app.close())

const revoke = (whose: Staff, by = security, why = reason) =>
  by.client.call(endAccountSeat, {
    params: { id: whose.id, seatId: whose.seatId },
    body: { reason: why },
  })
const seatsOf = async ({ id }: Staff) => {
  const { body } = await (await clientFor(app, { accountId: id })).call(readSession)
  return body.seats.map((seat) => seat.id)
}

test('200: an administrator whom another follows is one no more, is told why, and it is on record', async () => {
  const leaving = await makeStaff(app, officeId, { kind: 'systemAdmin', individual: true })
  expect((await revoke(leaving)).problem.code).toBe('LAST_ADMINISTRATOR')
  await makeStaff(app, officeId, { kind: 'systemAdmin' })
  const { status, body } = await revoke(leaving)
  expect([status, body.seats]).toEqual([200, []])
  expect(await seatsOf(leaving)).toEqual([])
  expect((await leaving.client.call(readSession)).status).toBe(403)
  const { db } = app.platform
  const rows = await db.selectFrom('audit').selectAll().where('act', '=', 'staff.revoke').execute()
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows[0]?.facts)).toContain(leaving.seatId)
  // Why may name somebody: it is sealed with the person's values.
  expect(JSON.stringify(rows[0]?.facts)).not.toContain(reason)
  const told = await db.selectFrom('outbox').select('topic').execute()
  expect(told.map(({ topic }) => topic)).toContain('staff.revoked')
})

test('409: an account that nobody can log in to is no follower', async () => {
  const one = await makeStaff(app, officeId, { kind: 'auditAdmin' })
  const disabled = await makeStaff(app, officeId, { kind: 'auditAdmin' })
  await app.platform.db
    .updateTable('accounts')
    .set({ state: 'disabled' })
    .where('id', '=', disabled.id)
    .execute()
  expect((await revoke(one)).problem.code).toBe('LAST_ADMINISTRATOR')
  expect((await revoke(disabled)).status).toBe(200)
})

test('409: of two who end each other at once, one is left', async () => {
  const other = await makeStaff(app, officeId, { kind: 'securityAdmin' })
  const answers = await Promise.all([revoke(other, security), revoke(security, other)])
  const statuses = answers.map(({ status }) => status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(1)
  const [still] = (await seatsOf(security)).length > 0 ? [security] : [other]
  security = still ?? security
})

test('403: never one’s own', async () => {
  await makeStaff(app, officeId, { kind: 'securityAdmin' })
  expect((await revoke(security)).status).toBe(403)
})

test('a unit’s staff too, at once in every window; its last manager stays', async () => {
  const unit = await makeUnit(app)
  const manager = await makeStaff(app, unit.id, { level: 'manager' })
  const clerk = await makeStaff(app, unit.id)
  expect((await revoke(manager)).problem.code).toBe('LAST_MANAGER')
  expect((await revoke(clerk)).status).toBe(200)
  expect((await clerk.client.call(listStaff)).status).toBe(403)
})

test('404: a seat of somebody else, one that is over; 422 without a reason', async () => {
  const unit = await makeUnit(app)
  const one = await makeStaff(app, unit.id)
  const other = await makeStaff(app, unit.id)
  expect((await revoke({ ...one, seatId: other.seatId })).status).toBe(404)
  expect((await revoke(one, security, '')).status).toBe(422)
  expect((await revoke(one)).status).toBe(200)
  expect((await revoke(one)).status).toBe(404)
  const { body } = await security.client.call(readAccount, { params: { id: other.id } })
  expect(body.seats).toHaveLength(1)
})
