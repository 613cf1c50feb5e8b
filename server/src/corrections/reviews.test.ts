import { readCorrection } from '@xueshi/contract/corrections'
import { readHome } from '@xueshi/contract/insight'
import {
  approveCorrection,
  listCorrectionReviews,
  rejectCorrection,
  returnCorrection,
  revealCorrection,
} from '@xueshi/contract/corrections/reviews'
import { listDeclarations } from '@xueshi/contract/declarations'
import { logIn } from '@xueshi/contract/accounts'
import { readYear } from '@xueshi/contract/ledger'
import { readOwnProfile } from '@xueshi/contract/people'
import { readSession } from '@xueshi/contract/orgs'
import { listEnrolments, withdrawEnrolment } from '@xueshi/contract/training/enrolments'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type Client, type TestApp } from '../../test/app.ts'
import {
  clientFor,
  makeIndividual,
  password,
  residentNumber,
  solvedCaptcha,
} from '../../test/factories/accounts.ts'
import { makeSentCorrection } from '../../test/factories/corrections.ts'
import { makeDraft } from '../../test/factories/declarations.ts'
import { credit } from '../../test/factories/ledger.ts'
import { makeStaff, makeUnit, tianhe } from '../../test/factories/orgs.ts'
import { makePerson } from '../../test/factories/people.ts'
import {
  enrol,
  finishNow,
  makeClassIn,
  makeInstitution,
  makeOpenClass,
} from '../../test/factories/training.ts'
import { newId } from '../platform/ids.ts'
import * as orgs from '../orgs/service.ts'

let app: TestApp
let desk: Client
let deskId: string
let officeId: string
beforeAll(async () => {
  app = await testApp()
  officeId = (await makeUnit(app, { capabilities: ['hrss'], regionCode: tianhe })).id
  const staff = await makeStaff(app, officeId, { kind: 'hrss' })
  desk = staff.client
  deskId = staff.id
})
afterAll(() => app.close())

type Seen = { id: string; version: number }
const approve = (seen: Seen, client = desk) =>
  client.call(approveCorrection, { params: seen, body: seen })
const logsIn = async (userName: string, typed = password) => {
  const visitor = app.visitor()
  const captcha = await solvedCaptcha(visitor)
  return (
    (await visitor.call(logIn, { body: { userName, password: typed, captcha } })).status === 200
  )
}
const documentOf = (documentNumber: string) =>
  ({
    kind: 'document',
    name: null,
    country: 'CHN',
    documentType: 'residentId',
    documentNumber,
  }) as const
const mergerOf = (otherUserName: string) => ({ kind: 'merge', name: null, otherUserName }) as const
const messagesOf = async (topic: string) => {
  const rows = await app.platform.db
    .selectFrom('outbox')
    .select('payload')
    .where('topic', '=', topic)
    .execute()
  return JSON.stringify(rows)
}

describe('a name', () => {
  test('200: holds at once in the account and where people are found; the owner is told', async () => {
    const person = await makePerson(app)
    const sent = await makeSentCorrection(app, person, { name: '买买提.艾力' })
    expect((await approve(sent)).body).toMatchObject({
      state: 'approved',
      before: { name: person.name },
      after: { name: '买买提·艾力' },
      timeline: [{ act: 'create' }, { act: 'submit' }, { act: 'approve' }],
    })
    expect((await person.client.call(readSession)).body.account?.name).toBe('买买提·艾力')
    expect((await person.client.call(readOwnProfile)).body.known.name).toBe('买买提·艾力')
    const found = await app.platform.db
      .selectFrom('people')
      .select(['name', 'nameInitials'])
      .where('id', '=', person.id)
      .executeTakeFirst()
    expect(found).toEqual({ name: '买买提·艾力', nameInitials: 'mmtal' })
    expect(await messagesOf('correction.approved')).toContain(person.id)
  })
})

