import type { Topic } from '@xueshi/contract/messages'
import type { Body } from '@xueshi/contract/endpoint'
import {
  type ClassMove,
  classMoves,
  type messageClass,
  type moveClass,
  type PlainMove,
  signUpOf,
  type TrainingClass,
} from '@xueshi/contract/training/classes'
import { type EnrolmentState, liveStates } from '@xueshi/contract/training/enrolments'
import { tell } from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { checkedCourse } from '../authoring/service.ts'
import { classFacts } from '../classes/rules.ts'
import {
  event,
  failMove,
  formOf,
  found,
  institutionOf,
  read,
  viewerOf,
} from '../classes/service.ts'
import { tellTrainees } from '../notices/service.ts'
import { decidingOffice } from '../offices/service.ts'
import { deadlineOf, instantText, isOpening, tellDeadline } from '../reopening/service.ts'
import {
  classFactsOf,
  holdDraw,
  lockClass,
  lockOwn,
  type LockedClass,
  moveEnrolments,
  promiseDraw,
  recount,
} from '../places/service.ts'
import { isHeldBack, mayPublish, needCourse } from '../publishing/service.ts'
import * as notices from '../notices/store.ts'
import * as store from './store.ts'

type Seen = { id: string; version: number }

function ownGuard(actor: Actor, move: ClassMove, { id, version }: Seen): store.Guard {
  const { unitId } = institutionOf(actor)
  const { from } = classMoves[move]
  const at = actor.platform.clock.now()
  return { id, version, from, by: { kind: 'institution', unitId }, at }
}

/** 提交审批: the class waits at the office that decides on its category. INVALID where a field is no longer right. */
export async function submit(actor: Actor, { id, version }: Seen): Promise<TrainingClass> {
  const { unitId } = institutionOf(actor)
  await transaction(actor, async (tx) => {
    await mayPublish(tx, actor, unitId)
    const row = await found(tx, actor, id)
    if (row.version !== version) return failMove(tx, actor, { id, version, move: 'submit' })
    const form = formOf(row)
    const course = await checkedCourse(tx, unitId, form)
    const at = actor.platform.clock.now()
    if (signUpOf(form).to <= at) fail('INVALID', { fields: { signUpToOn: 'SIGN_UP_OVER' } })
    const { category, series } = course
    const { kind, id: officeId } = await decidingOffice(tx, { unitId, category, series })
    const changes = {
      state: classMoves.submit.to,
      reason: null,
      office: { kind, unitId: officeId },
    } as const
    const guard = ownGuard(actor, 'submit', { id, version })
    const moved = await store.move(tx, guard, changes, event(actor, 'submit'))
    if (!moved) return failMove(tx, actor, { id, version, move: 'submit' })
    await audit.record(tx, actor, { act: 'class.submit', recordId: id, facts: { officeId } })
    const facts = { id, name: moved.name, unitName: actor.seat?.unitName ?? '' }
    tell(tx, actor, { unitId: officeId }, 'class.waiting', facts)
    return { id }
  })
  return read(actor, id)
}

/** The plain moves of a class by its institution: 撤回, 开放报名, 暂停, 恢复, 停止, 重新开放, 开班, 结束培训, 继续培训. */
export async function move(
  actor: Actor,
  { id, version, move: name, signUpTo: wanted }: Seen & Omit<Body<typeof moveClass>, 'version'>,
): Promise<TrainingClass> {
  await transaction(actor, async (tx) => {
    const locked = await lockOwn(tx, actor, id)
    const row = await found(tx, actor, id)
    const facts = classFacts(row, actor.platform.clock.now())
    const { when } = classMoves[name]
    if (!when.every((fact) => facts[fact]) || row.version !== version)
      return failMove(tx, actor, { id, version, move: name })
    const signUpTo = isOpening(name) ? deadlineOf(actor, row, wanted) : undefined
    const guard = ownGuard(actor, name, { id, version })
    if (!(await moveLocked(tx, actor, locked, { name, signUpTo }, guard)))
      return failMove(tx, actor, { id, version, move: name })
    if (signUpTo) await tellDeadline(tx, actor, row, signUpTo)
    return { id }
  })
  return read(actor, id)
}

/** One plain move of a class whose places are locked, with all that follows from it; false when it was not to be. */
async function moveLocked(
  tx: Db,
  actor: Actor,
  locked: LockedClass,
  { name, signUpTo }: { name: PlainMove; signUpTo?: Date | undefined },
  guard: store.Guard,
): Promise<boolean> {
  const { id } = locked
  if (isOpening(name)) await mayPublish(tx, actor, locked.institutionId)
  // Those that took applications already go on.
  if (name === 'open') await needCourse(tx, id)
  if (name === 'open' && locked.confirmation === 'draw') await promiseDraw(tx, id)
  const reason = name === 'start' ? null : undefined
  const changes = {
    state: classMoves[name].to,
    ...(name === 'open' && { beginsSignUp: true }),
    signUpTo,
    ...(name === 'start' && { starts: true }),
    ...(reason !== undefined && { reason }),
  }
  const told = event(actor, name, signUpTo ? `报名截止：${instantText(signUpTo)}` : null)
  if (!(await store.move(tx, guard, changes, told))) return false
  const facts = name === 'start' ? await endWaiting(tx, actor, locked) : {}
  await audit.record(tx, actor, { act: `class.${name}`, recordId: id, facts })
  return true
}

