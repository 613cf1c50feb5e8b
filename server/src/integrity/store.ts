import type {
  CaseAct,
  CaseForm,
  caseFileTypes,
  CaseKind,
  CaseState,
  SubjectKind,
} from '@xueshi/contract/integrity'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Scope } from '../platform/scope.ts'
import type { Subject } from './subjects/store.ts'

/** One column by equality, with which an index of the list begins. */
function regionOf(regionCode: string): RawBuilder<boolean> {
  if (regionCode.endsWith('0000')) return sql<boolean>`c.province_code = ${regionCode}`
  if (regionCode.endsWith('00')) return sql<boolean>`c.city_code = ${regionCode}`
  return sql<boolean>`c.county_code = ${regionCode}`
}

// Nothing before it holds.
const shownToSubject = sql<boolean>`c.state IN ('inForce', 'withdrawn', 'expired')`
/** A draft is its own office's alone. */
const sent = (unitId: string) => sql<boolean>`(c.state <> 'draft' OR c.office_unit_id = ${unitId})`

/** The cases that exist for a scope: an office's region and trade, or those against oneself. */
export function within(scope: Scope): RawBuilder<boolean> {
  switch (scope.kind) {
    case 'own':
      return sql<boolean>`c.person_id = ${scope.personId} AND ${shownToSubject}`
    case 'unit':
      return sql<boolean>`c.unit_id = ${scope.unitId} AND ${shownToSubject}`
    case 'region':
      return sql<boolean>`${regionOf(scope.regionCode)} AND ${sent(scope.unitId)}`
    case 'trade':
      return sql<boolean>`${regionOf(scope.regionCode)} AND c.industry_code = ${scope.industryCode}
        AND ${sent(scope.unitId)}`
    case 'nothing':
      return sql<boolean>`false`
  }
}

export type ListedCase = {
  id: string
  state: CaseState
  subjectKind: SubjectKind
  subjectName: string
  kind: CaseKind
  officeName: string
  operatorName: string
  actedAt: Date
}
export type CaseFilter = {
  state?: CaseState | undefined
  subjectKind?: SubjectKind | undefined
  name?: string | undefined
  after?: string | undefined
}

/** At most so many cases are looked at for one page, however rare what is searched for. */
export const readLimit = 1000

const newest = (scope: Scope, after: string | undefined) => sql`
  FROM cases c WHERE ${within(scope)}${after === undefined ? sql`` : sql` AND c.id < ${after}`}
  ORDER BY c.id DESC`

/** The cases of a scope, newest first. */
export function casesQuery(
  scope: Scope,
  { state, subjectKind, name, after }: CaseFilter,
  limit: number,
) {
  const residual = [
    state === undefined ? sql`` : sql` AND c.state = ${state}`,
    subjectKind === undefined ? sql`` : sql` AND c.subject_kind = ${subjectKind}`,
    name === undefined ? sql`` : sql` AND strpos(c.subject_name, ${name}::text) > 0`,
  ]
  return sql<ListedCase>`
    SELECT c.id, c.state, c.subject_kind, c.subject_name, c.kind, c.office_name, c.operator_name, c.acted_at
    FROM (SELECT c.* ${newest(scope, after)} LIMIT ${readLimit}) c
    WHERE true${sql.join(residual, sql``)} ORDER BY c.id DESC LIMIT ${limit}`
}

export async function list(db: Db, scope: Scope, filter: CaseFilter, limit: number) {
  return (await casesQuery(scope, filter, limit).execute(db)).rows
}

/** The last case that a search looked at; undefined when it saw all of them. */
export async function endOfReading(db: Db, scope: Scope, after: string | undefined) {
  const { rows } = await sql<{ id: string }>`
    SELECT c.id ${newest(scope, after)} OFFSET ${readLimit - 1} LIMIT 1`.execute(db)
  return rows[0]?.id
}

export type CaseRow = ListedCase & {
  version: number
  personId: string | null
  unitId: string | null
  subjectDetail: string
  facts: string
  suspendedYears: number[]
  noPublishing: boolean
  endsOn: string | null
  reason: string | null
  officeUnitId: string
  proposerId: string
  files: {
    id: string
    name: string
    sizeBytes: number
    state: 'uploading' | 'ready'
    type: (typeof caseFileTypes)[number] | null
  }[]
  timeline: { at: string; by: string; office: string; act: CaseAct; reason: string | null }[]
  /** Whether the account that looks is its subject, or of the subject's staff. */
  isSubject: boolean
}

/** One case with its files and its history; undefined where it does not exist for this scope. */
export async function find(
  db: Db,
  scope: Scope,
  id: string,
  accountId: string | null,
): Promise<CaseRow | undefined> {
  const { rows } = await sql<CaseRow>`
    SELECT c.*,
      (c.person_id = ${accountId}::uuid) IS TRUE OR EXISTS (SELECT FROM unit_staff s
        WHERE s.unit_id = c.unit_id AND s.account_id = ${accountId}::uuid AND s.ended_at IS NULL) AS is_subject,
      coalesce((SELECT json_agg(json_build_object('id', f.id, 'name', f.name, 'sizeBytes', f.size_bytes,
          'state', CASE WHEN f.file_id IS NULL THEN 'uploading' ELSE 'ready' END, 'type', s.type) ORDER BY f.id)
        FROM case_files f LEFT JOIN files s ON s.id = f.file_id WHERE f.case_id = c.id), '[]') AS files,
      coalesce((SELECT json_agg(json_build_object('at', e.at, 'by', e.by_name, 'office', e.office_name,
          'act', e.act, 'reason', e.reason) ORDER BY e.id DESC)
        FROM case_events e WHERE e.case_id = c.id), '[]') AS timeline
    FROM cases c WHERE c.id = ${id} AND ${within(scope)}`.execute(db)
  return rows[0]
}

