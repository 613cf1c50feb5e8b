import type {
  ExemptionAct,
  ExemptionForm,
  ExemptionQueue,
  ExemptionState,
  Relief,
} from '@xueshi/contract/ledger'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Who looks at an application: the person, the employer that it was sent by, or the office that decides. */
export type Viewer =
  | { kind: 'own'; personId: string }
  | { kind: 'employer' | 'hrss'; unitId: string; accountId: string }

export type ListedRow = Omit<ExemptionForm, 'words'> & {
  id: string
  version: number
  state: ExemptionState
  personName: string
  unitName: string | null
  updatedAt: Date
  /** What the page goes on by. */
  orderAt: Date
}

export type EventRow = {
  id: string
  at: Date
  act: ExemptionAct
  byName: string
  officeName: string | null
  reason: string | null
}

export type FileRow = { id: string; name: string; sizeBytes: number; type: string | null }

/** What was granted on an application; the last of them, whether it stands or not. */
export type GrantedRow = Relief & {
  totalTenths: number
  publicTenths: number
  professionalTenths: number
  electiveTenths: number
  officeName: string
  at: string
}

export type ExemptionRow = Omit<ListedRow, 'orderAt'> & {
  words: string
  personId: string
  unitId: string | null
  officeUnitId: string | null
  series: string | null
  passedAt: Date | null
  submittedAt: Date | null
  decisionReason: string | null
  /** As confirmed now: where a draft would be sent from, and the series by which its rules are shown. */
  employerId: string | null
  employerName: string | null
  currentSeries: string | null
  files: FileRow[]
  timeline: (Omit<EventRow, 'at' | 'id'> & { at: string })[]
  granted: GrantedRow | null
}

/** Outside of this an application does not exist: a draft is seen by its person alone, an office sees what reached it. */
const within = (viewer: Viewer): RawBuilder<unknown> => {
  if (viewer.kind === 'own') return sql`x.person_id = ${viewer.personId}`
  return viewer.kind === 'employer'
    ? sql`x.unit_id = ${viewer.unitId} AND x.state <> 'draft'`
    : sql`x.office_unit_id = ${viewer.unitId} AND x.passed_at IS NOT NULL`
}

const listed = sql`x.id, x.version, x.state, x.year, x.reason, x.kind, x.start_on, x.end_on, p.name AS person_name,
  u.name AS unit_name, x.updated_at`

/** One application within the viewer's reach, in one round trip. */
export async function find(db: Db, viewer: Viewer, id: string): Promise<ExemptionRow | undefined> {
  const { rows } = await sql<ExemptionRow>`
    SELECT ${listed}, x.words, x.person_id, x.unit_id, x.office_unit_id, x.series, x.passed_at, x.submitted_at,
      x.decision_reason, main.unit_id AS employer_id, employer.name AS employer_name, profile.series AS current_series,
      (SELECT coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'sizeBytes', f.size_bytes, 'type', s.type)
          ORDER BY f.id), '[]')
        FROM exemption_files f LEFT JOIN files s ON s.id = f.file_id WHERE f.exemption_id = x.id) AS files,
      (SELECT coalesce(json_agg(json_build_object('at', v.at, 'act', v.act, 'byName', v.by_name,
          'officeName', v.office_name, 'reason', v.reason) ORDER BY v.id), '[]')
        FROM exemption_events v WHERE v.exemption_id = x.id) AS timeline,
      (SELECT json_build_object('months', o.months, 'exempt', o.exempt, 'totalTenths', o.total_tenths,
          'publicTenths', o.public_tenths, 'professionalTenths', o.professional_tenths,
          'electiveTenths', o.elective_tenths, 'officeName', o.office_name, 'at', o.at)
        FROM obligations o WHERE o.exemption_id = x.id ORDER BY o.at DESC LIMIT 1) AS granted
    FROM exemptions x
    JOIN people p ON p.id = x.person_id
    LEFT JOIN units u ON u.id = x.unit_id
    LEFT JOIN profiles profile ON profile.person_id = x.person_id AND profile.state = 'confirmed'
    LEFT JOIN LATERAL (SELECT e.unit_id FROM employments e
      WHERE e.person_id = x.person_id AND e.state = 'confirmed' AND e.kind IN ('main', 'hosted')
      ORDER BY e.applied_at DESC LIMIT 1) main ON true
    LEFT JOIN units employer ON employer.id = main.unit_id
    WHERE x.id = ${id} AND ${within(viewer)}`.execute(db)
  return rows[0]
}

