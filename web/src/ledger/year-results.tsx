import { formatHours } from '@xueshi/contract/hours'
import type { listYearResults } from '@xueshi/contract/ledger'
import type { useRead } from '../queries.ts'
import { Card } from '../ui/page.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { reliefText } from './exemption-text.ts'

/** 计算经过: what the year came to each time, by which rules, and that it still comes to the same. */
export function YearResults({
  year,
  read,
}: {
  year: string
  read: ReturnType<typeof useRead<typeof listYearResults>>
}) {
  if (read.data?.items.length === 0) return null
  return (
    <Card title="计算经过">
      <p className="field-hint">
        每次变动都留有结果，并可按当时的学时、规则和减免重新计算；规则改变不会悄悄改变过去。
      </p>
      {read.error ? (
        <Failed error={read.error} retry={() => void read.refetch()} />
      ) : (
        <Table
          caption={`${year} 年度计算经过`}
          rows={read.data?.items}
          keyOf={({ version }) => String(version)}
          empty={null}
          columns={[
            { head: '时间', title: true, tight: true, cell: ({ at }) => formatInstant(at) },
            { head: '适用规则', cell: ({ ruleSet }) => ruleSet },
            { head: '免修减免', cell: ({ relief }) => (relief ? reliefText(relief) : '无') },
            {
              head: '计入学时',
              align: 'end',
              cell: ({ countedTotalTenths }) => formatHours(countedTotalTenths),
            },
            { head: '结果', tight: true, cell: ({ met }) => (met ? '达标' : '未达标') },
            {
              head: '复算',
              tight: true,
              cell: ({ replays }) =>
                replays ? <Status tone="ok">一致</Status> : <Status tone="bad">不一致</Status>,
            },
          ]}
        />
      )}
    </Card>
  )
}
