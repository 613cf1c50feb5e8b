import type { Chain, FormRule, Share } from '@xueshi/contract/ledger'
import type { FieldName } from '../ui/errors.ts'

/** What the fields of a line are called, in its drawer and where its faults are named beside the list. */
export const shareLabels = {
  name: '名称',
  of: '计入的类型',
  numerator: '分子',
  denominator: '分母',
  binding: '影响达标',
} as const satisfies Record<keyof Share, string>

export const formRuleLabels = {
  code: '学习形式',
  unit: '计量单位',
  options: '折算',
  rankStepTenths: '排名每后一位减去',
  capTenths: '年度上限',
  category: '课程类型',
  evidence: '所需证明',
  numberLabel: '成果编号的名称',
  timeBased: '按时间计算',
  declarable: '可由个人申报',
  note: '说明',
} as const satisfies Record<keyof FormRule, string>

/** 折算, one of its kinds by its place. */
export const optionLabels = (place: number) => ({
  label: `第 ${place + 1} 档的名称`,
  tenthsPerUnit: `第 ${place + 1} 档每单位学时`,
})

export const chainLabels = {
  offices: '经办部门',
  yearFrom: '起始年度',
  yearTo: '终止年度',
  aboveTenths: '申报学时超过',
  categories: '课程类型',
  series: '专业系列',
  forms: '学习形式',
} as const satisfies Record<keyof Chain, string>

const chosen = new Set(['of', 'code', 'category', 'offices', 'categories', 'series', 'forms'])

/** The field of a line at a path within it: `options.1.label` too. */
const fieldBy = (labels: Readonly<Record<string, string>>) => (path: string) => {
  const [field = '', place, part] = path.split('.')
  const { label, tenthsPerUnit } = optionLabels(Number(place))
  const ofOption = part === 'label' ? label : part === 'tenthsPerUnit' ? tenthsPerUnit : undefined
  return { label: ofOption ?? labels[field] ?? '这一行', choose: chosen.has(field) }
}

export const lineField: Record<'shares' | 'forms' | 'chains', (path: string) => FieldName> = {
  shares: fieldBy(shareLabels),
  forms: fieldBy(formRuleLabels),
  chains: fieldBy(chainLabels),
}
