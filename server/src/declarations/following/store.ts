import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { eventFrom, type EventRow } from '../store.ts'

/** Records of the person that may still wait at the unit as their employer. */
export const waitingQuery = (personId: string, unitId: string) => sql<{ id: string }>`
  SELECT d.id FROM declarations d
  WHERE d.person_id = ${personId} AND d.state IN ('submitted', 'underReview')
    AND EXISTS (SELECT FROM review_steps s WHERE s.declaration_id = d.id AND s.office = 'employer'
      AND s.office_unit_id = ${unitId} AND s.state IN ('open', 'waiting'))
  ORDER BY d.id`

export async function listWaiting(db: Db, personId: string, unitId: string): Promise<string[]> {
  const { rows } = await waitingQuery(personId, unitId).execute(db)
  return rows.map(({ id }) => id)
}

/**
 * The new unit holds the step of the record that the former one held; false when that was answered
 * meanwhile. The days of the new unit begin now.
 */
export async function handOn(
  tx: Db,
  { id, fromUnitId, toUnitId }: { id: string; fromUnitId: string; toUnitId: string },
  event: EventRow,
): Promise<boolean> {
  // The lock first, and then what is there: a decision may have come before it.
  await sql`SELECT FROM declarations WHERE id = ${id} FOR UPDATE`.execute(tx)
  const { rows } = await sql`
    WITH handed AS (
      UPDATE review_steps SET office_unit_id = ${toUnitId}, reminded_at = NULL,
        opened_at = CASE state WHEN 'open' THEN ${event.at}::timestamptz END
      WHERE declaration_id = ${id} AND office = 'employer' AND office_unit_id = ${fromUnitId}
        AND state IN ('open', 'waiting')
      RETURNING declaration_id
    ), moved AS (
      UPDATE declarations SET version = version + 1, updated_at = ${event.at}
      WHERE id IN (SELECT declaration_id FROM handed) RETURNING id
    ), told AS (${eventFrom(sql`moved`, event)})
    SELECT id FROM moved`.execute(tx)
  return rows.length > 0
}
