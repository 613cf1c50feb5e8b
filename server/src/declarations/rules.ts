import {
  type Check,
  type CheckCode,
  checkCodes,
  type DeclarationForm,
} from '@xueshi/contract/declarations'
import {
  dateOf,
  declarableForm,
  type FormRule,
  isDeclaredBy,
  isLearnedIn,
  lastToLearn,
  proposedTenths,
  type Windows,
} from '@xueshi/contract/ledger'
import { daysInclusive } from '@xueshi/contract/year'
import type { Credit, RuleSet } from '../ledger/service.ts'
import { checkDigit } from '../platform/check-digit.ts'

/** What the database knows about a record that its own fields do not say. */
export type CheckFacts = {
  /** The person's other records on the same days, of time-based forms. */
  overlapping: readonly { name: string; startOn: string; endOn: string }[]
  /** Names of this record's files whose content some other record has too. */
  reused: readonly string[]
  /** Names of the person's other records of the same achievement. */
  counted: readonly string[]
  /** What the ledger has of the person that may be the same training, from elsewhere than their records. */
  credited: readonly { name: string; startOn: string; endOn: string }[]
  /** Hours of this form that the ledger has for the year, in tenths. */
  usedTenths: number
}

export type Checked = Pick<
  DeclarationForm,
  'category' | 'form' | 'startOn' | 'endOn' | 'claimedTenths' | 'option' | 'units' | 'rank'
> & {
  /** Files whose bytes are here, and how many of them are documents of any number of pages. */
  files: number
  documents: number
  year: number
}

/**
 * What stops 送审, by the record alone: no evidence, a form that its year's rules do not offer, or one
 * that takes time and claims more than their hours a day over its days. Hours in tenths.
 */
export function errorsOf(record: Checked, rules: Pick<RuleSet, 'dayTenths' | 'forms'>): Check[] {
  const errors: Check[] = []
  if (record.files === 0) errors.push(found('NO_EVIDENCE'))
  const form = declarableForm(rules, record.form)
  if (!form) errors.push(found('FORM_NOT_OFFERED', { year: record.year }))
  const days = daysInclusive(record.startOn, record.endOn)
  const allowedTenths = days * rules.dayTenths
  if (form?.timeBased && record.claimedTenths > allowedTenths)
    errors.push(found('HOURS_ABOVE_DAYS', { days, allowedTenths }))
  return errors
}

/** Errors and flags as the person and the reviewers see them. `sentOn`: the day of 送审 in Asia/Shanghai. */
export function checksOf(
  record: Checked,
  facts: CheckFacts,
  rules: Pick<RuleSet, 'dayTenths' | 'formCaps' | 'forms' | 'windows'>,
  sentOn: string,
): Check[] {
  const checks = [...errorsOf(record, rules), ...ownFlags(record, rules, sentOn)]
  for (const other of facts.overlapping) checks.push(found('OVERLAP', other))
  for (const credit of facts.credited) checks.push(found('CREDITED_BEFORE', credit))
  for (const file of facts.reused) checks.push(found('FILE_USED_BEFORE', { file }))
  for (const other of facts.counted) checks.push(found('ACHIEVEMENT_USED', { name: other }))
  const capTenths = rules.formCaps[record.form]
  const { usedTenths } = facts
  if (capTenths !== undefined && usedTenths + record.claimedTenths > capTenths)
    checks.push(found('ABOVE_YEARLY_CAP', { capTenths, usedTenths }))
  return checks
}

/** The flags that a record raises by itself, by what its year's rule says of its form and of the time. */
export function ownFlags(
  record: Checked,
  rules: Pick<RuleSet, 'forms' | 'windows'>,
  sentOn: string,
): Check[] {
  const flags: Check[] = []
  const form = rules.forms.find(({ code }) => code === record.form)
  const expected = form?.evidence ?? []
  // A document may hold several papers in one; a picture shows one.
  if (record.files > 0 && record.documents === 0 && record.files < expected.length)
    flags.push(found('EVIDENCE_UNUSUAL', { expected: expected.join('、'), files: record.files }))
  const standardTenths = form ? standardOf(record, form) : null
  if (standardTenths !== null && record.claimedTenths > standardTenths)
    flags.push(found('ABOVE_STANDARD', { standardTenths }))
  return [...flags, ...timeFlags(record, rules.windows[record.category], sentOn)]
}

