import type { Params, Query, Reply } from '@xueshi/contract/endpoint'
import { type acceptLegacyNear, legacyMoves, type listLegacyNear } from '@xueshi/contract/legacy'
import * as z from 'zod/mini'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import * as store from './store.ts'

const pageRows = 20

/** 姓名不一致的人员 of a batch that the caller has found for the actor. */
export async function list(
  { platform }: Actor,
  id: string,
  { after }: Query<typeof listLegacyNear>,
): Promise<Reply<typeof listLegacyNear>> {
  const [last] = after === undefined ? [0] : readCursor(after, z.tuple([z.int()]))
  const rows = await store.listNear(platform.db, id, last, pageRows + 1)
  const { page: items, next } = cut(rows, pageRows, (end) => [end.row])
  return { items, next }
}

/** 是同一人: the rows are that person's. What was accepted stays so; nobody decides about themselves. */
export async function accept(
  actor: Actor,
  { id, nearId }: Params<typeof acceptLegacyNear>,
): Promise<void> {
  const known = await store.findPerson(actor.platform.db, id, nearId)
  if (!known || known.state === 'new') fail('NOT_FOUND')
  if (known.state === 'known') return
  if (known.accountId === actor.accountId) fail('OWN_RECORD')
  await transaction(actor, async (tx) => {
    const { from } = legacyMoves.accept
    if (!(await store.accept(tx, { batchId: id, id: nearId, from }))) fail('WRONG_STATE')
    await audit.record(tx, actor, { act: 'legacy.acceptNear', recordId: id, facts: { nearId } })
    return { id }
  })
}
