import {
  categories,
  type Category,
  type Chain,
  type DefaultPart,
  type FormRule,
  type RuleSetForm,
  type Windows,
} from '@xueshi/contract/ledger'
import { DefinitionList } from '../ui/facts.tsx'
import { Card } from '../ui/page.tsx'
import { Tag } from '../ui/status.tsx'
import { type Column, Table } from '../ui/table.tsx'
import {
  categoriesText,
  certifyText,
  dayText,
  defaultPartText,
  formText,
  hoursOf,
  officesText,
  optionText,
  scopeText,
  seriesText,
  windowText,
  yearsText,
} from './rule-text.ts'
import { categoryText } from './text.ts'

/** Everything that a rule set says, with the paper that it comes from. */
export function RuleSetFacts({ set }: { set: RuleSetForm }) {
  return (
    <>
      <Card title="学时要求">
        <DefinitionList
          facts={[
            { term: '适用年度', value: yearsText(set) },
            { term: '适用范围', value: scopeText(set) },
            { term: '总学时', value: hoursOf(set.totalTenths) },
            ...categories.map((category) => ({
              term: `${categoryText[category]}最低学时`,
              value: hoursOf(set.minima[category]),
            })),
            {
              term: '一天的学时',
              value: `${hoursOf(set.dayTenths)}，每学时 ${set.minutesPerHour} 分钟`,
            },
            { term: '年度认证', value: certifyText[set.certifies] },
            { term: '减免', value: set.prorates ? '按月折算' : '不按月折算' },
            ...set.shares.map((share) => ({
              term: share.name,
              wide: true,
              value: `${categoriesText(share.of)}合计不少于总学时的 ${share.numerator}/${share.denominator}${
                share.binding ? '' : '（仅提示，不影响达标）'
              }`,
            })),
            {
              term: '依据',
              wide: true,
              value: (
                <>
                  {set.source} {!set.confirmed && <Tag>待确认</Tag>}
                </>
              ),
            },
          ]}
        />
        {set.defaults.length > 0 && (
          <p className="field-hint">
            {`系统默认（未找到正式文件，以主管部门公布的为准）：${set.defaults
              .map((part) => defaultPartText[part])
              .join('、')}。`}
          </p>
        )}
      </Card>
      <Card title={titleOf('学习形式', set, 'forms')}>
        <FormsTable forms={set.forms} />
      </Card>
      <Card title={titleOf('时间窗口', set, 'windows')}>
        <WindowsTable windows={set.windows} />
      </Card>
      <Card title={titleOf('审核流程', set, 'chains')}>
        <ChainsTable chains={set.chains} />
      </Card>
    </>
  )
}

const titleOf = (title: string, set: RuleSetForm, part: DefaultPart) =>
  set.defaults.includes(part) ? `${title}（系统默认）` : title

/** Lines are told apart by their places: nothing else keeps two of them from being alike. */
export function byPlace<Row>(rows: readonly Row[]): (row: Row) => string {
  const places = new Map(rows.map((row, at) => [row, String(at)]))
  return (row) => places.get(row) ?? ''
}

const formColumns: readonly Column<FormRule>[] = [
  { head: '学习形式', title: true, cell: (form) => formText(form.code) },
  {
    head: '折算',
    cell: ({ options, unit, rankStepTenths }) =>
      options.length === 0
        ? '按课程或决定的学时'
        : [
            ...options.map((option) => optionText(option, unit)),
            ...(rankStepTenths > 0 ? [`排名每后一位减 ${hoursOf(rankStepTenths)}`] : []),
          ].join('；'),
  },
  {
    head: '年度上限',
    align: 'end',
    cell: ({ capTenths }) => (capTenths === null ? '不限' : hoursOf(capTenths)),
  },
  {
    head: '课程类型',
    tight: true,
    cell: ({ category }) => (category === null ? '按课程' : categoryText[category]),
  },
  { head: '所需证明', cell: ({ evidence }) => evidence.join('、') || '—' },
  { head: '说明', cell: ({ note, declarable }) => note || (declarable ? '—' : '不由个人申报') },
]

export function FormsTable({
  forms,
  more = [],
}: {
  forms: readonly FormRule[]
  more?: readonly Column<FormRule>[]
}) {
  return (
    <Table
      caption="学习形式"
      numbered
      rows={forms}
      keyOf={byPlace(forms)}
      empty={<p>没有学习形式。</p>}
      columns={[...formColumns, ...more]}
    />
  )
}

const days = ['learnFrom', 'learnTo', 'declareTo', 'reviewTo', 'certifyTo', 'makeUpTo'] as const

function WindowsTable({ windows }: { windows: Record<Category, Windows> }) {
  return (
    <Table
      caption="时间窗口"
      rows={categories}
      keyOf={(category) => category}
      empty={null}
      columns={[
        { head: '课程类型', title: true, cell: (category) => categoryText[category] },
        ...days.map((day) => ({
          head: windowText[day],
          tight: true,
          cell: (category: Category) =>
            dayText(windows[category][day], day === 'makeUpTo' ? '不补学' : '不限'),
        })),
      ]}
    />
  )
}

const chainColumns: readonly Column<Chain>[] = [
  { head: '审核流程', title: true, cell: ({ offices }) => officesText(offices) },
  {
    head: '年度',
    tight: true,
    cell: ({ yearFrom, yearTo }) =>
      yearFrom === null
        ? yearTo === null
          ? '全部'
          : `${yearTo} 年及以前`
        : yearsText({ yearFrom, yearTo }),
  },
  { head: '课程类型', cell: (chain) => categoriesText(chain.categories) },
  { head: '专业系列', cell: ({ series }) => series.map(seriesText).join('、') || '全部' },
  { head: '学习形式', cell: ({ forms }) => forms.map(formText).join('、') || '全部' },
  {
    head: '申报学时',
    tight: true,
    cell: ({ aboveTenths }) => (aboveTenths === null ? '全部' : `超过 ${hoursOf(aboveTenths)}`),
  },
]

export function ChainsTable({
  chains,
  more = [],
}: {
  chains: readonly Chain[]
  more?: readonly Column<Chain>[]
}) {
  return (
    <>
      <p className="field-hint">自上而下，第一行适用的即为记录的审核流程。</p>
      <Table
        caption="审核流程"
        numbered
        rows={chains}
        keyOf={byPlace(chains)}
        empty={<p>没有审核流程。</p>}
        columns={[...chainColumns, ...more]}
      />
    </>
  )
}
