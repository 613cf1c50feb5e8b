import { learningFormLabel } from '@xueshi/contract/dictionaries/learning-forms'
import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import {
  categories,
  type Category,
  type CertificationTerms,
  chainFits,
  type ChainOffice,
  type ChainRecord,
  type EntryItem,
  type HoursByCategory,
  isCertifiedBy,
  lastToCertify,
  proratedTenths,
  type Relief,
  requirementOf,
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

/** What decides which rules a year has. */
export type RulesAsked = { year: number; series: string; cityCode: string | null }

/**
 * The set of these that a year goes by: a series' own before those for every one, a city's before the
 * province's before the nation's, then the latest first year. Undefined where none fits.
 */
export function chooseRuleSet<
  Set extends Pick<RuleSet, 'jurisdiction' | 'series' | 'yearFrom' | 'yearTo'>,
>(sets: readonly Set[], { year, series, cityCode }: RulesAsked, provinceCode: string) {
  const places = ['CN', provinceCode, cityCode]
  const fitting = sets.filter(
    (set) =>
      set.yearFrom <= year &&
      (set.yearTo === null || set.yearTo >= year) &&
      (set.series === null || set.series === series) &&
      places.includes(set.jurisdiction),
  )
  return fitting.toSorted(
    (one, other) =>
      Number(one.series === null) - Number(other.series === null) ||
      places.indexOf(other.jurisdiction) - places.indexOf(one.jurisdiction) ||
      other.yearFrom - one.yearFrom,
  )[0]
}

/**
 * Whether a set with this key would leave a year without rules for everybody that has them now:
 * it takes the place of the set with the same key, and ends earlier than that one.
 */
export function leavesGap(
  sets: readonly Pick<RuleSet, 'jurisdiction' | 'series' | 'yearFrom' | 'yearTo'>[],
  next: Pick<RuleSet, 'jurisdiction' | 'series' | 'yearFrom' | 'yearTo'>,
  { until, provinceCode }: { until: number; provinceCode: string },
): boolean {
  const others = sets.filter(
    (set) =>
      set.jurisdiction !== next.jurisdiction ||
      set.series !== next.series ||
      set.yearFrom !== next.yearFrom,
  )
  const years = Array.from({ length: until - next.yearFrom + 1 }, (_, at) => next.yearFrom + at)
  const covers = (all: typeof sets, year: number) =>
    chooseRuleSet(all, { year, series: '', cityCode: null }, provinceCode) !== undefined
  return years.some((year) => covers(sets, year) && !covers([...others, next], year))
}

/** An entry that stands: neither a reversal nor reversed. */
export type StandingEntry = {
  id: string
  category: Category
  hoursTenths: number
  subjects: number
  form: string
}

/** A share of the total that some categories must reach together, and whether it decides. All in tenths. */
export type ShareResult = {
  name: string
  haveTenths: number
  needTenths: number
  binding: boolean
}

/** Hours of an entry beyond the yearly cap of its form. */
export type Cut = { entryId: string; cutTenths: number; reason: 'FORM_CAP'; capTenths: number }

/** What a year comes to, and why some recognised hours did not count. */
export type YearResult = {
  counts: HoursByCategory
  counted: HoursByCategory
  required: HoursByCategory
  requiredTotalTenths: number
  lacking: HoursByCategory
  countedTotalTenths: number
  lackingTotalTenths: number
  cuts: Cut[]
  shares: ShareResult[]
  met: boolean
}

const byCategory = (of: (category: Category) => number): HoursByCategory => ({
  public: of('public'),
  professional: of('professional'),
  elective: of('elective'),
})
const total = (hours: HoursByCategory) => hours.public + hours.professional + hours.elective

/**
 * Counted hours of one person's year: a pure function of the entries that stand, the rule set and
 * what a decision took off, so the order in which entries came or went never matters. Categories do
 * not stand in for one another and nothing is carried over (粤 2020 notice).
 */
export function computeYear(
  entries: readonly StandingEntry[],
  rules: YearRules,
  relief: Relief | null = null,
): YearResult {
  const { counted, counts, cuts } = countHours(entries, rules.formCaps)
  const { byCategory: required, totalTenths, exemptTenths } = requirementOf(rules, relief)
  const lacking = byCategory((category) => Math.max(0, required[category] - counted[category]))
  const countedTotalTenths = total(counted)
  const shares = rules.shares.map(({ name, of, numerator, denominator, binding }) => ({
    name,
    binding,
    // What counts as done is had: else whoever is excused could never reach the share.
    haveTenths: of.reduce((sum, category) => sum + counted[category] + exemptTenths[category], 0),
    needTenths: Math.ceil((proratedTenths(rules.totalTenths, relief) * numerator) / denominator),
  }))
  // The total binds beside the minima: where it is more than their sum, any category may close it.
  const lackingTotalTenths = Math.max(
    total(lacking),
    totalTenths - countedTotalTenths,
    ...shares.map((share) => (share.binding ? share.needTenths - share.haveTenths : 0)),
  )
  return {
    counts,
    counted,
    required,
    requiredTotalTenths: totalTenths,
    lacking,
    countedTotalTenths,
    lackingTotalTenths,
    cuts,
    shares,
    met: lackingTotalTenths === 0,
  }
}

/**
 * What of the entries counts under the yearly caps. A form's cap is used up category by category as
 * `categories` lists them, the larger entry first, so that the same entries are always cut alike.
 */
function countHours(entries: readonly StandingEntry[], formCaps: YearRules['formCaps']) {
  const ordered = entries.toSorted(
    (one, other) =>
      categories.indexOf(one.category) - categories.indexOf(other.category) ||
      other.hoursTenths - one.hoursTenths ||
      (one.id < other.id ? -1 : 1),
  )
  const usedByForm = new Map<string, number>()
  const counted = { public: 0, professional: 0, elective: 0 }
  const counts = { public: 0, professional: 0, elective: 0 }
  const cuts: Cut[] = []
  for (const { id, category, form, hoursTenths, subjects } of ordered) {
    const capTenths = formCaps[form]
    const used = usedByForm.get(form) ?? 0
    const counting =
      capTenths === undefined ? hoursTenths : Math.min(hoursTenths, Math.max(0, capTenths - used))
    usedByForm.set(form, used + counting)
    counted[category] += counting
    counts[category] += subjects
    if (capTenths !== undefined && counting < hoursTenths)
      cuts.push({ entryId: id, cutTenths: hoursTenths - counting, reason: 'FORM_CAP', capTenths })
  }
  return { counted, counts, cuts }
}

/** How the year is certified by its rules, on a date of Asia/Shanghai. */
export function certificationOf(
  { certifies, windows }: Pick<RuleSetForm, 'certifies' | 'windows'>,
  year: number,
  today: string,
): CertificationTerms {
  const isOpen = isCertifiedBy(windows, year, today)
  return { way: certifies, to: lastToCertify(windows, year), isOpen }
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
  relief,
}: {
  year: number
  series: string
  credits: readonly (StandingEntry & { item: EntryItem })[]
  rules: YearRules
  /** What a decision took off the year. */
  relief: Relief | null
}): YearFacts {
  const result = computeYear(credits, rules, relief)
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
    totalRequiredTenths: result.requiredTotalTenths,
    conclusion: '已认证',
    ruleSet: rules.name,
    items: credits.map(printedItem),
  }
}

/** A credit as its certificate prints it. */
export const printedItem = ({
  category,
  form,
  hoursTenths,
  item,
}: Pick<StandingEntry, 'category' | 'form' | 'hoursTenths'> & { item: EntryItem }) => ({
  category: printedCategory[category],
  course: item.name,
  form: learningFormLabel(form) ?? form,
  institution: item.institution,
  from: item.startOn,
  to: item.endOn,
  hoursTenths,
  recognisedBy: item.recognisedBy,
})
