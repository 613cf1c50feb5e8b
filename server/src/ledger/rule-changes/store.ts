import type { Category, KeptImpact, Relief, YearState } from '@xueshi/contract/ledger'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { RuleSet, StandingEntry, YearResult, YearRules } from '../rules.ts'
import { minimaOf } from '../rule-sets/store.ts'

/** Where a walk over years stands: behind this person of this year. */
export type Place = { year: number; personId: string }

/** A person's year as a walk meets it. */
export type WalkedYear = Place & {
  id: string
  series: string
  cityCode: string | null
  state: YearState
  keepsRules: boolean
  ruleSetId: string
  obligationId: string | null
  relief: Relief | null
  lackingTenths: number
}

const walked = sql`
  SELECT y.id, y.year, y.person_id, y.series, u.city_code, y.state, y.keeps_rules, y.rule_set_id,
    y.obligation_id, y.relief, y.lacking_tenths
  FROM years y LEFT JOIN units u ON u.id = y.unit_id`
const placed = ({ year, personId }: Place) => sql`(${year}::int, ${personId}::uuid)`

/** The next years behind a place, in the order of years and people. */
export const nextYears = (place: Place, yearTo: number, limit: number) => sql<WalkedYear>`
  ${walked} WHERE (y.year, y.person_id) > ${placed(place)} AND y.year <= ${yearTo}::int
  ORDER BY y.year, y.person_id LIMIT ${limit}`

export async function listNext(db: Db, ...page: Parameters<typeof nextYears>) {
  return (await nextYears(...page).execute(db)).rows
}

/** The years behind a place up to another, locked in that order, so that two walks never wait crosswise. */
export async function lockBetween(tx: Db, place: Place, end: Place): Promise<WalkedYear[]> {
  const { rows } = await sql<WalkedYear>`
    ${walked} WHERE (y.year, y.person_id) > ${placed(place)} AND (y.year, y.person_id) <= ${placed(end)}
    ORDER BY y.year, y.person_id FOR UPDATE OF y`.execute(tx)
  return rows
}

type Line = [id: string, category: Category, hoursTenths: number, subjects: number, form: string]

/**
 * The entries that stand of each of these years. Each year's are looked up by themselves: planned while
 * there are few, a join would read the whole ledger once there are many.
 */
export const entriesQuery = (
  years: readonly Pick<WalkedYear, 'id' | 'personId' | 'year'>[],
) => sql<{
  id: string
  lines: Line[]
}>`
  SELECT y.id, json_agg(json_build_array(c.id, c.category, c.hours_tenths, c.subjects, c.form)) AS lines
  FROM unnest(${years.map(({ id }) => id)}::uuid[], ${years.map(({ personId }) => personId)}::uuid[],
    ${years.map(({ year }) => year)}::int[]) AS y (id, person_id, year)
  CROSS JOIN LATERAL (SELECT e.id, e.category, e.hours_tenths, e.subjects, e.form, e.reverses FROM ledger_entries e
    WHERE e.person_id = y.person_id AND e.year = y.year OFFSET 0) c
  WHERE c.reverses IS NULL AND NOT EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = c.id OFFSET 0)
  GROUP BY y.id`

/** The entries that stand of each of these years, by the year's id, in one round trip. */
export async function listEntries(
  db: Db,
  years: Parameters<typeof entriesQuery>[0],
): Promise<ReadonlyMap<string, StandingEntry[]>> {
  const { rows } = await entriesQuery(years).execute(db)
  return new Map(
    rows.map(({ id, lines }) => [
      id,
      lines.map(([entryId, category, hoursTenths, subjects, form]) => ({
        id: entryId,
        category,
        hoursTenths,
        subjects,
        form,
      })),
    ]),
  )
}

/** What decides about years: the sets that hold, in short. */
export type HeldRules = YearRules & Pick<RuleSet, 'jurisdiction' | 'series' | 'yearFrom' | 'yearTo'>

export async function listHeld(db: Db): Promise<HeldRules[]> {
  const rows = await db
    .selectFrom('ruleSets')
    .select(heldColumns)
    .where('state', '=', 'effective')
    .execute()
  return rows.map(minimaOf)
}

