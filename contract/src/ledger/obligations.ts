import * as z from 'zod/mini'
import type { RuleSetForm } from './rule-sets.ts'
import { categories, type HoursByCategory } from './shapes.ts'

/**
 * What 免修 or 减免 takes off one person's year: months of the twelve, and categories that count as
 * done. Twelve months are the whole year.
 */
export const Relief = z.object({
  months: z.int().check(z.gte(0), z.lte(12)),
  exempt: z.array(z.enum(categories)).check(z.maxLength(3)),
})
export type Relief = z.infer<typeof Relief>

/** What a year asks of one person, in tenths. */
export type Requirement = {
  byCategory: HoursByCategory
  totalTenths: number
  /** The hours of categories that count as done, which a share of the total counts as had. */
  exemptTenths: HoursByCategory
}

/** What the rules ask of a year with this relief. A part of a tenth is asked as a whole one. */
export function requirementOf(
  rules: Pick<RuleSetForm, 'totalTenths' | 'minima'>,
  relief: Relief | null,
): Requirement {
  const prorated = (tenths: number) => proratedTenths(tenths, relief)
  const byCategory = { public: 0, professional: 0, elective: 0 }
  const exemptTenths = { public: 0, professional: 0, elective: 0 }
  let totalTenths = prorated(rules.totalTenths)
  for (const category of categories) {
    const asked = prorated(rules.minima[category])
    const isExempt = relief?.exempt.includes(category) ?? false
    if (isExempt) {
      exemptTenths[category] = asked
      totalTenths -= asked
    } else byCategory[category] = asked
  }
  return { byCategory, totalTenths: Math.max(0, totalTenths), exemptTenths }
}

/** Hours in proportion to the months that are left, rounded up to a tenth. */
export function proratedTenths(tenths: number, relief: Relief | null): number {
  return Math.ceil((tenths * (12 - (relief?.months ?? 0))) / 12)
}
