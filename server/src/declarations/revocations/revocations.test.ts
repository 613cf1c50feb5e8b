import { certifyYear, listYears } from '@xueshi/contract/ledger'
import {
  type Declaration,
  findRecords,
  readDeclaration,
  recogniseDeclaration,
  reinstateDeclaration,
  revokeDeclaration,
} from '@xueshi/contract/declarations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makeSubmitted } from '../../../test/factories/declarations.ts'
import {
  guangdong,
  guangzhou,
  makeStaff,
  makeUnit,
  tianhe,
  totpSecret,
} from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { everyStatement } from '../../../test/every-statement.ts'
import { someFaults } from '../../../test/battery.ts'
import { enrolSecondFactor } from '../../accounts/service.ts'
import * as ledger from '../../ledger/service.ts'
import * as orgs from '../../orgs/service.ts'
import * as audit from '../../platform/audit.ts'
import { transaction } from '../../platform/transaction.ts'

let app: TestApp
let person: Awaited<ReturnType<typeof makePerson>>
/** HR&SS offices: of the employer's county, its city, the province, and another city. */
let offices: Record<'county' | 'city' | 'province' | 'elsewhere', Client>
/** Authorities of the employer's trade, and of another one. */
let trade: Client
let otherTrade: Client
let clerk: Client

beforeAll(async () => {
  app = await testApp()
  const unit = await makeUnit(app, { industryCodes: ['housing'] })
  person = await makePerson(app, { unit })
  clerk = await clientFor(app, { accountId: person.clerk.id, seatId: person.clerk.seatId })
  const office = async (regionCode: string) => {
    const { id } = await makeUnit(app, { capabilities: ['hrss'], regionCode })
    return (await makeStaff(app, id, { kind: 'hrss' })).client
  }
  offices = {
    county: await office(tianhe),
    city: await office(guangzhou),
    province: await office(guangdong),
    elsewhere: await office('440300'),
  }
  const authority = async (industryCode: string) => {
    const { id } = await makeUnit(app, {
      capabilities: ['industry'],
      industryCode,
      regionCode: guangzhou,
    })
    return (await makeStaff(app, id, { kind: 'industry' })).client
  }
  trade = await authority('housing')
  otherTrade = await authority('health')
})
afterAll(() => app.close())

const recognised = async (of = person) => {
  const { id, version } = await makeSubmitted(app, of)
  const seat = await clientFor(app, { accountId: of.clerk.id, seatId: of.clerk.seatId })
  const body = { version, recognisedTenths: 160, reason: null }
  return (await seat.call(recogniseDeclaration, { params: { id }, body })).body
}
const decision = '粤人社决〔2026〕1号'
const given = ({ id, version }: Pick<Declaration, 'id' | 'version'>, key?: string) => ({
  params: { id },
  body: { version, decision, reason: '结业证书系伪造' },
  ...(key === undefined ? {} : { key }),
})
const standingOf = async (id: string) => {
  const entries = await app.platform.db
    .selectFrom('ledgerEntries')
    .select(['id', 'hoursTenths', 'reverses', 'revision', 'reason'])
    .where('sourceId', '=', id)
    .orderBy('id')
    .execute()
  const reversed = new Set(entries.map(({ reverses }) => reverses))
  const standing = entries.filter(({ reverses, id: entry }) => !reverses && !reversed.has(entry))
  return {
    entries: entries.length,
    standing: standing.reduce((sum, one) => sum + one.hoursTenths, 0),
  }
}

