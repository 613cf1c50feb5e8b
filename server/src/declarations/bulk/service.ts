import { createHash } from 'node:crypto'
import type { bulkReview } from '@xueshi/contract/declarations'
import type { Body, Reply } from '@xueshi/contract/endpoint'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { fail, Refusal } from '../../platform/refusal.ts'
import { Repeated, transaction } from '../../platform/transaction.ts'
import { checksIn, officeOf } from '../record/service.ts'
import * as recordStore from '../record/store.ts'
import { passIn, recogniseIn, returnIn, undoIn } from '../review/service.ts'

type Item = Body<typeof bulkReview>['items'][number]
type Result = Reply<typeof bulkReview>['results'][number]

/**
 * 批量审核: one act a record, so that a refused one leaves the others as they are. FLAGGED for a record
 * in which the checks find something now. Asked again with the same key, what was done is not done
 * again, and what was refused is tried anew.
 */
export async function reviewTogether(
  actor: Actor,
  { act, items, reason }: Body<typeof bulkReview>,
): Promise<Reply<typeof bulkReview>> {
  const give = reasonFor(act, reason)
  const results: Result[] = []
  // One after another: two acts of one request must not wait for one person's year.
  for (const item of items)
    results.push(await settled(actorFor(actor, item), item, (tx, each) => give(tx, each, item)))
  return { results }
}

type Deed = (tx: Db, actor: Actor, item: Item) => Promise<{ id: string }>

function reasonFor(act: Body<typeof bulkReview>['act'], reason: string | null): Deed {
  switch (act) {
    case 'accept':
      return accept
    case 'undo':
      return (tx, actor, { id, version }) => undoIn(tx, actor, id, version)
    case 'return': {
      if (reason === null) fail('REASON_REQUIRED', { fields: { reason: 'REASON_REQUIRED' } })
      return (tx, actor, { id, version }) => returnIn(tx, actor, id, { version, reason })
    }
  }
}

/** All hours claimed where the review ends here, else on to the next office. */
async function accept(tx: Db, actor: Actor, { id, version }: Item): Promise<{ id: string }> {
  const record = await recordStore.find(tx, officeOf(actor), id)
  if (!record) fail('NOT_FOUND')
  const isNow = record.version === version && record.state !== 'appealed'
  if (isNow && (await checksIn(tx, actor, record)).length > 0) fail('FLAGGED')
  const more = record.steps.some(({ state }) => state === 'waiting')
  if (more) return passIn(tx, actor, id, version)
  const recognisedTenths = record.claimedTenths
  return recogniseIn(tx, actor, id, { version, recognisedTenths, reason: null })
}

async function settled(
  actor: Actor,
  { id }: Item,
  deed: (tx: Db, actor: Actor) => Promise<{ id: string }>,
): Promise<Result> {
  const version = async () =>
    (await recordStore.find(actor.platform.db, officeOf(actor), id))?.version ?? null
  try {
    await transaction(actor, (tx) => deed(tx, actor))
    return { id, refused: null, version: await version() }
  } catch (error) {
    if (error instanceof Repeated) return { id, refused: null, version: await version() }
    if (!(error instanceof Refusal)) throw error
    return { id, refused: error.code, version: await version() }
  }
}

/** The actor with a key for one record of the request: the request's own would stand for all of them. */
function actorFor(actor: Actor, { id }: Item): Actor {
  const { key } = actor.request
  if (!key) return actor
  const value = createHash('sha256').update(`${key.value} ${id}`).digest('base64url')
  return { ...actor, request: { ...actor.request, key: { ...key, value } } }
}
