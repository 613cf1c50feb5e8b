import type { DeclarationState } from '@xueshi/contract/declarations'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Step } from '../record/rules.ts'
import { eventFrom, type EventRow } from '../store.ts'

export type Overdue = { id: string; declarationId: string; openedAt: Date }
/** Where a list goes on. */
export type Place = Pick<Overdue, 'openedAt' | 'id'>

const waits = sql`state = 'open'`

/** Notes of steps opened before `since` that their offices are reminded now; each is reminded once. */
export async function remind(
  tx: Db,
  { since, at, limit }: { since: Date; at: Date; limit: number },
): Promise<{ id: string; holderUnitId: string }[]> {
  const { rows } = await sql<{ id: string; holderUnitId: string }>`
    UPDATE review_steps SET reminded_at = ${at}
    WHERE id IN (SELECT id FROM review_steps WHERE ${waits} AND opened_at < ${since} AND reminded_at IS NULL
      ORDER BY opened_at, id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING declaration_id AS id, office_unit_id AS holder_unit_id`.execute(tx)
  return rows
}

export type Due = { id: string; officeUnitId: string; reviewTo: string }

/** Records to be reviewed from a day to another whose offices were not reminded of it, the earliest first. */
export const dueQuery = (from: string, to: string, limit: number) => sql<{ id: string }>`
  SELECT id FROM declarations
  WHERE review_to IS NOT NULL AND review_reminded_at IS NULL AND state IN ('submitted', 'underReview')
    AND review_to BETWEEN ${from}::date AND ${to}::date
  ORDER BY review_to, id LIMIT ${limit}`

/** Notes of these records that the offices that hold them are reminded now; each once. */
export async function remindDue(
  tx: Db,
  { from, to, at, limit }: { from: string; to: string; at: Date; limit: number },
): Promise<Due[]> {
  const { rows } = await sql<Due>`
    UPDATE declarations d SET review_reminded_at = ${at} FROM review_steps s
    WHERE d.id IN (${dueQuery(from, to, limit)} FOR UPDATE SKIP LOCKED)
      AND s.declaration_id = d.id AND s.state = 'open'
    RETURNING d.id, s.office_unit_id, d.review_to`.execute(tx)
  return rows
}

/** Steps opened before `since`, oldest first. */
export const overdueQuery = (since: Date, after: Place | null, limit: number) => sql<Overdue>`
  SELECT id, declaration_id, opened_at FROM review_steps
  WHERE ${waits} AND opened_at < ${since}
    ${after ? sql`AND (opened_at, id) > (${after.openedAt}, ${after.id})` : sql``}
  ORDER BY opened_at, id LIMIT ${limit}`

export async function listOverdue(db: Db, since: Date, after: Place | null, limit: number) {
  return (await overdueQuery(since, after, limit).execute(db)).rows
}

type Locked = {
  personId: string
  declaredBy: string | null
  name: string
  unitId: string | null
  series: string | null
  steps: Step[]
}

/** Locks a record whose step still waits at the same office since then; undefined once it was answered. */
export async function lockOverdue(
  tx: Db,
  { declarationId, stepId, since }: { declarationId: string; stepId: string; since: Date },
): Promise<Locked | undefined> {
  // The lock first, and then what is there: a decision may have come before it.
  await sql`SELECT FROM declarations WHERE id = ${declarationId} FOR UPDATE`.execute(tx)
  const { rows } = await sql<Locked>`
    SELECT d.person_id, d.declared_by, d.name, d.unit_id, d.series,
      (SELECT json_agg(json_build_object('id', s.id, 'round', s.round, 'position', s.position, 'office', s.office,
          'officeUnitId', s.office_unit_id, 'officeName', o.name, 'state', s.state, 'purpose', s.purpose)
          ORDER BY s.round, s.position)
        FROM review_steps s JOIN units o ON o.id = s.office_unit_id WHERE s.declaration_id = d.id) AS steps
    FROM declarations d
    WHERE d.id = ${declarationId} AND EXISTS (SELECT FROM review_steps
      WHERE id = ${stepId} AND ${waits} AND opened_at < ${since})`.execute(tx)
  return rows[0]
}

/** The locked record waits at the next office, in another state unless `to` is null; the step that was not answered has lapsed. */
export async function escalate(
  tx: Db,
  {
    declarationId,
    stepId,
    next,
    at,
    to,
  }: { declarationId: string; stepId: string; next: Step; at: Date; to: DeclarationState | null },
  event: EventRow,
): Promise<void> {
  // Before the next is open: at most one of a record ever is.
  await sql`UPDATE review_steps SET state = 'lapsed' WHERE id = ${stepId}`.execute(tx)
  await sql`
    INSERT INTO review_steps (id, declaration_id, round, position, office, office_unit_id, state, purpose, opened_at)
    VALUES (${next.id}, ${declarationId}, ${next.round}, ${next.position}, ${next.office}, ${next.officeUnitId}, 'open',
      ${next.purpose}, ${at})
    ON CONFLICT (id) DO UPDATE SET state = 'open', opened_at = excluded.opened_at`.execute(tx)
  await sql`
    WITH moved AS (
      UPDATE declarations SET state = coalesce(${to}::text, state), version = version + 1, updated_at = ${at} WHERE id = ${declarationId}
      RETURNING id
    ), told AS (${eventFrom(sql`moved`, event)})
    SELECT id FROM moved`.execute(tx)
}
