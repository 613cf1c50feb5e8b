import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Keys } from '../../platform/crypto.ts'
import { entryMac, firstOfLine } from '../entries/rules.ts'
import type * as entries from '../entries/store.ts'
import type { WalkedYear } from '../rule-changes/store.ts'
import { isHeldBack } from '../years/store.ts'

export type NewYear = {
  id: string
  personId: string
  year: number
  series: string
  unitId: string | null
  ruleSetId: string
}
export type LockedYear = WalkedYear & { version: number; unitId: string | null }

/** Years `y` as they stand, with the city of their unit. */
export const lockedFrom = (source: RawBuilder<unknown>) => sql<LockedYear>`
  SELECT y.id, y.year, y.person_id, y.series, y.unit_id, u.city_code, y.state, y.keeps_rules, y.rule_set_id,
    y.obligation_id, y.relief, y.lacking_tenths, y.version
  FROM ${source} y LEFT JOIN units u ON u.id = y.unit_id`

/**
 * The years of many people, made where they are missing and locked in the order of people until the act
 * is done. The unit that is given is the year's from now on.
 */
export async function lockYears(
  tx: Db,
  years: readonly NewYear[],
  at: Date,
): Promise<LockedYear[]> {
  const of = <Key extends keyof NewYear>(key: Key) => years.map((one) => one[key])
  const { rows } = await sql<LockedYear>`
    WITH locked AS (
      INSERT INTO years (id, person_id, year, series, unit_id, state, rule_set_id, public_count, public_tenths,
        professional_count, professional_tenths, elective_count, elective_tenths, updated_at)
      SELECT g.id, g.person_id, g.year, g.series, g.unit_id,
        CASE WHEN ${isHeldBack(sql`g.person_id`, sql`g.year`, at)} THEN 'suspended' ELSE 'notMet' END, g.rule_set_id, 0, 0, 0, 0, 0, 0, ${at}::timestamptz
      FROM unnest(${of('id')}::uuid[], ${of('personId')}::uuid[], ${of('year')}::int[], ${of('series')}::text[],
        ${of('unitId')}::uuid[], ${of('ruleSetId')}::uuid[]) AS g (id, person_id, year, series, unit_id, rule_set_id)
      ORDER BY g.person_id, g.year
      ON CONFLICT (person_id, year) DO UPDATE SET updated_at = excluded.updated_at,
        unit_id = coalesce(excluded.unit_id, years.unit_id)
      RETURNING *
    )
    ${lockedFrom(sql`locked`)}`.execute(tx)
  return rows
}

export type NewEntry = Omit<entries.NewEntry, 'at' | 'byId'>

/** Credits of locked years, each the first of its line; answers which lines had none before. */
export async function addEntries(
  tx: Db,
  keys: Pick<Keys, 'sealKey'>,
  added: readonly NewEntry[],
  { at, byId }: { at: Date; byId: string | null },
): Promise<ReadonlySet<string>> {
  const of = <Key extends keyof NewEntry>(key: Key) => added.map((one) => one[key])
  const items = added.map(({ item }) => JSON.stringify(item))
  const macs = added.map((entry) => entryMac(keys, { ...firstOfLine(entry), at, byId }))
  const { rows } = await sql<{ id: string }>`
    INSERT INTO ledger_entries (revision, at, by_id, id, person_id, unit_id, year, series, category, hours_tenths,
      subjects, source_kind, source_id, line, form, item, rule_set_id, year_version, mac)
    SELECT 1, ${at}::timestamptz, ${byId}::uuid, *
    FROM unnest(${of('id')}::uuid[], ${of('personId')}::uuid[], ${of('unitId')}::uuid[], ${of('year')}::int[],
      ${of('series')}::text[], ${of('category')}::text[], ${of('hoursTenths')}::int[], ${of('subjects')}::int[],
      ${of('sourceKind')}::text[], ${of('sourceId')}::uuid[], ${of('line')}::int[], ${of('form')}::text[],
      ${items}::jsonb[], ${of('ruleSetId')}::uuid[], ${of('yearVersion')}::int[], ${macs}::bytea[])
    ON CONFLICT DO NOTHING RETURNING id`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}
