import type {
  Claim,
  ClaimKind,
  ClaimOutcome,
  ClaimState,
  Holder,
  TraceSource,
} from '@xueshi/contract/insight/claims'
import type { DocumentType } from '@xueshi/contract/document-number'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** As the person, or for the office of a seat. */
export type Viewer =
  | { kind: 'own'; personId: string }
  | { kind: Holder; unitId: string; accountId: string }

/** Whoever somebody is: claims of an account that was merged are those of the one that stays. */
const accountsOf = (personId: string) =>
  sql`(ARRAY(SELECT id FROM accounts WHERE id = ${personId} OR merged_into_id = ${personId}))`

/** Outside of this a claim does not exist: an office sees what waits there, or what it has answered. */
const within = (viewer: Viewer): RawBuilder<unknown> =>
  viewer.kind === 'own'
    ? sql`c.person_id = ANY ${accountsOf(viewer.personId)}`
    : sql`c.office_unit_id = ${viewer.unitId} AND c.office = ${viewer.kind} AND c.state <> 'withdrawn'`

export type ListedRow = {
  id: string
  version: number
  state: ClaimState
  kind: ClaimKind
  year: number
  name: string
  hoursTenths: number | null
  personName: string
  office: Holder
  officeName: string
  filedAt: Date
  since: Date
}
const listed = sql`c.id, c.version, c.state, c.kind, c.year, c.name, c.hours_tenths, p.name AS person_name,
  c.office, o.name AS office_name, c.filed_at, c.since`
const named = sql`JOIN people p ON p.id = c.person_id JOIN units o ON o.id = c.office_unit_id`
const joined = sql`hour_claims c ${named}`

export type EventRow = {
  id: string
  at: Date
  act: Claim['timeline'][number]['act']
  byName: string
  officeName: string | null
  words: string | null
}

export type ClaimRow = ListedRow & {
  /** Who the person is now; `filedById` is the account by which it was filed. */
  personId: string
  filedById: string
  documentType: DocumentType
  documentNumberSealed: Buffer
  source: TraceSource | null
  sourceId: string | null
  words: string
  unitName: string | null
  officeUnitId: string
  outcome: ClaimOutcome | null
  answer: string | null
  timeline: (Omit<EventRow, 'id' | 'at'> & { at: string })[]
}

/** One claim within the viewer's reach. */
export async function find(db: Db, viewer: Viewer, id: string): Promise<ClaimRow | undefined> {
  const { rows } = await sql<ClaimRow>`
    SELECT ${listed}, coalesce(a.merged_into_id, a.id) AS person_id, a.id AS filed_by_id, a.document_type, a.document_number_sealed, c.source, c.source_id, c.words,
      u.name AS unit_name, c.office_unit_id, c.outcome, c.answer,
      (SELECT coalesce(json_agg(json_build_object('at', e.at, 'act', e.act, 'byName', e.by_name,
          'officeName', e.office_name, 'words', e.words) ORDER BY e.id DESC), '[]')
        FROM hour_claim_events e WHERE e.claim_id = c.id) AS timeline
    FROM ${joined} JOIN accounts a ON a.id = c.person_id LEFT JOIN units u ON u.id = c.unit_id
    WHERE c.id = ${id} AND ${within(viewer)}`.execute(db)
  return rows[0]
}

/** A person's claims, newest first: the few that there are, so that no plan walks all by their order. */
export const ownQuery = (personId: string, after: string | null, limit: number) => sql<ListedRow>`
  WITH own AS MATERIALIZED (SELECT * FROM hour_claims WHERE person_id = ANY ${accountsOf(personId)})
  SELECT ${listed} FROM own c ${named} ${after === null ? sql`` : sql`WHERE c.id < ${after}`}
  ORDER BY c.id DESC LIMIT ${limit}`

export const listOwn = async (db: Db, ...page: Parameters<typeof ownQuery>) =>
  (await ownQuery(...page).execute(db)).rows

