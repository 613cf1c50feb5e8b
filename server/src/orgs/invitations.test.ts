import { randomUUID } from 'node:crypto'
import { readSession } from '@xueshi/contract/orgs'
import {
  acceptInvitation,
  claimInvitation,
  declineInvitation,
  invitationsADay,
  invite,
  type InvitationForm,
  listInvitations,
  listOwnInvitations,
  revokeInvitation,
} from '@xueshi/contract/orgs/invitations'
import { listStaff } from '@xueshi/contract/orgs/staff'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { makeIndividual } from '../../test/factories/accounts.ts'
import { makeRegistrant, makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { makeInvitation } from '../../test/factories/staff.ts'
import { tasks } from '../app.ts'
import type { JsonObject } from '../platform/tables.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const unitWithManager = async (kind: 'employer' | 'institution' | 'hrss' = 'employer') => {
  const regionCode = kind === 'hrss' ? `4401${18 - (offices += 1)}` : undefined
  const unit = await makeUnit(app, {
    capabilities: [kind],
    ...(regionCode === undefined ? {} : { regionCode }),
  })
  return { unit, manager: await makeStaff(app, unit.id, { kind, level: 'manager' }) }
}
let offices = 0

const toAccount = (accountName: string, given: Partial<InvitationForm> = {}) => ({
  body: { way: 'account', name: '黎小满', address: accountName, level: 'clerk', ...given } as const,
})
const answerTo = ({ id, version }: { id: string; version: number }) => ({
  params: { id },
  body: { version },
})
const topicsTo = async (id: string) => {
  const rows = await app.platform.db.selectFrom('outbox').selectAll().execute()
  return rows
    .filter(({ kind, payload }) => kind === 'message' && JSON.stringify(payload).includes(id))
    .map(({ topic }) => topic)
}
/** The ticket of the last link that went out, by running the job that the act has asked for. */
const lastLink = async () => {
  const { db } = app.platform
  const { payload } = await db
    .selectFrom('outbox')
    .select('payload')
    .where('topic', '=', 'orgs.sendInvitation')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  const sent: { text: string; accountId: unknown }[] = []
  const house = { platform: { ...app.platform, config: { ...app.platform.config, demo: true } } }
  await tasks['orgs.sendInvitation']?.(Object(payload) as JsonObject, house)
  const rows = await db.selectFrom('deliveries').selectAll().orderBy('id', 'desc').execute()
  for (const { id, contentSealed, accountId } of rows) {
    const place = { table: 'deliveries', column: 'content_sealed', id }
    const text = contentSealed ? app.platform.cipher.open(contentSealed, place) : ''
    sent.push({ text, accountId })
  }
  const [, ticket = ''] = /\/invitations\/([\w~-]+)/.exec(sent[0]?.text ?? '') ?? []
  return { ticket, ...sent[0] }
}

describe('POST /invitations', () => {
  test('200: whoever has the account is told and finds the invitation', async () => {
    const { unit, manager } = await unitWithManager()
    const person = await makeIndividual(app, { name: '黎小满' })
    const { status, body } = await manager.client.call(invite, toAccount(person.accountName))
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'offered', name: '黎小满', open: ['revoke'] })
    expect(body.expiresAt).toBe('2026-06-15T16:00:00.000Z')
    expect(await topicsTo(person.id)).toContain('staff.invited')
    const own = await person.client.call(listOwnInvitations)
    expect(own.body.items).toMatchObject([
      { id: body.id, unitName: unit.name, kind: 'employer', open: ['accept', 'decline'] },
    ])
  })

  test('200: by a document number too, in every portal that has staff', async () => {
    for (const kind of ['institution', 'hrss'] as const) {
      const { manager } = await unitWithManager(kind)
      const person = await makeIndividual(app, { name: '黎小满' })
      const asked = toAccount(person.documentNumber.toLowerCase(), { level: 'manager' })
      await manager.client.call(invite, asked)
      const [own] = (await person.client.call(listOwnInvitations)).body.items
      expect(own).toMatchObject({ kind, level: 'manager' })
    }
  })

  test('422: no account has both names: which of the two is wrong is not told', async () => {
    const { manager } = await unitWithManager()
    const person = await makeIndividual(app, { name: '黎小满' })
    const unproven = await makeIndividual(app, { name: '黎小满', phone: '13799990001' })
    expect(unproven.name).toBe('黎小满')
    for (const asked of [
      toAccount(person.accountName, { name: '黎大满' }),
      toAccount('nobody_here'),
      toAccount('13799990001'),
    ]) {
      const { problem } = await manager.client.call(invite, asked)
      expect(problem.fields).toEqual({ address: 'PERSON_NOT_FOUND' })
    }
  })

  test('422: somebody who works there, or is invited already', async () => {
    const { unit, manager } = await unitWithManager()
    const clerk = await makeStaff(app, unit.id, { name: '黎小满' })
    const there = await manager.client.call(invite, toAccount(clerk.accountName))
    expect(there.problem.fields).toEqual({ address: 'STAFF_ALREADY' })
    const person = await makeIndividual(app, { name: '黎小满' })
    const twice = [1, 2, 3].map(() => manager.client.call(invite, toAccount(person.accountName)))
    const answers = await Promise.all(twice)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ problem }) => problem.fields?.['address'])).toHaveLength(2)
  })

  test('422: a link goes to a mobile phone or an e-mail address', async () => {
    const { manager } = await unitWithManager()
    const asked = toAccount('someone', { way: 'link' })
    const { problem } = await manager.client.call(invite, asked)
    expect(problem.fields).toEqual({ address: 'LINK_ADDRESS_FORMAT' })
  })

  test('403 for a clerk, 409 for a unit that nobody has looked at, 429 past fifty a day', async () => {
    const { unit, manager } = await unitWithManager()
    const clerk = await makeStaff(app, unit.id)
    expect((await clerk.client.call(invite, toAccount('someone'))).status).toBe(403)
    const registrant = await makeRegistrant(app)
    const asked = toAccount('a@example.com', { way: 'link' })
    expect((await registrant.client.call(invite, asked)).problem.code).toBe('WRONG_STATE')
    for (let count = 0; count < invitationsADay; count += 1)
      await manager.client.call(invite, toAccount('nobody_here'))
    const late = await manager.client.call(invite, toAccount('nobody_here'))
    expect(late.problem.code).toBe('RATE_LIMITED')
  })
})

