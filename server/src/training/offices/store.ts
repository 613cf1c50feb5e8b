import type { FilingOffice } from '@xueshi/contract/training/courses'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type OfficeRow = { id: string; name: string; kind: FilingOffice }

/**
 * The office that files a unit's course: of 专业课 the authority nearest up for the trade (that of the
 * series, else one of the unit's own), of all others, and where there is no authority, the HR&SS office
 * nearest up. An authority never stands in for itself; an HR&SS office only where none is above it.
 */
export const officeQuery = (
  unitId: string,
  { asksTrade, trade }: { asksTrade: boolean; trade: string | null },
) => sql<OfficeRow>`
  SELECT o.id, o.name, c.capability AS kind
  FROM units u
  JOIN unit_capabilities c ON c.region_code IN (u.county_code, u.city_code, u.province_code)
  JOIN units o ON o.id = c.unit_id AND o.state = 'approved'
  CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM unit_capabilities mine
    WHERE mine.unit_id = u.id AND mine.capability = c.capability
      AND mine.industry_code IS NOT DISTINCT FROM c.industry_code AND mine.region_code <= c.region_code) AS is_own) own
  WHERE u.id = ${unitId} AND (
    (c.capability = 'hrss' AND c.industry_code IS NULL)
    OR (c.capability = 'industry' AND ${asksTrade}::boolean AND NOT own.is_own
      AND CASE WHEN ${trade}::text IS NOT NULL THEN c.industry_code = ${trade}
        ELSE c.industry_code IN (SELECT i.industry_code FROM unit_industries i WHERE i.unit_id = u.id
          UNION ALL SELECT k.industry_code FROM unit_capabilities k WHERE k.unit_id = u.id AND k.capability = 'industry') END))
  ORDER BY c.capability = 'industry' DESC, own.is_own, c.region_code DESC, c.industry_code LIMIT 1`

export async function findOffice(
  db: Db,
  ...asked: Parameters<typeof officeQuery>
): Promise<OfficeRow | undefined> {
  return (await officeQuery(...asked).execute(db)).rows[0]
}
