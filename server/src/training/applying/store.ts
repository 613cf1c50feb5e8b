import type { Category } from '@xueshi/contract/ledger'
import type { TitleLevel } from '@xueshi/contract/people'
import type { ClassState, Confirmation } from '@xueshi/contract/training/classes'
import type { Applicant, EnrolmentAct, EnrolmentState } from '@xueshi/contract/training/enrolments'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { given } from '../../platform/given.ts'
import { lockPlaces, roomOfPlaces, type RoomRow } from '../places/store.ts'

/** What an application to a class is decided by. */
export type ClassToEnter = {
  id: string
  state: ClassState
  name: string
  courseName: string
  category: Category
  institutionName: string
  startsOn: string
  endsOn: string
  hoursTenths: number
  place: string
  contactName: string
  contactPhone: string
  confirmation: Confirmation
  promotes: boolean
  startsAt: Date
  signUpFrom: Date
  signUpTo: Date
  /** Whom its course is for. */
  series: string | null
  courseLevels: TitleLevel[]
  admitsSeries: string[]
  admitsLevels: TitleLevel[]
  admitsRegion: string | null
  unitsOnly: boolean
  units: { unitId: string }[]
  plan: number
  /** Which places are taken, where they go by the order. */
  room: RoomRow | null
}

const classColumns = sql`c.id, c.state, c.name, c.course_name, c.category, i.name AS institution_name, c.starts_on, c.ends_on,
  c.hours_tenths, c.place, c.contact_name, c.contact_phone, c.confirmation, c.promotes, c.starts_at, c.sign_up_from, c.sign_up_to,
  c.series, c.course_levels, c.admits_series, c.admits_levels, c.admits_region, c.units_only, p.plan_count AS plan,
  CASE WHEN c.units_only THEN (SELECT json_agg(json_build_object('unitId', k.unit_id)) FROM class_units k WHERE k.class_id = c.id)
    ELSE '[]' END AS units,
  CASE WHEN c.confirmation = 'first' THEN ${roomOfPlaces} END AS room`

export type Entering = ClassToEnter & {
  applicant: Applicant | null
  /** Their enrolment in this class, if it was not withdrawn. */
  myState: EnrolmentState | null
}

/** The class with its places locked, who wants to enter it, and for what; one round trip for the many who come at once. */
export async function lockForApplying(
  tx: Db,
  classId: string,
  personId: string,
): Promise<Entering | undefined> {
  await lockPlaces(tx, classId)
  const { rows } = await sql<Entering>`
    SELECT ${classColumns}, a.applicant,
      (SELECT m.state FROM enrolments m WHERE m.class_id = c.id AND m.person_id = ${personId} AND m.state <> 'withdrawn') AS my_state
    FROM class_places p JOIN classes c ON c.id = p.class_id JOIN units i ON i.id = c.institution_id
    LEFT JOIN LATERAL (
      SELECT json_build_object('series', f.series, 'titleLevel', f.title_level, 'unitId', e.unit_id,
        'regions', array_remove(ARRAY[u.province_code, u.city_code, u.county_code], NULL)) AS applicant
      FROM profiles f
      JOIN employments e ON e.person_id = f.person_id AND e.state = 'confirmed' AND e.kind IN ('main', 'hosted')
      JOIN units u ON u.id = e.unit_id
      WHERE f.person_id = ${personId} AND f.state = 'confirmed' ORDER BY e.applied_at DESC LIMIT 1
    ) a ON true
    WHERE p.class_id = ${classId}`.execute(tx)
  return rows[0]
}

/** The same for a list of people: the class alone. */
export async function lockForNominating(
  tx: Db,
  classId: string,
): Promise<ClassToEnter | undefined> {
  await lockPlaces(tx, classId)
  const { rows } = await sql<ClassToEnter>`
    SELECT ${classColumns} FROM class_places p JOIN classes c ON c.id = p.class_id JOIN units i ON i.id = c.institution_id
    WHERE p.class_id = ${classId}`.execute(tx)
  return rows[0]
}

