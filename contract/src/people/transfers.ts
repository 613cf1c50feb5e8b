import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { Moves } from '../moves.ts'
import { ById, ByVersion, Cursor, Day, Id, Instant, pageOf, Version } from '../shapes.ts'
import { text } from '../text.ts'

export const transferStates = ['waiting', 'objected', 'released', 'upheld', 'cancelled'] as const
export type TransferState = (typeof transferStates)[number]
/** holds: the actor's unit is the former one. decides: the actor's office was asked. notSelf: the actor is not the person. */
export type TransferFact = 'holds' | 'decides' | 'notSelf'

/** Working days that the former unit has to object, and the office to decide about that. */
export const transferWorkingDays = 10

/**
 * 工作单位变更: what the former unit makes of it. Its silence lets the person go; so does the silence of
 * the HR&SS office that an objection goes to.
 */
export const transferMoves = {
  release: { from: ['waiting'], to: 'released', by: ['employer'], when: ['holds', 'notSelf'] },
  object: { from: ['waiting'], to: 'objected', by: ['employer'], when: ['holds', 'notSelf'] },
  overrule: { from: ['objected'], to: 'released', by: ['hrss'], when: ['decides', 'notSelf'] },
  uphold: { from: ['objected'], to: 'upheld', by: ['hrss'], when: ['decides', 'notSelf'] },
  /** By itself, when the time of whoever was asked is over. */
  lapse: { from: ['waiting', 'objected'], to: 'released', by: [], when: [] },
  /** By itself, when the application ends, or the former unit ends the employment on its own. */
  cancel: { from: ['waiting', 'objected', 'released'], to: 'cancelled', by: [], when: [] },
} as const satisfies Moves<TransferState, TransferFact>
export type TransferMove = keyof typeof transferMoves
const moveNames = Object.keys(transferMoves) as [TransferMove, ...TransferMove[]] // the table's own keys

/** A transfer as the person sees it. */
export const OwnTransfer = z.object({
  state: z.enum(transferStates),
  formerUnitName: z.string(),
  /** The last day on which the former unit may object; on which the office decides. */
  dueOn: Day,
  decideDueOn: z.nullable(Day),
  officeName: z.nullable(z.string()),
  objection: z.nullable(z.string()),
  decision: z.nullable(z.string()),
})
export type OwnTransfer = z.infer<typeof OwnTransfer>

export const Transfer = z.object({
  id: Id,
  state: z.enum(transferStates),
  version: Version,
  personId: Id,
  personName: z.string(),
  documentNumberMasked: z.string(),
  formerUnitName: z.string(),
  newUnitName: z.string(),
  /** Whether the new unit has confirmed the person. */
  accepted: z.boolean(),
  createdAt: Instant,
  dueOn: Day,
  objection: z.nullable(z.string()),
  objectedAt: z.nullable(Instant),
  decideDueOn: z.nullable(Day),
  decision: z.nullable(z.string()),
  open: z.array(z.enum(moveNames)),
})
export type Transfer = z.infer<typeof Transfer>

/** 转出: those who ask to leave this unit; 异议裁定: the objections that wait for this office. Most urgent first. */
export const listTransfers = endpoint('GET /transfers', {
  summary: '工作单位变更',
  by: ['employer', 'hrss'],
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(Transfer),
})

export const readTransfer = endpoint('GET /transfers/:id', {
  summary: '查看工作单位变更',
  by: ['employer', 'hrss'],
  repeat: 'natural',
  params: ById,
  reply: Transfer,
  errors: ['NOT_FOUND'],
})

export const releaseTransfer = endpoint('POST /transfers/:id/release', {
  summary: '同意转出',
  by: ['employer'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Transfer,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD'],
})

const withReason = z.object({ version: Version, reason: text({ min: 1, max: 500 }) })

export const objectToTransfer = endpoint('POST /transfers/:id/object', {
  summary: '对转出提出异议',
  by: ['employer'],
  repeat: 'key',
  params: ById,
  body: withReason,
  reply: Transfer,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD'],
})

export const overruleTransfer = endpoint('POST /transfers/:id/overrule', {
  summary: '裁定异议不成立',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: withReason,
  reply: Transfer,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD'],
})

export const upholdTransfer = endpoint('POST /transfers/:id/uphold', {
  summary: '裁定异议成立',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: withReason,
  reply: Transfer,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD'],
})
