import type { Query, Reply } from '@xueshi/contract/endpoint'
import {
  type Case,
  type CaseForm,
  caseIssues,
  caseMoves,
  type CaseRow,
  type listCases,
  type listOwnCases,
  type searchSubjects as searchSubjectsEndpoint,
} from '@xueshi/contract/integrity'
import { openMoves } from '@xueshi/contract/moves'
import { cleanText, hasControl } from '@xueshi/contract/text'
import { todayIn } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import { type Actor, type SignedIn, signedIn } from '../platform/actor.ts'
import * as audit from '../platform/audit.ts'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import type { Db } from '../platform/database.ts'
import { ticketUrl } from '../platform/file-view.ts'
import { newId } from '../platform/ids.ts'
import { fail, failOnIssues } from '../platform/refusal.ts'
import { transaction } from '../platform/transaction.ts'
import { dropFiles } from '../platform/uploads.ts'
import { caseFacts, tidied } from './rules.ts'
import * as store from './store.ts'
import * as subjects from './subjects/store.ts'

const pageLength = 20

/** 失信信息查看: what holds or held against the person, or the unit of the seat, newest first. */
export function listOwn(
  actor: Actor,
  { after }: Query<typeof listOwnCases>,
): Promise<Reply<typeof listOwnCases>> {
  return listIn(actor, { after })
}

/** 失信管理: the cases of the office's region and trade, newest first, 20 at a time. */
export function list(
  actor: Actor,
  filter: Query<typeof listCases>,
): Promise<Reply<typeof listCases>> {
  return listIn(actor, filter)
}

async function listIn(
  { scope, platform: { db } }: Actor,
  { after, ...filter }: store.CaseFilter,
): Promise<Reply<typeof listCases>> {
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const rows = await store.list(db, scope, { ...filter, after: last }, pageLength + 1)
  const items = rows.slice(0, pageLength)
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  const end =
    rows.length > pageLength
      ? items.at(-1)?.id
      : isFiltered
        ? await store.endOfReading(db, scope, last)
        : undefined
  return { items: items.map(presentRow), next: end === undefined ? null : writeCursor([end]) }
}

const presentRow = (row: store.ListedCase): CaseRow => ({
  id: row.id,
  state: row.state,
  subjectKind: row.subjectKind,
  subjectName: row.subjectName,
  kind: row.kind,
  officeName: row.officeName,
  operatorName: row.operatorName,
  at: row.actedAt.toISOString(),
})

/** One case as the actor may see it. NOT_FOUND outside their scope, and for its subject until it holds. */
export function read(actor: Actor, id: string): Promise<Case> {
  return readIn(actor.platform.db, actor, id)
}

export async function readIn(db: Db, actor: Actor, id: string): Promise<Case> {
  const me = signedIn(actor)
  const row = await store.find(db, me.scope, id, me.accountId)
  return row ? present(me, row) : fail('NOT_FOUND')
}

function present(me: SignedIn, row: store.CaseRow): Case {
  const received = row.files.filter(({ state }) => state === 'ready').length
  const facts = caseFacts(
    row,
    { unitId: me.seat?.unitId ?? null, accountId: me.accountId },
    received,
  )
  return {
    ...presentRow(row),
    version: row.version,
    subjectId: row.personId ?? row.unitId ?? '',
    subjectDetail: row.subjectDetail,
    facts: row.facts,
    suspendedYears: row.suspendedYears,
    noPublishing: row.noPublishing,
    endsOn: row.endsOn,
    reason: row.reason,
    files: row.files.map((file) => ({
      ...file,
      url: file.state === 'ready' ? ticketUrl(me, 'case', file.id) : null,
    })),
    timeline: row.timeline.map((item) => ({ ...item, at: new Date(item.at).toISOString() })),
    open: openMoves(caseMoves, row.state, me.kind, facts),
  }
}

/** Whom a case may be about: people and units of the scope whose name begins so, at most 20. */
export async function searchSubjects(
  { scope, platform: { db } }: Actor,
  { kind, search }: Query<typeof searchSubjectsEndpoint>,
): Promise<Reply<typeof searchSubjectsEndpoint>> {
  const name = cleanText(search)
  if (name === '' || hasControl(name)) return { items: [] }
  return { items: await subjects.listSubjects(db, scope, kind, { search: name }) }
}

/** The office of the actor's seat. */
export function officeOf(actor: Actor) {
  const me = signedIn(actor)
  return me.seat ? { me, officeUnitId: me.seat.unitId } : fail('NOT_FOUND')
}

