import type { ChangeState, FormerStanding, Standing } from '@xueshi/contract/orgs/changes'
import { sql, type Insertable, type RawBuilder } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { UnitChanges } from '../../platform/tables.ts'

/** A request with what it is about; `within` says whose it may be. */
export type ChangeRow = {
  id: string
  version: number
  state: ChangeState
  unitId: string
  unitVersion: number
  former: FormerStanding
  wanted: Standing
  reason: string
  createdAt: Date
  createdBy: string
  byName: string
  decidedAt: Date | null
  decisionReason: string | null
  /** Whether the account that asks is of the unit's staff. */
  ownStaff: boolean
}

/** Requests of an office's region subtree; each level has the index that its queue is read from. */
export function withinRegion(scope: Scope): RawBuilder<boolean> {
  if (scope.kind !== 'region') return sql<boolean>`false`
  const { regionCode } = scope
  if (regionCode.endsWith('0000')) return sql<boolean>`q.province_code = ${regionCode}`
  if (regionCode.endsWith('00')) return sql<boolean>`q.city_code = ${regionCode}`
  return sql<boolean>`q.county_code = ${regionCode}`
}

/** Those of one unit. */
export const ofUnit = (unitId: string): RawBuilder<boolean> => sql<boolean>`q.unit_id = ${unitId}`

const selected = (accountId: string) => sql`
  SELECT q.id, q.version, q.state, q.unit_id, u.version AS unit_version, q.former, q.wanted, q.reason,
    q.created_at, q.created_by, a.name AS by_name, q.decided_at, q.decision_reason,
    EXISTS (SELECT FROM unit_staff s
      WHERE s.unit_id = q.unit_id AND s.account_id = ${accountId} AND s.ended_at IS NULL) AS own_staff
  FROM unit_changes q JOIN units u ON u.id = q.unit_id JOIN accounts a ON a.id = q.created_by`

export async function find(
  db: Db,
  id: string,
  { within, accountId }: { within: RawBuilder<boolean>; accountId: string },
): Promise<ChangeRow | undefined> {
  const { rows } = await sql<ChangeRow>`
    ${selected(accountId)} WHERE q.id = ${id} AND ${within}`.execute(db)
  return rows[0]
}

/** What the unit asked for last. */
export async function findLast(
  db: Db,
  unitId: string,
  accountId: string,
): Promise<ChangeRow | undefined> {
  const { rows } = await sql<ChangeRow>`
    ${selected(accountId)} WHERE q.unit_id = ${unitId} ORDER BY q.id DESC LIMIT 1`.execute(db)
  return rows[0]
}

/** False while another request of the unit waits. */
export async function insert(tx: Db, change: Insertable<UnitChanges>): Promise<boolean> {
  const made = await tx
    .insertInto('unitChanges')
    .values(change)
    .onConflict((conflict) =>
      conflict
        .column('unitId')
        .where(sql<boolean>`state = 'requested'`)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  return made !== undefined
}

/** One guarded move of a request; false when it no longer stands as it was seen, or the guard does not hold. */
export async function move(
  tx: Db,
  {
    id,
    version,
    within,
    notStaff,
  }: { id: string; version: number; within: RawBuilder<boolean>; notStaff?: string },
  { from, to }: { from: readonly ChangeState[]; to: ChangeState },
  decision: { at: Date; by: string; reason: string | null },
): Promise<boolean> {
  const isStranger =
    notStaff === undefined
      ? sql<boolean>`true`
      : sql<boolean>`NOT EXISTS (SELECT FROM unit_staff s
          WHERE s.unit_id = q.unit_id AND s.account_id = ${notStaff} AND s.ended_at IS NULL)`
  const { rows } = await sql`
    UPDATE unit_changes q SET state = ${to}, version = q.version + 1, decided_at = ${decision.at},
      decided_by = ${decision.by}, decision_reason = ${decision.reason}
    WHERE q.id = ${id} AND q.version = ${version} AND q.state = ANY (${from}::text[]) AND ${within}
      AND ${isStranger}
    RETURNING q.id`.execute(tx)
  return rows.length > 0
}

export type WaitingRow = {
  id: string
  unitName: string
  code: string
  regionCode: string
  createdAt: Date
  key: string
}

/** The queue of an office's region subtree, oldest first; at most `limit` after the key. */
export function waitingChanges(
  scope: Scope,
  after: readonly [createdAt: string, id: string] | null,
  limit: number,
) {
  const key = after && sql`AND (q.created_at, q.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
  return sql<WaitingRow>`
    SELECT q.id, u.name AS unit_name, u.code, u.region_code, q.created_at,
      to_char(q.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS key
    FROM unit_changes q JOIN units u ON u.id = q.unit_id
    WHERE ${withinRegion(scope)} AND q.state = 'requested' ${key ?? sql``}
    ORDER BY q.created_at, q.id LIMIT ${limit}`
}

export async function listWaiting(db: Db, ...page: Parameters<typeof waitingChanges>) {
  const { rows } = await waitingChanges(...page).execute(db)
  return rows
}
