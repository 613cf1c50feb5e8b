import * as z from 'zod/mini'
import { keyScopes } from '../actor.ts'
import { endpoint } from '../endpoint.ts'
import type { Moves } from '../moves.ts'
import { ById, ByVersion, Id, Instant, Version } from '../shapes.ts'
import { text } from '../text.ts'

/** Units whose programs may come with a key. */
export const keyHolders = ['institution'] as const

export const keyStates = ['active', 'revoked'] as const
export type KeyState = (typeof keyStates)[number]
/** managed: the actor manages the unit. */
export type KeyFact = 'managed'

/** 接口密钥: what is revoked never comes back; another key is made instead. */
export const keyMoves = {
  revoke: { from: ['active'], to: 'revoked', by: keyHolders, when: ['managed'] },
  block: { from: ['active'], to: 'revoked', by: ['systemAdmin'], when: [] },
} as const satisfies Moves<KeyState, KeyFact>
export type KeyMove = keyof typeof keyMoves

/** Active at the same time: enough to change one while the other is still in use. */
export const mostKeys = 10

export const ApiKey = z.object({
  id: Id,
  version: Version,
  state: z.enum(keyStates),
  name: z.string(),
  scopes: z.array(z.enum(keyScopes)),
  /** The first characters of the key, by which people tell one from another. */
  head: z.string(),
  byName: z.string(),
  createdAt: Instant,
  /** To the minute; null: never. */
  lastUsedAt: z.nullable(Instant),
  revokedAt: z.nullable(Instant),
  open: z.array(z.enum(['revoke'])),
})
export type ApiKey = z.infer<typeof ApiKey>

/** The last hundred keys of the unit, newest first. */
export const listKeys = endpoint('GET /api-keys', {
  summary: '接口密钥',
  by: keyHolders,
  repeat: 'natural',
  reply: z.object({ manages: z.boolean(), items: z.array(ApiKey) }),
})

export const KeyForm = z.object({
  name: text({ min: 1, max: 50 }),
  scopes: z.array(z.enum(keyScopes)).check(z.minLength(1, 'SCOPES_REQUIRED'), z.maxLength(10)),
})
export type KeyForm = z.infer<typeof KeyForm>

/** Key and signing secret are in this answer alone: a repeated request is told neither. */
export const createKey = endpoint('POST /api-keys', {
  summary: '新建接口密钥',
  by: keyHolders,
  repeat: 'key',
  body: KeyForm,
  reply: z.object({
    key: ApiKey,
    secrets: z.nullable(z.object({ token: z.string(), signingSecret: z.string() })),
  }),
  errors: ['API_KEYS_TOO_MANY'],
})

/** 吊销: the key opens nothing from this moment on. */
export const revokeKey = endpoint('POST /api-keys/:id/revoke', {
  summary: '吊销接口密钥',
  by: keyHolders,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: ApiKey,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})
