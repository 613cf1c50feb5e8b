import * as z from 'zod/mini'
import { actorKinds, seatLevels } from '../actor.ts'
import { endpoint } from '../endpoint.ts'
import { ById, Done, Id, Instant } from '../shapes.ts'

/** The portals of units that have staff. */
export const staffed = ['employer', 'institution', 'industry', 'hrss'] as const
export type StaffedKind = (typeof staffed)[number]

/**
 * What a manager may do with a seat. Whoever only stands in for a manager does neither, and to the last
 * manager of a unit nobody does. Everyone else may give up their own.
 */
export const seatActs = ['level', 'end', 'leave'] as const

export const StaffRow = z.object({
  /** The seat. */
  id: Id,
  name: z.string(),
  accountName: z.string(),
  kind: z.enum(actorKinds),
  level: z.enum(seatLevels),
  since: Instant,
  own: z.boolean(),
  open: z.array(z.enum(seatActs)),
})
export type StaffRow = z.infer<typeof StaffRow>

/** 员工账号: who acts for the unit from whose seat the actor looks. */
export const listStaff = endpoint('GET /staff', {
  summary: '员工账号',
  by: staffed,
  repeat: 'natural',
  reply: z.object({
    items: z.array(StaffRow),
    unitCode: z.string(),
    /** Whether the actor may add staff: its manager, or who stands in for one. */
    manages: z.boolean(),
    /** Whether as a manager in person, who may make others managers. */
    inPerson: z.boolean(),
  }),
})

const decisions = ['NOT_FOUND', 'WRONG_STATE', 'LAST_MANAGER'] as const

export const setStaffLevel = endpoint('POST /staff/:id/level', {
  summary: '设为管理员或经办人',
  by: staffed,
  repeat: 'key',
  params: ById,
  body: z.object({ level: z.enum(seatLevels) }),
  reply: Done,
  errors: decisions,
})

/** The seat is over at once, in every window. The last manager of a unit stays. */
export const endStaff = endpoint('POST /staff/:id/end', {
  summary: '停用员工账号',
  by: staffed,
  repeat: 'key',
  params: ById,
  body: z.object({}),
  reply: Done,
  errors: decisions,
})

/** 不再办理: one's own seat is over, which one acts from. NOT_FOUND for any other. The last manager of a unit stays. */
export const leaveStaff = endpoint('POST /staff/:id/leave', {
  summary: '不再办理本单位业务',
  by: staffed,
  repeat: 'key',
  params: ById,
  body: z.object({}),
  reply: Done,
  errors: ['NOT_FOUND', 'LAST_MANAGER'],
})
