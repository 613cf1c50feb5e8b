import type { SeatLevel } from '@xueshi/contract/actor'
import type { JoinState } from '@xueshi/contract/orgs/joins'
import { sql, type Insertable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { UnitJoins } from '../../platform/tables.ts'

/**
 * The account asks to join the unit; answers the name of who asks. Undefined when it has a seat there,
 * or asks already.
 */
export async function insert(
  tx: Db,
  { id, unitId, accountId, createdAt }: Omit<Insertable<UnitJoins>, 'state'>,
): Promise<{ name: string } | undefined> {
  const { rows } = await sql<{ name: string }>`
    WITH asked AS (
      INSERT INTO unit_joins (id, unit_id, account_id, state, created_at)
      SELECT ${id}, ${unitId}, ${accountId}, 'applied', ${createdAt}
      WHERE NOT EXISTS (SELECT FROM unit_staff s
        WHERE s.unit_id = ${unitId} AND s.account_id = ${accountId} AND s.ended_at IS NULL)
      ON CONFLICT (account_id, unit_id) WHERE state = 'applied' DO NOTHING
      RETURNING account_id
    )
    SELECT a.name FROM asked JOIN accounts a ON a.id = asked.account_id`.execute(tx)
  return rows[0]
}

/** An application of the account's own. */
export async function findOwn(db: Db, id: string, accountId: string) {
  const { rows } = await sql<{ id: string; unitName: string }>`
    SELECT j.id, u.name AS unit_name FROM unit_joins j JOIN units u ON u.id = j.unit_id
    WHERE j.id = ${id} AND j.account_id = ${accountId}`.execute(db)
  return rows[0]
}

/** Who waits at the unit, oldest first; a unit that has so many has other worries. */
export async function listWaiting(db: Db, unitId: string, limit: number) {
  const { rows } = await sql<{
    id: string
    version: number
    name: string
    accountName: string | null
    createdAt: Date
  }>`
    SELECT j.id, j.version, a.name, a.account_name, j.created_at
    FROM unit_joins j JOIN accounts a ON a.id = j.account_id
    WHERE j.unit_id = ${unitId} AND j.state = 'applied' ORDER BY j.id LIMIT ${limit}`.execute(db)
  return rows
}

/** Decides an application to the unit; undefined when it no longer stands as it was seen. */
export async function decide(
  tx: Db,
  { id, version, unitId }: { id: string; version: number; unitId: string },
  decision: { state: JoinState; reason: string | null; decidedAt: Date; decidedBy: string },
): Promise<{ accountId: string } | undefined> {
  return tx
    .updateTable('unitJoins')
    .set((is) => ({ ...decision, version: is('version', '+', 1) }))
    .where('id', '=', id)
    .where('unitId', '=', unitId)
    .where('version', '=', version)
    .where('state', '=', 'applied')
    .returning('accountId')
    .executeTakeFirst()
}

/** Nobody is left who could say yes: every application to the unit is refused. Answers whose they were. */
export async function refuseAll(
  tx: Db,
  { unitId, reason, at }: { unitId: string; reason: string; at: Date },
): Promise<{ accountId: string; unitName: string }[]> {
  const { rows } = await sql<{ accountId: string; unitName: string }>`
    UPDATE unit_joins j SET state = 'refused', reason = ${reason}, decided_at = ${at}, version = j.version + 1
    FROM units u WHERE u.id = j.unit_id AND j.unit_id = ${unitId} AND j.state = 'applied'
    RETURNING j.account_id, u.name AS unit_name`.execute(tx)
  return rows
}

/** The application as it stands, within the unit. */
export function find(db: Db, id: string, unitId: string) {
  return db
    .selectFrom('unitJoins')
    .select(['id', 'version', 'state'])
    .where('id', '=', id)
    .where('unitId', '=', unitId)
    .executeTakeFirst()
}

/** A seat for each kind of work that the unit may do, where the account has none of it yet. */
export async function insertSeats(
  tx: Db,
  {
    unitId,
    accountId,
    level,
    at,
  }: { unitId: string; accountId: string; level: SeatLevel; at: Date },
  newSeat: () => string,
): Promise<void> {
  const granted = await tx
    .selectFrom('unitCapabilities')
    .select('capability')
    .distinct()
    .where('unitId', '=', unitId)
    .where('capability', 'in', ['employer', 'institution', 'hosting'])
    .execute()
  // A hosting unit's staff sit where an employer's do.
  const kinds = new Set(
    granted.map(({ capability }) => (capability === 'institution' ? 'institution' : 'employer')),
  )
  for (const kind of kinds)
    await sql`
      INSERT INTO unit_staff (id, unit_id, account_id, kind, level, created_at)
      VALUES (${newSeat()}, ${unitId}, ${accountId}, ${kind}, ${level}, ${at})
      ON CONFLICT (account_id, unit_id, kind) WHERE ended_at IS NULL DO NOTHING`.execute(tx)
}
