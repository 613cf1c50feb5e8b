import type { TestApp } from '../app.ts'
import { roles, type Caller, type Personas, type Request, type Role } from '../personas.ts'

/** What a domain's endpoints are asked for in the tests of all of them, keyed as `POST /units/:id/approve`. */
export type EndpointRows = {
  /** Who may come in where, by hand: what is not said here is forbidden. */
  doors: Readonly<Record<string, readonly Role[]>>
  /**
   * Makes records anew and, from them, a request for each endpoint; or, where one is named, what that
   * one needs at least.
   */
  make: (app: TestApp, personas: Personas, line?: string) => Promise<Made>
  /** What answers something else than 200 even to its rightful caller, and why. */
  withoutEffect?: Readonly<Record<string, number>>
}

export type Made = {
  /** A request that would have its effect if its rightful caller sent it. */
  requests: Readonly<Record<string, Request>>
  /** The rightful caller where none of the personas is. */
  callers?: Readonly<Record<string, Caller>>
  /** Ids that no list shows to a stranger. */
  ids?: readonly string[]
}

// Groups of roles, for the tables of doors.
export const everyone = roles
export const signedIn = roles.filter((role) => !['visitor', 'pending', 'disabled'].includes(role))
export const early = [...signedIn, 'pending'] as const
export const person = ['individual'] as const
export const employer = ['employer.clerk', 'employer.manager'] as const
export const managers = ['employer.manager'] as const
/** Of any unit that has staff. */
export const allManagers = [...managers, 'hrss.manager'] as const
export const unitStaff = [...employer, 'institution'] as const
export const hrss = ['hrss.province', 'hrss.city', 'hrss.county', 'hrss.manager'] as const
export const offices = [...employer, 'industry', ...hrss] as const
export const authorities = ['industry', ...hrss] as const
export const staffed = [...offices, 'institution'] as const
export const system = ['admin.system'] as const
export const security = ['admin.security'] as const
export const auditor = ['admin.audit'] as const

export const reason = '材料不清楚'
/** What only some endpoints need: made where one of them is named, or none is. */
export const neededBy =
  (line: string | undefined) =>
  async <Record>(lines: readonly string[], make: () => Promise<Record>): Promise<Record | null> =>
    line === undefined || lines.includes(line) ? make() : null

/** A well-formed id that nothing has. */
export const noId = '00000000-0000-4000-8000-000000000001'
