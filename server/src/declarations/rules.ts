import {
  type Check,
  type CheckCode,
  checkCodes,
  type DeclarationFact,
  type DeclarationForm,
  declarationIssues,
  type DeclarationState,
  type StepState,
} from '@xueshi/contract/declarations'
import { learningForm, learningForms } from '@xueshi/contract/dictionaries/learning-forms'
import type { Facts } from '@xueshi/contract/moves'
import { daysInclusive } from '@xueshi/contract/year'
import type { RuleSet } from '../ledger/service.ts'
import { checkDigit } from '../platform/check-digit.ts'

export type Office = 'employer' | 'industry' | 'hrss'

/** Who looks at a record: the person that it belongs to, or an office with the unit that holds it. */
export type Viewer =
  | { kind: 'own'; personId: string }
  | { kind: 'office'; office: Office; unitId: string; accountId: string }

export type Step = {
  id: string
  round: number
  position: number
  office: Office
  officeUnitId: string
  officeName: string
  state: StepState
}

/** Field → issue code, with what only the server's dictionaries can say. `today` is Asia/Shanghai's day. */
export function formIssues(form: DeclarationForm, today: string): Record<string, string> {
  const issues = declarationIssues(form, today)
  if (!learningForm(form.form)) issues['form'] = 'NOT_OFFERED'
  return issues
}

/** Codes of the forms whose hours come from time spent: only two of these can overlap. */
export const timeBasedForms: readonly string[] = learningForms
  .filter(({ timeBased }) => timeBased)
  .map(({ code }) => code)

/** What the database knows about a record that its own fields do not say. */
export type CheckFacts = {
  /** The person's other records on the same days, of time-based forms. */
  overlapping: readonly { name: string; startOn: string; endOn: string }[]
  /** Names of this record's files whose content some other record has too. */
  reused: readonly string[]
  /** Hours of this form that the ledger has for the year, in tenths. */
  usedTenths: number
}

export type Checked = Pick<DeclarationForm, 'form' | 'startOn' | 'endOn' | 'claimedTenths'> & {
  /** Files whose bytes are here. */
  files: number
  year: number
}

/**
 * What stops 送审, by the record alone: no evidence, or a time-based form that claims more than the
 * rule set's hours a day over its days. Hours in tenths.
 */
export function errorsOf(record: Checked, rules: Pick<RuleSet, 'dayTenths'>): Check[] {
  const errors: Check[] = []
  if (record.files === 0) errors.push(found('NO_EVIDENCE'))
  const days = daysInclusive(record.startOn, record.endOn)
  const allowedTenths = days * rules.dayTenths
  if (timeBasedForms.includes(record.form) && record.claimedTenths > allowedTenths)
    errors.push(found('HOURS_ABOVE_DAYS', { days, allowedTenths }))
  return errors
}

/** Errors and flags as the person and the reviewers see them. `thisYear` is Asia/Shanghai's. */
export function checksOf(
  record: Checked,
  facts: CheckFacts,
  rules: Pick<RuleSet, 'dayTenths' | 'formCaps'>,
  thisYear: number,
): Check[] {
  const checks = errorsOf(record, rules)
  const expected = learningForm(record.form)?.evidence ?? []
  if (record.files > 0 && record.files < expected.length)
    checks.push(found('EVIDENCE_UNUSUAL', { expected: expected.join('、'), files: record.files }))
  for (const other of facts.overlapping) checks.push(found('OVERLAP', other))
  for (const file of facts.reused) checks.push(found('FILE_USED_BEFORE', { file }))
  const capTenths = rules.formCaps[record.form]
  const { usedTenths } = facts
  if (capTenths !== undefined && usedTenths + record.claimedTenths > capTenths)
    checks.push(found('ABOVE_YEARLY_CAP', { capTenths, usedTenths }))
  if (record.year < thisYear) checks.push(found('YEAR_PASSED', { year: record.year }))
  return checks
}

function found(code: CheckCode, facts: Check['facts'] = {}): Check {
  return { code, level: checkCodes[code], facts }
}

const fieldOf: Partial<Record<CheckCode, string>> = {
  NO_EVIDENCE: 'evidence',
  HOURS_ABOVE_DAYS: 'claimedTenths',
}

/** Errors as fields of a refusal: field → code. */
export function fieldsOf(errors: readonly Check[]): Record<string, string> {
  return Object.fromEntries(errors.map(({ code }) => [fieldOf[code] ?? code, code]))
}

/** The steps that were opened together at the last 送审. */
export function lastRound(steps: readonly Step[]): Step[] {
  const round = Math.max(0, ...steps.map((step) => step.round))
  return steps.filter((step) => step.round === round)
}

/**
 * The way through review as it stands: the last round, and before it what an earlier round had
 * passed when a higher office returned the record.
 */
export function wayThrough(steps: readonly Step[]): Step[] {
  const last = lastRound(steps)
  const first = last[0]?.position ?? 1
  const earlier = new Map<number, Step>()
  for (const step of steps) if (step.position < first) earlier.set(step.position, step)
  return [...earlier.values(), ...last]
}

/** The steps that a resubmission opens again: from the office that returned the record on. */
export function stepsToReopen(steps: readonly Step[]): Step[] {
  const last = lastRound(steps)
  const from = last.find(({ state }) => state === 'returned')?.position ?? 1
  return last.filter(({ position }) => position >= from)
}

/** What the table of moves asks of a record and whoever looks at it. */
export function declarationFacts(
  record: { personId: string; submittedAt: Date | null; steps: readonly Step[] },
  viewer: Viewer,
): Facts<DeclarationFact> {
  const round = lastRound(record.steps)
  const open = round.find(({ state }) => state === 'open')
  const own = viewer.kind === 'own' && viewer.personId === record.personId
  const holdsStep =
    viewer.kind === 'office' &&
    open?.officeUnitId === viewer.unitId &&
    open.office === viewer.office
  const moreSteps = round.some(({ state }) => state === 'waiting')
  const atHigher = round.some(({ state, position }) => state === 'returned' && position > 1)
  return {
    own,
    neverSent: record.submittedAt === null,
    atFirst: !atHigher,
    atHigher,
    holdsStep,
    lastStep: !moreSteps,
    moreSteps,
    notSelf: viewer.kind === 'office' && viewer.accountId !== record.personId,
  }
}

/** Who is shown the checks: the person while the record can change, an office while it may decide. */
export function showsChecks(
  viewer: Viewer,
  state: DeclarationState,
  moves: { edit: { from: readonly string[] }; return: { from: readonly string[] } },
): boolean {
  return (viewer.kind === 'own' ? moves.edit : moves.return).from.includes(state)
}

/**
 * 受理编号: `GD`, the day in Asia/Shanghai, eight digits drawn at random and a check digit over all
 * sixteen (ISO 7064 MOD 11,10), which catches a wrong digit and two that were swapped.
 */
export function receiptNumber(today: string, drawn: number): string {
  const day = today.replaceAll('-', '')
  const digits = String(drawn).padStart(8, '0')
  return `GD${day}-${digits}${checkDigit(day + digits)}`
}
