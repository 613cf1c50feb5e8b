import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { Moves } from '../moves.ts'
import { ById, ByVersion, Cursor, Done, Id, Instant, pageOf, Version } from '../shapes.ts'
import { text } from '../text.ts'
import { keyHolders } from './keys.ts'

/** What a unit's program is told of. */
export const webhookEvents = ['completions.processed', 'completion.changed', 'ping'] as const
export type WebhookEvent = (typeof webhookEvents)[number]

export const webhookStates = ['active', 'paused', 'removed'] as const
export type WebhookState = (typeof webhookStates)[number]
/** managed: the actor manages the unit. */
export type WebhookFact = 'managed'

const managed = { by: keyHolders, when: ['managed'] } as const
/** 回调通知: a paused one is told nothing, not even afterwards. */
export const webhookMoves = {
  test: { from: ['active'], to: null, ...managed },
  pause: { from: ['active'], to: 'paused', ...managed },
  resume: { from: ['paused'], to: 'active', ...managed },
  remove: { from: ['active', 'paused'], to: 'removed', ...managed },
} as const satisfies Moves<WebhookState, WebhookFact>
export type WebhookMove = keyof typeof webhookMoves
const moveNames = Object.keys(webhookMoves) as [WebhookMove, ...WebhookMove[]] // the table's own keys

export const mostWebhooks = 5

export const Webhook = z.object({
  id: Id,
  version: Version,
  state: z.enum(webhookStates),
  url: z.string(),
  createdAt: Instant,
  open: z.array(z.enum(moveNames)),
})
export type Webhook = z.infer<typeof Webhook>

export const listWebhooks = endpoint('GET /webhooks', {
  summary: '回调通知地址',
  by: keyHolders,
  repeat: 'natural',
  reply: z.object({ manages: z.boolean(), items: z.array(Webhook) }),
})

export const WebhookForm = z.object({
  url: text({ min: 1, max: 300 }).check(
    z.regex(/^https?:\/\/[^\s/$.?#@][^\s@]*$/i, 'CALL_ADDRESS_FORMAT'),
  ),
})
export type WebhookForm = z.infer<typeof WebhookForm>

/** The secret that signs what is told is in this answer alone. */
export const createWebhook = endpoint('POST /webhooks', {
  summary: '添加回调通知地址',
  by: keyHolders,
  repeat: 'key',
  body: WebhookForm,
  reply: z.object({ webhook: Webhook, secret: z.nullable(z.string()) }),
  errors: ['INVALID', 'WEBHOOKS_TOO_MANY'],
})

const moved = ['NOT_FOUND', 'STALE', 'WRONG_STATE'] as const

/** 发送测试: one `ping` to this address. */
export const testWebhook = endpoint('POST /webhooks/:id/test', {
  summary: '向回调地址发送测试通知',
  by: keyHolders,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Webhook,
  errors: moved,
})

export const pauseWebhook = endpoint('POST /webhooks/:id/pause', {
  summary: '暂停回调通知',
  by: keyHolders,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Webhook,
  errors: moved,
})

export const resumeWebhook = endpoint('POST /webhooks/:id/resume', {
  summary: '恢复回调通知',
  by: keyHolders,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Webhook,
  errors: moved,
})

export const removeWebhook = endpoint('POST /webhooks/:id/remove', {
  summary: '删除回调通知地址',
  by: keyHolders,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Done,
  errors: moved,
})

/** waiting: it is tried again, ever later. dead: it was tried often enough, and waits for somebody. */
export const deliveryStates = ['waiting', 'delivered', 'dead'] as const
export type DeliveryState = (typeof deliveryStates)[number]
/** managed: the actor manages the unit. */
export const deliveryMoves = {
  replay: { from: ['delivered', 'dead'], to: 'waiting', by: keyHolders, when: ['managed'] },
} as const satisfies Moves<DeliveryState, 'managed'>

export const Delivery = z.object({
  id: Id,
  version: Version,
  state: z.enum(deliveryStates),
  event: z.enum(webhookEvents),
  url: z.string(),
  attempts: z.int(),
  /** What the other side answered last; null: nothing, and `fault` says why. */
  replyCode: z.nullable(z.int()),
  fault: z.nullable(z.string()),
  createdAt: Instant,
  triedAt: z.nullable(Instant),
  /** The body as it is sent. */
  body: z.string(),
  open: z.array(z.enum(['replay'])),
})
export type Delivery = z.infer<typeof Delivery>

/** What was told to the unit's programs, newest first. */
export const listDeliveries = endpoint('GET /webhook-deliveries', {
  summary: '回调通知记录',
  by: keyHolders,
  repeat: 'natural',
  query: z.object({ state: z.optional(z.enum(deliveryStates)), after: z.optional(Cursor) }),
  reply: pageOf(Delivery),
})

/** 重新发送: as if it had never been tried. */
export const replayDelivery = endpoint('POST /webhook-deliveries/:id/replay', {
  summary: '重新发送回调通知',
  by: keyHolders,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Delivery,
  errors: moved,
})
