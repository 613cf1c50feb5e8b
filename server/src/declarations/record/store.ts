import type { DeclarationForm, DeclarationState, TimelineItem } from '@xueshi/contract/declarations'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { statement } from '../../platform/statement.ts'
import type { CheckFacts } from '../rules.ts'
import type { HeldStep, Viewer } from './rules.ts'

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
  /** In hex, while it is on its way. */
  sha256: string | null
}

/** A record as it was returned. */
export type Returned = { at: string; form: DeclarationForm; files: { id: string; name: string }[] }

/** A record with everything that is shown with it. */
export type RecordRow = ListedRow & {
  personId: string
  personName: string
  /** For an office that reviews it again: what it said when it was last returned. */
  returned: Returned | null
  receiptNumber: string | null
  /** As frozen at the last 送审. */
  reviewTo: string | null
  reason: string | null
  /** As frozen at the last 送审. */
  unitId: string | null
  unitName: string | null
  series: string | null
  /** As confirmed now, for its person: null without a confirmed profile or main employment. For an office, as sent. */
  employerId: string | null
  employerName: string | null
  currentSeries: string | null
  /** Whether anybody of the employer could review what the person sends. */
  employerReviews: boolean
  appealedFrom: 'rejected' | 'recognised' | null
  /** The training that its unit declared it for, and who of the staff sent it. */
  batchId: string | null
  declaredBy: string | null
  declaredByName: string | null
  /** The viewer is an authority that answers for the employer. */
  oversees: boolean
  /** The hours went to a year that is certified. */
  certified: boolean
  revocation: { officeUnitId: string; regionCode: string } | null
  steps: HeldStep[]
  evidence: EvidenceRow[]
  timeline: (Omit<TimelineItem, 'at' | 'late'> & { at: string })[]
}

export const listed = sql`d.id, d.version, d.state, d.name, d.category, d.form, d.institution, d.start_on, d.end_on,
  d.year, d.claimed_tenths, d.option, d.units, d.rank, d.achievement, d.recognised_tenths, d.reviewed_at, d.updated_at, d.submitted_at`

/** An authority answers for the employers of its region, and of its trade where it has one. */
const overseen = ({ oversight }: Extract<Viewer, { kind: 'office' }>): RawBuilder<boolean> => {
  if (!oversight) return sql`false`
  const { regionCode, industryCode } = oversight
  const trade =
    industryCode === null
      ? sql``
      : sql` AND EXISTS (SELECT FROM unit_industries i WHERE i.unit_id = d.unit_id AND i.industry_code = ${industryCode})`
  return sql<boolean>`coalesce(${regionCode} IN (sent_from.province_code, sent_from.city_code, sent_from.county_code), false)${trade}`
}

/**
 * Records outside the viewer's reach do not exist: one's own; what an office has or had to decide; and
 * for an authority what was recognised in its region, which it may revoke.
 */
export const within = (viewer: Viewer): RawBuilder<unknown> => {
  if (viewer.kind === 'own') return sql`d.person_id = ${viewer.personId}`
  const held = sql`EXISTS (SELECT FROM review_steps held WHERE held.declaration_id = d.id
        AND held.office_unit_id = ${viewer.unitId} AND held.office = ${viewer.office}
        AND held.state IN ('open', 'passed', 'returned', 'decided'))`
  if (!viewer.oversight) return held
  return sql`(${held} OR (d.state IN ('recognised', 'revoked') AND ${overseen(viewer)}))`
}

/** What a record that can still change would be sent as: for its person. */
const confirmed = {
  columns: sql`p.unit_id AS employer_id, employer.name AS employer_name, profile.series AS current_series,
    CASE WHEN d.state IN ('draft', 'returned') THEN EXISTS (SELECT FROM unit_staff s
      JOIN accounts a ON a.id = s.account_id AND a.state = 'active'
      WHERE s.unit_id = p.unit_id AND s.kind = 'employer' AND s.ended_at IS NULL AND s.account_id <> d.person_id)
      ELSE true END AS employer_reviews,
    false AS oversees, false AS certified, NULL::json AS returned`,
  joins: sql`
    LEFT JOIN profiles profile ON profile.person_id = d.person_id AND profile.state = 'confirmed'
    LEFT JOIN units employer ON employer.id = p.unit_id`,
}
/** An office sees a record as it was sent to it. */
const asSent = (viewer: Extract<Viewer, { kind: 'office' }>) => ({
  columns: sql`d.unit_id AS employer_id, sent_from.name AS employer_name, d.series AS current_series,
    true AS employer_reviews, ${overseen(viewer)} AS oversees,
    CASE WHEN d.state = 'recognised' THEN EXISTS (SELECT FROM years y
      WHERE y.person_id = d.person_id AND y.year = d.year AND y.state = 'certified') ELSE false END AS certified,
    CASE WHEN d.state IN ('submitted', 'underReview') THEN (
      SELECT json_build_object('at', b.at, 'form', b.form, 'files', b.files)
      FROM declaration_returns b WHERE b.declaration_id = d.id) END AS returned`,
  joins: sql``,
})

