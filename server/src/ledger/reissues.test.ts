import { readCertificatePdf, verifyByCode } from '@xueshi/contract/certificates'
import {
  listCertificates,
  readCertificate,
  reissueCertificate,
  withdrawCertificate,
} from '@xueshi/contract/certificates/register'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { makePeople } from '../../test/factories/certificates.ts'
import { individualActor } from '../../test/factories/declarations.ts'
import { credit, creditWholeYear, makeCertified, reverse } from '../../test/factories/ledger.ts'
import { guangzhou, makeStaff, makeUnit, tianhe } from '../../test/factories/orgs.ts'
import type { CertificateFacts } from '../certificates/rules.ts'
import { register } from '../certificates/service.ts'
import * as orgs from '../orgs/service.ts'
import * as audit from '../platform/audit.ts'
import type { Db } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { transaction } from '../platform/transaction.ts'
import * as restrictions from '../restrictions/service.ts'
import * as ledger from './service.ts'

type Staff = Awaited<ReturnType<typeof makeStaff>>
let app: TestApp
let unitId: string
let officer: Staff
let stranger: Staff
beforeAll(async () => {
  app = await testApp()
  unitId = (await makeUnit(app)).id
  const staffAt = async (regionCode: string) => {
    const office = await makeUnit(app, { capabilities: ['hrss'], regionCode })
    return makeStaff(app, office.id, { kind: 'hrss' })
  }
  officer = await staffAt(tianhe)
  stranger = await staffAt('440300')
})
afterAll(() => app.close())

const reason = '照片有误'
const byHand = (id: string, version = 1) => ({ params: { id }, body: { version, reason } })
const stateOf = async (code: string) =>
  (await app.visitor().call(verifyByCode, { params: { code } })).body.result

describe('GET /certificates', () => {
  test('200: by year, by name and by number, within the region alone', async () => {
    const name = '欧阳䶮'
    const { number, id } = await makeCertified(app, unitId, name)
    const ids = async (staff: Staff, query: object) =>
      (await staff.client.call(listCertificates, { query })).body.items.map((each) => each.id)
    for (const query of [{ year: '2026' }, { name }, { number: number.toLowerCase() }]) {
      expect(await ids(officer, query), JSON.stringify(query)).toContain(id)
      expect(await ids(stranger, query)).toEqual([])
    }
    expect(await ids(officer, { number, state: 'withdrawn' })).toEqual([])
    expect(await ids(officer, { year: '2025' })).not.toContain(id)
    const clerk = await makeStaff(app, unitId)
    expect(await ids(clerk, { name })).toEqual([id])
    const other = await makeStaff(app, (await makeUnit(app)).id)
    expect(await ids(other, { name })).toEqual([])
  })

  test('200: by the end of the document number, by unit and by series; the newest year that has any', async () => {
    const { number, id, personId } = await makeCertified(app, unitId, '岑碧霞')
    const row = await app.platform.db
      .selectFrom('certificates')
      .select('facts')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const { maskedNumber, unit } = row.facts as unknown as CertificateFacts
    // The factory's people all end alike in the index.
    await app.platform.db
      .updateTable('people')
      .set({ numberTail: app.platform.indexes.numberTail(maskedNumber.slice(-4)) })
      .where('id', '=', personId)
      .execute()
    const found = async (query: object) => {
      const { body } = await officer.client.call(listCertificates, { query })
      return { ids: body.items.map((each) => each.id), year: body.year }
    }
    const tail = maskedNumber.slice(-4)
    expect((await found({ tail })).ids).toContain(id)
    expect((await found({ tail, number })).ids).toEqual([id])
    expect((await found({ unit: unit.slice(1, 5), series: '05' })).ids).toContain(id)
    expect((await found({ series: '01' })).ids).toEqual([])
    expect((await found({ unit: '没有这个单位' })).ids).toEqual([])
    // Past the wire: no login lasts until the next year.
    app.clock.set(new Date('2027-02-01T02:00:00Z'))
    const seat = { accountId: officer.id, seatId: officer.seatId }
    const later = await register.list(await orgs.actorFor(app.platform, seat), {})
    app.clock.set(new Date('2026-06-01T02:00:00Z'))
    expect(later.year).toBe(2026)
    expect(later.items.map((each) => each.id)).toContain(id)
  })

  test('200: page by page, each once', async () => {
    const unit = await makeUnit(app)
    const clerk = await makeStaff(app, unit.id)
    const made = []
    for (let turn = 0; turn < 21; turn += 1) made.push((await makeCertified(app, unit.id)).id)
    const first = await clerk.client.call(listCertificates, { query: {} })
    const rest = await clerk.client.call(listCertificates, {
      query: { after: first.body.next ?? '' },
    })
    const seen = [...first.body.items, ...rest.body.items].map(({ id }) => id)
    expect(seen).toEqual(made.toSorted().reverse())
    expect(rest.body.next).toBeNull()
  })
})