/** At the start whoever has no place ends as refused, 班级已开班; a draw that nobody held is held first. */
async function endWaiting(tx: Db, actor: Actor, locked: LockedClass) {
  const { id } = locked
  const drawn =
    locked.confirmation === 'draw' && locked.drawnAt === null
      ? await holdDraw(tx, actor, locked)
      : null
  const left = ['applied', 'waitlisted'] as const
  const waiting = await notices.listTrainees(tx, id, left)
  await tellTrainees(tx, actor, { classId: id, states: left }, 'enrolment.lapsed', {
    name: locked.name,
  })
  await moveEnrolments(tx, actor, id, {
    ids: waiting.map((one) => one.id),
    from: left,
    to: 'refused',
    act: 'lapse',
    reason: '班级已开班',
  })
  await recount(tx, id)
  return { lapsed: waiting.length, ...(drawn && { drawn }) }
}

/** 取消培训班: every place is free and everybody is told why. */
export async function cancel(
  actor: Actor,
  { id, version, reason }: Seen & { reason: string },
): Promise<TrainingClass> {
  await transaction(actor, async (tx) => {
    const locked = await lockOwn(tx, actor, id)
    const guard = ownGuard(actor, 'cancel', { id, version })
    const changes = { state: classMoves.cancel.to, reason }
    if (!(await store.move(tx, guard, changes, event(actor, 'cancel', reason))))
      return failMove(tx, actor, { id, version, move: 'cancel' })
    const enrolled = await notices.listTrainees(tx, id, liveStates)
    const facts = { ...classFactsOf(locked), reason }
    await tellTrainees(tx, actor, { classId: id, states: liveStates }, 'enrolment.cancelled', facts)
    await moveEnrolments(tx, actor, id, {
      ids: enrolled.map((one) => one.id),
      from: liveStates,
      to: 'withdrawn',
      act: 'cancel',
      reason,
    })
    await recount(tx, id)
    await audit.record(tx, actor, {
      act: 'class.cancel',
      recordId: id,
      facts: { enrolled: enrolled.length },
    })
    return { id }
  })
  return read(actor, id)
}

const audiences: Record<Body<typeof messageClass>['to'], readonly EnrolmentState[]> = {
  confirmed: ['confirmed', 'completed', 'failed'],
  waitlisted: ['waitlisted'],
  applied: ['applied'],
  all: [...liveStates, 'completed', 'failed'],
}

/** 通知学员: what the institution writes, to those of the class whom it means. */
export async function message(
  actor: Actor,
  id: string,
  { to, text }: Body<typeof messageClass>,
): Promise<TrainingClass> {
  await transaction(actor, async (tx) => {
    const { version } = await found(tx, actor, id)
    const guard = ownGuard(actor, 'message', { id, version })
    const moved = await store.move(tx, guard, {}, event(actor, 'message', text))
    if (!moved) return failMove(tx, actor, { id, move: 'message' })
    const whom = { classId: id, states: audiences[to] }
    const facts = { name: moved.name, text }
    const told = await tellTrainees(tx, actor, whom, 'enrolment.message', facts)
    await audit.record(tx, actor, { act: 'class.message', recordId: id, facts: { to, told } })
    return { id }
  })
  return read(actor, id)
}

/** 批准开班: the class opens when its sign-up begins, or before by hand. */
export const approve = (actor: Actor, seen: Seen) =>
  decide(actor, 'approve', seen, null, 'class.approved')

/** 退回: the class is its institution's again, with the reason. */
export const giveBack = (actor: Actor, { reason, ...seen }: Seen & { reason: string }) =>
  decide(actor, 'return', seen, reason, 'class.returned')

async function decide(
  actor: Actor,
  move: 'approve' | 'return',
  { id, version }: Seen,
  reason: string | null,
  topic: Topic,
): Promise<TrainingClass> {
  const viewer = viewerOf(actor)
  const { kind, unitId, accountId } = viewer
  if (kind === 'institution') fail('NOT_FOUND')
  const { from, to } = classMoves[move]
  const at = actor.platform.clock.now()
  await transaction(actor, async (tx) => {
    const guard = { id, version, from, by: { kind, unitId, accountId }, at }
    const moved = await store.move(tx, guard, { state: to, reason }, event(actor, move, reason))
    if (!moved) return failMove(tx, actor, { id, version, move })
    // After the guard: to whom the class does not exist, its course says nothing.
    if (move === 'approve') await needCourse(tx, id)
    await audit.record(tx, actor, { act: `class.${move}`, recordId: id })
    const facts = { id, name: moved.name, office: moved.officeName, reason }
    tell(tx, actor, { unitId: moved.institutionId }, topic, facts)
    return { id }
  })
  return read(actor, id)
}

/** By the clock: opens, closes and starts a class that is due; false when somebody else has done so meanwhile. */
export async function moveDue(
  actor: Actor,
  { id, move: name }: { id: string; move: 'open' | 'close' | 'start' },
): Promise<void> {
  await transaction(actor, async (tx) => {
    const locked = await lockClass(tx, id)
    // It stays approved until the restriction is lifted, or the institution accredited again, and opens then; of a
    // course that was closed it never opens.
    if (name === 'open' && (await isHeldBack(tx, actor, locked))) fail('WRONG_STATE')
    const at = actor.platform.clock.now()
    const guard = { id, version: null, from: classMoves[name].from, by: null, at }
    if (!(await moveLocked(tx, actor, locked, { name }, guard))) fail('WRONG_STATE')
    return { id }
  })
}
