import type { StaffedKind } from '@xueshi/contract/orgs/staff'
import { sql, type Insertable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { StaffAbsences } from '../../platform/tables.ts'

/** The people of one unit who do one kind of work. */
export type Desk = { unitId: string; kind: StaffedKind }

export type AbsenceRow = {
  id: string
  seatId: string
  accountId: string
  name: string
  deputySeatId: string
  deputyAccountId: string
  deputyName: string
  fromOn: string
  toOn: string
}

const absences = sql`
  SELECT b.id, b.seat_id, s.account_id, a.name, b.deputy_seat_id, d.account_id AS deputy_account_id,
    e.name AS deputy_name, b.from_on::text, b.to_on::text
  FROM unit_staff s
  JOIN staff_absences b ON b.seat_id = s.id AND b.ended_at IS NULL
  JOIN accounts a ON a.id = s.account_id
  JOIN unit_staff d ON d.id = b.deputy_seat_id AND d.ended_at IS NULL
  JOIN accounts e ON e.id = d.account_id`

/** Those of a desk that are not over on the day, the next ones first. */
export async function list(db: Db, { unitId, kind }: Desk, today: string): Promise<AbsenceRow[]> {
  const { rows } = await sql<AbsenceRow>`${absences}
    WHERE s.unit_id = ${unitId} AND s.kind = ${kind} AND s.ended_at IS NULL AND b.to_on >= ${today}::date
    ORDER BY b.from_on, b.id LIMIT 200`.execute(db)
  return rows
}

/** One of a desk's that was not ended. */
export async function find(
  db: Db,
  { unitId, kind }: Desk,
  id: string,
): Promise<AbsenceRow | undefined> {
  const { rows } = await sql<AbsenceRow>`${absences}
    WHERE s.unit_id = ${unitId} AND s.kind = ${kind} AND s.ended_at IS NULL AND b.id = ${id}`.execute(
    db,
  )
  return rows[0]
}

/** What stands in the way of the seats and days: somebody away at the same time, on either side. */
export async function overlaps(
  db: Db,
  {
    seatId,
    deputySeatId,
    fromOn,
    toOn,
  }: { seatId: string; deputySeatId: string; fromOn: string; toOn: string },
): Promise<'away' | 'deputyAway' | 'deputising' | null> {
  const { rows } = await sql<{ why: 'away' | 'deputyAway' | 'deputising' }>`
    SELECT CASE WHEN b.seat_id = ${seatId} THEN 'away' WHEN b.seat_id = ${deputySeatId} THEN 'deputyAway'
      ELSE 'deputising' END AS why
    FROM staff_absences b
    WHERE (b.seat_id IN (${seatId}, ${deputySeatId}) OR b.deputy_seat_id = ${seatId}) AND b.ended_at IS NULL
      AND b.from_on <= ${toOn}::date AND b.to_on >= ${fromOn}::date
    ORDER BY 1 LIMIT 1`.execute(db)
  return rows[0]?.why ?? null
}

export async function insert(tx: Db, absence: Insertable<StaffAbsences>): Promise<void> {
  await tx.insertInto('staffAbsences').values(absence).execute()
}

/** False when it was over already. */
export async function end(tx: Db, id: string, at: Date): Promise<boolean> {
  const ended = await tx
    .updateTable('staffAbsences')
    .set({ endedAt: at })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return ended !== undefined
}

/** All of a seat that is over, on whichever side it stood. */
export async function endOf(tx: Db, seatId: string, at: Date): Promise<void> {
  await tx
    .updateTable('staffAbsences')
    .set({ endedAt: at })
    .where('endedAt', 'is', null)
    .where((is) => is.or([is('seatId', '=', seatId), is('deputySeatId', '=', seatId)]))
    .execute()
}
