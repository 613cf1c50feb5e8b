import type { Trainee } from '@xueshi/contract/training/confirmations'
import { Status, Tag } from '../ui/status.tsx'
import type { Column } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { enrolmentStateText, enrolmentStateTone } from './enrolment-text.ts'
import { levelText, seriesText } from './text.ts'

/** The columns of 报名名单. */
export function traineeColumns(show: (row: Trainee) => void): Column<Trainee>[] {
  return [
    { head: '报名序号', align: 'end', tight: true, cell: (row) => row.number },
    {
      head: '姓名',
      title: true,
      tight: true,
      cell: (row) => (
        <button type="button" className="link-button" onClick={() => show(row)}>
          {row.name}
        </button>
      ),
    },
    {
      head: '工作单位',
      cell: (row) => (
        <>
          {row.unitName} {row.kept && <Tag>保留名额</Tag>} {row.nominatedBy && <Tag>单位提名</Tag>}
        </>
      ),
    },
    { head: '专业系列', cell: (row) => seriesText(row.series) },
    { head: '职称层级', tight: true, cell: (row) => levelText(row.titleLevel) },
    { head: '报名时间', tight: true, cell: (row) => formatInstant(row.appliedAt) },
    {
      head: '一年内缺席',
      align: 'end',
      tight: true,
      cell: (row) => (row.noShows > 0 ? `${row.noShows} 次` : '—'),
    },
    {
      head: '报名状态',
      tight: true,
      cell: (row) => (
        <Status tone={enrolmentStateTone[row.state]}>
          {row.position === null
            ? enrolmentStateText[row.state]
            : `${enrolmentStateText[row.state]}第 ${row.position} 位`}
        </Status>
      ),
    },
  ]
}
