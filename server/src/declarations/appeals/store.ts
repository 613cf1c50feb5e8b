import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Step } from '../record/rules.ts'
import { eventFrom, type EventRow, guard, type OwnMove } from '../store.ts'

/**
 * 申诉 in one statement: the record waits at the office that hears it, and remembers what it was. False
 * when the guard did not hold: then nothing is written.
 */
export async function appeal(tx: Db, move: OwnMove, step: Step, event: EventRow): Promise<boolean> {
  const { rows } = await sql`
    WITH moved AS (
      UPDATE declarations SET state = 'appealed', appealed_from = state, version = version + 1, updated_at = ${move.at}
      WHERE ${guard(move)} RETURNING id
    ), opened AS (
      INSERT INTO review_steps (id, declaration_id, round, position, office, office_unit_id, state, purpose, opened_at)
      SELECT ${step.id}, moved.id, ${step.round}, ${step.position}, ${step.office}, ${step.officeUnitId}, 'open',
        'appeal', ${move.at} FROM moved
    ), told AS (${eventFrom(sql`moved`, event)})
    SELECT id FROM moved
  `.execute(tx)
  return rows.length > 0
}
