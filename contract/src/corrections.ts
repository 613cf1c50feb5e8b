import * as z from 'zod/mini'
import { accountStates } from './accounts.ts'
import { checkDocumentNumber, documentTypes, documentTypesFor } from './document-number.ts'
import { endpoint } from './endpoint.ts'
import type { Part } from './issues.ts'
import type { Moves } from './moves.ts'
import { personName } from './person-name.ts'
import { ById, ByVersion, Code, Cursor, Id, Instant, pageOf, Version } from './shapes.ts'
import { text } from './text.ts'

/** 姓名更正, 证件更正, 账号合并. */
export const correctionKinds = ['name', 'document', 'merge'] as const
export type CorrectionKind = (typeof correctionKinds)[number]

export const correctionStates = [
  'draft',
  'submitted',
  'returned',
  'approved',
  'rejected',
  'withdrawn',
] as const
export type CorrectionState = (typeof correctionStates)[number]

/**
 * own: the actor's. complete: with evidence. holds: the actor's office is asked. notSelf: neither
 * account is the actor's. possible: nothing stands in the way of it just now.
 */
export type CorrectionFact = 'own' | 'complete' | 'holds' | 'notSelf' | 'possible'

/** 更正申请: asked with evidence, decided by the HR&SS office; what it decides holds at once. */
export const correctionMoves = {
  edit: { from: ['draft', 'returned'], to: null, by: ['individual'], when: ['own'] },
  submit: {
    from: ['draft', 'returned'],
    to: 'submitted',
    by: ['individual'],
    when: ['own', 'complete'],
  },
  withdraw: {
    from: ['draft', 'submitted', 'returned'],
    to: 'withdrawn',
    by: ['individual'],
    when: ['own'],
  },
  return: { from: ['submitted'], to: 'returned', by: ['hrss'], when: ['holds', 'notSelf'] },
  approve: {
    from: ['submitted'],
    to: 'approved',
    by: ['hrss'],
    when: ['holds', 'notSelf', 'possible'],
  },
  reject: { from: ['submitted'], to: 'rejected', by: ['hrss'], when: ['holds', 'notSelf'] },
} as const satisfies Moves<CorrectionState, CorrectionFact>
export type CorrectionMove = keyof typeof correctionMoves
const moveNames = Object.keys(correctionMoves) as [CorrectionMove, ...CorrectionMove[]] // the table's own keys

export const correctionActs = [
  'create',
  'submit',
  'withdraw',
  'return',
  'approve',
  'reject',
] as const
export type CorrectionAct = (typeof correctionActs)[number]

export const correctionLimit = { files: 5, bytes: 10 * 1024 * 1024 } as const
/** What evidence may be. */
export const correctionTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const

/** What is asked for; the fields of the other kinds are null. */
export const CorrectionForm = z.object({
  kind: z.enum(correctionKinds),
  name: z.nullable(personName),
  country: z.nullable(z.string().check(z.regex(/^[A-Z]{3}$/))),
  documentType: z.nullable(z.enum(documentTypes)),
  documentNumber: z.nullable(z.string().check(z.minLength(1), z.maxLength(40))),
  /** Account name, proven phone or document number of the account that goes. */
  otherUserName: z.nullable(z.string().check(z.minLength(1), z.maxLength(64))),
  grounds: text({ min: 2, max: 500 }),
  /** Whose office decides, for those who belong to no unit; the unit's own otherwise. */
  regionCode: z.nullable(Code),
})
export type CorrectionForm = z.infer<typeof CorrectionForm>

/** What the shape alone cannot say: field → issue code. `today` is Asia/Shanghai's day. */
export function correctionIssues(
  form: Part<CorrectionForm>,
  today: string,
): Record<string, string> {
  switch (form.kind) {
    case 'name':
      return form.name === null ? { name: 'NAME_REQUIRED' } : {}
    case 'merge':
      return form.otherUserName === null ? { otherUserName: 'REQUIRED' } : {}
    case 'document':
      return documentIssues(form, today)
    case undefined:
      return {}
  }
}

function documentIssues(form: Part<CorrectionForm>, today: string): Record<string, string> {
  const { country, documentType, documentNumber } = form
  if (country === null) return { country: 'REQUIRED' }
  const isOffered = !country || !documentType || documentTypesFor(country).includes(documentType)
  if (documentType === null || !isOffered) return { documentType: 'DOCUMENT_TYPE_NOT_OFFERED' }
  if (documentType === undefined || documentNumber === undefined) return {}
  const fault = checkDocumentNumber(documentType, documentNumber ?? '', today)
  return fault === 'ok' ? {} : { documentNumber: fault }
}

