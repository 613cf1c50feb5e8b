import type { ActorKind, SeatLevel } from '@xueshi/contract/actor'
import type { UnitState } from '@xueshi/contract/orgs'
import { sql, type Insertable, type RawBuilder } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { UnitCapabilities, Units, UnitStaff } from '../platform/tables.ts'
import { levelOn } from './actors/store.ts'
import type { LoginTimes } from './rules.ts'

export type OwnLogin = LoginTimes & { previousAt: Date | null; previousAddress: string | null }

/** The login with its times, and the one that the account opened before it. */
export async function findLogin(db: Db, id: string): Promise<OwnLogin | undefined> {
  const { rows } = await sql<OwnLogin>`
    SELECT l.seen_at, l.idle_seconds, l.expires_at,
      EXISTS (SELECT FROM unit_staff o WHERE o.account_id = l.account_id AND o.ended_at IS NULL) AS has_seats,
      p.created_at AS previous_at, p.address AS previous_address
    FROM logins l LEFT JOIN LATERAL (
      SELECT e.created_at, e.address FROM logins e
      WHERE e.account_id = l.account_id AND e.created_at < l.created_at AND NOT e.awaits_factor
      ORDER BY e.created_at DESC LIMIT 1
    ) p ON true
    WHERE l.id = ${id}`.execute(db)
  return rows[0]
}

export type SessionRow = {
  accountName: string | null
  individual: boolean
  seatId: string | null
  kind: ActorKind | null
  level: SeatLevel | null
  unitId: string | null
  unitName: string | null
}

