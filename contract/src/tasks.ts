import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import type { Moves } from './moves.ts'
import { ById, ByVersion, Cursor, Id, Instant, pageOf, Version } from './shapes.ts'
import { text } from './text.ts'

/** Every kind of long work and what it is called; a domain adds its own here. */
export const taskKinds = {
  'people.import': '导入人员',
  'people.export': '导出人员',
  'courses.import': '导入课程计划',
  'courses.export': '导出课程计划',
  'attendance.import': '导入签到表',
  'declarations.batch': '批量申报',
  'rules.count': '统计受影响人员',
  'rules.apply': '按新规则重新计算',
  'rules.export': '导出差异明细',
  'years.certify': '年度认证',
  'years.uncertify': '撤销年度认证',
  'certificates.print': '批量打印证书',
  'legacy.check': '核对历史数据',
  'legacy.commit': '导入历史数据',
  'legacy.undo': '撤销历史数据导入',
} as const satisfies Record<string, string>
export type TaskKind = keyof typeof taskKinds
const kindNames = Object.keys(taskKinds) as [TaskKind, ...TaskKind[]] // the table's own keys

/** What a task counts beside its progress, and what the count is called. */
export const taskCounts = {
  rows: '读取行数',
  written: '写出行数',
  added: '新增',
  changed: '更新',
  unchanged: '无变化',
  wrong: '有误',
  certified: '已认证',
  closed: '认证截止日期已过，未认证',
  held: '因失信暂缓，未认证',
  moved: '认证期间学时有变动，未认证',
  outdated: '按现行规则未达标，未认证',
  notMet: '本年度未达标',
  suspended: '本年度暂缓',
  revoked: '本年度已撤销',
  uncertified: '已撤销认证',
  ended: '此前已撤销或换发，未处理',
  own: '本人的证书，未处理',
  flagged: '有提示',
} as const satisfies Record<string, string>
export type TaskCount = keyof typeof taskCounts
const countNames = Object.keys(taskCounts) as [TaskCount, ...TaskCount[]] // the table's own keys

export const taskStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const
export type TaskState = (typeof taskStates)[number]
/** own: the actor started it. */
export type TaskFact = 'own'

const starters = ['individual', 'employer', 'institution', 'industry', 'hrss'] as const

/** Long work goes by itself from waiting to done or failed; these are the moves of a person. */
export const taskMoves = {
  cancel: { from: ['waiting', 'running'], to: 'cancelled', by: starters, when: ['own'] },
  /** Goes on behind the last step that was written. */
  retry: { from: ['failed', 'cancelled'], to: 'waiting', by: starters, when: ['own'] },
} as const satisfies Moves<TaskState, TaskFact>
export type TaskMove = keyof typeof taskMoves

/** Whether something is done still, or will be; what was swept long ago (null) is over. */
export const isUnderWay = (state: TaskState | null): boolean =>
  taskMoves.cancel.from.some((one) => one === state)

export const Task = z.object({
  id: Id,
  kind: z.enum(kindNames),
  state: z.enum(taskStates),
  version: Version,
  byName: z.string(),
  /** Only tried: nothing was changed by it. */
  dryRun: z.boolean(),
  done: z.int(),
  /** null while it is not known yet. */
  total: z.nullable(z.int()),
  counts: z.partialRecord(z.enum(countNames), z.int()),
  issueCount: z.int(),
  /** Why it failed: an error code, with what it concerns. */
  fault: z.nullable(z.string()),
  faultDetail: z.nullable(z.string()),
  /** The year that it is about, where it is about one. */
  year: z.nullable(z.int()),
  inputId: z.nullable(Id),
  inputName: z.nullable(z.string()),
  resultName: z.nullable(z.string()),
  createdAt: Instant,
  startedAt: z.nullable(Instant),
  endedAt: z.nullable(Instant),
  /** Whether the actor started it and may have its result. */
  own: z.boolean(),
  open: z.array(z.enum(['cancel', 'retry'])),
})
export type Task = z.infer<typeof Task>

/** 任务: one's own, or those of the unit from whose seat one looks. Newest first. */
export const listTasks = endpoint('GET /tasks', {
  summary: '任务',
  by: starters,
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor), kind: z.optional(z.enum(kindNames)) }),
  reply: pageOf(Task),
})

/** Asked again and again by a page that shows the progress. */
export const readTask = endpoint('GET /tasks/:id', {
  summary: '任务进度',
  by: starters,
  repeat: 'natural',
  passive: true,
  params: ById,
  reply: Task,
  errors: ['NOT_FOUND'],
})

export const TaskIssue = z.object({
  row: z.int(),
  /** Empty: the row as a whole. */
  field: z.string(),
  code: z.string(),
})
export type TaskIssue = z.infer<typeof TaskIssue>

/** Errors by row, in the order of the rows; at most the first ten thousand are kept. */
export const listTaskIssues = endpoint('GET /tasks/:id/issues', {
  summary: '任务的逐行错误',
  by: starters,
  repeat: 'natural',
  params: ById,
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(TaskIssue),
  errors: ['NOT_FOUND'],
})

/** Whatever it has come to meanwhile: the step under way is taken back, those before it stand. */
export const cancelTask = endpoint('POST /tasks/:id/cancel', {
  summary: '取消任务',
  by: starters,
  repeat: 'key',
  params: ById,
  reply: Task,
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

export const retryTask = endpoint('POST /tasks/:id/retry', {
  summary: '重试任务',
  by: starters,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Task,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'TASKS_TOO_MANY'],
})

/** Where the result file is for ten minutes; for whoever started the task alone. */
export const readTaskResult = endpoint('GET /tasks/:id/result', {
  summary: '任务的结果文件',
  by: starters,
  repeat: 'natural',
  params: ById,
  reply: z.object({ url: z.string() }),
  errors: ['NOT_FOUND'],
})

export const taskInputLimit = { bytes: 20 * 1024 * 1024 } as const

/** A place for an Excel or CSV file and a ticket to send it with; a task is then started on it. */
export const openTaskInput = endpoint('POST /task-inputs', {
  summary: '上传要导入的文件',
  by: starters,
  repeat: 'key',
  body: z.object({ name: text({ min: 1, max: 255 }), sizeBytes: z.int().check(z.gte(0)) }),
  reply: z.object({ id: Id, ticket: z.string(), uploadUrl: z.string() }),
  errors: ['FILE_EMPTY', 'FILE_TOO_LARGE'],
})

/** 任务 of the system administrator: how everybody's long work goes, and nothing of what it holds. */
export const watchTasks = endpoint('GET /administration/tasks', {
  summary: '全部任务的状态',
  by: ['systemAdmin'],
  repeat: 'natural',
  query: z.object({ state: z.optional(z.enum(taskStates)), after: z.optional(Cursor) }),
  reply: pageOf(
    z.object({
      id: Id,
      kind: z.enum(kindNames),
      state: z.enum(taskStates),
      done: z.int(),
      total: z.nullable(z.int()),
      issueCount: z.int(),
      /** How often it was begun. */
      runs: z.int(),
      fault: z.nullable(z.string()),
      createdAt: Instant,
      startedAt: z.nullable(Instant),
      endedAt: z.nullable(Instant),
    }),
  ),
})
