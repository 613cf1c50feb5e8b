import {
  type Declaration,
  type DeclarationMove,
  declarationMoves,
  type DeclarationRow,
  evidenceTypes,
} from '@xueshi/contract/declarations'
import { reviewers } from '@xueshi/contract/actor'
import { timeBasedForms } from '@xueshi/contract/ledger'
import { openMoves } from '@xueshi/contract/moves'
import { todayIn } from '@xueshi/contract/year'
import * as ledger from '../../ledger/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import { ticketUrl } from '../../platform/file-view.ts'
import { type Checked, checksOf, filesOf } from '../rules.ts'
import type { EventRow, OwnMove, Sending } from '../store.ts'
import {
  declarationFacts,
  type HeldStep,
  isLate,
  showsChecks,
  type Viewer,
  wayThrough,
} from './rules.ts'
import * as store from './store.ts'

/** How the actor sees records: as the person, or for the office of the seat. 404 for anyone else. */
export function viewerOf(actor: Actor): Viewer {
  const { accountId, kind, scope } = signedIn(actor)
  if (scope.kind === 'own') return { kind: 'own', personId: scope.personId }
  const office = reviewers.find((reviewer) => reviewer === kind)
  if (!office || scope.kind === 'nothing') fail('NOT_FOUND')
  const oversight =
    scope.kind === 'region'
      ? { regionCode: scope.regionCode, industryCode: null }
      : scope.kind === 'trade'
        ? { regionCode: scope.regionCode, industryCode: scope.industryCode }
        : null
  return { kind: 'office', office, unitId: scope.unitId, accountId, oversight }
}

export type OfficeViewer = Extract<Viewer, { kind: 'office' }>

/** The office for which the actor decides. 404 from any other seat. */
export function officeOf(actor: Actor): OfficeViewer {
  const viewer = viewerOf(actor)
  return viewer.kind === 'office' ? viewer : fail('NOT_FOUND')
}

/** The person whose own records the actor may see. 404 from any other seat. */
export function ownPerson(actor: Actor): string {
  const viewer = viewerOf(actor)
  return viewer.kind === 'own' ? viewer.personId : fail('NOT_FOUND')
}

/** One record as the actor may see it. 404 outside the actor's scope. */
export async function read(actor: Actor, id: string): Promise<Declaration> {
  return readIn(actor.platform.db, actor, id)
}

/** As `read`, inside a transaction: for the record that comes with a refusal. */
export async function readIn(db: Db, actor: Actor, id: string): Promise<Declaration> {
  const viewer = viewerOf(actor)
  const row = await store.find(db, viewer, id)
  if (!row) fail('NOT_FOUND')
  return present(db, actor, viewer, row)
}

/** The actor's own record, as it was just read or written. */
export async function presentOwn(actor: Actor, row: store.RecordRow): Promise<Declaration> {
  return present(actor.platform.db, actor, viewerOf(actor), row)
}

/** The record as 送审 has just left it in the database, without asking for it again. */
export function sentRecord(
  record: store.RecordRow,
  { version, at }: OwnMove,
  { state, unitId, unitName, series, receiptNumber, steps, declaredBy, reviewTo }: Sending,
  { act, byName, officeName, reason, decision = null }: EventRow,
): store.RecordRow {
  const told = { at: at.toISOString(), by: byName, office: officeName, act, reason, decision }
  return {
    ...record,
    state,
    version: version + 1,
    unitId,
    unitName,
    series,
    receiptNumber,
    reviewTo,
    declaredBy,
    // Only the person's own sending is shown from here.
    declaredByName: null,
    submittedAt: at,
    updatedAt: at,
    reason: null,
    steps: [...record.steps, ...steps.map((step): HeldStep => ({ ...step, ...undecided }))],
    timeline: [...record.timeline, told],
  }
}

const undecided = { formerState: null, decidedVersion: null, decidedBy: null, decidedAt: null }

/** A line of the person's list. Field by field: to copy twenty rows of so many takes longer than to find them. */
export function presentLine(row: store.ListedRow): DeclarationRow {
  return {
    id: row.id,
    version: row.version,
    state: row.state,
    name: row.name,
    category: row.category,
    form: row.form,
    institution: row.institution,
    startOn: row.startOn,
    endOn: row.endOn,
    claimedTenths: row.claimedTenths,
    option: row.option ?? null,
    units: row.units ?? null,
    rank: row.rank ?? null,
    achievement: row.achievement ?? null,
    year: row.year,
    recognisedTenths: row.recognisedTenths,
    reviewedAt: row.reviewedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
    deletable:
      row.submittedAt === null && declarationMoves.delete.from.some((from) => from === row.state),
  }
}

