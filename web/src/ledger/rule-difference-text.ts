import { formatHours } from '@xueshi/contract/hours'
import {
  categories,
  type Category,
  Chain,
  certifyWays,
  chainOffices,
  type Difference,
  defaultParts,
  FormOption,
  FormRule,
  Share,
} from '@xueshi/contract/ledger'
import * as z from 'zod/mini'
import { chainLabels, formRuleLabels, shareLabels } from './rule-line-text.ts'
import {
  afterText,
  certifyText,
  chainOfficeText,
  defaultPartText,
  formText,
  officesText,
  optionText,
  scopeText,
  seriesText,
  windowText,
} from './rule-text.ts'
import { categoryText } from './text.ts'

/** The names of a rule set's values, by the last part of their path. */
const names: Readonly<Record<string, string>> = {
  ...shareLabels,
  ...formRuleLabels,
  ...chainLabels,
  jurisdiction: '适用地区',
  totalTenths: '总学时',
  dayTenths: '一天的学时',
  minutesPerHour: '每学时分钟数',
  prorates: '减免按月折算',
  certifies: '年度认证方式',
  source: '依据',
  confirmed: '依据已确认',
  defaults: '系统默认的内容',
  minima: '最低学时',
  shares: '占比',
  forms: '学习形式',
  windows: '时间窗口',
  chains: '审核流程',
  code: '代码',
  label: '名称',
  tenthsPerUnit: '每单位学时',
  day: '日期',
  after: '年份',
  ...windowText,
}

const isCategory = (part: string): part is Category => categories.some((one) => one === part)

/** `forms.07.capTenths` → 学习形式：论文论著，年度上限. */
export function differenceName({ path }: Difference): string {
  const [part = '', key, ...below] = path.split('.')
  const words = [names[part] ?? part]
  if (key !== undefined) words.push(keyName(part, key))
  // Of an option the key is its number, which says nothing.
  words.push(
    ...below.filter((each) => Number.isNaN(Number(each))).map((each) => names[each] ?? each),
  )
  const [first = '', ...rest] = words
  return rest.length > 0 ? `${first}：${rest.join('，')}` : first
}

function keyName(part: string, key: string): string {
  if (isCategory(key)) return categoryText[key]
  if (part === 'forms') return formText(key)
  return part === 'chains' ? `第 ${Number(key) + 1} 行` : key
}

/** A value as people read it; what is not there is a dash. */
export function differenceValue(path: string, value: unknown): string {
  const last = path.split('.').at(-1) ?? ''
  if (value === undefined) return '—'
  if (value === null) return last === 'series' ? seriesText(null) : '不限'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number') {
    if (last === 'after') return afterText[value] ?? String(value)
    return last.endsWith('Tenths') || last === 'tenthsPerUnit' || path.startsWith('minima.')
      ? `${formatHours(value)} 学时`
      : String(value)
  }
  if (typeof value === 'string') return wordText(last, value)
  if (Array.isArray(value)) {
    const list: unknown[] = value
    const words = list.map((each) => wordText(last, String(each)))
    return words.length > 0 ? words.join('、') : '全部'
  }
  return lineText(value)
}

function wordText(last: string, value: string): string {
  if (last === 'jurisdiction')
    return scopeText({ jurisdiction: value, series: null }).split('，')[0] ?? ''
  if (last === 'series') return seriesText(value)
  if (last === 'forms') return formText(value)
  if (isCategory(value)) return categoryText[value]
  const way = certifyWays.find((each) => each === value)
  const office = chainOffices.find((each) => each === value)
  const part = defaultParts.find((each) => each === value)
  if (last === 'certifies' && way) return certifyText[way]
  if (last === 'offices' && office) return chainOfficeText[office]
  return last === 'defaults' && part ? defaultPartText[part] : value
}

/** A line that is new or gone, in short. */
function lineText(value: object): string {
  const form = z.safeParse(FormRule, value)
  if (form.success) return `每${form.data.unit}计，共 ${form.data.options.length} 档`
  const chain = z.safeParse(Chain, value)
  if (chain.success) return officesText(chain.data.offices)
  const option = z.safeParse(FormOption, value)
  if (option.success) return optionText(option.data, '单位')
  const share = z.safeParse(Share, value)
  return share.success ? `${share.data.numerator}/${share.data.denominator}` : '有'
}
