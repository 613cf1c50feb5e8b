import * as z from 'zod/mini'
import { reviewers } from '../actor.ts'
import { endpoint } from '../endpoint.ts'
import { errorStatus, type ErrorCode } from '../errors.ts'
import { categories } from '../ledger.ts'
import {
  Code,
  Cursor,
  Day,
  HoursTenths,
  Id,
  Instant,
  pageOf,
  Version,
  Year,
  YearText,
} from '../shapes.ts'
import { text } from '../text.ts'
import { Check } from './shapes.ts'
import { declarationStates, stepPurposes } from './states.ts'

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
  /** Since when it waits at this office. */
  waitingSince: Instant,
  /** 审核截止 by the rules of its year; null where they give none, and of an appeal. */
  reviewTo: z.nullable(Day),
  /** What the checks found when it was sent: only records without any can be accepted together. */
  flags: z.array(Check.shape.code),
  /** An appeal is decided on its own page alone. */
  purpose: z.enum(stepPurposes),
  /** 认定 ends the review here; without it the record goes on to the next office. */
  lastStep: z.boolean(),
})
export type ReviewRow = z.infer<typeof ReviewRow>

/** 等待时间 of at least so many days. */
export const waitingDays = ['3', '5', '10', '20'] as const

/** The queue of the actor's office, oldest first. */
export const listReviews = endpoint('GET /reviews', {
  summary: '待审核记录',
  by: reviewers,
  repeat: 'natural',
  query: z.object({
    category: z.optional(z.enum(categories)),
    form: z.optional(Code),
    /** Part of the name, or how its pinyin or initials begin. */
    person: z.optional(text({ min: 0, max: 50 })),
    flags: z.optional(z.enum(['none', 'some'])),
    waiting: z.optional(z.enum(waitingDays)),
    /** Part of the employer's name. */
    unit: z.optional(text({ min: 0, max: 50 })),
    /** 计入年度. */
    year: z.optional(YearText),
    purpose: z.optional(z.enum(stepPurposes)),
    after: z.optional(Cursor),
  }),
  reply: pageOf(ReviewRow),
})

/** How the office stands: counts are capped at 999 and then say `more`. */
export const readQueue = endpoint('GET /reviews/summary', {
  summary: '审核概况',
  by: reviewers,
  repeat: 'natural',
  reply: z.object({
    waiting: z.int(),
    more: z.boolean(),
    oldestSince: z.nullable(Instant),
    /** Of the last hundred decisions, from the arrival of a record at this office; null before the first. */
    medianHours: z.nullable(z.number()),
  }),
})

export const DecidedRow = z.object({
  declarationId: Id,
  version: Version,
  personName: z.string(),
  unitName: z.string(),
  name: z.string(),
  category: z.enum(categories),
  claimedTenths: HoursTenths,
  recognisedTenths: z.nullable(HoursTenths),
  state: z.enum(declarationStates),
  decidedAt: Instant,
  decidedBy: z.string(),
})
export type DecidedRow = z.infer<typeof DecidedRow>

/** 已审核: what the office has decided, newest first. */
export const listDecided = endpoint('GET /reviews/decided', {
  summary: '已审核记录',
  by: reviewers,
  repeat: 'natural',
  query: z.object({
    person: z.optional(text({ min: 0, max: 50 })),
    state: z.optional(z.enum(declarationStates)),
    after: z.optional(Cursor),
  }),
  reply: pageOf(DecidedRow),
})

export const FoundRow = z.object({
  ...z.omit(DecidedRow, { decidedAt: true, decidedBy: true }).shape,
  reviewedAt: z.nullable(Instant),
})
export type FoundRow = z.infer<typeof FoundRow>

/**
 * 查询记录 by 受理编号, or all of a person's: what the office has or had to decide, and for an authority
 * what was recognised in its region. Without either nothing is found.
 */
export const findRecords = endpoint('GET /reviews/records', {
  summary: '查询申报记录',
  by: reviewers,
  repeat: 'natural',
  query: z.object({
    receipt: z.optional(text({ min: 0, max: 30 })),
    personId: z.optional(Id),
    after: z.optional(Cursor),
  }),
  reply: pageOf(FoundRow),
})

export const mostAtOnce = 50
const errorCodes = Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]] // the table's own keys

/**
 * 批量: each record on its own, with a result of its own; one that is refused leaves the others as they
 * are. accept: 认定 of all hours claimed, or 通过 where another office follows, for records without
 * flags. undo: what the actor has just decided, while nothing followed from it.
 */
export const bulkReview = endpoint('POST /reviews/bulk', {
  summary: '批量审核',
  by: reviewers,
  repeat: 'key',
  body: z.object({
    act: z.enum(['accept', 'return', 'undo']),
    items: z
      .array(z.object({ id: Id, version: Version }))
      .check(z.minLength(1), z.maxLength(mostAtOnce)),
    reason: z.nullable(text({ min: 1, max: 500 })),
  }),
  reply: z.object({
    results: z.array(
      z.object({
        id: Id,
        /** Null: done. */
        refused: z.nullable(z.enum(errorCodes)),
        /** Of the record as it stands now, for undoing; null where it cannot be seen. */
        version: z.nullable(Version),
      }),
    ),
  }),
  errors: ['REASON_REQUIRED'],
})
