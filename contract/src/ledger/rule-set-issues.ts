import type { Part } from '../issues.ts'
import { daysInMonth } from '../year.ts'
import type { Chain, FormRule, Windows, YearDay } from './rule-set-parts.ts'
import type { RuleSetForm } from './rule-sets.ts'
import { categories } from './shapes.ts'

type Issues = Record<string, string>

/** What the shape alone cannot say of a rule set: field path → issue code. */
export function ruleSetIssues(form: Part<RuleSetForm>): Issues {
  const { yearFrom, yearTo, minima = {}, totalTenths, dayTenths, shares, windows = {} } = form
  const issues: Issues = {}
  if (yearFrom && yearTo && yearTo < yearFrom) issues['yearTo'] = 'YEARS_REVERSED'
  const sum = categories.reduce((hours, category) => hours + (minima[category] ?? 0), 0)
  // A total below its minima could never be what decides.
  if (totalTenths !== undefined && sum > totalTenths) issues['totalTenths'] = 'MINIMA_ABOVE_TOTAL'
  if (dayTenths !== undefined && dayTenths > 240) issues['dayTenths'] = 'DAY_TOO_LONG'
  for (const [at, { numerator, denominator, of }] of shares?.entries() ?? []) {
    if (numerator && denominator && numerator >= denominator)
      issues[`shares.${at}.numerator`] = 'SHARE_ABOVE_ONE'
    if (isTwice(of)) issues[`shares.${at}.of`] = 'TWICE'
  }
  Object.assign(issues, formsIssues(form.forms))
  for (const category of categories)
    Object.assign(issues, windowsIssues(windows[category], `windows.${category}`))
  Object.assign(issues, chainsIssues(form.chains), absentForms(form))
  return issues
}

const isTwice = (list: readonly string[] = []) => new Set(list).size < list.length

/** The places of lines whose code stands in the list already. */
const placesTwice = (lines: readonly { readonly code?: string }[]): number[] => {
  const codes = lines.map(({ code }) => code)
  return codes.flatMap((code, at) => (code !== undefined && codes.indexOf(code) < at ? [at] : []))
}

function formsIssues(forms: readonly Part<FormRule>[] = []): Issues {
  const issues: Issues = {}
  for (const at of placesTwice(forms)) issues[`forms.${at}.code`] = 'TWICE'
  for (const [at, { options, capTenths, evidence }] of forms.entries()) {
    if (isTwice(evidence)) issues[`forms.${at}.evidence`] = 'TWICE'
    if (!options) continue
    for (const place of placesTwice(options)) issues[`forms.${at}.options.${place}.code`] = 'TWICE'
    // Of several kinds each needs a name to be chosen by.
    const nameless = options.findIndex(({ label }) => options.length > 1 && label === '')
    if (nameless >= 0) issues[`forms.${at}.options.${nameless}.label`] = 'TEXT_REQUIRED'
    // One that is not known may be the least.
    const least = Math.min(...options.map(({ tenthsPerUnit = 0 }) => tenthsPerUnit))
    if (capTenths && least > capTenths) issues[`forms.${at}.capTenths`] = 'CAP_BELOW_UNIT'
  }
  return issues
}

type Day = Part<YearDay> | null | undefined

/** Whether one day of a learning year comes before another, as far as both are known. */
function isBefore(one: Day, other: Day): boolean {
  if (one?.after === undefined || other?.after === undefined || !one.day || !other.day) return false
  return `${one.after}-${one.day}` < `${other.after}-${other.day}`
}

/** A 30 February does not exist in any year. */
const exists = (day: string) => Number(day.slice(3)) <= daysInMonth(2024, Number(day.slice(0, 2)))

function windowsIssues(windows: Part<Windows> = {}, path: string): Issues {
  const issues: Issues = {}
  const { learnFrom, learnTo, ...others } = windows
  if (isBefore(learnTo, learnFrom)) issues[`${path}.learnTo`] = 'WINDOW_REVERSED'
  for (const [name, day] of Object.entries(others))
    if (isBefore(day, learnTo)) issues[`${path}.${name}`] = 'WINDOW_EARLY'
  for (const [name, day] of Object.entries(windows))
    if (day?.day && !exists(day.day)) issues[`${path}.${name}`] = 'MONTH_DAY_FORMAT'
  return issues
}

/** Whether some records do not fit, as far as the chain is known. */
const isNarrow = ({ yearFrom, yearTo, aboveTenths, ...lists }: Part<Chain>) =>
  [yearFrom, yearTo, aboveTenths].some((bound) => typeof bound === 'number') ||
  [lists.categories, lists.series, lists.forms].some((list) => list && list.length > 0)

/** Whether every record fits: the chain that stands last must take what none before it took. */
export const takesAll = (chain: Chain) => !isNarrow(chain)

function chainsIssues(chains: readonly Part<Chain>[] = []): Issues {
  const issues: Issues = {}
  for (const [at, chain] of chains.entries()) {
    const { yearFrom, yearTo, offices } = chain
    if (isTwice(offices)) issues[`chains.${at}.offices`] = 'TWICE'
    if (yearFrom && yearTo && yearTo < yearFrom) issues[`chains.${at}.yearTo`] = 'YEARS_REVERSED'
    // Behind one that takes everything nothing is ever reached.
    if (isWhole(chain) && takesAll(chain) && at < chains.length - 1)
      issues[`chains.${at}.offices`] = 'CHAIN_TOO_WIDE'
  }
  const last = chains.at(-1)
  if (last && isNarrow(last)) issues[`chains.${chains.length - 1}.offices`] = 'CHAIN_NO_LAST'
  return issues
}

/** Chains for forms that the set has not: no record would ever be theirs. */
function absentForms({ chains, forms }: Part<RuleSetForm>): Issues {
  const issues: Issues = {}
  const codes = forms?.map(({ code }) => code)
  // One whose code is not known yet may be the one that is named.
  if (!codes || codes.includes(undefined)) return issues
  for (const [at, chain] of chains?.entries() ?? [])
    if (chain.forms?.some((code) => !codes.includes(code)))
      issues[`chains.${at}.forms`] = 'CHAIN_FORM_ABSENT'
  return issues
}

const chainFields = [
  'yearFrom',
  'yearTo',
  'categories',
  'series',
  'forms',
  'aboveTenths',
  'offices',
] as const satisfies (keyof Chain)[]
const isWhole = (chain: Part<Chain>): chain is Chain =>
  chainFields.every((field) => chain[field] !== undefined)
