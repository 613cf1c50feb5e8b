import { daysInMonth } from '../year.ts'
import type { Chain, FormRule, Windows, YearDay } from './rule-set-parts.ts'
import type { RuleSetForm } from './rule-sets.ts'
import { categories } from './shapes.ts'

type Issues = Record<string, string>

/** What the shape alone cannot say of a rule set: field path → issue code. */
export function ruleSetIssues(form: RuleSetForm): Issues {
  const issues: Issues = {}
  if (form.yearTo !== null && form.yearTo < form.yearFrom) issues['yearTo'] = 'YEARS_REVERSED'
  const sum = categories.reduce((hours, category) => hours + form.minima[category], 0)
  // A total below its minima could never be what decides.
  if (sum > form.totalTenths) issues['totalTenths'] = 'MINIMA_ABOVE_TOTAL'
  if (form.dayTenths > 240) issues['dayTenths'] = 'DAY_TOO_LONG'
  for (const [at, share] of form.shares.entries()) {
    if (share.numerator >= share.denominator) issues[`shares.${at}.numerator`] = 'SHARE_ABOVE_ONE'
    if (isTwice(share.of)) issues[`shares.${at}.of`] = 'TWICE'
  }
  Object.assign(issues, formsIssues(form.forms))
  for (const category of categories)
    Object.assign(issues, windowsIssues(form.windows[category], `windows.${category}`))
  Object.assign(issues, chainsIssues(form.chains))
  return issues
}

const isTwice = (list: readonly string[]) => new Set(list).size < list.length

function formsIssues(forms: readonly FormRule[]): Issues {
  const issues: Issues = {}
  for (const [at, { code, options, capTenths, evidence }] of forms.entries()) {
    if (forms.findIndex((each) => each.code === code) < at) issues[`forms.${at}.code`] = 'TWICE'
    for (const [place, option] of options.entries())
      if (options.findIndex((each) => each.code === option.code) < place)
        issues[`forms.${at}.options.${place}.code`] = 'TWICE'
    // Of several kinds each needs a name to be chosen by.
    const nameless = options.findIndex(({ label }) => options.length > 1 && label === '')
    if (nameless >= 0) issues[`forms.${at}.options.${nameless}.label`] = 'TEXT_REQUIRED'
    const least = Math.min(...options.map(({ tenthsPerUnit }) => tenthsPerUnit))
    if (capTenths !== null && least > capTenths) issues[`forms.${at}.capTenths`] = 'CAP_BELOW_UNIT'
    if (isTwice(evidence)) issues[`forms.${at}.evidence`] = 'TWICE'
  }
  return issues
}

/** Comparable: days of the same learning year in their order. */
const orderOf = ({ after, day }: YearDay) => `${after}-${day}`

/** A 30 February does not exist in any year. */
const exists = ({ day }: YearDay) =>
  Number(day.slice(3)) <= daysInMonth(2024, Number(day.slice(0, 2)))

function windowsIssues(windows: Windows, path: string): Issues {
  const issues: Issues = {}
  const { learnFrom, learnTo, ...others } = windows
  if (orderOf(learnTo) < orderOf(learnFrom)) issues[`${path}.learnTo`] = 'WINDOW_REVERSED'
  for (const [name, day] of Object.entries(others))
    if (day !== null && orderOf(day) < orderOf(learnTo)) issues[`${path}.${name}`] = 'WINDOW_EARLY'
  for (const [name, day] of Object.entries(windows))
    if (day !== null && !exists(day)) issues[`${path}.${name}`] = 'MONTH_DAY_FORMAT'
  return issues
}

/** Whether every record fits: the chain that stands last must take what none before it took. */
export const takesAll = ({ yearFrom, yearTo, categories: of, series, forms, aboveTenths }: Chain) =>
  yearFrom === null &&
  yearTo === null &&
  of.length + series.length + forms.length === 0 &&
  aboveTenths === null

function chainsIssues(chains: readonly Chain[]): Issues {
  const issues: Issues = {}
  for (const [at, chain] of chains.entries()) {
    const { yearFrom, yearTo, offices } = chain
    if (isTwice(offices)) issues[`chains.${at}.offices`] = 'TWICE'
    if (yearFrom !== null && yearTo !== null && yearTo < yearFrom)
      issues[`chains.${at}.yearTo`] = 'YEARS_REVERSED'
    // Behind one that takes everything nothing is ever reached.
    if (takesAll(chain) && at < chains.length - 1) issues[`chains.${at}.offices`] = 'CHAIN_TOO_WIDE'
  }
  const last = chains.at(-1)
  if (last && !takesAll(last)) issues[`chains.${chains.length - 1}.offices`] = 'CHAIN_NO_LAST'
  return issues
}
