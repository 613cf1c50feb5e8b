import type { Body, Reply } from '@xueshi/contract/endpoint'
import {
  classMoves,
  keptIn,
  type previewResize,
  type resizeClass,
  type TrainingClass,
} from '@xueshi/contract/training/classes'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { unitsInForce } from '../authoring/store.ts'
import { event, failMove, found, institutionOf, read } from '../classes/service.ts'
import * as lifecycle from '../lifecycle/store.ts'
import { tellEach } from '../notices/service.ts'
import { place, roomOf } from '../places/rules.ts'
import { classFactsOf, fill, lockOwn, moveEnrolments } from '../places/service.ts'
import * as places from '../places/store.ts'
import * as store from './store.ts'

type Kept = Body<typeof resizeClass>['units']

/** INVALID at `units` where more is kept than there are places, or for a unit that is not in force. */
async function mayKeep(db: Db, plan: number, units: Kept): Promise<void> {
  if (keptIn(units) > plan) fail('INVALID', { fields: { units: 'KEPT_ABOVE_PLAN' } })
  const ids = units.map(({ unitId }) => unitId)
  const inForce = await unitsInForce(db, ids)
  if (inForce.length < ids.length) fail('INVALID', { fields: { units: 'NOT_OFFERED' } })
}

/** INVALID at the unit for which more would be kept: once sign-up is over nobody of it can come for a place. */
async function keepsNoMore(tx: Db, classId: string, units: Kept): Promise<void> {
  const row = await places.findRoom(tx, classId)
  const keptFor = new Map(row.units.map(({ unitId, kept }) => [unitId, kept]))
  const at = units.findIndex(({ unitId, kept }) => kept > (keptFor.get(unitId) ?? 0))
  if (at >= 0) fail('INVALID', { fields: { [`units.${at}.kept`]: 'KEPT_OVER' } })
}

/** What the timeline says of it: only what is otherwise, and why where somebody gave up a place. */
function changeText(
  from: number,
  to: number,
  kept: { before: number; after: number },
  reason: string | null,
): string | null {
  const said = [
    from !== to && `拟招人数 ${from} → ${to}`,
    kept.before !== kept.after && `保留名额 ${kept.before} → ${kept.after}`,
    reason !== null && `原因：${reason}`,
  ]
  return said.filter(Boolean).join('；') || null
}

const sumOf = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

/** So many of those who would come in are named. */
const mostNamed = 500

/** Who would be affected by other places: it locks nothing and moves nobody, so `resize` may find it otherwise. */
export async function preview(
  actor: Actor,
  id: string,
  { plan, units }: Body<typeof previewResize>,
): Promise<Reply<typeof previewResize>> {
  const { db } = actor.platform
  institutionOf(actor)
  const row = await found(db, actor, id)
  if (!classMoves.resize.from.some((state) => state === row.state)) fail('WRONG_STATE')
  await mayKeep(db, plan, units)
  const { confirmed } = await places.findRoom(db, id)
  const room = roomOf({ plan, confirmed, units })
  const mayCome =
    row.promotes && room.free > 0
      ? await places.listNext(db, id, { free: room.free, keptUnits: Object.keys(room.kept) })
      : []
  const { placed } = place(room, mayCome)
  const named = placed.slice(0, mostNamed).map((one) => one.id)
  const after = { ...confirmed }
  for (const { unitId } of placed) after[unitId] = (after[unitId] ?? 0) + 1
  const left = roomOf({ plan, confirmed: after, units })
  return {
    confirmed: sumOf(confirmed),
    over: Math.max(0, -room.free),
    comes: placed.length,
    comingIn: await store.listNamed(db, id, named),
    waits: (row.counts['waitlisted'] ?? 0) - placed.length,
    undecided: row.counts['applied'] ?? 0,
    free: Math.max(0, left.free),
    kept: sumOf(left.kept),
  }
}

/**
 * 调整招生人数: PLAN_BELOW_CONFIRMED names how many would lose their place until they are named; those wait
 * first in the order and are told why. More places go to who waits; never to somebody who is still 待确认.
 */
export async function resize(
  actor: Actor,
  id: string,
  { version, plan, units, displaced, reason }: Body<typeof resizeClass>,
): Promise<TrainingClass> {
  const { unitId } = institutionOf(actor)
  await transaction(actor, async (tx) => {
    const locked = await lockOwn(tx, actor, id)
    await mayKeep(tx, plan, units)
    if (locked.keptEnded) await keepsNoMore(tx, id, units)
    if (displaced.length > 0 && reason === null)
      fail('REASON_REQUIRED', { fields: { reason: 'REASON_REQUIRED' } })
    const at = actor.platform.clock.now()
    const by = { kind: 'institution', unitId } as const
    const guard = { id, by, version, from: classMoves.resize.from, at }
    const kept = keptIn((await places.findRoom(tx, id)).units)
    const said = changeText(locked.plan, plan, { before: kept, after: keptIn(units) }, reason)
    if (!(await lifecycle.move(tx, guard, {}, event(actor, 'resize', said))))
      return failMove(tx, actor, { id, version, move: 'resize' })
    const moved = await moveEnrolments(tx, actor, id, {
      ids: displaced,
      from: ['confirmed'],
      to: 'waitlisted',
      act: 'displace',
      reason,
      rank: 'first',
    })
    if (moved.length < displaced.length) fail('NOT_FOUND')
    const { confirmed } = await places.findRoom(tx, id)
    if (sumOf(confirmed) > plan)
      fail('PLAN_BELOW_CONFIRMED', { fields: { plan: 'PLAN_BELOW_CONFIRMED' } })
    // The counts first: a plan below the former count would not pass the fence.
    await places.recount(tx, id)
    await places.resize(tx, id, { plan, units })
    tellEach(tx, actor, moved, 'enrolment.displaced', { ...classFactsOf(locked), reason })
    const promoted = await fill(tx, actor, locked)
    const facts = { from: locked.plan, to: plan, displaced, promoted, kept: units }
    await audit.record(tx, actor, { act: 'class.resize', recordId: id, facts })
    return { id }
  })
  return read(actor, id)
}
