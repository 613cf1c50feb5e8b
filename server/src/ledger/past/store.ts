import type { Category, EntryItem } from '@xueshi/contract/ledger'
import type { YearState } from '@xueshi/contract/ledger/year-states'
import { todayIn } from '@xueshi/contract/year'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { WalkedYear } from '../rule-changes/store.ts'

export type NewPastYear = {
  id: string
  personId: string
  year: number
  series: string
  unitId: string | null
  ruleSetId: string
}
export type PastYear = WalkedYear & { version: number; unitId: string | null }

const columns = sql`y.id, y.year, y.person_id, y.series, y.unit_id, u.city_code, y.state, y.keeps_rules, y.rule_set_id,
  y.obligation_id, y.relief, y.lacking_tenths, y.version`

/** The years of many people, made where they are missing and locked in one order until the act is done. */
export async function lockYears(
  tx: Db,
  years: readonly NewPastYear[],
  at: Date,
): Promise<PastYear[]> {
  const of = <Key extends keyof NewPastYear>(key: Key) => years.map((one) => one[key])
  const { rows } = await sql<PastYear>`
    WITH locked AS (
      INSERT INTO years (id, person_id, year, series, unit_id, state, rule_set_id, public_count, public_tenths,
        professional_count, professional_tenths, elective_count, elective_tenths, updated_at)
      SELECT g.id, g.person_id, g.year, g.series, g.unit_id,
        CASE WHEN EXISTS (SELECT FROM restrictions r WHERE r.person_id = g.person_id AND r.year = g.year
          AND r.lifted_at IS NULL AND (r.to_on IS NULL OR r.to_on >= ${todayIn(at)}::date))
        THEN 'suspended' ELSE 'notMet' END, g.rule_set_id, 0, 0, 0, 0, 0, 0, ${at}::timestamptz
      FROM unnest(${of('id')}::uuid[], ${of('personId')}::uuid[], ${of('year')}::int[], ${of('series')}::text[],
        ${of('unitId')}::uuid[], ${of('ruleSetId')}::uuid[]) AS g (id, person_id, year, series, unit_id, rule_set_id)
      ORDER BY g.person_id, g.year
      ON CONFLICT (person_id, year) DO UPDATE SET updated_at = excluded.updated_at
      RETURNING *
    )
    SELECT ${columns} FROM locked y LEFT JOIN units u ON u.id = y.unit_id`.execute(tx)
  return rows
}

export type NewPastEntry = {
  id: string
  personId: string
  unitId: string | null
  year: number
  series: string
  category: Category
  hoursTenths: number
  subjects: number
  line: number
  form: string
  item: EntryItem
  ruleSetId: string
  yearVersion: number
}
type Stamp = { sourceId: string; at: Date; byId: string | null }

/** Credits of locked years, each the first of its line. */
export async function addEntries(
  tx: Db,
  entries: readonly NewPastEntry[],
  { sourceId, at, byId }: Stamp,
): Promise<void> {
  const of = <Key extends keyof NewPastEntry>(key: Key) => entries.map((one) => one[key])
  const items = entries.map(({ item }) => JSON.stringify(item))
  await sql`
    INSERT INTO ledger_entries (source_kind, source_id, revision, at, by_id, id, person_id, unit_id, year, series,
      category, hours_tenths, subjects, line, form, item, rule_set_id, year_version)
    SELECT 'legacy', ${sourceId}::uuid, 1, ${at}::timestamptz, ${byId}::uuid, *
    FROM unnest(${of('id')}::uuid[], ${of('personId')}::uuid[], ${of('unitId')}::uuid[], ${of('year')}::int[],
      ${of('series')}::text[], ${of('category')}::text[], ${of('hoursTenths')}::int[], ${of('subjects')}::int[],
      ${of('line')}::int[], ${of('form')}::text[], ${items}::jsonb[], ${of('ruleSetId')}::uuid[],
      ${of('yearVersion')}::int[])`.execute(tx)
}

/** Years of these people in which credits of the source stand, locked in one order. */
export async function lockCredited(
  tx: Db,
  sourceId: string,
  personIds: readonly string[],
): Promise<PastYear[]> {
  const { rows } = await sql<PastYear>`
    SELECT ${columns} FROM years y LEFT JOIN units u ON u.id = y.unit_id
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
  years: readonly PastYear[],
  { sourceId, at, byId, reason, newId }: Stamp & { reason: string; newId: () => string },
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
    SELECT e.person_id, e.year FROM ledger_entries e
    WHERE e.person_id = ANY (${[...personIds]}::uuid[]) AND e.source_kind = 'legacy' AND e.reverses IS NULL
      AND NOT EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = e.id)
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