describe('POST /certificates/:id/withdraw', () => {
  test('200: it holds no longer, and its year is revoked until an office issues it anew', async () => {
    const { id, code, actor, sources } = await makeCertified(app, unitId)
    const { status, body } = await officer.client.call(withdrawCertificate, byHand(id))
    expect(status).toBe(200)
    expect((await ledger.readYear(actor, 2026)).standing).toEqual({
      held: null,
      former: {
        number: body.number,
        state: 'withdrawn',
        endedAt: app.clock.now().toISOString(),
        reason,
      },
    })
    expect(body).toMatchObject({ state: 'withdrawn', endReason: reason, open: ['renew'] })
    expect(await stateOf(code)).toBe('withdrawn')
    const [year] = (await ledger.listYears(actor, {})).items
    expect(year).toMatchObject({ state: 'revoked', certificate: null, open: [] })
    // What comes and goes of hours does not bring it back.
    if (sources[0]) await reverse(app, sources[0])
    expect((await ledger.listYears(actor, {})).items[0]?.state).toBe('revoked')
    const again = await officer.client.call(reissueCertificate, byHand(id, 2))
    expect([again.status, again.problem.code]).toEqual([409, 'YEAR_NOT_MET'])
  })

  test('404 outside the region, 409 STALE and WRONG_STATE, and nothing has changed', async () => {
    const { id, code } = await makeCertified(app, unitId)
    expect((await stranger.client.call(withdrawCertificate, byHand(id))).status).toBe(404)
    expect((await stranger.client.call(readCertificate, { params: { id } })).status).toBe(404)
    const stale = await officer.client.call(withdrawCertificate, byHand(id, 7))
    expect(stale.problem.code).toBe('STALE')
    expect(await stateOf(code)).toBe('valid')
    await officer.client.call(withdrawCertificate, byHand(id))
    const twice = await officer.client.call(withdrawCertificate, byHand(id, 2))
    expect(twice.problem.code).toBe('WRONG_STATE')
  })

  test('409: nobody withdraws their own', async () => {
    const { id } = await makeCertified(app, unitId)
    // The officer is a professional too, and this is theirs.
    const { db } = app.platform
    const self = { id: officer.id, name: '陈嘉欣', namePinyin: '', nameInitials: '' }
    const numberTail = app.platform.indexes.numberTail('1234')
    await db
      .insertInto('people')
      .values({ ...self, numberTail, createdAt: new Date() })
      .execute()
    const certificates = db.updateTable('certificates').where('id', '=', id)
    await certificates.set({ personId: officer.id }).execute()
    const { body } = await officer.client.call(readCertificate, { params: { id } })
    expect(body.open).toEqual([])
    const answer = await officer.client.call(withdrawCertificate, byHand(id))
    expect(answer.problem.code).toBe('WRONG_STATE')
  })
})

