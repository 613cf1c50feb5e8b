import * as z from 'zod/mini'
import { checkCreditCode, creditCode } from '../credit-code.ts'
import { endpoint } from '../endpoint.ts'
import type { Moves } from '../moves.ts'
import { unitStates, type UnitState } from '../orgs.ts'
import { personName } from '../person-name.ts'
import { checkPhone, normalisePhone } from '../phone.ts'
import { ById, ByVersion, Code, Id, Instant, Version } from '../shapes.ts'
import { text } from '../text.ts'

/** licensed: the scan of the licence is here. notSelf: the actor is not of the unit's staff. */
export type UnitFact = 'licensed' | 'notSelf'
const staff = ['employer', 'institution'] as const

/** 单位用户注册: written by its staff, looked at by the HR&SS office of its region. */
export const unitMoves = {
  save: { from: ['draft', 'returned'], to: null, by: staff, when: [] },
  submit: { from: ['draft', 'returned'], to: 'submitted', by: staff, when: ['licensed'] },
  /** Who is reached, and how, needs nobody's approval. */
  contact: { from: ['approved'], to: null, by: staff, when: [] },
  approve: { from: ['submitted'], to: 'approved', by: ['hrss'], when: ['notSelf'] },
  return: { from: ['submitted'], to: 'returned', by: ['hrss'], when: ['notSelf'] },
  merge: { from: ['submitted'], to: 'merged', by: ['hrss'], when: ['notSelf'] },
} as const satisfies Moves<UnitState, UnitFact>
export type UnitMove = keyof typeof unitMoves
const moveNames = Object.keys(unitMoves) as [UnitMove, ...UnitMove[]] // the table's own keys

/** 单位性质. */
export const unitNatures = [
  'enterprise',
  'publicInstitution',
  'government',
  'socialOrganisation',
  'other',
] as const
export type UnitNature = (typeof unitNatures)[number]

/** What a unit says of itself. */
export const UnitForm = z.object({
  name: text({ min: 2, max: 100 }),
  code: creditCode,
  nature: z.enum(unitNatures),
  regionCode: Code,
  industryCodes: z.array(Code).check(z.maxLength(5)),
  /** 主管单位. */
  parentId: z.nullable(Id),
  contactName: personName,
  contactPhone: z.string().check(z.maxLength(20)),
})
export type UnitForm = z.infer<typeof UnitForm>

// 020-87654321, with or without the hyphen and an extension.
const landline = /^0\d{2,3}-?\d{7,8}(-\d{1,6})?$/

/** 联系电话 as it is kept: a mobile number in its one form, one of an office as it was written. */
export function normaliseContactPhone(raw: string): string {
  return checkPhone(raw) === 'ok' ? normalisePhone(raw) : raw.normalize('NFKC').replace(/\s/g, '')
}

/**
 * What the shape alone cannot say of a unit: field path → issue code. A unit is reached by a mobile
 * number or by one of an office.
 */
export function unitIssues(form: UnitForm): Record<string, string> {
  const isTwice = form.industryCodes.some((code, at) => form.industryCodes.indexOf(code) < at)
  const code = checkCreditCode(form.code)
  return {
    ...(code !== 'ok' && { code }),
    ...contactIssues(form),
    ...(isTwice && { industryCodes: 'NOT_OFFERED' }),
  }
}

/** The same of its contact alone. */
export function contactIssues(form: Pick<UnitForm, 'contactPhone'>): Record<string, string> {
  const phone = checkPhone(form.contactPhone)
  if (phone === 'ok' || landline.test(normaliseContactPhone(form.contactPhone))) return {}
  return { contactPhone: phone === 'PHONE_REQUIRED' ? phone : 'CONTACT_PHONE_FORMAT' }
}

/** One scan of 营业执照 or 法人证书, as PDF, JPEG or PNG. */
export const licenceLimit = { bytes: 10 * 1024 * 1024 } as const
export const licenceTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const

export const Licence = z.object({
  name: z.string(),
  type: z.enum(licenceTypes),
  sizeBytes: z.int(),
  /** Where it may be looked at for ten minutes. */
  url: z.string(),
})

