import { reliefReason } from '@xueshi/contract/dictionaries/relief-reasons'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import {
  type Asks,
  type Exemption,
  type ExemptionAct,
  type ExemptionFact,
  exemptionFileTypes,
  type ExemptionForm,
  exemptionIssues,
  type ExemptionMove,
  exemptionMoves,
  type ExemptionRow,
  type listExemptions,
  requirementOf,
} from '@xueshi/contract/ledger'
import { type Facts, openMoves } from '@xueshi/contract/moves'
import { yearOf } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import { tell } from '../../messages/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { ticketUrl } from '../../platform/file-view.ts'
import { newId } from '../../platform/ids.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { dropFiles } from '../../platform/uploads.ts'
import { destination } from '../exemption-ways/service.ts'
import { findRuleSet } from '../rule-sets/store.ts'
import * as store from './store.ts'

const pageRows = 20

/** How the actor sees applications: as the person, or for the office of the seat. 404 for anyone else. */
export function viewerOf(actor: Actor): store.Viewer {
  const { accountId, kind, scope } = signedIn(actor)
  if (scope.kind === 'own') return { kind: 'own', personId: scope.personId }
  if (scope.kind === 'nothing' || (kind !== 'employer' && kind !== 'hrss')) fail('NOT_FOUND')
  return { kind, unitId: scope.unitId, accountId }
}

/** The person whose own applications the actor may see. 404 from any other seat. */
export function ownPerson(actor: Actor): string {
  const viewer = viewerOf(actor)
  return viewer.kind === 'own' ? viewer.personId : fail('NOT_FOUND')
}

/** 免修减免申请, newest first. */
export async function list(
  actor: Actor,
  { after }: Query<typeof listExemptions>,
): Promise<Reply<typeof listExemptions>> {
  const [last = null] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const rows = await store.listOwn(actor.platform.db, ownPerson(actor), last, pageRows + 1)
  const { page, next } = cut(rows, pageRows, ({ id }) => [id])
  return { items: page.map(presentRow), next }
}

export function presentRow(row: Omit<store.ListedRow, 'orderAt'>): ExemptionRow {
  const { id, version, state, year, reason, kind, startOn, endOn, personName, unitName } = row
  const asked = { year, reason, kind, startOn, endOn }
  const updatedAt = row.updatedAt.toISOString()
  return { id, version, state, ...asked, personName, unitName, updatedAt }
}

/** One application as the actor may see it. 404 outside their reach. */
export const read = (actor: Actor, id: string): Promise<Exemption> =>
  readIn(actor.platform.db, actor, id)

/** As `read`, inside a transaction: for the record that comes with a refusal. */
export async function readIn(db: Db, actor: Actor, id: string): Promise<Exemption> {
  const viewer = viewerOf(actor)
  const row = (await store.find(db, viewer, id)) ?? fail('NOT_FOUND')
  const series = row.series ?? row.currentSeries
  const unitId = row.unitId ?? row.employerId
  const rules = await findRuleSet(db, { year: row.year, series: series ?? '', unitId })
  if (!rules) throw new Error('an application for a year without rules')
  const { byCategory, totalTenths } = requirementOf(rules, null)
  const { files, granted } = row
  return {
    ...presentRow({ ...row, unitName: row.unitName ?? row.employerName }),
    words: row.words,
    series,
    files: files.map(({ type, ...file }) => ({
      ...file,
      type: exemptionFileTypes.find((known) => known === type) ?? null,
      viewUrl: type === null ? null : ticketUrl(actor, 'exemption', file.id),
    })),
    asks: { byCategory, totalTenths },
    prorates: rules.prorates,
    granted: granted && {
      relief: { months: granted.months, exempt: granted.exempt },
      asks: asksOf(granted),
      officeName: granted.officeName,
      at: new Date(granted.at).toISOString(),
    },
    decisionReason: row.decisionReason,
    timeline: row.timeline.map(({ at, act, byName, officeName, reason }) => ({
      at: new Date(at).toISOString(),
      act,
      by: byName,
      office: officeName,
      reason,
    })),
    open: openMoves(exemptionMoves, row.state, signedIn(actor).kind, factsOf(row, viewer)),
  }
}