/** A person's applications, newest first. */
export const ownQuery = (personId: string, after: string | null, limit: number) => sql<ListedRow>`
  SELECT ${listed}, x.updated_at AS order_at
  FROM exemptions x JOIN people p ON p.id = x.person_id LEFT JOIN units u ON u.id = x.unit_id
  WHERE x.person_id = ${personId}${after === null ? sql`` : sql` AND x.id < ${after}`}
  ORDER BY x.id DESC LIMIT ${limit}`

export async function listOwn(db: Db, ...page: Parameters<typeof ownQuery>) {
  return (await ownQuery(...page).execute(db)).rows
}

// Words that a partial index covers stand in the SQL itself: the plan is kept for all values.
const queues = {
  employer: {
    office: sql`x.unit_id`,
    waits: sql`x.state = 'submitted'`,
    since: sql`x.submitted_at`,
    ended: sql`x.state IN ('refused', 'revoked')`,
  },
  hrss: {
    office: sql`x.office_unit_id`,
    waits: sql`x.state = 'underReview'`,
    since: sql`x.passed_at`,
    ended: sql`x.state IN ('refused', 'revoked') AND x.passed_at IS NOT NULL`,
  },
} as const

export type QueuePage = { queue: ExemptionQueue; after: readonly [at: string, id: string] | null }

/** An office's queue: what waits, oldest first; what was decided, newest first. */
export function queueQuery(
  { kind, unitId }: Exclude<Viewer, { kind: 'own' }>,
  { queue, after }: QueuePage,
  limit: number,
) {
  const { office, waits, since, ended } = queues[kind]
  const rows = sql`FROM exemptions x JOIN people p ON p.id = x.person_id LEFT JOIN units u ON u.id = x.unit_id
    WHERE ${office} = ${unitId}`
  const key = after && sql`(${after[0]}::timestamptz, ${after[1]}::uuid)`
  if (queue === 'waiting')
    return sql<ListedRow>`
      SELECT ${listed}, ${since} AS order_at ${rows} AND ${waits}
        ${key ? sql`AND (${since}, x.id) > ${key}` : sql``}
      ORDER BY ${since}, x.id LIMIT ${limit}`
  return sql<ListedRow>`
    SELECT ${listed}, x.updated_at AS order_at ${rows} AND ${queue === 'granted' ? sql`x.state = 'granted'` : ended}
      ${key ? sql`AND (x.updated_at, x.id) < ${key}` : sql``}
    ORDER BY x.updated_at DESC, x.id DESC LIMIT ${limit}`
}

export async function listQueue(db: Db, ...page: Parameters<typeof queueQuery>) {
  return (await queueQuery(...page).execute(db)).rows
}

export const told = (source: RawBuilder<unknown>, event: EventRow) => sql`
  INSERT INTO exemption_events (id, exemption_id, at, act, by_name, office_name, reason)
  SELECT ${event.id}, ${source}.id, ${event.at}, ${event.act}, ${event.byName}, ${event.officeName}, ${event.reason}
  FROM ${source}`