/** 登记: a draft stands, with the subject's name of this day. INVALID at `subjectId` outside the scope. */
export async function create(actor: Actor, given: CaseForm): Promise<Case> {
  const { me, officeUnitId } = officeOf(actor)
  const at = me.platform.clock.now()
  const form = checked(given, at)
  const id = newId(at)
  await transaction(actor, async (tx) => {
    const subject = await subjectOf(tx, me, form)
    const industryCode = me.scope.kind === 'trade' ? me.scope.industryCode : null
    const office = {
      ...(await store.findOffice(tx, officeUnitId)),
      officeUnitId,
      industryCode,
    }
    const entered = { id, proposerId: me.accountId, operatorName: me.name, at }
    await store.insert(tx, entered, office, form, subject)
    await record(tx, me, { caseId: id, act: 'create', reason: null })
    return { id }
  })
  return read(actor, id)
}

/** 修改: the draft's proposer writes it anew. */
export async function edit(
  actor: Actor,
  { id, version, form: given }: { id: string; version: number; form: CaseForm },
): Promise<Case> {
  const { me, officeUnitId } = officeOf(actor)
  const at = me.platform.clock.now()
  const form = checked(given, at)
  await transaction(actor, async (tx) => {
    // What the actor may not see is not there, whatever is wrong with what they wrote.
    await readIn(tx, actor, id)
    const subject = await subjectOf(tx, me, form)
    const { from } = caseMoves.edit
    const guard = { id, version, from, officeUnitId, by: { proposer: me.accountId } }
    if (!(await store.edit(tx, guard, form, subject, at))) await failMove(tx, actor, guard)
    await audit.record(tx, actor, { act: 'case.edit', recordId: id })
    return { id }
  })
  return read(actor, id)
}

function checked(form: CaseForm, at: Date): CaseForm {
  failOnIssues(caseIssues(form, todayIn(at)))
  return tidied(form)
}

/** The subject within the office's scope. Nobody enters a case against themselves or their own unit. */
async function subjectOf(tx: Db, { scope, accountId, seat }: SignedIn, form: CaseForm) {
  const wanted = { id: form.subjectId }
  const [subject] = await subjects.listSubjects(tx, scope, form.subjectKind, wanted)
  if (!subject) return fail('INVALID', { fields: { subjectId: 'NOT_OFFERED' } })
  if (subject.id === accountId || subject.id === seat?.unitId) fail('OWN_RECORD')
  return subject
}

/** 删除: a draft of the actor's own is gone, and its files with it. */
export async function remove(actor: Actor, id: string): Promise<{ id: string }> {
  const { me, officeUnitId } = officeOf(actor)
  return transaction(actor, async (tx) => {
    const files = await store.remove(tx, { id, officeUnitId, proposerId: me.accountId })
    if (!files) fail('WRONG_STATE', { current: await readIn(tx, actor, id) })
    await dropFiles(tx, actor, files)
    await audit.record(tx, actor, { act: 'case.delete', recordId: id })
    return { id }
  })
}

/** A line of the case's history and its audit row. */
export async function record(
  tx: Db,
  me: SignedIn,
  {
    caseId,
    act,
    reason,
  }: Pick<Parameters<typeof store.insertEvent>[1], 'caseId' | 'act' | 'reason'>,
): Promise<void> {
  const at = me.platform.clock.now()
  const by = { byName: me.name, officeName: me.seat?.unitName ?? '' }
  await store.insertEvent(tx, { id: newId(at), caseId, at, act, reason, ...by })
  await audit.record(tx, me, { act: `case.${act}`, recordId: caseId })
}

/** Says no to a change that found nothing: NOT_FOUND, OWN_RECORD, STALE or WRONG_STATE, with the case. */
export async function failMove(tx: Db, actor: Actor, guard: store.Guard): Promise<never> {
  const { accountId, scope } = signedIn(actor)
  const row = await store.find(tx, scope, guard.id, accountId)
  if (!row) return fail('NOT_FOUND')
  const isHeld = guard.from.some((state) => state === row.state)
  const isOwn = row.proposerId === accountId || row.isSubject
  if (isHeld && guard.by !== null && 'notProposer' in guard.by && isOwn) fail('OWN_RECORD')
  const current = present(signedIn(actor), row)
  return fail(isHeld && row.version !== guard.version ? 'STALE' : 'WRONG_STATE', { current })
}
