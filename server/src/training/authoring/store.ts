import type { ClassForm, ClassState } from '@xueshi/contract/training/classes'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { type CourseOf, sessionInstants } from '../classes/rules.ts'
import { eventFrom, type EventRow } from '../classes/store.ts'

/** A class as it is written: the form, what the course says, and the instants that follow from both. */
export type Written = {
  form: ClassForm
  course: CourseOf
  startsAt: Date
  signUpFrom: Date
  signUpTo: Date
  at: Date
}

/** Column → value, for INSERT and UPDATE alike. */
function columnsOf({ form, course, startsAt, signUpFrom, signUpTo, at }: Written) {
  const { admission } = form
  const values: Record<string, RawBuilder<unknown>> = {
    course_id: sql`${course.id}::uuid`,
    course_name: sql`${course.name}`,
    category: sql`${course.category}`,
    series: sql`${course.series}::text`,
    course_levels: sql`${course.levels}::text[]`,
    year: sql`${course.year}::int`,
    hours_tenths: sql`${course.hoursTenths}::int`,
    name: sql`${form.name}`,
    organisation: sql`${form.organisation}`,
    days: sql`${form.days}::int`,
    starts_on: sql`${form.startsOn}::date`,
    ends_on: sql`${form.endsOn}::date`,
    starts_at: sql`${startsAt}::timestamptz`,
    head_teacher: sql`${form.headTeacher}`,
    teacher: sql`${form.teacher}`,
    exam: sql`${form.exam}`,
    place: sql`${form.place}`,
    fee: sql`${form.fee}`,
    contact_name: sql`${form.contactName}`,
    contact_phone: sql`${form.contactPhone}`,
    sign_up_from: sql`${signUpFrom}::timestamptz`,
    sign_up_to: sql`${signUpTo}::timestamptz`,
    confirmation: sql`${form.confirmation}`,
    admits_series: sql`${admission.series}::text[]`,
    admits_levels: sql`${admission.levels}::text[]`,
    admits_region: sql`${admission.regionCode}::text`,
    units_only: sql`${admission.unitsOnly}::boolean`,
    attendance_percent: sql`${form.attendancePercent}::int`,
    pass_mark: sql`${form.passMark}::int`,
    late_minutes: sql`${form.lateMinutes}::int`,
    updated_at: sql`${at}::timestamptz`,
  }
  return values
}

const named = (names: readonly string[]) => sql.join(names.map((name) => sql.ref(name)))

/** A new draft of the institution, with its children. */
export async function insert(
  tx: Db,
  { id, institutionId, ...written }: Written & { id: string; institutionId: string },
  event: EventRow,
): Promise<void> {
  const columns = columnsOf(written)
  await sql`
    WITH made AS (
      INSERT INTO classes (id, institution_id, state, promotes, created_at, city_code, county_code, ${named(Object.keys(columns))})
      SELECT ${id}::uuid, u.id, 'draft', true, ${written.at}::timestamptz, u.city_code, u.county_code,
        ${sql.join(Object.values(columns))}
      FROM units u WHERE u.id = ${institutionId}
      RETURNING id
    ), placed AS (
      INSERT INTO class_places (class_id, plan_count) SELECT id, ${written.form.plan}::int FROM made
    )
    ${eventFrom(sql`made`, event)}`.execute(tx)
  await writeChildren(tx, id, written)
}

/** Which class of the institution's may be written anew. */
export type Guard = {
  id: string
  institutionId: string
  version: number
  from: readonly ClassState[]
  at: Date
}

const guarded = ({ id, institutionId, version, from }: Guard) => sql`
  id = ${id} AND institution_id = ${institutionId} AND state = ANY (${[...from]}::text[]) AND version = ${version}`

/** What the class says from now on; undefined when the guard did not hold. The event is told where there is one. */
export async function update(
  tx: Db,
  guard: Guard,
  written: Written,
  event: EventRow | null,
): Promise<{ officeUnitId: string | null } | undefined> {
  const columns = Object.entries(columnsOf(written))
  const { rows } = await sql<{ officeUnitId: string | null }>`
    WITH moved AS (
      UPDATE classes SET version = version + 1, ${sql.join(columns.map(([name, value]) => sql`${sql.ref(name)} = ${value}`))}
      WHERE ${guarded(guard)} RETURNING id, office_unit_id
    )${event ? sql`, told AS (${eventFrom(sql`moved`, event)})` : sql``}
    SELECT office_unit_id FROM moved`.execute(tx)
  const [moved] = rows
  if (moved) await writeChildren(tx, guard.id, written)
  return moved
}

