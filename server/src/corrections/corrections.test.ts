import {
  createCorrection,
  listCorrections,
  readCorrection,
  saveCorrection,
  submitCorrection,
  withdrawCorrection,
} from '@xueshi/contract/corrections'
import { logIn } from '@xueshi/contract/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { makeIndividual, password, solvedCaptcha } from '../../test/factories/accounts.ts'
import {
  attachProof,
  correctionForm,
  makeCorrection,
  makeSentCorrection,
} from '../../test/factories/corrections.ts'
import { individualActor } from '../../test/factories/declarations.ts'
import { guangzhou, makeStaff, makeUnit, tianhe } from '../../test/factories/orgs.ts'
import { makePerson } from '../../test/factories/people.ts'
import { genericPlan } from '../../test/plan.ts'
import { newId } from '../platform/ids.ts'
import { decidedQuery, waitingQuery } from './reviews/store.ts'
import { ownQuery } from './store.ts'

let app: TestApp
let tianheOffice: { id: string; name: string }
let cityOffice: { id: string; name: string }
beforeAll(async () => {
  app = await testApp()
  tianheOffice = await makeUnit(app, { capabilities: ['hrss'], regionCode: tianhe })
  cityOffice = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
})
afterAll(() => app.close())

const told = async (topic: string) => {
  const rows = await app.platform.db
    .selectFrom('outbox')
    .select('payload')
    .where('kind', '=', 'message')
    .where('topic', '=', topic)
    .execute()
  return JSON.stringify(rows)
}

describe('POST /corrections and PUT /corrections/:id', () => {
  test('200: a draft holds what was typed, sealed, and can be rewritten; another is not begun', async () => {
    const { client } = await makeIndividual(app)
    const made = await client.call(createCorrection, { body: { form: correctionForm() } })
    expect(made.body).toMatchObject({
      state: 'draft',
      kind: 'name',
      after: { name: '欧阳明玥' },
      open: ['edit', 'withdraw'],
    })
    const form = correctionForm({ name: '欧阳明悦', kind: 'document' })
    const saved = await client.call(saveCorrection, {
      params: made.body,
      body: { version: made.body.version, form },
    })
    expect(saved.body).toMatchObject({ kind: 'name', after: { name: '欧阳明悦' }, version: 2 })
    const again = await client.call(createCorrection, { body: { form: correctionForm() } })
    expect(again.problem.code).toBe('WRONG_STATE')
    const rows = await app.platform.db.selectFrom('corrections').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain('欧阳明悦')
    const list = (await client.call(listCorrections)).body
    expect(list).toMatchObject({ hasUnit: false, items: [{ id: made.body.id, state: 'draft' }] })
  })

  test('422: what is wrong is said at its field', async () => {
    const { client, name, documentNumber } = await makeIndividual(app)
    const fieldsOf = async (form: Parameters<typeof correctionForm>[0]) =>
      (await client.call(createCorrection, { body: { form: correctionForm(form) } })).problem.fields
    expect(await fieldsOf({ name: null })).toEqual({ 'form.name': 'NAME_REQUIRED' })
    expect(await fieldsOf({ name })).toEqual({ 'form.name': 'SAME_AS_NOW' })
    expect(await fieldsOf({ kind: 'merge' })).toEqual({ 'form.otherUserName': 'REQUIRED' })
    expect(await fieldsOf({ regionCode: '999999' })).toEqual({ 'form.regionCode': 'NOT_OFFERED' })
    const resident = { kind: 'document', country: 'CHN', documentType: 'residentId' } as const
    expect(await fieldsOf({ ...resident, documentNumber })).toEqual({
      'form.documentNumber': 'SAME_AS_NOW',
    })
    const wrong = documentNumber.slice(0, 17) + (documentNumber.endsWith('1') ? '2' : '1')
    expect(await fieldsOf({ ...resident, documentNumber: wrong })).toEqual({
      'form.documentNumber': 'DOCUMENT_CHECK_DIGIT',
    })
    expect(await fieldsOf({ ...resident, documentType: 'passport' })).toEqual({
      'form.documentType': 'DOCUMENT_TYPE_NOT_OFFERED',
    })
  })

  test('429: an eleventh on one day', async () => {
    const { client } = await makeIndividual(app)
    const make = () => client.call(createCorrection, { body: { form: correctionForm() } })
    for (let times = 0; times < 10; times += 1) await make()
    expect((await make()).problem.code).toBe('RATE_LIMITED')
  })
})

