import type { YearState } from '@xueshi/contract/ledger/year-states'
import { sql } from 'kysely'
import type { Keys } from '../../platform/crypto.ts'
import type { Db } from '../../platform/database.ts'
import { entryMac, type WholeEntry } from '../entries/rules.ts'
import { type LockedYear, lockedFrom } from '../bulk-credits/store.ts'

/** What stands of a source in the year `y`, looked up by the year: of the source there may be a million. */
const standing = (sourceId: string) => sql`
  SELECT e.* FROM (SELECT l.* FROM ledger_entries l
    WHERE l.person_id = y.person_id AND l.year = y.year OFFSET 0) e
  WHERE e.source_kind = 'legacy' AND e.source_id = ${sourceId} AND e.reverses IS NULL
    AND NOT EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = e.id OFFSET 0)`

/** Years of these people in which credits of the source stand. */
export const creditedQuery = (sourceId: string, personIds: readonly string[]) => sql<LockedYear>`
  ${lockedFrom(sql`years`)}
  WHERE y.person_id = ANY (${[...personIds]}::uuid[]) AND EXISTS (${standing(sourceId)} OFFSET 0)
  ORDER BY y.person_id, y.year FOR UPDATE OF y`

/** They are locked in one order. */
export const lockCredited = async (tx: Db, ...of: Parameters<typeof creditedQuery>) =>
  (await creditedQuery(...of).execute(tx)).rows

type Reversing = {
  sourceId: string
  at: Date
  byId: string | null
  reason: string
  newId: () => string
}

/** Takes back what stands of the source in these locked years; answers the reversals. */
export async function addReversals(
  tx: Db,
  keys: Pick<Keys, 'sealKey'>,
  years: readonly LockedYear[],
  { sourceId, at, byId, reason, newId }: Reversing,
): Promise<WholeEntry[]> {
  const { rows } = await sql<WholeEntry & { nextVersion: number }>`
    SELECT e.id, e.person_id, e.year, e.series, e.category, e.hours_tenths, e.subjects, e.source_kind, e.source_id,
      e.line, e.revision, e.form, e.item, e.rule_set_id, e.unit_id, y.next_version
    FROM unnest(${years.map(({ personId }) => personId)}::uuid[], ${years.map(({ year }) => year)}::int[],
      ${years.map(({ version }) => version + 1)}::int[]) AS y (person_id, year, next_version)
    CROSS JOIN LATERAL (${standing(sourceId)} OFFSET 0) e`.execute(tx)
  const reversals = rows.map(({ nextVersion: yearVersion, ...credit }) => {
    const stamp = { id: newId(), yearVersion, at, byId, reason }
    return { ...credit, ...stamp, reverses: credit.id, follows: null }
  })
  const of = <Key extends keyof WholeEntry>(key: Key) => reversals.map((one) => one[key])
  const macs = reversals.map((reversal) => entryMac(keys, reversal))
  await sql`
    INSERT INTO ledger_entries (id, person_id, year, series, category, hours_tenths, subjects, source_kind, source_id,
      line, revision, form, item, rule_set_id, unit_id, year_version, at, by_id, reason, reverses, mac)
    SELECT given.new_id, e.person_id, e.year, e.series, e.category, e.hours_tenths, e.subjects, e.source_kind, e.source_id,
      e.line, e.revision, e.form, e.item, e.rule_set_id, e.unit_id, given.version, ${at}::timestamptz, ${byId}::uuid,
      ${reason}, e.id, given.mac
    FROM unnest(${of('reverses')}::uuid[], ${of('id')}::uuid[], ${of('yearVersion')}::int[], ${macs}::bytea[])
      AS given (id, new_id, version, mac)
    JOIN ledger_entries e ON e.id = given.id`.execute(tx)
  return reversals
}

/** Years that were imported before, or have a certificate in force. */
export const takenQuery = (personIds: readonly string[]) => sql<{ personId: string; year: number }>`
  SELECT e.person_id, e.year FROM unnest(${[...personIds]}::uuid[]) AS p (id)
  CROSS JOIN LATERAL (SELECT l.id, l.person_id, l.year, l.source_kind, l.reverses FROM ledger_entries l
    WHERE l.person_id = p.id OFFSET 0) e
  WHERE e.source_kind = 'legacy' AND e.reverses IS NULL
    AND NOT EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = e.id OFFSET 0)
  UNION SELECT c.person_id, c.year FROM certificates c
  WHERE c.person_id = ANY (${[...personIds]}::uuid[]) AND c.state = 'valid'`

/** Those years of these people, as `person year`. */
export async function findTaken(db: Db, personIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await takenQuery(personIds).execute(db)
  return new Set(rows.map(({ personId, year }) => `${personId} ${year}`))
}

/** Years of these people in other states than these, as `person year`. */
export async function findOutside(
  db: Db,
  personIds: readonly string[],
  states: readonly YearState[],
): Promise<Set<string>> {
  const { rows } = await sql<{ personId: string; year: number }>`
    SELECT person_id, year FROM years
    WHERE person_id = ANY (${[...personIds]}::uuid[]) AND state <> ALL (${[...states]}::text[])`.execute(
    db,
  )
  return new Set(rows.map(({ personId, year }) => `${personId} ${year}`))
}
