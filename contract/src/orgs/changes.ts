import * as z from 'zod/mini'
import { checkCreditCode } from '../credit-code.ts'
import { endpoint } from '../endpoint.ts'
import type { Part } from '../issues.ts'
import type { Moves } from '../moves.ts'
import { ById, ByVersion, Cursor, Id, Instant, pageOf, Version } from '../shapes.ts'
import { text } from '../text.ts'
import { Paper, PaperIds } from './papers.ts'
import { UnitForm } from './units.ts'

export const changeStates = ['requested', 'approved', 'refused', 'withdrawn'] as const
export type ChangeState = (typeof changeStates)[number]

/** own: of the unit from whose seat the actor looks. notSelf: the actor is not of its staff. */
export type ChangeFact = 'own' | 'notSelf'
const staff = ['employer', 'institution'] as const

/** 变更申请: what a unit in force is called and where it stands changes when its HR&SS office agrees. */
export const changeMoves = {
  withdraw: { from: ['requested'], to: 'withdrawn', by: staff, when: ['own'] },
  approve: { from: ['requested'], to: 'approved', by: ['hrss'], when: ['notSelf'] },
  refuse: { from: ['requested'], to: 'refused', by: ['hrss'], when: ['notSelf'] },
} as const satisfies Moves<ChangeState, ChangeFact>
export type ChangeMove = keyof typeof changeMoves
const moveNames = Object.keys(changeMoves) as [ChangeMove, ...ChangeMove[]] // the table's own keys

/** What needs the office's approval. */
export const Standing = z.object({
  name: UnitForm.shape.name,
  code: UnitForm.shape.code,
  nature: UnitForm.shape.nature,
  regionCode: UnitForm.shape.regionCode,
})
export type Standing = z.infer<typeof Standing>
/** What a unit was called, and where it stood: as it was kept. */
export type FormerStanding = Readonly<Record<keyof Standing, string>>

/** The same as it was frozen, whatever the dictionaries were then. */
const Frozen = z.object({
  name: z.string(),
  code: z.string(),
  nature: z.string(),
  regionCode: z.string(),
  regionPath: z.string(),
})

const reason = text({ min: 1, max: 500 })

/** What the shape alone cannot say of a change: field → issue code. */
export function standingIssues(
  wanted: Part<Standing>,
  former: FormerStanding,
): Record<string, string> {
  const code = wanted.code === undefined ? 'ok' : checkCreditCode(wanted.code)
  const keys = Object.keys(Standing.shape) as (keyof Standing)[] // the shape's own keys
  const isSame = keys.every((key) => wanted[key] === former[key])
  return { ...(code !== 'ok' && { code }), ...(isSame && { name: 'CHANGE_NOTHING' }) }
}

export const UnitChange = z.object({
  id: Id,
  version: Version,
  state: z.enum(changeStates),
  former: Frozen,
  wanted: Frozen,
  reason: z.string(),
  papers: z.array(Paper),
  at: Instant,
  byName: z.string(),
  decidedAt: z.nullable(Instant),
  decisionReason: z.nullable(z.string()),
  open: z.array(z.enum(moveNames)),
})
export type UnitChange = z.infer<typeof UnitChange>

/** The last request of the unit from whose seat the actor looks, decided or not. */
export const readOwnChange = endpoint('GET /unit/change', {
  summary: '本单位的变更申请',
  by: staff,
  repeat: 'natural',
  reply: z.object({ change: z.nullable(UnitChange) }),
})

/** Asks for it, with scans that show it; one at a time. `version` is the unit's. */
export const askChange = endpoint('POST /unit/change', {
  summary: '申请变更单位信息',
  by: staff,
  repeat: 'key',
  body: z.object({
    version: Version,
    ...Standing.shape,
    reason,
    paperIds: PaperIds.check(z.minLength(1)),
  }),
  reply: UnitChange,
  errors: ['STALE', 'WRONG_STATE'],
})

export const withdrawChange = endpoint('POST /unit/change/withdraw', {
  summary: '撤回变更申请',
  by: staff,
  repeat: 'key',
  body: ByVersion,
  reply: UnitChange,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

export const ChangeRow = z.object({
  id: Id,
  unitName: z.string(),
  code: z.string(),
  regionPath: z.string(),
  at: Instant,
})
export type ChangeRow = z.infer<typeof ChangeRow>

/** 变更申请 that wait in the office's region subtree, oldest first. */
export const listChanges = endpoint('GET /unit-changes', {
  summary: '待审核的变更申请',
  by: ['hrss'],
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(ChangeRow),
})

export const ChangeReview = z.object({ ...UnitChange.shape, unitId: Id })
export type ChangeReview = z.infer<typeof ChangeReview>

export const readChange = endpoint('GET /unit-changes/:id', {
  summary: '变更申请详情',
  by: ['hrss'],
  repeat: 'natural',
  params: ById,
  reply: ChangeReview,
  errors: ['NOT_FOUND'],
})

const review = ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD'] as const

/** The unit is called so, and stands there, from now on; its people are told. */
export const approveChange = endpoint('POST /unit-changes/:id/approve', {
  summary: '同意变更',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: ChangeReview,
  errors: review,
})

export const refuseChange = endpoint('POST /unit-changes/:id/refuse', {
  summary: '不同意变更',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason }),
  reply: ChangeReview,
  errors: review,
})
