import type { UnitState } from '@xueshi/contract/orgs'
import type { ParentState } from '@xueshi/contract/orgs/sub-units'
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type SubUnitRow = {
  id: string
  version: number
  name: string
  code: string
  regionCode: string
  state: UnitState
  parentState: ParentState
  key: string
}

// A unit that nobody has looked at yet asks nobody.
const inForce = sql<boolean>`u.state IN ('approved', 'suspended')`

/** The units below this one and those that ask to be, by pinyin; at most `limit` after the key. */
export function subUnitsQuery(
  parentId: string,
  after: readonly [key: string, id: string] | null,
  limit: number,
) {
  const onward = after && sql`AND (u.name_pinyin, u.id) > (${after[0]}, ${after[1]}::uuid)`
  return sql<SubUnitRow>`
    SELECT u.id, u.version, u.name, u.code, u.region_code, u.state, u.parent_state, u.name_pinyin AS key
    FROM units u WHERE u.parent_id = ${parentId} AND ${inForce} ${onward ?? sql``}
    ORDER BY u.name_pinyin, u.id LIMIT ${limit}`
}

export async function list(db: Db, ...page: Parameters<typeof subUnitsQuery>) {
  const { rows } = await subUnitsQuery(...page).execute(db)
  return rows
}

export type SubUnitDetailRow = SubUnitRow & {
  nature: string
  industryCodes: string[]
  contactName: string
  contactPhoneSealed: Buffer
  approvedAt: Date | null
  managers: string[]
}

export async function find(
  db: Db,
  parentId: string,
  id: string,
): Promise<SubUnitDetailRow | undefined> {
  const { rows } = await sql<SubUnitDetailRow>`
    SELECT u.id, u.version, u.name, u.code, u.region_code, u.state, u.parent_state, u.name_pinyin AS key,
      u.nature, u.contact_name, u.contact_phone_sealed, u.approved_at,
      ARRAY(SELECT i.industry_code FROM unit_industries i WHERE i.unit_id = u.id ORDER BY 1) AS industry_codes,
      ARRAY(SELECT a.name FROM unit_staff s JOIN accounts a ON a.id = s.account_id
        WHERE s.unit_id = u.id AND s.kind = 'employer' AND s.level = 'manager' AND s.ended_at IS NULL
        ORDER BY s.id LIMIT 20) AS managers
    FROM units u WHERE u.id = ${id} AND u.parent_id = ${parentId} AND ${inForce}`.execute(db)
  return rows[0]
}

/** Where a unit stands itself. */
export async function findChild(db: Db, id: string) {
  const { rows } = await sql<{
    version: number
    name: string
    parentState: ParentState
    parentId: string | null
    parentName: string | null
    parentRegion: string | null
  }>`
    SELECT u.version, u.name, u.parent_state, u.parent_id, p.name AS parent_name, p.region_code AS parent_region
    FROM units u LEFT JOIN units p ON p.id = u.parent_id WHERE u.id = ${id}`.execute(db)
  return rows[0]
}

/** Changes of who stands under whom come one after the other, so that no two close a circle. */
export async function lockTree(tx: Db): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('units under units'))`.execute(tx)
}

/** An employer in force that may stand above the unit: neither itself nor anywhere below it. */
export async function findParent(
  tx: Db,
  { parentId, childId }: { parentId: string; childId: string },
): Promise<{ id: string; name: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`
    WITH RECURSIVE above AS (
      SELECT u.id, u.parent_id, 1 AS depth FROM units u WHERE u.id = ${parentId}
      UNION ALL
      SELECT u.id, u.parent_id, above.depth + 1 FROM units u JOIN above ON u.id = above.parent_id
      WHERE above.depth < 20
    )
    SELECT u.id, u.name FROM units u
    WHERE u.id = ${parentId} AND u.state = 'approved'
      AND EXISTS (SELECT FROM unit_capabilities c WHERE c.unit_id = u.id AND c.capability IN ('employer', 'hosting'))
      AND NOT EXISTS (SELECT FROM above WHERE above.id = ${childId})`.execute(tx)
  return rows[0]
}

/** One guarded move of where a unit stands; false when it no longer stands as it was seen. */
export async function move(
  tx: Db,
  { id, version, within }: { id: string; version: number; within: RawBuilder<boolean> },
  { from, to }: { from: readonly ParentState[]; to: ParentState },
  parentId: string | null,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE units u SET parent_state = ${to}, version = u.version + 1,
      parent_id = CASE WHEN ${to} = 'none' THEN NULL ELSE coalesce(${parentId}::uuid, u.parent_id) END
    WHERE u.id = ${id} AND u.version = ${version} AND u.parent_state = ANY (${from}::text[])
      AND ${inForce} AND ${within}
    RETURNING u.id`.execute(tx)
  return rows.length > 0
}

/** The unit itself, or one that stands below the other or asks to. */
export const ownUnit = sql<boolean>`true`
export const below = (parentId: string) => sql<boolean>`u.parent_id = ${parentId}`

/** The ids of all units that stand below this one, however far; at most `limit`. */
export async function listBelow(db: Db, unitId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    WITH RECURSIVE below AS (
      SELECT u.id FROM units u WHERE u.parent_id = ${unitId} AND u.parent_state = 'accepted' AND ${inForce}
      UNION
      SELECT u.id FROM units u JOIN below ON u.parent_id = below.id
      WHERE u.parent_state = 'accepted' AND ${inForce}
    )
    SELECT id FROM below LIMIT ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** What these units are called, by pinyin; at most `limit`. */
export const listNames = (db: Db, ids: readonly string[], limit: number) =>
  db
    .selectFrom('units')
    .select(['id', 'name'])
    .where('id', '=', sql<string>`ANY (${[...ids]}::uuid[])`)
    .orderBy('namePinyin')
    .orderBy('id')
    .limit(limit)
    .execute()
