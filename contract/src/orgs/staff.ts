import * as z from 'zod/mini'
import { actorKinds, seatLevels } from '../actor.ts'
import { endpoint } from '../endpoint.ts'
import { ById, Id, Instant } from '../shapes.ts'

const staffed = ['employer', 'institution', 'industry', 'hrss'] as const

export const StaffRow = z.object({
  /** The seat. */
  id: Id,
  name: z.string(),
  accountName: z.string(),
  kind: z.enum(actorKinds),
  level: z.enum(seatLevels),
  since: Instant,
  own: z.boolean(),
})
export type StaffRow = z.infer<typeof StaffRow>

/** 员工账号: who acts for the unit from whose seat the actor looks. */
export const listStaff = endpoint('GET /staff', {
  summary: '员工账号',
  by: staffed,
  repeat: 'natural',
  reply: z.object({ items: z.array(StaffRow), unitCode: z.string() }),
})

const decisions = ['NOT_FOUND', 'WRONG_STATE', 'LAST_MANAGER'] as const

export const setStaffLevel = endpoint('POST /staff/:id/level', {
  summary: '设为管理员或经办人',
  by: staffed,
  repeat: 'key',
  params: ById,
  body: z.object({ level: z.enum(seatLevels) }),
  reply: z.object({ done: z.literal(true) }),
  errors: decisions,
})

/** The seat is over at once, in every window. The last manager of a unit stays. */
export const endStaff = endpoint('POST /staff/:id/end', {
  summary: '停用员工账号',
  by: staffed,
  repeat: 'key',
  params: ById,
  body: z.object({}),
  reply: z.object({ done: z.literal(true) }),
  errors: decisions,
})
