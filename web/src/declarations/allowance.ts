import { formatHours } from '@xueshi/contract/hours'
import type { FormRule } from '@xueshi/contract/ledger'
import { daysInclusive, isIsoDate } from '@xueshi/contract/year'

export interface Allowance {
  days: number
  /** The most that these days can bring in a form that counts time, in tenths; null otherwise. */
  mostTenths: number | null
  /** What the rule's days come to where the form is counted by them, in tenths; null otherwise. */
  suggestedTenths: number | null
}

/** What a day is worth in a form that is counted by days of one kind, in tenths; null in any other. */
export const dayTenthsOf = ({ unit, options, timeBased }: FormRule): number | null =>
  timeBased && unit === '天' && options.length === 1 ? (options[0]?.tenthsPerUnit ?? null) : null

/**
 * What the stretch of learning allows in this form, by the rule of the year that it counts for.
 * `dayTenths` is the rule set's day. Null while a date is missing or they are in the wrong order.
 */
export function allowanceOf(
  rule: FormRule,
  startOn: string,
  endOn: string,
  dayTenths: number,
): Allowance | null {
  if (!isIsoDate(startOn) || !isIsoDate(endOn)) return null
  const days = daysInclusive(startOn, endOn)
  if (days < 1) return null
  const mostTenths = rule.timeBased ? days * dayTenths : null
  const each = dayTenthsOf(rule)
  const byDays = each === null ? null : days * each
  const suggestedTenths =
    byDays !== null && mostTenths !== null ? Math.min(byDays, mostTenths) : byDays
  return { days, mostTenths, suggestedTenths }
}

/** Whether a form is counted in hours themselves, one for one: nothing is left to convert. */
export const isByHours = ({ unit, options }: FormRule): boolean =>
  unit === '学时' && options.length === 1 && options[0]?.tenthsPerUnit === 10

/** What the year's rule says of the form, in a sentence or three. */
export function ruleNote(rule: FormRule): string {
  const { unit, options, capTenths, evidence, note } = rule
  const [only] = options
  const parts = [
    only === undefined
      ? `按${unit}计，学时以批准文件或决定为准`
      : isByHours(rule)
        ? '按实际学时计'
        : options.length === 1
          ? `每${unit}折算 ${formatHours(only.tenthsPerUnit)} 学时`
          : `按类别和数量（${unit}）折算`,
    capTenths === null ? '' : `每年最多计 ${formatHours(capTenths)} 学时`,
    evidence.length === 0 ? '' : `通常需要：${evidence.join('、')}`,
    note,
  ]
  return `${parts.filter(Boolean).join('；')}。`
}
