import * as z from 'zod/mini'
import { CaptchaAnswer } from '../accounts.ts'
import { documentTypes } from '../document-number.ts'
import { endpoint } from '../endpoint.ts'
import { personName } from '../person-name.ts'
import { ById, Done, Id, Instant } from '../shapes.ts'
import { CodeSent, Contact } from './contacts.ts'

/** A flow: a code is on its way; it was given back; two answers were right; the new password holds. */
export const flowStates = ['sent', 'proven', 'answered', 'done'] as const
export type FlowState = (typeof flowStates)[number]

export const flowMoves = {
  prove: { from: ['sent'], to: 'proven' },
  /** Also where nothing is asked: the setting is off, or the account keeps no answers. */
  answer: { from: ['proven'], to: 'answered' },
  renew: { from: ['answered'], to: 'done' },
} as const satisfies Record<string, { from: readonly FlowState[]; to: FlowState }>

export const flowSeconds = 1800
/** Wrong codes and answers together, after which a flow is over. */
export const flowAttempts = 10

/** Six digits that were sent, or the eight of a help desk. */
export const ProofCode = z.string().check(z.trim(), z.regex(/^\d{6}(\d{2})?$/, 'CODE_FORMAT'))

/** 忘记密码或用户名: by account name, phone or document number. Answered alike whoever is named. */
export const beginRecovery = endpoint('POST /recoveries', {
  summary: '找回密码或用户名',
  by: 'anyone',
  repeat: 'never',
  body: z.object({
    userName: z.string().check(z.minLength(1), z.maxLength(64)),
    contact: Contact,
    captcha: CaptchaAnswer,
  }),
  reply: z.object({ id: Id, flowExpiresAt: Instant, ...CodeSent.shape }),
  errors: ['CAPTCHA_WRONG', 'RATE_LIMITED'],
})

export const resendRecoveryCode = endpoint('POST /recoveries/:id/codes', {
  summary: '重发找回验证码',
  by: 'anyone',
  repeat: 'never',
  params: ById,
  body: z.object({ contact: Contact }),
  reply: CodeSent,
  errors: ['FLOW_OVER', 'RATE_LIMITED'],
})

const Proven = z.object({
  /** The questions to answer, by their codes; none where nothing more is asked. */
  questions: z.array(z.string()),
  /** Told when everything asked has been answered. */
  accountName: z.nullable(z.string()),
})

export const proveRecovery = endpoint('POST /recoveries/:id/proof', {
  summary: '提交找回验证码',
  by: 'anyone',
  repeat: 'never',
  params: ById,
  body: z.object({ code: ProofCode }),
  reply: Proven,
  errors: ['FLOW_OVER', 'CODE_WRONG'],
})

export const answerRecovery = endpoint('POST /recoveries/:id/answers', {
  summary: '回答密保问题',
  by: 'anyone',
  repeat: 'never',
  params: ById,
  body: z.object({
    answers: z.array(z.string().check(z.minLength(1), z.maxLength(50))).check(z.length(2)),
  }),
  reply: Proven,
  errors: ['FLOW_OVER', 'ANSWER_WRONG'],
})

/** Ends every login of the account. */
export const renewPassword = endpoint('POST /recoveries/:id/password', {
  summary: '设置新密码',
  by: 'anyone',
  repeat: 'never',
  params: ById,
  body: z.object({
    newPassword: z.string().check(z.minLength(1), z.maxLength(64)),
    newPasswordAgain: z.string().check(z.maxLength(64)),
  }),
  reply: Done,
  errors: ['FLOW_OVER', 'BUSY'],
})

/**
 * Whoever came by import claims that account when registering: a code goes to the phone on file.
 * Answered alike whether there is such an account.
 */
export const beginClaim = endpoint('POST /claims', {
  summary: '认领已有档案',
  by: 'anyone',
  repeat: 'never',
  body: z.object({
    name: personName,
    documentType: z.enum(documentTypes),
    documentNumber: z.string().check(z.minLength(1), z.maxLength(40)),
    captcha: CaptchaAnswer,
  }),
  reply: z.object({ id: Id, flowExpiresAt: Instant, ...CodeSent.shape }),
  errors: ['CAPTCHA_WRONG', 'RATE_LIMITED'],
})