describe('a document', () => {
  test('200: the new one opens the account, the old one is free; birth and sex follow', async () => {
    const person = await makePerson(app)
    const number = residentNumber('1985-04-05', true)
    const sent = await makeSentCorrection(app, person, documentOf(number))
    expect((await approve(sent)).body.state).toBe('approved')
    expect(await logsIn(number)).toBe(true)
    expect(await logsIn(person.documentNumber)).toBe(false)
    const { known, confirmed } = (await person.client.call(readOwnProfile)).body
    expect(known).toMatchObject({ birthDate: '1985-04-05', sex: 'female' })
    expect(confirmed?.form).toMatchObject({ birthDate: '1985-04-05', sex: 'female' })
    const newcomer = await makeIndividual(app, { documentNumber: person.documentNumber })
    expect(newcomer.id).not.toBe(person.id)
  })

  test('409: it is another account’s; nothing is changed', async () => {
    const person = await makePerson(app)
    const other = await makeIndividual(app)
    const sent = await makeSentCorrection(app, person, documentOf(other.documentNumber))
    const shown = (await desk.call(readCorrection, { params: sent })).body
    expect(shown).toMatchObject({ obstacle: 'documentTaken', open: ['return', 'reject'] })
    // The one who asks is not told.
    expect((await person.client.call(readCorrection, { params: sent })).body.obstacle).toBeNull()
    expect((await approve(sent)).problem.code).toBe('CORRECTION_BLOCKED')
    expect(await logsIn(person.documentNumber)).toBe(true)
    expect(await logsIn(other.documentNumber)).toBe(true)
  })
})

