import { regionName } from '@xueshi/contract/dictionaries/guangdong'
import { learningFormLabel } from '@xueshi/contract/dictionaries/learning-forms'
import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import { formatHours } from '@xueshi/contract/hours'
import type {
  Category,
  CertifyWay,
  ChainOffice,
  DefaultPart,
  FormOption,
  RuleSetForm,
  RuleSetState,
  Windows,
  YearDay,
} from '@xueshi/contract/ledger'
import { addIssueTexts } from '../ui/errors.ts'
import type { Tone } from '../ui/status.tsx'
import { categoryText } from './text.ts'

addIssueTexts({
  YEARS_REVERSED: '终止年度不能早于起始年度',
  MINIMA_ABOVE_TOTAL: '总学时不能小于三类最低学时之和',
  DAY_TOO_LONG: '每日学时不能超过 24 学时',
  SHARE_ABOVE_ONE: '占比须小于 1：分子要小于分母',
  TWICE: ({ label }) => `${label}有重复的内容，请删去一个`,
  CAP_BELOW_UNIT: '年度上限不能小于一个计量单位的学时',
  WINDOW_REVERSED: '学习截止不能早于学习开始',
  WINDOW_EARLY: ({ label }) => `${label}不能早于学习截止`,
  MONTH_DAY_FORMAT: ({ label }) => `${label}没有这一天，请核对`,
  CHAIN_TOO_WIDE: '这一行适用于全部记录，只能放在最后',
  CHAIN_FORM_ABSENT: '限定的学习形式已不在本规则中，请修改这一行',
  CHAIN_NO_LAST: '最后一行须适用于全部记录：不限年度、类型、系列、形式和学时',
  YEARS_UNCOVERED: '这样会使一些年度没有学时规则，请核对起止年度',
  MOMENT_PASSED: '生效时间须晚于现在',
})

export const ruleSetStateText: Record<RuleSetState, string> = {
  draft: '草稿',
  scheduled: '待生效',
  effective: '已生效',
  superseded: '已被取代',
}
export const ruleSetStateTone: Record<RuleSetState, Tone> = {
  draft: 'neutral',
  scheduled: 'waiting',
  effective: 'ok',
  superseded: 'past',
}

export const chainOfficeText: Record<ChainOffice, string> = {
  employer: '用人单位',
  industry: '行业主管部门',
  hrss: '人社部门',
}
export const certifyText: Record<CertifyWay, string> = {
  onRequest: '达标后本人随时申请',
  batch: '由人社部门成批认证',
}
export const defaultPartText: Record<DefaultPart, string> = {
  day: '每日学时与每学时分钟数',
  forms: '学习形式的折算与上限',
  windows: '时间窗口',
  chains: '审核流程',
  relief: '按月减免的算法',
}
export const windowText: Record<keyof Windows, string> = {
  learnFrom: '学习开始',
  learnTo: '学习截止',
  declareTo: '申报截止',
  reviewTo: '审核截止',
  certifyTo: '认证截止',
  makeUpTo: '补学截止',
}
export const afterText = ['当年', '次年', '第三年'] as const

/** Who the set is for: a place and a series. */
export function scopeText({ jurisdiction, series }: Pick<RuleSetForm, 'jurisdiction' | 'series'>) {
  const place = jurisdiction === 'CN' ? '全国' : (regionName(jurisdiction) ?? jurisdiction)
  return `${place}，${seriesText(series)}`
}

export const seriesText = (series: string | null) =>
  series === null ? '全部系列' : (titleSeriesLabel(series) ?? series)

export function yearsText({ yearFrom, yearTo }: Pick<RuleSetForm, 'yearFrom' | 'yearTo'>): string {
  if (yearTo === null) return `${yearFrom} 年起`
  return yearTo === yearFrom ? `${yearFrom} 年` : `${yearFrom} 至 ${yearTo} 年`
}

export const hoursOf = (tenths: number) => `${formatHours(tenths)} 学时`

export function dayText(day: YearDay | null, none = '不限'): string {
  if (day === null) return none
  const [month, date] = day.day.split('-').map(Number)
  return `${afterText[day.after] ?? ''} ${month} 月 ${date} 日`
}

export const categoriesText = (of: readonly Category[]) =>
  of.length === 0 ? '全部' : of.map((category) => categoryText[category]).join('、')

export const formText = (code: string) => learningFormLabel(code) ?? code

export const officesText = (offices: readonly ChainOffice[]) =>
  offices.map((office) => chainOfficeText[office]).join(' → ')

export const optionText = ({ label, tenthsPerUnit }: FormOption, unit: string) =>
  `${label === '' ? '' : `${label}：`}每${unit} ${hoursOf(tenthsPerUnit)}`
