import type { Task } from '@xueshi/contract/tasks'
import { type ReactNode, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Dialog } from '../ui/overlay.tsx'
import { Row } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import type { FieldNames } from './issues.tsx'
import { SheetUpload } from './sheet-upload.tsx'
import { TaskProgress } from './task-progress.tsx'

interface SheetImportProps {
  /** The title of its dialog. */
  title: string
  /** What its last button says. */
  verb: string
  /** How the file is to look, with the link to its template. */
  hint: ReactNode
  fields: FieldNames
  begin: (asked: { inputId: string; dryRun: boolean }) => Promise<Pick<Task, 'id'>>
  busy: boolean
  ended: (task: Task) => void
  /** Further choices, above the file. */
  children?: ReactNode
}

/** 导入: a file is tried first and imported then, all of it or nothing. */
export function SheetImport(props: SheetImportProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button icon="upload" onClick={() => setOpen(true)}>
        导入
      </Button>
      <Dialog open={isOpen} close={() => setOpen(false)} title={props.title} wide>
        {isOpen && <Import {...props} close={() => setOpen(false)} />}
      </Dialog>
    </>
  )
}

function Import({
  verb,
  hint,
  fields,
  begin,
  busy,
  ended,
  children,
  close,
}: SheetImportProps & { close: () => void }) {
  const [inputId, setInputId] = useState<string | null>(null)
  const [taskId, setTaskId] = useState<string | null>(null)
  const go = async (dryRun: boolean) => {
    if (inputId === null) return
    try {
      setTaskId((await begin({ inputId, dryRun })).id)
    } catch (error) {
      toast(textOf(error), 'error')
    }
  }
  const unavailable = inputId === null && '请先选择文件'
  return (
    <>
      <div>{hint}</div>
      {children}
      <SheetUpload
        uploaded={(id) => {
          setInputId(id)
          setTaskId(null)
        }}
      />
      {taskId && <TaskProgress id={taskId} fields={fields} ended={ended} />}
      <Row end>
        <Button onClick={close}>关闭</Button>
        <Button unavailable={unavailable} busy={busy} onClick={() => void go(true)}>
          试运行
        </Button>
        <Button look="primary" unavailable={unavailable} busy={busy} onClick={() => void go(false)}>
          {verb}
        </Button>
      </Row>
    </>
  )
}