describe('POST /own-invitations/:id/accept', () => {
  test('200: the seat is there without a new login, and the unit is told', async () => {
    const { unit, manager } = await unitWithManager()
    const { invitation, client } = await makeInvitation(app, manager)
    const { status, body } = await client.call(acceptInvitation, answerTo(invitation))
    expect(status).toBe(200)
    const session = await client.call(readSession)
    expect(session.body.seats).toMatchObject([{ id: body.seatId, unitId: unit.id, level: 'clerk' }])
    expect(await topicsTo(unit.id)).toContain('staff.joined')
    const [sent] = (await manager.client.call(listInvitations)).body.items
    expect(sent).toMatchObject({ state: 'accepted', open: [] })
  })

  test('200 twice with one key; 409 when it was answered already', async () => {
    const { manager } = await unitWithManager()
    const { invitation, client } = await makeInvitation(app, manager)
    const key = randomUUID()
    const [first, second] = [
      await client.call(acceptInvitation, { ...answerTo(invitation), key }),
      await client.call(acceptInvitation, { ...answerTo(invitation), key }),
    ]
    expect([first.body, second.body]).toEqual([first.body, first.body])
    const again = { ...answerTo(invitation), body: { version: invitation.version + 1 } }
    expect((await client.call(declineInvitation, again)).problem.code).toBe('WRONG_STATE')
  })

  test('accepted twice at once, or accepted and revoked: one of the two holds', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { unit, manager } = await unitWithManager()
      const { invitation, client, accountId } = await makeInvitation(app, manager)
      const other =
        round % 2 === 0
          ? client.call(acceptInvitation, answerTo(invitation))
          : manager.client.call(revokeInvitation, answerTo(invitation))
      const answers = await Promise.all([
        client.call(acceptInvitation, answerTo(invitation)),
        other,
      ])
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
      const { items } = (await manager.client.call(listStaff)).body
      const seats = await app.platform.db
        .selectFrom('unitStaff')
        .select('id')
        .where('accountId', '=', accountId)
        .where('unitId', '=', unit.id)
        .execute()
      const [sent] = (await manager.client.call(listInvitations)).body.items
      expect(seats).toHaveLength(sent?.state === 'accepted' ? 1 : 0)
      expect(items).toHaveLength(1 + seats.length)
    }
  })

  test('409: after its days, after the unit has gone; 404: somebody else', async () => {
    const { unit, manager } = await unitWithManager()
    const { invitation, client } = await makeInvitation(app, manager)
    const other = await makeIndividual(app, { name: '黎小满' })
    expect((await other.client.call(acceptInvitation, answerTo(invitation))).status).toBe(404)
    expect((await manager.client.call(acceptInvitation, answerTo(invitation))).status).toBe(404)
    const setUnit = (state: 'closed' | 'approved') =>
      app.platform.db.updateTable('units').set({ state }).where('id', '=', unit.id).execute()
    await setUnit('closed')
    expect((await client.call(acceptInvitation, answerTo(invitation))).status).toBe(409)
    await setUnit('approved')
    const now = app.clock.now()
    app.clock.set(new Date(invitation.expiresAt))
    const late = (await makeIndividual(app, { name: '黎小满' })).client
    expect((await late.call(listOwnInvitations)).body.items).toEqual([])
    await tasks['orgs.expireInvitations']?.({}, app)
    app.clock.set(now)
    expect((await client.call(acceptInvitation, answerTo(invitation))).problem.code).toBe('STALE')
    const [sent] = (await manager.client.call(listInvitations)).body.items
    expect(sent).toMatchObject({ state: 'expired', open: [] })
  })
})

