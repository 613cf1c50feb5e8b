import type { Topic } from '@xueshi/contract/messages'
import { todayIn } from '@xueshi/contract/year'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { tell } from '../../platform/outbox.ts'
import { didSomething, NothingToDo } from '../../platform/transaction.ts'
import { waitedSince } from '../../platform/working-days.ts'

const atOnce = 100

export type Reminder = {
  /** Without an answer. */
  workingDays: number
  topic: Topic
  /** In the audit. */
  act: string
  /** Notes of up to so many records that wait since before `since` that who holds them is reminded now; each once. */
  take: (
    tx: Db,
    page: { since: Date; at: Date; limit: number },
  ) => Promise<readonly { id: string; holderUnitId: string }[]>
}

/** Units that have not answered what waits for them are reminded, each once for all of it; the house does it once a day. */
export async function remindHolders(actor: Actor, reminder: Reminder): Promise<void> {
  const since = waitedSince(todayIn(actor.platform.clock.now()), reminder.workingDays)
  while (await didSomething(actor, (tx) => remindIn(tx, actor, since, reminder)));
}

async function remindIn(
  tx: Db,
  actor: Actor,
  since: Date,
  { workingDays: days, topic, act, take }: Reminder,
): Promise<{ id: string }> {
  const reminded = await take(tx, { since, at: actor.platform.clock.now(), limit: atOnce })
  const recordId = reminded[0]?.id
  if (recordId === undefined) throw new NothingToDo()
  const byHolder = Map.groupBy(reminded, ({ holderUnitId }) => holderUnitId)
  // A unit has its inbox and no other carrier.
  for (const [unitId, held] of byHolder)
    tell(tx, actor, { unitId }, topic, { count: held.length, days })
  const facts = { count: reminded.length, offices: byHolder.size }
  await audit.record(tx, actor, { act, recordId, facts })
  return { id: recordId }
}
