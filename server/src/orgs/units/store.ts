import type { SeatLevel } from '@xueshi/contract/actor'
import type { Capability, UnitState } from '@xueshi/contract/orgs'
import type { ParentState } from '@xueshi/contract/orgs/sub-units'
import { sql, type Insertable, type RawBuilder, type Updateable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Units } from '../../platform/tables.ts'

export type UnitRow = {
  id: string
  version: number
  state: UnitState
  name: string
  code: string
  nature: string
  regionCode: string
  industryCodes: string[]
  parentId: string | null
  parentName: string | null
  parentState: ParentState
  capabilities: Capability[]
  mergedIntoId: string | null
  mergedIntoName: string | null
  contactName: string
  contactPhoneSealed: Buffer
  createdAt: Date
  submittedAt: Date | null
  approvedAt: Date | null
  returnReason: string | null
  licenceId: string | null
  licenceName: string | null
  licenceType: string | null
  licenceBytes: number | null
  officeId: string | null
  officeName: string | null
  /** Whether the account that asks is of the unit's staff. */
  ownStaff: boolean
}

/** The units of an office's region subtree: one column by equality, which each queue's index begins with. */
export function withinRegion(scope: Scope): RawBuilder<boolean> {
  if (scope.kind !== 'region') return sql<boolean>`false`
  const { regionCode } = scope
  if (regionCode.endsWith('0000')) return sql<boolean>`u.province_code = ${regionCode}`
  if (regionCode.endsWith('00')) return sql<boolean>`u.city_code = ${regionCode}`
  return sql<boolean>`u.county_code = ${regionCode}`
}

/** The unit itself: what its own staff may see of all units. */
export const only = (unitId: string): RawBuilder<boolean> => sql<boolean>`u.id = ${unitId}`

/** The unit with what its page shows; undefined where it does not exist within these bounds. */
export async function find(
  db: Db,
  id: string,
  { within, accountId }: { within: RawBuilder<boolean>; accountId: string },
): Promise<UnitRow | undefined> {
  const { rows } = await sql<UnitRow>`
    SELECT u.id, u.version, u.state, u.name, u.code, u.nature, u.region_code, u.parent_id, p.name AS parent_name,
      u.parent_state, u.merged_into_id, m.name AS merged_into_name,
      u.contact_name, u.contact_phone_sealed, u.created_at, u.submitted_at, u.approved_at, u.return_reason,
      ARRAY(SELECT i.industry_code FROM unit_industries i WHERE i.unit_id = u.id ORDER BY 1) AS industry_codes,
      ARRAY(SELECT DISTINCT c.capability::text FROM unit_capabilities c WHERE c.unit_id = u.id ORDER BY 1) AS capabilities,
      l.id AS licence_id, l.name AS licence_name, f.type AS licence_type, f.size_bytes::int AS licence_bytes,
      o.id AS office_id, o.name AS office_name,
      EXISTS (SELECT FROM unit_staff s
        WHERE s.unit_id = u.id AND s.account_id = ${accountId} AND s.ended_at IS NULL) AS own_staff
    FROM units u
    LEFT JOIN units p ON p.id = u.parent_id
    LEFT JOIN units m ON m.id = u.merged_into_id
    LEFT JOIN unit_licences l ON l.unit_id = u.id AND l.file_id IS NOT NULL
    LEFT JOIN files f ON f.id = l.file_id
    LEFT JOIN LATERAL (
      SELECT h.id, h.name FROM unit_capabilities c JOIN units h ON h.id = c.unit_id AND h.state = 'approved'
      WHERE c.capability = 'hrss' AND c.industry_code IS NULL
        AND c.region_code IN (u.county_code, u.city_code, u.province_code)
      ORDER BY c.region_code DESC LIMIT 1
    ) o ON true
    WHERE u.id = ${id} AND ${within}`.execute(db)
  return rows[0]
}

/** A new unit with its trades; its code is nobody's until it is submitted. */
export async function insert(
  tx: Db,
  unit: Insertable<Units>,
  industryCodes: readonly string[],
): Promise<void> {
  await tx.insertInto('units').values(unit).execute()
  await replaceIndustries(tx, unit.id, industryCodes)
}

export async function replaceIndustries(tx: Db, unitId: string, codes: readonly string[]) {
  await tx.deleteFrom('unitIndustries').where('unitId', '=', unitId).execute()
  if (codes.length === 0) return
  const rows = codes.map((industryCode) => ({ unitId, industryCode }))
  await tx.insertInto('unitIndustries').values(rows).execute()
}