describe('POST /own-invitations/:id/decline and POST /invitations/:id/revoke', () => {
  test('200: no seat, and the account may be invited anew', async () => {
    const { unit, manager } = await unitWithManager()
    const { invitation, client, accountId } = await makeInvitation(app, manager)
    expect((await client.call(declineInvitation, answerTo(invitation))).status).toBe(200)
    expect(await topicsTo(unit.id)).toContain('staff.declined')
    expect((await client.call(readSession)).body.seats).toEqual([])
    const account = await app.platform.db
      .selectFrom('accounts')
      .select('accountName')
      .where('id', '=', accountId)
      .executeTakeFirstOrThrow()
    const again = await manager.client.call(invite, toAccount(account.accountName ?? ''))
    const revoked = await manager.client.call(revokeInvitation, answerTo(again.body))
    expect(revoked.body.state).toBe('revoked')
    expect((await client.call(listOwnInvitations)).body.items).toEqual([])
  })

  test('404: an invitation of another unit; 403 for a clerk', async () => {
    const { unit, manager } = await unitWithManager()
    const { invitation } = await makeInvitation(app, manager)
    const other = await unitWithManager()
    const asked = answerTo(invitation)
    expect((await other.manager.client.call(revokeInvitation, asked)).status).toBe(404)
    const clerk = await makeStaff(app, unit.id)
    expect((await clerk.client.call(revokeInvitation, asked)).status).toBe(403)
  })
})

describe('POST /own-invitations', () => {
  const linked = async () => {
    const { unit, manager } = await unitWithManager()
    const asked = toAccount('13700001234', { way: 'link' })
    const { body } = await manager.client.call(invite, asked)
    return { unit, manager, invitation: body, ...(await lastLink()) }
  }

  test('200: whoever has the name and the link answers it; the address is masked and sealed', async () => {
    const { unit, invitation, ticket, accountId } = await linked()
    expect([invitation.addressMasked, accountId]).toEqual(['137****1234', null])
    const person = await makeIndividual(app, { name: '黎小满' })
    const claimed = await person.client.call(claimInvitation, { body: { ticket } })
    expect(claimed.body).toMatchObject({ unitName: unit.name, open: ['accept', 'decline'] })
    const twice = await person.client.call(claimInvitation, { body: { ticket } })
    expect(twice.body).toEqual(claimed.body)
    const accepted = await person.client.call(acceptInvitation, answerTo(claimed.body))
    expect(accepted.status).toBe(200)
    const used = await person.client.call(claimInvitation, { body: { ticket } })
    expect(used.status).toBe(404)
  })

  test('409: somebody of another name; 404: once it is another account’s', async () => {
    const { ticket } = await linked()
    const stranger = await makeIndividual(app, { name: '黎大满' })
    const named = await stranger.client.call(claimInvitation, { body: { ticket } })
    expect(named.problem.code).toBe('NAME_DIFFERS')
    const people = await Promise.all([1, 2].map(() => makeIndividual(app, { name: '黎小满' })))
    const answers = await Promise.all(
      people.map(({ client }) => client.call(claimInvitation, { body: { ticket } })),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404])
  })

  test('404: a link that was revoked, is over, or was forged', async () => {
    const { manager, invitation, ticket } = await linked()
    const person = await makeIndividual(app, { name: '黎小满' })
    const open = (text: string) =>
      person.client.call(claimInvitation, { body: { ticket: text } }).then(({ status }) => status)
    expect(await open(`${ticket.slice(0, -1)}${ticket.endsWith('A') ? 'B' : 'A'}`)).toBe(404)
    await manager.client.call(revokeInvitation, answerTo(invitation))
    expect(await open(ticket)).toBe(404)
  })

  test('409: the unit has invited the account already', async () => {
    const { manager, ticket } = await linked()
    const person = await makeIndividual(app, { name: '黎小满' })
    await manager.client.call(invite, toAccount(person.accountName))
    const claimed = await person.client.call(claimInvitation, { body: { ticket } })
    expect(claimed.problem.code).toBe('WRONG_STATE')
  })
})
