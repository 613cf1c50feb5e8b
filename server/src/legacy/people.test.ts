import { listCertificates } from '@xueshi/contract/certificates/register'
import { undoLegacy } from '@xueshi/contract/legacy'
import { listTaskIssues, readTask } from '@xueshi/contract/tasks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { residentNumber } from '../../test/factories/accounts.ts'
import {
  controlsOf,
  makeChecked,
  makeCommitted,
  type PastCells,
  pastRow,
  pastYear,
  runLegacy,
} from '../../test/factories/legacy.ts'
import { guangzhou, makeStaff, makeUnit, tianhe } from '../../test/factories/orgs.ts'
import { actorOf, makePerson } from '../../test/factories/people.ts'
import * as accounts from '../accounts/service.ts'
import * as ledger from '../ledger/service.ts'
import * as orgs from '../orgs/service.ts'
import * as people from '../people/service.ts'
import type { Actor } from '../platform/actor.ts'
import * as audit from '../platform/audit.ts'
import { newId } from '../platform/ids.ts'
import { transaction } from '../platform/transaction.ts'
import * as legacy from './service.ts'

let app: TestApp
let office: Awaited<ReturnType<typeof makeStaff>>
let actor: Actor
beforeAll(async () => {
  app = await testApp()
  const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  office = await makeStaff(app, unit.id, { kind: 'hrss' })
  actor = await orgs.actorFor(app.platform, { accountId: office.id, seatId: office.seatId })
})
afterAll(() => app.close())

type Somebody = { id: string; name: string; documentNumber: string }
const cellsOf = ({ name, documentNumber }: Somebody): PastCells => ({
  姓名: name,
  证件号码: documentNumber,
})
/** As an office that approves a merger does it. */
const merge = (from: Somebody, into: Somebody) =>
  transaction(actor, async (tx) => {
    const merged = { id: from.id, intoId: into.id, at: app.clock.now() }
    await accounts.identity.merge(tx, merged)
    await people.identity.merge(tx, actor, merged)
    await ledger.moveCredits(tx, actor, merged)
    await audit.record(tx, actor, { act: 'test.merge', recordId: into.id })
    return { id: into.id }
  })
const commit = async (batch: Awaited<ReturnType<typeof makeChecked>>, by = actor) => {
  const { id, version } = batch
  const { taskId } = await legacy.commit(by, { id, version, controls: controlsOf(batch) })
  await runLegacy(app, taskId)
  return (await office.client.call(readTask, { params: { id: taskId } })).body
}
const undo = async ({ id }: { id: string }) => {
  const { version } = await legacy.read(actor, id)
  const body = { version, reason: '年度填错' }
  const begun = await office.client.call(undoLegacy, { params: { id }, body })
  await runLegacy(app, begun.body.taskId)
}
/** Tenths of hours that stand for a person, by year. */
const standingOf = async ({ id }: Somebody) => {
  const rows = await app.platform.db
    .selectFrom('ledgerEntries as e')
    .leftJoin('ledgerEntries as r', 'r.reverses', 'e.id')
    .select(['e.year', 'e.hoursTenths'])
    .where('e.personId', '=', id)
    .where('e.reverses', 'is', null)
    .where('r.id', 'is', null)
    .execute()
  return rows.reduce((sum, { hoursTenths }) => sum + hoursTenths, 0)
}
const yearOf = ({ id }: Somebody) =>
  app.platform.db
    .selectFrom('years')
    .select(['id', 'state'])
    .where('personId', '=', id)
    .where('year', '=', 2015)
    .executeTakeFirstOrThrow()
const certificatesOf = ({ id }: Somebody) =>
  app.platform.db
    .selectFrom('certificates')
    .select(['id', 'number', 'state', 'endReason'])
    .where('personId', '=', id)
    .orderBy('edition')
    .execute()

