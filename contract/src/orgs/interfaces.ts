import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { ById, Cursor, Id, Instant, pageOf, Version } from '../shapes.ts'
import { text } from '../text.ts'
import { ApiKey, keyStates } from './keys.ts'
import { webhookStates } from './webhooks.ts'

const systemAdmin = ['systemAdmin'] as const

/** A key as the province's own people see it: whose it is, and whether somebody still comes with it. */
export const HeldKey = z.extend(z.omit(ApiKey, { byName: true, open: true }), {
  unitName: z.string(),
  open: z.array(z.enum(['block'])),
})
export type HeldKey = z.infer<typeof HeldKey>

/** 接口: the keys of all institutions' programs, newest first, 20 a page. */
export const listHeldKeys = endpoint('GET /interfaces/keys', {
  summary: '各机构的接口密钥',
  by: systemAdmin,
  repeat: 'natural',
  query: z.object({ state: z.optional(z.enum(keyStates)), after: z.optional(Cursor) }),
  reply: pageOf(HeldKey),
})

export const BlockForm = z.object({
  version: Version,
  reason: text({ min: 2, max: 200 }),
})

/** 停用: the key opens nothing from this moment on, and its unit is told why. */
export const blockKey = endpoint('POST /interfaces/keys/:id/block', {
  summary: '停用接口密钥',
  by: systemAdmin,
  repeat: 'key',
  params: ById,
  body: BlockForm,
  reply: HeldKey,
  errors: ['INVALID', 'NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

/** Where an institution's program is told, and how that goes. */
export const HeldWebhook = z.object({
  id: Id,
  state: z.enum(webhookStates),
  unitName: z.string(),
  /** Name and port alone: what follows may be a secret of the unit's. */
  host: z.string(),
  createdAt: Instant,
  /** Told last, or tried to; null: nothing yet. */
  triedAt: z.nullable(Instant),
  /** What the last attempt came to: the answer's code, or why there was none. */
  replyCode: z.nullable(z.int()),
  fault: z.nullable(z.string()),
  /** Deliveries that were given up and wait for the unit, counted to a hundred. */
  dead: z.int(),
})
export type HeldWebhook = z.infer<typeof HeldWebhook>

export const mostCounted = 100

/** 接口: the addresses of all institutions that are told, newest first, 20 a page. */
export const listHeldWebhooks = endpoint('GET /interfaces/webhooks', {
  summary: '各机构的回调地址',
  by: systemAdmin,
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(HeldWebhook),
})
