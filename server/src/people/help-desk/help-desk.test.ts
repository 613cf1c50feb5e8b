import { beginRecovery, proveRecovery } from '@xueshi/contract/accounts/recovery'
import { listMessages } from '@xueshi/contract/messages'
import { findHelped, issueHelpCode } from '@xueshi/contract/people/help-desk'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import { makeIndividual, residentNumber, solvedCaptcha } from '../../../test/factories/accounts.ts'
import { guangdong, guangzhou, makeStaff, makeUnit, tianhe } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { relayOnce } from '../../platform/relay.ts'
import { prepareJobs } from '../../platform/jobs.ts'

let app: TestApp
let unitId: string
let manager: Awaited<ReturnType<typeof makeStaff>>
let clerk: Awaited<ReturnType<typeof makeStaff>>
beforeAll(async () => {
  app = await testApp()
  await prepareJobs(app.database.ownerUrl)
  unitId = (await makeUnit(app)).id
  manager = await makeStaff(app, unitId, { level: 'manager' })
  clerk = await makeStaff(app, unitId)
})
afterAll(() => app.close())
beforeEach(() => app.clock.advance(3_600_000))

const shown = ({ documentNumber, name }: { documentNumber: string; name: string }) => ({
  documentType: 'residentId' as const,
  documentNumber,
  name,
})
const find = (desk: Client, person: { documentNumber: string; name: string }) =>
  desk.call(findHelped, { body: shown(person) })
const issue = (desk: Client, personId: string) =>
  desk.call(issueHelpCode, { body: { personId, checked: true, reason: '手机遗失' } })
/** Somebody at the office of the region. The clock moves on, so that each test logs in anew. */
const officeOf = async (regionCode: string, level: 'clerk' | 'manager' = 'clerk') => {
  const { id } = await makeUnit(app, { capabilities: ['hrss'], regionCode })
  return (await makeStaff(app, id, { kind: 'hrss', level })).client
}

describe('POST /help-desk/people', () => {
  test('200: a manager finds the unit’s people and staff, by what stands on the document', async () => {
    const desk = (await makeStaff(app, unitId, { level: 'manager' })).client
    const person = await makePerson(app, { unit: { id: unitId } })
    const found = await find(desk, { ...person, name: ` ${person.name} ` })
    expect(found.body).toEqual({
      id: person.id,
      name: person.name,
      accountName: person.accountName,
      state: 'active',
      because: 'person',
      documentNumberMasked: expect.stringMatching(/^440\*{11}.{4}$/) as string,
    })
    expect((await find(desk, clerk)).body.because).toBe('staff')
  })

  test('200: an office finds whoever belongs to its region, and whoever belongs to none', async () => {
    const person = await makePerson(app, { unit: { id: unitId } })
    const loose = await makeIndividual(app)
    for (const region of [tianhe, guangzhou, guangdong]) {
      const desk = await officeOf(region)
      expect((await find(desk, person)).body.because).toBe('region')
      expect((await find(desk, manager)).status).toBe(200)
      expect((await find(desk, loose)).status).toBe(200)
    }
    expect((await find(await officeOf('440600'), person)).problem.code).toBe('NOT_FOUND')
  })

  test('404: foreign, absent, misnamed and oneself are answered alike', async () => {
    const desk = await makeStaff(app, unitId, { level: 'manager' })
    const foreign = await makePerson(app)
    const own = await makePerson(app, { unit: { id: unitId } })
    const answers = [
      await find(desk.client, foreign),
      await find(desk.client, { documentNumber: residentNumber(), name: own.name }),
      await find(desk.client, { ...own, name: '陈嘉心' }),
      await find(desk.client, desk),
      await find(desk.client, await makeIndividual(app)),
    ]
    for (const { status, problem } of answers) {
      const { requestId: _, ...rest } = problem
      expect({ status, ...rest }).toEqual({ status: 404, code: 'NOT_FOUND' })
    }
  })

  test('404: whoever sits at an authority, but for that office’s own manager', async () => {
    const { id } = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440300' })
    const official = await makeStaff(app, id, { kind: 'hrss' })
    expect((await find(await officeOf('440400'), official)).status).toBe(404)
    const colleague = await makeStaff(app, id, { kind: 'hrss' })
    expect((await find(colleague.client, official)).status).toBe(404)
    const head = await makeStaff(app, id, { kind: 'hrss', level: 'manager' })
    expect((await find(head.client, official)).body.because).toBe('staff')
  })

  test('403: an employer’s clerk; 429: the sixty-first search of an hour', async () => {
    const helper = (await makeStaff(app, unitId)).client
    expect((await find(helper, clerk)).problem.code).toBe('FORBIDDEN')
    const desk = (await makeStaff(app, unitId, { level: 'manager' })).client
    const nobody = { documentNumber: residentNumber(), name: '陈嘉欣' }
    for (let times = 0; times < 60; times += 1) expect((await find(desk, nobody)).status).toBe(404)
    expect((await find(desk, nobody)).problem.code).toBe('RATE_LIMITED')
  })
})