describe('POST /declarations/:id/revoke', () => {
  test('200: on a decision, with a reversing entry, and the person reads why', async () => {
    const record = await recognised()
    const { status, body } = await offices.county.call(revokeDeclaration, given(record))
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'revoked', recognisedTenths: 160, open: ['reinstate'] })
    expect(await standingOf(record.id)).toEqual({ entries: 2, standing: 0 })
    const { body: own } = await person.client.call(readDeclaration, { params: { id: record.id } })
    expect(own).toMatchObject({ state: 'revoked', reason: '结业证书系伪造', open: [] })
    expect(own.timeline.at(-1)).toMatchObject({ act: 'revoke', decision })
    const told = await app.platform.db
      .selectFrom('outbox')
      .select(['topic', 'payload'])
      .where('topic', 'like', 'declaration.revoked%')
      .execute()
    expect(told.filter(({ payload }) => JSON.stringify(payload).includes(record.id))).toHaveLength(
      2,
    )
  })

  test('200 by the trade’s authority in whose region the employer lies', async () => {
    const record = await recognised()
    expect((await trade.call(revokeDeclaration, given(record))).status).toBe(200)
  })

  test('404 for another city and another trade; 403 for the employer that recognised it', async () => {
    const record = await recognised()
    for (const client of [offices.elsewhere, otherTrade])
      expect((await client.call(revokeDeclaration, given(record))).status).toBe(404)
    expect((await clerk.call(revokeDeclaration, given(record))).status).toBe(403)
    expect(await standingOf(record.id)).toEqual({ entries: 1, standing: 160 })
  })

  test('404 for what is not recognised: an authority sees no more than it may act upon', async () => {
    const record = await makeSubmitted(app, person)
    expect((await offices.county.call(revokeDeclaration, given(record))).status).toBe(404)
    const params = { id: record.id }
    expect((await offices.county.call(readDeclaration, { params })).status).toBe(404)
  })

  test('403 OWN_RECORD: nobody decides on their own', async () => {
    const own = await makePerson(app)
    const county = await app.platform.db
      .selectFrom('unitCapabilities')
      .select('unitId')
      .where('capability', '=', 'hrss')
      .where('regionCode', '=', tianhe)
      .executeTakeFirstOrThrow()
    const { id: seatId } = await orgs.addStaff(orgs.systemActor(app.platform), {
      unitId: county.unitId,
      accountId: own.id,
      kind: 'hrss',
      level: 'clerk',
    })
    await enrolSecondFactor(orgs.systemActor(app.platform), own.id, totpSecret)
    const record = await recognised(own)
    const seated = await clientFor(app, { accountId: own.id, seatId })
    const { status, problem } = await seated.call(revokeDeclaration, given(record))
    expect([status, problem.code]).toEqual([403, 'OWN_RECORD'])
  })

  test('two officers at once: one revokes, the other is told; one reversal', async () => {
    const record = await recognised()
    const answers = await Promise.all([
      offices.county.call(revokeDeclaration, given(record)),
      offices.city.call(revokeDeclaration, given(record)),
    ])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.find(({ status }) => status !== 200)?.problem.code).toBe('WRONG_STATE')
    expect(await standingOf(record.id)).toEqual({ entries: 2, standing: 0 })
  })

  test('a certificate that the year no longer deserves is withdrawn in the same act', async () => {
    const other = await makePerson(app)
    const seat = await clientFor(app, { accountId: other.clerk.id, seatId: other.clerk.seatId })
    const records: Declaration[] = []
    for (const [category, tenths, endOn] of [
      ['professional', 420, '2026-04-16'],
      ['elective', 180, '2026-04-13'],
    ] as const) {
      const form = { category, claimedTenths: tenths, endOn }
      const { id, version } = await makeSubmitted(app, other, { form })
      const body = { version, recognisedTenths: tenths, reason: null }
      records.push((await seat.call(recogniseDeclaration, { params: { id }, body })).body)
    }
    // What its own platform reports comes straight to the ledger.
    const system = orgs.systemActor(app.platform)
    await transaction(system, async (tx) => {
      const sourceId = crypto.randomUUID()
      await ledger.credit(tx, system, {
        personId: other.id,
        unitId: null,
        year: 2026,
        series: '05',
        category: 'public',
        hoursTenths: 300,
        subjects: 1,
        source: { kind: 'platform', id: sourceId, line: 0 },
        form: '02',
        item: {
          name: '人工智能赋能制造业',
          institution: '平台',
          startOn: '2026-03-01',
          endOn: '2026-03-10',
          recognisedBy: '',
        },
      })
      await audit.record(tx, system, { act: 'test.credit', recordId: sourceId })
      return { id: sourceId }
    })
    const { body: years } = await other.client.call(listYears)
    const { id: yearId } = years.items[0] ?? { id: '' }
    const certified = await other.client.call(certifyYear, { params: { id: yearId }, body: {} })
    expect(certified.body.state).toBe('certified')
    const [record] = records
    if (!record) throw new Error('nothing was recognised')
    await offices.county.call(revokeDeclaration, given(record))
    const { body: after } = await other.client.call(listYears)
    expect(after.items[0]).toMatchObject({ state: 'notMet', certificate: null })
  })

  test('T20: a statement that goes wrong leaves no half, and a retry has one effect', async () => {
    for (const fault of someFaults)
      await everyStatement(app, fault, {
        make: () => recognised(),
        act: (record, key) => offices.county.call(revokeDeclaration, given(record, key)),
        traces: ({ id }) => standingOf(id),
        done: () => ({ entries: 2, standing: 0 }),
      })
  })
})

