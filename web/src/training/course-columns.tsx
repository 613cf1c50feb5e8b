import { formatHours } from '@xueshi/contract/hours'
import type { CourseRow } from '@xueshi/contract/training/courses'
import { categoryText } from '../ledger/text.ts'
import { Link } from '../ui/link.tsx'
import { Status } from '../ui/status.tsx'
import type { Column } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { courseStateText, courseStateTone, seriesText } from './text.ts'

/** The columns of courses; `organiser` where they are of several. */
export function courseColumns(
  to: (row: CourseRow) => string,
  { organiser = false }: { organiser?: boolean } = {},
): Column<CourseRow>[] {
  return [
    { head: '年度', tight: true, cell: (row) => row.year },
    { head: '课程名称', title: true, cell: (row) => <Link to={to(row)}>{row.name}</Link> },
    ...(organiser ? [{ head: '主办单位', cell: (row: CourseRow) => row.organiser.name }] : []),
    { head: '课程类型', tight: true, cell: (row) => categoryText[row.category] },
    { head: '专业系列', cell: (row) => seriesText(row.series) },
    { head: '科目', align: 'end', tight: true, cell: (row) => row.subjectCount },
    { head: '学时', align: 'end', tight: true, cell: (row) => formatHours(row.totalTenths) },
    {
      head: '课程状态',
      tight: true,
      cell: (row) => (
        <Status tone={courseStateTone[row.state]}>{courseStateText[row.state]}</Status>
      ),
    },
    { head: '备案编号', tight: true, cell: (row) => row.number ?? '—' },
    {
      head: '提交时间',
      tight: true,
      cell: (row) => (row.submittedAt ? formatInstant(row.submittedAt) : '—'),
    },
  ]
}