/** Where an office stands, as it is frozen in the cases that it enters. */
export async function findOffice(db: Db, unitId: string) {
  return db
    .selectFrom('units')
    .select(['name as officeName', 'provinceCode', 'cityCode', 'countyCode'])
    .where('id', '=', unitId)
    .executeTakeFirstOrThrow()
}

export type Office = Awaited<ReturnType<typeof findOffice>> & {
  officeUnitId: string
  industryCode: string | null
}

/** The columns of a form and of the subject that it names. */
const columnsOf = (form: CaseForm, { name, detail }: Subject) => ({
  subjectKind: form.subjectKind,
  personId: form.subjectKind === 'person' ? form.subjectId : null,
  unitId: form.subjectKind === 'person' ? null : form.subjectId,
  subjectName: name,
  subjectDetail: detail,
  kind: form.kind,
  facts: form.facts,
  suspendedYears: form.suspendedYears,
  noPublishing: form.noPublishing,
  endsOn: form.endsOn,
})

export type NewCase = { id: string; proposerId: string; operatorName: string; at: Date }

export async function insert(
  tx: Db,
  { id, proposerId, operatorName, at }: NewCase,
  office: Office,
  form: CaseForm,
  subject: Subject,
): Promise<void> {
  const times = { createdAt: at, actedAt: at }
  await tx
    .insertInto('cases')
    .values({
      id,
      state: 'draft',
      proposerId,
      operatorName,
      ...times,
      ...office,
      ...columnsOf(form, subject),
    })
    .execute()
}

/** What a change of a case must find: the office's own, in this state and version, and whose entry. */
export type Guard = {
  id: string
  version: number
  from: readonly CaseState[]
  officeUnitId: string
  /** The account that must have entered it, or must not have; null: whoever did. */
  by: { proposer: string } | { notProposer: string } | null
}

function guarded(tx: Db, { id, version, from, officeUnitId, by }: Guard) {
  const query = tx
    .updateTable('cases')
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', 'in', from)
    .where('officeUnitId', '=', officeUnitId)
  if (by === null) return query
  return 'proposer' in by
    ? query.where('proposerId', '=', by.proposer)
    : query.where('proposerId', '<>', by.notProposer)
}

/** False where the guard did not hold. */
export async function edit(
  tx: Db,
  guard: Guard,
  form: CaseForm,
  subject: Subject,
  at: Date,
): Promise<boolean> {
  const changed = await guarded(tx, guard)
    .set((is) => ({ ...columnsOf(form, subject), version: is('version', '+', 1), actedAt: at }))
    .returning('id')
    .executeTakeFirst()
  return changed !== undefined
}

export type Moved = { state: CaseState; reason: string | null; operatorName: string; at: Date }

/** The case in its next state, or undefined where the guard did not hold. */
export async function move(tx: Db, guard: Guard, { at, ...to }: Moved) {
  return guarded(tx, guard)
    .set((is) => ({ ...to, version: is('version', '+', 1), actedAt: at }))
    .returningAll()
    .executeTakeFirst()
}
export type MovedCase = NonNullable<Awaited<ReturnType<typeof move>>>

/** An account's draft is gone; answers the files that it had, undefined where it is no such draft. */
export async function remove(
  tx: Db,
  { id, officeUnitId, proposerId }: { id: string; officeUnitId: string; proposerId: string },
): Promise<string[] | undefined> {
  const files = await tx
    .selectFrom('caseFiles')
    .select('fileId')
    .where('caseId', '=', id)
    .where('fileId', 'is not', null)
    .execute()
  const gone = await tx
    .deleteFrom('cases')
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .where('officeUnitId', '=', officeUnitId)
    .where('proposerId', '=', proposerId)
    .returning('id')
    .executeTakeFirst()
  return gone && files.flatMap(({ fileId }) => (fileId === null ? [] : [fileId]))
}

export async function insertEvent(
  tx: Db,
  event: {
    id: string
    caseId: string
    at: Date
    act: CaseAct
    byName: string
    officeName: string
    reason: string | null
  },
): Promise<void> {
  await tx.insertInto('caseEvents').values(event).execute()
}

/** Cases whose last day is over, the longest over first. */
export async function listEnded(db: Db, today: string, limit: number) {
  return db
    .selectFrom('cases')
    .select(['id', 'version', 'officeUnitId'])
    .where('state', '=', 'inForce')
    .where('endsOn', '<', today)
    .orderBy('endsOn')
    .orderBy('id')
    .limit(limit)
    .execute()
}