describe('POST /declarations/:id/reinstate', () => {
  const revoked = async (by: Client) =>
    (await by.call(revokeDeclaration, given(await recognised()))).body

  test('200: the hours stand again as the next revision, and the record may be revoked again', async () => {
    const record = await revoked(offices.county)
    const { body } = await offices.county.call(reinstateDeclaration, given(record))
    expect(body).toMatchObject({ state: 'recognised', recognisedTenths: 160, open: ['revoke'] })
    expect(await standingOf(record.id)).toEqual({ entries: 3, standing: 160 })
    const again = await offices.county.call(revokeDeclaration, given(body))
    expect(again.status).toBe(200)
    expect(await standingOf(record.id)).toEqual({ entries: 4, standing: 0 })
  })

  test('200: what was said of fewer hours stands again; why it was reinstated is in the timeline', async () => {
    const { id, version } = await makeSubmitted(app, person)
    const cut = '按签到记录认定'
    const cutTo = { version, recognisedTenths: 150, reason: cut }
    const { body: first } = await clerk.call(recogniseDeclaration, { params: { id }, body: cutTo })
    const { body: gone } = await offices.county.call(revokeDeclaration, given(first))
    expect(gone.reason).toBe('结业证书系伪造')
    const why = { version: gone.version, decision: '粤人社决〔2026〕2号', reason: '原件经核实' }
    const { body } = await offices.county.call(reinstateDeclaration, { params: { id }, body: why })
    expect(body).toMatchObject({ state: 'recognised', recognisedTenths: 150, reason: cut })
    expect(body.timeline.at(-1)).toMatchObject({
      act: 'reinstate',
      reason: why.reason,
      decision: why.decision,
    })

    const whole = await revoked(offices.county)
    const { body: plain } = await offices.county.call(reinstateDeclaration, given(whole))
    expect(plain.reason).toBe(null)
  })

  test('200 by an office above the one that revoked; 409 by one below it', async () => {
    const ofCity = await revoked(offices.city)
    const refused = await offices.county.call(reinstateDeclaration, given(ofCity))
    expect([refused.status, refused.problem.code]).toEqual([409, 'WRONG_STATE'])
    expect((await offices.province.call(reinstateDeclaration, given(ofCity))).status).toBe(200)
  })

  test('404 for another city, 403 for the employer, 409 twice', async () => {
    const record = await revoked(offices.county)
    expect((await offices.elsewhere.call(reinstateDeclaration, given(record))).status).toBe(404)
    expect((await clerk.call(reinstateDeclaration, given(record))).status).toBe(403)
    expect((await offices.county.call(reinstateDeclaration, given(record))).status).toBe(200)
    const again = await offices.county.call(reinstateDeclaration, given(record))
    expect([again.status, again.problem.code]).toEqual([409, 'WRONG_STATE'])
  })
})

describe('GET /reviews/records', () => {
  test('200: by 受理编号 and of a person, within the office’s reach', async () => {
    const record = await recognised()
    const receipt = record.receipt?.number ?? ''
    const found = async (client: Client, query: { receipt?: string; personId?: string }) =>
      (await client.call(findRecords, { query })).body.items.map(
        ({ declarationId }) => declarationId,
      )
    expect(await found(offices.county, { receipt: ` ${receipt.toLowerCase()} ` })).toEqual([
      record.id,
    ])
    expect(await found(clerk, { receipt })).toEqual([record.id])
    expect(await found(offices.elsewhere, { receipt })).toEqual([])
    expect(await found(offices.county, { personId: person.id })).toContain(record.id)
    expect(await found(offices.elsewhere, { personId: person.id })).toEqual([])
    expect(await found(offices.county, {})).toEqual([])
    expect((await person.client.call(findRecords)).status).toBe(403)
  })
})
