import * as z from 'zod/mini'
import { accountStates } from '../accounts.ts'
import { actorKinds, seatLevels } from '../actor.ts'
import { endpoint } from '../endpoint.ts'
import { ById, ByVersion, Cursor, Id, Instant, pageOf } from '../shapes.ts'
import { text } from '../text.ts'

/** What the security administrator sees of an account: no number, no phone, no record. */
export const KnownAccount = z.object({
  id: Id,
  version: z.int(),
  name: z.string(),
  /** null: came by import and was never claimed. */
  accountName: z.nullable(z.string()),
  state: z.enum(accountStates),
  individual: z.boolean(),
  seats: z.array(
    z.object({
      id: Id,
      kind: z.enum(actorKinds),
      level: z.enum(seatLevels),
      unitName: z.string(),
    }),
  ),
  lastLoginAt: z.nullable(Instant),
  /** Too many wrong passwords by strangers: it opens to nobody new for a while. */
  resting: z.boolean(),
  secondFactor: z.boolean(),
})
export type KnownAccount = z.infer<typeof KnownAccount>

/** 正在登录: every login that is open just now, the newest first. */
export const listOpenLogins = endpoint('GET /administration/open-logins', {
  summary: '正在登录',
  by: ['securityAdmin'],
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(
    z.object({
      id: Id,
      accountId: Id,
      name: z.string(),
      accountName: z.nullable(z.string()),
      hasSeats: z.boolean(),
      browser: z.nullable(z.string()),
      system: z.nullable(z.string()),
      address: z.string(),
      createdAt: Instant,
      seenAt: Instant,
    }),
  ),
})

/** 暂时锁定: accounts that rest just now after too many wrong passwords, the latest first; at most a hundred. */
export const listRests = endpoint('GET /administration/rests', {
  summary: '暂时锁定的账号',
  by: ['securityAdmin'],
  repeat: 'natural',
  reply: z.object({
    items: z.array(
      z.object({
        id: Id,
        name: z.string(),
        accountName: z.nullable(z.string()),
        since: Instant,
        until: Instant,
      }),
    ),
  }),
})

/** 角色与账号: by the beginning of the account name or of the person's name, by that name. */
export const searchAccounts = endpoint('GET /administration/accounts', {
  summary: '角色与账号',
  by: ['securityAdmin'],
  repeat: 'natural',
  query: z.object({
    by: z.optional(z.enum(['accountName', 'name'])),
    search: z.optional(z.string().check(z.maxLength(50))),
    after: z.optional(Cursor),
  }),
  reply: pageOf(KnownAccount),
})

export const AccountDetail = z.object({
  ...KnownAccount.shape,
  logins: z.array(
    z.object({
      id: Id,
      browser: z.nullable(z.string()),
      system: z.nullable(z.string()),
      address: z.string(),
      createdAt: Instant,
      seenAt: Instant,
    }),
  ),
  /** Of the administrator who looks: nobody disables themselves. */
  own: z.boolean(),
})
export type AccountDetail = z.infer<typeof AccountDetail>

export const readAccount = endpoint('GET /administration/accounts/:id', {
  summary: '查看账号',
  by: ['securityAdmin'],
  repeat: 'natural',
  params: ById,
  reply: AccountDetail,
  errors: ['NOT_FOUND'],
})

export const ReasonForm = z.object({ reason: text({ min: 2, max: 200 }) })
const changing = {
  by: ['securityAdmin'],
  repeat: 'natural',
  params: ById,
  body: z.object({ ...ByVersion.shape, ...ReasonForm.shape }),
  reply: AccountDetail,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'FORBIDDEN'],
} as const

/** Nobody gets in by it any more, and every login of it ends. Nobody does so to themselves. */
export const disableAccount = endpoint('POST /administration/accounts/:id/disable', {
  summary: '停用账号',
  ...changing,
})
export const enableAccount = endpoint('POST /administration/accounts/:id/enable', {
  summary: '恢复账号',
  ...changing,
})

const easing = {
  by: ['securityAdmin'],
  repeat: 'natural',
  params: ById,
  body: ReasonForm,
  reply: AccountDetail,
  errors: ['NOT_FOUND'],
} as const

/** The rest after too many wrong passwords is over at once. */
export const liftRest = endpoint('POST /administration/accounts/:id/rest/removal', {
  summary: '解除锁定',
  ...easing,
})
/** Phone and recovery codes are lost: whoever must have a second factor sets it up anew at the next login. */
export const liftSecondFactor = endpoint(
  'POST /administration/accounts/:id/second-factor/removal',
  {
    summary: '解除两步验证',
    ...easing,
    errors: ['NOT_FOUND', 'FORBIDDEN'],
  },
)
export const endAccountLogin = endpoint('POST /administration/accounts/:id/logins/:loginId/end', {
  summary: '结束登录',
  ...easing,
  params: z.object({ id: Id, loginId: Id }),
})

/**
 * 收回角色: the account does this work no more, in any window. Never one's own, the last administrator of a
 * kind or the last manager of a unit, which its office hands over on a letter.
 */
export const endAccountSeat = endpoint('POST /administration/accounts/:id/seats/:seatId/end', {
  summary: '收回角色',
  ...easing,
  params: z.object({ id: Id, seatId: Id }),
  errors: ['NOT_FOUND', 'FORBIDDEN', 'LAST_MANAGER', 'LAST_ADMINISTRATOR'],
})
