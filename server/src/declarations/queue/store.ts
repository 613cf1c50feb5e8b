import type { DecidedRow, ReviewRow, StepPurpose } from '@xueshi/contract/declarations'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { statement } from '../../platform/statement.ts'
import type { Office, Viewer } from '../record/rules.ts'
import { within } from '../record/store.ts'

export type QueueRow = Omit<ReviewRow, 'submittedAt' | 'waitingSince'> & {
  submittedAt: Date
  waitingSince: Date
  stepId: string
  openedAt: string
}

/** Part of a person's name, or how its pinyin or initials begin. */
export type PersonFilter = { name: string; latin: string }

export type QueueFilter = {
  office: Office
  unitId: string
  category?: string | undefined
  form?: string | undefined
  person?: PersonFilter | undefined
  flagged?: boolean | undefined
  /** Part of the employer's name. */
  unitName?: string | undefined
  year?: number | undefined
  purpose?: StepPurpose | undefined
  /** Only what was opened before this. */
  before?: Date | undefined
  /** When the last step of the page before was opened, to the microsecond, and its id. */
  after?: readonly [string, string] | undefined
}

/** At most so many waiting records are looked at for one page, however rare what is searched for. */
export const readLimit = 1000

/** An instant as text, to the microsecond: a Date would lose the last three digits. */
const exactly = (at: RawBuilder<unknown>) =>
  sql`to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

const isPerson = ({ name, latin }: PersonFilter) =>
  latin === ''
    ? sql` AND strpos(p.name, ${name}::text) > 0`
    : sql` AND (strpos(p.name, ${name}::text) > 0 OR starts_with(p.name_pinyin, ${latin})
        OR starts_with(p.name_initials, ${latin}))`

const anchored = ({ office, unitId, before, after }: QueueFilter) => sql`
  office_unit_id = ${unitId} AND office = ${office} AND state = 'open'${
    before ? sql` AND opened_at <= ${before}` : sql``
  }${after ? sql` AND (opened_at, id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}`

/** The records that wait at an office, the longest waiting first, with where the reading ended. */
export function queueQuery(filter: QueueFilter, limit: number) {
  const { category, form, person, flagged, unitName, year, purpose } = filter
  const residual = [
    category === undefined ? sql`` : sql` AND d.category = ${category}`,
    form === undefined ? sql`` : sql` AND d.form = ${form}`,
    person === undefined ? sql`` : isPerson(person),
    unitName === undefined ? sql`` : sql` AND strpos(u.name, ${unitName}::text) > 0`,
    year === undefined ? sql`` : sql` AND d.year = ${year}`,
    purpose === undefined ? sql`` : sql` AND s.purpose = ${purpose}`,
    flagged === undefined ? sql`` : sql` AND (d.flags <> '{}') = ${flagged}::boolean`,
  ]
  return sql<QueueRow>`
    SELECT s.id AS step_id, ${exactly(sql`s.opened_at`)} AS opened_at, s.opened_at AS waiting_since, s.purpose,
      d.id AS declaration_id, d.version, p.name AS person_name, u.name AS unit_name, d.name, d.category, d.form,
      d.claimed_tenths, d.year, d.submitted_at, d.flags,
      CASE WHEN s.purpose = 'review' THEN d.review_to END AS review_to,
      -- Counted, since an EXISTS may be planned as a hash of every step that waits anywhere.
      (SELECT count(*) = 0 FROM review_steps more WHERE more.declaration_id = d.id AND more.state = 'waiting') AS last_step
    FROM (SELECT id, opened_at, declaration_id, purpose FROM review_steps
      WHERE ${anchored(filter)} ORDER BY opened_at, id LIMIT ${readLimit}) s
    JOIN declarations d ON d.id = s.declaration_id
    JOIN people p ON p.id = d.person_id
    JOIN units u ON u.id = d.unit_id
    WHERE true${sql.join(residual, sql``)}
    ORDER BY s.opened_at, s.id LIMIT ${limit}`
}

const firstPage = statement<Omit<QueueFilter, 'person' | 'after'> & { limit: number }, QueueRow>(
  ({ limit, ...filter }) => queueQuery(filter, limit),
)
export async function listQueue(db: Db, filter: QueueFilter, limit: number): Promise<QueueRow[]> {
  const { person, after, ...rest } = filter
  if (!person && !after) return firstPage(db, { ...rest, limit })
  return (await queueQuery(filter, limit).execute(db)).rows
}

/** The step at which a search that looked at `readLimit` of them stopped; undefined when it saw all. */
export async function endOfReading(db: Db, filter: QueueFilter) {
  const { rows } = await sql<{ id: string; openedAt: string }>`
    SELECT id, ${exactly(sql`opened_at`)} AS opened_at FROM review_steps
    WHERE ${anchored(filter)} ORDER BY opened_at, id OFFSET ${readLimit - 1} LIMIT 1
  `.execute(db)
  return rows[0]
}

/** Counts of the queue end here. */
export const mostCounted = 999
/** The median waiting time is that of so many last decisions. */
const lastDecisions = 100

/** How an office stands: what waits, capped; since when; and how long its last decisions took. */
export const summaryQuery = ({ office, unitId }: { office: Office; unitId: string }) => sql<{
  waiting: number
  oldestSince: Date | null
  medianHours: number | null
}>`
  SELECT (SELECT count(*)::int FROM (SELECT FROM review_steps WHERE ${anchored({ office, unitId })}
      LIMIT ${mostCounted + 1}) capped) AS waiting,
    (SELECT opened_at FROM review_steps WHERE ${anchored({ office, unitId })}
      ORDER BY opened_at, id LIMIT 1) AS oldest_since,
    (SELECT extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (ORDER BY decided_at - opened_at))::float / 3600
      FROM (SELECT decided_at, opened_at FROM review_steps
        WHERE office_unit_id = ${unitId} AND office = ${office} AND decided_at IS NOT NULL
        ORDER BY decided_at DESC, id DESC LIMIT ${lastDecisions}) last) AS median_hours`

export async function findSummary(db: Db, of: { office: Office; unitId: string }) {
  const { rows } = await summaryQuery(of).execute(db)
  return rows[0]
}

export type DecidedFilter = {
  office: Office
  unitId: string
  person?: PersonFilter | undefined
  state?: string | undefined
  after?: readonly [string, string] | undefined
}
export type DecisionRow = Omit<DecidedRow, 'decidedAt'> & {
  decidedAt: Date
  stepId: string
  exactlyAt: string
}

const decidedBy = ({ office, unitId, after }: DecidedFilter) => sql`
  office_unit_id = ${unitId} AND office = ${office} AND decided_at IS NOT NULL${
    after ? sql` AND (decided_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``
  }`

/** What an office has decided, the latest first. */
export function decidedQuery(filter: DecidedFilter, limit: number) {
  const { person, state } = filter
  const residual = [
    person === undefined ? sql`` : isPerson(person),
    state === undefined ? sql`` : sql` AND d.state = ${state}`,
  ]
  return sql<DecisionRow>`
    SELECT s.id AS step_id, ${exactly(sql`s.decided_at`)} AS exactly_at, s.decided_at, d.id AS declaration_id, d.version,
      p.name AS person_name, u.name AS unit_name, d.name, d.category, d.claimed_tenths, d.recognised_tenths, d.state,
      a.name AS decided_by
    FROM (SELECT id, decided_at, decided_by, declaration_id FROM review_steps
      WHERE ${decidedBy(filter)} ORDER BY decided_at DESC, id DESC LIMIT ${readLimit}) s
    JOIN declarations d ON d.id = s.declaration_id
    JOIN people p ON p.id = d.person_id
    JOIN units u ON u.id = d.unit_id
    JOIN accounts a ON a.id = s.decided_by
    WHERE true${sql.join(residual, sql``)}
    ORDER BY s.decided_at DESC, s.id DESC LIMIT ${limit}`
}

export async function listDecided(db: Db, filter: DecidedFilter, limit: number) {
  return (await decidedQuery(filter, limit).execute(db)).rows
}

/** The decision at which a search that looked at `readLimit` of them stopped; undefined when it saw all. */
export async function endOfDecided(db: Db, filter: DecidedFilter) {
  const { rows } = await sql<{ id: string; exactlyAt: string }>`
    SELECT id, ${exactly(sql`decided_at`)} AS exactly_at FROM review_steps
    WHERE ${decidedBy(filter)} ORDER BY decided_at DESC, id DESC OFFSET ${readLimit - 1} LIMIT 1
  `.execute(db)
  return rows[0]
}

export type FoundRow = Omit<DecidedRow, 'decidedAt' | 'decidedBy'> & { reviewedAt: Date | null }

/** Sent records within the office's reach: the one of a receipt number, or a person's, the latest first. */
export function foundQuery(
  viewer: Extract<Viewer, { kind: 'office' }>,
  by: { receipt: string } | { personId: string; after?: string | undefined },
  limit: number,
) {
  const anchor =
    'receipt' in by
      ? sql`d.receipt_number = ${by.receipt}`
      : sql`d.person_id = ${by.personId}${by.after === undefined ? sql`` : sql` AND d.id < ${by.after}`}`
  return sql<FoundRow>`
    SELECT d.id AS declaration_id, d.version, p.name AS person_name, sent_from.name AS unit_name, d.name, d.category,
      d.claimed_tenths, d.recognised_tenths, d.state, d.reviewed_at
    FROM declarations d
    JOIN people p ON p.id = d.person_id
    JOIN units sent_from ON sent_from.id = d.unit_id
    WHERE ${anchor} AND d.state <> 'draft' AND ${within(viewer)}
    ORDER BY d.id DESC LIMIT ${limit}`
}

export async function listFound(
  db: Db,
  viewer: Extract<Viewer, { kind: 'office' }>,
  by: { receipt: string } | { personId: string; after?: string | undefined },
  limit: number,
) {
  return (await foundQuery(viewer, by, limit).execute(db)).rows
}
