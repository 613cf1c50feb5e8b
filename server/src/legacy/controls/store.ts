import type { Category } from '@xueshi/contract/ledger'
import type { LegacyControlLine, LegacyState } from '@xueshi/contract/legacy'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

type Line = { year: number; category: Category; rowCount: number; hoursTenths: number }
/** The books' line beside what the file comes to; all null where there is none. */
type Beside = {
  controlTenths: number | null
  givenTenths: number | null
  isSum: boolean
  byName: string | null
}
export type YearRow = Line & Beside
export type UnitRow = Line & Beside & { unitName: string }

const ofBatch = (id: string) => sql`(SELECT * FROM legacy_controls WHERE batch_id = ${id})`

/** What the right rows come to by year and category, beside the books: their own line, or what their units' lines come to. */
export async function listTotals(db: Db, id: string): Promise<YearRow[]> {
  const { rows } = await sql<YearRow>`
    SELECT year, category, coalesce(t.row_count, 0)::int AS row_count,
      coalesce(t.hours_tenths, 0)::float8 AS hours_tenths,
      coalesce(o.hours_tenths, u.hours_tenths)::float8 AS control_tenths,
      o.given_tenths::float8 AS given_tenths, o.hours_tenths IS NULL AS is_sum, coalesce(o.by_name, u.by_name) AS by_name
    FROM (SELECT year, category, sum(row_count) AS row_count, sum(hours_tenths) AS hours_tenths
      FROM legacy_totals WHERE batch_id = ${id} GROUP BY year, category) t
    FULL JOIN (SELECT * FROM ${ofBatch(id)} c WHERE unit_name = '') o USING (year, category)
    FULL JOIN (SELECT year, category, sum(hours_tenths) AS hours_tenths, max(by_name) AS by_name
      FROM ${ofBatch(id)} c WHERE unit_name <> '' GROUP BY year, category) u USING (year, category)
    ORDER BY year DESC, array_position(ARRAY['public', 'professional', 'elective'], category)`.execute(
    db,
  )
  return rows
}

