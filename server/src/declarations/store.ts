import type { DeclarationForm, DeclarationState, TimelineItem } from '@xueshi/contract/declarations'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { CheckFacts, Step, Viewer } from './rules.ts'

/** The columns of a line in the person's list. */
export type ListedRow = DeclarationForm & {
  id: string
  version: number
  state: DeclarationState
  year: number
  recognisedTenths: number | null
  reviewedAt: Date | null
  updatedAt: Date
  submittedAt: Date | null
}

export type EvidenceRow = {
  id: string
  name: string
  state: 'uploading' | 'ready'
  type: string | null
  sizeBytes: number
}

/** A record with everything that is shown with it. */
export type RecordRow = ListedRow & {
  personId: string
  personName: string
  receiptNumber: string | null
  reason: string | null
  /** As frozen at the last 送审. */
  unitId: string | null
  unitName: string | null
  series: string | null
  /** As confirmed now, for its person: null without a confirmed profile or main employment. For an office, as sent. */
  employerId: string | null
  employerName: string | null
  currentSeries: string | null
  steps: Step[]
  evidence: EvidenceRow[]
  timeline: (Omit<TimelineItem, 'at'> & { at: string })[]
}

const listed = sql`d.id, d.version, d.state, d.name, d.category, d.form, d.institution, d.start_on, d.end_on,
  d.year, d.claimed_tenths, d.recognised_tenths, d.reviewed_at, d.updated_at, d.submitted_at`

/** Records outside the viewer's reach do not exist: one's own, or what an office has or had to decide. */
const within = (viewer: Viewer): RawBuilder<unknown> =>
  viewer.kind === 'own'
    ? sql`d.person_id = ${viewer.personId}`
    : sql`EXISTS (SELECT FROM review_steps held WHERE held.declaration_id = d.id
        AND held.office_unit_id = ${viewer.unitId} AND held.office = ${viewer.office}
        AND held.state IN ('open', 'passed', 'returned', 'decided'))`

/** What a record that can still change would be sent as: for its person. */
const confirmed = {
  columns: sql`main.unit_id AS employer_id, employer.name AS employer_name, profile.series AS current_series`,
  joins: sql`
    LEFT JOIN profiles profile ON profile.person_id = d.person_id AND profile.state = 'confirmed'
    LEFT JOIN employments main ON main.person_id = d.person_id AND main.state = 'confirmed' AND main.kind = 'main'
    LEFT JOIN units employer ON employer.id = main.unit_id`,
}
/** An office sees a record as it was sent to it. */
const asSent = {
  columns: sql`d.unit_id AS employer_id, sent_from.name AS employer_name, d.series AS current_series`,
  joins: sql``,
}

/** One record within the viewer's reach, in one round trip. */
export async function find(db: Db, viewer: Viewer, id: string): Promise<RecordRow | undefined> {
  const { columns, joins } = viewer.kind === 'own' ? confirmed : asSent
  const { rows } = await sql<RecordRow>`
    SELECT ${listed}, d.person_id, p.name AS person_name, d.receipt_number, d.reason,
      d.unit_id, sent_from.name AS unit_name, d.series, ${columns},
      (SELECT coalesce(json_agg(json_build_object('id', s.id, 'round', s.round, 'position', s.position,
          'office', s.office, 'officeUnitId', s.office_unit_id, 'officeName', o.name, 'state', s.state)
          ORDER BY s.round, s.position), '[]')
        FROM review_steps s JOIN units o ON o.id = s.office_unit_id WHERE s.declaration_id = d.id) AS steps,
      (SELECT coalesce(json_agg(json_build_object('id', e.id, 'name', e.name, 'state', e.state,
          'type', f.type, 'sizeBytes', e.size_bytes) ORDER BY e.id), '[]')
        FROM evidence e LEFT JOIN files f ON f.id = e.file_id WHERE e.declaration_id = d.id) AS evidence,
      (SELECT coalesce(json_agg(json_build_object('at', v.at, 'by', v.by_name, 'office', v.office_name,
          'act', v.act, 'reason', v.reason) ORDER BY v.id), '[]')
        FROM declaration_events v WHERE v.declaration_id = d.id) AS timeline
    FROM declarations d
    JOIN people p ON p.id = d.person_id
    LEFT JOIN units sent_from ON sent_from.id = d.unit_id
    ${joins}
    WHERE d.id = ${id} AND ${within(viewer)}
  `.execute(db)
  return rows[0]
}

export type ListFilter = {
  name?: string | undefined
  category?: string | undefined
  state?: string | undefined
  /** The id of the last line of the page before. */
  after?: string | undefined
}

