import { randomBytes } from 'node:crypto'
import { classMoves, type ClassPlaces, type TrainingClass } from '@xueshi/contract/training/classes'
import type { EnrolmentAct, EnrolmentState } from '@xueshi/contract/training/enrolments'
import { tell } from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { event, failMove, institutionOf, placesOf, read } from '../classes/service.ts'
import * as lifecycle from '../lifecycle/store.ts'
import { tellEach } from '../notices/service.ts'
import { commitmentOf, drawnOrder, place, type Room, roomOf } from './rules.ts'
import * as store from './store.ts'

export type { Asked, LockedClass } from './store.ts'

/** Locks the places of a class for the rest of the act. 404 where there is none. */
export async function lockClass(tx: Db, classId: string): Promise<store.LockedClass> {
  return (await store.lock(tx, classId)) ?? fail('NOT_FOUND')
}

/** As `lockClass`, for the institution whose class it is. 404 for any other. */
export async function lockOwn(tx: Db, actor: Actor, classId: string): Promise<store.LockedClass> {
  const { unitId } = institutionOf(actor)
  const locked = await lockClass(tx, classId)
  return locked.institutionId === unitId ? locked : fail('NOT_FOUND')
}

/** As `lockOwn`, with what of it is still to be had, and those of its enrolments that are asked for, in their order. */
export async function lockOwnWith(
  tx: Db,
  actor: Actor,
  classId: string,
  ids: readonly string[],
): Promise<{ locked: store.LockedClass; room: Room; asked: store.Asked[] }> {
  const { unitId } = institutionOf(actor)
  const found = await store.lockWith(tx, classId, ids)
  if (found?.institutionId !== unitId) fail('NOT_FOUND')
  const { room, asked, ...locked } = found
  return { locked, room: roomOf(room), asked }
}

/** What of a class is still to be had, for a class whose places are locked. */
export const roomIn = async (tx: Db, classId: string): Promise<Room> =>
  roomOf(await store.findRoom(tx, classId))

/** How the places of a class stand now, for the institution whose class it is. 404 for any other. */
export async function readPlaces(db: Db, actor: Actor, id: string): Promise<ClassPlaces> {
  const { unitId: institutionId } = institutionOf(actor)
  return placesOf((await store.findPlaces(db, { id, institutionId })) ?? fail('NOT_FOUND'))
}

export type Change = {
  ids: readonly string[]
  from: readonly EnrolmentState[]
  to: EnrolmentState
  act: EnrolmentAct
  reason?: string | null
  rank?: 'first' | 'last'
  neverCame?: boolean
}

/** Moves enrolments of a class whose places are locked; who was in another state stays there. */
export function moveEnrolments(
  tx: Db,
  actor: Actor,
  classId: string,
  { reason = null, ...change }: Change,
): Promise<store.Queued[]> {
  const at = actor.platform.clock.now()
  const byName = actor.name || '系统'
  const eventIds = change.ids.map(() => newId(at))
  return store.move(tx, { ...change, classId, reason, byName, at, eventIds })
}

export const { recount, recountLast } = store

/** What a notice says of a class. */
export const classFactsOf = ({ name, startsOn, place: where }: store.LockedClass) => ({
  name,
  startsOn,
  place: where,
})

/**
 * A freed place goes to the next who waits, in the act that freed it, unless the class has paused that. The
 * places are locked; the counts are right afterwards. Answers how many were promoted.
 */
export async function fill(tx: Db, actor: Actor, locked: store.LockedClass): Promise<number> {
  const { id, promotes, keptEnded } = locked
  // Once sign-up is over nobody else of a unit can come for what one of it has given up.
  if (keptEnded) await store.releaseKept(tx, id)
  const room = promotes ? await roomIn(tx, id) : null
  if (room && room.free > 0) {
    const next = await store.listNext(tx, id, {
      free: room.free,
      keptUnits: Object.keys(room.kept),
    })
    const { placed } = place(room, next)
    const promoted = await moveEnrolments(tx, actor, id, {
      ids: placed.map((one) => one.id),
      from: ['waitlisted'],
      to: 'confirmed',
      act: 'promote',
    })
    tellEach(tx, actor, promoted, 'enrolment.promoted', classFactsOf(locked))
    await store.recount(tx, id)
    return promoted.length
  }
  await store.recount(tx, id)
  return 0
}

/**
 * Places kept for units end with sign-up: those that nobody of the unit wants go to who waits, in this act, and the
 * unit is told. Once for each end of sign-up; the places are locked. Answers how many were given free.
 */
