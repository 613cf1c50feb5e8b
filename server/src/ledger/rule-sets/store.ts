import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { RuleSet, YearRules } from '../rules.ts'

/** Whose rules: of a year, a series, and the employer of the time, for a city may have its own. */
export type RulesFor = { year: number; series: string; unitId?: string | null | undefined }

/** The province that this house serves, and the places whose rules may hold in it, the widest first. */
export const provinceCode = '440000'
const placesOf = (unitId: RawBuilder<unknown>) =>
  sql`ARRAY['CN', ${provinceCode}, (SELECT city_code FROM units WHERE id = ${unitId})]`

export type YearRulesRow = Omit<YearRules, 'minima'> & {
  publicTenths: number
  professionalTenths: number
  electiveTenths: number
}

export function minimaOf<Row extends YearRulesRow>({
  publicTenths,
  professionalTenths,
  electiveTenths,
  ...row
}: Row) {
  return {
    ...row,
    minima: { public: publicTenths, professional: professionalTenths, elective: electiveTenths },
  }
}

const yearColumns = sql`id, name, total_tenths, public_tenths, professional_tenths, elective_tenths,
  shares, prorates, certifies, form_caps`

/**
 * The rules in force for a year: a series' own go before those for every one, then a city's before the
 * province's and the nation's, then those that began last. `chooseRuleSet` says the same in memory.
 */
export const rulesInForce = (
  year: RawBuilder<unknown>,
  series: RawBuilder<unknown>,
  unitId: RawBuilder<unknown>,
  columns = yearColumns,
) => sql<YearRulesRow>`
  SELECT ${columns} FROM rule_sets
  WHERE state = 'effective' AND year_from <= ${year} AND (year_to IS NULL OR year_to >= ${year})
    AND (series IS NULL OR series = ${series}) AND jurisdiction = ANY (${placesOf(unitId)})
  ORDER BY series IS NULL, array_position(${placesOf(unitId)}, jurisdiction) DESC, year_from DESC LIMIT 1`

/** The same for values that are known. */
export const rulesFor = ({ year, series, unitId }: RulesFor, columns?: RawBuilder<unknown>) =>
  rulesInForce(sql`${year}::int`, sql`${series}::text`, sql`${unitId ?? null}::uuid`, columns)

/** A set that holds says the same for ever, so that its text is read once by each process. */
const known = new Map<string, RuleSet>()

/** The rule set in force with all that it says; undefined where there is none. */
export async function findRuleSet(db: Db, of: RulesFor): Promise<RuleSet | undefined> {
  const { rows } = await sql<{ id: string; version: number }>`
    ${rulesFor(of, sql`id, version`)}`.execute(db)
  const [found] = rows
  if (!found) return undefined
  const key = `${found.id} ${found.version}`
  const set = known.get(key) ?? (await readRuleSet(db, found.id))
  if (set) known.set(key, set)
  return set
}

/** A rule set of any state. */
export async function readRuleSet(db: Db, id: string): Promise<RuleSet | undefined> {
  const row = await db.selectFrom('ruleSets').selectAll().where('id', '=', id).executeTakeFirst()
  return row && minimaOf(row)
}
