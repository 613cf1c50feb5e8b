import type { UnitAct, UnitEvent } from '@xueshi/contract/orgs/timeline'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import * as store from './store.ts'

const mostShown = 100

/** Puts an act into the unit's timeline, in the act's transaction; answers the event's id. */
export async function note(
  tx: Db,
  actor: Actor,
  event: { unitId: string; act: UnitAct; reason?: string | null; about?: string | null },
): Promise<string> {
  const at = actor.platform.clock.now()
  const id = newId(at)
  const { unitId, act, reason = null, about = null } = event
  const who = { byName: actor.name, officeName: actor.seat?.unitName ?? null }
  await store.insert(tx, { id, unitId, at, act, ...who, reason, about })
  return id
}

/** 办理经过 of a unit, newest first. */
export async function timelineOf(db: Db, unitId: string): Promise<UnitEvent[]> {
  const rows = await store.list(db, unitId, mostShown)
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))
}
