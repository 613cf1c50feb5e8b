import * as guangdong from '@xueshi/contract/dictionaries/guangdong'
import { titleSeries } from '@xueshi/contract/dictionaries/title-series'
import { categories } from '@xueshi/contract/ledger'
import { Day } from '@xueshi/contract/shapes'
import { publicStates } from '@xueshi/contract/training/classes'
import * as z from 'zod/mini'
import { categoryText } from '../ledger/text.ts'
import { FilterSearch } from '../ui/filter-search.tsx'
import type { Filter } from '../ui/filters.tsx'
import { classStateText } from './class-text.ts'

/** What a list of classes may be searched by, as it stands in the URL. */
export const OpenSearch = z.object({
  name: z.optional(z.string()),
  category: z.optional(z.enum(categories)),
  series: z.optional(z.string()),
  region: z.optional(z.string()),
  from: z.optional(Day),
  to: z.optional(Day),
  state: z.optional(z.enum(publicStates)),
  free: z.optional(z.enum(['1'])),
  lacking: z.optional(z.enum(['1'])),
  /** The class whose dialog is open. */
  class: z.optional(z.string()),
})
export type OpenSearch = z.infer<typeof OpenSearch>

/** The query of a list, without what is empty. */
export const queryOf = (
  { class: _open, ...search }: OpenSearch,
  after: string | undefined,
): Omit<OpenSearch, 'class'> & { after?: string } =>
  Object.fromEntries(Object.entries({ ...search, after }).filter(([, value]) => Boolean(value)))

const options = (values: readonly { code: string; label: string }[]) =>
  values.map(({ code: value, label: text }) => ({ value, text }))

/** Cities, each with all below it, and their counties. */
const regionGroups = guangdong.childrenOf(guangdong.guangdongCode).map((city) => {
  const counties = guangdong.childrenOf(city.code)
  const whole = counties.length > 0 ? `${city.label}（全市）` : city.label
  return {
    heading: city.label,
    options: [
      { value: city.code, text: whole },
      ...counties.map(({ code, label }) => ({ value: code, text: `${city.label}${label}` })),
    ],
  }
})

/** The fields above a list of classes. */
export const openFilters = ({ lacking = false }: { lacking?: boolean } = {}): Filter[] => [
  { name: 'name', label: '培训班或课程名称' },
  {
    name: 'category',
    label: '课程类型',
    options: categories.map((value) => ({ value, text: categoryText[value] })),
  },
  { name: 'series', label: '专业系列', options: options(titleSeries) },
  {
    name: 'region',
    label: '施教机构所在地',
    field: (props) => <FilterSearch {...props} groups={regionGroups} />,
  },
  { name: 'from', label: '开班日期从', day: true },
  { name: 'to', label: '开班日期到', day: true },
  {
    name: 'state',
    label: '班级状态',
    all: classStateText.accepting,
    options: publicStates
      .filter((value) => value !== 'accepting')
      .map((value) => ({ value, text: classStateText[value] })),
  },
  {
    name: 'free',
    label: '名额',
    all: '不限',
    options: [{ value: '1', text: '有空余名额' }],
  },
  ...(lacking
    ? [
        {
          name: 'lacking',
          label: '我的年度',
          all: '不限',
          options: [{ value: '1', text: '补我所缺的类型' }],
        },
      ]
    : []),
]

/** Nothing searched for. */
export const nothingSearched = {
  name: undefined,
  category: undefined,
  series: undefined,
  region: undefined,
  from: undefined,
  to: undefined,
  state: undefined,
  free: undefined,
  lacking: undefined,
  after: undefined,
}
