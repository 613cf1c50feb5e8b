import { employmentMoves } from '@xueshi/contract/people/employments'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Who has chosen the unit and waits for it. */
export async function listWaitingFor(db: Db, unitId: string): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`
    SELECT person_id FROM profiles WHERE unit_id = ${unitId} AND state = 'submitted'`.execute(db)
  return rows.map(({ personId }) => personId)
}

/** Who keeps a draft because a unit of this name was not there. */
export const wantingQuery = (name: string) =>
  sql<{ personId: string }>`
    SELECT person_id FROM profiles WHERE wanted_unit = ${name} AND state = 'draft'`

export async function listWanting(db: Db, name: string): Promise<string[]> {
  const { rows } = await wantingQuery(name).execute(db)
  return rows.map(({ personId }) => personId)
}

/** How many people are told, go over to another unit, or are let go, in one transaction. */
export const atOnce = 500

/**
 * So many of those who belong to the merged unit, or ask it, belong to the other one from now on, or ask
 * that; answers who they are. Again until nobody is left; doing it twice is the same.
 */
export async function moveToUnit(
  tx: Db,
  { unitId, intoId }: { unitId: string; intoId: string },
): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`
    WITH found_here AS (
      SELECT DISTINCT person_id FROM (
        (SELECT person_id FROM employments
         WHERE unit_id = ${unitId} AND state IN ('applied', 'accepted', 'confirmed') LIMIT ${atOnce})
        UNION ALL
        (SELECT person_id FROM profiles WHERE unit_id = ${unitId} AND state = 'submitted' LIMIT ${atOnce})
      ) AS found LIMIT ${atOnce}
    ), locked AS (
      SELECT r.id FROM people r WHERE r.id IN (SELECT person_id FROM found_here) ORDER BY r.id FOR UPDATE
    ), held AS (
      UPDATE people SET unit_id = ${intoId} WHERE unit_id = ${unitId} AND id IN (SELECT id FROM locked)
    ), employed AS (
      UPDATE employments e SET unit_id = ${intoId}, version = version + 1,
        department_id = (SELECT d.id FROM departments d
                         WHERE d.unit_id = ${intoId} AND d.name = (SELECT name FROM departments f WHERE f.id = e.department_id))
      WHERE e.unit_id = ${unitId} AND e.state IN ('applied', 'accepted', 'confirmed') AND e.person_id IN (SELECT id FROM locked)
    ), asked AS (
      UPDATE profiles SET unit_id = ${intoId}, version = version + 1
      WHERE unit_id = ${unitId} AND state IN ('submitted', 'returned', 'confirmed') AND person_id IN (SELECT id FROM locked)
    )
    SELECT id AS person_id FROM locked`.execute(tx)
  return rows.map(({ personId }) => personId)
}

/** Departments of the merged unit that the other one lacks become its own. */
export async function moveDepartments(
  tx: Db,
  { unitId, intoId }: { unitId: string; intoId: string },
): Promise<void> {
  await sql`
    UPDATE departments d SET unit_id = ${intoId}, version = version + 1
    WHERE d.unit_id = ${unitId}
      AND NOT EXISTS (SELECT FROM departments o WHERE o.unit_id = ${intoId} AND o.name = d.name)`.execute(
    tx,
  )
}

/** Who is employed or hosted at the unit, from the one behind this id on. */
export async function listHeld(
  db: Db,
  unitId: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM people WHERE unit_id = ${unitId} AND id > ${after} ORDER BY id LIMIT ${limit}`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

/**
 * So many of those who belong to the unit, or ask it, do so no more: what they sent comes back to them
 * with the reason. Answers who they are; again until nobody is left, and doing it twice is the same.
 */
export async function letGo(
  tx: Db,
  { unitId, reason, at }: { unitId: string; reason: string; at: Date },
): Promise<string[]> {
  const { give, turnAway } = employmentMoves
  const { rows } = await sql<{ personId: string }>`
    WITH gone AS (
      SELECT DISTINCT person_id FROM (
        (SELECT person_id FROM employments
         WHERE unit_id = ${unitId} AND state IN ('applied', 'accepted', 'confirmed') LIMIT ${atOnce})
        UNION ALL
        (SELECT person_id FROM profiles WHERE unit_id = ${unitId} AND state = 'submitted' LIMIT ${atOnce})
      ) AS found ORDER BY person_id LIMIT ${atOnce}
    ), locked AS (
      SELECT r.id FROM people r WHERE r.id IN (SELECT person_id FROM gone) ORDER BY r.id FOR UPDATE
    ), freed AS (
      UPDATE people SET unit_id = NULL WHERE unit_id = ${unitId} AND id IN (SELECT id FROM locked)
    ), ended AS (
      UPDATE employments SET version = version + 1,
        state = CASE WHEN state = 'confirmed' THEN ${give.to} ELSE ${turnAway.to} END,
        ended_at = CASE WHEN state = 'confirmed' THEN ${at} ELSE ended_at END,
        ended_on = CASE WHEN state = 'confirmed' THEN (${at}::timestamptz AT TIME ZONE 'Asia/Shanghai')::date END,
        end_reason = CASE WHEN state = 'confirmed' THEN 'other' END,
        reason = CASE WHEN state = 'confirmed' THEN reason ELSE ${reason} END,
        decided_at = CASE WHEN state = 'confirmed' THEN decided_at ELSE ${at} END
      WHERE unit_id = ${unitId} AND state IN ('applied', 'accepted', 'confirmed')
        AND person_id IN (SELECT id FROM locked)
      RETURNING id
    ), cancelled AS (
      UPDATE transfers SET version = version + 1,
        state = CASE WHEN to_employment_id IN (SELECT id FROM ended) THEN 'cancelled' ELSE 'released' END
      WHERE state IN ('waiting', 'objected')
        AND (to_employment_id IN (SELECT id FROM ended) OR from_employment_id IN (SELECT id FROM ended))
    ), returned AS (
      UPDATE profiles SET state = 'returned', return_reason = ${reason}, decided_at = ${at}, version = version + 1
      WHERE unit_id = ${unitId} AND state = 'submitted' AND person_id IN (SELECT id FROM locked)
    )
    SELECT person_id FROM gone`.execute(tx)
  return rows.map(({ personId }) => personId)
}