const asksOf = ({
  totalTenths,
  publicTenths,
  professionalTenths,
  electiveTenths,
}: store.GrantedRow): Asks => ({
  totalTenths,
  byCategory: { public: publicTenths, professional: professionalTenths, elective: electiveTenths },
})

/** What the table of moves asks of an application and whoever looks at it. */
export function factsOf(row: store.ExemptionRow, viewer: store.Viewer): Facts<ExemptionFact> {
  const atHigher = row.passedAt !== null
  const holds = {
    own: false,
    employer: row.state === 'submitted',
    hrss: atHigher && row.state !== 'submitted',
  }
  return {
    own: viewer.kind === 'own',
    atFirst: !atHigher,
    atHigher,
    holds: holds[viewer.kind],
    notSelf: viewer.kind !== 'own' && viewer.accountId !== row.personId,
  }
}

/** Field → issue code, with what only the house's dictionaries can say. */
function issuesOf(actor: Actor, form: ExemptionForm): Record<string, string> {
  const issues = exemptionIssues(form, yearOf(actor.platform.clock.now()))
  if (!reliefReason(form.reason)) issues['reason'] = 'NOT_OFFERED'
  return issues
}

/** 申请: a draft stands. PROFILE_NOT_CONFIRMED when the person has not even begun a profile. */
export async function create(actor: Actor, form: ExemptionForm): Promise<Exemption> {
  const personId = ownPerson(actor)
  failOnIssues(issuesOf(actor, form))
  const at = actor.platform.clock.now()
  const { id } = await transaction(actor, async (tx) => {
    const draft = { id: newId(at), personId, form, at }
    if (!(await store.insert(tx, draft, eventOf(actor, 'create')))) fail('PROFILE_NOT_CONFIRMED')
    const personal = { subjectId: personId, values: form }
    await audit.record(tx, actor, { act: 'exemption.create', recordId: draft.id, personal })
    return draft
  })
  return read(actor, id)
}

/** 保存: a draft or returned application says what the form says. */
export async function edit(
  actor: Actor,
  id: string,
  { version, form }: { version: number; form: ExemptionForm },
): Promise<Exemption> {
  const personId = ownPerson(actor)
  failOnIssues(inForm(issuesOf(actor, form)))
  await transaction(actor, async (tx) => {
    if (!(await store.update(tx, guardOf(actor, 'edit', id, version), form)))
      return failMove(tx, actor, { id, version, move: 'edit' })
    const personal = { subjectId: personId, values: form }
    await audit.record(tx, actor, { act: 'exemption.edit', recordId: id, personal })
    return { id }
  })
  return read(actor, id)
}

const inForm = (issues: Record<string, string>) =>
  Object.fromEntries(Object.entries(issues).map(([path, code]) => [`form.${path}`, code]))

/** 删除: a draft is gone, with its files. */
export async function remove(actor: Actor, id: string): Promise<{ done: true }> {
  const personId = ownPerson(actor)
  await transaction(actor, async (tx) => {
    await readIn(tx, actor, id)
    const { from } = exemptionMoves.delete
    const files = await store.remove(tx, { id, personId, from })
    if (!files) fail('WRONG_STATE')
    await dropFiles(tx, actor, files)
    await audit.record(tx, actor, { act: 'exemption.delete', recordId: id })
    return { id }
  })
  return { done: true }
}

/**
 * 送审: the application waits for the employer, or for the HR&SS office where that had returned it or
 * nobody of the employer could decide beside the person. The employer and the office are frozen now. NOT_COMPLETE without evidence; EXEMPTION_EXISTS while the
 * year has another.
 */