/**
 * Why it cannot be approved as it stands: the document is another account's (then the two are to be
 * merged), no account of that name was found, or the account that would go still works for a unit, is
 * disabled or merged already, has a case against it, or stands in a class or course beside the other.
 */
export const correctionObstacles = [
  'documentTaken',
  'otherNotFound',
  'otherHasSeats',
  'otherClosed',
  'otherHasCases',
  'sharesClasses',
] as const
export type CorrectionObstacle = (typeof correctionObstacles)[number]

const Identity = z.object({
  name: z.string(),
  documentType: z.enum(documentTypes),
  documentNumberMasked: z.string(),
})

export const Correction = z.object({
  id: Id,
  version: Version,
  kind: z.enum(correctionKinds),
  state: z.enum(correctionStates),
  /** As the person typed it, for themselves. */
  form: z.nullable(CorrectionForm),
  grounds: z.string(),
  /** What stands, or stood before it was corrected. */
  before: Identity,
  /** The same as it should be; null for a merger. */
  after: z.nullable(Identity),
  /** The account that goes, as its office sees it. */
  other: z.nullable(
    z.object({
      ...Identity.shape,
      accountName: z.nullable(z.string()),
      state: z.enum(accountStates),
      lastLoginAt: z.nullable(Instant),
      unitName: z.nullable(z.string()),
    }),
  ),
  obstacle: z.nullable(z.enum(correctionObstacles)),
  files: z.array(
    z.object({
      id: Id,
      name: z.string(),
      sizeBytes: z.int(),
      url: z.nullable(z.string()),
    }),
  ),
  officeName: z.nullable(z.string()),
  reason: z.nullable(z.string()),
  submittedAt: z.nullable(Instant),
  decidedAt: z.nullable(Instant),
  timeline: z.array(
    z.object({
      at: Instant,
      act: z.enum(correctionActs),
      by: z.string(),
      office: z.nullable(z.string()),
      reason: z.nullable(z.string()),
    }),
  ),
  open: z.array(z.enum(moveNames)),
})
export type Correction = z.infer<typeof Correction>

export const CorrectionRow = z.object({
  id: Id,
  kind: z.enum(correctionKinds),
  state: z.enum(correctionStates),
  createdAt: Instant,
  submittedAt: z.nullable(Instant),
  decidedAt: z.nullable(Instant),
  officeName: z.nullable(z.string()),
})

/** The actor's own, newest first; and whether the form must name a region. */
export const listCorrections = endpoint('GET /corrections', {
  summary: '我的更正申请',
  by: ['individual'],
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: z.object({ ...pageOf(CorrectionRow).shape, hasUnit: z.boolean() }),
})

/** WRONG_STATE while one of the same kind is under way. */
export const createCorrection = endpoint('POST /corrections', {
  summary: '新建更正申请',
  by: ['individual'],
  repeat: 'key',
  body: z.object({ form: CorrectionForm }),
  reply: Correction,
  errors: ['WRONG_STATE', 'RATE_LIMITED'],
})

export const readCorrection = endpoint('GET /corrections/:id', {
  summary: '查看更正申请',
  by: ['individual', 'hrss'],
  repeat: 'natural',
  params: ById,
  reply: Correction,
  errors: ['NOT_FOUND'],
})

export const changing = ['NOT_FOUND', 'STALE', 'WRONG_STATE'] as const

export const saveCorrection = endpoint('PUT /corrections/:id', {
  summary: '修改更正申请',
  by: ['individual'],
  repeat: 'natural',
  params: ById,
  body: z.object({ version: Version, form: CorrectionForm }),
  reply: Correction,
  errors: changing,
})

export const submitCorrection = endpoint('POST /corrections/:id/submit', {
  summary: '提交更正申请',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Correction,
  errors: [...changing, 'NOT_COMPLETE'],
})

export const withdrawCorrection = endpoint('POST /corrections/:id/withdraw', {
  summary: '撤回更正申请',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Correction,
  errors: changing,
})

export const addCorrectionFile = endpoint('POST /corrections/:id/files', {
  summary: '上传证明材料',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: z.object({
    name: text({ min: 1, max: 200 }),
    sizeBytes: z.int().check(z.gte(0), z.lte(2_147_483_647)),
  }),
  reply: z.object({ id: Id, ticket: z.string(), uploadUrl: z.string() }),
  errors: ['NOT_FOUND', 'WRONG_STATE', 'FILE_EMPTY', 'FILE_TOO_LARGE', 'FILES_TOO_MANY'],
})

export const removeCorrectionFile = endpoint('DELETE /corrections/:id/files/:fileId', {
  summary: '删除证明材料',
  by: ['individual'],
  repeat: 'natural',
  params: z.object({ id: Id, fileId: Id }),
  reply: Correction,
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})
