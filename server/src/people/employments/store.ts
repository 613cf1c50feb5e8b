import { sql } from 'kysely'
import type { EmploymentFact, EmploymentState } from '@xueshi/contract/people'
import type { Move } from '@xueshi/contract/moves'
import type { Db } from '../../platform/database.ts'
import type { ChosenUnit } from '../store.ts'

type EmploymentMove = Move<EmploymentState, EmploymentFact>
type Membership = { personId: string; unitId: string; at: Date }

/** The person applies to the unit, and to no other: an application that stands elsewhere is moved away. */
export async function applyToUnit(
  tx: Db,
  { id, personId, unit, at }: { id: string; personId: string; unit: ChosenUnit; at: Date },
  withdraw: EmploymentMove,
): Promise<void> {
  await sql`
    UPDATE employments SET state = ${withdraw.to}, decided_at = ${at}, version = version + 1
    WHERE person_id = ${personId} AND state = ANY(${withdraw.from}) AND unit_id <> ${unit.id}`.execute(
    tx,
  )
  if (unit.joined) return
  await sql`
    INSERT INTO employments (id, person_id, unit_id, kind, state, applied_at)
    VALUES (${id}, ${personId}, ${unit.id}, ${unit.kind}, 'applied', ${at})
    ON CONFLICT (person_id) WHERE state = 'applied' DO NOTHING`.execute(tx)
}

/** Decides the person's application to the unit; one who belongs there already has none. */
export async function decideApplication(
  tx: Db,
  { personId, unitId, at }: Membership,
  move: EmploymentMove,
): Promise<void> {
  await sql`
    UPDATE employments SET state = ${move.to}, decided_at = ${at}, version = version + 1
    WHERE person_id = ${personId} AND unit_id = ${unitId} AND state = ANY(${move.from})`.execute(tx)
}

/**
 * Ends what the application to this unit replaces: the person's main or hosted employment anywhere
 * else. Answers with the units that they leave; with none when the person applies for nothing.
 */
export async function endFormer(
  tx: Db,
  { personId, unitId, at }: Membership,
  move: EmploymentMove,
): Promise<string[]> {
  const { rows } = await sql<{ unitId: string }>`
    UPDATE employments e SET state = ${move.to}, ended_at = ${at}, version = e.version + 1
    WHERE e.person_id = ${personId} AND e.unit_id <> ${unitId}
      AND e.kind IN ('main', 'hosted') AND e.state = ANY(${move.from})
      AND EXISTS (SELECT FROM employments application
                  WHERE application.person_id = ${personId} AND application.unit_id = ${unitId}
                    AND application.state = 'applied')
    RETURNING e.unit_id`.execute(tx)
  return rows.map((row) => row.unitId)
}

/** Who has chosen the unit and waits for it. */
export async function listWaitingFor(db: Db, unitId: string): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`
    SELECT person_id FROM profiles WHERE unit_id = ${unitId} AND state = 'submitted'`.execute(db)
  return rows.map(({ personId }) => personId)
}

/**
 * Those who belong to the merged unit, or chose it, belong to the other, or have chosen that; answers
 * who they are. Doing it twice is the same.
 */
export async function moveToUnit(
  tx: Db,
  { unitId, intoId }: { unitId: string; intoId: string },
): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`
    WITH employed AS (
      UPDATE employments SET unit_id = ${intoId}, version = version + 1
      WHERE unit_id = ${unitId} AND state IN ('applied', 'confirmed')
      RETURNING person_id
    ), asked AS (
      UPDATE profiles SET unit_id = ${intoId}, version = version + 1
      WHERE unit_id = ${unitId} AND state IN ('submitted', 'returned', 'confirmed')
      RETURNING person_id
    )
    SELECT person_id FROM employed UNION SELECT person_id FROM asked`.execute(tx)
  return rows.map(({ personId }) => personId)
}
