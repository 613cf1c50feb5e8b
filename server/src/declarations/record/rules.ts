import {
  appealDays,
  type DeclarationFact,
  type DeclarationState,
  type StepPurpose,
  type StepState,
  type TimelineItem,
  undoHours,
} from '@xueshi/contract/declarations'
import type { Facts } from '@xueshi/contract/moves'
import { todayIn } from '@xueshi/contract/year'

export type Office = 'employer' | 'industry' | 'hrss'

/** Who looks at a record: the person that it belongs to, or an office with the unit that holds it. */
export type Viewer =
  | { kind: 'own'; personId: string }
  | {
      kind: 'office'
      office: Office
      unitId: string
      accountId: string
      /** What an authority answers for beside the records that it had to decide: null for an employer. */
      oversight: Oversight | null
    }
export type Oversight = { regionCode: string; industryCode: string | null }

export type Step = {
  id: string
  round: number
  position: number
  office: Office
  officeUnitId: string
  officeName: string
  state: StepState
  purpose: StepPurpose
}
/** A step as it stands in the database, with what its decision left behind. */
export type HeldStep = Step & {
  formerState: DeclarationState | null
  decidedVersion: number | null
  decidedBy: string | null
  /** An instant as JSON has it. */
  decidedAt: string | null
}

/** The steps that were opened together at the last 送审, 申诉 or handing on. */
export function lastRound<Held extends Step>(steps: readonly Held[]): Held[] {
  const round = Math.max(0, ...steps.map((step) => step.round))
  return steps.filter((step) => step.round === round)
}

/**
 * The way through review as it stands: the last round, and before it what an earlier round had
 * passed when a higher office returned the record, or when another office took over.
 */
export function wayThrough(steps: readonly Step[]): Step[] {
  const last = lastRound(steps)
  const first = last[0]?.position ?? 1
  const earlier = new Map<number, Step>()
  for (const step of steps) if (step.position < first) earlier.set(step.position, step)
  return [...earlier.values(), ...last]
}

/** The steps that a resubmission opens again: from the office that returned the record on. */
export function stepsToReopen(steps: readonly Step[]): Step[] {
  const last = lastRound(steps)
  const from = last.find(({ state }) => state === 'returned')?.position ?? 1
  return last.filter(({ position }) => position >= from)
}

/** What is known of a record beside its own columns when its moves are asked for. */
export type Standing = {
  personId: string
  /** Who sent it for the person. */
  declaredBy: string | null
  version: number
  state: DeclarationState
  claimedTenths: number
  recognisedTenths: number | null
  submittedAt: Date | null
  reviewedAt: Date | null
  appealedFrom: DeclarationState | null
  steps: readonly HeldStep[]
  /** The viewer is an authority that answers for the record's employer. */
  oversees: boolean
  /** The year that the hours went to is certified: something has followed from them. */
  certified: boolean
  revocation: { officeUnitId: string; regionCode: string } | null
}

const dayMilliseconds = 86_400_000

/** What the table of moves asks of a record and whoever looks at it. */
export function declarationFacts(
  record: Standing,
  viewer: Viewer,
  now: Date,
): Facts<DeclarationFact> {
  const round = lastRound(record.steps)
  const open = round.find(({ state }) => state === 'open')
  const own = viewer.kind === 'own' && viewer.personId === record.personId
  const holdsStep =
    viewer.kind === 'office' &&
    open?.officeUnitId === viewer.unitId &&
    open.office === viewer.office
  const moreSteps = round.some(({ state }) => state === 'waiting')
  const atHigher = round.some(({ state, position }) => state === 'returned' && position > 1)
  const undone = undoable(record, viewer, now)
  return {
    own,
    neverSent: record.submittedAt === null,
    atFirst: !atHigher,
    atHigher,
    holdsStep,
    lastStep: !moreSteps,
    moreSteps,
    notSelf:
      viewer.kind === 'office' &&
      viewer.accountId !== record.personId &&
      viewer.accountId !== record.declaredBy,
    appealable: appealable(record, now),
    againstRejection: record.appealedFrom === 'rejected',
    againstCut: record.appealedFrom === 'recognised',
    oversees: record.oversees,
    mayReinstate: mayReinstate(record, viewer),
    decidedLast: undone !== undefined,
    wasSubmitted: undone?.formerState === 'submitted',
    wasUnderReview: undone?.formerState === 'underReview',
  }
}

/** A rejection, or fewer hours than claimed, within the time for it; one appeal and no second. */
function appealable(record: Standing, now: Date): boolean {
  const { state, recognisedTenths, claimedTenths, reviewedAt, steps } = record
  const isCut = state === 'recognised' && (recognisedTenths ?? 0) < claimedTenths
  if (reviewedAt === null || (state !== 'rejected' && !isCut)) return false
  if (steps.some(({ purpose }) => purpose === 'appeal')) return false
  return now.getTime() - reviewedAt.getTime() < appealDays * dayMilliseconds
}

/** The office that revoked, or an authority of a region around that office's. */
function mayReinstate({ revocation, oversees }: Standing, viewer: Viewer): boolean {
  if (!revocation || viewer.kind !== 'office') return false
  if (revocation.officeUnitId === viewer.unitId) return true
  return oversees && isAround(viewer.oversight?.regionCode ?? '', revocation.regionCode)
}

/** Whether the first region is the city or the province that the second lies in (GB/T 2260 codes). */
export function isAround(outer: string, inner: string): boolean {
  const around = outer.replace(/(?:00){1,2}$/, '')
  return outer !== '' && outer !== inner && around.length < 6 && inner.startsWith(around)
}

/** The decision of the actor's that can still be taken back: the last, of today, with nothing after it. */
function undoable(record: Standing, viewer: Viewer, now: Date): HeldStep | undefined {
  if (viewer.kind !== 'office' || record.certified) return undefined
  const since = now.getTime() - undoHours * 3_600_000
  return record.steps.find(
    ({ purpose, decidedVersion, decidedBy, decidedAt, office, officeUnitId }) =>
      purpose === 'review' &&
      decidedVersion === record.version &&
      decidedBy === viewer.accountId &&
      office === viewer.office &&
      officeUnitId === viewer.unitId &&
      decidedAt !== null &&
      Date.parse(decidedAt) > since,
  )
}

/** Acts by which an office reviews a record; an appeal is no part of what the rules give a day for. */
const reviews: readonly TimelineItem['act'][] = ['return', 'pass', 'recognise', 'reject']

/** 逾期审核: an office decided after the last day of Asia/Shanghai that the rules gave it. */
export const isLate = (
  { act, at }: { act: TimelineItem['act']; at: string },
  reviewTo: string | null,
): boolean => reviewTo !== null && reviews.includes(act) && todayIn(new Date(at)) > reviewTo

/** Who is shown the checks: the person while the record can change, an office while it may decide. */
export function showsChecks(
  viewer: Viewer,
  state: DeclarationState,
  moves: { edit: { from: readonly string[] }; return: { from: readonly string[] } },
): boolean {
  return (viewer.kind === 'own' ? moves.edit : moves.return).from.includes(state)
}