type OfKind<Kind extends Viewer['kind']> = Extract<Viewer, { kind: Kind }>
type Sought<Kind extends Viewer['kind']> = Omit<OfKind<Kind>, 'kind'> & { id: string }
const ownRecords = statement(({ id, ...viewer }: Sought<'own'>) =>
  found<RecordRow>({ kind: 'own', ...viewer }, id),
)
const heldRecords = statement(({ id, ...viewer }: Omit<Sought<'office'>, 'oversight'>) =>
  found<RecordRow>({ kind: 'office', oversight: null, ...viewer }, id),
)

/** One record within the viewer's reach, in one round trip. */
export async function find(db: Db, viewer: Viewer, id: string): Promise<RecordRow | undefined> {
  if (viewer.kind === 'own') return (await ownRecords(db, { id, personId: viewer.personId }))[0]
  const { office, unitId, accountId, oversight } = viewer
  const rows = oversight
    ? (await found<RecordRow>(viewer, id).execute(db)).rows
    : await heldRecords(db, { id, office, unitId, accountId })
  return rows[0]
}

const freeOf = (receiptNumbers: readonly string[]) => sql<{ number: string }>`
  SELECT number FROM unnest(${receiptNumbers}::text[]) number
  WHERE NOT EXISTS (SELECT FROM declarations taken WHERE taken.receipt_number = number)`

/** Those of these receipt numbers that nobody has. */
export async function freeReceipts(tx: Db, receiptNumbers: readonly string[]): Promise<string[]> {
  return (await freeOf(receiptNumbers).execute(tx)).rows.map(({ number }) => number)
}

/** A record that is about to be sent, with the receipt number that it has or will have. */
type ToSend = RecordRow & { nextReceipt: string | null }
type Sending = Sought<'own'> & { version: number; receiptNumbers: readonly string[] }
const toSend = statement(({ id, version, receiptNumbers, ...viewer }: Sending) => {
  const nextReceipt = sql`, coalesce(d.receipt_number, (${freeOf(receiptNumbers)} LIMIT 1)) AS next_receipt`
  return sql<ToSend>`${found({ kind: 'own', ...viewer }, id, nextReceipt)} AND d.version = ${version}
      FOR NO KEY UPDATE OF d`
})

/**
 * A record of the person's, locked; it will have the first of these receipt numbers that nobody has. Undefined
 * where it is not theirs or not of this version: where the lock has to wait, the row is looked at anew and its
 * files are not, so that both must be of one version.
 */
export async function lockToSend(tx: Db, asked: Sending): Promise<ToSend | undefined> {
  return (await toSend(tx, asked))[0]
}

function found<Row>(viewer: Viewer, id: string, more = sql``): RawBuilder<Row> {
  const { columns, joins } = viewer.kind === 'own' ? confirmed : asSent(viewer)
  return sql<Row>`
    SELECT ${listed}, d.person_id, p.name AS person_name, d.receipt_number, d.review_to, d.reason, d.appealed_from, d.batch_id, d.declared_by,
      CASE WHEN d.declared_by IS NOT NULL THEN (SELECT name FROM accounts WHERE id = d.declared_by) END AS declared_by_name,
      d.unit_id, sent_from.name AS unit_name, d.series, ${columns},
      CASE WHEN d.state = 'revoked' THEN (SELECT json_build_object('officeUnitId', r.office_unit_id, 'regionCode', r.region_code)
        FROM declaration_revocations r WHERE r.declaration_id = d.id AND r.ended_at IS NULL) END AS revocation,
      (SELECT coalesce(json_agg(json_build_object('id', s.id, 'round', s.round, 'position', s.position,
          'office', s.office, 'officeUnitId', s.office_unit_id, 'officeName', o.name, 'state', s.state,
          'purpose', s.purpose, 'formerState', s.former_state, 'decidedVersion', s.decided_version,
          'decidedBy', s.decided_by, 'decidedAt', s.decided_at)
          ORDER BY s.round, s.position), '[]')
        FROM review_steps s JOIN units o ON o.id = s.office_unit_id WHERE s.declaration_id = d.id) AS steps,
      (SELECT coalesce(json_agg(json_build_object('id', e.id, 'name', e.name, 'state', e.state,
          'type', f.type, 'sizeBytes', e.size_bytes,
          'sha256', CASE e.state WHEN 'uploading' THEN encode(e.claimed_sha256, 'hex') END) ORDER BY e.position, e.id), '[]')
        FROM evidence e LEFT JOIN files f ON f.id = e.file_id WHERE e.declaration_id = d.id) AS evidence,
      (SELECT coalesce(json_agg(json_build_object('at', v.at, 'by', v.by_name, 'office', v.office_name,
          'act', v.act, 'reason', v.reason, 'decision', v.decision) ORDER BY v.id), '[]')
        FROM declaration_events v WHERE v.declaration_id = d.id) AS timeline${more}
    FROM declarations d
    JOIN people p ON p.id = d.person_id
    LEFT JOIN units sent_from ON sent_from.id = d.unit_id
    ${joins}
    WHERE d.id = ${id} AND ${within(viewer)}`
}

