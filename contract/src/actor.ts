/**
 * The kinds of actor: who may stand behind a request. A person with several seats
 * (an individual who is also an employer's clerk) is one actor at a time, chosen by the portal.
 */
export const actorKinds = [
  'individual',
  'employer',
  'institution',
  'industry',
  'hrss',
  'systemAdmin',
  'securityAdmin',
  'auditAdmin',
] as const
export type ActorKind = (typeof actorKinds)[number]

/** `manager` may add staff to the unit, `clerk` does its daily work. */
export const seatLevels = ['manager', 'clerk'] as const
export type SeatLevel = (typeof seatLevels)[number]

/** Those who decide on other people's records. */
export const reviewers = ['employer', 'industry', 'hrss'] as const satisfies readonly ActorKind[]

/** The request header that names the seat a signed-in person acts from; absent: as an individual. */
export const seatHeader = 'x-xueshi-seat'
/** The same in the address of a file, which a frame or a link asks for without headers. */
export const seatParameter = 'seat'

/** What a program may do that comes with an API key: as little as its work needs. */
export const keyScopes = ['completions:write', 'completions:read'] as const
export type KeyScope = (typeof keyScopes)[number]
/** Signs a changing request: `t=<seconds since 1970>,v1=<hex>`; see docs/interface.md. */
export const signatureHeader = 'x-xueshi-signature'
