import { importPeople, listPeople, readPeopleTemplate } from '@xueshi/contract/people/desk'
import { listTasks } from '@xueshi/contract/tasks'
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { Download } from '../download.tsx'
import { keyOf, useMove } from '../queries.ts'
import { SheetUpload } from '../tasks/sheet-upload.tsx'
import { TaskProgress } from '../tasks/task-progress.tsx'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Notice } from '../ui/notice.tsx'
import { Row } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import { fieldText } from './text.ts'

/** The columns of the file by field, for the errors by row. */
const columnText = {
  ...fieldText,
  name: '姓名',
  documentNumber: '证件号码',
  documentType: '证件类型',
  country: '国家/地区',
  department: '内设部门',
  startedOn: '到本单位时间',
}

/** 导入人员: the template, the file, a dry run that says what would become of each row, then the import. */
export function ImportPeople() {
  const [inputId, setInputId] = useState<string | null>(null)
  const [task, setTask] = useState<{ id: string; isDry: boolean; isOver: boolean } | null>(null)
  const begin = useMove(importPeople, { refresh: [listTasks] })
  const client = useQueryClient()
  const start = (isDry: boolean) => {
    if (inputId === null) return
    begin.mutate(
      { body: { inputId, dryRun: isDry } },
      {
        onSuccess: ({ id }) => setTask({ id, isDry, isOver: false }),
        onError: (error) => toast(textOf(error), 'error'),
      },
    )
  }
  const mayStart = inputId !== null && (task === null || task.isOver)
  return (
    <>
      <Notice tone="info" title="先下载模板，再上传填好的名单">
        证件号码和联系电话请存成文本；尚未注册的人员由系统建立档案，本人注册时凭身份证号码和手机号码认领。
      </Notice>
      <Row>
        {/* It comes with the unit's departments, so it is asked for from the seat and not by a link. */}
        <Download endpoint={readPeopleTemplate} input={{}} fileName="人员导入模板.xlsx">
          下载模板
        </Download>
      </Row>
      <SheetUpload
        uploaded={(id) => {
          setInputId(id)
          setTask(null)
        }}
      />
      <Row>
        <Button
          look="primary"
          unavailable={!mayStart && '请先上传名单'}
          onClick={() => start(true)}
        >
          试运行
        </Button>
        <Button
          unavailable={(!mayStart || task === null) && '请先试运行'}
          onClick={() => start(false)}
        >
          正式导入
        </Button>
      </Row>
      <p>{inputId !== null && task === null && '请先试运行，核对逐行错误后再正式导入。'}</p>
      {task && (
        <TaskProgress
          key={task.id}
          id={task.id}
          fields={columnText}
          ended={() => {
            setTask({ ...task, isOver: true })
            if (!task.isDry) void client.invalidateQueries({ queryKey: keyOf(listPeople) })
          }}
        />
      )}
    </>
  )
}
