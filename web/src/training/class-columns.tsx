import { formatHours } from '@xueshi/contract/hours'
import type { ClassRow } from '@xueshi/contract/training/classes'
import { categoryText } from '../ledger/text.ts'
import { Link } from '../ui/link.tsx'
import { Status } from '../ui/status.tsx'
import type { Column } from '../ui/table.tsx'
import { classStateText, classStateTone } from './class-text.ts'

/** The columns of classes as those who run or approve them see them. */
export function classColumns(
  to: (row: ClassRow) => string,
  { institution = false, places = true }: { institution?: boolean; places?: boolean } = {},
): Column<ClassRow>[] {
  return [
    { head: '培训班名称', title: true, cell: (row) => <Link to={to(row)}>{row.name}</Link> },
    { head: '培训课程名称', cell: (row) => row.courseName },
    { head: '课程类型', tight: true, cell: (row) => categoryText[row.category] },
    ...(institution ? [{ head: '施教机构', cell: (row: ClassRow) => row.institutionName }] : []),
    { head: '计划开班时间', tight: true, cell: (row) => row.startsOn },
    { head: '学时', align: 'end', tight: true, cell: (row) => formatHours(row.hoursTenths) },
    { head: '拟招人数', align: 'end', tight: true, cell: (row) => row.plan },
    ...(places
      ? ([
          { head: '已报名人数', align: 'end', tight: true, cell: (row) => row.applied },
          { head: '已录取', align: 'end', tight: true, cell: (row) => row.confirmed },
        ] satisfies Column<ClassRow>[])
      : []),
    {
      head: '班级状态',
      tight: true,
      cell: (row) => <Status tone={classStateTone[row.state]}>{classStateText[row.state]}</Status>,
    },
  ]
}
