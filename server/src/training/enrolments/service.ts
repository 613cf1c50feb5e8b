import type { Query, Reply } from '@xueshi/contract/endpoint'
import {
  type Enrolment,
  enrolmentMoves,
  type EnrolmentMove,
  type EnrolmentRow,
  type EvaluationForm,
  type listEnrolments,
  type MarkChange,
} from '@xueshi/contract/training/enrolments'
import * as z from 'zod/mini'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import type { Media } from '../../platform/http.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { boundOf } from '../places/rules.ts'
import { fill, lockClass, moveEnrolments, roomIn } from '../places/service.ts'
import { calendarOf, moveFacts, openFor } from './rules.ts'
import * as store from './store.ts'

const pageLength = 20

/** The person whose own enrolments the actor may see. 404 from any seat. */
export function ownPerson(actor: Actor): string {
  const { scope } = signedIn(actor)
  return scope.kind === 'own' ? scope.personId : fail('NOT_FOUND')
}

/** 培训班报名情况查看: the actor's own, newest first, 20 at a time. */
export async function list(
  actor: Actor,
  { after, ...filter }: Query<typeof listEnrolments>,
): Promise<Reply<typeof listEnrolments>> {
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const wanted = { ...filter, after: last }
  const rows = await store.list(actor.platform.db, ownPerson(actor), wanted, pageLength + 1)
  const { page, next } = cut(rows, pageLength, ({ id }) => [id])
  return { items: page.map(presentLine), next }
}

/** A line of a list of enrolments. */
export const presentLine = (row: store.ListedRow): EnrolmentRow => ({
  id: row.id,
  version: row.version,
  state: row.state,
  classId: row.classId,
  className: row.className,
  courseName: row.courseName,
  category: row.category,
  institutionName: row.institutionName,
  startsOn: row.startsOn,
  appliedAt: row.appliedAt.toISOString(),
})

/** One of the actor's own. 404 when it is not theirs. */
export async function read(actor: Actor, id: string): Promise<Enrolment> {
  return readIn(actor.platform.db, actor, id)
}

async function found(db: Db, actor: Actor, id: string): Promise<store.EnrolmentRecord> {
  return (await store.find(db, ownPerson(actor), id)) ?? fail('NOT_FOUND')
}

async function readIn(db: Db, actor: Actor, id: string): Promise<Enrolment> {
  const row = await found(db, actor, id)
  const facts = moveFacts(row, actor.platform.clock.now())
  return {
    ...presentLine(row),
    number: row.number,
    classState: row.classState,
    endsOn: row.endsOn,
    hoursTenths: row.hoursTenths,
    place: row.place,
    contactName: row.contactName,
    contactPhone: row.contactPhone,
    confirmation: row.confirmation,
    plan: row.plan,
    applied: row.applied,
    before: row.before,
    waiting: row.state === 'waitlisted' ? await waitingOf(db, row) : null,
    nominatedBy: row.nominatedBy,
    reason: row.reason,
    sessions: row.sessions.map(presentMark),
    attempts: row.attempts,
    timeline: row.timeline.map(presentEvent),
    open: openFor(row.state, facts),
  }
}

export const presentMark = ({ from, to, changes, ...mark }: store.SessionMarkRow) => ({
  ...mark,
  changes: changes.map(presentChange),
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
})
export const presentChange = ({ at, formerAt, ...change }: MarkChange): MarkChange => ({
  ...change,
  formerAt: new Date(formerAt).toISOString(),
  at: new Date(at).toISOString(),
})
export const presentEvent = (event: store.EventRow) => ({
  ...event,
  at: new Date(event.at).toISOString(),
})

/** Before whom they wait, and which limit binds; a place that is free and not given out means a pause. */
async function waitingOf(db: Db, row: store.EnrolmentRecord): Promise<Enrolment['waiting']> {
  const bound = boundOf(await roomIn(db, row.classId), row.unitId)
  return { position: row.waitingBefore + 1, why: bound ?? 'PAUSED' }
}

/**
 * 取消报名, until the class starts. A place that is freed by it goes to the next who waits, in this act. STALE
 * where something was decided meanwhile.
 */
export async function withdraw(
  actor: Actor,
  { id, version }: { id: string; version: number },
): Promise<Enrolment> {
  const personId = ownPerson(actor)
  await transaction(actor, async (tx) => {
    const classId = await store.findClassOf(tx, personId, id)
    if (classId === undefined) fail('NOT_FOUND')
    const locked = await lockClass(tx, classId)
    const row = await found(tx, actor, id)
    const open = openFor(row.state, moveFacts(row, actor.platform.clock.now()))
    if (!open.includes('withdraw') || row.version !== version)
      return failMove(tx, actor, { id, version, move: 'withdraw' })
    const { from, to } = enrolmentMoves.withdraw
    await moveEnrolments(tx, actor, classId, { ids: [id], from, to, act: 'withdraw' })
    const promoted = await fill(tx, actor, locked)
    const facts = { classId, from: row.state, promoted }
    await audit.record(tx, actor, { act: 'enrolment.withdraw', recordId: id, facts })
    return { id }
  })
  return read(actor, id)
}

/** Says no to a move of one's own, with the enrolment as it stands. */
async function failMove(
  tx: Db,
  actor: Actor,
  { id, version, move }: { id: string; version?: number; move: EnrolmentMove },
): Promise<never> {
  const current = await readIn(tx, actor, id)
  const isOld = version !== undefined && current.version !== version
  return fail(isOld && current.open.includes(move) ? 'STALE' : 'WRONG_STATE', { current })
}

/** The sessions as a calendar file, for a class in which one has or wants a place. */
export async function calendar(actor: Actor, id: string): Promise<Media> {
  const { db, clock } = actor.platform
  const row = await found(db, actor, id)
  const sessions = await store.listSessions(db, row.classId)
  const text = calendarOf({ ...row, id: row.classId, sessions }, clock.now())
  return { bytes: Buffer.from(text), fileName: `${row.className}.ics` }
}

/** 评价, once, by those who were there. */
export async function evaluate(actor: Actor, id: string, form: EvaluationForm): Promise<Enrolment> {
  await transaction(actor, async (tx) => {
    const row = await found(tx, actor, id)
    const at = actor.platform.clock.now()
    const isOpen = openFor(row.state, moveFacts(row, at)).includes('evaluate')
    const evaluation = { ...form, enrolmentId: id, classId: row.classId, at }
    if (!isOpen || !(await store.insertEvaluation(tx, evaluation)))
      return failMove(tx, actor, { id, move: 'evaluate' })
    const { classId } = row
    await audit.record(tx, actor, { act: 'enrolment.evaluate', recordId: id, facts: { classId } })
    return { id }
  })
  return read(actor, id)
}
