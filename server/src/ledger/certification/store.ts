import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { StandingEntry } from '../rules.ts'
import type { EntryItem } from '@xueshi/contract/ledger'
import type { YearWithCertificate } from '../store.ts'

/** What is certified: a year, of one 专业系列 or of all. */
export type Wanted = { year: number; series: string | null }

/** Where the employer of the year stands; the province has everybody, also who has no employer. */
function inRegion(scope: Scope): RawBuilder<boolean> {
  if (scope.kind !== 'region') return sql<boolean>`false`
  const { regionCode } = scope
  if (regionCode.endsWith('0000')) return sql<boolean>`true`
  if (regionCode.endsWith('00')) return sql<boolean>`u.city_code = ${regionCode}`
  return sql<boolean>`u.county_code = ${regionCode}`
}

/** The next stretch of years that meet their rules, wherever they are; and which of them are the scope's. */
export const metQuery = (
  scope: Scope,
  { year, series, after, limit }: Wanted & { after: string | null; limit: number },
) => sql<{ id: string; isOurs: boolean }>`
  SELECT y.id, coalesce(${inRegion(scope)}, false) ${series === null ? sql`` : sql`AND y.series = ${series}`} AS is_ours
  FROM (
    SELECT y.id, y.unit_id, y.series FROM years y
    WHERE y.year = ${year} AND y.state = 'met' ${after === null ? sql`` : sql`AND y.id > ${after}`}
    ORDER BY y.id LIMIT ${limit}
  ) y LEFT JOIN units u ON u.id = y.unit_id
  ORDER BY y.id`

/** The stretch's ids and the last one looked at; `last` null where there are no more. */
export async function listMet(
  db: Db,
  scope: Scope,
  wanted: Wanted & { after: string | null; limit: number },
): Promise<{ ids: string[]; last: string | null }> {
  const { rows } = await metQuery(scope, wanted).execute(db)
  const ids = rows.filter(({ isOurs }) => isOurs).map(({ id }) => id)
  return { ids, last: rows.at(-1)?.id ?? null }
}

/** How many years of the scope wait, no more than the limit counted. */
export async function countMet(
  db: Db,
  scope: Scope,
  { year, series }: Wanted,
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM (
      SELECT FROM years y LEFT JOIN units u ON u.id = y.unit_id
      WHERE y.year = ${year} AND y.state = 'met' AND ${inRegion(scope)}
        ${series === null ? sql`` : sql`AND y.series = ${series}`}
      LIMIT ${limit}) met`.execute(db)
  return rows[0]?.count ?? 0
}

/** A year as its certificate needs it, with the city that its employer stands in. */
export type MetYear = Pick<
  YearWithCertificate,
  'id' | 'personId' | 'unitId' | 'year' | 'series'
> & { cityCode: string | null }

/** Those of the years that still meet their rules, locked in one order until the step is done. */
export async function lockMet(tx: Db, ids: readonly string[]): Promise<MetYear[]> {
  const { rows } = await sql<MetYear>`
    WITH locked AS (
      SELECT * FROM years WHERE id = ANY(${ids}::uuid[]) AND state = 'met' ORDER BY id FOR UPDATE
    )
    SELECT y.id, y.person_id, y.unit_id, y.year, y.series, u.city_code
    FROM locked y LEFT JOIN units u ON u.id = y.unit_id ORDER BY y.id`.execute(tx)
  return rows
}

/** Locked years become certified. */
export async function certifyLocked(tx: Db, ids: readonly string[], at: Date): Promise<void> {
  await sql`
    UPDATE years SET state = 'certified', version = version + 1, updated_at = ${at}
    WHERE id = ANY(${ids}::uuid[])`.execute(tx)
}

export type StandingCredit = StandingEntry & { personId: string; item: EntryItem }

/** The credits of these people's year that stand, in the order in which they came. */
export async function listStandingOf(
  db: Db,
  personIds: readonly string[],
  year: number,
): Promise<StandingCredit[]> {
  const { rows } = await sql<StandingCredit>`
    SELECT credit.id, credit.person_id, credit.category, credit.hours_tenths, credit.subjects, credit.form, credit.item
    FROM ledger_entries credit
    WHERE credit.person_id = ANY(${personIds}::uuid[]) AND credit.year = ${year} AND credit.reverses IS NULL
      AND NOT EXISTS (SELECT FROM ledger_entries reversal WHERE reversal.reverses = credit.id)
    ORDER BY credit.id`.execute(db)
  return rows
}
