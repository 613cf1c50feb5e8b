import * as z from 'zod/mini'
import { documentTypes } from '../document-number.ts'
import { endpoint } from '../endpoint.ts'
import { categories } from '../ledger.ts'
import type { Moves } from '../moves.ts'
import { ById, ByVersion, Cursor, Id, Instant, pageOf, Version } from '../shapes.ts'
import { text } from '../text.ts'

const reporters = ['institution'] as const

/** unmatched: the person is not known yet, or has no confirmed profile; it is looked for again. */
export const completionStates = ['credited', 'unmatched', 'refused', 'reversed'] as const
export type CompletionState = (typeof completionStates)[number]
/** own: the actor's unit reported it. */
export type CompletionFact = 'own'

export const completionMoves = {
  /** 重新匹配: looks for the person anew, and judges as on the first day. */
  rematch: { from: ['unmatched'], to: null, by: reporters, when: ['own'] },
  /** 撤销入账: the platform was wrong; the hours are taken back. */
  reverse: { from: ['credited'], to: 'reversed', by: reporters, when: ['own'] },
} as const satisfies Moves<CompletionState, CompletionFact>
export type CompletionMove = keyof typeof completionMoves
const moveNames = Object.keys(completionMoves) as [CompletionMove, ...CompletionMove[]] // the table's own keys

/** Why a line is not credited; the first two may still be, the others are for the platform to correct. */
export const completionReasons = [
  'PERSON_UNKNOWN', // also a number that is somebody's of another name
  'PROFILE_NOT_CONFIRMED',
  'DOCUMENT_WRONG',
  'NAME_WRONG',
  'DATES_WRONG',
  'COURSE_UNKNOWN', // also one that this platform may not report
  'OUTSIDE_YEAR',
  'HOURS_WRONG', // none, or more than the course has
  'NOT_FOR_PERSON', // another series, level or region
  'CREDITED_BEFORE', // the person has the hours of this course
] as const
export type CompletionReason = (typeof completionReasons)[number]

/** A platform's own number of a completion. */
const Reference = z.string().check(z.regex(/^[\w.:-]{1,64}$/, 'REFERENCE_FORMAT'))
const Loose = z.string().check(z.maxLength(100))

/**
 * One completed course of one person. A text that cannot be what it should is refused by line, so
 * that one wrong line does not hold up the other 999; only what is no text at all refuses the call.
 */
export const CompletionItem = z.object({
  reference: Reference,
  documentType: z.enum(documentTypes),
  documentNumber: Loose,
  name: Loose,
  /** Of a course or a public subject that the platform may report. */
  courseId: Loose,
  hoursTenths: z.int().check(z.gte(-2_147_483_648), z.lte(2_147_483_647)),
  startOn: Loose,
  endOn: Loose,
})
export type CompletionItem = z.infer<typeof CompletionItem>

export const mostItems = 1000

/** What the shape alone cannot say: the place of a reference that stands in the call already. */
export function itemsIssues(items: readonly { reference: string }[]): Record<string, string> {
  const seen = new Set<string>()
  const issues: Record<string, string> = {}
  for (const [at, { reference }] of items.entries()) {
    if (seen.has(reference)) issues[`items.${at}.reference`] = 'REFERENCE_TWICE'
    seen.add(reference)
  }
  return issues
}

export const ItemResult = z.object({
  reference: z.string(),
  state: z.enum(completionStates),
  reason: z.nullable(z.enum(completionReasons)),
  /** It was credited (or reversed) by a former call; nothing happened now. */
  repeated: z.boolean(),
})
export type ItemResult = z.infer<typeof ItemResult>

const counts = { credited: z.int(), unmatched: z.int(), refused: z.int(), repeated: z.int() }
export const Batch = z.object({
  id: Id,
  receivedAt: Instant,
  ...counts,
  items: z.array(ItemResult),
})
export type Batch = z.infer<typeof Batch>