describe('two accounts of one person', () => {
  test('200: records and hours are the other’s, each hour counts once, and both names open it', async () => {
    const person = await makePerson(app)
    const other = await makePerson(app)
    await credit(app, other.id, { category: 'public', hoursTenths: 300 })
    await credit(app, other.id, { category: 'elective', hoursTenths: 180 })
    await credit(app, person.id, { category: 'professional', hoursTenths: 420 })
    await makeDraft(app, other)
    const sent = await makeSentCorrection(app, person, mergerOf(other.accountName))
    const shown = (await desk.call(readCorrection, { params: sent })).body
    expect(shown.other).toMatchObject({ accountName: other.accountName, name: other.name })
    expect((await person.client.call(readCorrection, { params: sent })).body.other).toBeNull()
    expect((await approve(sent)).status).toBe(200)

    const year = await person.client.call(readYear, { params: { year: '2026' } })
    expect(year.body).toMatchObject({ state: 'met', countedTotalTenths: 900 })
    const standing = await app.platform.db
      .selectFrom('ledgerEntries as c')
      .leftJoin('ledgerEntries as r', 'r.reverses', 'c.id')
      .select(['c.personId', 'c.hoursTenths'])
      .where('c.personId', 'in', [person.id, other.id])
      .where('c.reverses', 'is', null)
      .where('r.id', 'is', null)
      .execute()
    expect(standing.every(({ personId }) => personId === person.id)).toBe(true)
    expect(standing.reduce((sum, { hoursTenths }) => sum + hoursTenths, 0)).toBe(900)
    expect((await person.client.call(listDeclarations)).body.items).toHaveLength(1)

    expect((await other.client.call(readSession)).body.account).toBeNull()
    const visitor = app.visitor()
    const captcha = await solvedCaptcha(visitor)
    const body = { userName: other.accountName, password, captcha }
    await visitor.call(logIn, { body })
    expect((await visitor.call(readSession)).body.account?.id).toBe(person.id)
  })

  test('200: one who came by import and registered anew is one again, with the profile that the office knows', async () => {
    const person = await makeIndividual(app)
    const imported = await makePerson(app)
    await app.platform.db
      .updateTable('accounts')
      .set({ state: 'unclaimed' })
      .where('id', '=', imported.id)
      .execute()
    const sent = await makeSentCorrection(app, person, mergerOf(imported.documentNumber))
    expect((await approve(sent)).status).toBe(200)
    const { confirmed } = (await person.client.call(readOwnProfile)).body
    expect(confirmed?.unitName).toBe(imported.profile.unitName)
  })

  test.each([
    ['is nobody’s', 'otherNotFound', () => Promise.resolve('nobody_at_all')],
    [
      'still works for a unit',
      'otherHasSeats',
      async () => (await makeStaff(app, (await makeUnit(app)).id)).accountName,
    ],
    [
      'was closed by an administrator',
      'otherClosed',
      async () => {
        const { id, accountName } = await makeIndividual(app)
        await app.platform.db
          .updateTable('accounts')
          .set({ state: 'disabled' })
          .where('id', '=', id)
          .execute()
        return accountName
      },
    ],
    [
      'has a year held back',
      'otherHasCases',
      async () => {
        const { id: personId, accountName } = await makePerson(app)
        const held = {
          id: newId(),
          sourceId: newId(),
          kind: 'suspendYear' as const,
          personId,
          year: 2026,
        }
        await app.platform.db
          .insertInto('restrictions')
          .values({ ...held, fromOn: '2026-01-01', createdAt: app.clock.now() })
          .execute()
        return accountName
      },
    ],
  ] as const)('409: an account that %s stays', async (_, obstacle, named) => {
    const sent = await makeSentCorrection(app, await makePerson(app), mergerOf(await named()))
    expect((await desk.call(readCorrection, { params: sent })).body.obstacle).toBe(obstacle)
    expect((await approve(sent)).problem.code).toBe('CORRECTION_BLOCKED')
  })

  test('200: places in classes go along: a class that is not over credits whoever stays', async () => {
    const person = await makePerson(app)
    const other = await makePerson(app)
    const institution = await makeInstitution(app)
    const over = await makeClassIn(app, institution, 'finished', { people: [other] })
    const going = await makeClassIn(app, institution, 'assessing', { people: [other] })
    const sent = await makeSentCorrection(app, person, mergerOf(other.accountName))
    expect((await approve(sent)).status).toBe(200)
    const mine = (await person.client.call(listEnrolments, { query: {} })).body.items
    expect(mine.map(({ classId }) => classId).toSorted()).toEqual([over.id, going.id].toSorted())
    await finishNow(institution, going.id)
    const credited = await app.platform.db
      .selectFrom('enrolments')
      .select(['personId', 'state'])
      .where('classId', '=', going.id)
      .execute()
    expect(credited.map(({ personId }) => personId)).toEqual([person.id])
    const lost = await app.platform.db
      .selectFrom('ledgerEntries as c')
      .leftJoin('ledgerEntries as r', 'r.reverses', 'c.id')
      .select('c.id')
      .where('c.personId', '=', other.id)
      .where('c.reverses', 'is', null)
      .where('r.id', 'is', null)
      .execute()
    expect(lost).toEqual([])
  })

  test('409 while both have a place in one class; 200 once one of them is given up', async () => {
    const person = await makePerson(app)
    const other = await makePerson(app)
    const { id } = await makeOpenClass(app, await makeInstitution(app))
    await enrol(app, person, id)
    await enrol(app, other, id)
    const sent = await makeSentCorrection(app, person, mergerOf(other.accountName))
    const shown = async () => (await desk.call(readCorrection, { params: sent })).body.obstacle
    expect(await shown()).toBe('sharesClasses')
    expect((await approve(sent)).problem.code).toBe('CORRECTION_BLOCKED')
    const [mine] = (await person.client.call(listEnrolments, { query: {} })).body.items
    if (!mine) throw new Error('the enrolment is not in the list')
    await person.client.call(withdrawEnrolment, { params: mine, body: { version: mine.version } })
    expect(await shown()).toBeNull()
    expect((await approve(sent)).status).toBe(200)
  })

  test('of two decisions at once one is carried out', async () => {
    const other = await makePerson(app)
    await credit(app, other.id, { category: 'public', hoursTenths: 300 })
    const person = await makePerson(app)
    const sent = await makeSentCorrection(app, person, mergerOf(other.accountName))
    const answers = await Promise.all([
      approve(sent),
      desk.call(rejectCorrection, { params: sent, body: { ...sent, reason: '材料不符' } }),
      approve(sent),
    ])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const { state } = (await desk.call(readCorrection, { params: sent })).body
    const { body } = await person.client.call(readYear, { params: { year: '2026' } })
    expect(body.countedTotalTenths).toBe(state === 'approved' ? 300 : 0)
  })
})

