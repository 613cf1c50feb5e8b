import type { EmploymentState } from '@xueshi/contract/people/employments'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type ApplicationRow = {
  id: string
  version: number
  personId: string
  name: string
  documentNumberSealed: Buffer
  mainUnitName: string | null
  title: string
  state: EmploymentState
  appliedAt: Date
}

/** 兼职申请 that wait for the unit, oldest first. */
export function applicationsQuery(
  unitId: string,
  after: readonly [appliedAt: string, id: string] | null,
  limit: number,
) {
  const key = after && sql`AND (e.applied_at, e.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
  return sql<ApplicationRow>`
    SELECT e.id, e.version, e.person_id, e.state, e.applied_at, a.name, a.document_number_sealed,
      u.name AS main_unit_name, p.title
    FROM employments e
    JOIN accounts a ON a.id = e.person_id
    JOIN people r ON r.id = e.person_id
    LEFT JOIN units u ON u.id = r.unit_id
    JOIN profiles p ON p.person_id = e.person_id AND p.state = 'confirmed'
    WHERE e.unit_id = ${unitId} AND e.state = 'applied' AND e.kind = 'partTime' ${key ?? sql``}
    ORDER BY e.applied_at, e.id LIMIT ${limit}`
}

export async function list(db: Db, ...page: Parameters<typeof applicationsQuery>) {
  const { rows } = await applicationsQuery(...page).execute(db)
  return rows
}

/** Whether the unit stands and employs people. */
export async function isEmployer(db: Db, unitId: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM units u JOIN unit_capabilities c ON c.unit_id = u.id AND c.capability = 'employer'
    WHERE u.id = ${unitId} AND u.state = 'approved'`.execute(db)
  return rows.length > 0
}
