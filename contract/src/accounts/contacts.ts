import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { Part } from '../issues.ts'
import { phoneNumber } from '../phone.ts'
import { Done, Instant } from '../shapes.ts'
import { email, text } from '../text.ts'

export const contacts = ['phone', 'email'] as const
export const Contact = z.enum(contacts)
export type Contact = z.infer<typeof Contact>

/** A code of six digits, as it comes by SMS or e-mail. */
export const Code = z.string().check(z.trim(), z.regex(/^\d{6}$/, 'CODE_FORMAT'))
/** Codes hold for ten minutes, and the next one may be asked for after one. */
export const codeSeconds = 600
export const resendSeconds = 60
/** A wrong code may be given so often; then it is worth nothing, right or wrong. */
export const codeAttempts = 5

export const CodeSent = z.object({
  expiresAt: Instant,
  /** After so many seconds another one may be asked for. */
  resendSeconds: z.int(),
})
export type CodeSent = z.infer<typeof CodeSent>

export const secretQuestions = z
  .array(
    z.object({
      question: z.string().check(z.minLength(1), z.maxLength(20)),
      answer: text({ min: 1, max: 50 }),
    }),
  )
  .check(z.length(3))

/** Questions that are not the first of their kind: field path → issue code. */
export function questionIssues({
  questions = [],
}: Part<{ questions: { question: string }[] }>): Record<string, 'QUESTION_REPEATED'> {
  const codes = questions.map(({ question }) => question)
  const repeated = codes.flatMap((code, at) =>
    code !== undefined && codes.indexOf(code) < at ? [at] : [],
  )
  return Object.fromEntries(
    repeated.map((at) => [`questions.${at}.question`, 'QUESTION_REPEATED' as const]),
  )
}

/** `z***@example.com`. */
export const maskEmail = (address: string) => address.replace(/^(.).*(@.*)$/, '$1***$2')

const password = z.string().check(z.minLength(1), z.maxLength(64))

export const AccountSafety = z.object({
  phoneMasked: z.string(),
  /** Whether a code to it was given back; only then does it count for login and recovery. */
  phoneProven: z.boolean(),
  emailMasked: z.string(),
  emailProven: z.boolean(),
  /** Codes of the dictionary of questions; empty: none are kept. */
  questions: z.array(z.string()),
  secondFactor: z.object({
    on: z.boolean(),
    /** Whoever has a seat at an authority or administers the system cannot do without. */
    required: z.boolean(),
    recoveryCodes: z.int(),
  }),
})
export type AccountSafety = z.infer<typeof AccountSafety>

/** 账号与安全: what protects the account, with addresses masked. */
export const readSafety = endpoint('GET /account', {
  summary: '账号与安全',
  by: 'signedIn',
  repeat: 'natural',
  reply: AccountSafety,
})

/** Sends a code to a new phone or e-mail; without one to the address on file, which it proves. */
export const sendContactCode = endpoint('POST /account/codes', {
  summary: '发送手机或邮箱验证码',
  by: 'signedIn',
  repeat: 'never',
  body: z.discriminatedUnion('contact', [
    z.object({ contact: z.literal('phone'), address: z.nullable(phoneNumber) }),
    z.object({ contact: z.literal('email'), address: z.nullable(email) }),
  ]),
  reply: CodeSent,
  errors: ['RATE_LIMITED', 'CONTACT_SAME'],
})

/** The code and the password make the address the account's own. The former address is told too. */
export const proveContact = endpoint('POST /account/contacts', {
  summary: '验证或更换手机、邮箱',
  by: 'signedIn',
  repeat: 'never',
  body: z.object({ contact: Contact, code: Code, password }),
  reply: AccountSafety,
  errors: ['CODE_WRONG', 'PASSWORD_WRONG', 'PHONE_TAKEN', 'BUSY'],
})

export const changeQuestions = endpoint('POST /account/questions', {
  summary: '修改密保问题',
  by: 'signedIn',
  repeat: 'never',
  body: z.object({ questions: secretQuestions, password }),
  reply: Done,
  errors: ['PASSWORD_WRONG', 'BUSY'],
})