/** A person's records, newest first; whether any is a draft comes with each line. */
export function listQuery(
  personId: string,
  { name, category, state, after }: ListFilter,
  limit: number,
) {
  const residual = [
    after === undefined ? sql`` : sql` AND d.id < ${after}`,
    state === undefined ? sql`` : sql` AND d.state = ${state}`,
    category === undefined ? sql`` : sql` AND d.category = ${category}`,
    name === undefined
      ? sql``
      : sql` AND strpos(lower(d.name COLLATE "C"), lower(${name}::text COLLATE "C")) > 0`,
  ]
  return sql<ListedRow & { hasDrafts: boolean }>`
    SELECT ${listed}, (SELECT EXISTS (SELECT FROM declarations WHERE person_id = ${personId} AND state = 'draft')) AS has_drafts
    FROM declarations d WHERE d.person_id = ${personId}${sql.join(residual, sql``)}
    ORDER BY d.id DESC LIMIT ${limit}`
}

export async function list(db: Db, personId: string, filter: ListFilter, limit: number) {
  return (await listQuery(personId, filter, limit).execute(db)).rows
}

export type EventRow = {
  id: string
  act: TimelineItem['act']
  byName: string
  officeName: string | null
  reason: string | null
  at: Date
}

/** A line of the timeline for the record that `source`, a CTE with its id, has just changed. */
export const eventFrom = (source: RawBuilder<unknown>, event: EventRow) => sql`
  INSERT INTO declaration_events (id, declaration_id, at, act, by_name, office_name, reason)
  SELECT ${event.id}, ${source}.id, ${event.at}, ${event.act}, ${event.byName}, ${event.officeName}, ${event.reason}
  FROM ${source}`

/** A new draft; false when nobody of this id has begun a profile. */
export async function insert(
  tx: Db,
  record: DeclarationForm & { id: string; personId: string; year: number; at: Date },
  event: EventRow,
): Promise<boolean> {
  const { rows } = await sql`
    WITH made AS (
      INSERT INTO declarations (id, person_id, state, name, category, form, institution, start_on, end_on, year,
        claimed_tenths, created_at, updated_at)
      SELECT ${record.id}, p.id, 'draft', ${record.name}, ${record.category}, ${record.form}, ${record.institution},
        ${record.startOn}, ${record.endOn}, ${record.year}, ${record.claimedTenths}, ${record.at}, ${record.at}
      FROM people p WHERE p.id = ${record.personId}
      RETURNING id
    ), told AS (${eventFrom(sql`made`, event)})
    SELECT id FROM made
  `.execute(tx)
  return rows.length > 0
}

/** Which record of the person's may move: the guard of every move that the person makes. */
export type OwnMove = {
  id: string
  personId: string
  version: number
  from: readonly DeclarationState[]
  at: Date
}

const guard = ({ id, personId, version, from }: OwnMove) => sql`
  id = ${id} AND person_id = ${personId} AND state = ANY (${from}::text[]) AND version = ${version}`

/** New facts for a record; answers with the former ones, or with nothing when the guard did not hold. */
export async function update(
  tx: Db,
  { id, personId, version, from, at }: OwnMove,
  form: DeclarationForm & { year: number },
): Promise<DeclarationForm | undefined> {
  const { rows } = await sql<DeclarationForm>`
    UPDATE declarations d SET name = ${form.name}, category = ${form.category}, form = ${form.form},
      institution = ${form.institution}, start_on = ${form.startOn}, end_on = ${form.endOn}, year = ${form.year},
      claimed_tenths = ${form.claimedTenths}, version = d.version + 1, updated_at = ${at}
    FROM declarations former
    WHERE former.id = d.id AND d.id = ${id} AND d.person_id = ${personId}
      AND d.state = ANY (${from}::text[]) AND d.version = ${version}
    RETURNING former.name, former.category, former.form, former.institution, former.start_on, former.end_on,
      former.claimed_tenths
  `.execute(tx)
  return rows[0]
}

/** What 送审 freezes and opens. */
export type Sending = {
  state: DeclarationState
  unitId: string
  unitName: string
  series: string
  /** Numbers to try; the first that nobody has is taken, unless the record has one already. */
  receiptNumbers: readonly string[]
  steps: readonly Step[]
}

/**
 * 送审 in one statement: the record moves, a round of steps is opened and the timeline is told.
 * Answers with the record's receipt number, or with nothing when the guard did not hold: then
 * nothing is written.
 */
