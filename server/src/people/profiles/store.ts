import type { Move } from '@xueshi/contract/moves'
import type { UnitState } from '@xueshi/contract/orgs'
import type { EmploymentKind, ProfileFact, ProfileState } from '@xueshi/contract/people'
import { sql, type Insertable, type Selectable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Accounts, People, Profiles } from '../../platform/tables.ts'

// States stand in the SQL itself where a partial index covers them: the plan of a named statement
// is kept for all values of its parameters, so the planner could not tell that the index fits.
const underWay = sql<boolean>`profiles.state IN ('draft', 'submitted', 'returned')`

const personColumns = [
  'accounts.name',
  'accounts.documentType',
  'accounts.documentNumberSealed',
] as const

export type Person = Pick<
  Selectable<Accounts>,
  'id' | 'name' | 'documentType' | 'documentNumberSealed' | 'phoneSealed' | 'emailSealed'
>
export type ProfileRow = Omit<Selectable<Profiles>, 'createdAt' | 'decidedBy'> &
  Pick<Person, 'name' | 'documentType' | 'documentNumberSealed'> & {
    unitName: string | null
    unitState: UnitState | null
    deciderName: string | null
  }

/** Who confirmed or returned it, by name. */
const deciderName = sql<
  string | null
>`(SELECT d.name FROM accounts d WHERE d.id = profiles.decided_by)`.as('deciderName')

/**
 * Where a profile may lie for an actor to see it. A unit sees what was sent to it, never a draft, and
 * what is in force of the people whom it has.
 */
function within(scope: Scope) {
  switch (scope.kind) {
    case 'own':
      return sql<boolean>`profiles.person_id = ${scope.personId}`
    case 'unit':
      return sql<boolean>`(profiles.unit_id = ${scope.unitId} AND profiles.state <> 'draft'
        OR profiles.state = 'confirmed' AND EXISTS (
          SELECT FROM people r WHERE r.id = profiles.person_id AND r.unit_id = ${scope.unitId}))`
    default:
      return sql<boolean>`false`
  }
}

const presented = (db: Db) =>
  db
    .selectFrom('profiles')
    .innerJoin('accounts', 'accounts.id', 'profiles.personId')
    .leftJoin('units', 'units.id', 'profiles.unitId')
    .selectAll('profiles')
    .select([...personColumns, 'units.name as unitName', 'units.state as unitState', deciderName])

/** The profile, or undefined where it does not exist for this scope. */
export async function findProfile(
  db: Db,
  scope: Scope,
  id: string,
): Promise<ProfileRow | undefined> {
  return presented(db).where('profiles.id', '=', id).where(within(scope)).executeTakeFirst()
}

/** A person's version under way and the one in force, each where there is one. */
export async function findVersions(db: Db, personId: string) {
  const rows: ProfileRow[] = await presented(db)
    .where('profiles.personId', '=', personId)
    .where(sql<boolean>`(${underWay} OR profiles.state = 'confirmed')`)
    .execute()
  return {
    confirmed: rows.find(({ state }) => state === 'confirmed'),
    current: rows.find(({ state }) => state !== 'confirmed'),
  }
}

/** What the account knows of the person. Throws when there is no such account: the actor's own always is. */
export async function findPerson(db: Db, personId: string): Promise<Person> {
  return db
    .selectFrom('accounts')
    .select([...personColumns, 'accounts.id', 'accounts.phoneSealed', 'accounts.emailSealed'])
    .where('accounts.id', '=', personId)
    .executeTakeFirstOrThrow()
}

export type ChosenUnit = {
  id: string
  name: string
  state: UnitState
  /** How a person would belong to it: `main` where it employs, `hosted` where it only keeps files. */
  kind: EmploymentKind
  /** Whether it has the person already. */
  joined: boolean
}

/**
 * Who saves, the id of the version under way, and the chosen unit when it stands and takes people.
 * All that [保存] must know, in one statement.
 */
export async function findForSaving(
  db: Db,
  personId: string,
  { unitId, photoId }: { unitId: string | null; photoId: string | null },
) {
  type Found = Person & {
    underWayId: string | null
    joined: boolean | null
    lacksPhoto: boolean
  } & (
      | { unitId: null; unitName: null; unitState: null }
      | { unitId: string; unitName: string; unitState: UnitState; employs: boolean }
    )
  const { rows } = await sql<Found>`
    SELECT a.id, a.name, a.document_type, a.document_number_sealed, a.phone_sealed, a.email_sealed,
           profiles.id AS under_way_id, u.id AS unit_id, u.name AS unit_name, u.employs,
           u.state AS unit_state, r.unit_id = u.id AS joined,
           NOT EXISTS (SELECT FROM photos f WHERE f.id = ${photoId}::uuid AND f.account_id = a.id
                       AND f.file_id IS NOT NULL) AS lacks_photo
    FROM accounts a
    LEFT JOIN people r ON r.id = a.id
    LEFT JOIN profiles ON profiles.person_id = a.id AND ${underWay}
    LEFT JOIN (
      SELECT units.id, units.name, units.state, bool_or(c.capability = 'employer') AS employs
      FROM units JOIN unit_capabilities c ON c.unit_id = units.id AND c.capability IN ('employer', 'hosting')
      WHERE units.id = ${unitId}::uuid AND units.state IN ('submitted', 'approved')
      GROUP BY units.id
    ) u ON true
    WHERE a.id = ${personId}`.execute(db)
  const [person] = rows
  if (!person) throw new Error('there is no such account')
  const unit: ChosenUnit | null =
    person.unitId === null
      ? null
      : {
          id: person.unitId,
          name: person.unitName,
          state: person.unitState,
          kind: person.employs ? 'main' : 'hosted',
          joined: person.joined === true,
        }
  const lacksPhoto = photoId !== null && person.lacksPhoto
  return { person, underWayId: person.underWayId, unit, lacksPhoto }
}

