import * as z from 'zod/mini'

export { checkPassword } from './password.ts'

/** Why a text of ours is refused. */
export type TextFault =
  | 'TEXT_REQUIRED'
  | 'TEXT_TOO_SHORT'
  | 'TEXT_TOO_LONG'
  | 'TEXT_CONTROL_CHARACTER'
  | 'TEXT_BROKEN_CHARACTER'

/** How long a text may be, in code points; `lines` lets it hold line breaks and tabs. */
export interface TextLimits {
  readonly min: number
  readonly max: number
  readonly lines?: boolean
}

// Bidi overrides and isolates can make a text read otherwise than it is; U+2028/2029 break lines unseen.
const control = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/u
const controlButLines = /[^\P{Cc}\n\t]|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/u
// With the u flag this matches lone surrogates only; PostgreSQL's UTF-8 cannot hold them.
const broken = /[\uD800-\uDFFF]/u

/** The text as it is stored: NFC, line ends as `\n`, no white space at either end. */
export function cleanText(raw: string): string {
  return raw.normalize('NFC').replace(/\r\n?/g, '\n').trim()
}

/** Length as people count: in code points, so that a character beyond U+FFFF is one. */
export function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length += 1
  return length
}

/** True if a control, bidi-control or line-separator character is in the text; `lines` admits `\n` and tab. */
export function hasControl(text: string, lines = false): boolean {
  return (lines ? controlButLines : control).test(text)
}

/** True if the text holds half of a surrogate pair. */
export function isBroken(text: string): boolean {
  return broken.test(text)
}

/** The first fault of an already cleaned text, or null. */
export function textFault(text: string, limits: TextLimits): TextFault | null {
  if (isBroken(text)) return 'TEXT_BROKEN_CHARACTER'
  if (hasControl(text, limits.lines)) return 'TEXT_CONTROL_CHARACTER'
  const length = lengthOf(text)
  if (length === 0 && limits.min > 0) return 'TEXT_REQUIRED'
  if (length < limits.min) return 'TEXT_TOO_SHORT'
  return length > limits.max ? 'TEXT_TOO_LONG' : null
}

/** What `checkedText` needs: the message for an absent value, the normal form, and the first fault of it. */
export interface TextRule {
  readonly required: string
  readonly normalise: (raw: string) => string
  readonly fault: (normal: string) => string | null
}

/**
 * A string that is replaced by its normal form and then checked. An issue's message is the fault's
 * code; no transform is used, so the shape still turns into JSON Schema.
 */
/* @__NO_SIDE_EFFECTS__ */
export function checkedText(rule: TextRule): z.ZodMiniString {
  return z.string(rule.required).check(
    z.overwrite(rule.normalise),
    z.check((payload) => {
      const message = rule.fault(payload.value)
      if (message !== null) payload.issues.push({ code: 'custom', message, input: payload.value })
    }),
  )
}

/** Shape of a free text within limits; its messages are `TextFault`s. */
/* @__NO_SIDE_EFFECTS__ */
export function text(limits: TextLimits): z.ZodMiniString {
  return checkedText({
    required: 'TEXT_REQUIRED',
    normalise: cleanText,
    fault: (normal) => textFault(normal, limits),
  }).check(
    // JSON Schema counts code points as we do, so the limits can stand in it.
    z.meta({ minLength: limits.min, maxLength: limits.max }),
  )
}

/** Why an account name is refused. */
export type AccountNameFault = 'ACCOUNT_REQUIRED' | 'ACCOUNT_LENGTH' | 'ACCOUNT_CHARACTERS'

/** Checks an account name: letters, digits and `_`, 4 to 20 of them. */
export function checkAccountName(raw: string): 'ok' | AccountNameFault {
  const account = raw.trim()
  if (account === '') return 'ACCOUNT_REQUIRED'
  if (!/^\w+$/.test(account)) return 'ACCOUNT_CHARACTERS'
  return account.length < 4 || account.length > 20 ? 'ACCOUNT_LENGTH' : 'ok'
}

/** Shape of an account name; spelling is kept, so whoever compares must fold case. Messages: `AccountNameFault`. */
export const accountName = /* @__PURE__ */ checkedText({
  required: 'ACCOUNT_REQUIRED',
  normalise: (raw) => raw.trim(),
  fault: (normal) => faultOf(checkAccountName(normal)),
})

/** Why an e-mail address is refused. */
export type EmailFault = 'EMAIL_REQUIRED' | 'EMAIL_FORMAT'

const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const domainLabel = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/

/** Checks an e-mail address by its ASCII form (RFC 5321 lengths: 64 before the @, 254 in all; no quoted local part). */
export function checkEmail(raw: string): 'ok' | EmailFault {
  const address = raw.trim()
  if (address === '') return 'EMAIL_REQUIRED'
  const [local = '', domain = '', ...more] = address.split('@')
  if (more.length > 0 || address.length > 254 || local.length > 64) return 'EMAIL_FORMAT'
  const labels = domain.split('.')
  const domainStands =
    labels.length > 1 && labels.every((label) => label.length < 64 && domainLabel.test(label))
  return domainStands && localPart.test(local) ? 'ok' : 'EMAIL_FORMAT'
}

/** Shape of an e-mail address; the domain is put in lower case. Messages: `EmailFault`. */
export const email = /* @__PURE__ */ checkedText({
  required: 'EMAIL_REQUIRED',
  normalise: (raw) => raw.trim().replace(/@[^@]*$/, (domain) => domain.toLowerCase()),
  fault: (normal) => faultOf(checkEmail(normal)),
})

/** Why a postal code is refused. */
export type PostalCodeFault = 'POSTAL_CODE_REQUIRED' | 'POSTAL_CODE_FORMAT'

/** Checks a Chinese postal code: six digits. */
export function checkPostalCode(raw: string): 'ok' | PostalCodeFault {
  const code = raw.normalize('NFKC').trim()
  if (code === '') return 'POSTAL_CODE_REQUIRED'
  return /^\d{6}$/.test(code) ? 'ok' : 'POSTAL_CODE_FORMAT'
}

/** Shape of a postal code. Messages: `PostalCodeFault`. */
export const postalCode = /* @__PURE__ */ checkedText({
  required: 'POSTAL_CODE_REQUIRED',
  normalise: (raw) => raw.normalize('NFKC').trim(),
  fault: (normal) => faultOf(checkPostalCode(normal)),
})

/** Turns a check's `'ok'` into the null that `TextRule.fault` speaks. */
export function faultOf<Fault extends string>(found: 'ok' | Fault): Fault | null {
  return found === 'ok' ? null : found
}
