import type { AccountState } from '@xueshi/contract/accounts'
import type { DocumentType } from '@xueshi/contract/document-number'
import type {
  EmploymentKind,
  EmploymentState,
  EndReason,
} from '@xueshi/contract/people/employments'
import { sql, type RawBuilder, type Selectable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { Profiles } from '../../platform/tables.ts'

// 广东省 has no city or county of its own code; which level a region is at is told by its code's zeros.
const levelOf = (regionCode: string) =>
  regionCode.endsWith('0000')
    ? 'province_code'
    : regionCode.endsWith('00')
      ? 'city_code'
      : 'county_code'

/** Which units lie in the scope of an authority; the alias is `u`. */
function unitsWithin(scope: Scope): RawBuilder<unknown> {
  switch (scope.kind) {
    case 'region':
      return sql`${sql.ref(`u.${levelOf(scope.regionCode)}`)} = ${scope.regionCode}`
    case 'trade':
      return sql`${sql.ref(`u.${levelOf(scope.regionCode)}`)} = ${scope.regionCode} AND EXISTS (
        SELECT FROM unit_industries i WHERE i.unit_id = u.id AND i.industry_code = ${scope.industryCode})`
    case 'unit':
      return sql`u.id = ${scope.unitId}`
    default:
      return sql`false`
  }
}

export type Anchor = 'name' | 'namePinyin' | 'nameInitials' | 'numberTail'
/** By which column people are looked for: from a text on, or exactly. */
export type Wanted =
  | { by: Exclude<Anchor, 'numberTail'>; text: string }
  | { by: 'numberTail'; tail: Buffer }
export type FoundKey = readonly [value: string, id: string]

/** So many people are looked at for a page; a page may be short, and the next one goes on. */
const readLimit = 1_000
const columnOf: Readonly<Record<Anchor, string>> = {
  name: 'r.name',
  namePinyin: 'r.name_pinyin',
  nameInitials: 'r.name_initials',
  numberTail: 'r.number_tail',
}
// Sorts behind every character that a name may hold.
const lastCharacter = '\u{10FFFF}'

export type ListedRow = {
  personId: string
  name: string
  documentNumberSealed: Buffer
  unitName: string
  regionCode: string
  series: string | null
  title: string | null
}
/** What a list shows of a person `r`. */
const listed = sql`r.name, a.document_number_sealed, u.name AS unit_name, u.region_code, p.series, p.title`
const joined = sql`people r JOIN accounts a ON a.id = r.id JOIN units u ON u.id = r.unit_id
  LEFT JOIN profiles p ON p.person_id = r.id AND p.state = 'confirmed'`

/** Somebody found, or where the walk ended: then it tells nothing but the key. */
type FoundRow = { personId: string; value: string } & (
  | ({ isInScope: true } & Omit<ListedRow, 'personId'>)
  | { isInScope: false }
)

/**
 * Those whom the text fits and whose unit lies in the scope, one more than a page holds, as a list shows
 * them: a walk along the column's index, no longer than the read limit. Where the walk is that long, its last is told too.
 */
export function findQuery(scope: Scope, wanted: Wanted, after: FoundKey | null, limit: number) {
  const column = sql.ref(columnOf[wanted.by])
  const isTail = wanted.by === 'numberTail'
  const range = isTail
    ? sql`${column} = ${wanted.tail}`
    : // Hidden from the planner, which would else plan anew for every text, at the cost of the walk itself.
      sql`${column} >= (SELECT ${wanted.text}::text) AND ${column} < (SELECT ${wanted.text + lastCharacter}::text)`
  const value = isTail ? sql`''` : column
  const order = isTail ? sql`r.id` : sql`${column}, r.id`
  const key = !after
    ? sql``
    : isTail
      ? sql`AND r.id > ${after[1]}::uuid`
      : sql`AND (${column}, r.id) > (${after[0]}, ${after[1]}::uuid)`
  const walk = sql`
    SELECT r.id, r.unit_id, ${value} AS value FROM people r
    WHERE ${range} AND r.unit_id IS NOT NULL ${key}
    ORDER BY ${order} LIMIT ${readLimit}`
  // Each person's unit is looked up in turn, so that the walk ends as soon as a page is full: OFFSET 0
  // keeps the planner from gathering all units of a region first, and that nobody is twice in the walk from
  // remembering each unit. Where it is not full, the last of the walk is told, by the index alone.
  return sql<FoundRow>`
    WITH page AS MATERIALIZED (
      SELECT l.id, l.value FROM (${walk}) l
      CROSS JOIN LATERAL (SELECT FROM units u WHERE u.id = l.unit_id AND l.id IS NOT NULL AND ${unitsWithin(scope)} OFFSET 0) u
      ORDER BY l.value, l.id LIMIT ${limit + 1})
    (SELECT page.id AS person_id, page.value, true AS is_in_scope, ${listed}
      FROM page JOIN (${joined}) ON r.id = page.id ORDER BY page.value, page.id)
    UNION ALL
    (SELECT l.id, l.value, false, NULL, NULL, NULL, NULL, NULL, NULL FROM (${walk}) l WHERE (SELECT count(*) FROM page) <= ${limit} OFFSET ${readLimit - 1})`
}

/** A page of people, and the key behind which the next one goes on; null: there is nothing more. */
export async function find(
  db: Db,
  ...asked: Parameters<typeof findQuery>
): Promise<{ people: ListedRow[]; next: FoundKey | null }> {
  const { rows } = await findQuery(...asked).execute(db)
  const limit = asked[3]
  const found = rows.filter((row) => row.isInScope)
  const end = found.length > limit ? found[limit - 1] : rows.find(({ isInScope }) => !isInScope)
  return { people: found.slice(0, limit), next: end ? [end.value, end.personId] : null }
}

/** The person of the account, if a unit of the scope has them. */
export async function isWithin(db: Db, scope: Scope, personId: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM people r JOIN units u ON u.id = r.unit_id
    WHERE r.id = ${personId} AND ${unitsWithin(scope)}
    UNION ALL
    SELECT FROM employments e JOIN units u ON u.id = e.unit_id
    WHERE e.person_id = ${personId} AND e.kind = 'partTime' AND e.state = 'confirmed' AND ${unitsWithin(scope)}`.execute(
    db,
  )
  return rows.length > 0
}

/** Whether one of these units has the person. */
export async function isOfUnits(
  db: Db,
  unitIds: readonly string[],
  personId: string,
): Promise<boolean> {
  if (unitIds.length === 0) return false
  const { rows } = await sql`
    SELECT FROM people r WHERE r.id = ${personId} AND r.unit_id = ANY (${[...unitIds]}::uuid[])
    UNION ALL
    SELECT FROM employments e WHERE e.person_id = ${personId} AND e.kind = 'partTime' AND e.state = 'confirmed'
      AND e.unit_id = ANY (${[...unitIds]}::uuid[])`.execute(db)
  return rows.length > 0
}

/** What a list shows of these people, in no order. */
export async function listThese(db: Db, ids: readonly string[]): Promise<ListedRow[]> {
  const { rows } = await sql<ListedRow>`
    SELECT r.id AS person_id, ${listed} FROM ${joined}
    WHERE r.id = ANY (${ids})`.execute(db)
  return rows
}

export type PersonRow = {
  id: string
  name: string
  documentType: DocumentType
  documentNumberSealed: Buffer
  accountState: AccountState
  profile: (Selectable<Profiles> & { confirmedAt: Date | null }) | null
}

/** The person with what is in force of them; undefined for no person. */
export async function findPerson(db: Db, id: string): Promise<PersonRow | undefined> {
  const person = await db
    .selectFrom('people')
    .innerJoin('accounts', 'accounts.id', 'people.id')
    .select([
      'people.id',
      'accounts.name',
      'accounts.documentType',
      'accounts.documentNumberSealed',
    ])
    .select('accounts.state as accountState')
    .where('people.id', '=', id)
    .executeTakeFirst()
  if (!person) return undefined
  const profile = await db
    .selectFrom('profiles')
    .selectAll()
    .select('decidedAt as confirmedAt')
    .where('personId', '=', id)
    .where('state', '=', 'confirmed')
    .executeTakeFirst()
  return { ...person, profile: profile ?? null }
}

export type HistoryRow = {
  id: string
  unitName: string
  kind: EmploymentKind
  state: EmploymentState
  startedOn: string | null
  endedOn: string | null
  endReason: EndReason | null
}

/** Where the person works and has worked, the newest first. */
export async function listHistory(db: Db, personId: string): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    SELECT e.id, u.name AS unit_name, e.kind, e.state, e.started_on, e.ended_on, e.end_reason
    FROM employments e JOIN units u ON u.id = e.unit_id
    WHERE e.person_id = ${personId} AND e.state IN ('confirmed', 'ended')
    ORDER BY e.applied_at DESC, e.id DESC`.execute(db)
  return rows
}