export async function submit(actor: Actor, id: string, version: number): Promise<Exemption> {
  const personId = ownPerson(actor)
  await transaction(actor, async (tx) => {
    const viewer = viewerOf(actor)
    const row = (await store.find(tx, viewer, id)) ?? fail('NOT_FOUND')
    const open = openMoves(exemptionMoves, row.state, 'individual', factsOf(row, viewer))
    const move = open.includes('resubmit') ? 'resubmit' : 'submit'
    if (!open.includes(move) || row.version !== version)
      await failMove(tx, actor, { id, version, move })
    if (!row.files.some(({ type }) => type !== null))
      fail('NOT_COMPLETE', { fields: { files: 'NO_EVIDENCE' } })
    if (await store.hasOther(tx, { id, personId, year: row.year })) fail('EXEMPTION_EXISTS')
    const sent = move === 'submit' ? await destination(tx, row) : undefined
    const guard = guardOf(actor, move, id, version)
    const at = sent && !sent.employerReviews ? exemptionMoves.resubmit : exemptionMoves[move]
    const passes = sent && !sent.employerReviews
    const moving = { to: at.to, ...(sent && { sent }), ...(passes && { passes }), reason: null }
    if (!(await store.move(tx, guard, moving, eventOf(actor, 'submit'))))
      return failMove(tx, actor, { id, version, move })
    const unitId = sent?.employerReviews ? sent.unitId : (sent ?? row).officeUnitId
    await audit.record(tx, actor, { act: `exemption.${move}`, recordId: id, facts: { unitId } })
    if (unitId) tell(tx, actor, { unitId }, 'exemption.waiting', { id })
    return { id }
  })
  return read(actor, id)
}

/** 撤回: an application that nobody has decided on is a draft again. */
export async function withdraw(actor: Actor, id: string, version: number): Promise<Exemption> {
  await transaction(actor, async (tx) => {
    const guard = guardOf(actor, 'withdraw', id, version)
    const moving = { to: exemptionMoves.withdraw.to, reason: null }
    if (!(await store.move(tx, guard, moving, eventOf(actor, 'withdraw'))))
      return failMove(tx, actor, { id, version, move: 'withdraw' })
    await audit.record(tx, actor, { act: 'exemption.withdraw', recordId: id })
    return { id }
  })
  return read(actor, id)
}

export function guardOf(
  actor: Actor,
  move: ExemptionMove,
  id: string,
  version: number,
): store.Guard {
  const { from } = exemptionMoves[move]
  return { id, version, from, viewer: viewerOf(actor), at: actor.platform.clock.now() }
}

export function eventOf(
  actor: Actor,
  act: ExemptionAct,
  reason: string | null = null,
): store.EventRow {
  const at = actor.platform.clock.now()
  return {
    id: newId(at),
    at,
    act,
    byName: actor.name,
    officeName: actor.seat?.unitName ?? null,
    reason,
  }
}

/**
 * Says no to a move whose guarded UPDATE changed nothing, by what the application looks like now: 404
 * outside the reach, then OWN_RECORD, WRONG_STATE, STALE, NOT_YOUR_STEP, each with the application.
 */
export async function failMove(
  tx: Db,
  actor: Actor,
  { id, version, move }: { id: string; version: number; move: ExemptionMove },
): Promise<never> {
  const viewer = viewerOf(actor)
  const row = (await store.find(tx, viewer, id)) ?? fail('NOT_FOUND')
  const facts = factsOf(row, viewer)
  const { from, when } = exemptionMoves[move]
  const lacks = (fact: ExemptionFact) => when.some((one) => one === fact) && !facts[fact]
  if (lacks('notSelf')) fail('OWN_RECORD')
  const current = await readIn(tx, actor, id)
  if (!from.some((state) => state === row.state)) fail('WRONG_STATE', { current })
  if (row.version !== version) fail('STALE', { current })
  if (lacks('holds')) fail('NOT_YOUR_STEP', { current })
  return fail('WRONG_STATE', { current })
}