/** What a capability covers follows the unit's region; an office's own is another matter. */
export async function moveCapabilities(tx: Db, unitId: string, regionCode: string): Promise<void> {
  await tx
    .updateTable('unitCapabilities')
    .set({ regionCode })
    .where('unitId', '=', unitId)
    .where('capability', 'in', ['employer', 'institution', 'hosting'])
    .execute()
}

export type Guard = {
  id: string
  version: number
  from: readonly UnitState[]
  within: RawBuilder<boolean>
  /** Set where nobody of the unit's staff may do it. */
  notStaff?: string
  licensed?: boolean
  /** Set where the unit may be no office, on which others hang. */
  noOffice?: boolean
}

/** One guarded change of a unit; false when it no longer stands as it was seen, or the guard does not hold. */
export async function change(
  tx: Db,
  { id, version, from, within, notStaff, licensed, noOffice }: Guard,
  values: Updateable<Units>,
): Promise<boolean> {
  const changed = await tx
    .updateTable('units as u')
    .set((is) => ({ ...values, version: is('u.version', '+', 1) }))
    .where('u.id', '=', id)
    .where('u.version', '=', version)
    .where('u.state', 'in', from)
    .where(within)
    .$if(notStaff !== undefined, (query) =>
      query.where(
        sql<boolean>`NOT EXISTS (SELECT FROM unit_staff s
          WHERE s.unit_id = u.id AND s.account_id = ${notStaff} AND s.ended_at IS NULL)`,
      ),
    )
    .$if(licensed === true, (query) =>
      query.where(
        sql<boolean>`EXISTS (SELECT FROM unit_licences l WHERE l.unit_id = u.id AND l.file_id IS NOT NULL)`,
      ),
    )
    .$if(noOffice === true, (query) =>
      query.where(
        sql<boolean>`NOT EXISTS (SELECT FROM unit_capabilities c
          WHERE c.unit_id = u.id AND c.capability IN ('hrss', 'industry'))`,
      ),
    )
    .returning('u.id')
    .executeTakeFirst()
  return changed !== undefined
}

/**
 * The same where the unit takes a code. `taken`: another live unit has the code; of two at once the
 * second waits here for the first. The savepoint keeps the transaction usable after that.
 */
export async function changeCode(
  tx: Db,
  guard: Guard,
  values: Updateable<Units>,
): Promise<'moved' | 'refused' | 'taken'> {
  await sql`SAVEPOINT taking`.execute(tx)
  try {
    return (await change(tx, guard, values)) ? 'moved' : 'refused'
  } catch (error) {
    const violated: unknown = Reflect.get(Object(error), 'constraint')
    if (violated !== 'units_code') throw error
    await sql`ROLLBACK TO SAVEPOINT taking`.execute(tx)
    return 'taken'
  }
}

/** The account's seat at a unit, with the unit's name. */
export async function findSeat(db: Db, unitId: string, accountId: string) {
  return db
    .selectFrom('unitStaff as s')
    .innerJoin('units as u', 'u.id', 's.unitId')
    .select(['s.id as seatId', 'u.name'])
    .where('s.unitId', '=', unitId)
    .where('s.accountId', '=', accountId)
    .where('s.endedAt', 'is', null)
    .orderBy('s.id')
    .executeTakeFirst()
}

/** The live unit that has the code, if one does. */
export function findByCode(db: Db, code: string) {
  return db
    .selectFrom('units')
    .select(['id', 'name'])
    .where('code', '=', code)
    .where(sql<boolean>`state IN ('submitted', 'returned', 'approved', 'suspended')`)
    .executeTakeFirst()
}

/** Whether a unit of this id stands: what may be named as 主管单位. */
export async function stands(db: Db, id: string): Promise<boolean> {
  const found = await db
    .selectFrom('units')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'approved')
    .executeTakeFirst()
  return found !== undefined
}

/** Who has a seat at the unit, managers first. */
export async function listStaff(db: Db, unitId: string) {
  const { rows } = await sql<{ accountId: string; name: string; level: SeatLevel }>`
    SELECT s.account_id, a.name, s.level FROM unit_staff s JOIN accounts a ON a.id = s.account_id
    WHERE s.unit_id = ${unitId} AND s.ended_at IS NULL ORDER BY s.level DESC, s.id`.execute(db)
  return rows
}
