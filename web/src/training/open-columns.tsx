import { formatHours } from '@xueshi/contract/hours'
import type { OpenClassRow } from '@xueshi/contract/training/enrolments'
import type { ReactNode } from 'react'
import { categoryText } from '../ledger/text.ts'
import { Status } from '../ui/status.tsx'
import type { Column } from '../ui/table.tsx'
import { classStateText, classStateTone } from './class-text.ts'

/** The columns of 培训班报名申请, in the manual's order. */
export function openColumns({
  name,
  act,
}: {
  name: (row: OpenClassRow) => ReactNode
  act?: { head: string; cell: (row: OpenClassRow) => ReactNode }
}): Column<OpenClassRow>[] {
  return [
    { head: '培训班名称', title: true, long: true, cell: name },
    { head: '培训课程名称', cell: (row) => row.courseName },
    { head: '课程类型', tight: true, cell: (row) => categoryText[row.category] },
    { head: '施教机构', long: true, cell: (row) => row.institutionName },
    { head: '计划开班时间', tight: true, cell: (row) => row.startsOn },
    { head: '学时', align: 'end', tight: true, cell: (row) => formatHours(row.hoursTenths) },
    { head: '拟招人数', align: 'end', tight: true, cell: (row) => row.plan },
    { head: '已报名人数', align: 'end', tight: true, cell: (row) => row.applied },
    {
      head: '班级状态',
      tight: true,
      cell: (row) => <Status tone={classStateTone[row.state]}>{classStateText[row.state]}</Status>,
    },
    ...(act ? [{ head: act.head, tight: true, cell: act.cell }] : []),
  ]
}
