import { type UnitMove, unitMoves } from '@xueshi/contract/orgs/units'
import { tell } from '../../messages/service.ts'
import { type Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { start } from '../../platform/outbox.ts'
import { transaction } from '../../platform/transaction.ts'
import { note } from '../events/service.ts'
import * as holding from '../holding/store.ts'
import * as joins from '../joins/store.ts'
import * as reviews from '../reviews/store.ts'
import { managed } from '../staff/service.ts'
import { refuse } from '../units/service.ts'
import * as units from '../units/store.ts'

type Seen = { version: number }
type Done = { done: true }

/** 撤回: the registration is its manager's to correct again, and its code is nobody's meanwhile. */
export const withdraw = (actor: Actor, seen: Seen): Promise<Done> =>
  move(actor, 'withdraw', seen, async () => undefined)

/** 放弃注册: the registration is over, its code is free, and whoever waited for the unit is told. */
export const discard = (actor: Actor, seen: Seen): Promise<Done> =>
  move(actor, 'discard', seen, (tx, unitId) => end(tx, actor, { unitId, reason: givenUp }))

const givenUp = '该单位放弃了注册'

async function move(
  actor: Actor,
  name: Extract<UnitMove, 'withdraw' | 'discard'>,
  { version }: Seen,
  follow: (tx: Db, unitId: string) => Promise<void>,
): Promise<Done> {
  const { me, unitId } = managed(actor)
  const { from, to } = unitMoves[name]
  await transaction(actor, async (tx) => {
    const guard = { id: unitId, version, from, within: units.only(unitId) }
    if (!(await units.change(tx, guard, { state: to }))) return refuse(tx, me, unitId, version)
    await note(tx, actor, { unitId, act: name })
    await audit.record(tx, actor, { act: `unit.${name}`, recordId: unitId, facts: { version } })
    await follow(tx, unitId)
    return { id: unitId }
  })
  return { done: true }
}

/**
 * What follows when a registration ends without a unit: its seats and invitations end, who asked to join
 * is told, and by a job whoever has chosen it.
 */
export async function end(
  tx: Db,
  actor: Actor,
  { unitId, reason }: { unitId: string; reason: string },
): Promise<void> {
  const at = actor.platform.clock.now()
  await reviews.endSeats(tx, unitId, at)
  await holding.follow(tx, { id: unitId, intoId: null, at })
  for (const { accountId, unitName } of await joins.refuseAll(tx, { unitId, reason, at }))
    tell(tx, actor, { accountId }, 'join.refused', { unitName, reason })
  start(tx, actor, 'people.unitFell', { unitId })
}
