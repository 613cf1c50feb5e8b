import {
  cancelTask,
  listTasks,
  readTask,
  readTaskResult,
  retryTask,
  type Task,
} from '@xueshi/contract/tasks'
import { useEffect, useRef, useState } from 'react'
import { call } from '../call.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { announce } from '../ui/live.tsx'
import { Notice } from '../ui/notice.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Progress } from '../ui/progress.tsx'
import { Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { toast } from '../ui/toast.tsx'
import './tasks.css'
import { type FieldNames, TaskIssues } from './issues.tsx'
import {
  countsOf,
  faultText,
  figure,
  isOver,
  progressText,
  taskName,
  taskStateText,
  taskStateTone,
} from './text.ts'

const refresh = [readTask, listTasks]

export interface TaskProgressProps {
  id: string
  /** The columns of the file by field, for the errors by row. */
  fields?: FieldNames
  /** Called once when it is done, failed or cancelled; also where it was so at the first look. */
  ended?: (task: Task) => void
}

/**
 * How a task goes, in the page that began it: bar and number, what came of it, errors by row, and what
 * may be done. Asks every second at first, then ever less often, and not at all once it is over.
 */
export function TaskProgress({ id, fields = {}, ended }: TaskProgressProps) {
  const asked = useRef(0)
  const read = useRead(
    readTask,
    { params: { id } },
    {
      refetchSeconds: (task) => (task && isOver(task.state) ? 0 : pauseSeconds(asked)),
    },
  )
  const task = read.data
  useEnding(task, ended)
  if (read.error) return <Failed error={read.error} retry={() => void read.refetch()} />
  if (!task) return <Skeleton lines={3} />
  return (
    <div className="task">
      <TaskHead task={task} />
      {task.issueCount > 0 && isOver(task.state) && (
        <>
          <p>{`${task.counts.flagged ? '有误或提示' : '有误'} ${figure(task.issueCount)} 处${task.issueCount > 10_000 ? '，以下列出前 10,000 处' : ''}：`}</p>
          <TaskIssues id={id} fields={fields} />
        </>
      )}
    </div>
  )
}

/** Quick at first, then gently: a long task does not end sooner for being asked. */
const pauseSeconds = (asked: { current: number }) => {
  asked.current += 1
  return asked.current < 10 ? 1 : asked.current < 30 ? 2 : 5
}

/** Tells the page, and screen readers, once; what was over when one came is news to whoever began it alone. */
function useEnding(task: Task | undefined, ended: ((task: Task) => void) | undefined) {
  const wasUnderWay = useRef(false)
  const told = useRef<string | null>(null)
  useEffect(() => {
    if (!task) return
    if (!isOver(task.state)) {
      wasUnderWay.current = true
      return
    }
    // A short task is over at the first look; whoever began it is told all the same.
    if (told.current === task.id || !(wasUnderWay.current || ended)) return
    wasUnderWay.current = false
    told.current = task.id
    announce(`${taskName(task)}${taskStateText[task.state]}`)
    ended?.(task)
  }, [task, ended])
}

/** Name, state, bar and buttons of a task, as the list and the page in place both show it. */
export function TaskHead({ task }: { task: Task }) {
  const isGoing = !isOver(task.state)
  const share = task.total === null || task.total === 0 ? null : task.done / task.total
  const counts = countsOf(task)
  return (
    <div className="task">
      <Row>
        <strong>{taskName(task)}</strong>
        <Status tone={taskStateTone[task.state]}>{taskStateText[task.state]}</Status>
      </Row>
      {isGoing && (
        <Progress
          label={
            task.state === 'waiting'
              ? '正在排队，可以离开本页'
              : `${progressText(task)}，可以离开本页`
          }
          value={task.state === 'waiting' ? null : share}
        />
      )}
      {counts.length > 0 && <DefinitionList facts={counts} />}
      {task.fault !== null && <Notice tone="error">{faultText(task)}</Notice>}
      <TaskActions task={task} />
    </div>
  )
}

function TaskActions({ task }: { task: Task }) {
  const [isAsking, setAsking] = useState(false)
  const onError = (error: unknown) => toast(textOf(error), 'error')
  const cancel = useMove(cancelTask, { refresh, done: () => setAsking(false) })
  const retry = useMove(retryTask, { refresh })
  const params = { id: task.id }
  const hasResult = task.own && task.resultName !== null
  if (task.open.length === 0 && !hasResult) return null
  return (
    <Row>
      {hasResult && <ResultButton task={task} />}
      {task.open.includes('cancel') && <Button onClick={() => setAsking(true)}>取消任务</Button>}
      {task.open.includes('retry') && (
        <Button
          icon="refresh"
          busy={retry.isPending}
          onClick={() => retry.mutate({ params, body: { version: task.version } }, { onError })}
        >
          重试
        </Button>
      )}
      <Confirm
        open={isAsking}
        close={() => setAsking(false)}
        title={`取消“${taskName(task)}”？`}
        verb="取消任务"
        danger
        confirm={() => cancel.mutate({ params }, { onError })}
      >
        <p>已经处理完的部分会保留，其余不再处理。以后可以重试，从停下的地方继续。</p>
      </Confirm>
    </Row>
  )
}

/** The address is asked for at the click: it holds for ten minutes. */
function ResultButton({ task }: { task: Task }) {
  const [isBusy, setBusy] = useState(false)
  const fetchResult = async () => {
    setBusy(true)
    try {
      const { url } = await call(readTaskResult, { params: { id: task.id } })
      window.location.assign(url)
    } catch (error) {
      toast(textOf(error), 'error')
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button look="primary" icon="download" busy={isBusy} onClick={() => void fetchResult()}>
      {task.kind === 'legacy.check' ? '下载错误行' : '下载结果'}
      <span className="unseen">：{task.resultName}</span>
    </Button>
  )
}
