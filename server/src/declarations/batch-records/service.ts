import { type Batch, batchMoves, type CheckCode } from '@xueshi/contract/declarations'
import { formatHours } from '@xueshi/contract/hours'
import { timeBasedForms } from '@xueshi/contract/ledger'
import { todayIn } from '@xueshi/contract/year'
import * as ledger from '../../ledger/service.ts'
import * as orgs from '../../orgs/service.ts'
import { tell } from '../../messages/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { send as sendBatch, type BatchMove } from '../batches/store.ts'
import { failMove } from '../batches/service.ts'
import {
  type Origin,
  type PlannedStep,
  type Reviews,
  noReceipt,
  receiptNumbers,
  sendingOf,
  wayThroughOffices,
} from '../chains/service.ts'
import { findDeclared } from '../batch-runs/store.ts'
import { type CheckedRow, findCheckFacts, freeReceipts } from '../record/store.ts'
import { type Checked, checksOf, errorsOf, filesOf } from '../rules.ts'
import { send } from '../store.ts'
import * as store from './store.ts'

/** Somebody in the list of a batch, with the row that names them. */
export type Listed = { row: number; personId: string; series: string; claimedTenths: number }

/**
 * Row → codes of what the checks find of somebody's record before there is one: by the rules of
 * their series and their other records. What is wrong with the training itself its page has told.
 */
export async function findFlags(
  actor: Actor,
  batch: Batch,
  listed: readonly Listed[],
): Promise<Map<number, CheckCode[]>> {
  const { db, clock } = actor.platform
  const sentOn = todayIn(clock.now())
  const rulesOf = rulesBySeries(db, batch, unitIdOf(actor))
  const told = new Set(batch.checks.map(({ code }) => code))
  const flags = new Map<number, CheckCode[]>()
  for (const one of listed) {
    const record = recordOf(batch, one, batch.id)
    const rules = await rulesOf(one.series)
    const facts = await findCheckFacts(db, record, timeBasedForms(rules))
    const checks = checksOf(record, facts, rules, sentOn)
    const codes = [...new Set(checks.map(({ code }) => code))].filter((code) => !told.has(code))
    if (codes.length > 0) flags.set(one.row, codes)
  }
  return flags
}

/**
 * 送审 of the batch: a record of everybody in the list waits at its first office, with the batch's
 * files as its evidence, and each person is told. The act fails as a whole.
 */
