import type { DeclarationForm, DeclarationState, StepState } from '@xueshi/contract/declarations'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { statement } from '../../platform/statement.ts'
import type { Office } from '../record/rules.ts'
import { eventFrom, type EventRow } from '../store.ts'

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
  /** Hours that were recognised before stay as they are: an appeal that is not granted. */
  keepsHours?: boolean
  reason: string | null
}

/** The record as it was decided. */
export type Decided = DeclarationForm & {
  id: string
  personId: string
  unitId: string
  year: number
  series: string
  /** Who of a unit's staff sent it for the person. */
  declaredBy: string | null
  version: number
  /** Hours that had been recognised before: those of a cut that was appealed against. */
  formerTenths: number | null
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
  const { id: eventId, ...told } = event
  const [row] = await decided(tx, { keepsHours: false, ...told, ...decision, eventId })
  if (row?.stepId === null) throw new Error('a record moved and its step did not')
  return row
}

type Deciding = Required<Decision> & Omit<EventRow, 'id'> & { eventId: string }
const decided = statement<Deciding, Decided & { stepId: string | null }>((decision) => {
  const { id, version, from, to, at, moreSteps, following, recognisedTenths: hours } = decision
  const event = { ...decision, id: decision.eventId }
  return sql`
    WITH moved AS (
      UPDATE declarations d SET state = ${to}, version = d.version + 1, reason = ${decision.reason},
        recognised_tenths = CASE WHEN ${decision.keepsHours}::boolean THEN d.recognised_tenths ELSE ${hours}::int END,
        appealed_from = NULL, reviewed_at = ${at}, updated_at = ${at}
      FROM declarations former
      WHERE former.id = d.id AND d.id = ${id} AND d.state = ANY (${from}::text[]) AND d.version = ${version}
        AND d.person_id <> ${decision.accountId} AND d.declared_by IS DISTINCT FROM ${decision.accountId}
        AND d.claimed_tenths >= coalesce(${hours}::int, 0)
        AND EXISTS (SELECT FROM review_steps held WHERE held.declaration_id = d.id AND held.state = 'open'
          AND held.office_unit_id = ${decision.unitId} AND held.office = ${decision.office})
        AND coalesce(${moreSteps}::boolean = EXISTS (SELECT FROM review_steps more
          WHERE more.declaration_id = d.id AND more.state = 'waiting'), true)
      RETURNING d.id, d.person_id, d.unit_id, d.year, d.series, d.declared_by, d.name, d.category, d.form, d.institution, d.start_on,
        d.end_on, d.claimed_tenths, d.version, former.state AS former_state, former.reviewed_at AS former_reviewed_at,
        former.recognised_tenths AS former_tenths
    ), decided AS (
      UPDATE review_steps s SET state = ${decision.stepTo}, decided_at = ${at}, decided_by = ${decision.accountId},
        former_state = moved.former_state, former_reviewed_at = moved.former_reviewed_at, decided_version = moved.version
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
    SELECT moved.id, moved.person_id, moved.unit_id, moved.year, moved.series, moved.declared_by, moved.name, moved.category, moved.form,
      moved.institution, moved.start_on, moved.end_on, moved.claimed_tenths, moved.version, moved.former_tenths,
      decided.id AS step_id, (SELECT office_unit_id FROM followed LIMIT 1) AS next_unit_id
    FROM moved LEFT JOIN decided ON true`
})

/** Keeps what the record says as it is returned, in the place of what it said at an earlier return. */
export async function keepReturned(tx: Db, id: string, at: Date): Promise<void> {
  await sql`
    INSERT INTO declaration_returns (declaration_id, at, form, files)
    SELECT d.id, ${at}, json_build_object('name', d.name, 'category', d.category, 'form', d.form, 'institution', d.institution,
        'startOn', d.start_on, 'endOn', d.end_on, 'year', d.year, 'claimedTenths', d.claimed_tenths, 'option', d.option,
        'units', d.units, 'rank', d.rank, 'achievement', d.achievement),
      (SELECT coalesce(json_agg(json_build_object('id', e.id, 'name', e.name) ORDER BY e.position, e.id), '[]')
        FROM evidence e WHERE e.declaration_id = d.id AND e.state = 'ready')
    FROM declarations d WHERE d.id = ${id}
    ON CONFLICT (declaration_id) DO UPDATE SET at = excluded.at, form = excluded.form, files = excluded.files`.execute(
    tx,
  )
}

export type Undoing = {
  id: string
  version: number
  from: readonly DeclarationState[]
  office: Office
  unitId: string
  accountId: string
  at: Date
}

/** The record whose last decision was undone. */
export type Undone = {
  id: string
  personId: string
  name: string
  /** Hours that the decision had recognised. */
  formerTenths: number | null
}

/**
 * Takes the last decision back in one statement: the record and its steps are what they were before
 * it, at a later version. Undefined when the version is another or the decision is not the actor's.
 */
export async function undo(
  tx: Db,
  { id, version, from, office, unitId, accountId, at }: Undoing,
  event: EventRow,
): Promise<Undone | undefined> {
  const { rows } = await sql<Undone>`
    WITH moved AS (
      UPDATE declarations d SET state = s.former_state, version = d.version + 1, reason = NULL,
        recognised_tenths = NULL, reviewed_at = s.former_reviewed_at, updated_at = ${at}
      FROM review_steps s, declarations former
      WHERE d.id = ${id} AND d.state = ANY (${from}::text[]) AND d.version = ${version} AND former.id = d.id
        AND s.declaration_id = d.id AND s.decided_version = d.version AND s.purpose = 'review'
        AND s.decided_by = ${accountId} AND s.office_unit_id = ${unitId} AND s.office = ${office}
      RETURNING d.id, d.person_id, d.name, former.recognised_tenths AS former_tenths, s.id AS step_id, s.round, s.position
    ), closed AS (
      UPDATE review_steps s SET state = 'waiting', opened_at = NULL FROM moved
      WHERE s.declaration_id = moved.id AND s.round = moved.round AND s.position > moved.position
        AND s.state IN ('open', 'void')
      RETURNING s.id
    ), reopened AS (
      UPDATE review_steps s SET state = 'open', decided_at = NULL, decided_by = NULL, former_state = NULL,
        former_reviewed_at = NULL, decided_version = NULL
      FROM moved
      -- Only once no other step is open: at most one of a record ever is.
      WHERE s.id = moved.step_id AND (SELECT count(*) FROM closed) >= 0
    ), told AS (${eventFrom(sql`moved`, event)})
    SELECT id, person_id, name, former_tenths FROM moved
  `.execute(tx)
  return rows[0]
}
