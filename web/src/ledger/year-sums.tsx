import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import { formatHours } from '@xueshi/contract/hours'
import { categories, type YearSum } from '@xueshi/contract/ledger'
import { Bar } from '../ui/chart.tsx'
import { Link } from '../ui/link.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { categoryText, yearStateText, yearStateTone } from './text.ts'

/** Years beside each other: what was required, what counted, and where each stands. */
export function YearSums({
  caption,
  items,
  pathOf,
}: {
  caption: string
  items: readonly YearSum[] | undefined
  pathOf: (year: number) => string
}) {
  return (
    <Table<YearSum>
      caption={caption}
      rows={items}
      keyOf={({ year }) => String(year)}
      empty={null}
      columns={[
        {
          head: '年度',
          title: true,
          tight: true,
          cell: ({ year }) => <Link to={pathOf(year)}>{year}</Link>,
        },
        {
          head: '进度',
          cell: (sum) => <Bar have={sum.countedTotalTenths} need={sum.requiredTotalTenths} />,
        },
        {
          head: '总学时',
          tight: true,
          align: 'end',
          cell: (sum) => pairText(sum.countedTotalTenths, sum.requiredTotalTenths),
        },
        ...categories.map((category) => ({
          head: categoryText[category],
          tight: true,
          align: 'end' as const,
          cell: (sum: YearSum) => pairText(sum.counted[category], sum.required[category]),
        })),
        {
          head: '尚缺',
          align: 'end',
          cell: ({ lackingTotalTenths }) =>
            lackingTotalTenths > 0 ? formatHours(lackingTotalTenths) : '已满足',
        },
        {
          head: '专业系列',
          cell: ({ series }) => (series === null ? '—' : (titleSeriesLabel(series) ?? series)),
        },
        {
          head: '年度认证情况',
          tight: true,
          cell: ({ state }) => <Status tone={yearStateTone[state]}>{yearStateText[state]}</Status>,
        },
      ]}
    />
  )
}

const pairText = (have: number, need: number) => `${formatHours(have)} / ${formatHours(need)}`
