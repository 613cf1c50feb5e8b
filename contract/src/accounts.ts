import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { Done, Id, Instant } from './shapes.ts'

/** An account is `unclaimed` while a person came by import and has not registered yet; `merged` went into another of theirs. */
export const accountStates = ['unclaimed', 'active', 'disabled', 'merged'] as const
export type AccountState = (typeof accountStates)[number]

export const CaptchaKind = z.enum(['image', 'work'])
export const CaptchaAnswer = z.object({ id: Id, answer: z.string().check(z.maxLength(64)) })

export const Captcha = z.object({
  id: Id,
  expiresAt: Instant,
  /** `image`: a picture as a data URL. `work`: a salt and the leading zero bits that SHA-256(salt + answer) must show. */
  image: z.optional(z.string()),
  work: z.optional(z.object({ salt: z.string(), difficultyBits: z.int() })),
})

/** Two ways to show that a person is there: a picture, or work done by the browser for those who cannot see it. */
export const openCaptcha = endpoint('POST /captchas', {
  summary: '取验证码',
  by: 'anyone',
  repeat: 'never',
  body: z.object({ kind: CaptchaKind }),
  reply: Captcha,
  errors: ['RATE_LIMITED'],
})

/** 登录: by account name, proven phone or document number. */
export const logIn = endpoint('POST /logins', {
  summary: '登录',
  by: 'anyone',
  repeat: 'never',
  body: z.object({
    userName: z.string().check(z.minLength(1), z.maxLength(64)),
    password: z.string().check(z.minLength(1), z.maxLength(64)),
    captcha: CaptchaAnswer,
  }),
  reply: z.object({
    mustChangePassword: z.boolean(),
    /** True: nobody is signed in yet; a code of the second factor is still to come. */
    secondFactor: z.boolean(),
  }),
  errors: ['CAPTCHA_WRONG', 'LOGIN_FAILED', 'RATE_LIMITED', 'BUSY'],
})

export const logOut = endpoint('DELETE /logins/current', {
  summary: '退出',
  by: 'signedIn',
  early: true,
  repeat: 'natural',
  reply: Done,
})

/** Open even while everything else waits for the forced change. Other logins of the account end. */
export const changePassword = endpoint('POST /password', {
  summary: '修改密码',
  by: 'signedIn',
  early: true,
  repeat: 'never',
  body: z.object({
    password: z.string().check(z.minLength(1), z.maxLength(64)),
    newPassword: z.string().check(z.minLength(1), z.maxLength(64)),
    newPasswordAgain: z.string().check(z.maxLength(64)),
  }),
  reply: Done,
  errors: ['PASSWORD_WRONG', 'PASSWORD_SAME', 'BUSY'],
})

export const Account = z.object({
  id: Id,
  name: z.string(),
  accountName: z.string(),
  mustChangePassword: z.boolean(),
  /** Nothing but setting up the second factor is open. */
  mustSetSecondFactor: z.boolean(),
})
export type Account = z.infer<typeof Account>
export type Captcha = z.infer<typeof Captcha>