export async function declareAll(
  tx: Db,
  actor: Actor,
  move: BatchMove,
  batch: Batch,
  listed: readonly Listed[],
): Promise<void> {
  const { accountId, name: byName, seat } = signedIn(actor)
  const { unitId, at } = move
  const sent = { to: batchMoves.send.to, byId: accountId, people: listed.length }
  if (!(await sendBatch(tx, move, sent))) return failMove(tx, actor, move)
  const ids = listed.map(({ personId }) => personId)
  await store.holdPeople(tx, ids)
  // Declared by another batch, or by the person, since the list was read.
  if ((await findDeclared(tx, ids, batch)).size > 0) fail('STALE')
  const officeName = seat?.unitName ?? ''
  const records = listed.map((one) => ({ ...one, id: newId(at), eventId: newId(at) }))
  await store.insertAll(tx, records, batch, { byName, officeName, at })
  const places = records.flatMap(({ id: declarationId }) =>
    batch.files
      .filter(({ viewUrl }) => viewUrl !== null)
      .map((file) => ({ id: newId(at), declarationId, fileId: file.id })),
  )
  await store.attachAll(tx, places, at)

  const rulesOf = rulesBySeries(tx, batch, unitId)
  const waiting = new Map<string, number>()
  const wayOf = waysOf(tx, accountId)
  // Twice as many as are needed, each once.
  const drawn = new Set(receiptNumbers(todayIn(at), 2 * records.length + 4))
  const receipts = await freeReceipts(tx, [...drawn])
  for (const { id, personId, series, claimedTenths } of records) {
    const rules = await rulesOf(series)
    const record = recordOf(batch, { personId, series, claimedTenths }, id)
    const errors = errorsOf(record, rules)
    if (errors.length > 0) throw new Error('a row with errors was to be sent')
    const to = { unitId, unitName: officeName, series }
    const chain = ledger.officesFor(rules, { ...batch, series, claimedTenths })
    const way = await wayOf(to, chain, personId)
    const sending = sendingOf(record, rules, {
      to,
      way,
      round: 1,
      at,
      declaredBy: accountId,
      receiptNumber: receipts.pop() ?? noReceipt(),
    })
    const own = { id, personId, version: 1, from: ['draft'] as const, at }
    const event = { id: newId(at), act: 'submit' as const, byName, officeName, reason: null, at }
    await send(tx, own, sending, event)
    const facts = { batchId: batch.id, unitId }
    await audit.record(tx, actor, { act: 'declaration.declareFor', recordId: id, facts })
    const { name } = batch
    tell(tx, actor, { accountId: personId }, 'declaration.declaredFor', {
      id,
      name,
      unitName: officeName,
      hours: formatHours(claimedTenths),
    })
    const [first] = way
    if (first) waiting.set(first.officeUnitId, (waiting.get(first.officeUnitId) ?? 0) + 1)
  }
  for (const [officeUnitId, count] of waiting)
    tell(tx, actor, { unitId: officeUnitId }, 'declaration.batchWaiting', {
      name: batch.name,
      count,
    })
  const facts = { people: listed.length }
  await audit.record(tx, actor, { act: 'batch.send', recordId: batch.id, facts })
}

/**
 * The way of each record past whoever sends it and its person, neither of whom may decide. It is the
 * same for all of a series but for those who review at one of its offices themselves.
 */
function waysOf(tx: Db, senderId: string) {
  const reviewers = new Map<string, Promise<string[]>>()
  const reviewersAt = (office: orgs.ReviewingOffice) => {
    const key = `${office.office} ${office.officeUnitId}`
    const asked = reviewers.get(key) ?? orgs.reviewersAt(tx, office)
    reviewers.set(key, asked)
    return asked
  }
  const beside =
    (...ids: readonly string[]): Reviews =>
    async (office) =>
      (await reviewersAt(office)).some((id) => !ids.includes(id))
  const usual = new Map<string, readonly PlannedStep[]>()
  return async (to: Origin, chain: Parameters<typeof wayThroughOffices>[2], personId: string) => {
    const key = [to.series, ...chain].join()
    const way = usual.get(key) ?? (await wayThroughOffices(tx, to, chain, beside(senderId)))
    usual.set(key, way)
    const known = await Promise.all(reviewers.values())
    if (!known.some((ids) => ids.includes(personId))) return way
    return wayThroughOffices(tx, to, chain, beside(senderId, personId))
  }
}

const unitIdOf = (actor: Actor) => actor.seat?.unitId ?? null

/** The rules of each series, asked for once. */
function rulesBySeries(db: Db, { year }: Batch, unitId: string | null) {
  const known = new Map<string, ledger.RuleSet>()
  return async (series: string): Promise<ledger.RuleSet> => {
    const rules = known.get(series) ?? (await ledger.ruleSetFor(db, { year, series, unitId }))
    known.set(series, rules)
    return rules
  }
}

/** The record of somebody in the list, as the checks look at it. */
function recordOf(
  batch: Batch,
  { personId, claimedTenths }: Omit<Listed, 'row'>,
  id: string,
): Checked & CheckedRow {
  const { name, category, form, startOn, endOn, year } = batch
  const files = filesOf(batch.files.map(({ viewUrl, type }) => (viewUrl === null ? null : type)))
  const units = { option: null, units: null, rank: null }
  const of = { id, personId, batchId: batch.id, achievement: null, claimedTenths }
  return { ...of, ...units, ...files, name, category, form, startOn, endOn, year }
}
