import { reliefReasonLabel } from '@xueshi/contract/dictionaries/relief-reasons'
import { formatHours } from '@xueshi/contract/hours'
import {
  type Asks,
  categories,
  type ExemptionAct,
  type ExemptionKind,
  type ExemptionState,
  type Relief,
} from '@xueshi/contract/ledger'
import { addIssueTexts } from '../ui/errors.ts'
import type { Tone } from '../ui/status.tsx'
import { categoryText } from './text.ts'

addIssueTexts({
  OUTSIDE_YEAR: '起止日期须与所选年度有重合',
  RELIEF_NOTHING: '请至少减免一个月，或选择一类免修的课程',
  NOT_PRORATED: '该年度的规则不按月折算，只能填 0 或 12 个月',
})

export const exemptionStateText: Record<ExemptionState, string> = {
  draft: '草稿',
  submitted: '待单位审核',
  underReview: '待人社部门审核',
  returned: '已退回',
  granted: '已批准',
  refused: '不予批准',
  revoked: '已撤销',
}
export const exemptionStateTone: Record<ExemptionState, Tone> = {
  draft: 'neutral',
  submitted: 'waiting',
  underReview: 'waiting',
  returned: 'attention',
  granted: 'ok',
  refused: 'bad',
  revoked: 'bad',
}

export const exemptionKindText: Record<ExemptionKind, string> = {
  whole: '免修全年',
  months: '按月减免',
  professional: '免修专业课',
}

export const exemptionActText: Record<ExemptionAct, string> = {
  create: '填写申请',
  submit: '送审',
  withdraw: '撤回',
  pass: '单位同意，报人社部门',
  escalate: '单位逾期未审核，转人社部门',
  return: '退回',
  refuse: '不予批准',
  grant: '批准',
  revoke: '撤销',
}

export const exemptionActTone: Record<ExemptionAct, Tone> = {
  create: 'neutral',
  submit: 'waiting',
  withdraw: 'neutral',
  pass: 'ok',
  escalate: 'attention',
  return: 'attention',
  refuse: 'bad',
  grant: 'ok',
  revoke: 'bad',
}

export const reasonText = (code: string) => reliefReasonLabel(code) ?? code

/** What is taken off, in words. */
export function reliefText({ months, exempt }: Relief): string {
  if (months === 12) return '全年免修'
  const parts = [
    ...(months > 0 ? [`减免 ${months} 个月`] : []),
    ...(exempt.length > 0 ? [`免修${exempt.map((each) => categoryText[each]).join('、')}`] : []),
  ]
  return parts.join('，') || '不减免'
}

/** What a year asks: 总学时 90，其中公需课 30 … */
export function asksText({ totalTenths, byCategory }: Asks): string {
  const parts = categories.map(
    (category) => `${categoryText[category]} ${formatHours(byCategory[category])}`,
  )
  return `总学时 ${formatHours(totalTenths)}，其中${parts.join('、')}`
}
