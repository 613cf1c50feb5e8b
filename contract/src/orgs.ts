import * as z from 'zod/mini'
import { Account } from './accounts.ts'
import { LoginTimes } from './accounts/logins.ts'
import { actorKinds, seatLevels } from './actor.ts'
import { endpoint } from './endpoint.ts'
import { Id, Instant } from './shapes.ts'

/** A unit's own states: registered, looked at by the HR&SS office of its region, in force. */
export const unitStates = [
  'draft',
  'submitted',
  'returned',
  'approved',
  'suspended',
  'merged',
  'closed',
  'rejected', // the office did not register it
  'discarded', // its own staff gave the registration up
] as const
export type UnitState = (typeof unitStates)[number]

/** What a unit may do. "Institution" is a capability, not a kind of legal person. */
export const capabilities = ['employer', 'institution', 'industry', 'hrss', 'hosting'] as const
export type Capability = (typeof capabilities)[number]

/** A place from which a person acts for a unit; `individual` stands for oneself. */
export const Seat = z.object({
  id: Id,
  kind: z.enum(actorKinds),
  level: z.enum(seatLevels),
  unitId: Id,
  unitName: z.string(),
})
export type Seat = z.infer<typeof Seat>

export const Session = z.object({
  account: z.nullable(Account),
  /** The login's own: how long it lasts, and when and from where the one before was opened. */
  login: z.nullable(
    z.object({
      ...LoginTimes.shape,
      previous: z.nullable(z.object({ at: Instant, address: z.string() })),
    }),
  ),
  /** Whether the account is (also) an individual's, with a record of their own. */
  individual: z.boolean(),
  seats: z.array(Seat),
  site: z.object({
    host: z.string(),
    hotline: z.string(),
    icp: z.string(),
    siteCode: z.string(),
    passwordCeiling: z.int(),
    /** The day in Asia/Shanghai by the server's clock; forms check dates against it. */
    today: z.iso.date(),
  }),
  /** In demo mode the login page offers these; empty otherwise. */
  demoLogins: z.array(
    z.object({
      role: z.string(),
      account: z.string(),
      password: z.string(),
      unit: z.string(),
      /** The present code of its second factor, where it has one. */
      code: z.optional(z.string()),
    }),
  ),
})
export type Session = z.infer<typeof Session>

export const readSession = endpoint('GET /session', {
  summary: '当前登录',
  by: 'anyone',
  early: true,
  passive: true,
  repeat: 'natural',
  reply: Session,
})

export const UnitChoice = z.object({
  id: Id,
  name: z.string(),
  /** The last four of the unified code: tells twins apart without showing all of it. */
  codeTail: z.string(),
  regionCode: z.string(),
  regionPath: z.string(),
  state: z.enum(unitStates),
})
export type UnitChoice = z.infer<typeof UnitChoice>

/** 工作单位: a search by the beginning of name, pinyin, initials or code. At most 20. */
export const searchUnits = endpoint('GET /units', {
  summary: '查找单位',
  by: 'signedIn',
  repeat: 'natural',
  query: z.object({ search: z.string().check(z.minLength(1), z.maxLength(100)) }),
  reply: z.object({ items: z.array(UnitChoice) }),
})
