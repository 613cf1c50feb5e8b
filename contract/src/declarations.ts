import * as z from 'zod/mini'
import { reviewers } from './actor.ts'
import { endpoint } from './endpoint.ts'
import { categories } from './ledger.ts'
import type { Moves } from './moves.ts'
import {
  ById,
  ByVersion,
  Code,
  Cursor,
  Day,
  HoursTenths,
  Id,
  Instant,
  pageOf,
  Version,
  Year,
} from './shapes.ts'
import { text } from './text.ts'

export const declarationStates = [
  'draft',
  'submitted',
  'underReview',
  'returned',
  'recognised',
  'rejected',
] as const
export type DeclarationState = (typeof declarationStates)[number]

/**
 * own: the record is the actor's. neverSent: it was never submitted. atFirst: its review begins (again)
 * with the employer; atHigher: a higher office returned it. holdsStep: the open review step is at the
 * actor's office. lastStep: no step follows; moreSteps: one does. notSelf: the actor is not the declarant.
 */
export type DeclarationFact =
  | 'own'
  | 'neverSent'
  | 'atFirst'
  | 'atHigher'
  | 'holdsStep'
  | 'lastStep'
  | 'moreSteps'
  | 'notSelf'

const inReview = ['submitted', 'underReview'] as const
const decides = ['holdsStep', 'notSelf'] as const

/** 继续教育记录. What a record lacks is refused by `submit` itself, as NOT_COMPLETE. */
export const declarationMoves = {
  edit: { from: ['draft', 'returned'], to: null, by: ['individual'], when: ['own'] },
  delete: { from: ['draft'], to: null, by: ['individual'], when: ['own', 'neverSent'] },
  submit: {
    from: ['draft', 'returned'],
    to: 'submitted',
    by: ['individual'],
    when: ['own', 'atFirst'],
  },
  /** 送审 of a record that a higher office returned: it goes back to that office. */
  resubmit: {
    from: ['returned'],
    to: 'underReview',
    by: ['individual'],
    when: ['own', 'atHigher'],
  },
  withdraw: { from: ['submitted'], to: 'draft', by: ['individual'], when: ['own'] },
  return: { from: inReview, to: 'returned', by: reviewers, when: decides },
  pass: { from: inReview, to: 'underReview', by: reviewers, when: [...decides, 'moreSteps'] },
  recognise: { from: inReview, to: 'recognised', by: reviewers, when: [...decides, 'lastStep'] },
  reject: { from: inReview, to: 'rejected', by: reviewers, when: decides },
} as const satisfies Moves<DeclarationState, DeclarationFact>
export type DeclarationMove = keyof typeof declarationMoves
const moveNames = Object.keys(declarationMoves) as [DeclarationMove, ...DeclarationMove[]] // the table's own keys

export const stepStates = ['waiting', 'open', 'passed', 'returned', 'decided', 'void'] as const
export type StepState = (typeof stepStates)[number]

/** The fields of 添加, in the manual's words. */
export const DeclarationForm = z.object({
  name: text({ min: 1, max: 100 }),
  category: z.enum(categories),
  form: Code,
  institution: text({ min: 1, max: 100 }),
  startOn: Day,
  endOn: Day,
  claimedTenths: HoursTenths.check(z.gte(1)),
})
export type DeclarationForm = z.infer<typeof DeclarationForm>

/** Before 2010 there is no rule set by which a year could be judged. */
const firstDay = '2010-01-01'

/** What the shape alone cannot say: field → issue code. `today` is Asia/Shanghai's day. */
export function declarationIssues(form: DeclarationForm, today: string): Record<string, string> {
  const issues: Record<string, string> = {}
  if (form.endOn < form.startOn) issues['endOn'] = 'END_BEFORE_START'
  if (form.endOn > today) issues['endOn'] = 'DATE_IN_FUTURE'
  if (form.startOn > today) issues['startOn'] = 'DATE_IN_FUTURE'
  if (form.startOn < firstDay) issues['startOn'] = 'DATE_TOO_EARLY'
  if (form.startOn.slice(0, 4) !== form.endOn.slice(0, 4) && !issues['endOn'])
    issues['endOn'] = 'ACROSS_YEARS'
  return issues
}

