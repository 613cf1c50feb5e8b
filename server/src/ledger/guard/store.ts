import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { WholeEntry } from '../entries/rules.ts'

/** All entries, by their ids; `isTimed` where the time is as our clock gives it. */
export async function page(db: Db, after: string, limit: number) {
  const { rows } = await sql<WholeEntry & { mac: Buffer | null; isTimed: boolean }>`
    SELECT e.*, e.at = date_trunc('milliseconds', e.at) AS is_timed
    FROM ledger_entries e WHERE e.id > ${after} ORDER BY e.id LIMIT ${limit}`.execute(db)
  return rows
}

export async function find(db: Db, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; isBare: boolean; isOver: boolean }>`
    SELECT id, mac IS NULL AS is_bare, false AS is_over
    FROM ledger_entries WHERE id = ANY (${[...ids]}::uuid[])`.execute(db)
  return rows
}
