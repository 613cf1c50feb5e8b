import type { TitleLevel } from '@xueshi/contract/people'
import type { ClassState, Confirmation } from '@xueshi/contract/training/classes'
import type { Applicant, EnrolmentState } from '@xueshi/contract/training/enrolments'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { listed, type ListedRow } from '../enrolments/store.ts'

export type CandidateRow = Applicant & {
  personId: string
  name: string
  title: string
  titleLevel: TitleLevel
  state: EnrolmentState | null
}

const ofUnit = (unitId: string, classId: string) => sql`
  FROM employments e
  JOIN people a ON a.id = e.person_id
  JOIN profiles f ON f.person_id = e.person_id AND f.state = 'confirmed'
  JOIN units u ON u.id = e.unit_id
  LEFT JOIN enrolments m ON m.class_id = ${classId} AND m.person_id = e.person_id AND m.state <> 'withdrawn'
  WHERE e.unit_id = ${unitId} AND e.state = 'confirmed' AND e.kind IN ('main', 'hosted')`
const columns = sql`e.person_id, a.name, f.series, f.title_level, f.title, e.unit_id,
  array_remove(ARRAY[u.province_code, u.city_code, u.county_code], NULL) AS regions, m.state`

/** A unit's confirmed people, in the order of their ids; at most so many are looked at for one page. */
export function candidatesQuery(
  unitId: string,
  {
    classId,
    name,
    after,
  }: { classId: string; name?: string | undefined; after?: string | undefined },
  limit: number,
) {
  const following = after === undefined ? sql`` : sql` AND e.person_id > ${after}`
  const named = name === undefined ? sql`` : sql` AND strpos(a.name, ${name}::text) > 0`
  return sql<CandidateRow>`
    SELECT ${columns} ${ofUnit(unitId, classId)}${following}${named} ORDER BY e.person_id LIMIT ${limit}`
}

export async function listCandidates(
  db: Db,
  ...asked: Parameters<typeof candidatesQuery>
): Promise<CandidateRow[]> {
  return (await candidatesQuery(...asked).execute(db)).rows
}

/** Those of these people who are the unit's. */
export async function findCandidates(
  tx: Db,
  unitId: string,
  { classId, personIds }: { classId: string; personIds: readonly string[] },
): Promise<CandidateRow[]> {
  const { rows } = await sql<CandidateRow>`
    SELECT ${columns} ${ofUnit(unitId, classId)} AND e.person_id = ANY (${[...personIds]}::uuid[])`.execute(
    tx,
  )
  return rows
}

export type NominationRow = ListedRow & {
  personId: string
  personName: string
  reason: string | null
  classState: ClassState
  startsAt: Date
  confirmation: Confirmation
  /** Whether they are of the unit now. */
  isOurs: boolean
}

const nominated = (unitId: string) => sql`
  SELECT ${listed}, e.person_id, a.name AS person_name, e.reason, c.state AS class_state, c.starts_at, c.confirmation,
    EXISTS (SELECT FROM employments m WHERE m.person_id = e.person_id AND m.unit_id = ${unitId} AND m.state = 'confirmed') AS is_ours
  FROM enrolments e JOIN classes c ON c.id = e.class_id JOIN units i ON i.id = c.institution_id
  JOIN people a ON a.id = e.person_id
  WHERE e.nominated_by = ${unitId}`

export type NominationFilter = {
  name?: string | undefined
  className?: string | undefined
  state?: EnrolmentState | undefined
  /** The id of the last line of the page before. */
  after?: string | undefined
}

/** Whom a unit has nominated, newest first. */
export function nominationsQuery(unitId: string, filter: NominationFilter, limit: number) {
  const { name, className, state, after } = filter
  const residual = [
    after === undefined ? sql`` : sql` AND e.id < ${after}`,
    state === undefined ? sql`` : sql` AND e.state = ${state}`,
    name === undefined ? sql`` : sql` AND strpos(a.name, ${name}::text) > 0`,
    className === undefined
      ? sql``
      : sql` AND strpos(lower(c.name COLLATE "C"), lower(${className}::text COLLATE "C")) > 0`,
  ]
  return sql<NominationRow>`
    ${nominated(unitId)}${sql.join(residual, sql``)} ORDER BY e.id DESC LIMIT ${limit}`
}

export async function listNominations(db: Db, ...asked: Parameters<typeof nominationsQuery>) {
  return (await nominationsQuery(...asked).execute(db)).rows
}

/** One of them. */
export async function findNomination(
  db: Db,
  unitId: string,
  id: string,
): Promise<NominationRow | undefined> {
  const { rows } = await sql<NominationRow>`${nominated(unitId)} AND e.id = ${id}`.execute(db)
  return rows[0]
}