/** What is looked at before 送审: errors stop it, flags are shown to the person and the reviewers alike. */
export const checkCodes = {
  NO_EVIDENCE: 'error',
  HOURS_ABOVE_DAYS: 'error',
  EVIDENCE_UNUSUAL: 'flag',
  OVERLAP: 'flag',
  FILE_USED_BEFORE: 'flag',
  ABOVE_YEARLY_CAP: 'flag',
  YEAR_PASSED: 'flag',
} as const
export type CheckCode = keyof typeof checkCodes
const checkCodeNames = Object.keys(checkCodes) as [CheckCode, ...CheckCode[]] // the table's own keys

export const Check = z.object({
  code: z.enum(checkCodeNames),
  level: z.enum(['error', 'flag']),
  /** Numbers or names that the text mentions: the hours allowed, the record that overlaps. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Check = z.infer<typeof Check>

export const evidenceTypes = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/heic',
  'application/ofd',
  'application/msword',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
] as const
export const evidenceLimit = { files: 10, bytes: 20 * 1024 * 1024 } as const

export const Evidence = z.object({
  id: Id,
  name: z.string(),
  state: z.enum(['uploading', 'ready']),
  type: z.nullable(z.enum(evidenceTypes)),
  sizeBytes: z.int(),
  /** Where the bytes are for a few minutes, under a ticket; null until they are all here. */
  viewUrl: z.nullable(z.string()),
})
export type Evidence = z.infer<typeof Evidence>

export const TimelineItem = z.object({
  at: Instant,
  by: z.string(),
  office: z.nullable(z.string()),
  act: z.enum(['create', 'submit', 'withdraw', 'return', 'pass', 'recognise', 'reject']),
  reason: z.nullable(z.string()),
})
export type TimelineItem = z.infer<typeof TimelineItem>

export const DeclarationRow = z.object({
  id: Id,
  version: Version,
  state: z.enum(declarationStates),
  ...DeclarationForm.shape,
  year: Year,
  recognisedTenths: z.nullable(HoursTenths),
  /** 审核时间: when the last decision fell. */
  reviewedAt: z.nullable(Instant),
  updatedAt: Instant,
  /** A draft that was never sent: the only kind that 删除 takes. */
  deletable: z.boolean(),
})
export type DeclarationRow = z.infer<typeof DeclarationRow>

export const Declaration = z.object({
  ...DeclarationRow.shape,
  /** 受理编号 and time of the last 送审. */
  receipt: z.nullable(z.object({ number: z.string(), at: Instant })),
  person: z.object({
    name: z.string(),
    unitName: z.nullable(z.string()),
    series: z.nullable(Code),
  }),
  evidence: z.array(Evidence),
  checks: z.array(Check),
  /** The way through review: which kind of office, and where it stands. */
  steps: z.array(
    z.object({
      office: z.enum(reviewers),
      officeName: z.nullable(z.string()),
      state: z.enum(stepStates),
    }),
  ),
  reason: z.nullable(z.string()),
  timeline: z.array(TimelineItem),
  open: z.array(z.enum(moveNames)),
})
export type Declaration = z.infer<typeof Declaration>

export const listDeclarations = endpoint('GET /declarations', {
  summary: '继续教育记录查询',
  by: ['individual'],
  repeat: 'natural',
  query: z.object({
    name: z.optional(z.string().check(z.maxLength(100))),
    category: z.optional(z.enum(categories)),
    state: z.optional(z.enum(declarationStates)),
    after: z.optional(Cursor),
  }),
  reply: z.object({
    ...pageOf(DeclarationRow).shape,
    /** 审核状态 opens at 草稿 while there are any. */
    hasDrafts: z.boolean(),
  }),
})

export const createDeclaration = endpoint('POST /declarations', {
  summary: '添加继续教育记录',
  by: ['individual'],
  repeat: 'key',
  body: DeclarationForm,
  reply: Declaration,
  errors: ['PROFILE_NOT_CONFIRMED', 'INVALID'],
})

