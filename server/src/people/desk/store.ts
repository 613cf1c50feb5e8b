import type { EmploymentKind, EndReason } from '@xueshi/contract/people/employments'
import type { Lack, Standing } from '@xueshi/contract/people/desk'
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type StaffRow = {
  personId: string
  employmentId: string
  version: number
  name: string
  namePinyin: string
  documentNumberSealed: Buffer
  kind: EmploymentKind
  departmentId: string | null
  departmentName: string | null
  series: string | null
  title: string | null
  standing: Standing
  startedOn: string | null
  /** null where the list is of the unit that looks. */
  unitName: string | null
  lacksAccount: boolean
  lacksPhoto: boolean
  lacksPhone: boolean
}

/** What a list of a unit's people is asked for; `tail` is the blind index of the last four of a number. */
export type StaffFilter = {
  unitId: string
  /** Set where the people of these are looked for, which stand below the unit. */
  belowIds: readonly string[] | null
  /** In the spelling of the name; and as letters, '' when it holds others. */
  search: { text: string; letters: string; tail: Buffer | null } | null
  departmentId: string | null
  series: string | null
  standing: Standing | null
  lack: Lack | null
  partTime: boolean
}
export type StaffKey = readonly [namePinyin: string, personId: string]

const isUnclaimed = sql`a.state = 'unclaimed'`
const hasNoPhoto = sql`p.photo_id IS NULL`
const hasNoPhone = sql`NOT EXISTS (SELECT FROM identities i WHERE i.account_id = r.id AND i.kind = 'phone')`
const standing = sql`
  CASE WHEN p.id IS NOT NULL THEN 'confirmed'
       WHEN EXISTS (SELECT FROM profiles w WHERE w.person_id = r.id AND w.unit_id = e.unit_id AND w.state = 'submitted')
       THEN 'submitted' ELSE 'none' END`

const lacking: Readonly<Record<Lack, RawBuilder<unknown>>> = {
  account: isUnclaimed,
  profile: sql`p.id IS NULL`,
  photo: hasNoPhoto,
  phone: hasNoPhone,
}

/** What a list shows of a person `r` and the employment `e`, with the joins that it takes. */
export const staffColumns = sql`
  r.id AS person_id, e.id AS employment_id, e.version, r.name, r.name_pinyin, a.document_number_sealed,
  e.kind, e.department_id, d.name AS department_name, p.series, p.title, ${standing} AS standing, e.started_on,
  ${isUnclaimed} AS lacks_account, ${hasNoPhoto} AS lacks_photo, ${hasNoPhone} AS lacks_phone`
export const aroundStaff = sql`
  JOIN accounts a ON a.id = r.id
  LEFT JOIN profiles p ON p.person_id = r.id AND p.state = 'confirmed'
  LEFT JOIN departments d ON d.id = e.department_id`

/**
 * The people of a unit by name, as a walk along the index of those whom it has; what is asked beside is
 * sifted on the way, which is never longer than the unit. Part-timers hang on their employments.
 */
export function staffQuery(filter: StaffFilter, after: StaffKey | null, limit: number) {
  if (filter.belowIds !== null) return belowQuery(filter, filter.belowIds, after, limit)
  return sql<StaffRow>`
    SELECT ${staffColumns}, NULL AS unit_name ${staffOf(sql`${filter.unitId}`, filter, after, limit)}`
}

/**
 * The same of several units: the beginning of each unit's own list, and of these the beginning. Whoever
 * works for two of them is listed once.
 */
const belowQuery = (
  filter: StaffFilter,
  ids: readonly string[],
  after: StaffKey | null,
  limit: number,
) => sql<StaffRow>`
  SELECT DISTINCT ON (s.name_pinyin, s.person_id) s.*, b.name AS unit_name
  FROM units b CROSS JOIN LATERAL (
    SELECT ${staffColumns} ${staffOf(sql`b.id`, filter, after, limit)}) s
  WHERE b.id = ANY (${[...ids]}::uuid[])
  ORDER BY s.name_pinyin, s.person_id LIMIT ${limit}`

