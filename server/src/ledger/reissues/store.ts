import type { YearState } from '@xueshi/contract/ledger'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Moves a person's year in one guarded step; undefined where it is not in `from`. */
export const moveYear = (
  tx: Db,
  { personId, year }: { personId: string; year: number },
  { from, to, at }: { from: readonly YearState[]; to: YearState; at: Date },
) =>
  tx
    .updateTable('years')
    .set((is) => ({ state: to, version: is('version', '+', 1), updatedAt: at }))
    .where('personId', '=', personId)
    .where('year', '=', year)
    .where('state', 'in', from)
    .returning('id')
    .executeTakeFirst()

/** Where a person's year stands; undefined where nothing of it is recorded. */
export async function stateOf(db: Db, { personId, year }: { personId: string; year: number }) {
  const row = await db
    .selectFrom('years')
    .select('state')
    .where('personId', '=', personId)
    .where('year', '=', year)
    .executeTakeFirst()
  return row?.state
}

/** Whether the year met its rules when it was computed last. */
export async function isMet(db: Db, yearId: string): Promise<boolean> {
  const { rows } = await sql<{ met: boolean }>`
    SELECT (result ->> 'met')::boolean AS met FROM year_results
    WHERE year_id = ${yearId} ORDER BY version DESC LIMIT 1`.execute(db)
  return rows[0]?.met === true
}
