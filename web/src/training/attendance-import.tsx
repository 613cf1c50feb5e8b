import { listTasks } from '@xueshi/contract/tasks'
import { attendanceSheet, importAttendance } from '@xueshi/contract/training/attendance-sheets'
import { Download } from '../download.tsx'
import { useMove } from '../queries.ts'
import { SheetImport } from '../tasks/sheet-import.tsx'
import { Row } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'

/** The columns of the file, as a fault by row names them. */
const fields = {
  number: '报名序号',
  name: '姓名',
  unitName: '工作单位',
  mark: '考勤',
  reason: '更改原因',
} as const

interface AttendanceImportProps {
  id: string
  sessionId: string
  /** Called once marks were changed by it. */
  changed: () => void
}

/** 导入签到表: marks that were written on paper or in Excel, all of the file or nothing. */
export function AttendanceImport({ id, sessionId, changed }: AttendanceImportProps) {
  const begin = useMove(importAttendance, { refresh: [listTasks] })
  return (
    <SheetImport
      title="导入签到表"
      verb="导入考勤"
      hint="在下载的签到表中填写“考勤”一列（出勤、迟到、缺勤或请假），空着的行不改动；与已有考勤不同的，还要填写“更改原因”；任何一行有误，整个文件都不导入。"
      fields={fields}
      busy={begin.isPending}
      begin={(asked) => begin.mutateAsync({ params: { id, sessionId }, body: asked })}
      ended={({ counts, state, dryRun }) => {
        if (state !== 'done' || dryRun || !counts.changed) return
        toast(`已登记 ${counts.changed} 人`)
        changed()
      }}
    >
      <Row>
        <Download
          endpoint={attendanceSheet}
          input={{ params: { id, sessionId } }}
          fileName="签到表.xlsx"
        >
          下载签到表
        </Download>
      </Row>
    </SheetImport>
  )
}
