import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { Moves } from '../moves.ts'
import { ById, ByVersion, Code, Cursor, Day, Id, Instant, pageOf, Version } from '../shapes.ts'
import { text } from '../text.ts'
import { Paper, PaperIds } from './papers.ts'

/** 课程类型 that an institution may teach: the ledger's, whose domain stands above this one. */
export const taught = ['public', 'professional', 'elective'] as const
export type Taught = (typeof taught)[number]

/** 施教机构资质: applied for by a unit in force, looked at by its city, approved by the province, for so long. */
export const accreditationStates = [
  'applied',
  'reviewed',
  'returned',
  'withdrawn',
  'refused',
  'accredited',
  'suspended',
  'replaced',
  'expired',
  'revoked',
] as const
export type AccreditationState = (typeof accreditationStates)[number]

/**
 * own: the actor manages the unit. holds: it is the turn of the actor's office. answers: the office is
 * the unit's city's or the province's. province: it is the province's. notSelf: the actor is not of the
 * unit's staff. notReviewer: somebody else looked at it for the city.
 */
export type AccreditationFact = 'own' | 'holds' | 'answers' | 'province' | 'notSelf' | 'notReviewer'

const staff = ['employer', 'institution'] as const
const hrss = ['hrss'] as const
const waiting = ['applied', 'reviewed'] as const
const inForce = ['accredited', 'suspended'] as const

export const accreditationMoves = {
  resubmit: { from: ['returned'], to: 'applied', by: staff, when: ['own'] },
  withdraw: { from: ['applied', 'returned'], to: 'withdrawn', by: staff, when: ['own'] },
  pass: { from: ['applied'], to: 'reviewed', by: hrss, when: ['holds', 'notSelf'] },
  return: { from: waiting, to: 'returned', by: hrss, when: ['holds', 'notSelf'] },
  refuse: { from: waiting, to: 'refused', by: hrss, when: ['holds', 'notSelf'] },
  approve: {
    from: ['reviewed'],
    to: 'accredited',
    by: hrss,
    when: ['holds', 'notSelf', 'notReviewer'],
  },
  suspend: { from: ['accredited'], to: 'suspended', by: hrss, when: ['answers', 'notSelf'] },
  lift: { from: ['suspended'], to: 'accredited', by: hrss, when: ['answers', 'notSelf'] },
  revoke: { from: inForce, to: 'revoked', by: hrss, when: ['province', 'notSelf'] },
  /** By the day, or by the next one that takes its place. */
  expire: { from: inForce, to: 'expired', by: [], when: [] },
  replace: { from: inForce, to: 'replaced', by: [], when: [] },
} as const satisfies Moves<AccreditationState, AccreditationFact>
export type AccreditationMove = keyof typeof accreditationMoves
const moveNames = Object.keys(accreditationMoves) as [AccreditationMove, ...AccreditationMove[]] // the table's own keys

/** The longest that the province may approve for. */
export const longestValidYears = 5

/** What an institution would teach, and with what. */
export const AccreditationForm = z.object({
  /** 课程类型 that it may teach. */
  categories: z.array(z.enum(taught)).check(z.minLength(1), z.maxLength(3)),
  /** 专业系列 of its 专业课; none: all. */
  series: z.array(Code).check(z.maxLength(30)),
  address: text({ min: 2, max: 200 }),
  /** 专兼职教师人数, and how many it can teach at once. */
  teachers: z.int().check(z.gte(1), z.lte(100_000)),
  places: z.int().check(z.gte(1), z.lte(1_000_000)),
  about: text({ min: 10, max: 1000 }),
})
export type AccreditationForm = z.infer<typeof AccreditationForm>

const Kept = z.object({
  categories: z.array(z.enum(taught)),
  series: z.array(z.string()),
  address: z.string(),
  teachers: z.int(),
  places: z.int(),
  about: z.string(),
})

export const Accreditation = z.object({
  id: Id,
  version: Version,
  state: z.enum(accreditationStates),
  unitId: Id,
  unitName: z.string(),
  unitCode: z.string(),
  regionPath: z.string(),
  /** As it was written; of those that stood before accreditations were kept, little is known. */
  form: Kept,
  papers: z.array(Paper),
  appliedAt: Instant,
  byName: z.string(),
  /** 初审意见 of the city. */
  opinion: z.nullable(z.string()),
  reviewedAt: z.nullable(Instant),
  decidedAt: z.nullable(Instant),
  /** Why it was returned, refused, suspended or revoked. */
  reason: z.nullable(z.string()),
  number: z.nullable(z.string()),
  validFrom: z.nullable(Day),
  validTo: z.nullable(Day),
  open: z.array(z.enum(moveNames)),
})
export type Accreditation = z.infer<typeof Accreditation>