describe('POST /help-desk/codes', () => {
  test('200: the code stands in for the one by SMS; the owner is told by whom, the audit why, nobody which', async () => {
    const desk = await makeStaff(app, unitId, { level: 'manager' })
    const person = await makePerson(app, { unit: { id: unitId } })
    const { body } = await issue(desk.client, person.id)
    expect(body.code).toMatch(/^\d{8}$/)
    const visitor = app.visitor()
    const begun = await visitor.call(beginRecovery, {
      body: {
        userName: person.accountName,
        contact: 'phone',
        captcha: await solvedCaptcha(visitor),
      },
    })
    const proven = await visitor.call(proveRecovery, {
      params: { id: begun.body.id },
      body: { code: body.code },
    })
    expect(proven.body.accountName).toBe(person.accountName)

    await relayOnce(app.platform.db)
    const { items } = (await person.client.call(listMessages)).body
    expect(items[0]?.text).toMatch(/^广州木棉科技有限公司\d+的工作人员核对身份后/)
    const rows = await app.platform.db
      .selectFrom('audit')
      .selectAll()
      .where('recordId', '=', person.id)
      .where('act', '=', 'helpDesk.issue')
      .execute()
    expect(rows).toMatchObject([{ actorId: desk.id, actorUnitId: unitId }])
    expect(rows[0]?.personalSealed).not.toBeNull()
    const kept = await app.platform.db.selectFrom('codes').selectAll().execute()
    const outbox = await app.platform.db.selectFrom('outbox').selectAll().execute()
    expect(JSON.stringify([rows, kept, outbox, items])).not.toContain(body.code)
  })

  test('404: somebody else’s people; 422: the document was not looked at; 403: a clerk', async () => {
    const desk = (await makeStaff(app, unitId, { level: 'manager' })).client
    const foreign = await makePerson(app)
    expect((await issue(desk, foreign.id)).problem.code).toBe('NOT_FOUND')
    const person = await makePerson(app, { unit: { id: unitId } })
    const body = { personId: person.id, checked: false as true, reason: '手机遗失' }
    const unlooked = await desk.call(issueHelpCode, { body })
    expect(unlooked.problem.fields).toEqual({ checked: 'DOCUMENT_NOT_CHECKED' })
    const bare = await desk.call(issueHelpCode, { body: { ...body, checked: true, reason: ' ' } })
    expect(bare.problem.fields).toHaveProperty('reason')
    expect((await issue((await makeStaff(app, unitId)).client, person.id)).status).toBe(403)
  })

  test('404: once the person has left the unit, and for an account that is disabled', async () => {
    const desk = (await makeStaff(app, unitId, { level: 'manager' })).client
    const person = await makePerson(app, { unit: { id: unitId } })
    await app.platform.db
      .updateTable('employments')
      .set({ state: 'ended', endedAt: app.clock.now(), endReason: 'left' })
      .where('personId', '=', person.id)
      .execute()
    expect((await issue(desk, person.id)).problem.code).toBe('NOT_FOUND')
    const colleague = await makeStaff(app, unitId)
    await app.platform.db
      .updateTable('accounts')
      .set({ state: 'disabled' })
      .where('id', '=', colleague.id)
      .execute()
    expect((await issue(desk, colleague.id)).problem.code).toBe('NOT_FOUND')
  })

  test('429: the sixth for one account on a day, whoever issues it', async () => {
    const person = await makePerson(app, { unit: { id: unitId } })
    for (let times = 0; times < 5; times += 1) {
      const desk = (await makeStaff(app, unitId, { level: 'manager' })).client
      expect((await issue(desk, person.id)).status).toBe(200)
    }
    const last = (await makeStaff(app, unitId, { level: 'manager' })).client
    expect((await issue(last, person.id)).problem.code).toBe('RATE_LIMITED')
  })
})
