import type { UnitState } from '@xueshi/contract/orgs'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { withinRegion } from '../units/store.ts'

export type WaitingRow = {
  id: string
  name: string
  code: string
  regionCode: string
  nature: string
  contactName: string
  submittedAt: Date
  key: string
}

/** The queue of an office's region subtree, oldest first; at most `limit` after the key. */
export function waitingUnits(
  scope: Scope,
  after: readonly [submittedAt: string, id: string] | null,
  limit: number,
) {
  const key =
    after && sql`AND (u.submitted_at, u.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
  return sql<WaitingRow>`
    SELECT u.id, u.name, u.code, u.region_code, u.nature, u.contact_name, u.submitted_at,
      to_char(u.submitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS key
    FROM units u WHERE ${withinRegion(scope)} AND u.state = 'submitted' ${key ?? sql``}
    ORDER BY u.submitted_at, u.id LIMIT ${limit}`
}

export async function listWaiting(db: Db, ...page: Parameters<typeof waitingUnits>) {
  const { rows } = await waitingUnits(...page).execute(db)
  return rows
}

export type LookalikeRow = {
  id: string
  name: string
  code: string
  regionCode: string
  state: UnitState
}

/** Units of the subtree that had the same code and are over, and live ones whose name is much alike. */
// The region is looked at after the name or code was found: as an anchor it would be a whole city.
export const lookalikesQuery = (
  scope: Scope,
  { id, name, code }: { id: string; name: string; code: string },
) => sql<LookalikeRow>`
  SELECT * FROM (
    (SELECT u.id, u.name, u.code, u.region_code, u.state, 2::real AS likeness FROM units u
     WHERE u.code = ${code} AND u.state IN ('merged', 'closed', 'rejected') AND (${withinRegion(scope)}) IS TRUE LIMIT 10)
    UNION ALL
    (SELECT u.id, u.name, u.code, u.region_code, u.state, similarity(u.name, ${name}) FROM units u
     WHERE u.name % ${name} AND u.state IN ('submitted', 'approved') AND u.id <> ${id} AND u.code <> ${code}
       AND (${withinRegion(scope)}) IS TRUE
     ORDER BY 6 DESC LIMIT 10)
  ) found ORDER BY likeness DESC, id`

export async function listLookalikes(
  db: Db,
  scope: Scope,
  unit: { id: string; name: string; code: string },
) {
  const { rows } = await lookalikesQuery(scope, unit).execute(db)
  return rows
}

/** An approved employer of the subtree, locked so that it does not go while another is merged into it. */
export async function findTarget(
  tx: Db,
  scope: Scope,
  id: string,
): Promise<{ id: string; name: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT u.id, u.name FROM units u
    WHERE u.id = ${id} AND u.state = 'approved' AND ${withinRegion(scope)}
      AND EXISTS (SELECT FROM unit_capabilities c WHERE c.unit_id = u.id AND c.capability IN ('employer', 'hosting'))
    FOR SHARE OF u`.execute(tx)
  return rows[0]
}

/** Every seat at the unit ends; answers whose they were. */
export async function endSeats(tx: Db, unitId: string, at: Date): Promise<string[]> {
  const ended = await tx
    .updateTable('unitStaff')
    .set({ endedAt: at })
    .where('unitId', '=', unitId)
    .where('endedAt', 'is', null)
    .returning('accountId')
    .execute()
  return [...new Set(ended.map(({ accountId }) => accountId))]
}
