import type { StaffedKind } from '@xueshi/contract/orgs/staff'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Both units are held, always in the same order, so that two that take each other in do not wait for ever. */
export async function lockBoth(tx: Db, ids: readonly [string, string]): Promise<void> {
  await tx
    .selectFrom('units')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** What pointed to the unit points to the other: those merged into it, and those below it. */
export async function follow(
  tx: Db,
  { id, intoId, at }: { id: string; intoId: string | null; at: Date },
): Promise<void> {
  if (intoId === null) {
    await sql`
      UPDATE units SET parent_id = NULL, parent_state = 'none', version = version + 1
      WHERE parent_id = ${id}`.execute(tx)
  } else {
    await sql`UPDATE units SET merged_into_id = ${intoId} WHERE merged_into_id = ${id}`.execute(tx)
    // The other cannot stand below itself.
    await sql`
      UPDATE units SET parent_id = CASE WHEN id = ${intoId} THEN NULL ELSE ${intoId}::uuid END,
        parent_state = CASE WHEN id = ${intoId} THEN 'none' ELSE parent_state END, version = version + 1
      WHERE parent_id = ${id}`.execute(tx)
  }
  await sql`
    UPDATE staff_invitations SET state = 'revoked', decided_at = ${at}, version = version + 1
    WHERE unit_id = ${id} AND state = 'offered'`.execute(tx)
}

/** The kinds of work for which the unit has a desk. */
export async function desksOf(db: Db, unitId: string): Promise<StaffedKind[]> {
  const { rows } = await sql<{ kind: StaffedKind }>`
    SELECT DISTINCT CASE c.capability WHEN 'hosting' THEN 'employer' ELSE c.capability END AS kind
    FROM unit_capabilities c WHERE c.unit_id = ${unitId}`.execute(db)
  return rows.map(({ kind }) => kind)
}

/** The seats of everyone who manages the unit but this account end; answers whose they were. */
export async function endManagers(
  tx: Db,
  { unitId, accountId, at }: { unitId: string; accountId: string; at: Date },
): Promise<string[]> {
  const { rows } = await sql<{ accountId: string }>`
    WITH ended AS (
      UPDATE unit_staff SET ended_at = ${at}
      WHERE unit_id = ${unitId} AND level = 'manager' AND ended_at IS NULL AND account_id <> ${accountId}
        AND kind IN ('employer', 'institution', 'industry', 'hrss')
      RETURNING id, account_id
    ), back AS (
      UPDATE staff_absences b SET ended_at = ${at} FROM ended
      WHERE b.ended_at IS NULL AND ended.id IN (b.seat_id, b.deputy_seat_id)
    )
    SELECT DISTINCT account_id FROM ended`.execute(tx)
  return rows.map((row) => row.accountId)
}

/** The account manages this desk of the unit, whatever it did there before. */
export async function seatManager(
  tx: Db,
  seat: { id: string; unitId: string; accountId: string; kind: StaffedKind; at: Date },
): Promise<void> {
  await sql`
    INSERT INTO unit_staff (id, unit_id, account_id, kind, level, created_at)
    VALUES (${seat.id}, ${seat.unitId}, ${seat.accountId}, ${seat.kind}, 'manager', ${seat.at})
    ON CONFLICT (account_id, unit_id, kind) WHERE ended_at IS NULL DO UPDATE SET level = 'manager'`.execute(
    tx,
  )
}

/** The unit is a 人才服务机构 over its own region; false where it is one already. */
export async function grantHosting(tx: Db, unitId: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO unit_capabilities (unit_id, capability, region_code, granted_at)
    SELECT u.id, 'hosting', u.region_code, ${at} FROM units u
    WHERE u.id = ${unitId} AND NOT EXISTS (SELECT FROM unit_capabilities c
      WHERE c.unit_id = u.id AND c.capability = 'hosting')
    RETURNING unit_id`.execute(tx)
  return rows.length > 0
}

/** It is none any more; false where it was none, or is nothing else. */
export async function withdrawHosting(tx: Db, unitId: string): Promise<boolean> {
  const { rows } = await sql`
    DELETE FROM unit_capabilities c
    WHERE c.unit_id = ${unitId} AND c.capability = 'hosting'
      AND EXISTS (SELECT FROM unit_capabilities e WHERE e.unit_id = c.unit_id AND e.capability = 'employer')
    RETURNING c.unit_id`.execute(tx)
  return rows.length > 0
}
