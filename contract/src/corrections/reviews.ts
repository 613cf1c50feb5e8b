import * as z from 'zod/mini'
import { changing, Correction, CorrectionRow } from '../corrections.ts'
import { endpoint } from '../endpoint.ts'
import { ById, ByVersion, Cursor, pageOf, Version } from '../shapes.ts'
import { text } from '../text.ts'

/** 更正申请 of the office: what waits, oldest first, or what it has decided, newest first. */
export const listCorrectionReviews = endpoint('GET /correction-reviews', {
  summary: '更正申请办理',
  by: ['hrss'],
  repeat: 'natural',
  query: z.object({ decided: z.optional(z.enum(['1'])), after: z.optional(Cursor) }),
  reply: pageOf(z.object({ ...CorrectionRow.shape, personName: z.string() })),
})

const review = [...changing, 'OWN_RECORD'] as const
const Reason = text({ min: 1, max: 500 })

export const returnCorrection = endpoint('POST /corrections/:id/return', {
  summary: '退回更正申请',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: Reason }),
  reply: Correction,
  errors: review,
})

/** It holds from now on. CORRECTION_BLOCKED while an obstacle stands. */
export const approveCorrection = endpoint('POST /corrections/:id/approve', {
  summary: '同意更正',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Correction,
  errors: [...review, 'CORRECTION_BLOCKED'],
})

export const rejectCorrection = endpoint('POST /corrections/:id/reject', {
  summary: '不同意更正',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: Reason }),
  reply: Correction,
  errors: review,
})

/** Document numbers in full, to hold against the evidence; who looked and why is put on record. */
export const revealCorrection = endpoint('POST /corrections/:id/numbers', {
  summary: '查看完整证件号码',
  by: ['hrss'],
  repeat: 'natural',
  params: ById,
  body: z.object({ reason: text({ min: 2, max: 200 }) }),
  reply: z.object({
    before: z.string(),
    after: z.nullable(z.string()),
    other: z.nullable(z.string()),
  }),
  errors: ['NOT_FOUND'],
})
