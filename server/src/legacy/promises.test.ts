import { verifyByCode, verifyByNumber } from '@xueshi/contract/certificates'
import { checkSignedPdf } from '@xueshi/contract/certificates/signed-pdf'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { residentNumber } from '../../test/factories/accounts.ts'
import {
  controlsOf,
  makeChecked,
  makeCommitted,
  pastCsv,
  pastRow,
  pastYear,
  runLegacy,
} from '../../test/factories/legacy.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { makeInput } from '../../test/factories/tasks.ts'
import { finishElsewhere } from '../../test/legacy-elsewhere.ts'
import * as documents from '../certificates/documents/service.ts'
import { type CertificateFacts, certificateNumber } from '../certificates/rules.ts'
import * as orgs from '../orgs/service.ts'
import type { Actor } from '../platform/actor.ts'
import { movedClock } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import * as tasks from '../tasks/service.ts'
import * as legacy from './service.ts'

let app: TestApp
let office: Awaited<ReturnType<typeof makeStaff>>
let actor: Actor
beforeAll(async () => {
  app = await testApp()
  const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440100' })
  office = await makeStaff(app, unit.id, { kind: 'hrss' })
  actor = await orgs.actorFor(app.platform, { accountId: office.id, seatId: office.seatId })
})
afterAll(() => app.close())
const today = new Date('2026-06-01T02:00:00Z')
beforeEach(() => app.clock.set(today))

const certificateOf = async (batchId: string) => {
  const { rows } = await sql<{
    id: string
    code: string
    number: string
    facts: CertificateFacts
    state: string
  }>`
    SELECT DISTINCT ON (c.id) c.id, c.code, c.number, c.facts, c.state FROM certificates c
    JOIN ledger_entries e ON e.person_id = c.person_id AND e.year = c.year
    WHERE e.source_id = ${batchId} ORDER BY c.id DESC`.execute(app.platform.db)
  const [found] = rows
  if (!found) throw new Error('no certificate came in')
  return found
}
async function undo(as: Actor, { id, version }: { id: string; version: number }) {
  const { taskId } = await legacy.undo(as, { id, version, reason: '年度填错' })
  await runLegacy({ ...app, platform: as.platform }, taskId)
}

describe('T32: around the New Year in Asia/Shanghai, wherever the server stands', () => {
  const before = '2026-12-31T15:59:59.999Z'
  const after = '2026-12-31T16:00:00.000Z'
  test.each([
    ['UTC', before],
    ['UTC', after],
    ['America/New_York', before],
    ['America/New_York', after],
  ])('a process in %s at %s: a year is past when it has ended there', async (timeZone, at) => {
    app.clock.set(new Date(at))
    const rows = [pastRow({ 培训年度: '2026' }), pastRow({ 培训年度: '2025' })]
    const inputId = await makeInput(app, actor, pastCsv(rows), { name: '台账.csv' })
    const begun = await legacy.check(actor, { name: '2026 年台账', inputId })
    await finishElsewhere(app, begun.taskId, { at, timeZone })
    const issues = (await tasks.listIssues(actor, begun.taskId, {})).items
    expect(issues).toEqual(at === before ? [{ row: 2, field: 'year', code: 'PAST_YEAR' }] : [])
    const { totals } = await legacy.read(actor, begun.id)
    expect(totals.map(({ year }) => year)).toEqual(at === before ? [2025] : [2026, 2025])
  })
})

test('T33: brought in by a house 90 s ahead, taken back by one that is behind: numbers hold, and the newest counts', async () => {
  const number = `旧继教〔2015〕${newId()}号`
  const rows = pastYear({ 证件号码: residentNumber(), 姓名: '欧阳䶮' }, number)
  const at = (seconds: number): Actor => {
    const clock = movedClock(new Date(today.getTime() + seconds * 1000))
    return { ...actor, platform: { ...actor.platform, clock } }
  }
  const bring = async (as: Actor) => makeCommitted({ ...app, platform: as.platform }, as, rows)
  const standing = async () => {
    const { body } = await office.client.call(verifyByNumber, { body: { number, name: '欧阳䶮' } })
    return [body.result, body.certificate?.edition, body.certificate?.number]
  }
  const first = await bring(at(90))
  expect(await standing()).toEqual(['valid', 1, number])
  await undo(at(0), first)
  expect(await standing()).toEqual(['withdrawn', 1, number])
  // The first house jumps back to before it brought anything in.
  const second = await bring(at(-90))
  expect(await standing()).toEqual(['valid', 2, number])
  await undo(at(90), second)
  expect(await standing()).toEqual(['withdrawn', 2, number])
  const { rows: kept } = await sql<{ numbers: number; entries: number; reversed: number }>`
    SELECT count(DISTINCT number)::int AS numbers,
      (SELECT count(*)::int FROM ledger_entries WHERE source_id IN (${first.id}, ${second.id}) AND reverses IS NULL) AS entries,
      (SELECT count(*)::int FROM ledger_entries WHERE source_id IN (${first.id}, ${second.id}) AND reverses IS NOT NULL) AS reversed
    FROM certificates WHERE number LIKE ${`${number}%`}`.execute(app.platform.db)
  expect(kept).toEqual([{ numbers: 2, entries: 6, reversed: 6 }])
})

