import type { BodyInput } from '@xueshi/contract/endpoint'
import { listTasks } from '@xueshi/contract/tasks'
import { exportCourses, importCourses } from '@xueshi/contract/training/course-sheets'
import { listCourses } from '@xueshi/contract/training/courses'
import { useState } from 'react'
import { useMove } from '../queries.ts'
import { SheetImport } from '../tasks/sheet-import.tsx'
import { TaskProgress } from '../tasks/task-progress.tsx'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Dialog } from '../ui/overlay.tsx'
import { toast } from '../ui/toast.tsx'

/** The columns of the file, as a fault by row names them. */
const fields = {
  name: '课程名称',
  category: '课程类型',
  series: '专业系列',
  levels: '职称层级',
  audience: '培训对象',
  summary: '课程简介',
  shared: '允许其他机构开班',
  subject: '科目名称',
  hours: '学时',
  teachers: '授课老师姓名',
} as const
const refresh = [listCourses, listTasks]

/** 导入: a year's courses from a file, all of it or nothing. */
export function ImportCourses({ thisYear }: { thisYear: number }) {
  const [year, setYear] = useState(thisYear + 1)
  const begin = useMove(importCourses, { refresh })
  return (
    <SheetImport
      title="导入课程计划"
      verb="导入课程"
      hint={
        <>
          每行一个科目，列名与模板一致；任何一行有误，整个文件都不导入。已有同名课程的跳过。
          <a href="/api/courses/template" download>
            下载模板
          </a>
        </>
      }
      fields={fields}
      busy={begin.isPending}
      begin={(asked) => begin.mutateAsync({ body: { ...asked, year } })}
      ended={({ counts, state }) => {
        if (state === 'done' && counts.added) toast(`已导入 ${counts.added} 门课程，均为草稿`)
      }}
    >
      <div className="field field-short">
        <label className="field-label" htmlFor="import-year">
          年度
        </label>
        <select
          className="input"
          id="import-year"
          value={year}
          onChange={(event) => setYear(Number(event.target.value))}
        >
          {[thisYear, thisYear + 1].map((each) => (
            <option key={each} value={each}>{`${each} 年`}</option>
          ))}
        </select>
      </div>
    </SheetImport>
  )
}

/** 导出: what the list shows, as a file that may be imported again. */
export function ExportCourses({ wanted }: { wanted: BodyInput<typeof exportCourses> }) {
  const [taskId, setTaskId] = useState<string | null>(null)
  const begin = useMove(exportCourses, { refresh: [listTasks] })
  const go = async () => {
    try {
      const task = await begin.mutateAsync({ body: wanted })
      setTaskId(task.id)
    } catch (error) {
      toast(textOf(error), 'error')
    }
  }
  return (
    <>
      <Button icon="download" busy={begin.isPending} onClick={() => void go()}>
        导出
      </Button>
      <Dialog open={taskId !== null} close={() => setTaskId(null)} title="导出课程计划">
        {taskId && <TaskProgress id={taskId} />}
      </Dialog>
    </>
  )
}
