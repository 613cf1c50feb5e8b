import * as z from 'zod/mini'
import { checkCreditCode } from '../credit-code.ts'
import { endpoint } from '../endpoint.ts'
import type { Part } from '../issues.ts'
import { unitStates } from '../orgs.ts'
import { personName } from '../person-name.ts'
import { Code, Cursor, Done, Id, pageOf } from '../shapes.ts'
import { contactIssues, UnitForm } from './units.ts'

/** 人社部门 of a region; 行业主管部门 of a trade in a region. */
export const officeKinds = ['hrss', 'industry'] as const
export type OfficeKind = (typeof officeKinds)[number]

export const Office = z.object({
  id: Id,
  name: z.string(),
  kind: z.enum(officeKinds),
  industryCode: z.nullable(z.string()),
  regionCode: z.string(),
  regionPath: z.string(),
  state: z.enum(unitStates),
  managers: z.int(),
})
export type Office = z.infer<typeof Office>

/**
 * 组织树: the offices of a region subtree in the order of the regions' codes, which is the order of the
 * tree. An authority sees those of its own trade; the security administrator all.
 */
export const listOffices = endpoint('GET /offices', {
  summary: '组织树',
  by: ['hrss', 'industry', 'securityAdmin'],
  repeat: 'natural',
  query: z.object({ region: z.optional(Code), after: z.optional(Cursor) }),
  /** regionCode: whose subtree. mayOpen: whether the actor may open offices below. */
  reply: z.extend(pageOf(Office), { regionCode: z.string(), mayOpen: z.boolean() }),
})

export const OfficeForm = z.object({
  kind: z.enum(officeKinds),
  /** The trade of an authority. */
  industryCode: z.nullable(Code),
  name: UnitForm.shape.name,
  code: UnitForm.shape.code,
  regionCode: Code,
  contactName: personName,
  contactPhone: UnitForm.shape.contactPhone,
  /** Who manages it, as in an invitation: name and user name must fit one account. */
  managerName: personName,
  managerUserName: z.string().check(z.minLength(1), z.maxLength(100)),
})
export type OfficeForm = z.infer<typeof OfficeForm>

/** What the shape alone cannot say of an office: field → issue code. */
export function officeIssues(form: Part<OfficeForm>): Record<string, string> {
  const { kind, industryCode, contactPhone } = form
  const code = form.code === undefined ? 'ok' : checkCreditCode(form.code)
  return {
    ...(code !== 'ok' && { code }),
    ...(kind === 'industry' && industryCode === null && { industryCode: 'REQUIRED' }),
    ...contactIssues({ contactPhone }),
  }
}

/**
 * An office below the actor's: an HR&SS office opens HR&SS offices below it and authorities in its
 * subtree, an authority those of its trade below it. INVALID at `regionCode` and `industryCode` for any
 * other, OFFICE_EXISTS at `regionCode` where one stands.
 */
export const openOffice = endpoint('POST /offices', {
  summary: '设立下级部门',
  by: ['hrss', 'industry'],
  repeat: 'key',
  body: OfficeForm,
  reply: Done,
  errors: ['RATE_LIMITED'],
})
