import * as z from 'zod/mini'
import { seatLevels } from '../actor.ts'
import { endpoint } from '../endpoint.ts'
import { unitStates } from '../orgs.ts'
import { ById, ByVersion, Cursor, Id, Instant, pageOf, Version } from '../shapes.ts'
import { text } from '../text.ts'
import { Unit } from './units.ts'

export const UnitReviewRow = z.object({
  id: Id,
  name: z.string(),
  code: z.string(),
  regionPath: z.string(),
  nature: z.string(),
  contactName: z.string(),
  submittedAt: Instant,
})
export type UnitReviewRow = z.infer<typeof UnitReviewRow>

/** 单位审核: who waits in the office's region subtree, oldest first. */
export const listUnitReviews = endpoint('GET /unit-reviews', {
  summary: '待审核单位',
  by: ['hrss'],
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(UnitReviewRow),
})

/** Another unit of the subtree that may be the same one. */
export const Lookalike = z.object({
  id: Id,
  name: z.string(),
  code: z.string(),
  regionPath: z.string(),
  state: z.enum(unitStates),
  sameCode: z.boolean(),
  /** Whether the unit that waits may be merged into it. */
  takes: z.boolean(),
})
export type Lookalike = z.infer<typeof Lookalike>

export const UnitReview = z.object({
  ...Unit.shape,
  staff: z.array(z.object({ name: z.string(), level: z.enum(seatLevels) })),
  lookalikes: z.array(Lookalike),
})
export type UnitReview = z.infer<typeof UnitReview>

export const readUnit = endpoint('GET /units/:id', {
  summary: '单位详情',
  by: ['hrss'],
  repeat: 'natural',
  params: ById,
  reply: UnitReview,
  errors: ['NOT_FOUND'],
})

const review = ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD'] as const

export const approveUnit = endpoint('POST /units/:id/approve', {
  summary: '通过单位注册',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: UnitReview,
  errors: review,
})

export const returnUnit = endpoint('POST /units/:id/return', {
  summary: '退回单位注册',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: text({ min: 1, max: 500 }) }),
  reply: UnitReview,
  errors: review,
})

/** 不予注册: the registration is over, its code is free, its staff and those who chose it are told. */
export const rejectUnit = endpoint('POST /units/:id/reject', {
  summary: '不予注册',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: text({ min: 2, max: 500 }) }),
  reply: UnitReview,
  errors: review,
})

/** The unit is the one that stands already: its people and staff go there. */
export const mergeUnit = endpoint('POST /units/:id/merge', {
  summary: '并入已有单位',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, intoId: Id }),
  reply: UnitReview,
  errors: review,
})
