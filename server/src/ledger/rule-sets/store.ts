import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { RuleSet } from '../rules.ts'

export type RuleSetRow = {
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

export function ruleSetOf({
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
export const effectiveRuleSet = ({ year, series }: { year: number; series: string }) =>
  sql<RuleSetRow>`
    SELECT id, name, total_tenths, public_tenths, professional_tenths, elective_tenths, day_tenths,
      certifies, form_caps, chains, source, confirmed
    FROM rule_sets
    WHERE status = 'effective' AND year_from <= ${year}::int AND (year_to IS NULL OR year_to >= ${year}::int)
      AND (series IS NULL OR series = ${series})
    ORDER BY series IS NULL, year_from DESC LIMIT 1`

export async function findRuleSet(
  db: Db,
  of: { year: number; series: string },
): Promise<RuleSet | undefined> {
  const { rows } = await effectiveRuleSet(of).execute(db)
  const [row] = rows
  return row && ruleSetOf(row)
}