/** The account and each of its seats at a live unit, a row a seat; one row of nulls when it has none. */
export async function listSeats(db: Db, accountId: string, today: string): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    SELECT a.account_name, a.individual, s.id AS seat_id, s.kind, ${levelOn(today)} AS level,
      u.id AS unit_id, u.name AS unit_name
    FROM accounts a
    LEFT JOIN (unit_staff s JOIN units u ON u.id = s.unit_id AND u.state IN ('draft', 'submitted', 'returned', 'approved', 'suspended'))
      ON s.account_id = a.id AND s.ended_at IS NULL
    WHERE a.id = ${accountId} ORDER BY s.id`.execute(db)
  return rows
}

export type UnitRow = {
  id: string
  name: string
  code: string
  regionCode: string
  state: UnitState
}

/**
 * Employers and hosting units whose name, pinyin, initials or code begin with the text. Each
 * column is a range of its own index in the C collation, which LIKE with a parameter would not use
 * once the plan is a generic one; states are literals so that the partial indexes are seen to fit.
 */
export const searchUnitsQuery = ({ name, latin }: { name: string; latin: string }) => {
  const branch = (column: string, from: string, order = sql`${sql.ref(column)}, u.id`) => sql`
    (SELECT u.id, u.name, u.code, u.region_code, u.state FROM units u
     WHERE ${sql.ref(column)} >= ${from} AND ${sql.ref(column)} < ${from + lastCharacter}
       AND u.state IN ('submitted', 'approved')
       AND EXISTS (
         SELECT FROM unit_capabilities c
         WHERE c.unit_id = u.id AND c.capability IN ('employer', 'hosting'))
     ORDER BY ${order} LIMIT 20)`
  const branches = [branch('u.name', name)]
  if (latin !== '')
    branches.push(
      branch('u.name_pinyin', latin),
      branch('u.name_initials', latin),
      branch('u.code', latin.toUpperCase(), sql`u.code`),
    )
  return sql<UnitRow>`
    SELECT * FROM (${sql.join(branches, sql` UNION `)}) found ORDER BY name, id LIMIT 20`
}

export async function searchUnits(db: Db, search: { name: string; latin: string }) {
  const { rows } = await searchUnitsQuery(search).execute(db)
  return rows
}

// The highest code point: no name goes on with it, so the range ends after every continuation.
const lastCharacter = '\u{10FFFF}'

/** False when a live unit has the code already. */
export async function insertUnit(
  db: Db,
  unit: Insertable<Units>,
  industryCodes: readonly string[],
): Promise<boolean> {
  const inserted = await db
    .insertInto('units')
    .values(unit)
    .onConflict((conflict) =>
      conflict
        .column('code')
        .where(sql<boolean>`state IN ('submitted', 'returned', 'approved', 'suspended')`)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  if (!inserted) return false
  if (industryCodes.length > 0)
    await db
      .insertInto('unitIndustries')
      .values(industryCodes.map((industryCode) => ({ unitId: inserted.id, industryCode })))
      .execute()
  return true
}

/** Grants the capability over the unit's own region where none is named. */
export async function insertCapability(
  db: Db,
  {
    regionCode,
    ...capability
  }: Omit<Insertable<UnitCapabilities>, 'regionCode'> & { regionCode: string | null },
): Promise<void> {
  await db
    .insertInto('unitCapabilities')
    .values((value) => ({
      ...capability,
      regionCode:
        regionCode ??
        value.selectFrom('units').select('units.regionCode').where('id', '=', capability.unitId),
    }))
    .onConflict((conflict) =>
      conflict.columns(['unitId', 'capability', 'industryCode']).doNothing(),
    )
    .execute()
}

export async function insertStaff(db: Db, staff: Insertable<UnitStaff>): Promise<void> {
  await db.insertInto('unitStaff').values(staff).execute()
}

/** The account has the seat at this level, whether it had it at another or none; answers the seat's id. */
export async function putStaff(db: Db, staff: Insertable<UnitStaff>): Promise<{ id: string }> {
  return db
    .insertInto('unitStaff')
    .values(staff)
    .onConflict((conflict) =>
      conflict
        .columns(['accountId', 'unitId', 'kind'])
        .where('endedAt', 'is', null)
        .doUpdateSet({ level: staff.level }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
}

export type OfficeRow = { id: string; name: string }

/** The HR&SS office nearest up from the unit: of its county, else its city, else the province. */
export const hrssOfficeQuery = (unitId: string) =>
  officeQuery(unitId, sql`c.capability = 'hrss' AND c.industry_code IS NULL`)

/** The authority nearest up for the trade, or for any of the unit's own where none is named. */
export const industryOfficeQuery = (unitId: string, trade: string | null) =>
  officeQuery(
    unitId,
    sql`c.capability = 'industry' AND ${
      trade === null
        ? sql`c.industry_code IN (SELECT i.industry_code FROM unit_industries i WHERE i.unit_id = ${unitId})`
        : sql`c.industry_code = ${trade}`
    }`,
  )

// Codes of a county, its city and its province differ in their last digits alone, so the greatest is the nearest.
const officeQuery = (unitId: string, capability: RawBuilder<unknown>) => sql<OfficeRow>`
  SELECT o.id, o.name
  FROM units u
  JOIN unit_capabilities c ON c.region_code IN (u.county_code, u.city_code, u.province_code) AND ${capability}
  JOIN units o ON o.id = c.unit_id AND o.state = 'approved'
  WHERE u.id = ${unitId}
  ORDER BY c.region_code DESC, c.industry_code LIMIT 1`

export function findOffice(db: Db, query: RawBuilder<OfficeRow>): Promise<OfficeRow | undefined> {
  return first(db, query)
}

/** The unit, or the one that it was merged into: a pointer is one step long. */
export function findLiving(db: Db, id: string): Promise<OfficeRow | undefined> {
  return first(
    db,
    sql<OfficeRow>`
      SELECT coalesce(m.id, u.id) AS id, coalesce(m.name, u.name) AS name
      FROM units u LEFT JOIN units m ON m.id = u.merged_into_id WHERE u.id = ${id}`,
  )
}

/** What the unit is called, or was when it ended. */
export async function findName(db: Db, id: string): Promise<string | undefined> {
  const row = await db.selectFrom('units').select('name').where('id', '=', id).executeTakeFirst()
  return row?.name
}

async function first<Row>(db: Db, query: RawBuilder<Row>): Promise<Row | undefined> {
  const { rows } = await query.execute(db)
  return rows[0]
}
