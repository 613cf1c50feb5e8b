import type { Topic } from '@xueshi/contract/messages'
import type { EnrolmentState } from '@xueshi/contract/training/enrolments'
import { tell } from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import type { JsonObject } from '../../platform/tables.ts'
import * as store from './store.ts'

/** Tells everybody of a class who is in one of these states; the facts gain the enrolment's id. */
export async function tellTrainees(
  tx: Db,
  actor: Actor,
  { classId, states }: { classId: string; states: readonly EnrolmentState[] },
  topic: Topic,
  facts: JsonObject,
): Promise<number> {
  const trainees = await store.listTrainees(tx, classId, states)
  tellEach(tx, actor, trainees, topic, facts)
  return trainees.length
}

/** Tells each of these people of their enrolment. */
export function tellEach(
  tx: Db,
  actor: Actor,
  trainees: readonly { id: string; personId: string }[],
  topic: Topic,
  facts: JsonObject,
): void {
  for (const { id, personId } of trainees)
    tell(tx, actor, { accountId: personId }, topic, { ...facts, id })
}
