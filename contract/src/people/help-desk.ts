import * as z from 'zod/mini'
import { accountStates } from '../accounts.ts'
import { documentTypes } from '../document-number.ts'
import { endpoint } from '../endpoint.ts'
import { staffed } from '../orgs/staff.ts'
import { personName } from '../person-name.ts'
import { Id, Instant } from '../shapes.ts'
import { text } from '../text.ts'

/** Why this desk may help: of its own staff, of its own people, or of the region that it serves. */
export const helpReasons = ['staff', 'person', 'region'] as const

export const HelpedPerson = z.object({
  id: Id,
  name: z.string(),
  documentNumberMasked: z.string(),
  /** null: came by import and has not registered. */
  accountName: z.nullable(z.string()),
  state: z.enum(accountStates),
  because: z.enum(helpReasons),
})
export type HelpedPerson = z.infer<typeof HelpedPerson>

/** What stands on the document that somebody shows at the desk. */
export const HelpedForm = z.object({
  documentType: z.enum(documentTypes),
  documentNumber: z.string().check(z.minLength(1), z.maxLength(40)),
  name: personName,
})

/**
 * 协助找回账号: whoever stands at the desk with their document. A manager finds the staff and people
 * of the unit, an HR&SS office whoever belongs to its region; all others are not there.
 */
export const findHelped = endpoint('POST /help-desk/people', {
  summary: '协助找回账号：查找',
  by: staffed,
  repeat: 'natural',
  body: HelpedForm,
  reply: HelpedPerson,
  errors: ['NOT_FOUND', 'FORBIDDEN', 'RATE_LIMITED'],
})

export const HelpForm = z.object({
  personId: Id,
  /** The document itself was looked at, and the person is who it says. */
  checked: z.literal(true, 'DOCUMENT_NOT_CHECKED'),
  reason: text({ min: 2, max: 200 }),
})

/** 签发一次性验证码: eight digits, told once and never again. The owner is told that it was issued. */
export const issueHelpCode = endpoint('POST /help-desk/codes', {
  summary: '签发一次性验证码',
  by: staffed,
  repeat: 'never',
  body: HelpForm,
  reply: z.object({ code: z.string(), expiresAt: Instant }),
  errors: ['NOT_FOUND', 'FORBIDDEN', 'RATE_LIMITED'],
})
