import { verifyByCode } from '@xueshi/contract/certificates'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { individualActor } from '../../../test/factories/declarations.ts'
import { makePeople } from '../../../test/factories/certificates.ts'
import {
  credit,
  creditWholeYear,
  makeCertified,
  replace,
  reverse,
} from '../../../test/factories/ledger.ts'
import { makeCommitted, pastYear, runLegacy } from '../../../test/factories/legacy.ts'
import { guangzhou, makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { residentNumber } from '../../../test/factories/accounts.ts'
import type { CertificateFacts } from '../../certificates/rules.ts'
import * as legacy from '../../legacy/service.ts'
import * as orgs from '../../orgs/service.ts'
import * as ledger from '../service.ts'

let app: TestApp
let unitId: string
beforeAll(async () => {
  app = await testApp()
  unitId = (await makeUnit(app)).id
})
afterAll(() => app.close())

const editionsOf = async (personId: string) => {
  const rows = await app.platform.db
    .selectFrom('certificates')
    .select(['id', 'number', 'code', 'edition', 'state', 'endReason', 'facts'])
    .where('personId', '=', personId)
    .orderBy('edition')
    .execute()
  return rows.map((row) => ({ ...row, facts: row.facts as unknown as CertificateFacts }))
}
const messagesOf = async (personId: string) => {
  const rows = await app.platform.db
    .selectFrom('outbox')
    .select(['topic', 'payload'])
    .where('topic', 'like', 'certificate.%')
    .execute()
  return rows.filter(({ payload }) => JSON.stringify(payload).includes(personId))
}
const yearOf = async (personId: string) => {
  const actor = await individualActor(app, personId)
  return (await ledger.listYears(actor, {})).items[0]
}
const extra = {
  category: 'elective',
  hoursTenths: 250,
  item: {
    name: '公文写作',
    institution: '广州木棉继续教育学院',
    startOn: '2026-05-03',
    endOn: '2026-05-04',
    recognisedBy: '广州木棉科技有限公司',
  },
} as const

describe('hours on a certificate are taken back', () => {
  /** More than the minimum, so that the year is met without the last one. */
  async function makeAbove() {
    const [personId = ''] = await makePeople(app.platform, ['林晓彤'])
    await creditWholeYear(app, personId, unitId)
    const source = await credit(app, personId, { ...extra, unitId })
    const actor = await individualActor(app, personId)
    const met = (await ledger.listYears(actor, {})).items[0]
    await ledger.certify(actor, met?.id ?? '')
    return { personId, source }
  }

  test('the year is met without them: the next edition stands in its place in the same act, and its holder is told', async () => {
    const { personId, source } = await makeAbove()
    await reverse(app, source, '附件不实')
    const [first, second] = await editionsOf(personId)
    expect(first).toMatchObject({ state: 'replaced', edition: 1 })
    expect(second).toMatchObject({ state: 'valid', edition: 2 })
    expect(first?.facts.totalHoursTenths).toBe(1150)
    expect(second?.facts.totalHoursTenths).toBe(900)
    expect(second?.facts.items.map(({ course }) => course)).not.toContain('公文写作')
    const seen = await app.visitor().call(verifyByCode, { params: { code: first?.code ?? '' } })
    expect(seen.body).toMatchObject({
      result: 'replaced',
      certificate: {
        replacedBy: second?.number,
        endReason: '该年度学时发生变动，按现有学时重新签发',
      },
    })
    expect(await yearOf(personId)).toMatchObject({
      state: 'certified',
      certificate: { number: second?.number },
    })
    expect((await messagesOf(personId)).map(({ topic }) => topic)).toContain('certificate.reissued')
  })

  test('the year is no longer met: the certificate is withdrawn, and there is no other', async () => {
    const { personId, sources } = await makeCertified(app, unitId)
    if (sources[0]) await reverse(app, sources[0])
    expect(await editionsOf(personId)).toMatchObject([{ state: 'withdrawn' }])
    expect((await messagesOf(personId)).map(({ topic }) => topic)).toContain(
      'certificate.withdrawn',
    )
  })

  test('hours that came after the certificate are not on it: it stays', async () => {
    const { personId } = await makeCertified(app, unitId)
    const later = await credit(app, personId, { ...extra, unitId })
    await reverse(app, later)
    expect(await editionsOf(personId)).toMatchObject([{ state: 'valid', edition: 1 }])
  })

  test('other hours in their place: the next edition prints those', async () => {
    const { personId, source } = await makeAbove()
    await replace(app, personId, { ...extra, unitId, source, hoursTenths: 40 })
    const editions = await editionsOf(personId)
    expect(editions.map(({ state }) => state)).toEqual(['replaced', 'valid'])
    expect(editions[1]?.facts.totalHoursTenths).toBe(940)
  })

  test('an import is taken back: a certificate of our own that printed its hours is replaced, or withdrawn', async () => {
    const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
    const { id, seatId } = await makeStaff(app, office.id, { kind: 'hrss' })
    const officer = await orgs.actorFor(app.platform, { accountId: id, seatId })
    const rows = ['林晓彤', '陈嘉欣'].flatMap((姓名) =>
      pastYear({ 姓名, 证件号码: residentNumber() }),
    )
    const batch = await makeCommitted(app, officer, rows)
    const people = await app.platform.db
      .selectFrom('years')
      .select(['id', 'personId'])
      .where('year', '=', 2015)
      .orderBy('personId')
      .execute()
    for (const { id: yearId, personId } of people)
      await ledger.certify(await individualActor(app, personId), yearId)
    const own = people[0]?.personId ?? ''
    const whole = { unitId, year: 2015 }
    await credit(app, own, { ...whole, category: 'public', hoursTenths: 180 })
    await credit(app, own, { ...whole, category: 'professional', hoursTenths: 420 })
    await credit(app, own, { ...whole, category: 'elective', hoursTenths: 120 })
    const { taskId } = await legacy.undo(officer, { ...batch, reason: '年度填错' })
    await runLegacy(app, taskId)
    expect(await editionsOf(own)).toMatchObject([
      { state: 'replaced', edition: 1 },
      { state: 'valid', edition: 2 },
    ])
    expect(await editionsOf(people[1]?.personId ?? '')).toMatchObject([{ state: 'withdrawn' }])
  })
})
