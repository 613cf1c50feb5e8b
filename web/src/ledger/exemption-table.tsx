import type { ExemptionRow } from '@xueshi/contract/ledger'
import type { ReactNode } from 'react'
import { DateRange } from '../ui/dates.tsx'
import { Link } from '../ui/link.tsx'
import { Status } from '../ui/status.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import {
  exemptionKindText,
  exemptionStateText,
  exemptionStateTone,
  reasonText,
} from './exemption-text.ts'

const person: readonly Column<ExemptionRow>[] = [
  { head: '姓名', title: true, cell: ({ personName }) => personName },
  { head: '工作单位', cell: ({ unitName }) => unitName ?? '—' },
]

/** Applications for 免修减免, of a person or of an office. */
export function ExemptionTable({
  rows,
  empty,
  to,
  ofOffice = false,
}: {
  rows: readonly ExemptionRow[] | undefined
  empty: ReactNode
  to: (row: ExemptionRow) => string
  ofOffice?: boolean
}) {
  const link = (row: ExemptionRow) => (
    <Link
      to={to(row)}
      aria-label={`查看${ofOffice ? ` ${row.personName} ` : ''}${row.year} 年度的申请`}
    >
      查看
    </Link>
  )
  return (
    <Table
      caption="免修减免申请"
      numbered
      rows={rows}
      keyOf={({ id }) => id}
      empty={empty}
      columns={[
        ...(ofOffice ? person : []),
        { head: '年度', tight: true, title: !ofOffice, cell: ({ year }) => year },
        { head: '事由', cell: ({ reason }) => reasonText(reason) },
        { head: '申请类型', tight: true, cell: ({ kind }) => exemptionKindText[kind] },
        {
          head: '起止日期',
          tight: true,
          cell: (row) => <DateRange from={row.startOn} to={row.endOn} />,
        },
        {
          head: '状态',
          tight: true,
          cell: ({ state }) => (
            <Status tone={exemptionStateTone[state]}>{exemptionStateText[state]}</Status>
          ),
        },
        { head: '更新时间', tight: true, cell: ({ updatedAt }) => formatInstant(updatedAt) },
        { head: '操作', tight: true, cell: link },
      ]}
    />
  )
}
