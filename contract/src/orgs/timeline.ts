import * as z from 'zod/mini'
import { Instant } from '../shapes.ts'

/** What may have happened to a unit; a page names each act. */
export const unitActs = [
  'submit',
  'withdraw',
  'discard',
  'return',
  'reject',
  'approve',
  'merge',
  'askChange',
  'withdrawChange',
  'approveChange',
  'refuseChange',
  'correct',
  'suspend',
  'lift',
  'absorb',
  'takeIn',
  'close',
  'handOver',
  'grantHosting',
  'withdrawHosting',
  'askParent',
  'leaveParent',
  'acceptUnder',
  'refuseUnder',
  'releaseUnder',
  'openOffice',
  'applyToTeach',
  'withdrawTeaching',
  'passTeaching',
  'returnTeaching',
  'refuseTeaching',
  'approveTeaching',
  'suspendTeaching',
  'liftTeaching',
  'revokeTeaching',
] as const
export type UnitAct = (typeof unitActs)[number]

export const UnitEvent = z.object({
  at: Instant,
  act: z.enum(unitActs),
  /** '' where it was not kept. */
  byName: z.string(),
  officeName: z.nullable(z.string()),
  reason: z.nullable(z.string()),
  /** What it was before, or whom it concerns. */
  about: z.nullable(z.string()),
})
export type UnitEvent = z.infer<typeof UnitEvent>
