import type { DeclarationForm, DeclarationState, TimelineItem } from '@xueshi/contract/declarations'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import { given } from '../platform/given.ts'
import { withNext } from '../platform/naming-client.ts'
import { statement } from '../platform/statement.ts'
import type { Step } from './record/rules.ts'
import { asked, type CheckedRow, listed, type ListedRow } from './record/store.ts'

export type ListFilter = {
  name?: string | undefined
  category?: string | undefined
  state?: string | undefined
  /** The id of the last line of the page before. */
  after?: string | undefined
}

type LineRow = ListedRow & { hasDrafts: boolean }

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
  return sql<LineRow>`
    SELECT ${listed}, (SELECT EXISTS (SELECT FROM declarations WHERE person_id = ${personId} AND state = 'draft')) AS has_drafts
    FROM declarations d WHERE d.person_id = ${personId}${sql.join(residual, sql``)}
    ORDER BY d.id DESC LIMIT ${limit}`
}

const lines = statement<ListFilter & { personId: string; limit: number }, LineRow>(
  ({ personId, limit, ...filter }) => listQuery(personId, filter, limit),
)
export const list = (db: Db, personId: string, filter: ListFilter, limit: number) =>
  lines(db, { ...filter, personId, limit })

export type EventRow = {
  id: string
  act: TimelineItem['act']
  byName: string
  officeName: string | null
  reason: string | null
  decision?: string | null
  at: Date
}

/** A line of the timeline for the record that `source`, a CTE with its id, has just changed. */
export const eventFrom = (source: RawBuilder<unknown>, event: EventRow) => sql`
  INSERT INTO declaration_events (id, declaration_id, at, act, by_name, office_name, reason, decision)
  SELECT ${event.id}, ${source}.id, ${event.at}, ${event.act}, ${event.byName}, ${event.officeName}, ${event.reason},
    ${event.decision ?? null}
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
        claimed_tenths, option, units, rank, achievement, created_at, updated_at)
      SELECT ${record.id}, p.id, 'draft', ${record.name}, ${record.category}, ${record.form}, ${record.institution},
        ${record.startOn}, ${record.endOn}, ${record.year}, ${record.claimedTenths},
        ${record.option ?? null}, ${record.units ?? null}, ${record.rank ?? null}, ${record.achievement ?? null},
        ${record.at}, ${record.at}
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

export const guard = ({ id, personId, version, from }: OwnMove) => sql`
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
      claimed_tenths = ${form.claimedTenths}, option = ${form.option ?? null}, units = ${form.units ?? null},
      rank = ${form.rank ?? null}, achievement = ${form.achievement ?? null}, version = d.version + 1, updated_at = ${at}
    FROM declarations former
    WHERE former.id = d.id AND d.id = ${id} AND d.person_id = ${personId}
      AND d.state = ANY (${from}::text[]) AND d.version = ${version}
    RETURNING former.name, former.category, former.form, former.institution, former.start_on, former.end_on,
      former.claimed_tenths, former.option, former.units, former.rank, former.achievement
  `.execute(tx)
  return rows[0]
}

/** What 送审 freezes and opens. */
export type Sending = {
  state: DeclarationState
  unitId: string
  unitName: string
  series: string
  /** The record's own where it was sent before, else one that nobody has. */
  receiptNumber: string
  steps: readonly Step[]
  /** What the checks find: flags of the record itself, and what to ask of other records. */
  flags: readonly string[]
  checked: CheckedRow
  capTenths: number | null
  /** The last day to review it by the rules of its year. */
  reviewTo: string | null
  timeBasedForms: readonly string[]
  /** Who of the unit's staff sends it for the person; null where the person does. */
  declaredBy: string | null
}

/** What the checks ask of other records, as flags or nothing; left out is what cannot be, since asking costs though nothing is found. */
function flagsOf({
  checked,
  timeBasedForms,
  capTenths,
}: Pick<Sending, 'checked' | 'timeBasedForms' | 'capTenths'>): RawBuilder<unknown>[] {
  const { overlapping, credited, reused, counted, used } = asked(checked, timeBasedForms)
  const found = (flag: string, rows: RawBuilder<unknown>) =>
    sql`CASE WHEN EXISTS (SELECT ${rows}) THEN ${sql.lit(flag)} END`
  return [
    ...(timeBasedForms.includes(checked.form) ? [found('OVERLAP', overlapping)] : []),
    found('CREDITED_BEFORE', credited),
    found('FILE_USED_BEFORE', reused),
    ...(checked.achievement ? [found('ACHIEVEMENT_USED', counted)] : []),
    ...(capTenths === null
      ? []
      : [sql`CASE WHEN ${used} + claimed_tenths > ${capTenths}::int THEN 'ABOVE_YEARLY_CAP' END`]),
  ]
}

/**
 * 送审 in one statement: the record moves, a round of steps is opened and the timeline is told. The record is locked
 * or just made, and the guard is known to hold: nobody waits for an answer.
 */
export async function send(
  tx: Db,
  move: OwnMove,
  { state, unitId, series, receiptNumber, steps, ...sending }: Sending,
  event: EventRow,
): Promise<void> {
  const flags = flagsOf(sending)
  await sql`
    WITH moved AS (
      UPDATE declarations SET state = ${state}, version = version + 1, unit_id = ${unitId},
        series = ${series}, declared_by = ${sending.declaredBy}, submitted_at = ${move.at}, updated_at = ${move.at}, reason = NULL,
        review_to = ${sending.reviewTo}, review_reminded_at = NULL,
        receipt_number = ${receiptNumber},
        flags = array_remove(${sending.flags}::text[] || ARRAY[${sql.join(flags)}], NULL)
      WHERE ${guard(move)} RETURNING id
    ), opened AS (
      INSERT INTO review_steps (id, declaration_id, round, position, office, office_unit_id, state, opened_at)
      SELECT step.id, moved.id, step.round, step.position, step.office, step.office_unit_id, step.state,
        CASE WHEN step.state = 'open' THEN ${move.at}::timestamptz END
      FROM moved, ${given('step', steps, {
        id: 'uuid',
        round: 'int',
        position: 'int',
        office: 'text',
        officeUnitId: 'uuid',
        state: 'text',
      })}
    )
    ${eventFrom(sql`moved`, event)}${sql.raw(withNext)}`.execute(tx)
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