describe('whose the rows are', () => {
  test('nobody brings in what is their own, at the check and at the commit', async () => {
    const account = await app.platform.db
      .selectFrom('accounts')
      .select(['documentNumberSealed', 'name'])
      .where('id', '=', office.id)
      .executeTakeFirstOrThrow()
    const documentNumber = app.platform.cipher.open(account.documentNumberSealed, {
      table: 'accounts',
      column: 'document_number_sealed',
      id: office.id,
    })
    const own = { id: office.id, name: account.name, documentNumber }
    const checked = await makeChecked(app, actor, [pastRow(cellsOf(own))])
    const { body } = await office.client.call(listTaskIssues, { params: { id: checked.taskId } })
    expect(body.items.map(({ row, code }) => [row, code])).toEqual([[2, 'OWN_RECORD']])
    // A colleague checked it, and who commits is one of the people in it.
    const person = await makePerson(app)
    const batch = await makeChecked(app, actor, [pastRow(cellsOf(person))])
    const seat = newId()
    const desk = await app.platform.db
      .selectFrom('unitStaff')
      .select('unitId')
      .where('id', '=', office.seatId)
      .executeTakeFirstOrThrow()
    await app.platform.db
      .insertInto('unitStaff')
      .values({
        id: seat,
        unitId: desk.unitId,
        accountId: person.id,
        kind: 'hrss',
        level: 'clerk',
        createdAt: app.clock.now(),
      })
      .execute()
    const { taskId } = await legacy.commit(await actorOf(app, { ...person, seatId: seat }), {
      id: batch.id,
      version: batch.version,
      controls: controlsOf(batch),
    })
    await runLegacy(app, taskId)
    const task = await app.platform.db
      .selectFrom('tasks')
      .select(['state', 'fault'])
      .where('id', '=', taskId)
      .executeTakeFirstOrThrow()
    expect(task).toEqual({ state: 'failed', fault: 'OWN_RECORD' })
    expect(await standingOf(person)).toBe(0)
  })

  test('two documents of a batch that are one account’s by now both come in, as one person', async () => {
    const [one, other] = [await makePerson(app), await makePerson(app)]
    const batch = await makeChecked(app, actor, [
      pastRow({ ...cellsOf(one), 培训年度: '2014' }),
      ...pastYear(cellsOf(other)),
    ])
    await merge(other, one)
    expect(await commit(batch)).toMatchObject({ state: 'done' })
    expect([await standingOf(one), await standingOf(other)]).toEqual([180 + 720, 0])
    const left = await app.platform.db
      .selectFrom('legacyRows')
      .select('rowNumber')
      .where('batchId', '=', batch.id)
      .execute()
    expect(left).toEqual([])
  })

  test('what was brought in for an account that was merged since is taken back from the one that stays', async () => {
    const [one, other] = [await makePerson(app), await makePerson(app)]
    const batch = await makeCommitted(app, actor, pastYear(cellsOf(other)))
    await merge(other, one)
    expect(await standingOf(one)).toBe(720)
    await undo(batch)
    expect([await standingOf(one), await standingOf(other)]).toEqual([0, 0])
  })

  test('two documents of different kinds with one number are two people', async () => {
    const number = residentNumber()
    const batch = await makeChecked(app, actor, [
      pastRow({ 证件号码: number }),
      pastRow({ 证件号码: number, 证件类型: '护照' }),
    ])
    const kinds = await app.platform.db
      .selectFrom('legacyPeople')
      .select('documentType')
      .where('batchId', '=', batch.id)
      .execute()
    expect(new Set(kinds.map(({ documentType }) => documentType)).size).toBe(kinds.length)
  })
})

describe('what became of the year', () => {
  test('a year that was revoked is not certified by a file, at the check and at the commit', async () => {
    const person = await makePerson(app)
    const first = await makeCommitted(app, actor, pastYear(cellsOf(person), `旧字${newId()}`))
    await undo(first)
    const rows = pastYear(cellsOf(person), `旧字${newId()}`)
    const early = await makeChecked(app, actor, rows)
    const { id } = await yearOf(person)
    await app.platform.db
      .updateTable('years')
      .set({ state: 'revoked' })
      .where('id', '=', id)
      .execute()
    const late = await makeChecked(app, actor, rows)
    const { body } = await office.client.call(listTaskIssues, { params: { id: late.taskId } })
    expect(body.items.map(({ field, code }) => [field, code])).toEqual([['year', 'YEAR_HELD']])
    expect(await commit(early)).toMatchObject({ state: 'failed', fault: 'LEGACY_CHANGED' })
    expect((await yearOf(person)).state).toBe('revoked')
  })

  test('undone, a certificate of this system’s own is withdrawn as any other, and its number stays', async () => {
    const person = await makePerson(app)
    const batch = await makeCommitted(app, actor, pastYear(cellsOf(person)))
    expect((await yearOf(person)).state).toBe('met')
    await ledger.certify(await actorOf(app, person), (await yearOf(person)).id)
    const [before] = await certificatesOf(person)
    expect(before?.state).toBe('valid')
    await undo(batch)
    expect(await certificatesOf(person)).toEqual([
      { ...before, state: 'withdrawn', endReason: '年度填错' },
    ])
    const acts = await app.platform.db
      .selectFrom('audit')
      .select('act')
      .where('recordId', '=', before?.id ?? '')
      .execute()
    expect(acts.map(({ act }) => act)).toContain('certificate.withdraw')
  })
})

describe('whose office has the certificates', () => {
  test('of people without a unit: the office that brought them in, under their numbers, also when they are taken back', async () => {
    const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode: tianhe })
    const county = await makeStaff(app, unit.id, { kind: 'hrss' })
    const asked = { accountId: county.id, seatId: county.seatId }
    const officer = await orgs.actorFor(app.platform, asked)
    const stranger = { 姓名: '梁志明', 证件号码: residentNumber() }
    const number = '粤继教证字2015天0001号'
    const { id } = await makeCommitted(app, officer, pastYear(stranger, number))
    const listed = async (query: { number: string } | { year: string }) =>
      (await county.client.call(listCertificates, { query })).body.items.map((row) => [
        row.number,
        row.state,
      ])
    expect(await listed({ year: '2015' })).toEqual([[number, 'valid']])
    const { version } = await legacy.read(officer, id)
    const body = { version, reason: '年度填错' }
    const begun = await county.client.call(undoLegacy, { params: { id }, body })
    await runLegacy(app, begun.body.taskId)
    expect(await listed({ number })).toEqual([[number, 'withdrawn']])
    expect(await listed({ number: number.slice(0, -1) })).toEqual([])
  })
})
