import {
  listMessages,
  listSent,
  readMessages,
  readPreferences,
  readUnread,
  savePreferences,
} from '@xueshi/contract/messages'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { makeIndividual } from '../../test/factories/accounts.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { makeApplicant } from '../../test/factories/people.ts'
import { genericPlan } from '../../test/plan.ts'
import { newId } from '../platform/ids.ts'
import { inboxQuery, unreadQuery } from './store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

/** Puts messages where the relay would have put them. */
async function deliver(to: { accountId: string } | { unitId: string }, count = 1) {
  const rows = Array.from({ length: count }, () => ({
    id: newId(app.clock.now()),
    topic: 'year.met',
    facts: JSON.stringify({ year: 2026 }),
    at: app.clock.now(),
    ...to,
  }))
  await app.platform.db.insertInto('messages').values(rows).execute()
  return rows.map(({ id }) => id)
}

describe('GET /messages', () => {
  test('200: newest first, 20 at a time, with text and the unread counted', async () => {
    const person = await makeIndividual(app)
    const ids = await deliver({ accountId: person.id }, 21)
    const first = await person.client.call(listMessages)
    expect(first.body.items).toHaveLength(20)
    expect(first.body).toMatchObject({ unread: 21, more: false })
    expect(first.body.items[0]).toMatchObject({
      id: ids.at(-1),
      title: '年度学时已达标',
      read: false,
    })
    expect(first.body.items[0]?.text).toContain('2026')
    const rest = await person.client.call(listMessages, { query: { after: first.body.next ?? '' } })
    expect(rest.body.items.map(({ id }) => id)).toEqual([ids[0]])
    expect(rest.body.next).toBeNull()
  })

  test('a person reads their own, a seat its unit’s, and neither the other’s', async () => {
    const { unitId, profile } = await makeApplicant(app)
    const clerk = await makeStaff(app, unitId)
    const foreign = await makeStaff(app, (await makeUnit(app)).id)
    await deliver({ unitId })
    expect((await clerk.client.call(listMessages)).body.items).toHaveLength(1)
    expect((await foreign.client.call(listMessages)).body.items).toEqual([])
    expect(profile.state).toBe('submitted')
  })

  test.each([
    ['systemAdmin', '440300'],
    ['securityAdmin', '440400'],
    ['auditAdmin', '440500'],
  ] as const)(
    '200: a %s at an office reads their own, and leaves the office’s unread',
    async (kind, regionCode) => {
      const office = await makeUnit(app, { capabilities: ['hrss'], regionCode })
      const officer = await makeStaff(app, office.id, { kind: 'hrss' })
      const administrator = await makeStaff(app, office.id, { kind })
      const ids = await deliver({ unitId: office.id })
      const own = await deliver({ accountId: administrator.id })
      const listed = (await administrator.client.call(listMessages)).body
      expect(listed.items.map(({ id }) => id)).toEqual(own)
      await administrator.client.call(readMessages, { body: { ids } })
      await administrator.client.call(readMessages, { body: { ids: null } })
      expect((await officer.client.call(listMessages)).body.unread).toBe(1)
    },
  )

  test('422: a cursor that we did not write', async () => {
    const person = await makeIndividual(app)
    const refused = await person.client.call(listMessages, { query: { after: 'x' } })
    expect(refused.problem).toMatchObject({ code: 'INVALID', fields: { after: 'WRONG_FORMAT' } })
  })

  test.each(['accountId', 'unitId'] as const)(
    'reads the index of %s, and sorts nothing',
    async (column) => {
      const inbox = column === 'accountId' ? { accountId: newId() } : { unitId: newId() }
      const query = inboxQuery(app.platform.db, inbox, { unread: false, after: newId(), limit: 21 })
      const plan = await genericPlan(app.platform.db, query)
      expect(plan).toContain(column === 'accountId' ? 'messages_account' : 'messages_unit')
      expect(plan).not.toContain('Sort')
    },
  )
})