/** Units, 科目 and timetable say what the form says. Places are the plan's while nobody can have applied. */
async function writeChildren(tx: Db, id: string, { form, course }: Written): Promise<void> {
  const { units } = form.admission
  await sql`
    WITH planned AS (
      UPDATE class_places SET plan_count = ${form.plan} WHERE class_id = ${id} AND last_number = 0
    ), gone_units AS (
      DELETE FROM class_units WHERE class_id = ${id} AND unit_id <> ALL (${units.map(({ unitId }) => unitId)}::uuid[])
    ), units AS (
      INSERT INTO class_units (class_id, unit_id, kept_count)
      SELECT ${id}, k.unit_id, k.kept FROM unnest(${units.map(({ unitId }) => unitId)}::uuid[],
        ${units.map(({ kept }) => kept)}::int[]) AS k (unit_id, kept)
      ON CONFLICT (class_id, unit_id) DO UPDATE SET kept_count = excluded.kept_count
    ), gone_subjects AS (
      DELETE FROM class_subjects WHERE class_id = ${id} AND position > ${course.subjects.length}
    )
    INSERT INTO class_subjects (class_id, position, name, hours_tenths)
    SELECT ${id}, l.* FROM unnest(${course.subjects.map(({ position }) => position)}::int[],
      ${course.subjects.map(({ name }) => name)}::text[], ${course.subjects.map((line) => line.hoursTenths)}::int[]) AS l
    ON CONFLICT (class_id, position) DO UPDATE SET name = excluded.name, hours_tenths = excluded.hours_tenths`.execute(
    tx,
  )
  const lines = form.sessions.map((session) => ({ ...session, ...sessionInstants(session) }))
  const ids = lines.map((line) => line.id)
  await sql`DELETE FROM class_sessions WHERE class_id = ${id} AND id <> ALL (${ids}::uuid[])`.execute(
    tx,
  )
  if (lines.length === 0) return
  await sql`
    INSERT INTO class_sessions (class_id, id, starts_at, ends_at, online, place, subject, teacher)
    SELECT ${id}, l.* FROM unnest(${ids}::uuid[], ${lines.map((line) => line.startsAt)}::timestamptz[],
      ${lines.map((line) => line.endsAt)}::timestamptz[], ${lines.map((line) => line.online)}::boolean[],
      ${lines.map((line) => line.place)}::text[], ${lines.map((line) => line.subject)}::int[],
      ${lines.map((line) => line.teacher)}::text[]) AS l
    ON CONFLICT (id) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at, online = excluded.online,
      place = excluded.place, subject = excluded.subject, teacher = excluded.teacher
    WHERE class_sessions.class_id = excluded.class_id`.execute(tx)
}

/** Which of these are units in force that may employ people. */
export async function unitsInForce(db: Db, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('units')
    .select('id')
    .where('id', 'in', ids)
    .where('state', '=', 'approved')
    .execute()
  return rows.map((row) => row.id)
}

/** Sessions of the class for which somebody has been marked, or whose signed sheet was scanned: they stay as they were held. */
export async function heldSessions(db: Db, classId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT s.id FROM class_sessions s WHERE s.class_id = ${classId}
      AND (EXISTS (SELECT FROM attendance a WHERE a.session_id = s.id)
        OR EXISTS (SELECT FROM attendance_scans x WHERE x.session_id = s.id))`.execute(db)
  return rows.map(({ id }) => id)
}

/** The class is gone; false when it is not the institution's, or in none of these states. */
export async function remove(
  tx: Db,
  { id, institutionId, from }: Pick<Guard, 'id' | 'institutionId' | 'from'>,
): Promise<boolean> {
  const { rows } = await sql`
    DELETE FROM classes WHERE id = ${id} AND institution_id = ${institutionId} AND state = ANY (${[...from]}::text[])
    RETURNING id`.execute(tx)
  return rows.length > 0
}
