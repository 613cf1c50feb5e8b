import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { ById, Done, Id, Instant } from '../shapes.ts'

/** A login that is open somewhere. */
export const OpenLogin = z.object({
  id: Id,
  /** What the browser says of itself, where it is one that we know: `Chrome`, `Windows`. */
  browser: z.nullable(z.string()),
  system: z.nullable(z.string()),
  address: z.string(),
  createdAt: Instant,
  seenAt: Instant,
  /** The one that asks. */
  current: z.boolean(),
})
export type OpenLogin = z.infer<typeof OpenLogin>

/** My logins, the newest first; at most 50. */
export const listLogins = endpoint('GET /logins', {
  summary: '我的登录',
  by: 'signedIn',
  repeat: 'natural',
  reply: z.object({ items: z.array(OpenLogin) }),
})

export const endLogin = endpoint('DELETE /logins/:id', {
  summary: '退出一处登录',
  by: 'signedIn',
  repeat: 'natural',
  params: ById,
  reply: Done,
})

export const endOtherLogins = endpoint('DELETE /logins', {
  summary: '退出其他所有登录',
  by: 'signedIn',
  repeat: 'natural',
  reply: z.object({ ended: z.int() }),
})

/** How long the login still lasts. */
export const LoginTimes = z.object({
  /** Without a request from now on, the login ends after so many seconds. */
  idleLeftSeconds: z.int(),
  /** It ends after so many seconds, whatever is done with it. */
  leftSeconds: z.int(),
})
export type LoginTimes = z.infer<typeof LoginTimes>

/** Somebody is still there: the time without a request begins anew. */
export const extendLogin = endpoint('POST /logins/current/extension', {
  summary: '继续使用',
  by: 'signedIn',
  early: true,
  repeat: 'natural',
  reply: LoginTimes,
})
