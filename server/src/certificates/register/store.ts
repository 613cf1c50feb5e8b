import type { CertificateState } from '@xueshi/contract/certificates'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Scope } from '../../platform/scope.ts'
import type { CertificateFacts } from '../rules.ts'
import type { Ending } from '../store.ts'

/** One column by equality, with which an index of the list begins; the province has them all. */
function regionOf(regionCode: string): RawBuilder<boolean> {
  if (regionCode.endsWith('0000')) return sql<boolean>`true`
  if (regionCode.endsWith('00')) return sql<boolean>`c.city_code = ${regionCode}`
  return sql<boolean>`c.county_code = ${regionCode}`
}

/** The certificates that exist for a scope: one's own, those of a unit's people, those of a region. */
export function within(scope: Scope): RawBuilder<boolean> {
  switch (scope.kind) {
    case 'own':
      return sql<boolean>`c.person_id = ${scope.personId}`
    case 'unit':
      return sql<boolean>`c.unit_id = ${scope.unitId}`
    case 'region':
      return regionOf(scope.regionCode)
    case 'trade':
    case 'nothing':
      return sql<boolean>`false`
  }
}

export type RegisterRow = {
  id: string
  number: string
  code: string
  personId: string
  state: CertificateState
  version: number
  edition: number
  facts: CertificateFacts
  issuedAt: Date
  endedAt: Date | null
  endReason: string | null
}
const columns = sql`c.id, c.number, c.code, c.person_id, c.state, c.version, c.edition, c.facts, c.issued_at,
  c.ended_at, c.end_reason`

export type RegisterFilter = {
  number?: string | undefined
  name?: string | undefined
  /** Of the holder's document number, hashed. */
  tail?: Buffer | undefined
  unit?: string | undefined
  series?: string | undefined
  year?: number | undefined
  state?: CertificateState | undefined
  after?: string | undefined
}

/** At most so many certificates are looked at for one page, however rare what is searched for. */
export const readLimit = 1000

/**
 * What is searched for leads to one index: the number, with those that were taken back and have a mark
 * behind it, else the name, else the year.
 */
const newest = (scope: Scope, { number, name, tail, year, after }: RegisterFilter) => sql`
  FROM certificates c WHERE ${within(scope)}
    ${number === undefined ? sql`` : sql`AND c.number >= ${number} AND c.number < ${`${number} +`}`}
    ${name === undefined ? sql`` : sql`AND c.name = ${name}`}
    ${tail === undefined ? sql`` : sql`AND c.person_id IN (SELECT p.id FROM people p WHERE p.number_tail = ${tail})`}
    ${year === undefined ? sql`` : sql`AND c.year = ${year}`}
    ${after === undefined ? sql`` : sql`AND c.id < ${after}`}
  ORDER BY c.id DESC`

/** The certificates of a scope, newest first. */
export function registerQuery(scope: Scope, filter: RegisterFilter, limit: number) {
  const { state, series, unit } = filter
  return sql<RegisterRow>`
    SELECT ${columns} FROM (SELECT c.* ${newest(scope, filter)} LIMIT ${readLimit}) c
    WHERE true ${state === undefined ? sql`` : sql`AND c.state = ${state}`}
      ${series === undefined ? sql`` : sql`AND c.series = ${series}`}
      ${unit === undefined ? sql`` : sql`AND position(${unit} IN c.facts ->> 'unit') > 0`}
    ORDER BY c.id DESC LIMIT ${limit}`
}

/** The newest year of which the scope has certificates. */
export async function newestYear(db: Db, scope: Scope): Promise<number | undefined> {
  const { rows } = await sql<{ year: number }>`
    SELECT c.year FROM certificates c WHERE ${within(scope)} ORDER BY c.year DESC LIMIT 1`.execute(
    db,
  )
  return rows[0]?.year
}

export const list = async (db: Db, scope: Scope, filter: RegisterFilter, limit: number) =>
  (await registerQuery(scope, filter, limit).execute(db)).rows

/** The last certificate that a search looked at; undefined when it saw all of them. */
export async function endOfReading(db: Db, scope: Scope, filter: RegisterFilter) {
  const { rows } = await sql<{ id: string }>`
    SELECT c.id ${newest(scope, filter)} OFFSET ${readLimit - 1} LIMIT 1`.execute(db)
  return rows[0]?.id
}

/** One certificate; undefined where it does not exist for this scope. */
export async function find(db: Db, scope: Scope, id: string): Promise<RegisterRow | undefined> {
  const { rows } = await sql<RegisterRow>`
    SELECT ${columns} FROM certificates c WHERE c.id = ${id} AND ${within(scope)}`.execute(db)
  return rows[0]
}

/** Every edition of the person's year, the newest first. */
export const listEditions = (db: Db, { personId, year }: { personId: string; year: number }) =>
  db
    .selectFrom('certificates')
    .select(['id', 'number', 'edition', 'state', 'issuedAt'])
    .where('personId', '=', personId)
    .where('year', '=', year)
    .orderBy('edition', 'desc')
    .limit(50)
    .execute()

/** How often a certificate was verified. */
export async function countLooks(db: Db, id: string): Promise<number> {
  const { rows } = await sql<{ looks: number }>`
    SELECT coalesce(sum(count), 0)::int AS looks FROM certificate_looks WHERE certificate_id = ${id}`.execute(
    db,
  )
  return rows[0]?.looks ?? 0
}

/** Ends a valid certificate that was seen in this version; undefined where it is another by now. */
export const end = async (
  tx: Db,
  scope: Scope,
  { id, version }: { id: string; version: number },
  move: Ending,
): Promise<boolean> => {
  const { rows } = await sql`
    UPDATE certificates c SET state = ${move.to}, ended_at = ${move.at}, end_reason = ${move.reason},
      end_mac = ${move.mac}, version = c.version + 1
    WHERE c.id = ${id} AND c.version = ${version} AND c.state = ANY(${[...move.from]}) AND ${within(scope)}
    RETURNING c.id`.execute(tx)
  return rows.length > 0
}
