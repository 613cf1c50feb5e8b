import * as z from 'zod/mini'
import { actorKinds, seatLevels } from '../actor.ts'
import { endpoint } from '../endpoint.ts'
import type { Part } from '../issues.ts'
import type { Moves } from '../moves.ts'
import { personName } from '../person-name.ts'
import { checkPhone } from '../phone.ts'
import { ById, ByVersion, Done, Id, Instant, Version } from '../shapes.ts'
import { checkEmail } from '../text.ts'
import { staffed } from './staff.ts'

export const invitationStates = ['offered', 'accepted', 'declined', 'revoked', 'expired'] as const
export type InvitationState = (typeof invitationStates)[number]

/** own: it is the actor's account that is invited. managed: the actor manages the unit that invites. inTime: its days are not over. */
export type InvitationFact = 'own' | 'managed' | 'inTime'
/** Whoever has an account may be asked to work for a unit; administrators have their own work. */
export const invitees = ['individual', ...staffed] as const

/** 邀请: a manager asks somebody to work for the unit, who says yes or no within its days. */
export const invitationMoves = {
  accept: { from: ['offered'], to: 'accepted', by: invitees, when: ['own', 'inTime'] },
  decline: { from: ['offered'], to: 'declined', by: invitees, when: ['own', 'inTime'] },
  revoke: { from: ['offered'], to: 'revoked', by: staffed, when: ['managed', 'inTime'] },
} as const satisfies Moves<InvitationState, InvitationFact>
export type InvitationMove = keyof typeof invitationMoves
const moveNames = Object.keys(invitationMoves) as [InvitationMove, ...InvitationMove[]] // the table's own keys

/** How long an invitation stands. */
export const invitationDays = 14
/** How many a manager may send in a day: each goes to somebody's phone. */
export const invitationsADay = 50

/** `account`: whoever has this account name, proven phone or document number. `link`: to a phone or an e-mail address. */
export const invitationWays = ['account', 'link'] as const
export type InvitationWay = (typeof invitationWays)[number]

export const InvitationForm = z.object({
  way: z.enum(invitationWays),
  /** Of the person, as in the account: who does not know both may not learn whose the other is. */
  name: personName,
  address: z.string().check(z.minLength(1), z.maxLength(100)),
  level: z.enum(seatLevels),
})
export type InvitationForm = z.infer<typeof InvitationForm>

/** What the shape alone cannot say: field → issue code. A link goes to a mobile phone or an e-mail address. */
export function invitationIssues({ way, address }: Part<InvitationForm>): Record<string, string> {
  if (way !== 'link' || address === undefined) return {}
  const isReached = checkPhone(address) === 'ok' || checkEmail(address) === 'ok'
  return isReached ? {} : { address: 'LINK_ADDRESS_FORMAT' }
}

/** An invitation as the unit that sent it sees it. */
export const Invitation = z.object({
  id: Id,
  version: Version,
  state: z.enum(invitationStates),
  name: z.string(),
  level: z.enum(seatLevels),
  /** Where the link went; null: to an account. */
  addressMasked: z.nullable(z.string()),
  at: Instant,
  expiresAt: Instant,
  open: z.array(z.enum(moveNames)),
})
export type Invitation = z.infer<typeof Invitation>

/** Asks somebody to work for the unit from whose seat the manager looks, in the same work. */
export const invite = endpoint('POST /invitations', {
  summary: '邀请员工',
  by: staffed,
  repeat: 'key',
  body: InvitationForm,
  reply: Invitation,
  errors: ['WRONG_STATE', 'RATE_LIMITED'],
})

/** The last hundred that the unit sent, newest first. */
export const listInvitations = endpoint('GET /invitations', {
  summary: '已发出的邀请',
  by: staffed,
  repeat: 'natural',
  reply: z.object({ items: z.array(Invitation) }),
})

export const revokeInvitation = endpoint('POST /invitations/:id/revoke', {
  summary: '撤回邀请',
  by: staffed,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Invitation,
  errors: ['NOT_FOUND', 'WRONG_STATE', 'STALE'],
})

/** An invitation as the invited sees it. */
export const OwnInvitation = z.object({
  id: Id,
  version: Version,
  unitName: z.string(),
  kind: z.enum(actorKinds),
  level: z.enum(seatLevels),
  at: Instant,
  expiresAt: Instant,
  open: z.array(z.enum(moveNames)),
})
export type OwnInvitation = z.infer<typeof OwnInvitation>

/** 收到的邀请 of the account that may still be answered, whatever seat it looks from. */
export const listOwnInvitations = endpoint('GET /own-invitations', {
  summary: '收到的邀请',
  by: invitees,
  repeat: 'natural',
  reply: z.object({ items: z.array(OwnInvitation) }),
})

/** Whoever opens the link that was sent: from now on the invitation is this account's to answer. */
export const claimInvitation = endpoint('POST /own-invitations', {
  summary: '打开邀请链接',
  by: invitees,
  repeat: 'natural',
  body: z.object({ ticket: z.string().check(z.minLength(1), z.maxLength(300)) }),
  reply: OwnInvitation,
  errors: ['NOT_FOUND', 'NAME_DIFFERS', 'WRONG_STATE'],
})

const answer = ['NOT_FOUND', 'WRONG_STATE', 'STALE'] as const

/** The account has the seat at once, in every window. */
export const acceptInvitation = endpoint('POST /own-invitations/:id/accept', {
  summary: '接受邀请',
  by: invitees,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: z.object({ seatId: Id }),
  errors: answer,
})

export const declineInvitation = endpoint('POST /own-invitations/:id/decline', {
  summary: '谢绝邀请',
  by: invitees,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Done,
  errors: answer,
})
