import {
  type Declaration,
  type DeclarationForm,
  type DeclarationMove,
  declarationMoves,
  type listDeclarations,
  type TimelineItem,
  yearOfStudy,
} from '@xueshi/contract/declarations'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import { todayIn } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import * as ledger from '../ledger/service.ts'
import * as orgs from '../orgs/service.ts'
import type { Actor } from '../platform/actor.ts'
import * as audit from '../platform/audit.ts'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { newId } from '../platform/ids.ts'
import { tell } from '../messages/service.ts'
import { fail, failOnIssues } from '../platform/refusal.ts'
import { transaction } from '../platform/transaction.ts'
import { dropFiles } from '../platform/uploads.ts'
import { noReceipt, receiptNumbers, sendingOf, wayThroughOffices } from './chains/service.ts'
import {
  checked,
  factsOf,
  failMove,
  ownPerson,
  presentLine,
  presentOwn,
  read,
  sentRecord,
} from './record/service.ts'
import { lastRound, stepsToReopen } from './record/rules.ts'
import * as recordStore from './record/store.ts'
import { errorsOf, fieldsOf } from './rules.ts'
import * as store from './store.ts'
import { issuesOf } from './years/service.ts'

export { moveToPerson } from './moving/service.ts'
export { read } from './record/service.ts'
export { appeal, grant, uphold } from './appeals/service.ts'
export { batchFiles, batchReceiver } from './batch-files/service.ts'
export { reviewTogether } from './bulk/service.ts'
export { findRecords, listDecided, listReviews, readQueue } from './queue/service.ts'
export { reinstate, revoke } from './revocations/service.ts'
export { pass, recognise, reject, returnRecord, undo } from './review/service.ts'
export {
  addEvidence,
  evidenceFiles,
  orderEvidence,
  presentUpload,
  receiver,
  removeEvidence,
  resumeEvidence,
} from './evidence/service.ts'

const pageLength = 20

/** 继续教育记录查询: the actor's own records, newest first, 20 at a time. */
export async function list(
  actor: Actor,
  { after, ...filter }: Query<typeof listDeclarations>,
): Promise<Reply<typeof listDeclarations>> {
  const { db } = actor.platform
  const personId = ownPerson(actor)
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const rows = await store.list(db, personId, { ...filter, after: last }, pageLength + 1)
  const items = rows.slice(0, pageLength).map(presentLine)
  const end = rows.length > pageLength ? items.at(-1) : undefined
  return {
    items,
    next: end ? writeCursor([end.id]) : null,
    hasDrafts:
      rows[0]?.hasDrafts ?? (await store.list(db, personId, { state: 'draft' }, 1)).length > 0,
  }
}

/** 添加, 保存: a draft stands. PROFILE_NOT_CONFIRMED when the person has not even begun a profile. */
export async function create(actor: Actor, form: DeclarationForm): Promise<Declaration> {
  const personId = ownPerson(actor)
  const at = actor.platform.clock.now()
  failOnIssues(await issuesOf(actor.platform.db, { personId }, form, todayIn(at)))
  const { id } = await transaction(actor, async (tx) => {
    const record = { ...form, id: newId(at), personId, year: yearOfStudy(form), at }
    const made = await store.insert(tx, record, event(actor, 'create'))
    if (!made) fail('PROFILE_NOT_CONFIRMED')
    const personal = { subjectId: personId, values: form }
    await audit.record(tx, actor, { act: 'declaration.create', recordId: record.id, personal })
    return record
  })
  return read(actor, id)
}

/** 保存: a draft or returned record says what the form says. */
export async function edit(
  actor: Actor,
  id: string,
  { version, form }: { version: number; form: DeclarationForm },
): Promise<Declaration> {
  const own = ownMove(actor, 'edit', id, version)
  failOnIssues(await issuesOf(actor.platform.db, own, form, todayIn(own.at)))
  await transaction(actor, async (tx) => {
    const before = await store.update(tx, own, { ...form, year: yearOfStudy(form) })
    if (!before) return failMove(tx, actor, { id, version, move: 'edit' })
    const personal = { subjectId: own.personId, values: { before, after: form } }
    await audit.record(tx, actor, { act: 'declaration.edit', recordId: id, personal })
    return { id }
  })
  return read(actor, id)
}

/** [删除]: all of these drafts are gone, or none. Their files go by a job once that is certain. */
export async function remove(actor: Actor, ids: readonly string[]): Promise<{ deleted: number }> {
  const personId = ownPerson(actor)
  const wanted = [...new Set(ids)]
  await transaction(actor, async (tx) => {
    const found = await store.lock(tx, personId, wanted)
    if (found.length < wanted.length) fail('NOT_FOUND')
    const { from } = declarationMoves.delete
    const stay = found.filter(
      ({ state, submittedAt }) => submittedAt !== null || !from.some((one) => one === state),
    )
    if (stay.length > 0) fail('WRONG_STATE')
    await dropFiles(tx, actor, await store.remove(tx, wanted))
    for (const recordId of wanted)
      await audit.record(tx, actor, { act: 'declaration.delete', recordId })
    return { id: wanted[0] ?? '' }
  })
  return { deleted: wanted.length }
}