function staffOf(
  unitId: RawBuilder<unknown>,
  filter: StaffFilter,
  after: StaffKey | null,
  limit: number,
) {
  const { search, partTime } = filter
  const people = partTime
    ? sql`employments e JOIN people r ON r.id = e.person_id`
    : sql`people r JOIN employments e ON e.person_id = r.id AND e.unit_id = ${unitId}`
  const kind = partTime
    ? sql`e.unit_id = ${unitId} AND e.kind = 'partTime' AND e.state = 'confirmed'`
    : sql`r.unit_id = ${unitId} AND e.kind IN ('main', 'hosted') AND e.state = 'confirmed'`
  const wanted = [kind]
  if (after) wanted.push(sql`(r.name_pinyin, r.id) > (${after[0]}, ${after[1]}::uuid)`)
  if (search) wanted.push(sql`(${sql.join(matches(search), sql` OR `)})`)
  if (filter.departmentId) wanted.push(sql`e.department_id = ${filter.departmentId}`)
  if (filter.series) wanted.push(sql`p.series = ${filter.series}`)
  if (filter.standing) wanted.push(sql`${standing} = ${filter.standing}`)
  if (filter.lack) wanted.push(lacking[filter.lack])
  return sql`
    FROM ${people} ${aroundStaff}
    WHERE ${sql.join(wanted, sql` AND `)}
    ORDER BY r.name_pinyin, r.id LIMIT ${limit}`
}

function matches({ text, letters, tail }: NonNullable<StaffFilter['search']>) {
  const found = [sql`strpos(r.name, ${text}) > 0`]
  if (letters !== '')
    found.push(
      sql`strpos(r.name_pinyin, ${letters}) > 0`,
      sql`starts_with(r.name_initials, ${letters})`,
    )
  if (tail) found.push(sql`r.number_tail = ${tail}`)
  return found
}

export async function listStaff(
  db: Db,
  filter: StaffFilter,
  after: StaffKey | null,
  limit: number,
): Promise<StaffRow[]> {
  const { rows } = await staffQuery(filter, after, limit).execute(db)
  return rows
}

export type ChosenRow = {
  id: string
  version: number
  personId: string
  kind: EmploymentKind
  isConfirmed: boolean
}
type Chosen = readonly { id: string; version: number }[]

/** The chosen employments that lie at the unit, whatever their state. */
export async function findChosen(db: Db, unitId: string, chosen: Chosen): Promise<ChosenRow[]> {
  const { rows } = await sql<ChosenRow>`
    SELECT id, version, person_id, kind, state = 'confirmed' AS is_confirmed FROM employments
    WHERE unit_id = ${unitId} AND id = ANY (${chosen.map(({ id }) => id)})`.execute(db)
  return rows
}

type Ended = { at: Date; by: string; on: string; reason: EndReason }

/** Ends those that still stand as they were seen; answers how many. Their people are at no unit then. */
export async function endAll(
  tx: Db,
  unitId: string,
  chosen: Chosen,
  { at, by, on, reason }: Ended,
): Promise<number> {
  const { rows } = await sql`
    WITH chosen AS (
      SELECT c.id, c.version FROM jsonb_to_recordset(${JSON.stringify(chosen)}::jsonb) AS c (id uuid, version int)
    ), ended AS (
      UPDATE employments e SET state = 'ended', version = e.version + 1, ended_at = ${at}, ended_on = ${on}::date,
        end_reason = ${reason}, decided_by = ${by}
      FROM chosen c
      WHERE e.id = c.id AND e.version = c.version AND e.unit_id = ${unitId} AND e.state = 'confirmed'
      RETURNING e.person_id, e.kind
    ), freed AS (
      UPDATE people SET unit_id = NULL
      WHERE unit_id = ${unitId} AND id IN (SELECT person_id FROM ended WHERE kind IN ('main', 'hosted'))
    )
    SELECT person_id FROM ended`.execute(tx)
  return rows.length
}

/** Puts those that still stand as they were seen into the department, or into none; answers how many. */
export async function assignAll(
  tx: Db,
  unitId: string,
  chosen: Chosen,
  departmentId: string | null,
): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE employments e SET department_id = ${departmentId}::uuid, version = e.version + 1
    FROM jsonb_to_recordset(${JSON.stringify(chosen)}::jsonb) AS c (id uuid, version int)
    WHERE e.id = c.id AND e.version = c.version AND e.unit_id = ${unitId} AND e.state = 'confirmed'`.execute(
    tx,
  )
  return Number(numAffectedRows ?? 0)
}
