import type { DeclarationRow, DeclarationState } from '@xueshi/contract/declarations'
import { formatHours } from '@xueshi/contract/hours'
import { categoryText } from '../ledger/text.ts'
import { paths } from '../paths.ts'
import { Link } from '../ui/link.tsx'
import { Status } from '../ui/status.tsx'
import type { Column } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { learningFormText, stateText, stateTone } from './text.ts'

/** Breaks between day and time, never within one of them. */
function Moment({ at }: { at: string }) {
  const [day, time] = formatInstant(at).split(' ')
  return (
    <>
      <span className="unbroken">{day}</span> <span className="unbroken">{time}</span>
    </>
  )
}

/** Where a record opens: a draft to be finished, the others to be read. */
const placeOf: Record<DeclarationState, (id: string) => string> = {
  draft: paths.editDeclaration,
  submitted: paths.declaration,
  underReview: paths.declaration,
  returned: paths.declaration,
  recognised: paths.declaration,
  rejected: paths.declaration,
  appealed: paths.declaration,
  revoked: paths.declaration,
}

/** The columns of 继续教育记录申报, in the manual's order. */
export const columns: readonly Column<DeclarationRow>[] = [
  { head: '课程类型', tight: true, cell: (row) => categoryText[row.category] },
  {
    head: '课程名称',
    title: true,
    cell: (row) => (
      <Link className="record-name" to={placeOf[row.state](row.id)}>
        {row.name}
      </Link>
    ),
  },
  { head: '学习形式', cell: (row) => learningFormText(row.form) },
  {
    head: '施教机构',
    cell: (row) => <span className="record-institution">{row.institution}</span>,
  },
  { head: '学习开始时间', tight: true, cell: (row) => row.startOn },
  { head: '学习结束时间', tight: true, cell: (row) => row.endOn },
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
  { head: '审核时间', cell: (row) => (row.reviewedAt ? <Moment at={row.reviewedAt} /> : '—') },
]