/**
 * 送审: the record waits at the first office of its chain, or at the higher office that had returned
 * it; where nobody of the employer could review it beside its person, at the office above. Unit, series
 * and the offices are frozen now. NOT_COMPLETE names what is lacking; evidence that
 * was taken away meanwhile shows as STALE, since every change of a file is a version of its record.
 */
export async function submit(actor: Actor, id: string, version: number): Promise<Declaration> {
  const personId = ownPerson(actor)
  const viewer = { kind: 'own', personId } as const
  const { sent } = await transaction(actor, async (tx) => {
    const numbers = receiptNumbers(todayIn(actor.platform.clock.now()), 4)
    const asked = { id, personId, version, receiptNumbers: numbers }
    const locked = await recordStore.lockToSend(tx, asked)
    const record = locked ?? (await recordStore.find(tx, viewer, id)) ?? fail('NOT_FOUND')
    const facts = factsOf(actor, viewer, record)
    const open = openMoves(declarationMoves, record.state, 'individual', facts)
    const move = open.includes('resubmit') ? 'resubmit' : 'submit'
    if (!open.includes(move) || !locked) return failMove(tx, actor, { id, version, move })
    const to = destination(record, move) ?? fail('PROFILE_NOT_CONFIRMED')
    const rules = await ledger.ruleSetFor(tx, { year: record.year, ...to })
    const errors = errorsOf(checked(record), rules)
    if (errors.length > 0) fail('NOT_COMPLETE', { fields: fieldsOf(errors) })

    const chain = ledger.officesFor(rules, { ...record, series: to.series })
    const reviews = (office: orgs.ReviewingOffice) =>
      // Of the employer the record itself has told.
      office.office === 'employer'
        ? Promise.resolve(record.employerReviews)
        : orgs.hasReviewer(tx, office, [personId])
    const way =
      move === 'resubmit'
        ? stepsToReopen(record.steps)
        : await wayThroughOffices(tx, to, chain, reviews)
    const own = ownMove(actor, move, id, version)
    const round = (lastRound(record.steps)[0]?.round ?? 0) + 1
    const receiptNumber = locked.nextReceipt ?? noReceipt()
    const planned = { to, way, round, at: own.at, receiptNumber }
    const sending = sendingOf(checked(record), rules, planned)
    const told = event(actor, 'submit')
    await store.send(tx, own, sending, told)
    const { unitId } = to
    await audit.record(tx, actor, { act: `declaration.${move}`, recordId: id, facts: { unitId } })
    const [first] = way
    if (first) tell(tx, actor, { unitId: first.officeUnitId }, 'declaration.waiting', { id })
    return { id, sent: sentRecord(record, own, sending, told) }
  })
  return presentOwn(actor, sent)
}

/** Where a record is sent from: as it was frozen when a higher office returned it, else as confirmed now. */
function destination(record: recordStore.RecordRow, move: 'submit' | 'resubmit') {
  const { employerId, employerName, currentSeries } = record
  if (!employerId || !currentSeries) return undefined
  const now = { unitId: employerId, unitName: employerName ?? '', series: currentSeries }
  if (move === 'submit') return now
  return {
    unitId: record.unitId ?? now.unitId,
    unitName: record.unitName ?? now.unitName,
    series: record.series ?? now.series,
  }
}

/** 撤回送审: a record that nobody has decided on is a draft again. */
export async function withdraw(actor: Actor, id: string, version: number): Promise<Declaration> {
  const own = ownMove(actor, 'withdraw', id, version)
  await transaction(actor, async (tx) => {
    const { to } = declarationMoves.withdraw
    const moved = await store.withdraw(tx, own, to, event(actor, 'withdraw'))
    if (!moved) await failMove(tx, actor, { id, version, move: 'withdraw' })
    await audit.record(tx, actor, { act: 'declaration.withdraw', recordId: id })
    return { id }
  })
  return read(actor, id)
}

function ownMove(actor: Actor, move: DeclarationMove, id: string, version: number): store.OwnMove {
  const { from } = declarationMoves[move]
  return { id, version, from, personId: ownPerson(actor), at: actor.platform.clock.now() }
}

function event(actor: Actor, act: TimelineItem['act']): store.EventRow {
  const at = actor.platform.clock.now()
  return { id: newId(at), act, byName: actor.name, officeName: null, reason: null, at }
}
