import { learningFormLabel } from '@xueshi/contract/dictionaries/learning-forms'
import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import {
  categories,
  type Category,
  chainFits,
  type ChainOffice,
  type ChainRecord,
  type EntryItem,
  type HoursByCategory,
  type RuleSetForm,
  type RuleSetState,
  type YearState,
} from '@xueshi/contract/ledger'
import type { YearFacts } from '../certificates/service.ts'

/** What a year is computed by: the part of a rule set that every credit asks for. All hours in tenths. */
export type YearRules = Pick<
  RuleSetForm,
  'name' | 'totalTenths' | 'minima' | 'shares' | 'prorates' | 'certifies'
> & {
  id: string
  /** Form code → most hours that count in a year. */
  formCaps: Record<string, number>
}

/** A rule set with all that it says. What holds never changes: another version takes its place. */
export type RuleSet = RuleSetForm &
  Pick<YearRules, 'id' | 'formCaps'> & {
    version: number
    state: RuleSetState
    revision: number
    effectiveAt: Date | null
  }

/** An entry that stands: neither a reversal nor reversed. */
export type StandingEntry = {
  id: string
  category: Category
  hoursTenths: number
  subjects: number
  form: string
}

/** What a year comes to, and why some recognised hours did not count. */
export type YearResult = {
  counts: HoursByCategory
  counted: HoursByCategory
  required: HoursByCategory
  lacking: HoursByCategory
  countedTotalTenths: number
  lackingTotalTenths: number
  /** Hours of an entry beyond the yearly cap of its form. */
  cuts: { entryId: string; cutTenths: number; reason: 'FORM_CAP' }[]
  met: boolean
}

const byCategory = (of: (category: Category) => number): HoursByCategory => ({
  public: of('public'),
  professional: of('professional'),
  elective: of('elective'),
})
const total = (hours: HoursByCategory) => hours.public + hours.professional + hours.elective

/**
 * Counted hours of one person's year: a pure function of the entries that stand and the rule set,
 * so the order in which entries came or went never matters. A form's cap is used up category by
 * category as `categories` lists them, the larger entry first. Categories do not stand in for one
 * another and nothing is carried over (粤 2020 notice).
 */
export function computeYear(entries: readonly StandingEntry[], rules: YearRules): YearResult {
  const ordered = entries.toSorted(
    (one, other) =>
      categories.indexOf(one.category) - categories.indexOf(other.category) ||
      other.hoursTenths - one.hoursTenths ||
      (one.id < other.id ? -1 : 1),
  )
  const usedByForm = new Map<string, number>()
  const counted = { public: 0, professional: 0, elective: 0 }
  const counts = { public: 0, professional: 0, elective: 0 }
  const cuts: YearResult['cuts'] = []
  for (const entry of ordered) {
    const used = usedByForm.get(entry.form) ?? 0
    const room = Math.max(0, (rules.formCaps[entry.form] ?? Infinity) - used)
    const counting = Math.min(entry.hoursTenths, room)
    usedByForm.set(entry.form, used + counting)
    counted[entry.category] += counting
    counts[entry.category] += entry.subjects
    if (counting < entry.hoursTenths)
      cuts.push({ entryId: entry.id, cutTenths: entry.hoursTenths - counting, reason: 'FORM_CAP' })
  }
  const required = rules.minima
  const lacking = byCategory((category) => Math.max(0, required[category] - counted[category]))
  const countedTotalTenths = total(counted)
  // The total binds beside the minima: where it is more than their sum, any category may close it.
  const lackingTotalTenths = Math.max(total(lacking), rules.totalTenths - countedTotalTenths)
  return {
    counts,
    counted,
    required,
    lacking,
    countedTotalTenths,
    lackingTotalTenths,
    cuts,
    met: lackingTotalTenths === 0,
  }
}

/** Where a year stands after its hours were computed anew. Only people certify, suspend and revoke. */
export const settledState: Record<YearState, { met: YearState; notMet: YearState }> = {
  notMet: { met: 'met', notMet: 'notMet' },
  met: { met: 'met', notMet: 'notMet' },
  certified: { met: 'certified', notMet: 'notMet' },
  suspended: { met: 'suspended', notMet: 'suspended' },
  revoked: { met: 'revoked', notMet: 'revoked' },
}

/** The offices that a record passes: those of the first chain that fits. Throws when none does. */
export function officesFor(
  rules: Pick<RuleSet, 'chains' | 'name'>,
  record: ChainRecord,
): readonly ChainOffice[] {
  const chain = rules.chains.find((each) => chainFits(each, record))
  if (!chain) throw new Error(`the rule set ${rules.name} has no chain for a record`)
  return chain.offices
}

/** The certificate's words for the three kinds of course (the manual's row 3.3.4). */
const printedCategory: Record<Category, string> = {
  public: '公需课目',
  professional: '专业课目',
  elective: '个人选修课目',
}

/** What the year came to, in the words of its certificate. `credits` are those that stand. */
export function yearFacts({
  year,
  series,
  credits,
  rules,
}: {
  year: number
  series: string
  credits: readonly (StandingEntry & { item: EntryItem })[]
  rules: YearRules
}): YearFacts {
  const result = computeYear(credits, rules)
  return {
    year,
    series: titleSeriesLabel(series) ?? series,
    categories: categories.map((category) => ({
      name: printedCategory[category],
      count: result.counts[category],
      hoursTenths: result.counted[category],
      requiredTenths: result.required[category],
    })),
    totalHoursTenths: result.countedTotalTenths,
    totalRequiredTenths: rules.totalTenths,
    conclusion: '已认证',
    ruleSet: rules.name,
    items: credits.map(({ category, form, hoursTenths, item }) => ({
      category: printedCategory[category],
      course: item.name,
      form: learningFormLabel(form) ?? form,
      institution: item.institution,
      from: item.startOn,
      to: item.endOn,
      hoursTenths,
      recognisedBy: item.recognisedBy,
    })),
  }
}