export type NewEnrolment = {
  id: string
  personId: string
  state: Extract<EnrolmentState, 'applied' | 'confirmed' | 'waitlisted'>
  unitId: string
  series: string
  titleLevel: TitleLevel
  /** Lines of the timeline: that they applied, and, where it was decided at once, what came of it. */
  eventIds: readonly [string, string]
}

export type Entered = {
  personId: string
  number: number
  /** Who wanted a place before them. */
  before: number
}

const rowsOf = (rows: readonly NewEnrolment[]) =>
  given(
    'g',
    rows.map(({ eventIds: [firstId, secondId], ...row }, at) => ({
      ...row,
      firstId,
      secondId,
      turn: at + 1,
    })),
    {
      id: 'uuid',
      personId: 'uuid',
      state: 'text',
      unitId: 'uuid',
      series: 'text',
      titleLevel: 'text',
      firstId: 'uuid',
      secondId: 'uuid',
      turn: 'int',
    },
  )

/**
 * Enters applications in the order given, while the class takes any; the places are locked. Answers those that
 * were entered: nobody is in a class twice. The number of those confirmed is counted, not added to.
 */
export async function insert(
  tx: Db,
  { classId, at, act, byName, nominatedBy }: Entry,
  rows: readonly NewEnrolment[],
): Promise<Entered[]> {
  const placed = rows.filter(({ state }) => state === 'confirmed').length
  const count = rows.length
  const confirmed =
    placed === 0
      ? sql``
      : sql`, confirmed_count = ${placed} + (SELECT count(*) FROM enrolments e WHERE e.class_id = ${classId} AND e.state = 'confirmed')`
  const decided =
    act === 'apply' && rows.every(({ state }) => state === 'applied')
      ? sql``
      : sql` UNION ALL SELECT made.id, given.second_id, ${at}::timestamptz, CASE made.state WHEN 'confirmed' THEN 'confirm' ELSE 'wait' END, '系统'
          FROM made JOIN given ON given.id = made.id WHERE made.state <> 'applied'`
  const result = await sql<Entered>`
    WITH given AS (
      SELECT * FROM ${rowsOf(rows)}
    ), numbered AS (
      UPDATE class_places p SET last_number = p.last_number + ${count}, last_rank = p.last_rank + ${count},
        applied_count = p.applied_count + ${count}${confirmed}
      WHERE p.class_id = ${classId} AND EXISTS (SELECT FROM classes c WHERE c.id = p.class_id AND c.state = 'accepting'
        AND c.sign_up_from <= ${at} AND c.sign_up_to > ${at})
      RETURNING p.last_number - ${count} AS number, p.last_rank - ${count} AS rank, p.applied_count - ${count} AS before
    ), made AS (
      INSERT INTO enrolments (id, class_id, person_id, state, number, rank, unit_id, series, title_level, nominated_by,
        applied_at, decided_at)
      SELECT g.id, ${classId}, g.person_id, g.state, n.number + g.turn, n.rank + g.turn, g.unit_id, g.series, g.title_level,
        ${nominatedBy}::uuid, ${at}::timestamptz, CASE WHEN g.state <> 'applied' THEN ${at}::timestamptz END
      FROM given g, numbered n
      ON CONFLICT DO NOTHING
      RETURNING id, person_id, state, number
    ), told AS (
      INSERT INTO enrolment_events (enrolment_id, id, at, act, by_name)
      SELECT made.id, given.first_id, ${at}::timestamptz, ${act}, ${byName} FROM made JOIN given ON given.id = made.id${decided}
    )
    SELECT made.person_id, made.number, n.before + made.number - n.number - 1 AS before FROM made, numbered n`.execute(
    tx,
  )
  return result.rows
}

export type Entry = {
  classId: string
  at: Date
  act: Extract<EnrolmentAct, 'apply' | 'nominate'>
  byName: string
  nominatedBy: string | null
}
