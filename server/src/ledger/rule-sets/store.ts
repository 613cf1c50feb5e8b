import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { RuleSet } from '../rules.ts'

type RuleSetRow = {
  id: string
  name: string
  totalTenths: number
  publicTenths: number
  professionalTenths: number
  electiveTenths: number
  dayTenths: number
  certifies: RuleSet['certifies']
  formCaps: Record<string, number>
  chains: RuleSet['chains']
  source: string
  confirmed: boolean
}

const ruleSetColumns = [
  'ruleSets.id',
  'ruleSets.name',
  'ruleSets.totalTenths',
  'ruleSets.publicTenths',
  'ruleSets.professionalTenths',
  'ruleSets.electiveTenths',
  'ruleSets.dayTenths',
  'ruleSets.certifies',
  'ruleSets.formCaps',
  'ruleSets.chains',
  'ruleSets.source',
  'ruleSets.confirmed',
] as const

function ruleSetOf({
  publicTenths,
  professionalTenths,
  electiveTenths,
  ...row
}: RuleSetRow): RuleSet {
  return {
    ...row,
    minima: { public: publicTenths, professional: professionalTenths, elective: electiveTenths },
  }
}

/** The effective rule set of a year: the most specific series first, then the latest beginning. */
export async function findRuleSet(
  db: Db,
  { year, series }: { year: number; series: string },
): Promise<RuleSet | undefined> {
  const row = await db
    .selectFrom('ruleSets')
    .select(ruleSetColumns)
    .where('status', '=', 'effective')
    .where('yearFrom', '<=', year)
    .where((is) => is.or([is('yearTo', 'is', null), is('yearTo', '>=', year)]))
    .where((is) => is.or([is('series', 'is', null), is('series', '=', series)]))
    .orderBy(sql`series IS NULL`)
    .orderBy('yearFrom', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && ruleSetOf(row)
}
