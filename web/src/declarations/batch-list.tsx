import {
  type Batch,
  listBatches,
  mostBatchRows,
  readBatch,
  runBatch,
} from '@xueshi/contract/declarations'
import { listTasks, type Task } from '@xueshi/contract/tasks'
import { useState } from 'react'
import { queryClient, keyOf, useMove } from '../queries.ts'
import { SheetUpload } from '../tasks/sheet-upload.tsx'
import { TaskProgress } from '../tasks/task-progress.tsx'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Confirm } from '../ui/overlay.tsx'
import { Card, Row } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import './text.ts'

/** The columns of the file, as a fault by row names them. */
const fields = {
  name: '姓名',
  documentType: '证件类型',
  documentNumber: '证件号码',
  hours: '学时',
} as const

const reviewText: Record<Batch['reviewedBy'], string> = {
  colleague: '送审后由本单位的其他工作人员审核：申报的人不能审核自己申报的记录。',
  above:
    '本单位没有其他可以审核的工作人员，送审后由上级部门审核。如需由本单位审核，请先添加员工账号。',
}

/** 人员名单: a file is tried first and sent then, all of it or nothing. */
export function BatchList({ batch, reload }: { batch: Batch; reload: () => void }) {
  const [inputId, setInputId] = useState<string | null>(null)
  const [taskId, setTaskId] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const begin = useMove(runBatch, { refresh: [listTasks] })
  const go = async (dryRun: boolean) => {
    if (inputId === null) return
    setAsking(false)
    const { id, version } = batch
    try {
      const task = await begin.mutateAsync({
        params: { id },
        body: { version, inputId, dryRun },
      })
      setTaskId(task.id)
    } catch (error) {
      toast(textOf(error), 'error')
      reload()
    }
  }
  const ended = ({ state, counts, dryRun }: Task) => {
    if (state !== 'done' || dryRun || !counts.added) return
    toast(`已为 ${counts.added} 人送审`)
    for (const each of [readBatch, listBatches])
      void queryClient.invalidateQueries({ queryKey: keyOf(each) })
  }
  const isStopped = batch.checks.some(({ level }) => level === 'error')
  const lacks = inputId === null && '请先选择人员名单'
  return (
    <Card title="人员名单">
      <p>
        {`每行一人，列名与模板一致，一份名单最多 ${mostBatchRows} 人；任何一行有误，整份名单都不送审。`}
        <a href="/api/declaration-batches/template" download>
          下载模板
        </a>
      </p>
      <p>{reviewText[batch.reviewedBy]}</p>
      <SheetUpload
        uploaded={(id) => {
          setInputId(id)
          setTaskId(null)
        }}
      />
      {taskId && <TaskProgress id={taskId} fields={fields} ended={ended} />}
      <Row>
        <Button unavailable={lacks} busy={begin.isPending} onClick={() => void go(true)}>
          试运行
        </Button>
        <Button
          look="primary"
          icon="send"
          unavailable={
            lacks || ((isStopped || !batch.open.includes('send')) && '请先改正上面列出的问题')
          }
          busy={begin.isPending}
          onClick={() => setAsking(true)}
        >
          送审
        </Button>
      </Row>
      <Confirm
        open={asking}
        close={() => setAsking(false)}
        title="为名单中的每个人送审？"
        verb="送审"
        busy={begin.isPending}
        confirm={() => void go(false)}
      >
        <p>送审后培训信息、材料和名单不能再修改；每位参加者会收到消息，记录列在其申报列表中。</p>
      </Confirm>
    </Card>
  )
}
