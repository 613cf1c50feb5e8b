import * as z from 'zod/mini'
import type { ActorKind } from '../actor.ts'
import { endpoint } from '../endpoint.ts'
import { Done } from '../shapes.ts'
import { Code } from './contacts.ts'

/** Whoever sits at one of these cannot do without a second factor. */
export const kindsWithSecondFactor = [
  'industry',
  'hrss',
  'systemAdmin',
  'securityAdmin',
  'auditAdmin',
] as const satisfies readonly ActorKind[]

const password = z.string().check(z.minLength(1), z.maxLength(64))

/** Ten, each good once, for the day on which the phone is not at hand. Shown once. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) })

/** A secret that waits for its first code; the factor in force, if any, stays until then. */
export const beginSecondFactor = endpoint('POST /account/second-factor', {
  summary: '开始设置两步验证',
  by: 'signedIn',
  early: true,
  repeat: 'never',
  body: z.object({ password }),
  reply: z.object({
    /** Base32, for those who type it. */
    secret: z.string(),
    /** A QR code of the otpauth address, as a data URL. */
    image: z.string(),
  }),
  errors: ['PASSWORD_WRONG', 'BUSY'],
})

/** The first code shows that the secret has arrived: logins ask for one from now on. */
export const confirmSecondFactor = endpoint('POST /account/second-factor/confirmation', {
  summary: '启用两步验证',
  by: 'signedIn',
  early: true,
  repeat: 'never',
  body: z.object({ code: Code }),
  reply: RecoveryCodes,
  errors: ['CODE_WRONG', 'WRONG_STATE'],
})

export const renewRecoveryCodes = endpoint('POST /account/recovery-codes', {
  summary: '重新生成恢复码',
  by: 'signedIn',
  repeat: 'never',
  body: z.object({ password }),
  reply: RecoveryCodes,
  errors: ['PASSWORD_WRONG', 'WRONG_STATE', 'BUSY'],
})

export const removeSecondFactor = endpoint('POST /account/second-factor/removal', {
  summary: '停用两步验证',
  by: 'signedIn',
  repeat: 'never',
  body: z.object({ password }),
  reply: Done,
  errors: ['PASSWORD_WRONG', 'SECOND_FACTOR_REQUIRED', 'BUSY'],
})

/** The second step of a login, in the browser that made the first: a code, or a recovery code. */
export const giveSecondFactor = endpoint('POST /logins/second-factor', {
  summary: '登录的第二步',
  by: 'anyone',
  repeat: 'never',
  body: z.object({ code: z.string().check(z.minLength(1), z.maxLength(20)) }),
  reply: z.object({ mustChangePassword: z.boolean(), recoveryCodesLeft: z.int() }),
  errors: ['CODE_WRONG', 'LOGIN_OVER'],
})