export async function send(
  tx: Db,
  move: OwnMove,
  { state, unitId, series, receiptNumbers, steps }: Sending,
  event: EventRow,
): Promise<string | undefined> {
  const of = <Key extends keyof Step>(key: Key) => steps.map((step) => step[key])
  const { rows } = await sql<{ receiptNumber: string }>`
    WITH moved AS (
      UPDATE declarations SET state = ${state}, version = version + 1, unit_id = ${unitId},
        series = ${series}, submitted_at = ${move.at}, updated_at = ${move.at}, reason = NULL,
        receipt_number = coalesce(receipt_number, (
          SELECT number FROM unnest(${receiptNumbers}::text[]) number
          WHERE NOT EXISTS (SELECT FROM declarations taken WHERE taken.receipt_number = number) LIMIT 1))
      WHERE ${guard(move)} RETURNING id, receipt_number
    ), opened AS (
      INSERT INTO review_steps (id, declaration_id, round, position, office, office_unit_id, state, opened_at)
      SELECT step.id, moved.id, step.round, step.position, step.office, step.unit_id, step.state,
        CASE WHEN step.state = 'open' THEN ${move.at}::timestamptz END
      FROM moved, unnest(${of('id')}::uuid[], ${of('round')}::int[], ${of('position')}::int[], ${of('office')}::text[],
        ${of('officeUnitId')}::uuid[], ${of('state')}::text[]) AS step (id, round, position, office, unit_id, state)
    ), told AS (${eventFrom(sql`moved`, event)})
    SELECT receipt_number FROM moved
  `.execute(tx)
  return rows[0]?.receiptNumber
}

/** 撤回: the record is a draft again and its round of steps is void. */
export async function withdraw(tx: Db, move: OwnMove, to: DeclarationState, event: EventRow) {
  const { rows } = await sql`
    WITH moved AS (
      UPDATE declarations SET state = ${to}, version = version + 1, updated_at = ${move.at}
      WHERE ${guard(move)} RETURNING id
    ), voided AS (
      UPDATE review_steps s SET state = 'void' FROM moved
      WHERE s.declaration_id = moved.id AND s.state IN ('open', 'waiting')
    ), told AS (${eventFrom(sql`moved`, event)})
    SELECT id FROM moved
  `.execute(tx)
  return rows.length > 0
}

/** Locks the person's records among these and says where each stands. */
export async function lock(tx: Db, personId: string, ids: readonly string[]) {
  return tx
    .selectFrom('declarations')
    .select(['id', 'state', 'submittedAt'])
    .where('personId', '=', personId)
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Deletes locked records with all that hangs on them; answers with the files that nothing holds any more. */
export async function remove(tx: Db, ids: readonly string[]): Promise<string[]> {
  const files = await tx
    .deleteFrom('evidence')
    .where('declarationId', 'in', ids)
    .returning('fileId')
    .execute()
  await tx.deleteFrom('declarations').where('id', 'in', ids).execute()
  return files.flatMap(({ fileId }) => fileId ?? [])
}

/** What the checks ask about other records, in one round trip; at most 20 overlaps are named. */
export async function findCheckFacts(
  db: Db,
  record: Pick<RecordRow, 'id' | 'personId' | 'startOn' | 'endOn' | 'form' | 'year'>,
  timeBasedForms: readonly string[],
): Promise<CheckFacts> {
  const { rows } = await sql<CheckFacts>`
    SELECT (SELECT coalesce(json_agg(json_build_object('name', o.name, 'startOn', o.start_on, 'endOn', o.end_on)), '[]')
        FROM (SELECT name, start_on, end_on FROM declarations
          WHERE person_id = ${record.personId} AND id <> ${record.id} AND state <> 'rejected'
            AND start_on <= ${record.endOn} AND end_on >= ${record.startOn}
            AND form = ANY (${timeBasedForms}::text[]) AND ${record.form} = ANY (${timeBasedForms}::text[])
          ORDER BY id LIMIT 20) o) AS overlapping,
      (SELECT coalesce(json_agg(e.name ORDER BY e.id), '[]')
        FROM evidence e JOIN files f ON f.id = e.file_id
        WHERE e.declaration_id = ${record.id} AND EXISTS (
          SELECT FROM files twin JOIN evidence other ON other.file_id = twin.id
          WHERE twin.sha256 = f.sha256 AND other.declaration_id <> ${record.id})) AS reused,
      (SELECT coalesce(sum(hours_tenths), 0)::int FROM ledger_entries entry
        WHERE entry.person_id = ${record.personId} AND entry.year = ${record.year} AND entry.form = ${record.form}
          AND entry.reverses IS NULL
          AND NOT EXISTS (SELECT FROM ledger_entries reversal WHERE reversal.reverses = entry.id)) AS used_tenths
  `.execute(db)
  return rows[0] ?? { overlapping: [], reused: [], usedTenths: 0 }
}
