import type { UnitState } from '@xueshi/contract/orgs'
import type { OfficeKind } from '@xueshi/contract/orgs/offices'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type OfficeRow = {
  id: string
  name: string
  kind: OfficeKind
  industryCode: string | null
  regionCode: string
  state: UnitState
  managers: number
}
/** Where a page goes on. */
export type Place = readonly [regionCode: string, kind: string, industryCode: string, id: string]

/** The codes of a region and everything in it: from the one, up to but not including the other. */
export function rangeOf(regionCode: string): readonly [from: string, to: string] {
  const prefix = regionCode.replace(/(00){0,2}$/, '')
  const last = prefix.charCodeAt(prefix.length - 1)
  return [prefix, prefix.slice(0, -1) + String.fromCharCode(last + 1)]
}

/** The offices of a region subtree in the order of the tree; of one trade alone where it is named. */
export function officesQuery(
  { regionCode, industryCode }: { regionCode: string; industryCode?: string | undefined },
  after: Place | null,
  limit: number,
) {
  const [from, to] = rangeOf(regionCode)
  const key =
    after &&
    sql`AND (c.region_code, c.capability, coalesce(c.industry_code, ''), c.unit_id)
      > (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]}::uuid)`
  const trade =
    industryCode === undefined
      ? sql``
      : sql`AND c.capability = 'industry' AND c.industry_code = ${industryCode}`
  return sql<OfficeRow>`
    SELECT u.id, u.name, c.capability AS kind, c.industry_code, c.region_code, u.state,
      (SELECT count(*)::int FROM unit_staff s
        WHERE s.unit_id = u.id AND s.kind = c.capability AND s.level = 'manager' AND s.ended_at IS NULL) AS managers
    FROM unit_capabilities c JOIN units u ON u.id = c.unit_id
    WHERE c.capability IN ('hrss', 'industry') AND c.region_code >= ${from} AND c.region_code < ${to}
      AND u.state IN ('approved', 'suspended') ${trade} ${key ?? sql``}
    ORDER BY c.region_code, c.capability, coalesce(c.industry_code, ''), c.unit_id LIMIT ${limit}`
}

export async function list(db: Db, ...page: Parameters<typeof officesQuery>): Promise<OfficeRow[]> {
  const { rows } = await officesQuery(...page).execute(db)
  return rows
}

/** Offices are opened one after the other: a region has one of each kind and trade. */
export async function lockTree(tx: Db): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('offices'))`.execute(tx)
}

export async function stands(
  tx: Db,
  { kind, regionCode, industryCode }: Pick<OfficeRow, 'kind' | 'regionCode' | 'industryCode'>,
): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM unit_capabilities c JOIN units u ON u.id = c.unit_id AND u.state IN ('approved', 'suspended')
    WHERE c.capability = ${kind} AND c.region_code = ${regionCode}
      AND c.industry_code IS NOT DISTINCT FROM ${industryCode} LIMIT 1`.execute(tx)
  return rows.length > 0
}
