import type {
  DeclarationForm,
  DeclarationState,
  ReviewRow,
  StepState,
} from '@xueshi/contract/declarations'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Office } from '../rules.ts'
import { eventFrom, type EventRow } from '../store.ts'

export type QueueRow = Omit<ReviewRow, 'submittedAt'> & {
  submittedAt: Date
  stepId: string
  openedAt: string
}

export type QueueFilter = {
  office: Office
  unitId: string
  category?: string | undefined
  person?: string | undefined
  /** When the last step of the page before was opened, to the microsecond, and its id. */
  after?: readonly [string, string] | undefined
}

/** At most so many waiting records are looked at for one page, however rare what is searched for. */
export const readLimit = 1000

/** An instant as text, to the microsecond: a Date would lose the last three digits. */
const exactly = (at: RawBuilder<unknown>) =>
  sql`to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** The records that wait at an office, the longest waiting first, with where the reading ended. */
export function queueQuery(
  { office, unitId, category, person, after }: QueueFilter,
  limit: number,
) {
  const following = after
    ? sql` AND (s.opened_at, s.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
    : sql``
  const residual = [
    category === undefined ? sql`` : sql` AND d.category = ${category}`,
    person === undefined ? sql`` : sql` AND strpos(p.name, ${person}::text) > 0`,
  ]
  return sql<QueueRow>`
    SELECT s.id AS step_id, ${exactly(sql`s.opened_at`)} AS opened_at, d.id AS declaration_id, d.version,
      p.name AS person_name, u.name AS unit_name, d.name, d.category, d.form, d.claimed_tenths, d.year, d.submitted_at
    FROM (SELECT s.id, s.opened_at, s.declaration_id FROM review_steps s
      WHERE s.office_unit_id = ${unitId} AND s.office = ${office} AND s.state = 'open'${following}
      ORDER BY s.opened_at, s.id LIMIT ${readLimit}) s
    JOIN declarations d ON d.id = s.declaration_id
    JOIN people p ON p.id = d.person_id
    JOIN units u ON u.id = d.unit_id
    WHERE true${sql.join(residual, sql``)}
    ORDER BY s.opened_at, s.id LIMIT ${limit}`
}

export async function listQueue(db: Db, filter: QueueFilter, limit: number) {
  return (await queueQuery(filter, limit).execute(db)).rows
}

/** The step at which a search that looked at `readLimit` of them stopped; undefined when it saw all. */
export async function endOfReading(db: Db, { office, unitId, after }: QueueFilter) {
  const following = after
    ? sql` AND (opened_at, id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
    : sql``
  const { rows } = await sql<{ id: string; openedAt: string }>`
    SELECT id, ${exactly(sql`opened_at`)} AS opened_at FROM review_steps
    WHERE office_unit_id = ${unitId} AND office = ${office} AND state = 'open'${following}
    ORDER BY opened_at, id OFFSET ${readLimit - 1} LIMIT 1
  `.execute(db)
  return rows[0]
}

export type Decision = {
  id: string
  version: number
  from: readonly DeclarationState[]
  to: DeclarationState
  /** Whose decision: the office and unit that must hold the open step, and the account that acts. */
  office: Office
  unitId: string
  accountId: string
  at: Date
  /** What becomes of the step that is decided. */
  stepTo: Extract<StepState, 'passed' | 'returned' | 'decided'>
  /** Whether a further step must wait (pass), must not (recognise), or does not matter. */
  moreSteps: boolean | null
  /** What becomes of the steps behind it. */
  following: 'open' | 'void' | null
  recognisedTenths: number | null
  reason: string | null
}

/** The record as it was decided. */
export type Decided = DeclarationForm & {
  id: string
  personId: string
  unitId: string
  year: number
  series: string
  /** Where the next step was opened, for a pass. */
  nextUnitId: string | null
}

/**
 * A decision in one statement: the guarded UPDATE of the record (state, version, not one's own, no
 * more hours than claimed, held by this office), and that of its open step. Undefined when the guard
 * did not hold: then nothing is written. The record is locked before its step, as in every other
 * move, so that no two moves wait for each other.
 */
export async function decide(
  tx: Db,
  decision: Decision,
  event: EventRow,
): Promise<Decided | undefined> {
  const { id, version, from, to, at, moreSteps, following, recognisedTenths: hours } = decision
  const { rows } = await sql<Decided & { stepId: string | null }>`
    WITH moved AS (
      UPDATE declarations SET state = ${to}, version = version + 1, reason = ${decision.reason},
        recognised_tenths = ${hours}::int, reviewed_at = ${at}, updated_at = ${at}
      WHERE id = ${id} AND state = ANY (${from}::text[]) AND version = ${version}
        AND person_id <> ${decision.accountId} AND claimed_tenths >= coalesce(${hours}::int, 0)
        AND EXISTS (SELECT FROM review_steps held WHERE held.declaration_id = declarations.id AND held.state = 'open'
          AND held.office_unit_id = ${decision.unitId} AND held.office = ${decision.office})
        AND coalesce(${moreSteps}::boolean = EXISTS (SELECT FROM review_steps more
          WHERE more.declaration_id = declarations.id AND more.state = 'waiting'), true)
      RETURNING *
    ), decided AS (
      UPDATE review_steps s SET state = ${decision.stepTo}, decided_at = ${at}, decided_by = ${decision.accountId}
      FROM moved
      WHERE s.declaration_id = moved.id AND s.state = 'open'
        AND s.office_unit_id = ${decision.unitId} AND s.office = ${decision.office}
      RETURNING s.id, s.declaration_id, s.round, s.position
    ), followed AS (
      UPDATE review_steps s SET state = ${following}, opened_at = CASE ${following}::text WHEN 'open' THEN ${at}::timestamptz END
      FROM decided
      WHERE ${following}::text IS NOT NULL AND s.declaration_id = decided.declaration_id AND s.round = decided.round
        AND s.state = 'waiting' AND (${following}::text = 'void' OR s.position = decided.position + 1)
      RETURNING s.office_unit_id
    ), told AS (${eventFrom(sql`moved`, event)})
    SELECT moved.id, moved.person_id, moved.unit_id, moved.year, moved.series, moved.name, moved.category, moved.form,
      moved.institution, moved.start_on, moved.end_on, moved.claimed_tenths, decided.id AS step_id,
      (SELECT office_unit_id FROM followed LIMIT 1) AS next_unit_id
    FROM moved LEFT JOIN decided ON true
  `.execute(tx)
  const [row] = rows
  if (row?.stepId === null) throw new Error('a record moved and its step did not')
  return row
}
