import type { ClaimRow } from '@xueshi/contract/insight/claims'
import { formatHours } from '@xueshi/contract/hours'
import { Status } from '../ui/status.tsx'
import type { Column } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { claimKindText, claimStateText, claimStateTone } from './claim-text.ts'

/** What the person and the desk see of a claim alike, behind its first column. */
export const claimColumns: Column<ClaimRow>[] = [
  { head: '年度', tight: true, cell: (row) => row.year },
  { head: '类型', cell: (row) => claimKindText[row.kind] },
  {
    head: '学时',
    align: 'end',
    cell: (row) => (row.hoursTenths === null ? '—' : formatHours(row.hoursTenths)),
  },
  { head: '办理部门', cell: (row) => row.officeName },
  { head: '提交时间', tight: true, cell: (row) => formatInstant(row.filedAt) },
  { head: '答复期限', tight: true, cell: (row) => row.answerBy ?? '—' },
  {
    head: '状态',
    tight: true,
    cell: ({ state }) => <Status tone={claimStateTone[state]}>{claimStateText[state]}</Status>,
  },
]