export const readDeclaration = endpoint('GET /declarations/:id', {
  summary: '查看继续教育记录',
  by: ['individual', ...reviewers],
  repeat: 'natural',
  params: ById,
  reply: Declaration,
  errors: ['NOT_FOUND'],
})

export const editDeclaration = endpoint('PUT /declarations/:id', {
  summary: '保存继续教育记录',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, form: DeclarationForm }),
  reply: Declaration,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'INVALID'],
})

/** [删除]: all of the ticked drafts or none. */
export const deleteDeclarations = endpoint('POST /declarations/deletions', {
  summary: '删除草稿',
  by: ['individual'],
  repeat: 'natural',
  body: z.object({ ids: z.array(Id).check(z.minLength(1), z.maxLength(100)) }),
  reply: z.object({ deleted: z.int() }),
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

export const submitDeclaration = endpoint('POST /declarations/:id/submit', {
  summary: '送审',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Declaration,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'NOT_COMPLETE', 'PROFILE_NOT_CONFIRMED'],
})

export const withdrawDeclaration = endpoint('POST /declarations/:id/withdraw', {
  summary: '撤回送审',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Declaration,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

/** Opens a place for one file; the bytes follow by tus under the ticket. */
export const addEvidence = endpoint('POST /declarations/:id/evidence', {
  summary: '上传附件',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: z.object({ name: text({ min: 1, max: 200 }), sizeBytes: z.int().check(z.gte(0)) }),
  reply: z.object({ id: Id, ticket: z.string(), uploadUrl: z.string() }),
  errors: ['NOT_FOUND', 'WRONG_STATE', 'FILE_TOO_LARGE', 'FILE_EMPTY', 'FILES_TOO_MANY'],
})

export const ByEvidence = z.object({ id: Id, evidenceId: Id })
export const removeEvidence = endpoint('DELETE /declarations/:id/evidence/:evidenceId', {
  summary: '删除附件',
  by: ['individual'],
  repeat: 'natural',
  params: ByEvidence,
  reply: Declaration,
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

export const ReviewRow = z.object({
  declarationId: Id,
  version: Version,
  personName: z.string(),
  unitName: z.string(),
  name: z.string(),
  category: z.enum(categories),
  form: Code,
  claimedTenths: HoursTenths,
  year: Year,
  submittedAt: Instant,
})
export type ReviewRow = z.infer<typeof ReviewRow>

/** The queue of the actor's office, oldest first. */
export const listReviews = endpoint('GET /reviews', {
  summary: '待审核记录',
  by: reviewers,
  repeat: 'natural',
  query: z.object({
    category: z.optional(z.enum(categories)),
    person: z.optional(z.string().check(z.maxLength(50))),
    after: z.optional(Cursor),
  }),
  reply: pageOf(ReviewRow),
})

const Reason = text({ min: 1, max: 500 })
const review = ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD', 'NOT_YOUR_STEP'] as const

export const returnDeclaration = endpoint('POST /declarations/:id/return', {
  summary: '退回',
  by: reviewers,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: Reason }),
  reply: Declaration,
  errors: review,
})

export const passDeclaration = endpoint('POST /declarations/:id/pass', {
  summary: '审核通过，转上级',
  by: reviewers,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Declaration,
  errors: review,
})

/** 认定: the hours stand in the ledger when this answers. Fewer than claimed: with a reason. */
export const recogniseDeclaration = endpoint('POST /declarations/:id/recognise', {
  summary: '认定学时',
  by: reviewers,
  repeat: 'key',
  params: ById,
  body: z.object({
    version: Version,
    recognisedTenths: HoursTenths.check(z.gte(1)),
    reason: z.nullable(Reason),
  }),
  reply: Declaration,
  errors: [...review, 'HOURS_ABOVE_CLAIM', 'REASON_REQUIRED'],
})

export const rejectDeclaration = endpoint('POST /declarations/:id/reject', {
  summary: '不予认定',
  by: reviewers,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: Reason }),
  reply: Declaration,
  errors: review,
})