describe('POST /certificates/:id/reissue', () => {
  test('200: the next edition stands in its place, and says so', async () => {
    const { id, code, number, actor } = await makeCertified(app, unitId)
    const { body } = await officer.client.call(reissueCertificate, byHand(id))
    expect(body).toMatchObject({ state: 'valid', edition: 2, open: ['withdraw', 'replace'] })
    expect(body.editions.map((each) => [each.edition, each.state])).toEqual([
      [2, 'valid'],
      [1, 'replaced'],
    ])
    expect(body.number).not.toBe(number)
    expect(await stateOf(code)).toBe('replaced')
    expect(await stateOf(body.code)).toBe('valid')
    const asked = await app.visitor().call(verifyByCode, { params: { code } })
    expect(asked.body.certificate?.replacedBy).toBe(body.number)
    const [year] = (await ledger.listYears(actor, {})).items
    expect(year).toMatchObject({ state: 'certified', certificate: { number: body.number } })
    const pdf = await officer.client.call(readCertificatePdf, { params: { id: body.id } })
    expect(pdf.status).toBe(200)
    const former = await officer.client.call(readCertificatePdf, { params: { id } })
    expect(former.problem.code).toBe('WRONG_STATE')
  })

  test('200 after a withdrawal: the withdrawn one stays so', async () => {
    const { id, code } = await makeCertified(app, unitId)
    await officer.client.call(withdrawCertificate, byHand(id))
    const { body } = await officer.client.call(reissueCertificate, byHand(id, 2))
    expect(body).toMatchObject({ state: 'valid', edition: 2 })
    expect(await stateOf(code)).toBe('withdrawn')
    const twice = await officer.client.call(reissueCertificate, byHand(id, 2))
    expect(twice.problem.code).toBe('WRONG_STATE')
  })

  test('409 while a restriction holds the year back, whatever its state says; 200 once it is lifted', async () => {
    const { id, personId, code, actor } = await makeCertified(app, unitId)
    await officer.client.call(withdrawCertificate, byHand(id))
    const house = orgs.systemActor(app.platform)
    const sourceId = newId()
    const act = (work: (tx: Db) => Promise<void>) =>
      transaction(house, async (tx) => {
        await work(tx)
        await audit.record(tx, house, { act: 'test.restrict', recordId: sourceId })
        return { id: sourceId }
      })
    await act((tx) =>
      restrictions.restrict(tx, house, { sourceId, personId, years: [2026], toOn: null }),
    )
    const held = await officer.client.call(reissueCertificate, byHand(id, 2))
    expect([held.status, held.problem.code]).toEqual([409, 'WRONG_STATE'])
    expect(await stateOf(code)).toBe('withdrawn')
    expect((await ledger.listYears(actor, {})).items[0]?.state).toBe('revoked')
    await act((tx) => restrictions.lift(tx, house, sourceId))
    expect((await officer.client.call(reissueCertificate, byHand(id, 2))).status).toBe(200)
  })

  test('409: nobody certifies a met year that is held back, even where its state was not moved', async () => {
    const [personId = ''] = await makePeople(app.platform, ['林晓彤'])
    await creditWholeYear(app, personId, unitId)
    const at = app.clock.now()
    await app.platform.db
      .insertInto('restrictions')
      .values({
        id: newId(),
        kind: 'suspendYear',
        personId,
        year: 2026,
        fromOn: '2026-06-01',
        sourceId: newId(),
        createdAt: at,
      })
      .execute()
    const actor = await individualActor(app, personId)
    const [met] = (await ledger.listYears(actor, {})).items
    expect(met?.state).toBe('met')
    await expect(ledger.certify(actor, met?.id ?? '')).rejects.toMatchObject({
      code: 'WRONG_STATE',
    })
  })

  test('officers at once: one edition, and the others are told', async () => {
    const { id, personId } = await makeCertified(app, unitId)
    const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
    const city = await makeStaff(app, office.id, { kind: 'hrss' })
    const answers = await Promise.all(
      [officer, city, officer, city].map((staff, at) =>
        at % 2 === 0
          ? staff.client.call(reissueCertificate, byHand(id))
          : staff.client.call(withdrawCertificate, byHand(id)),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const { db } = app.platform
    const rows = await db
      .selectFrom('certificates')
      .select(['state', 'edition'])
      .where('personId', '=', personId)
      .execute()
    const valid = rows.filter(({ state }) => state === 'valid')
    const year = await db
      .selectFrom('years')
      .select('state')
      .where('personId', '=', personId)
      .executeTakeFirstOrThrow()
    expect(year.state).toBe(valid.length === 1 ? 'certified' : 'revoked')
    expect(rows.length).toBe(valid.length === 1 ? 2 : 1)
  })

  test('a year that falls and rises again gets its next edition', async () => {
    const { actor, sources, number } = await makeCertified(app, unitId)
    if (sources[0]) await reverse(app, sources[0])
    expect((await ledger.listYears(actor, {})).items[0]?.state).toBe('notMet')
    await credit(app, actor.accountId ?? '', { unitId, category: 'public', hoursTenths: 300 })
    const [met] = (await ledger.listYears(actor, {})).items
    const { certificate } = await ledger.certify(actor, met?.id ?? '')
    const detail = await officer.client.call(readCertificate, {
      params: { id: certificate?.id ?? '' },
    })
    expect(detail.body).toMatchObject({ edition: 2, state: 'valid' })
    expect(detail.body.editions[1]).toMatchObject({ number, state: 'withdrawn' })
  })
})
