import { tell } from '../../messages/service.ts'
import * as orgs from '../../orgs/service.ts'
import * as audit from '../../platform/audit.ts'
import { newId } from '../../platform/ids.ts'
import type { Platform } from '../../platform/platform.ts'
import { transaction } from '../../platform/transaction.ts'
import * as store from './store.ts'

export type Moved = {
  personId: string
  fromUnitId: string
  toUnitId: string
  /** follow: the new unit goes on with what waits at the former one. finish: the former one does. */
  pendingPolicy: 'follow' | 'finish'
}

/**
 * The person has another employer, who goes on with their records where the former one had not answered,
 * if that is how they chose; each record is an act of its own. What is with a higher office stays there,
 * and a record keeps the employer that it was sent from.
 */
export async function followPerson(platform: Platform, moved: Moved): Promise<void> {
  const { personId, fromUnitId, toUnitId, pendingPolicy } = moved
  if (pendingPolicy === 'finish' || fromUnitId === toUnitId) return
  const actor = orgs.systemActor(platform)
  const officeName = await orgs.unitName(platform.db, toUnitId)
  for (const id of await store.listWaiting(platform.db, personId, fromUnitId)) {
    await transaction(actor, async (tx) => {
      const at = platform.clock.now()
      const event = {
        id: newId(at),
        act: 'follow',
        byName: actor.name,
        officeName,
        reason: null,
        at,
      } as const
      const isHandedOn = await store.handOn(tx, { id, fromUnitId, toUnitId }, event)
      if (isHandedOn) tell(tx, actor, { unitId: toUnitId }, 'declaration.waiting', { id })
      const facts = { fromUnitId, toUnitId, isHandedOn }
      await audit.record(tx, actor, { act: 'declaration.follow', recordId: id, facts })
      return { id }
    })
  }
}
