import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import { formatHours } from '@xueshi/contract/hours'
import { categories, listRecentYears, type YearSum } from '@xueshi/contract/ledger'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Bar } from '../ui/chart.tsx'
import { Link } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { categoryText, yearStateText, yearStateTone } from './text.ts'

/** 近五年学时: what was required and what counted in each of them, beside each other. */
export default function RecentYears() {
  const read = useRead(listRecentYears, {})
  return (
    <Page
      title="近五年学时"
      lead="“已计 / 要求”，单位为学时；点开年度可看每一条学时的来历。"
      back={{ to: paths.portalHome('individual'), text: '我的年度' }}
    >
      <Card>
        {read.error ? (
          <Failed error={read.error} retry={() => void read.refetch()} />
        ) : (
          <Table<YearSum>
            caption="近五年学时"
            rows={read.data?.items}
            keyOf={({ year }) => String(year)}
            empty={null}
            columns={[
              {
                head: '年度',
                title: true,
                tight: true,
                cell: ({ year }) => <Link to={paths.year(year)}>{year}</Link>,
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
                cell: ({ series }) =>
                  series === null ? '—' : (titleSeriesLabel(series) ?? series),
              },
              {
                head: '年度认证情况',
                tight: true,
                cell: ({ state }) => (
                  <Status tone={yearStateTone[state]}>{yearStateText[state]}</Status>
                ),
              },
            ]}
          />
        )}
      </Card>
    </Page>
  )
}

const pairText = (have: number, need: number) => `${formatHours(have)} / ${formatHours(need)}`