/** In how many lines of units the books say something else than the file. */
export async function countDiffering(db: Db, id: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM (${differingLines(id)}) AS differing`.execute(db)
  return rows[0]?.count ?? 0
}

const compared = sql`coalesce(t.row_count, 0) AS row_count, coalesce(t.hours_tenths, 0)::float8 AS hours_tenths,
  c.hours_tenths::float8 AS control_tenths, c.given_tenths::float8 AS given_tenths, false AS is_sum, c.by_name`

const differingLines = (id: string) => sql`
  SELECT c.unit_name, c.year, c.category, ${compared} FROM legacy_controls c
  LEFT JOIN legacy_totals t USING (batch_id, unit_name, year, category)
  WHERE c.batch_id = ${id} AND c.unit_name <> '' AND c.hours_tenths <> coalesce(t.hours_tenths, 0)`

export type UnitKey = readonly [unitName: string, year: number, category: string]

/** Lines of units, in the file or in the books, in one order; both are read no further than the page. */
export function unitTotalsQuery(id: string, after: UnitKey | null, limit: number) {
  const behind = sql`batch_id = ${id} AND unit_name <> ''
    AND (unit_name, year, category) > (${after?.[0] ?? ''}, ${after?.[1] ?? 0}::int, ${after?.[2] ?? ''})
    ORDER BY unit_name, year, category LIMIT ${limit}`
  return sql<UnitRow>`
    WITH k AS (
      (SELECT unit_name, year, category FROM legacy_totals WHERE ${behind})
      UNION (SELECT unit_name, year, category FROM legacy_controls WHERE ${behind}))
    SELECT k.unit_name, k.year, k.category, ${compared} FROM k
    LEFT JOIN legacy_totals t ON t.batch_id = ${id} AND t.unit_name = k.unit_name AND t.year = k.year AND t.category = k.category
    LEFT JOIN legacy_controls c ON c.batch_id = ${id} AND c.unit_name = k.unit_name AND c.year = k.year AND c.category = k.category
    ORDER BY k.unit_name, k.year, k.category LIMIT ${limit}`
}

export const listUnitTotals = async (db: Db, ...page: Parameters<typeof unitTotalsQuery>) =>
  (await unitTotalsQuery(...page).execute(db)).rows

/** Those lines of units alone in which the books say something else. */
export async function listDiffering(
  db: Db,
  id: string,
  after: UnitKey | null,
  limit: number,
): Promise<UnitRow[]> {
  const { rows } = await sql<UnitRow>`
    SELECT * FROM (${differingLines(id)}) AS d
    WHERE (unit_name, year, category) > (${after?.[0] ?? ''}, ${after?.[1] ?? 0}::int, ${after?.[2] ?? ''})
    ORDER BY unit_name, year, category LIMIT ${limit}`.execute(db)
  return rows
}

/** The batch in this version, held until the act is done; false where it is another, or elsewhere. */
export async function hold(
  tx: Db,
  {
    id,
    unitId,
    version,
    from,
  }: { id: string; unitId: string; version: number; from: readonly LegacyState[] },
): Promise<boolean> {
  const row = await tx
    .selectFrom('legacyBatches')
    .select('id')
    .where('id', '=', id)
    .where('unitId', '=', unitId)
    .where('version', '=', version)
    .where('state', 'in', from)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

export async function touch(tx: Db, id: string): Promise<void> {
  await tx
    .updateTable('legacyBatches')
    .set((is) => ({ version: is('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

export type KeptLine = Omit<LegacyControlLine, 'hoursTenths'> & { hoursTenths: number | null }
export type ChangedLine = Omit<LegacyControlLine, 'hoursTenths'> & {
  before: number | null
  after: number | null
}

/** Writes these lines of the books, each once; takes out those without hours. Answers what changed by it. */
export async function keep(
  tx: Db,
  id: string,
  lines: readonly KeptLine[],
  { byName, at, isGiven }: { byName: string; at: Date; isGiven: boolean },
): Promise<ChangedLine[]> {
  const of = <Key extends keyof KeptLine>(key: Key) => lines.map((line) => line[key])
  const given = sql`unnest(${of('unitName')}::text[], ${of('year')}::int[], ${of('category')}::text[],
    ${of('hoursTenths')}::bigint[]) AS g (unit_name, year, category, hours)`
  const { rows } = await sql<ChangedLine>`
    SELECT g.unit_name, g.year, g.category, c.hours_tenths::float8 AS before, g.hours::float8 AS after
    FROM ${given} LEFT JOIN legacy_controls c ON c.batch_id = ${id} AND c.unit_name = g.unit_name COLLATE "C"
      AND c.year = g.year AND c.category = g.category
    WHERE c.hours_tenths IS DISTINCT FROM g.hours ORDER BY g.unit_name COLLATE "C", g.year, g.category`.execute(
    tx,
  )
  if (rows.length === 0) return []
  await sql`
    DELETE FROM legacy_controls c USING ${given} WHERE c.batch_id = ${id} AND g.hours IS NULL
      AND c.unit_name = g.unit_name COLLATE "C" AND c.year = g.year AND c.category = g.category`.execute(
    tx,
  )
  await sql`
    INSERT INTO legacy_controls AS c (batch_id, unit_name, year, category, hours_tenths, given_tenths, by_name, at)
    SELECT ${id}::uuid, g.unit_name, g.year, g.category, g.hours, CASE WHEN ${isGiven}::bool THEN g.hours END,
      ${byName}, ${at}::timestamptz
    FROM ${given} WHERE g.hours IS NOT NULL
    ON CONFLICT (batch_id, unit_name, year, category) DO UPDATE
      SET hours_tenths = excluded.hours_tenths, by_name = excluded.by_name, at = excluded.at
      WHERE c.hours_tenths <> excluded.hours_tenths`.execute(tx)
  return rows
}
