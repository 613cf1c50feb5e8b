import type { YearState } from '@xueshi/contract/ledger'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { isHeldBack } from '../years/store.ts'

type Move = { from: readonly YearState[]; to: YearState; at: Date }

/** Moves a person's year in one guarded step; undefined where it is not in `from`. */
export const moveYear = (
  tx: Db,
  { personId, year }: { personId: string; year: number },
  { from, to, at }: Move,
) => moving(tx, { personId, year }, { from, to, at }).returning('id').executeTakeFirst()

/** The same, and undefined where a restriction holds the year back, whatever its state says. */
export const certifyAnew = (
  tx: Db,
  { personId, year }: { personId: string; year: number },
  { from, to, at }: Move,
) =>
  moving(tx, { personId, year }, { from, to, at })
    .where(({ not }) => not(isHeldBack(sql`${personId}::uuid`, sql`${year}::int`, at)))
    .returning('id')
    .executeTakeFirst()

const moving = (
  tx: Db,
  { personId, year }: { personId: string; year: number },
  { from, to, at }: Move,
) =>
  tx
    .updateTable('years')
    .set((is) => ({ state: to, version: is('version', '+', 1), updatedAt: at }))
    .where('personId', '=', personId)
    .where('year', '=', year)
    .where('state', 'in', from)

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
