import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { capabilities, unitStates } from '../orgs.ts'
import { personName } from '../person-name.ts'
import { ById, Code, Cursor, Id, pageOf, Version } from '../shapes.ts'
import { text } from '../text.ts'
import { Standing } from './changes.ts'
import { UnitReview } from './reviews.ts'

/** A draft is nobody's business yet, and one that was given up nobody's any more. */
export const managedStates = unitStates.filter(
  (state) => state !== 'draft' && state !== 'discarded',
)

export const ManagedUnit = z.object({
  id: Id,
  name: z.string(),
  code: z.string(),
  nature: z.string(),
  regionPath: z.string(),
  state: z.enum(unitStates),
  capabilities: z.array(z.enum(capabilities)),
  /** How many manage it: none, and its people wait for nobody. */
  managers: z.int(),
})
export type ManagedUnit = z.infer<typeof ManagedUnit>

/**
 * 单位管理: the units of the office's region subtree, by pinyin; searched by the beginning of name,
 * pinyin, initials or code. A page may be short and still go on.
 */
export const listManagedUnits = endpoint('GET /managed-units', {
  summary: '单位管理',
  by: ['hrss'],
  repeat: 'natural',
  query: z.object({
    search: z.optional(z.string().check(z.maxLength(100))),
    state: z.optional(z.enum(unitStates)),
    region: z.optional(Code),
    capability: z.optional(z.enum(capabilities)),
    after: z.optional(Cursor),
  }),
  /** regionCode: the office's own, whose parts one may look at alone. */
  reply: z.extend(pageOf(ManagedUnit), { regionCode: z.string() }),
})

const reason = text({ min: 2, max: 500 })
const managing = {
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  reply: UnitReview,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD'],
} as const
const withReason = z.object({ version: Version, reason })

/** 更正: the office corrects what the unit is called and where it stands; its people are told. */
export const correctUnit = endpoint('POST /units/:id/correct', {
  summary: '更正单位信息',
  ...managing,
  body: z.object({ version: Version, ...Standing.shape, reason }),
})

/** 暂停: its staff may come in and see why, and do nothing. */
export const suspendUnit = endpoint('POST /units/:id/suspend', {
  summary: '暂停单位',
  ...managing,
  body: withReason,
})
export const liftUnit = endpoint('POST /units/:id/lift', {
  summary: '恢复单位',
  ...managing,
  body: withReason,
})

/** 人才服务机构: people without an employer may choose it. */
export const grantHosting = endpoint('POST /units/:id/hosting', {
  summary: '认定人才服务机构',
  ...managing,
  body: withReason,
})
/** Nobody new may; those whom it has stay. */
export const withdrawHosting = endpoint('POST /units/:id/hosting/end', {
  summary: '取消人才服务机构认定',
  ...managing,
  body: withReason,
})

/** 并入: a unit in force is another from now on; its people go there, its staff ask to join. */
export const absorbUnit = endpoint('POST /units/:id/absorb', {
  summary: '并入其他单位',
  ...managing,
  body: z.object({ version: Version, intoId: Id, reason }),
})

/** 注销: nobody acts for it any more, and its people are told to choose another. */
export const closeUnit = endpoint('POST /units/:id/close', {
  summary: '注销单位',
  ...managing,
  body: withReason,
})

/** 移交: on an official letter somebody else manages the unit; the seats of its former managers end. */
export const handOverUnit = endpoint('POST /units/:id/handover', {
  summary: '移交单位管理员',
  ...managing,
  body: z.object({
    version: Version,
    /** Of the account, as in an invitation: both must fit. */
    name: personName,
    userName: z.string().check(z.minLength(1), z.maxLength(100)),
    reason,
    letterId: Id,
  }),
})
