import { sql, type Insertable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Profiles } from '../../platform/tables.ts'

/** Where somebody who has an account already stands: the unit that has them, and their department there. */
export type StandingRow = {
  personId: string
  unitId: string | null
  employmentId: string | null
  departmentName: string | null
}

/** Of these accounts, those that have a record. */
export async function findStandings(
  db: Db,
  unitId: string,
  accountIds: readonly string[],
): Promise<StandingRow[]> {
  const { rows } = await sql<StandingRow>`
    SELECT r.id AS person_id, r.unit_id, e.id AS employment_id, d.name AS department_name
    FROM people r
    LEFT JOIN employments e ON e.person_id = r.id AND e.unit_id = ${unitId} AND e.state = 'confirmed'
      AND e.kind IN ('main', 'hosted')
    LEFT JOIN departments d ON d.id = e.department_id
    WHERE r.id = ANY (${accountIds})`.execute(db)
  return rows
}

/** Departments of these names stand at the unit; answers all of them by name. */
export async function openDepartments(
  tx: Db,
  unitId: string,
  wanted: readonly { id: string; name: string }[],
  createdAt: Date,
): Promise<Map<string, string>> {
  await sql`
    INSERT INTO departments (id, unit_id, name, created_at)
    SELECT id, ${unitId}, name, ${createdAt}
    FROM unnest(${wanted.map(({ id }) => id)}::uuid[], ${wanted.map(({ name }) => name)}::text[]) AS given (id, name)
    ON CONFLICT (unit_id, name) DO NOTHING`.execute(tx)
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM departments
    WHERE unit_id = ${unitId} AND name = ANY (${wanted.map(({ name }) => name)})`.execute(tx)
  return new Map(rows.map(({ id, name }) => [name, id]))
}

export type NewPerson = {
  id: string
  name: string
  namePinyin: string
  nameInitials: string
  numberTail: Buffer
}
export type NewEmployment = {
  id: string
  personId: string
  departmentId: string | null
  startedOn: string
}
export type EmployedBy = { unitId: string; kind: 'main' | 'hosted'; at: Date; by: string }

/**
 * People and their employment at the unit, which has them from now on. Those who have a record already are
 * taken up in it, if no unit has them; answers the ids of the people whom it now has.
 */
export async function employ(
  tx: Db,
  { unitId, kind, at, by }: EmployedBy,
  people: readonly NewPerson[],
  employments: readonly NewEmployment[],
): Promise<Set<string>> {
  const person = <Name extends keyof NewPerson>(name: Name) => people.map((each) => each[name])
  const { rows } = await sql<{ id: string }>`
    INSERT INTO people (id, name, name_pinyin, name_initials, number_tail, created_at, unit_id)
    SELECT id, name, pinyin, initials, tail, ${at}, ${unitId}
    FROM unnest(${person('id')}::uuid[], ${person('name')}::text[], ${person('namePinyin')}::text[],
      ${person('nameInitials')}::text[], ${person('numberTail')}::bytea[]) AS given (id, name, pinyin, initials, tail)
    ON CONFLICT (id) DO UPDATE SET unit_id = excluded.unit_id WHERE people.unit_id IS NULL
    RETURNING id`.execute(tx)
  const held = new Set(rows.map(({ id }) => id))
  const taken = employments.filter(({ personId }) => held.has(personId))
  const column = <Name extends keyof NewEmployment>(name: Name) => taken.map((each) => each[name])
  await sql`
    INSERT INTO employments (id, person_id, unit_id, kind, state, applied_at, decided_at, decided_by, started_on, department_id)
    SELECT id, person_id, ${unitId}, ${kind}, 'confirmed', ${at}, ${at}, ${by}, started_on, department_id
    FROM unnest(${column('id')}::uuid[], ${column('personId')}::uuid[], ${column('startedOn')}::date[],
      ${column('departmentId')}::uuid[]) AS given (id, person_id, started_on, department_id)`.execute(
    tx,
  )
  return held
}

/** Profiles in force of people who had none. */
export async function insertProfiles(
  tx: Db,
  profiles: readonly Insertable<Profiles>[],
): Promise<void> {
  if (profiles.length === 0) return
  await tx
    .insertInto('profiles')
    .values([...profiles])
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The employments are of these departments from now on. */
export async function assign(
  tx: Db,
  unitId: string,
  moves: readonly { employmentId: string; departmentId: string }[],
): Promise<void> {
  await sql`
    UPDATE employments e SET department_id = given.department_id, version = e.version + 1
    FROM unnest(${moves.map(({ employmentId }) => employmentId)}::uuid[],
      ${moves.map(({ departmentId }) => departmentId)}::uuid[]) AS given (id, department_id)
    WHERE e.id = given.id AND e.unit_id = ${unitId} AND e.state = 'confirmed'`.execute(tx)
}

/** Where the unit is, and whether it employs or only hosts. */
export async function findUnit(
  db: Db,
  unitId: string,
): Promise<{ regionCode: string; employs: boolean } | undefined> {
  const { rows } = await sql<{ regionCode: string; employs: boolean }>`
    SELECT u.region_code, EXISTS (SELECT FROM unit_capabilities c WHERE c.unit_id = u.id AND c.capability = 'employer') AS employs
    FROM units u WHERE u.id = ${unitId}`.execute(db)
  return rows[0]
}
