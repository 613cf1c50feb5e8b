import * as z from 'zod/mini'
import { reviewers } from '../actor.ts'
import { endpoint } from '../endpoint.ts'
import { hoursTenths } from '../hours.ts'
import { ById, ByVersion, Version } from '../shapes.ts'
import { text } from '../text.ts'
import { Declaration } from './shapes.ts'

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
    recognisedTenths: hoursTenths,
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

/** 撤销操作: what the actor has decided within a day, while nothing followed from it. */
export const undoDecision = endpoint('POST /declarations/:id/undo', {
  summary: '撤销审核操作',
  by: reviewers,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Declaration,
  errors: review,
})
