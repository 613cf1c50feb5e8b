import type { YearState } from '@xueshi/contract/ledger'
import { startOf } from '@xueshi/contract/year'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** A year's span in Asia/Shanghai. */
const begins = (year: number) => startOf(`${year}-01-01`)

/**
 * Year → the series that a person held in it: those of the confirmed profiles that were in force on any
 * of its days, those under which hours came, and the one that it counts for.
 */
export async function listHeld(
  db: Db,
  personId: string,
  years: readonly number[],
): Promise<ReadonlyMap<number, string[]>> {
  if (years.length === 0) return new Map()
  const { rows } = await sql<{ year: number; series: string[] }>`
    WITH held AS (
      SELECT series, decided_at AS since, lead(decided_at) OVER (ORDER BY decided_at, id) AS until
      FROM profiles WHERE person_id = ${personId} AND state IN ('confirmed', 'superseded') AND decided_at IS NOT NULL
    ), asked AS (
      SELECT * FROM unnest(${years}::int[], ${years.map(begins)}::timestamptz[],
        ${years.map((year) => begins(year + 1))}::timestamptz[]) AS a (year, from_at, to_at)
    )
    SELECT a.year, array_agg(DISTINCT own.series ORDER BY own.series) AS series
    FROM asked a CROSS JOIN LATERAL (
      SELECT y.series FROM years y WHERE y.person_id = ${personId} AND y.year = a.year
      UNION SELECT e.series FROM ledger_entries e
        WHERE e.person_id = ${personId} AND e.year = a.year AND e.reverses IS NULL
      UNION SELECT h.series FROM held h WHERE h.since < a.to_at AND (h.until IS NULL OR h.until >= a.from_at)
    ) own GROUP BY a.year`.execute(db)
  return new Map(rows.map(({ year, series }) => [year, series]))
}

/** The year counts for another series; false when it is not the person's, not in `from`, or keeps its rules. */
export async function choose(
  tx: Db,
  {
    id,
    personId,
    series,
    from,
    at,
  }: { id: string; personId: string; series: string; from: readonly YearState[]; at: Date },
): Promise<boolean> {
  const row = await tx
    .updateTable('years')
    .set({ series, updatedAt: at })
    .where('id', '=', id)
    .where('personId', '=', personId)
    .where('state', 'in', from)
    .where('keepsRules', '=', false)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