describe('T35: a certificate of a past year', () => {
  const made = async () => {
    const number = `旧继教〔2015〕${newId()}号`
    const rows = pastYear({ 证件号码: residentNumber(), 姓名: '欧阳䶮' }, number)
    const batch = await makeCommitted(app, actor, rows)
    return { number, batch, certificate: await certificateOf(batch.id) }
  }

  test('is signed as printed: each altered field and byte is refused, and so is another’s signature', async () => {
    const [one, other] = [await made(), await made()]
    const signer = await app.platform.signing.signer()
    if (!signer) throw new Error('nobody signs')
    const resultOf = async (pdf: Uint8Array) =>
      (await checkSignedPdf(crypto.subtle, pdf, [signer])).result
    const genuine = await documents.pdfOf(app.platform, one.certificate)
    const another = await documents.pdfOf(app.platform, other.certificate)
    expect([await resultOf(genuine), await resultOf(another)]).toEqual(['genuine', 'genuine'])
    for (let at = 100; at < genuine.length; at += Math.ceil(genuine.length / 40)) {
      const altered = Buffer.from(genuine)
      altered[at] = (altered[at] ?? 0) ^ 1
      expect(await resultOf(altered), `byte ${at}`).not.toBe('genuine')
    }
    const gap = genuine.lastIndexOf('/Contents <') + '/Contents <'.length
    const otherGap = another.lastIndexOf('/Contents <') + '/Contents <'.length
    const forged = Buffer.from(genuine)
    another.copy(forged, gap, otherGap, another.indexOf('>', otherGap))
    expect(await resultOf(forged)).not.toBe('genuine')
  })

  test('shows at once, by its code and by its number, when its batch is taken back', async () => {
    const { number, batch, certificate } = await made()
    const looks = async () => {
      const { code } = certificate
      const byCode = await office.client.call(verifyByCode, { params: { code } })
      const byNumber = await office.client.call(verifyByNumber, {
        body: { number, name: '欧阳䶮' },
      })
      return [byCode.body, byNumber.body].map(({ result, certificate: found }) => [
        result,
        found?.number,
        found?.endReason,
      ])
    }
    expect(await looks()).toEqual([
      ['valid', number, null],
      ['valid', number, null],
    ])
    await undo(actor, batch)
    expect(await looks()).toEqual([
      ['withdrawn', number, '年度填错'],
      ['withdrawn', number, '年度填错'],
    ])
    const wrongName = { body: { number, name: '欧阳' } }
    const stranger = await office.client.call(verifyByNumber, wrongName)
    expect(stranger.body).toEqual({ result: 'unknown', certificate: null })
  })

  test('cannot take a number of ours, nor one that another has; none is without its record', async () => {
    const { number } = await made()
    const ours = await app.platform.db.selectFrom('certificates').select('number').execute()
    for (const taken of [certificateNumber(2015, '4401', 7), number]) {
      const checked = await makeChecked(app, actor, pastYear({ 证件号码: residentNumber() }, taken))
      expect([checked.wrongCount, checked.open.includes('commit')]).toEqual([1, false])
    }
    // Of two batches that were checked side by side the second finds the number gone.
    const rows = (name: string) =>
      pastYear({ 证件号码: residentNumber(), 姓名: name }, `${number}甲`)
    const first = await makeChecked(app, actor, rows('陈嘉欣'))
    const second = await makeChecked(app, actor, rows('何绮雯'))
    for (const { id, version, ...rest } of [first, second]) {
      const controls = controlsOf({ id, version, ...rest })
      const { taskId } = await legacy.commit(actor, { id, version, controls })
      await runLegacy(app, taskId)
    }
    expect((await legacy.read(actor, first.id)).state).toBe('committed')
    expect(await legacy.read(actor, second.id)).toMatchObject({
      state: 'checked',
      taskState: 'failed',
    })
    const after = await app.platform.db.selectFrom('certificates').select('number').execute()
    expect(after.length).toBe(ours.length + 1)
  })
})
