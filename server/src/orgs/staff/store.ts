import type { ActorKind, SeatLevel } from '@xueshi/contract/actor'
import { sql, type Updateable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { UnitStaff } from '../../platform/tables.ts'

export type SeatRow = {
  id: string
  accountId: string
  name: string
  accountName: string | null
  kind: ActorKind
  level: SeatLevel
  createdAt: Date
}

/** Who has a seat of this kind at the unit, managers first. A unit's staff fit on a page. */
export async function list(db: Db, unitId: string, kind: ActorKind): Promise<SeatRow[]> {
  const { rows } = await sql<SeatRow>`
    SELECT s.id, s.account_id, a.name, a.account_name, s.kind, s.level, s.created_at
    FROM unit_staff s JOIN accounts a ON a.id = s.account_id
    WHERE s.unit_id = ${unitId} AND s.kind = ${kind} AND s.ended_at IS NULL
    ORDER BY s.level DESC, s.id LIMIT 500`.execute(db)
  return rows
}

export function findCode(db: Db, unitId: string) {
  return db.selectFrom('units').select('code').where('id', '=', unitId).executeTakeFirst()
}

/** Changes of a unit's managers come one after the other, so that two cannot end each other. */
export async function lockUnit(tx: Db, unitId: string): Promise<void> {
  await tx.selectFrom('units').select('id').where('id', '=', unitId).forUpdate().execute()
}

type Seat = { id: string; unitId: string; kind: ActorKind }

/** A seat that is not over, of this kind at this unit. */
export function find(db: Db, { id, unitId, kind }: Seat) {
  return db
    .selectFrom('unitStaff as s')
    .innerJoin('accounts as a', 'a.id', 's.accountId')
    .select(['s.id', 's.accountId', 's.level', 'a.name'])
    .where('s.id', '=', id)
    .where('s.unitId', '=', unitId)
    .where('s.kind', '=', kind)
    .where('s.endedAt', 'is', null)
    .executeTakeFirst()
}

/** Changes the seat, unless the unit would be left without a manager; answers whether it did. */
export async function change(
  tx: Db,
  { id, unitId, kind }: Seat,
  values: Pick<Updateable<UnitStaff>, 'level' | 'endedAt'>,
): Promise<boolean> {
  const changed = await tx
    .updateTable('unitStaff')
    .set(values)
    .where('id', '=', id)
    .where('unitId', '=', unitId)
    .where('kind', '=', kind)
    .where('endedAt', 'is', null)
    .$if(values.level !== 'manager', (query) =>
      query.where(
        sql<boolean>`(level <> 'manager' OR EXISTS (SELECT FROM unit_staff o
          WHERE o.unit_id = ${unitId} AND o.kind = ${kind} AND o.level = 'manager'
            AND o.ended_at IS NULL AND o.id <> ${id}))`,
      ),
    )
    .returning('id')
    .executeTakeFirst()
  return changed !== undefined
}

/** Seats of administrators end one after the other, so that no two end each other. */
export async function lockAdministrators(tx: Db): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('administrators'))`.execute(tx)
}

/** A seat of the account that is not over, with its unit. */
export const findOfAccount = (
  db: Db,
  { seatId, accountId }: { seatId: string; accountId: string },
) =>
  db
    .selectFrom('unitStaff as s')
    .innerJoin('units as u', 'u.id', 's.unitId')
    .select(['s.unitId', 's.kind', 'u.name as unitName'])
    .where('s.id', '=', seatId)
    .where('s.accountId', '=', accountId)
    .where('s.endedAt', 'is', null)
    .executeTakeFirst()

/** Ends an administrator's seat while somebody else of the kind can log in; answers whether it did. */
export async function endAdministrator(
  tx: Db,
  { seatId, kind, endedAt }: { seatId: string; kind: ActorKind; endedAt: Date },
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE unit_staff s SET ended_at = ${endedAt}
    WHERE s.id = ${seatId} AND s.ended_at IS NULL AND EXISTS (
      SELECT FROM unit_staff o JOIN accounts a ON a.id = o.account_id AND a.state = 'active'
      WHERE o.kind = ${kind} AND o.ended_at IS NULL AND o.id <> ${seatId})
    RETURNING s.id`.execute(tx)
  return rows.length > 0
}
