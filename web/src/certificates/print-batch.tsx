import { batchForms, batchLimits, printBatch } from '@xueshi/contract/certificates/batches'
import { listTasks } from '@xueshi/contract/tasks'
import { useState } from 'react'
import * as z from 'zod/mini'
import { useMove } from '../queries.ts'
import { TaskProgress } from '../tasks/task-progress.tsx'
import { Button } from '../ui/button.tsx'
import { RadioGroup } from '../ui/choice-field.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Row } from '../ui/page.tsx'

const BatchShape = z.object({ form: z.enum(batchForms) })
const options = [
  {
    value: 'zip',
    text: '压缩包（每人一个 PDF）',
    hint: '带电子签名，适合发给本人或者上交存档。',
  },
  {
    value: 'pdf',
    text: '一个 PDF',
    hint: `适合一次打印，不带电子签名，最多 ${batchLimits.pdf} 人；每页的二维码都能验证。`,
  },
]

/** 批量打印: the valid certificates of the unit's people for a year, made while one does other things. */
export function PrintBatch({ year }: { year: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button icon="print" onClick={() => setOpen(true)}>
        批量打印
      </Button>
      <Dialog open={isOpen} close={() => setOpen(false)} title={`批量打印 ${year} 年度证书`}>
        {isOpen && <Batch year={year} close={() => setOpen(false)} />}
      </Dialog>
    </>
  )
}

function Batch({ year, close }: { year: string; close: () => void }) {
  const [taskId, setTaskId] = useState<string | null>(null)
  const begin = useMove(printBatch, { refresh: [listTasks] })
  const form = useFormOf(BatchShape, { start: { form: 'zip' } })
  if (taskId !== null)
    return (
      <>
        <TaskProgress id={taskId} />
        <Row end>
          <Button onClick={close}>关闭</Button>
        </Row>
      </>
    )
  return (
    <Form
      form={form}
      label="批量打印"
      submit={async (chosen) => {
        const task = await begin.mutateAsync({ body: { year, ...chosen } })
        setTaskId(task.id)
      }}
    >
      <p>包括本单位该年度全部有效的证书。可以关闭本窗口，完成后会收到消息，文件保留三十天。</p>
      <RadioGroup {...form.at('form')} label="文件形式" options={options} required />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton>开始打印</SubmitButton>
      </Row>
    </Form>
  )
}