/** Up to 1,000 lines in one call: all that may be are credited, each line has its result. */
export const reportCompletions = endpoint('POST /v1/completions', {
  summary: '上报网络学习结业记录',
  audience: 'partner',
  by: reporters,
  scope: 'completions:write',
  repeat: 'key',
  body: z.object({ items: z.array(CompletionItem).check(z.minLength(1), z.maxLength(mostItems)) }),
  reply: Batch,
  errors: ['INVALID', 'API_KEY_WRONG', 'SIGNATURE_WRONG'],
})

export const readBatch = endpoint('GET /v1/completion-batches/:id', {
  summary: '查询一次上报的结果',
  audience: 'partner',
  by: reporters,
  scope: 'completions:read',
  repeat: 'natural',
  params: ById,
  reply: Batch,
  errors: ['NOT_FOUND', 'API_KEY_WRONG'],
})

/** How one line stands now. */
export const findCompletion = endpoint('GET /v1/completions', {
  summary: '按平台流水号查询结业记录',
  audience: 'partner',
  by: reporters,
  scope: 'completions:read',
  repeat: 'natural',
  query: z.object({ reference: Reference }),
  reply: ItemResult,
  errors: ['NOT_FOUND', 'API_KEY_WRONG'],
})

export const ReportableCourse = z.object({
  id: Id,
  /** topic: a public subject of the yearly catalogue. */
  kind: z.enum(['course', 'topic']),
  name: z.string(),
  category: z.enum(categories),
  year: z.int(),
  hoursTenths: z.int(),
})
export type ReportableCourse = z.infer<typeof ReportableCourse>

/** What the platform may report: its unit's published courses, shared ones, and subjects that name it. */
export const listReportable = endpoint('GET /v1/courses', {
  summary: '本平台可上报的课程',
  audience: 'partner',
  by: reporters,
  scope: 'completions:read',
  repeat: 'natural',
  query: z.object({ year: z.string().check(z.regex(/^(19|20)\d{2}$/)) }),
  reply: z.object({ items: z.array(ReportableCourse) }),
  errors: ['API_KEY_WRONG'],
})

/** The same for the page, where people look the ids up. */
export const listOwnReportable = endpoint('GET /reportable-courses', {
  summary: '可上报的课程',
  by: reporters,
  repeat: 'natural',
  query: z.object({ year: z.string().check(z.regex(/^(19|20)\d{2}$/)) }),
  reply: z.object({ items: z.array(ReportableCourse) }),
})

export const Completion = z.object({
  id: Id,
  version: Version,
  state: z.enum(completionStates),
  reason: z.nullable(z.enum(completionReasons)),
  reference: z.string(),
  name: z.string(),
  numberMasked: z.string(),
  courseName: z.nullable(z.string()),
  category: z.nullable(z.enum(categories)),
  year: z.nullable(z.int()),
  hoursTenths: z.int(),
  startOn: z.string(),
  endOn: z.string(),
  receivedAt: Instant,
  reversedWhy: z.nullable(z.string()),
  open: z.array(z.enum(moveNames)),
})
export type Completion = z.infer<typeof Completion>

/** 上报记录: what the unit's platforms reported and what came of it, newest first. */
export const listCompletions = endpoint('GET /completions', {
  summary: '网络学习上报记录',
  by: reporters,
  repeat: 'natural',
  query: z.object({
    state: z.optional(z.enum(completionStates)),
    reference: z.optional(text({ min: 0, max: 64 })),
    /** Of one call alone. */
    batch: z.optional(Id),
    after: z.optional(Cursor),
  }),
  reply: pageOf(Completion),
})

/** 上报批次: one row a call. */
export const listBatches = endpoint('GET /completion-batches', {
  summary: '网络学习上报批次',
  by: reporters,
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(
    z.object({ id: Id, receivedAt: Instant, keyName: z.string(), itemCount: z.int(), ...counts }),
  ),
})

const moved = ['NOT_FOUND', 'STALE', 'WRONG_STATE'] as const

export const rematchCompletion = endpoint('POST /completions/:id/rematch', {
  summary: '重新匹配人员',
  by: reporters,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Completion,
  errors: moved,
})

export const reverseCompletion = endpoint('POST /completions/:id/reverse', {
  summary: '撤销入账',
  by: reporters,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: text({ min: 1, max: 200 }) }),
  reply: Completion,
  errors: moved,
})
