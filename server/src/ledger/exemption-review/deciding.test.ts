import {
  certifyYear,
  type Exemption,
  grantExemption,
  listExemptionReviews,
  listYears,
  passExemption,
  readExemption,
  readYear,
  type Relief,
  refuseExemption,
  returnExemption,
  revokeExemption,
  submitExemption,
} from '@xueshi/contract/ledger'
import { verifyByCode } from '@xueshi/contract/certificates'
import { listMessages } from '@xueshi/contract/messages'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import {
  makeDeciders,
  makePassedExemption,
  makeSentExemption,
} from '../../../test/factories/exemptions.ts'
import { credit } from '../../../test/factories/ledger.ts'
import { makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { publishRules } from '../../../test/factories/rules.ts'
import * as orgs from '../../orgs/service.ts'
import { prepareJobs } from '../../platform/jobs.ts'
import { relayOnce } from '../../platform/relay.ts'
import { replay } from '../service.ts'

let app: TestApp
let deciders: Awaited<ReturnType<typeof makeDeciders>>
beforeAll(async () => {
  app = await testApp()
  await prepareJobs(app.database.ownerUrl)
  deciders = await makeDeciders(app)
})
afterAll(() => app.close())

const newcomer = () => makePerson(app, { unit: deciders.unit, clerk: deciders.clerk })
const five: Relief = { months: 5, exempt: [] }
const reason = '请补充单位休假证明'
const seen = ({ id, version }: Exemption) => ({ params: { id }, body: { version } })
const passed = async (personId: string, form = {}) =>
  makePassedExemption(app, personId, { clerk: deciders.clerk.actor, form })
const grant = (exemption: Exemption, relief: Relief, why: string | null) =>
  deciders.officer.client.call(grantExemption, {
    params: { id: exemption.id },
    body: { version: exemption.version, relief, reason: why },
  })

describe('POST /exemptions/:id/pass, /return and /refuse', () => {
  test('200: the employer passes it on, and the office sees it only then', async () => {
    const { id: personId } = await newcomer()
    const sent = await makeSentExemption(app, personId)
    const params = { id: sent.id }
    expect((await deciders.officer.client.call(readExemption, { params })).status).toBe(404)
    const waiting = await deciders.clerk.client.call(listExemptionReviews, {})
    expect(waiting.body.items.map(({ id }) => id)).toContain(sent.id)
    const { body } = await deciders.clerk.client.call(passExemption, seen(sent))
    expect(body).toMatchObject({ state: 'underReview', open: [] })
    const office = await deciders.officer.client.call(readExemption, { params })
    expect(office.body.open).toEqual(['return', 'refuse', 'grant'])
  })

  test('200: what the office returned goes back there, not to the employer again', async () => {
    const person = await newcomer()
    const application = await passed(person.id)
    const returned = await deciders.officer.client.call(returnExemption, {
      ...seen(application),
      body: { version: application.version, reason },
    })
    expect(returned.body).toMatchObject({ state: 'returned', decisionReason: reason })
    const own = await person.client.call(readExemption, { params: { id: application.id } })
    expect(own.body.open).toEqual(['edit', 'resubmit'])
    const again = await person.client.call(submitExemption, seen(own.body))
    expect(again.body.state).toBe('underReview')
    await relayOnce(app.platform.db)
    const { body } = await person.client.call(listMessages)
    expect(body.items.map(({ topic }) => topic)).toContain('exemption.returned')
  })

  test('200: refused by the employer, the year may be asked for again', async () => {
    const person = await newcomer()
    const sent = await makeSentExemption(app, person.id)
    const refused = await deciders.clerk.client.call(refuseExemption, {
      ...seen(sent),
      body: { version: sent.version, reason },
    })
    expect(refused.body).toMatchObject({ state: 'refused', open: [] })
    expect((await makeSentExemption(app, person.id)).state).toBe('submitted')
  })

  test('409 OWN_RECORD: nobody decides on their own', async () => {
    const clerk = await makePerson(app, { unit: deciders.unit, clerk: deciders.clerk })
    const seat = { unitId: deciders.unit.id, kind: 'employer', level: 'clerk' } as const
    const system = orgs.systemActor(app.platform)
    const { id: seatId } = await orgs.addStaff(system, { ...seat, accountId: clerk.id })
    const sent = await makeSentExemption(app, clerk.id)
    const client = await clientFor(app, { accountId: clerk.id, seatId })
    const refused = await client.call(passExemption, seen(sent))
    expect(refused.problem.code).toBe('OWN_RECORD')
  })

  test('404: another employer, another office', async () => {
    const { id: personId } = await newcomer()
    const sent = await makeSentExemption(app, personId)
    const { client } = await makeStaff(app, (await makeUnit(app)).id)
    expect((await client.call(passExemption, seen(sent))).status).toBe(404)
    const foshan = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440600' })
    const officer = await makeStaff(app, foshan.id, { kind: 'hrss' })
    const application = await passed((await newcomer()).id)
    const body = { version: application.version, relief: five, reason: null }
    const refused = await officer.client.call(grantExemption, {
      params: { id: application.id },
      body,
    })
    expect(refused.status).toBe(404)
  })
})

describe('POST /exemptions/:id/grant', () => {
  test('200: the year asks less from now on, may be met by it, and the result replays', async () => {
    const person = await newcomer()
    for (const [category, hoursTenths] of [
      ['public', 175],
      ['professional', 245],
      ['elective', 105],
    ] as const)
      await credit(app, person.id, { category, hoursTenths, unitId: deciders.unit.id })
    const year = async () => (await person.client.call(readYear, { params: { year: '2026' } })).body
    expect((await year()).lackingTotalTenths).toBe(375)
    const { status, body } = await grant(await passed(person.id), five, null)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'granted',
      granted: {
        relief: five,
        asks: { totalTenths: 525, byCategory: { public: 175, professional: 245, elective: 105 } },
      },
      open: ['revoke'],
    })
    expect(await year()).toMatchObject({ state: 'met', lackingTotalTenths: 0 })
    const [newest, former] = await replay(app.platform.db, person.id, 2026)
    expect(newest).toMatchObject({ relief: five, computed: newest?.kept })
    expect(former).toMatchObject({ relief: null, computed: former?.kept })
  })

  test('200: a year without any hours has its obligation before the first', async () => {
    const person = await newcomer()
    await grant(await passed(person.id), five, null)
    const { body } = await person.client.call(readYear, { params: { year: '2026' } })
    expect(body).toMatchObject({ state: 'notMet', lackingTotalTenths: 525 })
    await credit(app, person.id, { category: 'public', hoursTenths: 175 })
    const after = await person.client.call(readYear, { params: { year: '2026' } })
    expect(after.body.lacking).toEqual({ public: 0, professional: 245, elective: 105 })
  })

  test('422: other than asked without a reason; nothing at all; a category twice', async () => {
    const application = await passed((await newcomer()).id)
    const other = await grant(application, { months: 3, exempt: [] }, null)
    expect(other.problem.code).toBe('REASON_REQUIRED')
    const nothing = await grant(application, { months: 0, exempt: [] }, reason)
    expect(nothing.problem.fields).toEqual({ 'relief.months': 'RELIEF_NOTHING' })
    const read = await deciders.officer.client.call(readExemption, {
      params: { id: application.id },
    })
    expect(read.body).toMatchObject({ state: 'underReview', version: application.version })
    const granted = await grant(application, { months: 3, exempt: [] }, reason)
    expect(granted.body.granted?.asks.totalTenths).toBe(675)
  })

  test('one of two officers at once: the other is told how it stands', async () => {
    const { client } = await makeStaff(app, deciders.officeId, { kind: 'hrss' })
    for (let round = 0; round < 5; round += 1) {
      const person = await newcomer()
      const application = await passed(person.id)
      const body = { version: application.version, relief: five, reason: null }
      const input = { params: { id: application.id }, body }
      const both = await Promise.all([
        deciders.officer.client.call(grantExemption, input),
        client.call(grantExemption, input),
      ])
      expect(both.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409'])
      const inForce = await app.platform.db
        .selectFrom('obligations')
        .select('id')
        .where('personId', '=', person.id)
        .where('endedAt', 'is', null)
        .execute()
      expect(inForce).toHaveLength(1)
    }
  })

  test('a credit and a decision at once: the year counts both, whichever came first', async () => {
    for (let round = 0; round < 5; round += 1) {
      const person = await newcomer()
      const application = await passed(person.id)
      await Promise.all([
        grant(application, five, null),
        credit(app, person.id, { category: 'public', hoursTenths: 100 }),
      ])
      const { body } = await person.client.call(readYear, { params: { year: '2026' } })
      expect(body.lacking).toEqual({ public: 75, professional: 245, elective: 105 })
    }
  })
})

