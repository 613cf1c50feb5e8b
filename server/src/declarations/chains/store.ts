import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type UnitRow = { id: string; name: string }

/**
 * The authority of the same kind, and of the same trade, whose region lies next around that of the
 * office: the city's above a county's, the province's above a city's. Codes of a county, its city and
 * its province differ in their last digits alone, so the greatest is the nearest.
 */
export async function findOfficeAbove(
  db: Db,
  { officeUnitId, office }: { officeUnitId: string; office: 'industry' | 'hrss' },
): Promise<UnitRow | undefined> {
  const { rows } = await sql<UnitRow>`
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