/**
 * Days that lie outside what the year takes, and a year that is closed for declarations, or, where its
 * rules name no day for that, has passed: January's records of last year are nothing unusual.
 */
function timeFlags(record: Checked, windows: Windows, sentOn: string): Check[] {
  const { year } = record
  const flags: Check[] = []
  if (!isLearnedIn(windows, year, record)) {
    const [from, to] = [dateOf(windows.learnFrom, year), lastToLearn(windows, year)]
    flags.push(found('OUTSIDE_WINDOW', { year, from, to }))
  }
  if (!windows.declareTo) {
    if (String(year) < sentOn.slice(0, 4)) flags.push(found('YEAR_PASSED', { year }))
  } else if (!isDeclaredBy(windows, year, sentOn))
    flags.push(found('DECLARED_LATE', { year, to: dateOf(windows.declareTo, year) }))
  return flags
}

/** What the units that a record tells of are worth by the rule of its form; null where it tells of none. */
function standardOf({ option, units, rank }: Checked, form: FormRule): number | null {
  if (!units) return null
  return proposedTenths(form, { option: option ?? '', rank: rank ?? 1, unitsTenths: units * 10 })
}

/** What a record's files are, for the checks: all that are here, and those that may hold several papers. */
export function filesOf(types: readonly (string | null)[]): Pick<Checked, 'files' | 'documents'> {
  const here = types.filter((type) => type !== null)
  return { files: here.length, documents: here.filter((type) => !type.startsWith('image/')).length }
}

function found(code: CheckCode, facts: Check['facts'] = {}): Check {
  return { code, level: checkCodes[code], facts }
}

const fieldOf: Partial<Record<CheckCode, string>> = {
  NO_EVIDENCE: 'evidence',
  HOURS_ABOVE_DAYS: 'claimedTenths',
  FORM_NOT_OFFERED: 'form',
}

/** Errors as fields of a refusal: field → code. */
export function fieldsOf(errors: readonly Check[]): Record<string, string> {
  return Object.fromEntries(errors.map(({ code }) => [fieldOf[code] ?? code, code]))
}

/** What the ledger is told of a record whose hours are recognised. */
export function creditOf(
  record: DeclarationForm & {
    id: string
    personId: string
    unitId: string | null
    year: number
    series: string
    declaredBy: string | null
  },
  hoursTenths: number,
  recognisedBy: string,
): Credit {
  const { id, personId, unitId, year, series, category, form } = record
  const { name, institution, startOn, endOn } = record
  return {
    personId,
    unitId,
    year,
    series,
    category,
    hoursTenths,
    subjects: 1,
    source: sourceOf(id),
    form,
    item: {
      name,
      institution,
      startOn,
      endOn,
      recognisedBy,
      ...(record.declaredBy === null ? {} : { byUnit: true }),
    },
  }
}

/** A declaration is one line of the ledger. */
export const sourceOf = (id: string): Credit['source'] => ({ kind: 'declaration', id, line: 0 })

/**
 * 受理编号: `GD`, the day in Asia/Shanghai, eight digits drawn at random and a check digit over all
 * sixteen (ISO 7064 MOD 11,10), which catches a wrong digit and two that were swapped.
 */
export function receiptNumber(today: string, drawn: number): string {
  const day = today.replaceAll('-', '')
  const digits = String(drawn).padStart(8, '0')
  return `GD${day}-${digits}${checkDigit(day + digits)}`
}

/** Who is searched for: part of the name, or how its pinyin or initials begin where Latin letters were typed. */
export function personFilter(typed: string): { name: string; latin: string } {
  const name = typed.normalize('NFKC').trim()
  const latin = /^[a-z üʼ’']*$/i.test(name)
    ? name
        .toLowerCase()
        .replaceAll('ü', 'v')
        .replace(/[^a-z]/g, '')
    : ''
  return { name, latin }
}
