import type { Actor } from './actor.ts'
import type { Db } from './database.ts'
import { newId } from './ids.ts'
import type { JsonObject } from './tables.ts'
import { pendingOf } from './transaction.ts'

/** Whom a message is for: one account, or whoever works at a unit. */
export type Addressee = { accountId: string } | { unitId: string }

/** Tells somebody once the act has happened; answers the message's id. `facts` fill the topic's text; they hold no numbers of identity. */
export function tell(
  tx: Db,
  actor: Actor,
  to: Addressee,
  topic: string,
  facts: JsonObject,
): string {
  return push(tx, actor, 'message', topic, { to, facts })
}

/** Starts a job once the act has happened. */
export function start(tx: Db, actor: Actor, job: string, payload: JsonObject): void {
  push(tx, actor, 'job', job, payload)
}

function push(
  tx: Db,
  actor: Actor,
  kind: 'message' | 'job',
  topic: string,
  payload: JsonObject,
): string {
  const at = actor.platform.clock.now()
  const id = newId(at)
  pendingOf(tx).outbox.push({ id, at, kind, topic, payload: JSON.stringify(payload) })
  return id
}