/** 机构资质 of the unit from whose seat the actor looks, the newest first. */
export const readOwnAccreditations = endpoint('GET /unit/accreditations', {
  summary: '本单位的施教机构资质',
  by: staff,
  repeat: 'natural',
  reply: z.object({
    items: z.array(Accreditation),
    /** Whether the actor may apply now: a manager of a unit in force that waits for no other. */
    mayApply: z.boolean(),
  }),
})

const applying = { form: AccreditationForm, paperIds: PaperIds.check(z.minLength(1)) }
const ownMove = { by: staff, repeat: 'key', reply: Accreditation } as const

export const applyForAccreditation = endpoint('POST /unit/accreditations', {
  summary: '申请施教机构资质',
  ...ownMove,
  body: z.object(applying),
  errors: ['WRONG_STATE'],
})
export const resubmitAccreditation = endpoint('POST /unit/accreditations/:id/resubmit', {
  summary: '修改后重新提交资质申请',
  ...ownMove,
  params: ById,
  body: z.object({ version: Version, ...applying }),
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})
export const withdrawAccreditation = endpoint('POST /unit/accreditations/:id/withdraw', {
  summary: '撤回资质申请',
  ...ownMove,
  params: ById,
  body: ByVersion,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

export const AccreditationRow = z.object({
  id: Id,
  state: z.enum(accreditationStates),
  unitName: z.string(),
  regionPath: z.string(),
  categories: z.array(z.enum(taught)),
  appliedAt: Instant,
  number: z.nullable(z.string()),
  validTo: z.nullable(Day),
})
export type AccreditationRow = z.infer<typeof AccreditationRow>

/** 机构资质审核: those of the office's region in a state, oldest first; the office's own turn unless one is named. */
export const listAccreditations = endpoint('GET /accreditations', {
  summary: '机构资质审核',
  by: hrss,
  repeat: 'natural',
  query: z.object({
    state: z.optional(z.enum(accreditationStates)),
    after: z.optional(Cursor),
  }),
  /** state: what is listed. */
  reply: z.extend(pageOf(AccreditationRow), { state: z.enum(accreditationStates) }),
})

export const readAccreditation = endpoint('GET /accreditations/:id', {
  summary: '机构资质详情',
  by: hrss,
  repeat: 'natural',
  params: ById,
  reply: Accreditation,
  errors: ['NOT_FOUND'],
})

const reason = text({ min: 2, max: 500 })
const deciding = {
  by: hrss,
  repeat: 'key',
  params: ById,
  reply: Accreditation,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD', 'NOT_YOUR_STEP'],
} as const
const withReason = z.object({ version: Version, reason })

/** 初审通过: on to the province, with the city's opinion. */
export const passAccreditation = endpoint('POST /accreditations/:id/pass', {
  summary: '初审通过机构资质',
  ...deciding,
  body: z.object({ version: Version, opinion: reason }),
})
export const returnAccreditation = endpoint('POST /accreditations/:id/return', {
  summary: '退回机构资质申请',
  ...deciding,
  body: withReason,
})
export const refuseAccreditation = endpoint('POST /accreditations/:id/refuse', {
  summary: '不予认定机构资质',
  ...deciding,
  body: withReason,
})

/** 批准: the unit may teach until the day, what stood before is replaced, and its managers have a desk for it. */
export const approveAccreditation = endpoint('POST /accreditations/:id/approve', {
  summary: '批准机构资质',
  ...deciding,
  body: z.object({ version: Version, validTo: Day }),
})
export const suspendAccreditation = endpoint('POST /accreditations/:id/suspend', {
  summary: '暂停机构资质',
  ...deciding,
  body: withReason,
})
export const liftAccreditation = endpoint('POST /accreditations/:id/lift', {
  summary: '恢复机构资质',
  ...deciding,
  body: withReason,
})
export const revokeAccreditation = endpoint('POST /accreditations/:id/revoke', {
  summary: '撤销机构资质',
  ...deciding,
  body: withReason,
})

export const Institution = z.object({
  number: z.string(),
  name: z.string(),
  regionPath: z.string(),
  address: z.string(),
  categories: z.array(z.enum(taught)),
  series: z.array(z.string()),
  validTo: Day,
})
export type Institution = z.infer<typeof Institution>

/** 施教机构名录: whoever is accredited today, by number; a page may be short and still go on. */
export const listInstitutions = endpoint('GET /institutions', {
  summary: '施教机构名录',
  by: 'anyone',
  repeat: 'natural',
  query: z.object({
    /** A part of the name. */
    search: z.optional(z.string().check(z.maxLength(100))),
    /** A city, or the province itself for those that stand there. */
    region: z.optional(Code),
    category: z.optional(z.enum(taught)),
    after: z.optional(Cursor),
  }),
  reply: pageOf(Institution),
})