describe('the office', () => {
  test('200: sees what waits, oldest first, and what it has decided; returns with a reason', async () => {
    const person = await makePerson(app)
    const sent = await makeSentCorrection(app, person)
    const waiting = async () =>
      (await desk.call(listCorrectionReviews)).body.items.map(({ id }) => id)
    expect(await waiting()).toContain(sent.id)
    const returned = await desk.call(returnCorrection, {
      params: sent,
      body: { ...sent, reason: '请补充户口簿' },
    })
    expect(returned.body).toMatchObject({ state: 'returned', reason: '请补充户口簿' })
    expect(await waiting()).not.toContain(sent.id)
    const { todos } = (await person.client.call(readHome)).body
    expect(todos).toContainEqual({ kind: 'correctCorrections', count: 1, more: false })
    expect((await person.client.call(readCorrection, { params: sent })).body.open).toEqual([
      'edit',
      'submit',
      'withdraw',
    ])
    const decided = (await desk.call(listCorrectionReviews, { query: { decided: '1' } })).body.items
    expect(decided.length).toBeGreaterThan(0)
    expect(decided.every(({ decidedAt }) => decidedAt !== null)).toBe(true)
  })

  test('200: numbers in full only for a reason, which stands in the audit', async () => {
    const person = await makePerson(app)
    const sent = await makeSentCorrection(app, person)
    const shown = await desk.call(readCorrection, { params: sent })
    expect(JSON.stringify(shown.body)).not.toContain(person.documentNumber)
    const { body } = await desk.call(revealCorrection, {
      params: sent,
      body: { reason: '与身份证原件核对' },
    })
    expect(body).toEqual({
      before: person.documentNumber,
      after: person.documentNumber,
      other: null,
    })
    const row = await app.platform.db
      .selectFrom('audit')
      .select(['actorId', 'facts'])
      .where('act', '=', 'correction.reveal')
      .where('recordId', '=', sent.id)
      .executeTakeFirst()
    expect(row).toMatchObject({ actorId: deskId, facts: { reason: '与身份证原件核对' } })
  })

  test('403: nobody decides about themselves, on either side of a merger', async () => {
    const clerk = await makeStaff(app, officeId, { kind: 'hrss', individual: true })
    const own = await makeSentCorrection(app, clerk)
    expect((await approve(own, clerk.client)).problem.code).toBe('OWN_RECORD')
    const merger = await makeSentCorrection(app, await makePerson(app), mergerOf(clerk.accountName))
    expect((await approve(merger, clerk.client)).problem.code).toBe('OWN_RECORD')
  })

  test('404: another office', async () => {
    const foreign = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440600' })
    const { client } = await makeStaff(app, foreign.id, { kind: 'hrss' })
    const sent = await makeSentCorrection(app, await makePerson(app))
    expect((await approve(sent, client)).problem.code).toBe('NOT_FOUND')
    expect((await client.call(listCorrectionReviews)).body.items).toEqual([])
  })
})

test('a merged account’s people act for nobody', async () => {
  const person = await makePerson(app)
  const other = await makeIndividual(app)
  const stale = await clientFor(app, { accountId: other.id })
  await approve(await makeSentCorrection(app, person, mergerOf(other.accountName)))
  expect((await stale.call(readSession)).body.account).toBeNull()
  const actor = await orgs.actorFor(app.platform, { accountId: person.id, seatId: null })
  expect(actor.accountId).toBe(person.id)
})
