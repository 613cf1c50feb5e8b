import type { EntryItem } from '@xueshi/contract/ledger'
import { todayIn } from '@xueshi/contract/year'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { StandingEntry } from '../rules.ts'
import type { WalkedYear } from '../rule-changes/store.ts'
import { isHeldBack } from '../years/store.ts'

/** What is certified: a year, of one 专业系列 or of all, for everybody but whoever certifies. */
export type Wanted = { year: number; series: string | null; exceptId: string | null }

/** Where the employer of the year stands; the province has everybody, also who has no employer. */
function inRegion(scope: Scope): RawBuilder<boolean> {
  if (scope.kind !== 'region') return sql<boolean>`false`
  const { regionCode } = scope
  if (regionCode.endsWith('0000')) return sql<boolean>`true`
  if (regionCode.endsWith('00')) return sql<boolean>`u.city_code = ${regionCode}`
  return sql<boolean>`u.county_code = ${regionCode}`
}

/** Those of the scope that are wanted, among years `y` with their unit `u`. Nobody certifies themselves. */
export const isWanted = (scope: Scope, { series, exceptId }: Wanted) => sql<boolean>`
  (coalesce(${inRegion(scope)}, false) AND y.person_id IS DISTINCT FROM ${exceptId}::uuid
    AND (${series}::text IS NULL OR y.series = ${series}))`

export type Stretch = Wanted & { after: string | null; limit: number }

/**
 * The next stretch of people whose year meets its rules, wherever they are, and which of them are
 * wanted: a small office's walk has many stretches without any, each of them short.
 */
export const metQuery = (scope: Scope, wanted: Stretch) => sql<{
  personId: string
  isOurs: boolean
}>`
  SELECT y.person_id, ${isWanted(scope, wanted)} AS is_ours
  FROM (
    SELECT y.person_id, y.unit_id, y.series FROM years y
    WHERE y.year = ${wanted.year} AND y.state = 'met'
      AND y.person_id > coalesce(${wanted.after}::uuid, '00000000-0000-0000-0000-000000000000')
    ORDER BY y.person_id LIMIT ${wanted.limit}
  ) y LEFT JOIN units u ON u.id = y.unit_id
  ORDER BY y.person_id`

/** The stretch's people and the last one looked at; `last` null where there are no more. */
export async function listMet(
  db: Db,
  scope: Scope,
  wanted: Stretch,
): Promise<{ personIds: string[]; last: string | null }> {
  const { rows } = await metQuery(scope, wanted).execute(db)
  const personIds = rows.filter(({ isOurs }) => isOurs).map(({ personId }) => personId)
  return { personIds, last: rows.at(-1)?.personId ?? null }
}

/** How many years of the scope wait, no more than the limit counted. */
export async function countMet(
  db: Db,
  scope: Scope,
  wanted: Wanted,
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM (
      SELECT FROM years y LEFT JOIN units u ON u.id = y.unit_id
      WHERE y.year = ${wanted.year} AND y.state = 'met' AND ${isWanted(scope, wanted)}
      LIMIT ${limit}) met`.execute(db)
  return rows[0]?.count ?? 0
}

/** Whom of these people a restriction keeps from being certified, though the year meets its rules. */
export async function listHeld(
  tx: Db,
  personIds: readonly string[],
  year: number,
  at: Date,
): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`
    SELECT y.person_id FROM years y
    WHERE y.person_id = ANY (${personIds}::uuid[]) AND y.year = ${year} AND y.state IN ('met', 'suspended')
      AND ${isHeldBack(sql`y.person_id`, sql`y.year`, at)}`.execute(tx)
  return rows.map(({ personId }) => personId)
}

/** How many years of the scope cannot be certified, by where they stand. */
export async function countOthers(db: Db, scope: Scope, wanted: Wanted) {
  const { rows } = await sql<{ state: 'notMet' | 'suspended' | 'revoked'; count: number }>`
    SELECT y.state, count(*)::int AS count
    FROM years y LEFT JOIN units u ON u.id = y.unit_id
    WHERE y.year = ${wanted.year} AND y.state IN ('notMet', 'suspended', 'revoked') AND ${isWanted(scope, wanted)}
    GROUP BY y.state`.execute(db)
  return rows
}

/** A year as its certificate needs it. */
export type MetYear = WalkedYear & { unitId: string | null }

/**
 * Of these people's years those that meet their rules still, locked in the order of people until the
 * step is done. A year that a restriction holds back is not among them, whatever its state says.
 */
export async function lockMet(
  tx: Db,
  personIds: readonly string[],
  year: number,
  at: Date,
): Promise<MetYear[]> {
  const { rows } = await sql<MetYear>`
    SELECT y.id, y.year, y.person_id, y.series, y.unit_id, u.city_code, y.state, y.keeps_rules, y.rule_set_id,
      y.obligation_id, y.relief, y.lacking_tenths
    FROM years y LEFT JOIN units u ON u.id = y.unit_id
    WHERE y.person_id = ANY (${personIds}::uuid[]) AND y.year = ${year} AND y.state = 'met'
      AND NOT EXISTS (SELECT FROM restrictions r WHERE r.person_id = y.person_id AND r.year = y.year
        AND r.lifted_at IS NULL AND (r.to_on IS NULL OR r.to_on >= ${todayIn(at)}::date))
    ORDER BY y.person_id FOR UPDATE OF y`.execute(tx)
  return rows
}

/** Locked years become certified, and keep their rules from now on. */
export async function certifyLocked(tx: Db, ids: readonly string[], at: Date): Promise<void> {
  await sql`
    UPDATE years SET state = 'certified', keeps_rules = true, version = version + 1, updated_at = ${at}
    WHERE id = ANY (${ids}::uuid[])`.execute(tx)
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
    WHERE credit.person_id = ANY (${personIds}::uuid[]) AND credit.year = ${year} AND credit.reverses IS NULL
      AND NOT EXISTS (SELECT FROM ledger_entries reversal WHERE reversal.reverses = credit.id)
    ORDER BY credit.id`.execute(db)
  return rows
}
