import {
  type Applicant,
  admissionIssues,
  type Enrolment,
  type EnrolmentState,
} from '@xueshi/contract/training/enrolments'
import { publicStates } from '@xueshi/contract/training/classes'
import { tell } from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { moveFacts, openFor } from '../enrolments/rules.ts'
import { ownPerson } from '../enrolments/service.ts'
import { applyFacts } from '../openings/rules.ts'
import { admissionOf } from '../openings/service.ts'
import { boundOf, place, roomOf } from '../places/rules.ts'
import * as store from './store.ts'

/**
 * [报名]: the person stands in the order of the class; where places go by that order, they have one at once or
 * wait. Refused as PROFILE_NOT_CONFIRMED, ENROLLED_ALREADY, SIGN_UP_CLOSED, or NOT_ELIGIBLE with the reasons.
 */
export async function apply(actor: Actor, classId: string): Promise<Enrolment> {
  const personId = ownPerson(actor)
  const { shown } = await transaction(actor, async (tx) => {
    const found = await store.lockForApplying(tx, classId, personId)
    if (!found || !isPublic(found)) fail('NOT_FOUND')
    const { applicant, myState, ...asked } = found
    if (!applicant) fail('PROFILE_NOT_CONFIRMED')
    if (myState !== null) fail('ENROLLED_ALREADY')
    const now = actor.platform.clock.now()
    if (!takesApplications(asked, now)) fail('SIGN_UP_CLOSED')
    const issues = admissionIssues(admissionOf(asked), applicant)
    if (Object.keys(issues).length > 0) fail('NOT_ELIGIBLE', { fields: { ...issues } })
    const [entered] = await enter(tx, actor, asked, [{ personId, applicant }], null)
    if (!entered) fail('SIGN_UP_CLOSED')
    const { id } = entered
    await audit.record(tx, actor, { act: 'enrolment.apply', recordId: id, facts: { classId } })
    return { id, shown: presentEntered(actor, asked, entered) }
  })
  return shown
}

export const isPublic = ({ state }: Pick<store.ClassToEnter, 'state'>) =>
  publicStates.some((one) => one === state)

/** Whether the class takes applications at the instant: its state and its time of sign-up both say so. */
export const takesApplications = (asked: store.ClassToEnter, now: Date): boolean =>
  asked.state === 'accepting' && applyFacts({ ...asked, myId: null }, now).inTime

export type Wanting = { personId: string; applicant: Applicant }
type Given = Extract<EnrolmentState, 'applied' | 'confirmed' | 'waitlisted'>
export type Entered = store.Entered & {
  id: string
  state: Given
  applicant: Applicant
  /** Where they wait, and which limit binds; null: they have a place, or it is decided later. */
  waiting: { position: number; why: 'FULL' | 'KEPT' | 'PAUSED' } | null
}

/**
 * Enters people into a class whose places are locked, in this order, and tells those who have a place by it.
 * Answers who was entered; nobody where the class has closed since it was read.
 */
export async function enter(
  tx: Db,
  actor: Actor,
  asked: store.ClassToEnter,
  wanting: readonly Wanting[],
  nominatedBy: string | null,
): Promise<Entered[]> {
  const at = actor.platform.clock.now()
  const named = wanting.map(({ personId, applicant }) => ({
    id: newId(at),
    personId,
    applicant,
    unitId: applicant.unitId,
  }))
  const states = givenOut(asked, named)
  const rows = named.map(({ id, personId, applicant }) => ({
    id,
    personId,
    state: states.stateOf(id),
    unitId: applicant.unitId,
    series: applicant.series,
    titleLevel: applicant.titleLevel,
    eventIds: [newId(at), newId(at)] as const,
  }))
  const act = nominatedBy === null ? 'apply' : 'nominate'
  const entry = { classId: asked.id, at, act, byName: actor.name, nominatedBy } as const
  const entered = await store.insert(tx, entry, rows)
  return entered.flatMap((one) => {
    const row = rows.find(({ personId }) => personId === one.personId)
    const applicant = wanting.find(({ personId }) => personId === one.personId)?.applicant
    if (!row || !applicant) return []
    const { id, state } = row
    if (state === 'confirmed') {
      const { name, startsOn, place: where } = asked
      const facts = { id, name, startsOn, place: where }
      tell(tx, actor, { accountId: one.personId }, 'enrolment.confirmed', facts)
    }
    const waiting = state === 'waitlisted' ? states.waitingOf(applicant.unitId, one.before) : null
    return [{ ...one, id, state, applicant, waiting }]
  })
}

/** Who has a place at once: nobody where it is given by hand or by draw; else the first, behind those who wait. */
function givenOut(
  { room: row, promotes }: store.ClassToEnter,
  wanting: readonly { id: string; unitId: string }[],
) {
  if (row === null) return { stateOf: (): Given => 'applied', waitingOf: () => null }
  const room = roomOf(row)
  const isPaused = !promotes && row.waits
  const placed = new Set(isPaused ? [] : place(room, wanting).placed.map(({ id }) => id))
  return {
    stateOf: (id: string): Given => (placed.has(id) ? 'confirmed' : 'waitlisted'),
    // Who was there before is confirmed or waits: nobody is undecided where the order decides.
    waitingOf: (unitId: string, before: number) => ({
      position: before - (row.plan - room.free) - placed.size + 1,
      why: isPaused ? ('PAUSED' as const) : (boundOf(room, unitId) ?? ('FULL' as const)),
    }),
  }
}

/** The enrolment as it has just been made, without reading it again: many come at once. */
function presentEntered(
  actor: Actor,
  asked: store.ClassToEnter,
  { id, state, number, before, waiting }: Entered,
): Enrolment {
  const at = actor.platform.clock.now().toISOString()
  const told = { at, by: actor.name, act: 'apply', reason: null } as const
  const decided = { at, by: '系统', reason: null } as const
  const fresh = { classState: asked.state, drawnAt: null, sessions: [], evaluated: false }
  const facts = moveFacts({ ...asked, ...fresh }, actor.platform.clock.now())
  return {
    id,
    version: 1,
    state,
    classId: asked.id,
    className: asked.name,
    courseName: asked.courseName,
    category: asked.category,
    institutionName: asked.institutionName,
    startsOn: asked.startsOn,
    appliedAt: at,
    number,
    classState: asked.state,
    endsOn: asked.endsOn,
    hoursTenths: asked.hoursTenths,
    place: asked.place,
    contactName: asked.contactName,
    contactPhone: asked.contactPhone,
    confirmation: asked.confirmation,
    plan: asked.plan,
    applied: before + 1,
    before,
    waiting,
    nominatedBy: null,
    reason: null,
    sessions: [],
    attempts: [],
    timeline: [
      told,
      ...(state === 'confirmed' ? [{ ...decided, act: 'confirm' as const }] : []),
      ...(state === 'waitlisted' ? [{ ...decided, act: 'wait' as const }] : []),
    ],
    open: openFor(state, facts),
  }
}
