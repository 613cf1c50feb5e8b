import type { Body, Query, Reply } from '@xueshi/contract/endpoint'
import type {
  listAttendance,
  listSessions,
  markAttendance,
  readSignInCodes,
} from '@xueshi/contract/training/attendance'
import { type ClassState, classMoves } from '@xueshi/contract/training/classes'
import type { signIn as signInEndpoint } from '@xueshi/contract/training/enrolments'
import { create as createQr } from 'qrcode'
import * as z from 'zod/mini'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { readCursor, writeCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { ownClass } from '../confirming/service.ts'
import { ownPerson, presentChange } from '../enrolments/service.ts'
import { isFresh, isLate, signInMac, signInWindow, slotAt, slotMilliseconds } from './rules.ts'
import * as store from './store.ts'

const pageLength = 100
/** Codes that the wall is given at once: two minutes, should the network be away for so long. */
const codesAhead = 8

/** Whether one may, or might, have signed in for it. */
export const hasBegun = (session: { startsAt: Date; endsAt: Date }, now: Date) =>
  signInWindow(session).opensAt <= now

/** Refuses while the class, or the session, is not one that may be marked. */
export function mayMark(
  session: { state: ClassState; startsAt: Date; endsAt: Date },
  now: Date,
): void {
  if (!classMoves.mark.from.some((one) => one === session.state)) fail('WRONG_STATE')
  if (!hasBegun(session, now)) fail('SESSION_NOT_BEGUN')
}
const isWithin = (session: { startsAt: Date; endsAt: Date }, now: Date) => {
  const { opensAt, closesAt } = signInWindow(session)
  return opensAt <= now && now < closesAt
}

/** 考勤 of one class: its sessions, each with how many came. */
export async function sessions(actor: Actor, classId: string): Promise<Reply<typeof listSessions>> {
  const { db, clock } = actor.platform
  const { state } = await ownClass(db, actor, classId)
  const rows = await store.listSessions(db, classId)
  return {
    trainees: await store.countTrainees(db, classId),
    items: rows.map(({ startsAt, endsAt, ...row }) => ({
      ...row,
      from: startsAt.toISOString(),
      to: endsAt.toISOString(),
      signsIn: state === 'running' && isWithin({ startsAt, endsAt }, clock.now()),
      begun: hasBegun({ startsAt, endsAt }, clock.now()),
    })),
  }
}

/** A session of the institution's own class. 404 for any other. */
export async function ownSession(
  db: Db,
  actor: Actor,
  { id, sessionId }: { id: string; sessionId: string },
): Promise<store.SessionOf> {
  await ownClass(db, actor, id)
  const session = await store.findSession(db, sessionId)
  return session?.classId === id ? session : fail('NOT_FOUND')
}

export type BySession = { id: string; sessionId: string }

/** 签到名单 of one session, a hundred at a time. */
export async function list(
  actor: Actor,
  ids: BySession,
  { after }: Query<typeof listAttendance>,
): Promise<Reply<typeof listAttendance>> {
  const { db } = actor.platform
  await ownSession(db, actor, ids)
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.int()]))
  const asked = { classId: ids.id, sessionId: ids.sessionId, after: last }
  const rows = await store.listAttendees(db, asked, pageLength + 1)
  const items = rows.slice(0, pageLength).map((row) => ({
    enrolmentId: row.enrolmentId,
    number: row.number,
    name: row.name,
    unitName: row.unitName,
    mark: row.mark,
    by: row.by,
    at: row.at?.toISOString() ?? null,
    changes: row.changes.map(presentChange),
  }))
  const end = rows.length > pageLength ? items.at(-1) : undefined
  return { items, next: end ? writeCursor([end.number]) : null }
}

/**
 * By list: what is marked stands; nobody marks themselves. SESSION_NOT_BEGUN before one may sign in,
 * REASON_REQUIRED where somebody is marked otherwise already and no reason is given.
 */
export async function mark(
  actor: Actor,
  ids: BySession,
  { marks, unmarked, reason }: Body<typeof markAttendance>,
): Promise<Reply<typeof markAttendance>> {
  const { marked } = await transaction(actor, async (tx) => {
    const reasoned = marks.map((one) => ({ ...one, reason: reason ?? null }))
    const marked = await markIn(tx, actor, ids, { marks: reasoned, unmarked, source: 'list' })
    return { id: ids.sessionId, marked }
  })
  return { marked }
}

type Marking = {
  marks: readonly (store.Marked & { reason: string | null })[]
  unmarked: store.Marked['mark'] | null
  source: 'list' | 'sheet'
}

/** As `mark`, in the caller's transaction; answers how many were marked. */
export async function markIn(
  tx: Db,
  actor: Actor,
  ids: BySession,
  { marks, unmarked, source }: Marking,
): Promise<number> {
  const { accountId } = signedIn(actor)
  const { id: classId, sessionId } = ids
  const session = await ownSession(tx, actor, ids)
  mayMark(session, actor.platform.clock.now())
  const wanted = marks.map(({ enrolmentId }) => enrolmentId)
  const found = await store.listConfirmed(tx, classId, wanted)
  if (found.length < new Set(wanted).size) fail('NOT_FOUND')
  if (found.some(({ personId }) => personId === accountId)) fail('OWN_RECORD')
  const marking = { source, at: actor.platform.clock.now(), byId: accountId }
  const { made, changed } = await put(tx, actor, sessionId, lastOfEach(marks), marking)
  const rest =
    unmarked === null
      ? 0
      : await store.markRest(tx, { classId, sessionId, mark: unmarked }, marking)
  const facts = { classId, made, changed, unmarked, rest, source }
  await audit.record(tx, actor, { act: 'attendance.mark', recordId: sessionId, facts })
  return made.length + changed.length + rest
}

