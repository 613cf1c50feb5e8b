import type { DecidedRow } from '@xueshi/contract/declarations'
import { formatHours } from '@xueshi/contract/hours'
import { categoryText } from '../ledger/text.ts'
import type { ReviewPortal } from '../paths.ts'
import { Link } from '../ui/link.tsx'
import { Status } from '../ui/status.tsx'
import type { Column } from '../ui/table.tsx'
import { reviewPath } from './queue.ts'
import { stateText, stateTone } from './text.ts'

type RecordRow = Omit<DecidedRow, 'decidedAt' | 'decidedBy'>

/** What every list of an office tells of a record that left the queue. */
export const recordColumns = (kind: ReviewPortal): Column<RecordRow>[] => [
  {
    head: '姓名',
    title: true,
    tight: true,
    cell: (row) => <Link to={reviewPath(kind, row.declarationId)}>{row.personName}</Link>,
  },
  { head: '工作单位', cell: (row) => row.unitName },
  { head: '课程名称', cell: (row) => row.name },
  { head: '课程类型', tight: true, cell: (row) => categoryText[row.category] },
  { head: '拟申报学时', align: 'end', cell: (row) => formatHours(row.claimedTenths) },
  {
    head: '认定学时',
    align: 'end',
    cell: (row) => (row.recognisedTenths === null ? '—' : formatHours(row.recognisedTenths)),
  },
  {
    head: '申报记录状态',
    tight: true,
    cell: (row) => <Status tone={stateTone[row.state]}>{stateText[row.state]}</Status>,
  },
]
