import { caseKindLabels } from '@xueshi/contract/dictionaries/case-kinds'
import { categories } from '@xueshi/contract/dictionaries/categories'
import { countries } from '@xueshi/contract/dictionaries/countries'
import { degrees } from '@xueshi/contract/dictionaries/degrees'
import { educations } from '@xueshi/contract/dictionaries/educations'
import type { Entry } from '@xueshi/contract/dictionaries/entry'
import { ethnicities } from '@xueshi/contract/dictionaries/ethnicities'
import { childrenOf, guangdongCode } from '@xueshi/contract/dictionaries/guangdong'
import { learningForms } from '@xueshi/contract/dictionaries/learning-forms'
import { reliefReasons } from '@xueshi/contract/dictionaries/relief-reasons'
import { securityQuestions } from '@xueshi/contract/dictionaries/security-questions'
import { sexes } from '@xueshi/contract/dictionaries/sexes'
import { titleLevels, titleSeries } from '@xueshi/contract/dictionaries/title-series'
import type { KeptDictionary } from '@xueshi/contract/settings'

/** What the province words itself: title, and where its entries are seen. */
export const keptText: Readonly<Record<KeptDictionary, { title: string; use: string }>> = {
  industries: { title: '行业', use: '单位的所属行业、行业主管部门' },
  returnReasons: { title: '退回原因', use: '学时审核：退回时的常用原因' },
  rejectReasons: { title: '不予认定的原因', use: '学时审核：不予认定时的常用原因' },
  cutReasons: { title: '少认定学时的原因', use: '学时审核：认定学时少于拟申报学时时' },
  upholdReasons: { title: '维持原决定的理由', use: '申诉处理：维持原决定时' },
}

export interface Standard {
  name: string
  title: string
  /** Where its entries come from. */
  source: string
  entries: readonly Entry[]
}

const regions = () =>
  childrenOf(guangdongCode).flatMap((city) => [
    city,
    ...childrenOf(city.code).map(({ code, label }) => ({ code, label: `${city.label}${label}` })),
  ])

const ownSource = '本系统，随版本更新'

/** The dictionaries that follow a standard or the house's own rules; nobody changes them on a page. */
export const standards = (): readonly Standard[] => [
  { name: 'sexes', title: '性别', source: 'GB/T 2261.1', entries: sexes },
  { name: 'ethnicities', title: '民族', source: 'GB/T 3304-1991', entries: ethnicities },
  { name: 'educations', title: '学历', source: 'GB/T 4658-2006', entries: educations },
  { name: 'degrees', title: '学位', source: 'GB/T 6864-2003', entries: degrees },
  { name: 'regions', title: '广东省行政区划', source: 'GB/T 2260', entries: regions() },
  { name: 'countries', title: '国家和地区', source: 'ISO 3166-1', entries: countries() },
  {
    name: 'titleSeries',
    title: '职称系列',
    source: '职称制度改革的 27 个系列',
    entries: titleSeries,
  },
  { name: 'titleLevels', title: '职称层级', source: '职称制度改革', entries: titleLevels },
  { name: 'categories', title: '课程类型', source: '广东省年度通知', entries: categories },
  {
    name: 'learningForms',
    title: '学习形式',
    source: '折算标准和上限在学时规则中按年度维护',
    entries: learningForms,
  },
  { name: 'reliefReasons', title: '免修减免事由', source: ownSource, entries: reliefReasons },
  {
    name: 'caseKinds',
    title: '失信内容',
    source: ownSource,
    entries: Object.entries(caseKindLabels).map(([code, label]) => ({ code, label })),
  },
  { name: 'securityQuestions', title: '密保问题', source: ownSource, entries: securityQuestions },
]