/** Who has no mark gets one; who has another one gets it for a reason; who has the same keeps it as it was. */
async function put(
  tx: Db,
  actor: Actor,
  sessionId: string,
  marks: Marking['marks'],
  marking: { source: 'list' | 'sheet'; at: Date; byId: string },
) {
  const inserted = new Set(await store.insertMarks(tx, sessionId, marks, marking))
  const made = marks.filter(({ enrolmentId }) => inserted.has(enrolmentId))
  const others = marks.filter(({ enrolmentId }) => !inserted.has(enrolmentId))
  const standing = await store.lockMarks(
    tx,
    sessionId,
    others.map(({ enrolmentId }) => enrolmentId),
  )
  const formerOf = new Map(standing.map((one) => [one.enrolmentId, one]))
  const changes = others.flatMap(({ enrolmentId, mark, reason }) => {
    const former = formerOf.get(enrolmentId)
    if (!former || former.mark === mark) return []
    if (reason === null) return fail('REASON_REQUIRED', { fields: { reason: 'REASON_REQUIRED' } })
    return [{ id: newId(marking.at), former, mark, reason }]
  })
  await store.changeMarks(tx, sessionId, changes, { ...marking, byName: actor.name || '系统' })
  return {
    made: made.map(({ enrolmentId, mark }) => ({ enrolmentId, mark })),
    changed: changes.map(({ former, mark }) => ({
      enrolmentId: former.enrolmentId,
      former: former.mark,
      formerSource: former.source,
      mark,
    })),
  }
}

/** Where somebody is marked twice in one request, the later mark stands. */
const lastOfEach = <One extends { enrolmentId: string }>(marks: readonly One[]): One[] => [
  ...new Map(marks.map((one) => [one.enrolmentId, one])).values(),
]

/** 签到二维码: the codes of the next minutes. WRONG_STATE before the class has started and outside the session's time. */
export async function codes(actor: Actor, ids: BySession): Promise<Reply<typeof readSignInCodes>> {
  const { db, clock, keys, config } = actor.platform
  const session = await ownSession(db, actor, ids)
  const now = clock.now()
  if (session.state !== 'running' || !isWithin(session, now)) fail('WRONG_STATE')
  const first = slotAt(now)
  const { opensAt, closesAt } = signInWindow(session)
  return {
    nextMilliseconds: (first + 1) * slotMilliseconds - now.getTime(),
    slotMilliseconds,
    codes: Array.from({ length: codesAhead }, (_, ahead) => {
      const slot = first + ahead
      const mac = signInMac(keys.ticketKey, { classId: ids.id, sessionId: ids.sessionId, slot })
      const address = `${config.publicUrl}/me/sign-in?session=${ids.sessionId}&slot=${slot}&code=${mac}`
      return { slot, address, ...drawn(address) }
    }),
    opensAt: opensAt.toISOString(),
    closesAt: closesAt.toISOString(),
    signedIn: await store.countSignedIn(db, ids.sessionId),
  }
}

/** The address as a QR code: a path of one-module runs, for whoever draws it. */
function drawn(address: string): { path: string; modules: number } {
  const { size, data } = createQr(address, { errorCorrectionLevel: 'M' }).modules
  const runs: string[] = []
  for (let at = 0; at < data.length; at += 1) {
    if (!data[at]) continue
    const begin = at
    while (data[at + 1] && (at + 1) % size !== 0) at += 1
    runs.push(`M${begin % size} ${Math.floor(begin / size)}h${at - begin + 1}v1H${begin % size}z`)
  }
  return { path: runs.join(''), modules: size }
}

/**
 * 签到 by the code on the wall. SIGN_IN_CODE_WRONG for one of another class, one that is too old and one that
 * was made up; SIGN_IN_NOT_NOW outside the session's time; SIGN_IN_NOT_LISTED for who has no place. The first
 * sign-in stands.
 */
export async function signIn(
  actor: Actor,
  { sessionId, slot, mac }: Body<typeof signInEndpoint>,
): Promise<Reply<typeof signInEndpoint>> {
  const personId = ownPerson(actor)
  const { db, clock, keys } = actor.platform
  const session = await store.findSession(db, sessionId)
  const now = clock.now()
  if (!session || !isFresh(keys.ticketKey, { classId: session.classId, sessionId, slot, mac }, now))
    fail('SIGN_IN_CODE_WRONG')
  const { classId, className, startsAt, lateMinutes } = session
  if (session.state !== 'running' || !isWithin(session, now)) fail('SIGN_IN_NOT_NOW')
  const is = isLate(startsAt, lateMinutes, now) ? 'late' : 'present'
  const { signed } = await transaction(actor, async (tx) => {
    const signed = await store.signIn(tx, { classId, sessionId, personId, mark: is, at: now })
    if (!signed) fail('SIGN_IN_NOT_LISTED')
    const facts = { classId, sessionId, mark: signed.mark, again: !signed.isNew }
    const recordId = signed.enrolmentId
    await audit.record(tx, actor, { act: 'attendance.signIn', recordId, facts })
    return { id: sessionId, signed }
  })
  // Whoever was marked absent by the list and stands before the wall has to ask the institution.
  if (signed.mark !== 'present' && signed.mark !== 'late') fail('SIGN_IN_NOT_NOW')
  return { className, mark: signed.mark, at: signed.at.toISOString(), again: !signed.isNew }
}