describe('POST /corrections/:id/submit', () => {
  test('200: the office of the employer’s region has it, and is told', async () => {
    const person = await makePerson(app)
    const draft = await makeCorrection(app, person, { regionCode: null })
    const sent = await person.client.call(submitCorrection, { params: draft, body: draft })
    expect(sent.body).toMatchObject({
      state: 'submitted',
      officeName: tianheOffice.name,
      open: ['withdraw'],
      timeline: [{ act: 'create' }, { act: 'submit' }],
    })
    expect(await told('correction.submitted')).toContain(tianheOffice.id)
  })

  test('200: without an employer, the office nearest up from the place that was named', async () => {
    const person = await makeIndividual(app)
    const sent = await makeSentCorrection(app, person, { regionCode: '440104' })
    expect(sent.officeName).toBe(cityOffice.name)
  })

  test('422: without evidence, or where no office is named or found', async () => {
    const { id, client } = await makeIndividual(app)
    const form = correctionForm({ regionCode: null })
    const { body: draft } = await client.call(createCorrection, { body: { form } })
    const send = (seen: { id: string; version: number }) =>
      client.call(submitCorrection, { params: seen, body: seen })
    expect((await send(draft)).problem).toMatchObject({
      code: 'NOT_COMPLETE',
      fields: { files: 'REQUIRED' },
    })
    await attachProof(app, await individualActor(app, id), draft.id)
    const { body: complete } = await client.call(readCorrection, { params: draft })
    expect(complete.open).toEqual(['edit', 'submit', 'withdraw'])
    expect((await send(complete)).problem.fields).toEqual({ regionCode: 'REQUIRED' })
  })

  test('409: another tab was quicker; 404: somebody else’s', async () => {
    const person = await makePerson(app)
    const draft = await makeCorrection(app, person)
    const seen = { params: draft, body: draft }
    expect((await person.client.call(submitCorrection, seen)).status).toBe(200)
    expect((await person.client.call(submitCorrection, seen)).problem.code).toBe('STALE')
    const stranger = await makeIndividual(app)
    expect((await stranger.client.call(submitCorrection, seen)).problem.code).toBe('NOT_FOUND')
  })

  test('a merger answers alike whether the named account is there; its owner is told', async () => {
    const other = await makeIndividual(app)
    const send = async (otherUserName: string) => {
      const person = await makeIndividual(app)
      const merge = { kind: 'merge', name: null, otherUserName } as const
      const {
        id: _,
        timeline: __,
        files: ___,
        form,
        ...rest
      } = await makeSentCorrection(app, person, merge)
      return { ...rest, before: null, form: { ...form, otherUserName: '' } }
    }
    const found = await send(other.accountName)
    const absent = await send('nobody_at_all')
    expect({ ...found, submittedAt: null }).toEqual({ ...absent, submittedAt: null })
    expect(await told('correction.named')).toContain(other.id)
  })
})

describe('POST /corrections/:id/withdraw', () => {
  test('200: it is over; the office sees it no more, and another may be made', async () => {
    const person = await makePerson(app)
    const office = await makeStaff(app, tianheOffice.id, { kind: 'hrss' })
    const sent = await makeSentCorrection(app, person)
    expect((await office.client.call(readCorrection, { params: sent })).status).toBe(200)
    const gone = await person.client.call(withdrawCorrection, { params: sent, body: sent })
    expect(gone.body).toMatchObject({ state: 'withdrawn', open: [] })
    expect((await office.client.call(readCorrection, { params: sent })).status).toBe(404)
    const form = correctionForm()
    expect((await person.client.call(createCorrection, { body: { form } })).status).toBe(200)
  })
})

describe('lists', () => {
  test.each([
    ['own', ownQuery(newId(), newId(), 21), 'corrections_person'],
    [
      'waiting',
      waitingQuery(newId(), ['2026-06-01T00:00:00Z', newId()], 21),
      'corrections_waiting',
    ],
    [
      'decided',
      decidedQuery(newId(), ['2026-06-01T00:00:00Z', newId()], 21),
      'corrections_decided',
    ],
  ] as const)('%s reads its index, and sorts nothing', async (_, query, index) => {
    const plan = await genericPlan(app.platform.db, query)
    expect(plan).toContain(index)
    expect(plan).not.toContain('Sort')
  })
})

test('the evidence of a request is a picture or a PDF', async () => {
  const person = await makeIndividual(app)
  const actor = await individualActor(app, person.id)
  const draft = await makeCorrection(app, person)
  await expect(
    attachProof(app, actor, draft.id, 'application/zip' as 'application/pdf'),
  ).rejects.toMatchObject({
    code: 'FILE_TYPE',
  })
  const { body } = await person.client.call(readCorrection, { params: draft })
  expect(body.files).toHaveLength(1)
})

test('the account is still opened by its document while a request is under way', async () => {
  const person = await makeIndividual(app)
  await makeSentCorrection(app, person)
  const visitor = app.visitor()
  const captcha = await solvedCaptcha(visitor)
  const body = { userName: person.documentNumber, password, captcha }
  expect((await visitor.call(logIn, { body })).status).toBe(200)
})
