import type { ClassOffice, ClassState } from '@xueshi/contract/training/classes'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { eventFrom, type EventRow } from '../classes/store.ts'

/** Which class may move: whose it is, in which states, and, where a form showed it, in which version. */
export type Guard = {
  id: string
  /** null: the house itself acts. */
  by:
    | { kind: 'institution'; unitId: string }
    | { kind: ClassOffice; unitId: string; accountId: string }
    | null
  version: number | null
  from: readonly ClassState[]
  at: Date
}

const guarded = ({ id, by, version, from }: Guard): RawBuilder<unknown> => {
  const whose =
    by === null
      ? sql``
      : by.kind === 'institution'
        ? sql` AND institution_id = ${by.unitId}`
        : sql` AND office_unit_id = ${by.unitId} AND office = ${by.kind} AND NOT EXISTS (SELECT FROM unit_staff s
            WHERE s.unit_id = institution_id AND s.account_id = ${by.accountId} AND s.ended_at IS NULL)`
  return sql`id = ${id}${whose} AND state = ANY (${[...from]}::text[])
    AND coalesce(${version}::int = version, true)`
}

export type Changes = {
  state?: ClassState
  reason?: string | null
  office?: { kind: ClassOffice; unitId: string } | undefined
  /** Whoever opens it before its day has the sign-up begin now. */
  beginsSignUp?: boolean
  /** Until when one may apply from now on. */
  signUpTo?: Date | undefined
  starts?: boolean
  finishes?: boolean
  promotes?: boolean
}

export type Moved = {
  id: string
  name: string
  institutionId: string
  startsOn: string
  place: string
  officeName: string | null
}

/** One guarded UPDATE of a class and the line of its timeline; undefined when the guard did not hold. */
export async function move(
  tx: Db,
  guard: Guard,
  { state, reason, office, beginsSignUp, signUpTo, starts, finishes, promotes }: Changes,
  event: EventRow,
): Promise<Moved | undefined> {
  const { at } = guard
  const sets = [
    sql`version = version + 1, updated_at = ${at}`,
    ...(state === undefined ? [] : [sql`state = ${state}`]),
    ...(reason === undefined ? [] : [sql`reason = ${reason}`]),
    ...(office === undefined
      ? []
      : [sql`office = ${office.kind}, office_unit_id = ${office.unitId}, submitted_at = ${at}`]),
    ...(beginsSignUp === undefined
      ? []
      : [sql`sign_up_from = least(sign_up_from, ${at}::timestamptz)`]),
    ...(signUpTo === undefined ? [] : [sql`sign_up_to = ${signUpTo}`]),
    ...(starts === undefined ? [] : [sql`started_at = coalesce(started_at, ${at})`]),
    ...(finishes === undefined ? [] : [sql`finished_at = ${at}`]),
    ...(promotes === undefined ? [] : [sql`promotes = ${promotes}`]),
  ]
  const { rows } = await sql<Moved>`
    WITH moved AS (
      UPDATE classes SET ${sql.join(sets)} WHERE ${guarded(guard)}
      RETURNING id, name, institution_id, starts_on, place, office_unit_id
    ), told AS (${eventFrom(sql`moved`, event)})
    SELECT moved.id, moved.name, moved.institution_id, moved.starts_on, moved.place, o.name AS office_name
    FROM moved LEFT JOIN units o ON o.id = moved.office_unit_id`.execute(tx)
  return rows[0]
}

/** Places kept for units have ended with this sign-up. */
export async function noteKeptEnd(tx: Db, id: string): Promise<void> {
  await sql`UPDATE classes SET kept_ended_of = sign_up_to WHERE id = ${id}`.execute(tx)
}

/** Promises a draw by the hash of its seed; a class that has one keeps it. */
export async function insertDraw(
  tx: Db,
  draw: { classId: string; seed: string; commitment: string },
): Promise<void> {
  await sql`
    INSERT INTO class_draws (class_id, seed, commitment) VALUES (${draw.classId}, ${draw.seed}, ${draw.commitment})
    ON CONFLICT (class_id) DO NOTHING`.execute(tx)
}

/** What comes due by itself: classes to open, to close and to start, at most so many of each. */
export async function listDue(db: Db, now: Date, limit: number) {
  const { rows } = await sql<{ id: string; move: 'open' | 'close' | 'start' }>`
    (SELECT id, 'start' AS move FROM classes
      WHERE state IN ('accepting', 'paused', 'closed') AND starts_at <= ${now} ORDER BY starts_at LIMIT ${limit})
    UNION ALL
    (SELECT id, 'close' FROM classes
      WHERE state IN ('accepting', 'paused') AND sign_up_to <= ${now} AND starts_at > ${now} ORDER BY sign_up_to LIMIT ${limit})
    UNION ALL
    (SELECT c.id, 'open' FROM classes c JOIN courses k ON k.id = c.course_id AND k.state <> 'closed'
      WHERE c.state = 'approved' AND c.sign_up_from <= ${now} AND c.sign_up_to > ${now} ORDER BY c.sign_up_from LIMIT ${limit})
  `.execute(db)
  return rows
}
