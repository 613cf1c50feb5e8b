import * as z from 'zod/mini'
import { checkCreditCode, creditCode } from '../credit-code.ts'
import { endpoint } from '../endpoint.ts'
import type { Part } from '../issues.ts'
import type { Moves } from '../moves.ts'
import { capabilities, unitStates, type UnitState } from '../orgs.ts'
import { personName } from '../person-name.ts'
import { checkPhone, normalisePhone } from '../phone.ts'
import { ByVersion, Code, Done, Id, Instant, Version } from '../shapes.ts'
import { text } from '../text.ts'
import { Licence } from './licences.ts'
import { UnitEvent } from './timeline.ts'

/**
 * licensed: the scan of the licence is here. notSelf: the actor is not of the unit's staff. noOffice:
 * the unit is neither an HR&SS office nor an authority, on which others hang. manages: the actor is its manager.
 * hosting: it is a 人才服务机构, and an employer beside.
 */
export type UnitFact = 'licensed' | 'notSelf' | 'noOffice' | 'manages' | 'hosting' | 'notHosting'
const staff = ['employer', 'institution'] as const
const inForce = ['approved', 'suspended'] as const

/** 单位: registered by its staff, looked at by the HR&SS office of its region, which answers for it from then on. */
export const unitMoves = {
  save: { from: ['draft', 'returned'], to: null, by: staff, when: [] },
  submit: { from: ['draft', 'returned'], to: 'submitted', by: staff, when: ['licensed'] },
  /** A code is held from the moment of submission on: whoever holds it by mistake can let it go. */
  withdraw: { from: ['submitted'], to: 'draft', by: staff, when: ['manages'] },
  discard: { from: ['draft', 'returned'], to: 'discarded', by: staff, when: ['manages'] },
  /** Who is reached, and which trades it belongs to, needs nobody's approval. */
  contact: { from: ['approved'], to: null, by: staff, when: [] },
  /** Name, code, nature and region change when the office agrees. */
  askChange: { from: ['approved'], to: null, by: staff, when: ['noOffice'] },
  approve: { from: ['submitted'], to: 'approved', by: ['hrss'], when: ['notSelf'] },
  return: { from: ['submitted'], to: 'returned', by: ['hrss'], when: ['notSelf'] },
  /** 不予注册: nobody keeps a code by a registration that is never finished. */
  reject: { from: ['submitted', 'returned'], to: 'rejected', by: ['hrss'], when: ['notSelf'] },
  merge: { from: ['submitted'], to: 'merged', by: ['hrss'], when: ['notSelf'] },
  correct: { from: inForce, to: null, by: ['hrss'], when: ['notSelf'] },
  suspend: { from: ['approved'], to: 'suspended', by: ['hrss'], when: ['notSelf', 'noOffice'] },
  lift: { from: ['suspended'], to: 'approved', by: ['hrss'], when: ['notSelf'] },
  /** 并入 of a unit in force. */
  absorb: { from: inForce, to: 'merged', by: ['hrss'], when: ['notSelf', 'noOffice'] },
  close: { from: inForce, to: 'closed', by: ['hrss'], when: ['notSelf', 'noOffice'] },
  /** Somebody else manages it, because its only manager has left. */
  handOver: { from: inForce, to: null, by: ['hrss'], when: ['notSelf'] },
  /** 人才服务机构: people without an employer may hang on it. */
  grantHosting: {
    from: ['approved'],
    to: null,
    by: ['hrss'],
    when: ['notSelf', 'noOffice', 'notHosting'],
  },
  withdrawHosting: { from: inForce, to: null, by: ['hrss'], when: ['notSelf', 'hosting'] },
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
export function unitIssues(form: Part<UnitForm>): Record<string, string> {
  const code = form.code === undefined ? 'ok' : checkCreditCode(form.code)
  return { ...(code !== 'ok' && { code }), ...contactIssues(form) }
}

/** The same of what a unit in force may change by itself. */
export function contactIssues({
  contactPhone,
  industryCodes = [],
}: Part<Pick<UnitForm, 'contactPhone' | 'industryCodes'>>): Record<string, string> {
  const isTwice = industryCodes.some((code, at) => industryCodes.indexOf(code) < at)
  const fault = contactPhone === undefined ? 'ok' : contactPhoneFault(contactPhone)
  return {
    ...(isTwice && { industryCodes: 'NOT_OFFERED' }),
    ...(fault !== 'ok' && { contactPhone: fault }),
  }
}

function contactPhoneFault(raw: string) {
  const phone = checkPhone(raw)
  if (phone === 'ok' || landline.test(normaliseContactPhone(raw))) return 'ok'
  return phone === 'PHONE_REQUIRED' ? phone : 'CONTACT_PHONE_FORMAT'
}

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
  /** 主管单位, and whether it has said so. */
  parent: z.nullable(z.object({ id: Id, name: z.string(), accepted: z.boolean() })),
  capabilities: z.array(z.enum(capabilities)),
  /** Where a merged unit went. */
  mergedInto: z.nullable(z.object({ id: Id, name: z.string() })),
  contactName: z.string(),
  contactPhone: z.string(),
  licence: z.nullable(Licence),
  createdAt: Instant,
  submittedAt: z.nullable(Instant),
  approvedAt: z.nullable(Instant),
  returnReason: z.nullable(z.string()),
  /** The HR&SS office that looks at it, or would. */
  office: z.nullable(z.string()),
  /** 办理经过, newest first, at most a hundred. */
  timeline: z.array(UnitEvent),
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

/** Who is reached at a unit in force, and its trades: it holds at once. */
export const changeContact = endpoint('POST /unit/contact', {
  summary: '修改单位联系人和所属行业',
  by: staff,
  repeat: 'key',
  body: z.object({
    version: Version,
    contactName: UnitForm.shape.contactName,
    contactPhone: UnitForm.shape.contactPhone,
    industryCodes: UnitForm.shape.industryCodes,
  }),
  reply: Unit,
  errors: ['STALE', 'WRONG_STATE'],
})

export const submitUnit = endpoint('POST /unit/submit', {
  summary: '提交单位注册',
  by: staff,
  repeat: 'key',
  body: ByVersion,
  reply: Unit,
  errors: ['STALE', 'WRONG_STATE', 'NOT_COMPLETE'],
})

const givingUp = {
  by: staff,
  repeat: 'key',
  body: ByVersion,
  reply: Done,
  errors: ['STALE', 'WRONG_STATE'],
} as const

/** Takes the registration back from the office, to correct it. */
export const withdrawUnit = endpoint('POST /unit/withdraw', {
  summary: '撤回单位注册',
  ...givingUp,
})

/** The registration is over: every seat ends, and the code is anybody's. */
export const discardUnit = endpoint('POST /unit/discard', { summary: '放弃单位注册', ...givingUp })