describe('POST /messages/read', () => {
  test('200: the listed ones, then all; those of others stay unread', async () => {
    const one = await makeIndividual(app)
    const other = await makeIndividual(app)
    const [mine = ''] = await deliver({ accountId: one.id }, 3)
    const [theirs = ''] = await deliver({ accountId: other.id })
    await one.client.call(readMessages, { body: { ids: [mine, theirs] } })
    expect((await one.client.call(listMessages)).body.unread).toBe(2)
    expect((await other.client.call(listMessages)).body.unread).toBe(1)
    await one.client.call(readMessages, { body: { ids: null } })
    const unread = await one.client.call(listMessages, { query: { unread: '1' } })
    expect(unread.body).toMatchObject({ items: [], unread: 0 })
  })
})

describe('GET /messages/unread', () => {
  test('200: one’s own, and each desk’s; reading there takes from that count alone', async () => {
    const unit = await makeUnit(app)
    const clerk = await makeStaff(app, unit.id)
    await deliver({ unitId: unit.id }, 3)
    await deliver({ accountId: clerk.id }, 2)
    const unread = async () => (await clerk.client.call(readUnread)).body
    const seatOf = (count: number) => [{ seatId: clerk.seatId, count, more: false }]
    expect(await unread()).toEqual({ own: { count: 2, more: false }, seats: seatOf(3) })
    await clerk.client.call(readMessages, { body: { whose: 'own', ids: null } })
    expect(await unread()).toEqual({ own: { count: 0, more: false }, seats: seatOf(3) })
    await clerk.client.call(readMessages, { body: { ids: null } })
    expect(await unread()).toEqual({ own: { count: 0, more: false }, seats: seatOf(0) })
  })

  test('200: counted to 99 and no further; an administrator has no unit’s', async () => {
    const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440600' })
    const administrator = await makeStaff(app, office.id, { kind: 'auditAdmin' })
    await deliver({ unitId: office.id })
    await deliver({ accountId: administrator.id }, 101)
    const { body } = await administrator.client.call(readUnread)
    expect(body).toEqual({ own: { count: 99, more: true }, seats: [] })
  })

  test('reads the indexes of what is unread, and nothing else', async () => {
    const plan = await genericPlan(app.platform.db, unreadQuery(newId(), [newId()], 100))
    expect(plan).toContain('messages_account_unread')
    expect(plan).toContain('messages_unit_unread')
    expect(plan).not.toContain('Seq Scan')
  })
})

describe('my own messages at a desk', () => {
  test('staff alone learn there that their password was changed; the unit’s stay apart', async () => {
    const unit = await makeUnit(app)
    const clerk = await makeStaff(app, unit.id)
    await deliver({ unitId: unit.id })
    const row = { id: newId(app.clock.now()), at: app.clock.now(), accountId: clerk.id }
    const told = { ...row, topic: 'password.changed', facts: '{}' }
    await app.platform.db.insertInto('messages').values(told).execute()
    const own = (await clerk.client.call(listMessages, { query: { whose: 'own' } })).body
    expect(own.items.map(({ title }) => title)).toEqual(['密码已修改'])
    const units = (await clerk.client.call(listMessages)).body
    expect(units.items.map(({ topic }) => topic)).toEqual(['year.met'])
    await clerk.client.call(savePreferences, { body: { sms: false, email: true } })
    expect((await clerk.client.call(readPreferences)).body).toEqual({ sms: false, email: true })
  })
})

describe('preferences', () => {
  test('everything is wanted until the person says otherwise', async () => {
    const person = await makeIndividual(app)
    expect((await person.client.call(readPreferences)).body).toEqual({ sms: true, email: true })
    await person.client.call(savePreferences, { body: { sms: true, email: false } })
    expect((await person.client.call(readPreferences)).body).toEqual({ sms: true, email: false })
  })
})

test('what was sent is shown in the demo alone', async () => {
  expect((await app.visitor().call(listSent)).status).toBe(404)
})
