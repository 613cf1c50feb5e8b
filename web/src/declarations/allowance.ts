import type { LearningForm } from '@xueshi/contract/dictionaries/learning-forms'
import { formatHours } from '@xueshi/contract/hours'
import type { FormRule } from '@xueshi/contract/ledger'
import { daysInclusive, isIsoDate } from '@xueshi/contract/year'

export interface Allowance {
  days: number
  /** The most that these days can bring in a form that counts time, in tenths; null otherwise. */
  mostTenths: number | null
  /** What the form's default comes to where it is counted by days, in tenths; null otherwise. */
  suggestedTenths: number | null
}

/**
 * What the stretch of learning allows in this form. `dayTenths` is the rule set's day. Null while a
 * date is missing or they are in the wrong order.
 */
export function allowanceOf(
  form: LearningForm,
  startOn: string,
  endOn: string,
  dayTenths: number,
): Allowance | null {
  if (!isIsoDate(startOn) || !isIsoDate(endOn)) return null
  const days = daysInclusive(startOn, endOn)
  if (days < 1) return null
  const mostTenths = form.timeBased ? days * dayTenths : null
  const byDays =
    form.unit === '天' && form.tenthsPerUnit !== null ? days * form.tenthsPerUnit : null
  const suggestedTenths =
    byDays !== null && mostTenths !== null ? Math.min(byDays, mostTenths) : byDays
  return { days, mostTenths, suggestedTenths }
}

/** The form's defaults in a sentence or three: unit, hours for one, yearly cap, usual papers. */
export function formNote(form: LearningForm): string {
  const { unit, tenthsPerUnit, yearlyCapTenths, evidence, note } = form
  const parts = [
    tenthsPerUnit === null
      ? `按${unit}计，学时以批准文件或决定为准`
      : `每${unit}折算 ${formatHours(tenthsPerUnit)} 学时`,
    yearlyCapTenths === null ? '' : `每年最多计 ${formatHours(yearlyCapTenths)} 学时`,
    `通常需要：${evidence.join('、')}`,
    note,
  ]
  return `${parts.filter(Boolean).join('；')}。`
}

/** What the year's rule says of the form, in a sentence or three. */
export function ruleNote(rule: FormRule): string {
  const { unit, options, capTenths, evidence, note } = rule
  const [only] = options
  const parts = [
    only === undefined
      ? `按${unit}计，学时以批准文件或决定为准`
      : options.length === 1
        ? `每${unit}折算 ${formatHours(only.tenthsPerUnit)} 学时`
        : `按类别和数量（${unit}）折算`,
    capTenths === null ? '' : `每年最多计 ${formatHours(capTenths)} 学时`,
    `通常需要：${evidence.join('、')}`,
    note,
  ]
  return `${parts.filter(Boolean).join('；')}。`
}
