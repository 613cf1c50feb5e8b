import type { KeyScope } from '@xueshi/contract/actor'
import type { KeyState } from '@xueshi/contract/orgs/keys'
import { type Insertable, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { ApiKeys } from '../../platform/tables.ts'

export type KeyRow = {
  id: string
  version: number
  state: KeyState
  name: string
  scopes: KeyScope[]
  head: string
  byName: string
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

const rows = (db: Db, unitId: string) =>
  db
    .selectFrom('apiKeys as k')
    .innerJoin('accounts as a', 'a.id', 'k.createdBy')
    .select(['k.id', 'k.version', 'k.state', 'k.name', 'k.scopes', 'k.head', 'a.name as byName'])
    .select(['k.createdAt', 'k.lastUsedAt', 'k.revokedAt'])
    .where('k.unitId', '=', unitId)

/** The unit's last keys, newest first. */
export const listQuery = (db: Db, unitId: string) =>
  rows(db, unitId).orderBy('k.id', 'desc').limit(100)
export const list = (db: Db, unitId: string): Promise<KeyRow[]> => listQuery(db, unitId).execute()
export const find = (db: Db, unitId: string, id: string): Promise<KeyRow | undefined> =>
  rows(db, unitId).where('k.id', '=', id).executeTakeFirst()

/** A key beside those that are active, of which there are at most so many; false where there are. */
export async function insert(
  tx: Db,
  key: Omit<Insertable<ApiKeys>, 'state'>,
  most: number,
): Promise<boolean> {
  // Two that are made at once would count past each other.
  await tx.selectFrom('units').select('id').where('id', '=', key.unitId).forUpdate().execute()
  const active = await tx
    .selectFrom('apiKeys')
    .select('id')
    .where('unitId', '=', key.unitId)
    .where('state', '=', 'active')
    .limit(most)
    .execute()
  if (active.length >= most) return false
  await tx
    .insertInto('apiKeys')
    .values({ ...key, state: 'active' })
    .execute()
  return true
}

export async function revoke(
  tx: Db,
  { id, version, unitId, at }: { id: string; version: number; unitId: string; at: Date },
  { from, to }: { from: readonly KeyState[]; to: KeyState },
): Promise<boolean> {
  const moved = await tx
    .updateTable('apiKeys')
    .set((is) => ({ state: to, version: is('version', '+', 1), revokedAt: at }))
    .where('id', '=', id)
    .where('unitId', '=', unitId)
    .where('version', '=', version)
    .where('state', 'in', from)
    .returning('id')
    .executeTakeFirst()
  return moved !== undefined
}

/** An active key of a unit that still stands and still may do what the key is for. */
export async function findByToken(db: Db, tokenHash: Buffer) {
  const { rows: found } = await sql<{
    id: string
    name: string
    scopes: KeyScope[]
    signingCiphertext: Buffer
    createdBy: string
    lastUsedAt: Date | null
    unitId: string
    unitName: string
  }>`
    SELECT k.id, k.name, k.scopes, k.signing_ciphertext, k.created_by, k.last_used_at, u.id AS unit_id, u.name AS unit_name
    FROM api_keys k JOIN units u ON u.id = k.unit_id AND u.state = 'approved'
    WHERE k.token_hash = ${tokenHash} AND k.state = 'active'
      AND EXISTS (SELECT FROM unit_capabilities c WHERE c.unit_id = u.id AND c.capability = 'institution')`.execute(
    db,
  )
  return found[0]
}

/** Not at every call: a row that all of them write would make them wait for each other. */
export async function touch(db: Db, id: string, at: Date): Promise<void> {
  await db.updateTable('apiKeys').set({ lastUsedAt: at }).where('id', '=', id).execute()
}
