import type { exemptionMoves } from '@xueshi/contract/ledger'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { type EventRow, told } from '../exemptions/store.ts'

const waits = sql`state IN ('submitted', 'underReview')`

/** Notes of applications that wait since before `since` that their offices are reminded now, each once. */
export async function remind(
  tx: Db,
  { since, at, limit }: { since: Date; at: Date; limit: number },
): Promise<{ id: string; holderUnitId: string }[]> {
  const { rows } = await sql<{ id: string; holderUnitId: string }>`
    UPDATE exemptions SET reminded_at = ${at}
    WHERE id IN (SELECT id FROM exemptions WHERE ${waits} AND updated_at < ${since} AND reminded_at IS NULL
      ORDER BY updated_at, id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING id, CASE state WHEN 'submitted' THEN unit_id ELSE office_unit_id END AS holder_unit_id`.execute(
    tx,
  )
  return rows
}

/** Applications that wait for an employer since before `since`, the longest first. */
export const overdueQuery = (since: Date, limit: number) => sql<{ id: string }>`
  SELECT id FROM exemptions WHERE ${waits} AND state = 'submitted' AND updated_at < ${since}
  ORDER BY updated_at, id LIMIT ${limit}`

export async function listOverdue(db: Db, since: Date, limit: number): Promise<string[]> {
  return (await overdueQuery(since, limit).execute(db)).rows.map(({ id }) => id)
}

export type TakenOver = { personId: string; year: number; unitId: string; officeUnitId: string }

/** The application waits for the HR&SS office; undefined when the employer answered in this very moment. */
export async function takeOver(
  tx: Db,
  { id, since, at }: { id: string; since: Date; at: Date },
  { from, to }: typeof exemptionMoves.escalate,
  event: EventRow,
): Promise<TakenOver | undefined> {
  const { rows } = await sql<TakenOver>`
    WITH moved AS (
      UPDATE exemptions SET state = ${to}, version = version + 1, passed_at = ${at}, updated_at = ${at}, reminded_at = NULL
      WHERE id = ${id} AND state = ANY (${[...from]}) AND updated_at < ${since}
      RETURNING id, person_id, year, unit_id, office_unit_id
    ), told AS (${told(sql`moved`, event)})
    SELECT person_id, year, unit_id, office_unit_id FROM moved`.execute(tx)
  return rows[0]
}
