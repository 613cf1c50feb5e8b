import type { AccountState } from '@xueshi/contract/accounts'
import { kindsWithSecondFactor } from '@xueshi/contract/accounts/second-factor'
import type { DocumentType } from '@xueshi/contract/document-number'
import type { helpReasons } from '@xueshi/contract/people/help-desk'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Scope } from '../../platform/scope.ts'

export type HelpedRow = {
  id: string
  name: string
  accountName: string | null
  state: AccountState
  documentType: DocumentType
  documentNumberSealed: Buffer
  because: (typeof helpReasons)[number]
}

const sits = sql`SELECT FROM unit_staff s WHERE s.account_id = a.id AND s.ended_at IS NULL`

/** Whether the person is one whom the desk helps as they are people, and not as its own staff. */
function served(scope: Scope) {
  switch (scope.kind) {
    case 'unit':
      return sql`EXISTS (SELECT FROM employments e
        WHERE e.person_id = a.id AND e.unit_id = ${scope.unitId} AND e.state = 'confirmed')`
    case 'region':
      // Whoever belongs to no unit belongs to no region either: they may go to any office.
      return sql`(EXISTS (SELECT FROM employments e JOIN units u ON u.id = e.unit_id
          WHERE e.person_id = a.id AND e.state = 'confirmed'
            AND ${scope.regionCode} IN (u.province_code, u.city_code, u.county_code))
        OR EXISTS (SELECT FROM unit_staff s JOIN units u ON u.id = s.unit_id
          WHERE s.account_id = a.id AND s.ended_at IS NULL
            AND ${scope.regionCode} IN (u.province_code, u.city_code, u.county_code))
        OR (NOT EXISTS (SELECT FROM employments e WHERE e.person_id = a.id AND e.state = 'confirmed')
          AND NOT EXISTS (${sits})))`
    default:
      return sql`false`
  }
}

/**
 * The account if the desk may help its owner, never oneself; undefined for all others. Whoever sits at
 * an authority or administers is helped by that office's own manager and by nobody else.
 */
export async function findHelped(
  db: Db,
  accountId: string,
  desk: { accountId: string; unitId: string; manages: boolean; scope: Scope },
): Promise<HelpedRow | undefined> {
  const isStaff = sql`(${desk.manages}::boolean AND EXISTS (${sits} AND s.unit_id = ${desk.unitId}))`
  const isGuarded = sql`EXISTS (${sits} AND s.kind = ANY (${[...kindsWithSecondFactor]}))`
  const { rows } = await sql<HelpedRow>`
    SELECT a.id, a.name, a.account_name, a.state, a.document_type, a.document_number_sealed,
      CASE WHEN ${isStaff} THEN 'staff' WHEN ${desk.scope.kind} = 'unit' THEN 'person' ELSE 'region' END AS because
    FROM accounts a
    WHERE a.id = ${accountId} AND a.id <> ${desk.accountId} AND a.state IN ('active', 'unclaimed')
      AND (${isStaff} OR (NOT ${isGuarded} AND ${served(desk.scope)}))`.execute(db)
  return rows[0]
}
