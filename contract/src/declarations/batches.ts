import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { Part } from '../issues.ts'
import type { Moves } from '../moves.ts'
import {
  ById,
  ByVersion,
  Cursor,
  Done,
  HoursTenths,
  Id,
  Instant,
  pageOf,
  Version,
  Year,
} from '../shapes.ts'
import { Task } from '../tasks.ts'
import { text } from '../text.ts'
import { Check, DeclarationForm, declarationIssues, evidenceTypes } from './shapes.ts'
import { declarationStates } from './states.ts'

/** A training inside a unit, declared by the unit for those who took part. */
export const batchStates = ['draft', 'sent'] as const
export type BatchState = (typeof batchStates)[number]
/** evidenced: a file that proves the training is there. */
export type BatchFact = 'evidenced'

const employers = ['employer'] as const

/** 批量申报. What its people's records go through afterwards are moves of declarations. */
export const batchMoves = {
  edit: { from: ['draft'], to: null, by: employers, when: [] },
  delete: { from: ['draft'], to: null, by: employers, when: [] },
  /** 试运行: the list is read and told of, and nothing is changed. */
  tryOut: { from: ['draft'], to: null, by: employers, when: [] },
  /** 送审 of all records, or of none: its task does it. */
  send: { from: ['draft'], to: 'sent', by: employers, when: ['evidenced'] },
} as const satisfies Moves<BatchState, BatchFact>
export type BatchMove = keyof typeof batchMoves
const moveNames = Object.keys(batchMoves) as [BatchMove, ...BatchMove[]] // the table's own keys

/** What one list may hold; a larger training is declared in several. */
export const mostBatchRows = 1_000

/** What is the same for everybody: the fields of 添加 for forms that take time. */
export const BatchForm = z.pick(DeclarationForm, {
  name: true,
  category: true,
  form: true,
  institution: true,
  startOn: true,
  endOn: true,
  year: true,
  claimedTenths: true,
})
export type BatchForm = z.infer<typeof BatchForm>

/** What the shape alone cannot say: field → issue code. `today` is Asia/Shanghai's day. */
export const batchIssues = (form: Part<BatchForm>, today: string): Record<string, string> =>
  declarationIssues(form, today)

export const BatchRow = z.object({
  id: Id,
  version: Version,
  state: z.enum(batchStates),
  name: z.string(),
  startOn: z.string(),
  endOn: z.string(),
  claimedTenths: HoursTenths,
  year: Year,
  /** Who made it, or who sent it. */
  byName: z.string(),
  /** How many records were sent; null before. */
  people: z.nullable(z.int()),
  sentAt: z.nullable(Instant),
  updatedAt: Instant,
})
export type BatchRow = z.infer<typeof BatchRow>

export const BatchFile = z.object({
  id: Id,
  name: z.string(),
  type: z.nullable(z.enum(evidenceTypes)),
  sizeBytes: z.int(),
  /** Where it may be looked at for ten minutes; null until all its bytes are here. */
  viewUrl: z.nullable(z.string()),
})
export type BatchFile = z.infer<typeof BatchFile>

export const Batch = z.object({
  ...BatchRow.shape,
  ...BatchForm.shape,
  year: Year,
  files: z.array(BatchFile),
  /** What is found of the training itself, before anybody's own records are looked at. */
  checks: z.array(Check),
  /** Who reviews what the actor sends: a colleague, or the office above where there is none. */
  reviewedBy: z.enum(['colleague', 'above']),
  open: z.array(z.enum(moveNames)),
})
export type Batch = z.infer<typeof Batch>

export const listBatches = endpoint('GET /declaration-batches', {
  summary: '批量申报',
  by: employers,
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(BatchRow),
})

export const createBatch = endpoint('POST /declaration-batches', {
  summary: '添加批量申报',
  by: employers,
  repeat: 'key',
  body: BatchForm,
  reply: Batch,
  errors: ['INVALID'],
})

export const readBatch = endpoint('GET /declaration-batches/:id', {
  summary: '查看批量申报',
  by: employers,
  repeat: 'natural',
  params: ById,
  reply: Batch,
  errors: ['NOT_FOUND'],
})

export const editBatch = endpoint('PUT /declaration-batches/:id', {
  summary: '保存批量申报',
  by: employers,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, form: BatchForm }),
  reply: Batch,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'INVALID'],
})

export const deleteBatch = endpoint('POST /declaration-batches/:id/deletion', {
  summary: '删除批量申报',
  by: employers,
  repeat: 'natural',
  params: ById,
  body: ByVersion,
  reply: Done,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

/** Opens a place for one file of the training; the bytes follow by tus under the ticket. */
export const addBatchFile = endpoint('POST /declaration-batches/:id/files', {
  summary: '上传批量申报附件',
  by: employers,
  repeat: 'key',
  params: ById,
  body: z.object({ name: text({ min: 1, max: 200 }), sizeBytes: z.int().check(z.gte(0)) }),
  reply: z.object({ id: Id, ticket: z.string(), uploadUrl: z.string() }),
  errors: ['NOT_FOUND', 'WRONG_STATE', 'FILE_TOO_LARGE', 'FILE_EMPTY', 'FILES_TOO_MANY'],
})

export const removeBatchFile = endpoint('DELETE /declaration-batches/:id/files/:fileId', {
  summary: '删除批量申报附件',
  by: employers,
  repeat: 'natural',
  params: z.object({ id: Id, fileId: Id }),
  reply: Batch,
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

/** 试运行, or 送审: a task reads who took part; all of the list or, where a row is wrong, nothing. */
export const runBatch = endpoint('POST /declaration-batches/:id/runs', {
  summary: '批量申报人员名单',
  by: employers,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, inputId: Id, dryRun: z.boolean() }),
  reply: Task,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'NOT_COMPLETE', 'TASK_INPUT', 'TASKS_TOO_MANY'],
})

export const BatchRecord = z.object({
  declarationId: Id,
  personName: z.string(),
  claimedTenths: HoursTenths,
  recognisedTenths: z.nullable(HoursTenths),
  state: z.enum(declarationStates),
})
export type BatchRecord = z.infer<typeof BatchRecord>

/** What became of the records that were sent, in the order of the list. */
export const listBatchRecords = endpoint('GET /declaration-batches/:id/records', {
  summary: '批量申报的记录',
  by: employers,
  repeat: 'natural',
  params: ById,
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(BatchRecord),
  errors: ['NOT_FOUND'],
})

/** The columns with an explanation, to be filled in. */
export const batchTemplate = endpoint('GET /declaration-batches/template', {
  summary: '下载批量申报名单模板',
  by: 'anyone',
  repeat: 'natural',
  media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  reply: z.unknown(),
})