export type QueuePage = {
  queue: 'open' | 'answered'
  after: readonly [since: string, id: string] | null
}

/** What waits at an office, the longest waiting first; what it answered, newest first. */
export function queueQuery(
  { kind, unitId }: Exclude<Viewer, { kind: 'own' }>,
  { queue, after }: QueuePage,
  limit: number,
) {
  const rows = sql`SELECT ${listed} FROM ${joined} WHERE c.office_unit_id = ${unitId} AND c.office = ${kind}`
  const key = after && sql`(${after[0]}::timestamptz, ${after[1]}::uuid)`
  if (queue === 'open')
    return sql<ListedRow>`${rows} AND c.state = 'open' ${key ? sql`AND (c.since, c.id) > ${key}` : sql``}
      ORDER BY c.since, c.id LIMIT ${limit}`
  return sql<ListedRow>`${rows} AND c.state IN ('answered', 'settled')
    ${key ? sql`AND (c.since, c.id) < ${key}` : sql``} ORDER BY c.since DESC, c.id DESC LIMIT ${limit}`
}

export const listQueue = async (db: Db, ...page: Parameters<typeof queueQuery>) =>
  (await queueQuery(...page).execute(db)).rows

/** Claims of one person come one after the other from here on; answers how many of them are open. */
export async function countOpen(tx: Db, personId: string): Promise<number> {
  await sql`SELECT FROM people WHERE id = ${personId} FOR NO KEY UPDATE`.execute(tx)
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM hour_claims c
    WHERE c.person_id = ANY ${accountsOf(personId)} AND c.state = 'open'`.execute(tx)
  return rows[0]?.count ?? 0
}

/** Whose number it is in 施教机构名录, today or before. */
export async function findInstitution(db: Db, number: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('accreditations')
    .select('unitId')
    .where('number', '=', number)
    .limit(1)
    .executeTakeFirst()
  return found?.unitId
}

export type NewClaim = {
  id: string
  personId: string
  kind: ClaimKind
  year: number
  source: TraceSource | null
  sourceId: string | null
  name: string
  hoursTenths: number | null
  words: string
  unitId: string | null
  office: Holder
  officeUnitId: string
  at: Date
}

/** False while there is one about the same record. */
export async function insert(tx: Db, { at, ...claim }: NewClaim): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('hourClaims')
    .values({ ...claim, state: 'open', since: at, filedAt: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export async function insertEvent(tx: Db, claimId: string, event: EventRow): Promise<void> {
  await tx
    .insertInto('hourClaimEvents')
    .values({ ...event, claimId })
    .execute()
}

/** Which claim a move is of: one within reach, seen in this version, in one of these states. */
export type Guard = { id: string; version: number; from: readonly ClaimState[]; viewer: Viewer }

/** Moves the claim and what comes with it; false when the guard did not hold. Nobody answers their own. */
export async function move(
  tx: Db,
  { id, version, from, viewer }: Guard,
  set: {
    state: ClaimState
    office?: Holder
    officeUnitId?: string
    since?: Date
    outcome?: ClaimOutcome
    answer?: string
  },
): Promise<boolean> {
  const { office, officeUnitId, since, outcome, answer } = set
  const { rows } = await sql`
    UPDATE hour_claims c SET state = ${set.state}, version = c.version + 1,
      office = coalesce(${office ?? null}::text, c.office),
      office_unit_id = coalesce(${officeUnitId ?? null}::uuid, c.office_unit_id),
      since = coalesce(${since ?? null}::timestamptz, c.since), reminded_at = NULL,
      outcome = coalesce(${outcome ?? null}::text, c.outcome), answer = coalesce(${answer ?? null}::text, c.answer)
    WHERE c.id = ${id} AND c.version = ${version} AND c.state = ANY (${[...from]}::text[]) AND ${within(viewer)}
      ${viewer.kind === 'own' ? sql`` : sql`AND c.person_id <> ALL ${accountsOf(viewer.accountId)}`}
    RETURNING c.id`.execute(tx)
  return rows.length > 0
}
