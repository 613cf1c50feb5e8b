import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { Moves } from '../moves.ts'
import { unitStates } from '../orgs.ts'
import { ById, ByVersion, Cursor, Done, Id, Instant, pageOf, Version } from '../shapes.ts'

/** Whether the unit that a unit names as 主管单位 has said so. */
export const parentStates = ['none', 'asked', 'accepted'] as const
export type ParentState = (typeof parentStates)[number]

/** child: of the unit itself. parent: of the unit that it names. Both for managers alone. */
export type ParentFact = 'child' | 'parent'
const by = ['employer'] as const

/** 下级单位: a unit asks to stand under another, which says yes or no; either ends it. */
export const parentMoves = {
  ask: { from: ['none'], to: 'asked', by, when: ['child'] },
  withdraw: { from: ['asked'], to: 'none', by, when: ['child'] },
  leave: { from: ['accepted'], to: 'none', by, when: ['child'] },
  accept: { from: ['asked'], to: 'accepted', by, when: ['parent'] },
  refuse: { from: ['asked'], to: 'none', by, when: ['parent'] },
  release: { from: ['accepted'], to: 'none', by, when: ['parent'] },
} as const satisfies Moves<ParentState, ParentFact>
export type ParentMove = keyof typeof parentMoves
const moveNames = Object.keys(parentMoves) as [ParentMove, ...ParentMove[]] // the table's own keys

export const SubUnit = z.object({
  id: Id,
  version: Version,
  name: z.string(),
  codeTail: z.string(),
  regionPath: z.string(),
  state: z.enum(unitStates),
  parentState: z.enum(parentStates),
  open: z.array(z.enum(moveNames)),
})
export type SubUnit = z.infer<typeof SubUnit>

/** The units below the actor's, and those that ask to be, by pinyin. */
export const listSubUnits = endpoint('GET /sub-units', {
  summary: '下级单位',
  by,
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(SubUnit),
})

export const SubUnitDetail = z.object({
  ...SubUnit.shape,
  code: z.string(),
  nature: z.string(),
  industryCodes: z.array(z.string()),
  contactName: z.string(),
  contactPhone: z.string(),
  approvedAt: z.nullable(Instant),
  managers: z.array(z.string()),
})
export type SubUnitDetail = z.infer<typeof SubUnitDetail>

/** All that stand below the actor's by its own word, however far, by pinyin: five hundred at most. */
export const listUnitsBelow = endpoint('GET /sub-units/below', {
  summary: '各级下级单位',
  by,
  repeat: 'natural',
  reply: z.object({ items: z.array(z.object({ id: Id, name: z.string() })) }),
})

/** A unit that stands below the actor's, or asks to. NOT_FOUND for any other. */
export const readSubUnit = endpoint('GET /sub-units/:id', {
  summary: '下级单位详情',
  by,
  repeat: 'natural',
  params: ById,
  reply: SubUnitDetail,
  errors: ['NOT_FOUND'],
})

/** Where the actor's own unit stands. */
export const readParent = endpoint('GET /unit/parent', {
  summary: '主管单位',
  by,
  repeat: 'natural',
  reply: z.object({
    version: Version,
    parent: z.nullable(z.object({ id: Id, name: z.string(), regionPath: z.string() })),
    state: z.enum(parentStates),
    open: z.array(z.enum(moveNames)),
  }),
})

const refusals = ['NOT_FOUND', 'STALE', 'WRONG_STATE'] as const

/** INVALID at `parentId` where no such unit stands, or it stands below this one. */
export const askParent = endpoint('POST /unit/parent', {
  summary: '申请挂靠主管单位',
  by,
  repeat: 'key',
  body: z.object({ version: Version, parentId: Id }),
  reply: Done,
  errors: refusals,
})

/** Takes the question back, or leaves. */
export const leaveParent = endpoint('POST /unit/parent/leave', {
  summary: '解除与主管单位的关系',
  by,
  repeat: 'key',
  body: ByVersion,
  reply: Done,
  errors: refusals,
})

const deciding = {
  by,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Done,
  errors: refusals,
} as const
export const acceptSubUnit = endpoint('POST /sub-units/:id/accept', {
  summary: '同意作为下级单位',
  ...deciding,
})
export const refuseSubUnit = endpoint('POST /sub-units/:id/refuse', {
  summary: '不同意作为下级单位',
  ...deciding,
})
export const releaseSubUnit = endpoint('POST /sub-units/:id/release', {
  summary: '解除下级单位',
  ...deciding,
})
