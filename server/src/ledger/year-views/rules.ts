import { categoryText } from '@xueshi/contract/dictionaries/categories'
import { formatHours } from '@xueshi/contract/hours'
import {
  categories,
  type Category,
  dateOf,
  type FormRule,
  type HoursByCategory,
  isDeclaredBy,
  type YearDetail,
  type YearItem,
  type YearState,
} from '@xueshi/contract/ledger'
import type { Print } from '../../platform/printing.ts'
import type { RuleSet, StandingEntry } from '../rules.ts'

const stateWords: Record<YearState, string> = {
  notMet: '未达标',
  met: '待认证',
  certified: '已认证',
  suspended: '暂缓',
  revoked: '已撤销',
}
const sourceWords: Record<YearItem['sourceKind'], string> = {
  declaration: '个人申报',
  class: '培训班',
  platform: '网络平台',
  legacy: '历史数据',
}

/** Why less of a credit counts than was recognised; empty where all of it does. */
function remarkOf({ reversal, cut, form }: YearItem, { ruleSet }: YearDetail): string {
  if (reversal) return `已冲销${reversal.reason === null ? '' : `：${reversal.reason}`}`
  if (!cut) return ''
  return `按“${ruleSet.name}”，${form}每年最多计 ${formatHours(cut.capTenths)} 学时，扣减 ${formatHours(cut.cutTenths)} 学时`
}

/** What is taken off the year, in words; null where nothing is. */
export function reliefWords({ relief }: YearDetail): string | null {
  if (relief === null) return null
  if (relief.months === 12) return '全年免修'
  const months = relief.months > 0 ? [`减免 ${relief.months} 个月`] : []
  const exempt = relief.exempt.map((category) => `免修${categoryText[category]}`)
  return [...months, ...exempt].join('，') || null
}

/** What stands on the paper beside the year. */
export type StatementOf = {
  name: string
  unitName: string | null
  series: string | null
  printedOn: string
  demo: boolean
}

const template = new URL('../statement.typ', import.meta.url)

/** A year as its papers say it: all hours in tenths. */
export const paperYear = (detail: YearDetail) => ({
  year: detail.year,
  state: stateWords[detail.state],
  relief: reliefWords(detail),
  ruleSet: detail.ruleSet.name,
  source: `${detail.ruleSet.source}${detail.ruleSet.confirmed ? '' : '（待确认）'}`,
  categories: categories.map((category) => ({
    name: categoryText[category],
    requiredTenths: detail.required[category],
    countedTenths: detail.counted[category],
    lackingTenths: detail.lacking[category],
  })),
  requiredTotalTenths: detail.requiredTotalTenths,
  countedTotalTenths: detail.countedTotalTenths,
  lackingTotalTenths: detail.lackingTotalTenths,
  items: detail.items.map((item) => ({
    category: categoryText[item.category],
    course: item.name,
    form: item.form,
    institution: item.institution,
    from: item.startOn,
    to: item.endOn,
    hoursTenths: item.hoursTenths,
    countedTenths: item.countedTenths,
    recognisedBy: item.recognisedBy,
    remark: remarkOf(item, detail),
  })),
})

/** 学时明细, to be printed. */
export const statementOf = (detail: YearDetail, of: StatementOf): Print => ({
  template,
  facts: {
    ...of,
    unitName: of.unitName ?? '',
    series: of.series ?? '',
    ...paperYear(detail),
  },
})

export const sheetColumns = [
  { key: 'year', header: '年度', kind: 'number', width: 8 },
  { key: 'category', header: '课程类型', kind: 'text', width: 10 },
  { key: 'name', header: '课程名称', kind: 'text', width: 36 },
  { key: 'form', header: '学习形式', kind: 'text', width: 14 },
  { key: 'institution', header: '施教机构', kind: 'text', width: 28 },
  { key: 'startOn', header: '学习开始时间', kind: 'day', width: 14 },
  { key: 'endOn', header: '学习结束时间', kind: 'day', width: 14 },
  { key: 'hours', header: '认定学时', kind: 'number', width: 10 },
  { key: 'counted', header: '计入学时', kind: 'number', width: 10 },
  { key: 'remark', header: '扣减或冲销说明', kind: 'text', width: 40 },
  { key: 'source', header: '来源', kind: 'text', width: 10 },
  { key: 'recognisedBy', header: '认定单位', kind: 'text', width: 28 },
  { key: 'at', header: '认定日期', kind: 'day', width: 14 },
  { key: 'rules', header: '适用规则', kind: 'text', width: 24 },
] as const

