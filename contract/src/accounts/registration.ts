import * as z from 'zod/mini'
import { CaptchaAnswer } from '../accounts.ts'
import {
  birthDateOf,
  checkDocumentNumber,
  checkPhone,
  documentTypes,
  documentTypesFor,
} from '../document-number.ts'
import { endpoint } from '../endpoint.ts'
import type { Part } from '../issues.ts'
import { personName } from '../person-name.ts'
import { phoneNumber } from '../phone.ts'
import { Id, Instant } from '../shapes.ts'
import { accountName, checkPassword, email } from '../text.ts'
import { Code, CodeSent, questionIssues, secretQuestions } from './contacts.ts'

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
  /** A flow that has proven the phone, for an address that has learned enough of taken names. */
  phoneProof: z.optional(z.object({ id: Id, code: Code })),
  captcha: CaptchaAnswer,
})
export type Registration = z.infer<typeof Registration>

/**
 * What the shape alone cannot say of a registration: field path → issue code.
 * `today` is the day in Asia/Shanghai. The same function speaks in the form and on the server.
 */
export function registrationIssues(
  form: Part<Omit<Registration, 'captcha'>>,
  today: string,
  passwordCeiling: number,
): Record<string, string> {
  const { accountName: account, password, passwordAgain, phone } = form
  const { country, documentType: type, documentNumber: number } = form
  const hasDocument = type !== undefined && number !== undefined
  const issues: Record<string, string> = {}
  if (password !== undefined) {
    const birthDate = hasDocument ? birthDateOf(type, number) : null
    const owner = { account, phone, birthDate, ceiling: passwordCeiling }
    const [weakness] = checkPassword(password, owner)
    if (weakness) issues['password'] = weakness
    if (passwordAgain !== undefined && password !== passwordAgain)
      issues['passwordAgain'] = 'PASSWORDS_DIFFER'
  }
  const reached = phone === undefined ? 'ok' : checkPhone(phone)
  if (reached !== 'ok') issues['phone'] = reached
  if (country !== undefined && type !== undefined && !documentTypesFor(country).includes(type))
    issues['documentType'] = 'DOCUMENT_TYPE_NOT_OFFERED'
  const document = hasDocument ? checkDocumentNumber(type, number, today) : 'ok'
  if (document !== 'ok') issues['documentNumber'] = document
  return { ...issues, ...questionIssues(form) }
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
    'PHONE_PROOF_REQUIRED',
    'RATE_LIMITED',
    'BUSY',
  ],
})

/** Where PHONE_PROOF_REQUIRED was answered: a code to the phone of the form. */
export const beginPhoneProof = endpoint('POST /registration-codes', {
  summary: '注册前验证手机号码',
  by: 'anyone',
  repeat: 'never',
  body: z.object({ phone: phoneNumber, captcha: CaptchaAnswer }),
  reply: z.object({ id: Id, flowExpiresAt: Instant, ...CodeSent.shape }),
  errors: ['CAPTCHA_WRONG', 'RATE_LIMITED'],
})
