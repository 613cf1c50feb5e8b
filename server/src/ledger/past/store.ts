import type { YearState } from '@xueshi/contract/ledger/year-states'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { type LockedYear, lockedFrom } from '../bulk-credits/store.ts'

/** Years of these people in which credits of the source stand, locked in one order. */
export async function lockCredited(
  tx: Db,
  sourceId: string,
  personIds: readonly string[],
): Promise<LockedYear[]> {
  const { rows } = await sql<LockedYear>`
    ${lockedFrom(sql`years`)}
    WHERE y.person_id = ANY (${[...personIds]}::uuid[]) AND EXISTS (
      SELECT FROM ledger_entries e WHERE e.person_id = y.person_id AND e.year = y.year
        AND e.source_kind = 'legacy' AND e.source_id = ${sourceId} AND e.reverses IS NULL
        AND NOT EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = e.id))
    ORDER BY y.person_id, y.year FOR UPDATE OF y`.execute(tx)
  return rows
}

/** Takes back what stands of the source in these locked years; each reversal has an id of its own. */
export async function addReversals(
  tx: Db,
  years: readonly LockedYear[],
  {
    sourceId,
    at,
    byId,
    reason,
    newId,
  }: { sourceId: string; at: Date; byId: string | null; reason: string; newId: () => string },
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    SELECT e.id FROM ledger_entries e JOIN unnest(${years.map(({ personId }) => personId)}::uuid[],
      ${years.map(({ year }) => year)}::int[]) AS y (person_id, year)
      ON e.person_id = y.person_id AND e.year = y.year
    WHERE e.source_kind = 'legacy' AND e.source_id = ${sourceId} AND e.reverses IS NULL
      AND NOT EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = e.id)`.execute(tx)
  const ids = rows.map(({ id }) => id)
  await sql`
    INSERT INTO ledger_entries (id, person_id, year, series, category, hours_tenths, subjects, source_kind, source_id,
      line, revision, form, item, rule_set_id, unit_id, year_version, at, by_id, reason, reverses)
    SELECT given.new_id, e.person_id, e.year, e.series, e.category, e.hours_tenths, e.subjects, e.source_kind, e.source_id,
      e.line, e.revision, e.form, e.item, e.rule_set_id, e.unit_id, y.version + 1, ${at}::timestamptz, ${byId}::uuid,
      ${reason}, e.id
    FROM unnest(${ids}::uuid[], ${ids.map(() => newId())}::uuid[]) AS given (id, new_id)
    JOIN ledger_entries e ON e.id = given.id
    JOIN years y ON y.person_id = e.person_id AND y.year = e.year`.execute(tx)
}

/** Years of these people that were imported before, or have a certificate in force, as `person year`. */
export async function findTaken(db: Db, personIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ personId: string; year: number }>`
    SELECT e.person_id, e.year FROM unnest(${[...personIds]}::uuid[]) AS p (id)
    CROSS JOIN LATERAL (SELECT l.id, l.person_id, l.year, l.source_kind, l.reverses FROM ledger_entries l
      WHERE l.person_id = p.id OFFSET 0) e
    WHERE e.source_kind = 'legacy' AND e.reverses IS NULL
      AND NOT EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = e.id OFFSET 0)
    UNION SELECT c.person_id, c.year FROM certificates c
    WHERE c.person_id = ANY (${[...personIds]}::uuid[]) AND c.state = 'valid'`.execute(db)
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