/** One credit as a row of the workbook. `onDay` is the day of its recognition in Asia/Shanghai. */
export const sheetRow = (detail: YearDetail, item: YearItem, onDay: string) => ({
  year: detail.year,
  category: categoryText[item.category],
  name: item.name,
  form: item.form,
  institution: item.institution,
  startOn: item.startOn,
  endOn: item.endOn,
  hours: Number(formatHours(item.hoursTenths)),
  counted: Number(formatHours(item.countedTenths)),
  remark: remarkOf(item, detail),
  source: item.byUnit ? '单位批量申报' : sourceWords[item.sourceKind],
  recognisedBy: item.recognisedBy,
  at: onDay,
  rules: detail.ruleSet.name,
})

/** A form of which a record may still bring hours to a year. All in tenths. */
export type FormLeft = {
  rule: FormRule
  /** What its yearly cap leaves; null: it has none. */
  leftTenths: number | null
  /** In which the year still takes a record of it. */
  categories: Category[]
}
export type Gaps = { lacking: HoursByCategory; lackingTotalTenths: number; forms: FormLeft[] }

/**
 * The forms that people declare themselves, whose cap the hours that stand leave something of, with
 * the categories that are open for declarations on this day. A form that opens at a category is for
 * that one; others are for any.
 */
export function formsLeft(
  { rules, standing }: { rules: RuleSet; standing: readonly StandingEntry[] },
  { year, today }: { year: number; today: string },
): FormLeft[] {
  const isOpen = (category: Category) => {
    const windows = rules.windows[category]
    return dateOf(windows.learnFrom, year) <= today && isDeclaredBy(windows, year, today)
  }
  return rules.forms
    .filter(({ declarable }) => declarable)
    .map((rule) => {
      const used = standing
        .filter(({ form }) => form === rule.code)
        .reduce((sum, { hoursTenths }) => sum + hoursTenths, 0)
      const own = rule.category === null ? categories : [rule.category]
      const leftTenths = rule.capTenths === null ? null : Math.max(0, rule.capTenths - used)
      return { rule, leftTenths, categories: own.filter(isOpen) }
    })
    .filter((form) => form.leftTenths !== 0 && form.categories.length > 0)
}

export const sumColumns = [
  { key: 'name', header: '姓名', kind: 'text', width: 14 },
  { key: 'unitName', header: '工作单位', kind: 'text', width: 36 },
  { key: 'series', header: '专业系列', kind: 'text', width: 16 },
  { key: 'year', header: '年度', kind: 'number', width: 8 },
  { key: 'category', header: '课程类型', kind: 'text', width: 10 },
  { key: 'required', header: '应修学时', kind: 'number', width: 10 },
  { key: 'counted', header: '计入学时', kind: 'number', width: 10 },
  { key: 'lacking', header: '尚缺学时', kind: 'number', width: 10 },
  { key: 'relief', header: '免修减免', kind: 'text', width: 20 },
  { key: 'state', header: '年度认证情况', kind: 'text', width: 14 },
  { key: 'rules', header: '适用规则', kind: 'text', width: 24 },
] as const

/** What the year comes to, by category and together, as rows of the workbook. */
export function sumRows(
  detail: YearDetail,
  of: { name: string; unitName: string; series: string },
) {
  const { year, relief, state, ruleSet, categories: sums, ...paper } = paperYear(detail)
  const whose = { ...of, year }
  const terms = { relief: relief ?? '无', state, rules: ruleSet }
  const hours = (tenths: number) => Number(formatHours(tenths))
  const total = {
    name: '合计',
    requiredTenths: paper.requiredTotalTenths,
    countedTenths: paper.countedTotalTenths,
    lackingTenths: paper.lackingTotalTenths,
  }
  return [...sums, total].map((sum) => ({
    ...whose,
    category: sum.name,
    required: hours(sum.requiredTenths),
    counted: hours(sum.countedTenths),
    lacking: hours(sum.lackingTenths),
    ...terms,
  }))
}
