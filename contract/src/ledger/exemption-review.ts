import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { ById, ByVersion, Cursor, pageOf, Version } from '../shapes.ts'
import { text } from '../text.ts'
import { Exemption, ExemptionRow } from './exemptions.ts'
import { Relief } from './obligations.ts'

/** What an office lists: what waits for it, or what was granted and may be revoked. */
export const exemptionQueues = ['waiting', 'granted', 'ended'] as const
export type ExemptionQueue = (typeof exemptionQueues)[number]

/** 免修减免 of the actor's office: what waits, oldest first; what was decided, newest first. */
export const listExemptionReviews = endpoint('GET /exemption-reviews', {
  summary: '免修减免审核',
  by: ['employer', 'hrss'],
  repeat: 'natural',
  query: z.object({ queue: z.optional(z.enum(exemptionQueues)), after: z.optional(Cursor) }),
  reply: pageOf(ExemptionRow),
})

const Reason = text({ min: 1, max: 500 })
const offices = ['employer', 'hrss'] as const
const review = ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD', 'NOT_YOUR_STEP'] as const
const WithReason = z.object({ version: Version, reason: Reason })

/** The employer agrees: the HR&SS office decides. */
export const passExemption = endpoint('POST /exemptions/:id/pass', {
  summary: '同意并报人社部门',
  by: ['employer'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Exemption,
  errors: review,
})

export const returnExemption = endpoint('POST /exemptions/:id/return', {
  summary: '退回免修减免申请',
  by: offices,
  repeat: 'key',
  params: ById,
  body: WithReason,
  reply: Exemption,
  errors: review,
})

export const refuseExemption = endpoint('POST /exemptions/:id/refuse', {
  summary: '不予批准免修减免',
  by: offices,
  repeat: 'key',
  params: ById,
  body: WithReason,
  reply: Exemption,
  errors: review,
})

/** 批准: the year asks less from now on. Other than asked: with a reason. */
export const grantExemption = endpoint('POST /exemptions/:id/grant', {
  summary: '批准免修减免',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, relief: Relief, reason: z.nullable(Reason) }),
  reply: Exemption,
  errors: [...review, 'REASON_REQUIRED', 'EXEMPTION_EXISTS', 'INVALID'],
})

/** 撤销: the year asks again what its rules ask. */
export const revokeExemption = endpoint('POST /exemptions/:id/revoke', {
  summary: '撤销免修减免',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: WithReason,
  reply: Exemption,
  errors: review,
})
