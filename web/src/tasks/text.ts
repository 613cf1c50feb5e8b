import {
  type Task,
  taskCounts,
  type TaskCount,
  taskKinds,
  type TaskState,
} from '@xueshi/contract/tasks'
import type { ErrorCode } from '@xueshi/contract/errors'
import { addIssueTexts, errorText } from '../ui/errors.ts'

export const taskStateText: Record<TaskState, string> = {
  waiting: '等待中',
  running: '进行中',
  done: '已完成',
  failed: '未完成',
  cancelled: '已取消',
}

export const taskStateTone = {
  waiting: 'waiting',
  running: 'waiting',
  done: 'ok',
  failed: 'attention',
  cancelled: 'past',
} as const satisfies Record<TaskState, string>

export const taskName = ({ kind, dryRun }: Pick<Task, 'kind' | 'dryRun'>) =>
  dryRun ? `${taskKinds[kind]}（试运行）` : taskKinds[kind]

export const isOver = (state: TaskState) =>
  state === 'done' || state === 'failed' || state === 'cancelled'

/** 1,200 of 5,000 rows, as far as it is known. */
export const progressText = ({ done, total }: Pick<Task, 'done' | 'total'>) =>
  total === null ? figure(done) : `${figure(done)} / ${figure(total)}`

export const figure = (number: number) => number.toLocaleString('en-US')

/** What came of it, count by count. */
export const countsOf = ({ counts }: Pick<Task, 'counts'>) =>
  (Object.entries(taskCounts) as [TaskCount, string][]) // the table's own keys
    .flatMap(([name, text]) => {
      const count = counts[name]
      return count === undefined ? [] : [{ term: text, value: figure(count) }]
    })

/** Why it failed, and what to do. */
export function faultText({ fault, faultDetail }: Pick<Task, 'fault' | 'faultDetail'>): string {
  if (fault === null) return ''
  const text = errorText(fault as ErrorCode) // the server's faults are codes of the contract
  return faultDetail === null ? text : `${text}缺少：${faultDetail}。`
}

addIssueTexts({
  CELL_DIGITS_LOST: ({ label }) =>
    `${label}被 Excel 存成了数字，超过 15 位的部分已丢失。请把该列设为“文本”格式后重新填写`,
  CELL_NOT_A_NUMBER: ({ label }) => `${label}不是数字`,
  CELL_NOT_A_DAY: ({ label }) => `${label}不是日期，请写成 2026-03-01 的样子`,
  CELL_ERROR: ({ label }) => `${label}的公式出错，请改为填写内容`,
  CELL_TOO_LONG: ({ label }) => `${label}内容太长`,
})