describe('POST /exemptions/:id/revoke', () => {
  test('200: the year asks again what its rules ask, and a certificate is withdrawn', async () => {
    const person = await newcomer()
    for (const [category, hoursTenths] of [
      ['public', 175],
      ['professional', 245],
      ['elective', 105],
    ] as const)
      await credit(app, person.id, { category, hoursTenths, unitId: deciders.unit.id })
    const { body: granted } = await grant(await passed(person.id), five, null)
    const [row] = (await person.client.call(listYears)).body.items
    const certified = await person.client.call(certifyYear, {
      params: { id: row?.id ?? '' },
      body: {},
    })
    expect(certified.body.state).toBe('certified')
    const { body } = await deciders.officer.client.call(revokeExemption, {
      params: { id: granted.id },
      body: { version: granted.version, reason: '证明不实' },
    })
    expect(body).toMatchObject({ state: 'revoked', decisionReason: '证明不实', open: [] })
    expect((await person.client.call(listYears)).body.items[0]).toMatchObject({ state: 'notMet' })
    const code = certified.body.certificate?.code ?? ''
    const verdict = await app.visitor().call(verifyByCode, { params: { code } })
    expect(verdict.body).toMatchObject({ result: 'withdrawn' })
  })
})

test('a decision outlives a change of rules: the new minima are taken in proportion', async () => {
  const own = await testApp()
  try {
    const { person, clerk, officer } = await makeDeciders(own)
    const application = await makePassedExemption(own, person.id, { clerk: clerk.actor })
    await officer.client.call(grantExemption, {
      params: { id: application.id },
      body: { version: application.version, relief: five, reason: null },
    })
    await publishRules(own, {
      totalTenths: 1200,
      minima: { public: 480, professional: 480, elective: 240 },
    })
    const { body } = await person.client.call(readYear, { params: { year: '2026' } })
    expect(body.lackingTotalTenths).toBe(700)
  } finally {
    await own.close()
  }
})