/** A new draft; false when nobody of this id has begun a profile. */
export async function insert(
  tx: Db,
  { id, personId, form, at }: { id: string; personId: string; form: ExemptionForm; at: Date },
  event: EventRow,
): Promise<boolean> {
  const { rows } = await sql`
    WITH made AS (
      INSERT INTO exemptions (id, person_id, year, state, reason, kind, start_on, end_on, words, created_at, updated_at)
      SELECT ${id}, p.id, ${form.year}, 'draft', ${form.reason}, ${form.kind}, ${form.startOn}, ${form.endOn},
        ${form.words}, ${at}, ${at}
      FROM people p WHERE p.id = ${personId}
      RETURNING id
    ), told AS (${told(sql`made`, event)})
    SELECT id FROM made`.execute(tx)
  return rows.length > 0
}

/** Which application may move: the guard of every move. */
export type Guard = {
  id: string
  version: number
  from: readonly ExemptionState[]
  viewer: Viewer
  at: Date
}

const guarded = ({ id, version, from, viewer }: Guard) => sql`
  x.id = ${id} AND x.version = ${version} AND x.state = ANY (${from}::text[]) AND ${within(viewer)}
  ${viewer.kind === 'own' ? sql`` : sql`AND x.person_id <> ${viewer.accountId}`}`

export async function update(tx: Db, guard: Guard, form: ExemptionForm): Promise<boolean> {
  const { rows } = await sql`
    UPDATE exemptions x SET year = ${form.year}, reason = ${form.reason}, kind = ${form.kind}, start_on = ${form.startOn},
      end_on = ${form.endOn}, words = ${form.words}, version = x.version + 1, updated_at = ${guard.at}
    WHERE ${guarded(guard)} RETURNING x.id`.execute(tx)
  return rows.length > 0
}

/** A draft is gone; answers the files that nobody needs any more, or undefined when it is none of the person's. */
export async function remove(
  tx: Db,
  { id, personId, from }: { id: string; personId: string; from: readonly ExemptionState[] },
): Promise<string[] | undefined> {
  const files = await tx
    .selectFrom('exemptionFiles')
    .select('fileId')
    .where('exemptionId', '=', id)
    .execute()
  const gone = await tx
    .deleteFrom('exemptions')
    .where('id', '=', id)
    .where('personId', '=', personId)
    .where('state', 'in', from)
    .returning('id')
    .executeTakeFirst()
  return gone && files.flatMap(({ fileId }) => fileId ?? [])
}

/** What a move writes beside the state. */
export type Moving = {
  to: ExemptionState
  sent?: { unitId: string; officeUnitId: string; series: string }
  passes?: boolean
  reason: string | null
}

/** One conditional UPDATE with its line in the timeline; false when the guard did not hold. */
export async function move(
  tx: Db,
  guard: Guard,
  moving: Moving,
  event: EventRow,
): Promise<boolean> {
  const { to, sent, passes, reason } = moving
  const { rows } = await sql`
    WITH moved AS (
      UPDATE exemptions x SET state = ${to}, version = x.version + 1, updated_at = ${guard.at},
        decision_reason = ${reason}, reminded_at = NULL
        ${sent ? sql`, unit_id = ${sent.unitId}, office_unit_id = ${sent.officeUnitId}, series = ${sent.series}, submitted_at = ${guard.at}` : sql``}
        ${passes ? sql`, passed_at = ${guard.at}` : sql``}
      WHERE ${guarded(guard)} RETURNING x.id
    ), told AS (${told(sql`moved`, event)})
    SELECT id FROM moved`.execute(tx)
  return rows.length > 0
}

/**
 * Whether the person's year has another application under way or in force. Locks the person, so that
 * of two sent at once the second sees the first.
 */
export async function hasOther(
  tx: Db,
  { id, personId, year }: { id: string; personId: string; year: number },
): Promise<boolean> {
  await sql`SELECT FROM people WHERE id = ${personId} FOR NO KEY UPDATE`.execute(tx)
  const found = await tx
    .selectFrom('exemptions')
    .select('id')
    .where('personId', '=', personId)
    .where('year', '=', year)
    .where('id', '<>', id)
    .where(sql<boolean>`state IN ('submitted', 'underReview', 'returned', 'granted')`)
    .executeTakeFirst()
  return found !== undefined
}
