import * as z from 'zod/mini'
import { reviewers } from '../actor.ts'
import { endpoint } from '../endpoint.ts'
import { categories } from '../ledger.ts'
import {
  ById,
  ByVersion,
  Code,
  Cursor,
  HoursTenths,
  Id,
  Instant,
  pageOf,
  Version,
  Year,
} from '../shapes.ts'
import { text } from '../text.ts'
import { Declaration } from './shapes.ts'

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
    person: z.optional(text({ min: 0, max: 50 })),
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