async function present(
  db: Db,
  actor: Actor,
  viewer: Viewer,
  row: store.RecordRow,
): Promise<Declaration> {
  const facts = factsOf(actor, viewer, row)
  const isChecked = showsChecks(viewer, row.state, declarationMoves)
  const changes = declarationMoves.edit.from.some((from) => from === row.state)
  return {
    ...presentLine(row),
    receipt:
      row.receiptNumber && row.submittedAt
        ? { number: row.receiptNumber, at: row.submittedAt.toISOString() }
        : null,
    person: {
      name: row.personName,
      unitName: changes ? row.employerName : row.unitName,
      series: changes ? row.currentSeries : row.series,
    },
    reviewTo: changes ? null : row.reviewTo,
    declaredBy: row.declaredByName,
    evidence: row.evidence.map(({ type, ...file }) => ({
      ...file,
      type: evidenceTypes.find((known) => known === type) ?? null,
      viewUrl: file.state === 'ready' ? ticketUrl(actor, 'evidence', file.id) : null,
    })),
    checks: isChecked ? await checksIn(db, actor, row) : [],
    brings: isChecked ? await ledger.gainOf(db, claimOf(row)) : null,
    reviewedFirst: !facts.own || !changes ? null : row.employerReviews ? 'employer' : 'above',
    steps: wayThrough(row.steps).map(({ office, officeName, state, purpose }) => ({
      office,
      officeName,
      state,
      purpose,
    })),
    reason: row.reason,
    returned: row.returned && { ...row.returned, at: new Date(row.returned.at).toISOString() },
    timeline: row.timeline.map((item) => ({
      ...item,
      at: new Date(item.at).toISOString(),
      late: isLate(item, row.reviewTo),
    })),
    open: openMoves(declarationMoves, row.state, signedIn(actor).kind, facts),
  }
}

const claimOf = ({ id, personId, year, category, form, claimedTenths }: store.RecordRow) => ({
  personId,
  year,
  category,
  form,
  hoursTenths: claimedTenths,
  sourceId: id,
})

export const factsOf = (actor: Actor, viewer: Viewer, row: store.RecordRow) =>
  declarationFacts(row, viewer, actor.platform.clock.now())

/** What the pure checks look at. */
export function checked(row: store.RecordRow): Checked & store.CheckedRow {
  return { ...row, ...filesOf(row.evidence.map(({ type }) => type)) }
}

/** What the checks find of the record now. */
export async function checksIn(db: Db, actor: Actor, row: store.RecordRow) {
  const series = row.series ?? row.currentSeries ?? ''
  const unitId = row.unitId ?? row.employerId
  const rules = await ledger.ruleSetFor(db, { year: row.year, series, unitId })
  const facts = await store.findCheckFacts(db, row, timeBasedForms(rules))
  const sentOn = todayIn(row.submittedAt ?? actor.platform.clock.now())
  return checksOf(checked(row), facts, rules, sentOn)
}

/**
 * Says no to a move whose guarded UPDATE changed nothing, by what the record looks like now: 404
 * outside the scope, then OWN_RECORD, WRONG_STATE, STALE, NOT_YOUR_STEP, each with the record.
 */
export async function failMove(
  tx: Db,
  actor: Actor,
  { id, version, move }: { id: string; version: number; move: DeclarationMove },
): Promise<never> {
  const viewer = viewerOf(actor)
  const row = await store.find(tx, viewer, id)
  if (!row) fail('NOT_FOUND')
  const facts = factsOf(actor, viewer, row)
  const { from, when } = declarationMoves[move]
  const lacks = (fact: keyof typeof facts) => when.some((one) => one === fact) && !facts[fact]
  if (lacks('notSelf')) fail('OWN_RECORD')
  const current = await present(tx, actor, viewer, row)
  if (!from.some((state) => state === row.state)) fail('WRONG_STATE', { current })
  if (row.version !== version) fail('STALE', { current })
  if (lacks('holdsStep')) fail('NOT_YOUR_STEP', { current })
  return fail('WRONG_STATE', { current })
}
