import type { Reply } from '@xueshi/contract/endpoint'
import { classMoves } from '@xueshi/contract/training/classes'
import {
  type confirmInOrder as endpoint,
  mostAtOnce,
} from '@xueshi/contract/training/confirmations'
import { enrolmentMoves } from '@xueshi/contract/training/enrolments'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { presentOutcome } from '../confirming/service.ts'
import { tellEach } from '../notices/service.ts'
import { place } from '../places/rules.ts'
import { classFactsOf, lockOwn, moveEnrolments, recount, roomIn } from '../places/service.ts'
import { listNext } from '../places/store.ts'

/**
 * 按顺序录取至满: whoever wants a place has one, in the order of places, as far as there are any; the clerk's own
 * application is passed over. WRONG_STATE where places are not given out by hand, or not any more.
 */
export async function confirmInOrder(
  actor: Actor,
  classId: string,
): Promise<Reply<typeof endpoint>> {
  const { accountId } = signedIn(actor)
  const { outcome } = await transaction(actor, async (tx) => {
    const locked = await lockOwn(tx, actor, classId)
    const isOpen =
      classMoves.decide.from.some((state) => state === locked.state) &&
      locked.confirmation === 'hand' &&
      actor.platform.clock.now() < locked.startsAt
    if (!isOpen) fail('WRONG_STATE')
    const { from, to } = enrolmentMoves.confirm
    const room = await roomIn(tx, classId)
    const free = Math.min(mostAtOnce, Math.max(0, room.free))
    const next = await listNext(tx, classId, {
      free,
      keptUnits: Object.keys(room.kept),
      states: from,
      except: accountId,
    })
    const ids = place({ ...room, free }, next).placed.map(({ id }) => id)
    const confirmed = await moveEnrolments(tx, actor, classId, { ids, from, to, act: 'confirm' })
    await recount(tx, classId)
    tellEach(tx, actor, confirmed, 'enrolment.confirmed', classFactsOf(locked))
    for (const { id, personId } of confirmed) {
      const facts = { classId, personId, inOrder: true }
      await audit.record(tx, actor, { act: 'enrolment.confirm', recordId: id, facts })
    }
    const count = confirmed.length
    const facts = { inOrder: true, confirmed: count }
    await audit.record(tx, actor, { act: 'enrolment.confirm', recordId: classId, facts })
    return { id: classId, outcome: { confirmed: count, waitlisted: 0, changed: count } }
  })
  return presentOutcome(actor, classId, outcome)
}
