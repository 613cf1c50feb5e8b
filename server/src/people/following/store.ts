import { employmentMoves } from '@xueshi/contract/people'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** How many people are told, or let go, in one transaction. */
export const atOnce = 500

/** Who is employed or hosted at the unit, from the one behind this id on. */
export async function listHeld(
  db: Db,
  unitId: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`
    SELECT person_id FROM employments
    WHERE unit_id = ${unitId} AND state = 'confirmed' AND person_id > ${after}
    ORDER BY person_id LIMIT ${limit}`.execute(db)
  return [...new Set(rows.map(({ personId }) => personId))]
}

/**
 * So many of those who belong to the unit, or ask it, do so no more: what they sent comes back to them
 * with the reason. Answers who they are; again until nobody is left, and doing it twice is the same.
 */
export async function letGo(
  tx: Db,
  { unitId, reason, at }: { unitId: string; reason: string; at: Date },
): Promise<string[]> {
  const { end, refuse } = employmentMoves
  const { rows } = await sql<{ personId: string }>`
    WITH gone AS (
      SELECT DISTINCT person_id FROM (
        (SELECT person_id FROM employments
         WHERE unit_id = ${unitId} AND state IN ('applied', 'confirmed') LIMIT ${atOnce})
        UNION ALL
        (SELECT person_id FROM profiles WHERE unit_id = ${unitId} AND state = 'submitted' LIMIT ${atOnce})
      ) AS found ORDER BY person_id LIMIT ${atOnce}
    ), ended AS (
      UPDATE employments SET version = version + 1,
        state = CASE WHEN state = ANY (${end.from}) THEN ${end.to} ELSE ${refuse.to} END,
        ended_at = CASE WHEN state = ANY (${end.from}) THEN ${at} ELSE ended_at END,
        decided_at = CASE WHEN state = ANY (${refuse.from}) THEN ${at} ELSE decided_at END
      WHERE unit_id = ${unitId} AND state IN ('applied', 'confirmed')
        AND person_id IN (SELECT person_id FROM gone)
    ), returned AS (
      UPDATE profiles SET state = 'returned', return_reason = ${reason}, decided_at = ${at}, version = version + 1
      WHERE unit_id = ${unitId} AND state = 'submitted' AND person_id IN (SELECT person_id FROM gone)
    )
    SELECT person_id FROM gone`.execute(tx)
  return rows.map(({ personId }) => personId)
}
