import { certifyYear, listYears, readYear, type WindowsByCategory } from '@xueshi/contract/ledger'
import { beginCertification, countMetYears } from '@xueshi/contract/ledger/certification'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { makeIndividual } from '../../../test/factories/accounts.ts'
import { makePeople } from '../../../test/factories/certificates.ts'
import { creditWholeYear } from '../../../test/factories/ledger.ts'
import { makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { publishRules, runLedgerTask } from '../../../test/factories/rules.ts'

/** The last moment of the last day to certify 2026, and the one after it, in Asia/Shanghai. */
const lastMoment = new Date('2027-03-31T15:59:59.999Z')
const to = '2027-03-31'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const year = { year: '2026' }
const window = (certifyTo: WindowsByCategory['public']['certifyTo']) => ({
  learnFrom: { after: 0, day: '01-01' },
  learnTo: { after: 0, day: '12-31' },
  declareTo: null,
  reviewTo: null,
  certifyTo,
  makeUpTo: null,
})
/** One category says when; the year is certified as a whole. */
const windows: WindowsByCategory = {
  public: window(null),
  professional: window({ after: 1, day: '03-31' }),
  elective: window(null),
}
let latest: string | undefined
async function publish(change: Parameters<typeof publishRules>[1]) {
  app.clock.set(new Date('2027-03-01T02:00:00Z'))
  latest = (await publishRules(app, change, latest)).id
}

/** Somebody whose 2026 meets its rules, logged in at the last moment. */
async function makeMet() {
  app.clock.set(lastMoment)
  const person = await makePerson(app)
  await creditWholeYear(app, person.id, person.unitId)
  const row = async () => (await person.client.call(listYears)).body.items[0]
  const id = (await row())?.id ?? ''
  const certify = () => person.client.call(certifyYear, { params: { id }, body: {} })
  return { ...person, row, certify }
}

async function makeOffice(regionCode: string) {
  const office = await makeUnit(app, { capabilities: ['hrss'], regionCode })
  const { client } = await makeStaff(app, office.id, { kind: 'hrss' })
  const employer = await makeUnit(app, { regionCode })
  const [personId = ''] = await makePeople(app.platform, ['陈嘉欣'])
  await creditWholeYear(app, personId, employer.id)
  const begin = () => client.call(beginCertification, { body: year })
  const states = async () =>
    app.platform.db.selectFrom('years').select('state').where('personId', '=', personId).execute()
  return { client, begin, states }
}

describe('POST /years/:id/certify, with a last day', () => {
  test('200 in its last millisecond, and 409 CERTIFICATION_CLOSED in the next', async () => {
    await publish({ windows })
    const [inTime, late] = [await makeMet(), await makeMet()]
    expect(await late.row()).toMatchObject({
      certification: { way: 'onRequest', to, isOpen: true },
      open: ['certify'],
    })
    expect((await inTime.certify()).status).toBe(200)
    app.clock.advance(1)
    const refused = await late.certify()
    expect(refused.status).toBe(409)
    expect(refused.problem).toMatchObject({
      code: 'CERTIFICATION_CLOSED',
      current: { state: 'met', open: [] },
    })
    const { body } = await late.client.call(readYear, { params: year })
    expect(body.certification).toEqual({ way: 'onRequest', to, isOpen: false })
    // What was certified in time stays so.
    expect((await inTime.row())?.state).toBe('certified')
  })

  test('200 by a later version that gives more time', async () => {
    const late = await makeMet()
    app.clock.advance(1)
    expect((await late.certify()).status).toBe(409)
    await publish({ windows: { ...windows, professional: window({ after: 1, day: '06-30' }) } })
    app.clock.set(new Date(lastMoment.getTime() + 1))
    expect((await late.certify()).status).toBe(200)
  })
})

describe('POST /certifications, with a last day', () => {
  test('409 after it, and what was begun in time goes on to its end', async () => {
    await publish({ windows })
    app.clock.set(lastMoment)
    const office = await makeOffice('440607')
    const { body: task } = await office.begin()
    const waiting = await office.client.call(countMetYears, { query: year })
    expect(waiting.body).toEqual({
      count: 1,
      certification: { way: 'onRequest', to, isOpen: true },
    })
    app.clock.advance(1)
    const refused = await office.begin()
    expect([refused.status, refused.problem.code]).toEqual([409, 'CERTIFICATION_CLOSED'])
    await runLedgerTask(app, task.id)
    expect(await office.states()).toEqual([{ state: 'certified' }])
  })

  test('a year whose own rules have closed is passed over, and counted', async () => {
    app.clock.set(lastMoment)
    const office = await makeOffice('440606')
    await publish({ windows: { ...windows, professional: window(null) }, certifies: 'onRequest' })
    app.clock.set(lastMoment)
    // The series' own rules close a day before those of everybody.
    const early = { ...windows, professional: window({ after: 1, day: '03-30' }) }
    await publishRules(app, { series: '05', windows: early })
    const { body: task } = await office.begin()
    await runLedgerTask(app, task.id)
    expect(await office.states()).toEqual([{ state: 'met' }])
    const done = await app.platform.db
      .selectFrom('tasks')
      .select('counts')
      .where('id', '=', task.id)
      .executeTakeFirst()
    expect(done?.counts).toMatchObject({ certified: 0, closed: 1 })
  })
})

test('rules that certify by batch say so, and leave the person nothing to ask for', async () => {
  await publish({ series: '05', certifies: 'batch', windows })
  const person = await makeMet()
  expect(await person.row()).toMatchObject({
    certification: { way: 'batch', to, isOpen: true },
    open: [],
  })
  const refused = await person.certify()
  expect([refused.status, refused.problem.code]).toEqual([409, 'WRONG_STATE'])
  const { body } = await person.client.call(readYear, { params: year })
  expect(body).toMatchObject({ state: 'met', certification: { way: 'batch', isOpen: true } })
})

test('a year without hours says it too, before there is anything to certify', async () => {
  app.clock.set(lastMoment)
  const { client } = await makeIndividual(app)
  const { body } = await client.call(readYear, { params: { year: '2018' } })
  expect(body.certification).toEqual({ way: 'onRequest', to: null, isOpen: true })
})
