import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { Moves } from '../moves.ts'
import { ById, ByVersion, Cursor, Day, Id, Instant, pageOf, Version } from '../shapes.ts'
import { text } from '../text.ts'
import { OwnTransfer } from './transfers.ts'

export const employmentStates = [
  'applied',
  'accepted',
  'confirmed',
  'refused',
  'withdrawn',
  'ended',
] as const
export type EmploymentState = (typeof employmentStates)[number]
/**
 * own: the actor's. holds: the actor's unit is asked, or has the person. notSelf: the actor is not the
 * person. bound: another unit holds the person, and has neither let them go nor let its time pass;
 * free: none does. settled: no transfer from this employment is under way.
 */
export type EmploymentFact = 'own' | 'holds' | 'notSelf' | 'bound' | 'free' | 'settled'

/**
 * 工作单位: applied for by the person, decided by the unit. What a unit confirms while another one still
 * holds the person is accepted, and is taken up by itself when the other one's time is over.
 */
export const employmentMoves = {
  withdraw: {
    from: ['applied', 'accepted'],
    to: 'withdrawn',
    by: ['individual'],
    when: ['own'],
  },
  refuse: { from: ['applied'], to: 'refused', by: ['employer'], when: ['holds', 'notSelf'] },
  confirm: {
    from: ['applied'],
    to: 'confirmed',
    by: ['employer'],
    when: ['holds', 'notSelf', 'free'],
  },
  accept: {
    from: ['applied'],
    to: 'accepted',
    by: ['employer'],
    when: ['holds', 'notSelf', 'bound'],
  },
  /** By itself, when the former unit has let the person go, or its time is over. */
  takeUp: { from: ['accepted'], to: 'confirmed', by: [], when: ['free'] },
  /** By the decision that the former unit's objection stands. */
  turnAway: { from: ['applied', 'accepted'], to: 'refused', by: [], when: [] },
  /** While a transfer is under way, its end is that of the employment. */
  leave: { from: ['confirmed'], to: 'ended', by: ['individual'], when: ['own', 'settled'] },
  end: { from: ['confirmed'], to: 'ended', by: ['employer'], when: ['holds', 'notSelf'] },
  /** By itself, when another unit takes the person up. */
  give: { from: ['confirmed'], to: 'ended', by: [], when: [] },
} as const satisfies Moves<EmploymentState, EmploymentFact>
export type EmploymentMove = keyof typeof employmentMoves
export const employmentMoveNames = Object.keys(employmentMoves) as [
  EmploymentMove,
  ...EmploymentMove[],
] // the table's own keys

export const employmentKinds = ['main', 'partTime', 'hosted'] as const
export type EmploymentKind = (typeof employmentKinds)[number]

/** Who goes on with the records that wait for the former unit: the new one, or the former to the end. */
export const pendingPolicies = ['follow', 'finish'] as const
export type PendingPolicy = (typeof pendingPolicies)[number]

/** Why an employment ended: 离职, 退休, 转到新单位, 其他. */
export const endReasons = ['left', 'retired', 'moved', 'other'] as const
export type EndReason = (typeof endReasons)[number]

export const Employment = z.object({
  id: Id,
  state: z.enum(employmentStates),
  version: Version,
  kind: z.enum(employmentKinds),
  unitId: Id,
  unitName: z.string(),
  /** The unit still waits for the approval of its own registration. */
  unitWaits: z.boolean(),
  departmentName: z.nullable(z.string()),
  pendingPolicy: z.nullable(z.enum(pendingPolicies)),
  appliedAt: Instant,
  /** From and to, as days; the first is that of the confirmation. */
  startedOn: z.nullable(Day),
  endedOn: z.nullable(Day),
  endReason: z.nullable(z.enum(endReasons)),
  /** Why it was refused. */
  reason: z.nullable(z.string()),
  /** The transfer that this application asks for, while it is one. */
  transfer: z.nullable(OwnTransfer),
  open: z.array(z.enum(employmentMoveNames)),
})
export type Employment = z.infer<typeof Employment>

/** 工作单位: all of one's employments, the newest first. */
export const listEmployments = endpoint('GET /employments', {
  summary: '本人的工作单位',
  by: ['individual'],
  repeat: 'natural',
  reply: z.object({
    items: z.array(Employment),
    /** Whether one may apply now: the profile in force, and no version or application under way. */
    mayApply: z.boolean(),
  }),
})

/**
 * 更换工作单位, 兼职, 挂靠: an application to the unit. While another unit holds the person, it is told and
 * has ten working days; `pendingPolicy` says who goes on with what waits there.
 */
export const applyToUnit = endpoint('POST /employments', {
  summary: '申请加入单位',
  by: ['individual'],
  repeat: 'key',
  body: z.object({
    unitId: Id,
    partTime: z.boolean(),
    pendingPolicy: z.enum(pendingPolicies),
  }),
  reply: Employment,
  errors: ['INVALID', 'WRONG_STATE', 'PROFILE_NOT_CONFIRMED'],
})

export const withdrawEmployment = endpoint('POST /employments/:id/withdraw', {
  summary: '撤回加入单位的申请',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Employment,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

/** 结束: by the person. The unit's own way is in bulk. */
export const endEmployment = endpoint('POST /employments/:id/end', {
  summary: '结束与单位的关系',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: z.enum(['left', 'retired', 'other']) }),
  reply: Employment,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

/** 兼职申请 that wait for the unit: they come without a profile of their own. */
export const listApplications = endpoint('GET /applications', {
  summary: '待确认的兼职申请',
  by: ['employer'],
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(
    z.object({
      id: Id,
      version: Version,
      personId: Id,
      name: z.string(),
      documentNumberMasked: z.string(),
      mainUnitName: z.nullable(z.string()),
      title: z.string(),
      appliedAt: Instant,
      open: z.array(z.enum(employmentMoveNames)),
    }),
  ),
})

export const confirmApplication = endpoint('POST /applications/:id/confirm', {
  summary: '同意兼职申请',
  by: ['employer'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: z.object({ id: Id, state: z.enum(employmentStates) }),
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD'],
})

export const refuseApplication = endpoint('POST /applications/:id/refuse', {
  summary: '不同意兼职申请',
  by: ['employer'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: text({ min: 1, max: 500 }) }),
  reply: z.object({ id: Id, state: z.enum(employmentStates) }),
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD'],
})
