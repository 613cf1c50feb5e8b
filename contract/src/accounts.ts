import * as z from 'zod/mini'
import { questionIssues, secretQuestions } from './accounts/contacts.ts'
import {
  birthDateOf,
  checkDocumentNumber,
  checkPhone,
  documentTypes,
  documentTypesFor,
} from './document-number.ts'
import { endpoint } from './endpoint.ts'
import { personName } from './person-name.ts'
import { Done, Id, Instant } from './shapes.ts'
import { accountName, checkPassword, email } from './text.ts'

/** An account is `unclaimed` while a person came by import and has not registered yet. */
export const accountStates = ['unclaimed', 'active', 'disabled'] as const
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

/** 个人用户注册, the manual's form 3.1.1. */
export const Registration = z.object({
  accountName,
  password: z.string().check(z.maxLength(64)),
  passwordAgain: z.string().check(z.maxLength(64)),
  name: personName,
  phone: z.string().check(z.maxLength(20)),
  country: z.string().check(z.regex(/^[A-Z]{3}$/)),
  documentType: z.enum(documentTypes),
  documentNumber: z.string().check(z.minLength(1), z.maxLength(40)),
  email,
  questions: secretQuestions,
  /** The flow that claims what came by import, with the code that was given back. */
  claim: z.optional(z.object({ id: Id, code: z.string().check(z.trim(), z.maxLength(8)) })),
  captcha: CaptchaAnswer,
})
export type Registration = z.infer<typeof Registration>

/**
 * What the shape alone cannot say of a registration: field path → issue code.
 * `today` is the day in Asia/Shanghai. The same function speaks in the form and on the server.
 */
export function registrationIssues(
  form: Omit<Registration, 'captcha'>,
  today: string,
  passwordCeiling: number,
): Record<string, string> {
  const issues: Record<string, string> = {}
  const [weakness] = checkPassword(form.password, {
    account: form.accountName,
    phone: form.phone,
    birthDate: birthDateOf(form.documentType, form.documentNumber),
    ceiling: passwordCeiling,
  })
  if (weakness) issues['password'] = weakness
  if (form.password !== form.passwordAgain) issues['passwordAgain'] = 'PASSWORDS_DIFFER'
  const phone = checkPhone(form.phone)
  if (phone !== 'ok') issues['phone'] = phone
  const offered = documentTypesFor(form.country)
  if (!offered.includes(form.documentType)) issues['documentType'] = 'DOCUMENT_TYPE_NOT_OFFERED'
  const document = checkDocumentNumber(form.documentType, form.documentNumber, today)
  if (document !== 'ok') issues['documentNumber'] = document
  return { ...issues, ...questionIssues(form.questions) }
}

export const register = endpoint('POST /accounts', {
  summary: '个人用户注册',
  by: 'anyone',
  repeat: 'never',
  body: Registration,
  reply: z.object({ accountName: z.string() }),
  errors: [
    'CAPTCHA_WRONG',
    'ACCOUNT_TAKEN',
    'DOCUMENT_TAKEN',
    'CLAIM_REQUIRED',
    'CODE_WRONG',
    'RATE_LIMITED',
    'BUSY',
  ],
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
