import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** An office as reviews know it: the kind of work and the unit that does it. */
export type ReviewingOffice = { office: 'employer' | 'industry' | 'hrss'; officeUnitId: string }

/** Some of those who may decide at the office: whoever has a seat there and may log in. */
export async function listReviewers(
  db: Db,
  { office, officeUnitId }: ReviewingOffice,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ accountId: string }>`
    SELECT s.account_id FROM unit_staff s JOIN accounts a ON a.id = s.account_id AND a.state = 'active'
    WHERE s.unit_id = ${officeUnitId} AND s.kind = ${office} AND s.ended_at IS NULL
    LIMIT ${limit}`.execute(db)
  return rows.map(({ accountId }) => accountId)
}

/**
 * The authority of the same kind, and of the same trade, whose region lies next around that of the
 * office: the city's above a county's, the province's above a city's. Codes of a county, its city and
 * its province differ in their last digits alone, so the greatest is the nearest.
 */
export async function findOfficeAbove(
  db: Db,
  { officeUnitId, office }: ReviewingOffice,
): Promise<{ id: string; name: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT u.id, u.name
    FROM unit_capabilities held
    JOIN unit_capabilities c ON c.capability = held.capability
      AND c.industry_code IS NOT DISTINCT FROM held.industry_code
      AND c.region_code IN (left(held.region_code, 4) || '00', left(held.region_code, 2) || '0000')
      AND c.region_code <> held.region_code
    JOIN units u ON u.id = c.unit_id AND u.state = 'approved'
    WHERE held.unit_id = ${officeUnitId} AND held.capability = ${office}
    ORDER BY c.region_code DESC, c.industry_code LIMIT 1`.execute(db)
  return rows[0]
}

/** The HR&SS office nearest to the first of the places: codes differ in their last digits alone. */
export async function findOfficeAt(
  db: Db,
  places: readonly string[],
): Promise<{ id: string; name: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT o.id, o.name FROM unit_capabilities c JOIN units o ON o.id = c.unit_id AND o.state = 'approved'
    WHERE c.capability = 'hrss' AND c.industry_code IS NULL AND c.region_code = ANY (${[...places]}::text[])
    ORDER BY c.region_code DESC LIMIT 1`.execute(db)
  return rows[0]
}
