import type { CompletionState } from '@xueshi/contract/training/completions'
import type { Db } from '../../platform/database.ts'

/** The calls of a unit's programs, newest first. */
export function batchesQuery(db: Db, unitId: string, after: string | undefined, limit: number) {
  let query = db
    .selectFrom('completionBatches as b')
    .innerJoin('apiKeys as k', 'k.id', 'b.keyId')
    .select(['b.id', 'b.receivedAt', 'k.name as keyName', 'b.itemCount'])
    .select(['b.credited', 'b.unmatched', 'b.refused', 'b.repeated'])
    .where('b.unitId', '=', unitId)
  if (after !== undefined) query = query.where('b.id', '<', after)
  return query.orderBy('b.id', 'desc').limit(limit)
}

export const listBatches = (db: Db, unitId: string, after: string | undefined, limit: number) =>
  batchesQuery(db, unitId, after, limit).execute()

const shown = [
  'id',
  'version',
  'state',
  'reason',
  'reference',
  'name',
  'numberMasked',
  'courseName',
  'category',
  'year',
  'hoursTenths',
  'startOn',
  'endOn',
  'receivedAt',
  'reversedWhy',
] as const

export type Page = {
  state?: CompletionState | undefined
  reference?: string | undefined
  batch?: string | undefined
  after?: string | undefined
}

/** What a unit's platforms reported, newest first. */
export function listQuery(
  db: Db,
  unitId: string,
  { state, reference, batch, after }: Page,
  limit: number,
) {
  let query = db.selectFrom('completions').select(shown).where('unitId', '=', unitId)
  if (state !== undefined) query = query.where('state', '=', state)
  if (reference !== undefined) query = query.where('reference', '=', reference)
  if (batch !== undefined) query = query.where('batchId', '=', batch)
  if (after !== undefined) query = query.where('id', '<', after)
  return query.orderBy('id', 'desc').limit(limit)
}

export const list = (db: Db, unitId: string, page: Page, limit: number) =>
  listQuery(db, unitId, page, limit).execute()
export type CompletionRow = Awaited<ReturnType<typeof list>>[number]

export const find = (db: Db, unitId: string, id: string): Promise<CompletionRow | undefined> =>
  db
    .selectFrom('completions')
    .select(shown)
    .where('id', '=', id)
    .where('unitId', '=', unitId)
    .executeTakeFirst()

/** One line, held until the act is done, as it was last seen; undefined where it is not so any more. */
export async function hold(
  tx: Db,
  {
    id,
    version,
    unitId,
    from,
  }: { id: string; version: number; unitId: string; from: readonly CompletionState[] },
) {
  return tx
    .selectFrom('completions')
    .selectAll()
    .where('id', '=', id)
    .where('unitId', '=', unitId)
    .where('version', '=', version)
    .where('state', 'in', from)
    .forUpdate()
    .executeTakeFirst()
}

/** The next lines, in order, of calls since then whose person has come: whoever holds the document is confirmed. */
export async function listUnmatched(
  db: Db,
  { since, after }: { since: Date; after: string | null },
  limit: number,
) {
  let query = db
    .selectFrom('completions as c')
    .innerJoin('identities as i', (join) =>
      join.onRef('i.hash', '=', 'c.documentHash').on('i.kind', '=', 'document'),
    )
    .innerJoin('profiles as p', (join) =>
      join.onRef('p.personId', '=', 'i.accountId').on('p.state', '=', 'confirmed'),
    )
    .select(['c.id', 'c.version', 'c.unitId'])
    .where('c.state', '=', 'unmatched')
    .where('c.receivedAt', '>=', since)
  if (after !== null) query = query.where('c.id', '>', after)
  return query.orderBy('c.id').limit(limit).execute()
}
export type WaitingLine = Awaited<ReturnType<typeof listUnmatched>>[number]
