import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import {
  caseKinds,
  caseMoveNames,
  caseStates,
  kindsOf,
  subjectKinds,
  type CaseKind,
  type SubjectKind,
} from './integrity/states.ts'
import type { Part } from './issues.ts'
import { ById, ByVersion, Cursor, Day, Id, Instant, pageOf, Version, Year } from './shapes.ts'
import { text } from './text.ts'

export * from './integrity/states.ts'

const authorities = ['hrss', 'industry'] as const
const Reason = text({ min: 1, max: 500 })

/** What an officer enters. Years are suspended for a person, publishing is stopped for an institution. */
export const CaseForm = z.object({
  subjectKind: z.enum(subjectKinds),
  /** The person's or the unit's. */
  subjectId: Id,
  kind: z.enum(caseKinds),
  facts: text({ min: 10, max: 2000 }),
  /** Years that are not certified while it holds. */
  suspendedYears: z.array(Year).check(z.maxLength(10)),
  noPublishing: z.boolean(),
  /** Until when it holds, that day included; null: until it is withdrawn. */
  endsOn: z.nullable(Day),
})
export type CaseForm = z.infer<typeof CaseForm>

/** What the shape alone cannot say of a case: field → issue code. `today` is Asia/Shanghai's day. */
export function caseIssues(form: Part<CaseForm>, today: string): Record<string, string> {
  const { kind, subjectKind, suspendedYears = [], noPublishing, endsOn } = form
  const thisYear = Number(today.slice(0, 4))
  const isTwice = new Set(suspendedYears).size < suspendedYears.length
  const isAhead = suspendedYears.some((year) => year > thisYear)
  const isOf = (subject: SubjectKind) => subjectKind === undefined || subjectKind === subject
  const mayBe = !kind || !subjectKind || mayHaveDone(kind, subjectKind)
  return {
    ...(!mayBe && { kind: 'NOT_OFFERED' }),
    ...((isTwice || isAhead || (suspendedYears.length > 0 && !isOf('person'))) && {
      suspendedYears: 'NOT_OFFERED',
    }),
    ...(noPublishing && !isOf('institution') && { noPublishing: 'NOT_OFFERED' }),
    ...(endsOn && endsOn <= today && { endsOn: 'DATE_NOT_AHEAD' }),
  }
}

/** Whether a subject of this kind can have done that. */
export const mayHaveDone = (kind: CaseKind, subject: SubjectKind) => kindsOf[kind].includes(subject)

export const caseFileLimit = { files: 10, bytes: 20 * 1024 * 1024 } as const
export const caseFileTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const

const CaseFile = z.object({
  id: Id,
  name: z.string(),
  state: z.enum(['uploading', 'ready']),
  type: z.nullable(z.enum(caseFileTypes)),
  sizeBytes: z.int(),
  /** Where it may be looked at for ten minutes; null until it is all here. */
  url: z.nullable(z.string()),
})

export const caseActs = [
  'create',
  'propose',
  'return',
  'confirm',
  'dismiss',
  'withdraw',
  'expire',
] as const
export type CaseAct = (typeof caseActs)[number]

/** A row of 失信信息查看, in the manual's words. */
export const CaseRow = z.object({
  id: Id,
  state: z.enum(caseStates),
  subjectKind: z.enum(subjectKinds),
  subjectName: z.string(),
  kind: z.enum(caseKinds),
  /** 操作人: the office and the officer who acted last. */
  officeName: z.string(),
  operatorName: z.string(),
  /** 操作时间, shown to the second. */
  at: Instant,
})
export type CaseRow = z.infer<typeof CaseRow>

export const Case = z.object({
  ...CaseRow.shape,
  version: Version,
  subjectId: Id,
  /** Tells the subject from its namesakes: the employer, or the tail of the unit's code. */
  subjectDetail: z.string(),
  facts: z.string(),
  suspendedYears: z.array(Year),
  noPublishing: z.boolean(),
  endsOn: z.nullable(Day),
  reason: z.nullable(z.string()),
  files: z.array(CaseFile),
  timeline: z.array(
    z.object({
      at: Instant,
      by: z.string(),
      office: z.string(),
      act: z.enum(caseActs),
      reason: z.nullable(z.string()),
    }),
  ),
  open: z.array(z.enum(caseMoveNames)),
})
export type Case = z.infer<typeof Case>