/** A unit as its own staff and the office of its region see it. */
export const Unit = z.object({
  id: Id,
  version: Version,
  state: z.enum(unitStates),
  name: z.string(),
  code: z.string(),
  nature: z.string(),
  regionCode: z.string(),
  regionPath: z.string(),
  industryCodes: z.array(z.string()),
  parent: z.nullable(z.object({ id: Id, name: z.string() })),
  contactName: z.string(),
  contactPhone: z.string(),
  licence: z.nullable(Licence),
  createdAt: Instant,
  submittedAt: z.nullable(Instant),
  approvedAt: z.nullable(Instant),
  returnReason: z.nullable(z.string()),
  /** The HR&SS office that looks at it, or would. */
  office: z.nullable(z.string()),
  open: z.array(z.enum(moveNames)),
})
export type Unit = z.infer<typeof Unit>

/** Registers a unit for its account, which becomes its manager; the scan and 提交审核 follow. */
export const registerUnit = endpoint('POST /units', {
  summary: '单位用户注册',
  by: ['individual', ...staff],
  repeat: 'key',
  body: UnitForm,
  reply: z.object({ id: Id, seatId: Id, name: z.string() }),
  errors: ['RATE_LIMITED'],
})

/** The unit from whose seat the actor looks. */
export const readOwnUnit = endpoint('GET /unit', {
  summary: '单位信息',
  by: staff,
  repeat: 'natural',
  reply: Unit,
})

export const saveUnit = endpoint('PUT /unit', {
  summary: '保存单位信息',
  by: staff,
  repeat: 'key',
  body: z.object({ version: Version, form: UnitForm }),
  reply: Unit,
  errors: ['STALE', 'WRONG_STATE'],
})

/** Who is reached at a unit in force: it holds at once. */
export const changeContact = endpoint('POST /unit/contact', {
  summary: '修改单位联系人',
  by: staff,
  repeat: 'key',
  body: z.object({
    version: Version,
    contactName: UnitForm.shape.contactName,
    contactPhone: UnitForm.shape.contactPhone,
  }),
  reply: Unit,
  errors: ['STALE', 'WRONG_STATE'],
})

/** A place for the scan and a ticket to send it with; the new one takes the place of the former. */
export const addLicence = endpoint('POST /unit/licence', {
  summary: '上传营业执照或法人证书',
  by: staff,
  repeat: 'key',
  body: z.object({
    name: text({ min: 1, max: 255 }),
    sizeBytes: z.int().check(z.gte(0)),
  }),
  reply: z.object({ id: Id, ticket: z.string(), uploadUrl: z.string() }),
  errors: ['WRONG_STATE', 'FILE_EMPTY', 'FILE_TOO_LARGE'],
})

export const submitUnit = endpoint('POST /unit/submit', {
  summary: '提交单位注册',
  by: staff,
  repeat: 'key',
  body: ByVersion,
  reply: Unit,
  errors: ['STALE', 'WRONG_STATE', 'NOT_COMPLETE'],
})

export const joinStates = ['applied', 'accepted', 'refused'] as const
export type JoinState = (typeof joinStates)[number]

/** 加入申请: whoever finds their unit registered already asks its manager for a seat. */
export const applyToJoin = endpoint('POST /joins', {
  summary: '申请加入单位',
  by: ['individual', ...staff],
  repeat: 'key',
  body: z.object({ code: creditCode }),
  reply: z.object({ id: Id, unitName: z.string() }),
  errors: ['NOT_FOUND', 'WRONG_STATE', 'RATE_LIMITED'],
})

export const Join = z.object({
  id: Id,
  version: Version,
  name: z.string(),
  accountName: z.string(),
  at: Instant,
})
export type Join = z.infer<typeof Join>

export const listJoins = endpoint('GET /joins', {
  summary: '加入申请',
  by: staff,
  repeat: 'natural',
  reply: z.object({ items: z.array(Join) }),
})

export const acceptJoin = endpoint('POST /joins/:id/accept', {
  summary: '同意加入',
  by: staff,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, level: z.enum(['manager', 'clerk']) }),
  reply: z.object({ done: z.literal(true) }),
  errors: ['NOT_FOUND', 'WRONG_STATE', 'STALE'],
})

export const refuseJoin = endpoint('POST /joins/:id/refuse', {
  summary: '不同意加入',
  by: staff,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: text({ min: 1, max: 500 }) }),
  reply: z.object({ done: z.literal(true) }),
  errors: ['NOT_FOUND', 'WRONG_STATE', 'STALE'],
})