export async function endKept(tx: Db, actor: Actor, locked: store.LockedClass): Promise<number> {
  const { id, name } = locked
  if (locked.keptEnded) return 0
  const released = await store.releaseKept(tx, id)
  await lifecycle.noteKeptEnd(tx, id)
  const promoted = released.length > 0 ? await fill(tx, actor, { ...locked, keptEnded: true }) : 0
  const facts = { released, promoted }
  await audit.record(tx, actor, { act: 'class.keptEnd', recordId: id, facts })
  const count = released.reduce((sum, one) => sum + one.count, 0)
  if (count === 0) return 0
  const guard = { id, by: null, version: null, from: classMoves.decide.from } as const
  const came = promoted > 0 ? `，${promoted} 人由候补转为录取` : ''
  const told = event(actor, 'release', `${count} 个保留名额没有人报名，不再保留${came}`)
  await lifecycle.move(tx, { ...guard, at: actor.platform.clock.now() }, {}, told)
  for (const one of released)
    tell(tx, actor, { unitId: one.unitId }, 'class.keptEnded', { id, name, count: one.count })
  return count
}

/** 开启或暂停候补递补; turned on, places that are free go at once. */
export async function setPromotion(
  actor: Actor,
  id: string,
  { version, promotes }: { version: number; promotes: boolean },
): Promise<TrainingClass> {
  const { unitId } = institutionOf(actor)
  await transaction(actor, async (tx) => {
    const locked = await lockOwn(tx, actor, id)
    const at = actor.platform.clock.now()
    const by = { kind: 'institution', unitId } as const
    const guard = { id, by, version, from: classMoves.promotion.from, at }
    const told = event(actor, 'promotion', promotes ? '开启' : '暂停')
    if (!(await lifecycle.move(tx, guard, { promotes }, told)))
      return failMove(tx, actor, { id, version, move: 'promotion' })
    const promoted = await fill(tx, actor, { ...locked, promotes })
    const facts = { promotes, promoted }
    await audit.record(tx, actor, { act: 'class.promotion', recordId: id, facts })
    return { id }
  })
  return read(actor, id)
}

/** Promises a draw as the class opens: the hash of a seed that nobody has seen. */
export async function promiseDraw(tx: Db, classId: string): Promise<void> {
  const seed = randomBytes(16).toString('hex')
  await lifecycle.insertDraw(tx, { classId, seed, commitment: commitmentOf(seed) })
}

/** 抽签 by the institution, once, after sign-up. */
export async function draw(actor: Actor, id: string, version: number): Promise<TrainingClass> {
  const { unitId } = institutionOf(actor)
  await transaction(actor, async (tx) => {
    const locked = await lockOwn(tx, actor, id)
    const isOpen = locked.confirmation === 'draw' && locked.drawnAt === null
    const by = { kind: 'institution', unitId } as const
    const guard = { id, by, version, from: classMoves.draw.from, at: actor.platform.clock.now() }
    if (!isOpen || !(await lifecycle.move(tx, guard, {}, event(actor, 'draw'))))
      return failMove(tx, actor, { id, version, move: 'draw' })
    const facts = await holdDraw(tx, actor, locked)
    await audit.record(tx, actor, { act: 'class.draw', recordId: id, facts })
    return { id }
  })
  return read(actor, id)
}

/**
 * Holds the draw of a class whose places are locked: who takes part is put in the order that follows from
 * the seed, the first are confirmed and the others wait in that order.
 */
export async function holdDraw(tx: Db, actor: Actor, locked: store.LockedClass) {
  const { id, plan } = locked
  const seed = await store.findSeed(tx, id)
  if (seed === undefined) throw new Error('a class without a promised seed was drawn')
  // Nobody can apply after a draw: what is kept for nobody is drawn for.
  await endKept(tx, actor, locked)
  const inOrder = drawnOrder(seed, await store.listApplied(tx, id))
  await store.rankAs(
    tx,
    inOrder.map((one) => one.id),
  )
  const { placed, left } = place(await roomIn(tx, id), inOrder)
  const byDraw = { from: ['applied'], act: 'draw' } as const
  const won = { ...byDraw, ids: placed.map((one) => one.id), to: 'confirmed' } as const
  const lost = { ...byDraw, ids: left.map((one) => one.id), to: 'waitlisted' } as const
  const confirmed = await moveEnrolments(tx, actor, id, won)
  const waiting = await moveEnrolments(tx, actor, id, lost)
  tellEach(tx, actor, confirmed, 'enrolment.confirmed', classFactsOf(locked))
  tellEach(tx, actor, waiting, 'enrolment.waitlisted', classFactsOf(locked))
  const keptOf = new Map(placed.map((one) => [one.number, one.kept]))
  const outcome = inOrder.map(({ number }): [number, boolean, boolean] => [
    number,
    keptOf.has(number),
    keptOf.get(number) ?? false,
  ])
  const at = actor.platform.clock.now()
  await store.closeDraw(tx, id, { at, plan, outcome })
  await store.recount(tx, id)
  return { seed, drawn: inOrder.length, confirmed: confirmed.length }
}
