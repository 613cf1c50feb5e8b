import {
  batchForms,
  batchPart,
  batchPicked,
  printBatch,
} from '@xueshi/contract/certificates/batches'
import type { CertificateRow } from '@xueshi/contract/certificates/register'
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
    hint: `适合一次打印，不带电子签名，每页的二维码都能验证。超过 ${batchPart} 人时，每 ${batchPart} 人一个 PDF，放在一个压缩包里。`,
  },
]

type Picked = readonly CertificateRow[]

/** 批量打印: the valid certificates of the unit's people for a year, or those ticked, made while one does other things. */
export function PrintBatch({ year, picked }: { year: string; picked: Picked }) {
  const [isOpen, setOpen] = useState(false)
  const [first] = picked
  const isMixed = picked.some((row) => row.year !== first?.year)
  const chosen = first ? String(first.year) : year
  return (
    <>
      <Button
        icon="print"
        unavailable={
          isMixed
            ? '一次只能打印同一年度的证书'
            : picked.length > batchPicked && `一次最多勾选 ${batchPicked} 份`
        }
        onClick={() => setOpen(true)}
      >
        {first ? `打印所选（${picked.length}）` : '批量打印'}
      </Button>
      <Dialog open={isOpen} close={() => setOpen(false)} title={`批量打印 ${chosen} 年度证书`}>
        {isOpen && <Batch year={chosen} picked={picked} close={() => setOpen(false)} />}
      </Dialog>
    </>
  )
}

function Batch({ year, picked, close }: { year: string; picked: Picked; close: () => void }) {
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
        const ids = picked.map(({ id }) => id)
        const body = { year, ...chosen, ...(ids.length > 0 && { ids }) }
        const task = await begin.mutateAsync({ body })
        setTaskId(task.id)
      }}
    >
      <p>
        {picked.length > 0
          ? `包括所选 ${picked.length} 人的证书。`
          : '包括本单位该年度全部有效的证书；只要其中几个人的，先在列表中勾选。'}
        可以关闭本窗口，完成后会收到消息，文件保留三十天。
      </p>
      <RadioGroup {...form.at('form')} label="文件形式" options={options} required />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton>开始打印</SubmitButton>
      </Row>
    </Form>
  )
}
