import * as z from 'zod/mini'
import { creditCode } from '../credit-code.ts'
import { endpoint } from '../endpoint.ts'
import { ById, Done, Id, Instant, Version } from '../shapes.ts'
import { text } from '../text.ts'

const staff = ['employer', 'institution'] as const

export const joinStates = ['applied', 'accepted', 'refused'] as const
export type JoinState = (typeof joinStates)[number]

/** 加入申请: whoever finds their unit registered already asks its manager for a seat. */
export const applyToJoin = endpoint('POST /joins', {
  summary: '申请加入单位',
  by: ['individual', ...staff],
  repeat: 'key',
  body: z.object({ code: creditCode }),
  reply: z.object({ id: Id, unitName: z.string() }),
  errors: ['NOT_FOUND', 'WRONG_STATE', 'RATE_LIMITED'],
})

export const Join = z.object({
  id: Id,
  version: Version,
  name: z.string(),
  accountName: z.string(),
  at: Instant,
})
export type Join = z.infer<typeof Join>

export const listJoins = endpoint('GET /joins', {
  summary: '加入申请',
  by: staff,
  repeat: 'natural',
  reply: z.object({ items: z.array(Join) }),
})

export const acceptJoin = endpoint('POST /joins/:id/accept', {
  summary: '同意加入',
  by: staff,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, level: z.enum(['manager', 'clerk']) }),
  reply: Done,
  errors: ['NOT_FOUND', 'WRONG_STATE', 'STALE'],
})

export const refuseJoin = endpoint('POST /joins/:id/refuse', {
  summary: '不同意加入',
  by: staff,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: text({ min: 1, max: 500 }) }),
  reply: Done,
  errors: ['NOT_FOUND', 'WRONG_STATE', 'STALE'],
})