/** Sets of any state by their ids: those that years go by. */
export async function listByIds(db: Db, ids: readonly string[]): Promise<HeldRules[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('ruleSets').select(heldColumns).where('id', 'in', ids).execute()
  return rows.map(minimaOf)
}

export async function readHeld(db: Db, id: string): Promise<HeldRules | undefined> {
  const row = await db
    .selectFrom('ruleSets')
    .select(heldColumns)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && minimaOf(row)
}

const heldColumns = [
  'id',
  'name',
  'jurisdiction',
  'series',
  'yearFrom',
  'yearTo',
  'totalTenths',
  'publicTenths',
  'professionalTenths',
  'electiveTenths',
  'shares',
  'prorates',
  'certifies',
  'formCaps',
] as const

/** How many years lie between two, up to a million: beyond that nobody waits for the exact number. */
export async function countYears(db: Db, yearFrom: number, yearTo: number): Promise<number | null> {
  const most = 1_000_000
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM (
      SELECT FROM years WHERE year BETWEEN ${yearFrom} AND ${yearTo} LIMIT ${most + 1}) AS found`.execute(
    db,
  )
  const count = rows[0]?.count ?? 0
  return count > most ? null : count
}

/** A year that goes by other rules from now on, with what it comes to. */
export type Moved = {
  id: string
  state: YearState
  ruleSetId: string
  obligationId: string | null
  result: YearResult
}

/**
 * Writes what these locked years came to, each as its next version, in one statement. One that is certified
 * keeps its rules. For the limit the planner expects few, and has each looked up rather than all years read.
 */
export async function saveMoved(tx: Db, moved: readonly Moved[], at: Date): Promise<void> {
  if (moved.length === 0) return
  const of = (value: (one: Moved) => unknown) => moved.map(value)
  await sql`
    WITH given AS (
      SELECT * FROM unnest(${of(({ id }) => id)}::uuid[], ${of(({ state }) => state)}::text[],
        ${of(({ ruleSetId }) => ruleSetId)}::uuid[], ${of(({ obligationId }) => obligationId)}::uuid[],
        ${of(({ result }) => result.counts.public)}::int[], ${of(({ result }) => result.counts.professional)}::int[],
        ${of(({ result }) => result.counts.elective)}::int[], ${of(({ result }) => result.counted.public)}::int[], ${of(({ result }) => result.counted.professional)}::int[],
        ${of(({ result }) => result.counted.elective)}::int[], ${of(({ result }) => result.lacking.public)}::int[],
        ${of(({ result }) => result.lacking.professional)}::int[], ${of(({ result }) => result.lacking.elective)}::int[],
        ${of(({ result }) => result.lackingTotalTenths)}::int[],
        ${of(({ result }) => JSON.stringify(result))}::jsonb[])
        AS g (id, state, rule_set_id, obligation_id, public_count, professional_count, elective_count, public, professional, elective,
          public_lacking, professional_lacking, elective_lacking, lacking, result) LIMIT ${moved.length}
    ), saved AS (
      UPDATE years y SET version = y.version + 1, state = given.state, rule_set_id = given.rule_set_id,
        keeps_rules = y.keeps_rules OR given.state = 'certified',
        public_count = given.public_count, professional_count = given.professional_count,
        elective_count = given.elective_count, public_tenths = given.public, professional_tenths = given.professional, elective_tenths = given.elective,
        public_lacking_tenths = given.public_lacking, professional_lacking_tenths = given.professional_lacking,
        elective_lacking_tenths = given.elective_lacking, lacking_tenths = given.lacking, updated_at = ${at}
      FROM given WHERE y.id = given.id
      RETURNING y.id, y.version, given.rule_set_id, given.obligation_id, given.result
    )
    INSERT INTO year_results (year_id, version, rule_set_id, obligation_id, result, at)
    SELECT id, version, rule_set_id, obligation_id, result, ${at}::timestamptz
    FROM saved`.execute(tx)
}

/** A year that comes to something else. */
export type EffectRow = {
  yearId: string
  metBefore: boolean
  metAfter: boolean
  lackingBeforeTenths: number
  lackingAfterTenths: number
  countedBeforeTenths: number
  countedAfterTenths: number
}

/** Keeps the lines of a set; one that a former run has written already is written anew. */
export async function saveEffects(tx: Db, ruleSetId: string, effects: readonly EffectRow[]) {
  if (effects.length === 0) return
  const of = (value: (one: EffectRow) => unknown) => effects.map(value)
  await sql`
    INSERT INTO rule_effects (rule_set_id, year_id, met_before, met_after, lacking_before_tenths, lacking_after_tenths,
      counted_before_tenths, counted_after_tenths)
    SELECT ${ruleSetId}::uuid, * FROM unnest(${of(({ yearId }) => yearId)}::uuid[],
      ${of(({ metBefore }) => metBefore)}::bool[], ${of(({ metAfter }) => metAfter)}::bool[],
      ${of(({ lackingBeforeTenths }) => lackingBeforeTenths)}::int[],
      ${of(({ lackingAfterTenths }) => lackingAfterTenths)}::int[],
      ${of(({ countedBeforeTenths }) => countedBeforeTenths)}::int[],
      ${of(({ countedAfterTenths }) => countedAfterTenths)}::int[])
    ON CONFLICT (rule_set_id, year_id) DO UPDATE SET met_before = excluded.met_before, met_after = excluded.met_after,
      lacking_before_tenths = excluded.lacking_before_tenths, lacking_after_tenths = excluded.lacking_after_tenths,
      counted_before_tenths = excluded.counted_before_tenths, counted_after_tenths = excluded.counted_after_tenths`.execute(
    tx,
  )
}

/**
 * Removes up to a batch of a set's lines; true while there may be more. By an array, since lines that were
 * written just now are not in the statistics: joined, they would be looked through once for each.
 */
export async function clearEffects(tx: Db, ruleSetId: string, batch: number): Promise<boolean> {
  const { rows } = await sql<{ gone: number }>`
    WITH gone AS (
      DELETE FROM rule_effects WHERE rule_set_id = ${ruleSetId} AND year_id = ANY (ARRAY(
        SELECT year_id FROM rule_effects WHERE rule_set_id = ${ruleSetId} ORDER BY year_id LIMIT ${batch}))
      RETURNING 1)
    SELECT count(*)::int AS gone FROM gone`.execute(tx)
  return rows[0]?.gone === batch
}

export type ListedEffect = Omit<EffectRow, 'countedBeforeTenths' | 'countedAfterTenths'> & {
  countedBeforeTenths: number | null
  countedAfterTenths: number | null
  personId: string
  personName: string
  unitName: string | null
  year: number
}

/** The lines of a set, in the order of its years. */
export const effectsQuery = (
  ruleSetId: string,
  after: string | null,
  limit: number,
) => sql<ListedEffect>`
  SELECT e.year_id, e.met_before, e.met_after, e.lacking_before_tenths, e.lacking_after_tenths,
    e.counted_before_tenths, e.counted_after_tenths,
    y.year, y.person_id, p.name AS person_name, u.name AS unit_name
  FROM rule_effects e JOIN years y ON y.id = e.year_id JOIN people p ON p.id = y.person_id
  LEFT JOIN units u ON u.id = y.unit_id
  WHERE e.rule_set_id = ${ruleSetId} AND e.year_id > ${after ?? leastId}
  ORDER BY e.year_id LIMIT ${limit}`
const leastId = '00000000-0000-0000-0000-000000000000'

export async function listEffects(db: Db, ...page: Parameters<typeof effectsQuery>) {
  return (await effectsQuery(...page).execute(db)).rows
}

/** What a count or an application has come to so far. */
export async function saveImpact(tx: Db, id: string, impact: KeptImpact): Promise<void> {
  await tx
    .updateTable('ruleSets')
    .set({ impact: JSON.stringify(impact) })
    .where('id', '=', id)
    .execute()
}