/** What [保存] writes: the sealed form, where the profile then stands and whom it asks. */
export type ProfileValues = Omit<
  Insertable<Profiles>,
  'id' | 'personId' | 'version' | 'createdAt' | 'decidedBy'
>
type Saved = { id: string; version: number }

/** A first version under way, with the person's own row when it is missing; undefined when one is under way already. */
export async function insertProfile(
  tx: Db,
  person: Insertable<People>,
  id: string,
  values: ProfileValues,
): Promise<Saved | undefined> {
  return tx
    .with('person', (db) =>
      db
        .insertInto('people')
        .values(person)
        .onConflict((conflict) => conflict.column('id').doNothing()),
    )
    .insertInto('profiles')
    .values({ ...values, id, personId: person.id, createdAt: person.createdAt })
    .onConflict((conflict) =>
      conflict
        .column('personId')
        .where(sql<boolean>`state IN ('draft', 'submitted', 'returned')`)
        .doNothing(),
    )
    .returning(['id', 'version'])
    .executeTakeFirst()
}

/** Writes the version under way anew; undefined when it is no longer what the person saw. */
export async function rewriteProfile(
  tx: Db,
  personId: string,
  seen: { id: string; version: number },
  from: readonly ProfileState[],
  values: ProfileValues,
): Promise<Saved | undefined> {
  return tx
    .updateTable('profiles')
    .set((is) => ({ ...values, version: is('version', '+', 1) }))
    .where('id', '=', seen.id)
    .where('personId', '=', personId)
    .where('version', '=', seen.version)
    .where('state', 'in', from)
    .returning(['id', 'version'])
    .executeTakeFirst()
}

export type Decision = Partial<
  Pick<ProfileValues, 'returnReason' | 'returnFields' | 'submittedAt' | 'decidedAt'> & {
    decidedBy: string
  }
>

/**
 * Makes the move if the record still stands as it was seen, within the scope, and where the move
 * asks for it not as one's own; undefined otherwise.
 */
export async function moveProfile(
  tx: Db,
  { scope, accountId }: { scope: Scope; accountId: string },
  seen: { id: string; version: number },
  move: Move<ProfileState, ProfileFact>,
  values: Decision,
): Promise<ProfileRow | undefined> {
  if (move.to === null) throw new Error('a move of a profile leads to a state')
  const to = move.to
  return tx
    .updateTable('profiles')
    .from(['accounts', 'units'])
    .set((is) => ({ ...values, state: to, version: is('profiles.version', '+', 1) }))
    .whereRef('accounts.id', '=', 'profiles.personId')
    .whereRef('units.id', '=', 'profiles.unitId')
    .where('profiles.id', '=', seen.id)
    .where('profiles.version', '=', seen.version)
    .where('profiles.state', 'in', move.from)
    .where(within(scope))
    .$if(move.when.includes('notSelf'), (query) =>
      query.where('profiles.personId', '<>', accountId),
    )
    .returningAll('profiles')
    .returning([
      ...personColumns,
      'units.name as unitName',
      'units.state as unitState',
      deciderName,
    ])
    .executeTakeFirst()
}

/** The version in force makes room for the one that is about to be confirmed, if that still stands. */
export async function supersedeFormer(
  tx: Db,
  scope: Scope,
  seen: { id: string; version: number },
  from: readonly ProfileState[],
): Promise<void> {
  await sql`
    UPDATE profiles AS former SET state = 'superseded', version = former.version + 1
    FROM profiles
    WHERE profiles.id = ${seen.id} AND profiles.version = ${seen.version}
      AND profiles.state = ANY(${from}) AND ${within(scope)}
      AND former.person_id = profiles.person_id AND former.state = 'confirmed'`.execute(tx)
}

export type WaitingRow = Pick<
  ProfileRow,
  | 'id'
  | 'version'
  | 'personId'
  | 'series'
  | 'title'
  | 'name'
  | 'documentType'
  | 'documentNumberSealed'
> & { submittedAt: Date; joins: boolean }

/** The queue of a unit, oldest first; up to `limit` rows after the key. */
export function waitingProfiles(
  unitId: string,
  after: readonly [submittedAt: string, id: string] | null,
  limit: number,
) {
  const key =
    after && sql`AND (p.submitted_at, p.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
  return sql<WaitingRow>`
    SELECT p.id, p.version, p.person_id, p.series, p.title, p.submitted_at,
           a.name, a.document_type, a.document_number_sealed,
           r.unit_id IS DISTINCT FROM p.unit_id AS joins
    FROM profiles p JOIN accounts a ON a.id = p.person_id JOIN people r ON r.id = p.person_id
    WHERE p.unit_id = ${unitId} AND p.state = 'submitted' ${key ?? sql``}
    ORDER BY p.submitted_at, p.id LIMIT ${limit}`
}

export async function listWaiting(db: Db, ...page: Parameters<typeof waitingProfiles>) {
  const { rows } = await waitingProfiles(...page).execute(db)
  return rows
}