export type CheckedRow = Pick<
  RecordRow,
  'id' | 'personId' | 'name' | 'startOn' | 'endOn' | 'form' | 'year' | 'achievement' | 'batchId'
>

const besideBatch = (batchId: string | null) =>
  batchId === null
    ? sql``
    : sql` AND NOT EXISTS (SELECT FROM declarations same WHERE same.id = other.declaration_id AND same.batch_id = ${batchId})`

/** What the checks ask about other records, as SQL: for the facts themselves and for the flags of 送审. */
export const asked = (record: CheckedRow, timeBasedForms: readonly string[]) => ({
  /** The person's other records on the same days, where both are of forms that take time. */
  overlapping: sql`FROM declarations
    WHERE person_id = ${record.personId} AND id <> ${record.id} AND state NOT IN ('rejected', 'revoked')
      AND start_on <= ${record.endOn} AND end_on >= ${record.startOn}
      AND form = ANY (${timeBasedForms}::text[]) AND ${record.form} = ANY (${timeBasedForms}::text[])`,
  /**
   * What stands in the ledger from elsewhere, of this year or the ones beside it: a class on the same
   * days, where both take time; from a platform or past years, whose days are the stretch in which
   * something could be learnt, what has the same name or exactly the same days. For the OFFSET it is
   * found by person and year, however few entries there were when it was planned.
   */
  credited: sql`FROM (SELECT * FROM ledger_entries mine WHERE mine.person_id = ${record.personId}
      AND mine.year BETWEEN ${record.year}::int - 1 AND ${record.year}::int + 1 OFFSET 0) entry
    WHERE entry.source_kind <> 'declaration' AND entry.reverses IS NULL
      AND NOT EXISTS (SELECT FROM ledger_entries reversal WHERE reversal.reverses = entry.id)
      AND (lower((entry.item->>'name') COLLATE "C") = lower(${record.name}::text COLLATE "C")
        OR entry.item->>'startOn' = ${record.startOn}::text AND entry.item->>'endOn' = ${record.endOn}::text
        OR entry.source_kind = 'class' AND entry.form = ANY (${timeBasedForms}::text[])
          AND ${record.form} = ANY (${timeBasedForms}::text[])
          AND entry.item->>'startOn' <= ${record.endOn}::text AND entry.item->>'endOn' >= ${record.startOn}::text)`,
  /** This record's files whose content some other record has too, by whomever; but for the same training's. */
  reused: sql`FROM evidence e JOIN files f ON f.id = e.file_id
    WHERE e.declaration_id = ${record.id} AND EXISTS (
      SELECT FROM files twin JOIN evidence other ON other.file_id = twin.id
      WHERE twin.sha256 = f.sha256 AND other.declaration_id <> ${record.id}${besideBatch(record.batchId)})`,
  /** The person's other records of the same achievement, in whichever year. */
  counted: sql`FROM declarations
    WHERE person_id = ${record.personId} AND id <> ${record.id} AND state NOT IN ('rejected', 'revoked')
      AND lower(achievement COLLATE "C") = lower(${record.achievement ?? null}::text COLLATE "C")`,
  /** Hours of the form that stand in the year. */
  used: sql`(SELECT coalesce(sum(hours_tenths), 0)::int FROM ledger_entries entry
    WHERE entry.person_id = ${record.personId} AND entry.year = ${record.year} AND entry.form = ${record.form}
      AND entry.reverses IS NULL
      AND NOT EXISTS (SELECT FROM ledger_entries reversal WHERE reversal.reverses = entry.id))`,
})

/** What the checks ask about other records, in one round trip; at most 20 overlaps are named. */
export async function findCheckFacts(
  db: Db,
  record: CheckedRow,
  timeBasedForms: readonly string[],
): Promise<CheckFacts> {
  const { overlapping, credited, reused, counted, used } = asked(record, timeBasedForms)
  const { rows } = await sql<CheckFacts>`
    SELECT (SELECT coalesce(json_agg(json_build_object('name', o.name, 'startOn', o.start_on, 'endOn', o.end_on)), '[]')
        FROM (SELECT name, start_on, end_on ${overlapping} ORDER BY id LIMIT 20) o) AS overlapping,
      (SELECT coalesce(json_agg(c), '[]') FROM (SELECT entry.item->>'name' AS name, entry.item->>'startOn' AS "startOn",
          entry.item->>'endOn' AS "endOn" ${credited} ORDER BY entry.id LIMIT 20) c) AS credited,
      (SELECT coalesce(json_agg(e.name ORDER BY e.id), '[]') ${reused}) AS reused,
      (SELECT coalesce(json_agg(c.name), '[]') FROM (SELECT name ${counted} ORDER BY id LIMIT 5) c) AS counted,
      ${used} AS used_tenths
  `.execute(db)
  return rows[0] ?? { overlapping: [], credited: [], reused: [], counted: [], usedTenths: 0 }
}