/** 失信信息查看: what holds or held against the actor: the person, or the unit of the seat. Newest first. */
export const listOwnCases = endpoint('GET /own-cases', {
  summary: '失信信息查看',
  by: ['individual', 'employer', 'institution'],
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(CaseRow),
})

/** 失信管理: the cases of the office's own and of those below it, newest first. */
export const listCases = endpoint('GET /cases', {
  summary: '失信管理',
  by: authorities,
  repeat: 'natural',
  query: z.object({
    state: z.optional(z.enum(caseStates)),
    subjectKind: z.optional(z.enum(subjectKinds)),
    name: z.optional(text({ min: 0, max: 100 })),
    after: z.optional(Cursor),
  }),
  reply: pageOf(CaseRow),
})

export const readCase = endpoint('GET /cases/:id', {
  summary: '失信信息详情',
  by: ['individual', 'employer', 'institution', ...authorities],
  repeat: 'natural',
  params: ById,
  reply: Case,
  errors: ['NOT_FOUND'],
})

/** People and units of the office's scope whose name begins so: whom a case may be about. */
export const searchSubjects = endpoint('GET /case-subjects', {
  summary: '查找失信人',
  by: authorities,
  repeat: 'natural',
  query: z.object({ kind: z.enum(subjectKinds), search: text({ min: 1, max: 100 }) }),
  reply: z.object({
    items: z.array(z.object({ id: Id, name: z.string(), detail: z.string() })),
  }),
})

export const createCase = endpoint('POST /cases', {
  summary: '登记失信信息',
  by: authorities,
  repeat: 'key',
  body: CaseForm,
  reply: Case,
  errors: ['OWN_RECORD'],
})

const moved = ['NOT_FOUND', 'STALE', 'WRONG_STATE'] as const

export const editCase = endpoint('PUT /cases/:id', {
  summary: '修改失信信息',
  by: authorities,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, form: CaseForm }),
  reply: Case,
  errors: [...moved, 'OWN_RECORD'],
})

export const deleteCase = endpoint('DELETE /cases/:id', {
  summary: '删除失信信息草稿',
  by: authorities,
  repeat: 'natural',
  params: ById,
  reply: z.object({ id: Id }),
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

export const addCaseFile = endpoint('POST /cases/:id/files', {
  summary: '上传证据',
  by: authorities,
  repeat: 'key',
  params: ById,
  body: z.object({ name: text({ min: 1, max: 255 }), sizeBytes: z.int().check(z.gte(0)) }),
  reply: z.object({ id: Id, ticket: z.string(), uploadUrl: z.string() }),
  errors: ['NOT_FOUND', 'WRONG_STATE', 'FILE_EMPTY', 'FILE_TOO_LARGE', 'FILES_TOO_MANY'],
})

export const removeCaseFile = endpoint('DELETE /cases/:id/files/:fileId', {
  summary: '删除证据',
  by: authorities,
  repeat: 'natural',
  params: z.object({ id: Id, fileId: Id }),
  reply: Case,
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

export const proposeCase = endpoint('POST /cases/:id/propose', {
  summary: '提交审定',
  by: authorities,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Case,
  errors: [...moved, 'NOT_COMPLETE'],
})

/** 审定生效: what it holds its subject back from begins, in the same act. */
export const confirmCase = endpoint('POST /cases/:id/confirm', {
  summary: '审定生效',
  by: authorities,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Case,
  errors: [...moved, 'OWN_RECORD'],
})

const ByReason = z.object({ version: Version, reason: Reason })

export const returnCase = endpoint('POST /cases/:id/return', {
  summary: '退回补充',
  by: authorities,
  repeat: 'key',
  params: ById,
  body: ByReason,
  reply: Case,
  errors: [...moved, 'OWN_RECORD'],
})

export const dismissCase = endpoint('POST /cases/:id/dismiss', {
  summary: '不予认定失信',
  by: authorities,
  repeat: 'key',
  params: ById,
  body: ByReason,
  reply: Case,
  errors: [...moved, 'OWN_RECORD'],
})

/** 撤销: it holds no longer, and its restrictions end in the same act. */
export const withdrawCase = endpoint('POST /cases/:id/withdraw', {
  summary: '撤销失信信息',
  by: authorities,
  repeat: 'key',
  params: ById,
  body: ByReason,
  reply: Case,
  errors: moved,
})
