import { maskEmail } from '@xueshi/contract/accounts/contacts'
import type { Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import {
  type acceptInvitation,
  type Invitation,
  invitationDays,
  type InvitationForm,
  invitationIssues,
  invitationMoves,
  invitationsADay,
  type OwnInvitation,
} from '@xueshi/contract/orgs/invitations'
import type { StaffedKind } from '@xueshi/contract/orgs/staff'
import { checkPhone, maskPhone, normalisePhone } from '@xueshi/contract/phone'
import { addDays, startOf, todayIn } from '@xueshi/contract/year'
import * as accounts from '../../accounts/service.ts'
import { tell } from '../../messages/service.ts'
import { type Actor, type SignedIn, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { start } from '../../platform/outbox.ts'
import type { Platform } from '../../platform/platform.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { readTicket } from '../../platform/tickets.ts'
import { transaction } from '../../platform/transaction.ts'
import { managed, managesInPerson } from '../staff/service.ts'
import { holdBack } from '../units/service.ts'
import * as store from './store.ts'

const mostShown = 100
/** The place of an address in the database, which its seal is bound to. */
export const addressPlace = (id: string) => ({
  table: 'staff_invitations',
  column: 'address_sealed',
  id,
})
/** What a link's ticket is for; it is nobody's yet, so it names no account. */
export const linkTicket = { kind: 'invitation', account: 'anyone' } as const

/** Which unit somebody is asked to work for, and as what. */
export type Post = { unitId: string; unitName: string; kind: StaffedKind }

/**
 * 邀请 to the unit from whose seat the manager looks. INVALID at `address`: PERSON_NOT_FOUND where no
 * account has both names, STAFF_ALREADY, INVITED_ALREADY; a link is sent by a job. Only a manager in
 * person asks for another manager.
 */
export async function invite(actor: Actor, form: InvitationForm): Promise<Invitation> {
  const { me, unitId, kind } = managed(actor)
  failOnIssues(invitationIssues(form))
  await holdBack(me, 'invitation', invitationsADay)
  const { id } = await transaction(actor, async (tx) => {
    const isAllowed = form.level === 'clerk' || (await managesInPerson(tx, me))
    if (!isAllowed) fail('FORBIDDEN')
    // A unit that nobody has looked at yet writes to no stranger.
    if (me.scope.kind === 'nothing') fail('WRONG_STATE')
    return offer(tx, me, { unitId, unitName: me.seat?.unitName ?? '', kind }, form)
  })
  return presentSent(actor, id)
}

/** One invitation in the caller's transaction: whoever may say who works at the unit has been asked. */
export async function offer(
  tx: Db,
  me: SignedIn,
  { unitId, unitName, kind }: Post,
  { way, name, address, level }: InvitationForm,
): Promise<{ id: string }> {
  const { platform, accountId: createdBy } = me
  const createdAt = platform.clock.now()
  const id = newId(createdAt)
  const until = addDays(todayIn(createdAt), invitationDays)
  const expiresAt = startOf(addDays(until, 1))
  const invited =
    way === 'account' ? await knownAs(tx, me, { unitId, kind }, { name, userName: address }) : null
  const sent = { id, unitId, kind, level, state: 'offered', name, createdBy, createdAt } as const
  const accountId = invited?.id ?? null
  const link = accountId === null ? sealedAddress(platform, id, address) : {}
  const made = await store.insert(tx, { ...sent, expiresAt, accountId, ...link })
  if (!made) fail('INVALID', { fields: { address: 'INVITED_ALREADY' } })
  if (accountId === null) start(tx, me, 'orgs.sendInvitation', { invitationId: id, until })
  else tell(tx, me, { accountId }, 'staff.invited', { unitName, until })
  const facts = { unitId, accountId, kind, level, way }
  await audit.record(tx, me, { act: 'staff.invite', recordId: id, facts })
  return { id }
}

async function knownAs(
  tx: Db,
  { platform }: SignedIn,
  { unitId, kind }: Pick<Post, 'unitId' | 'kind'>,
  names: { userName: string; name: string },
): Promise<{ id: string }> {
  const found = await accounts.holding.findByUserName(platform, names)
  if (!found) return fail('INVALID', { fields: { address: 'PERSON_NOT_FOUND' } })
  const accountId = found.id
  if (await store.isSeated(tx, { unitId, accountId, kind }))
    fail('INVALID', { fields: { address: 'STAFF_ALREADY' } })
  await store.expire(tx, platform.clock.now(), { accountId, unitId })
  return found
}

function sealedAddress({ cipher }: Platform, id: string, raw: string) {
  const isPhone = checkPhone(raw) === 'ok'
  const address = isPhone ? normalisePhone(raw) : raw.trim()
  return {
    addressSealed: cipher.seal(address, addressPlace(id)),
    addressMasked: isPhone ? maskPhone(address) : maskEmail(address),
  }
}

/** 已发出的邀请 of the manager's unit, for the same work as the manager's own. */
export async function listSent(actor: Actor): Promise<{ items: Invitation[] }> {
  const { me, unitId, kind } = managed(actor)
  const rows = await store.listSent(me.platform.db, { unitId, kind }, mostShown)
  return { items: rows.map((row) => present(me, row)) }
}

/** One of them. */
export async function presentSent(actor: Actor, id: string): Promise<Invitation> {
  const { me, unitId, kind } = managed(actor)
  const row = await store.find(me.platform.db, id, { unitId, kind })
  return row ? present(me, row) : fail('NOT_FOUND')
}

const factsOf = (me: SignedIn, row: store.InvitationRow, managed: boolean) => ({
  own: row.accountId === me.accountId,
  managed,
  inTime: row.expiresAt > me.platform.clock.now(),
})

/** The invitation as the unit's managers, or those of an office above it, see it. */
export const present = (me: SignedIn, row: store.InvitationRow): Invitation => ({
  id: row.id,
  version: row.version,
  state: row.state,
  name: row.name,
  level: row.level,
  addressMasked: row.addressMasked,
  at: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  open: openMoves(invitationMoves, row.state, me.kind, factsOf(me, row, true)),
})

const presentOwn = (me: SignedIn, row: store.InvitationRow): OwnInvitation => ({
  id: row.id,
  version: row.version,
  unitName: row.unitName,
  kind: row.kind,
  level: row.level,
  at: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  open: openMoves(invitationMoves, row.state, me.kind, factsOf(me, row, false)),
})

type Seen = { id: string; version: number }

/** 撤回 of an invitation that nobody has answered. NOT_FOUND, WRONG_STATE, STALE. */
export async function revoke(actor: Actor, seen: Seen): Promise<Invitation> {
  const { me, unitId, kind } = managed(actor)
  await transaction(actor, (tx) => withdraw(tx, me, seen, { unitId, kind }))
  return presentSent(actor, seen.id)
}

/** The same in the caller's transaction. */
export async function withdraw(
  tx: Db,
  me: SignedIn,
  { id, version }: Seen,
  side: Pick<Post, 'unitId' | 'kind'>,
): Promise<{ id: string }> {
  const guard = { id, version, side, at: me.platform.clock.now() }
  const row = await store.move(tx, guard, invitationMoves.revoke)
  if (!row) return refuse(tx, guard)
  const facts = { unitId: row.unitId, accountId: row.accountId }
  await audit.record(tx, me, { act: 'staff.revokeInvitation', recordId: id, facts })
  return { id }
}

/** 收到的邀请 that the account may still answer, whatever seat it looks from. */
export async function listOwn(actor: Actor): Promise<{ items: OwnInvitation[] }> {
  const me = signedIn(actor)
  const { db, clock } = me.platform
  const rows = await store.listOpen(db, me.accountId, clock.now())
  return { items: rows.map((row) => presentOwn(me, row)) }
}

/**
 * The link was opened: the invitation is this account's to answer. NOT_FOUND for a link that is over or
 * was never ours, NAME_DIFFERS where the account is somebody's of another name, WRONG_STATE where the
 * unit has invited the account already.
 */
export async function claim(actor: Actor, text: string): Promise<OwnInvitation> {
  const me = signedIn(actor)
  const { keys, clock, db } = me.platform
  const now = clock.now()
  const ticket = readTicket(keys.ticketKey, text, linkTicket.kind, now)
  const row = ticket && (await store.findOffered(db, ticket.id, now))
  if (!row) return fail('NOT_FOUND')
  if (row.name !== me.name) fail('NAME_DIFFERS')
  if (row.accountId === me.accountId) return presentOwn(me, row)
  const { id } = row
  const { accountId } = me
  await transaction(actor, async (tx) => {
    const claimed = await store.claim(tx, { id, accountId, now })
    if (claimed === 'invited') fail('WRONG_STATE')
    if (claimed === 'refused') fail('NOT_FOUND')
    const facts = { unitId: row.unitId }
    await audit.record(tx, actor, { act: 'staff.claimInvitation', recordId: id, facts })
    return { id }
  })
  const own = await store.find(db, id, { accountId })
  return own ? presentOwn(me, own) : fail('NOT_FOUND')
}

/** 接受: the account has the seat at once. NOT_FOUND, STALE, WRONG_STATE when it is too late. */
export async function accept(actor: Actor, seen: Seen): Promise<Reply<typeof acceptInvitation>> {
  const me = signedIn(actor)
  const { accountId } = me
  const at = me.platform.clock.now()
  let seatId = ''
  await transaction(actor, async (tx) => {
    const row = await answer(tx, me, seen, 'accept', at)
    const { unitId, kind, level } = row
    seatId = await store.seat(tx, { id: newId(at), unitId, accountId, kind, level, at })
    tell(tx, actor, { unitId }, 'staff.joined', { personName: me.name })
    const facts = { unitId, accountId, kind, level, seatId }
    await audit.record(tx, actor, { act: 'staff.acceptInvitation', recordId: seen.id, facts })
    return { id: seatId }
  })
  return { seatId }
}

/** 谢绝: the unit is told. */
export async function decline(actor: Actor, seen: Seen): Promise<{ done: true }> {
  const me = signedIn(actor)
  await transaction(actor, async (tx) => {
    const { unitId } = await answer(tx, me, seen, 'decline', me.platform.clock.now())
    tell(tx, actor, { unitId }, 'staff.declined', { personName: me.name })
    const facts = { unitId }
    await audit.record(tx, actor, { act: 'staff.declineInvitation', recordId: seen.id, facts })
    return { id: seen.id }
  })
  return { done: true }
}

async function answer(
  tx: Db,
  { accountId }: SignedIn,
  { id, version }: Seen,
  name: 'accept' | 'decline',
  at: Date,
): Promise<store.InvitationRow> {
  const guard = { id, version, side: { accountId }, at }
  return (await store.move(tx, guard, invitationMoves[name])) ?? refuse(tx, guard)
}

async function refuse(tx: Db, { id, version, side }: Seen & { side: store.Side }): Promise<never> {
  const row = await store.find(tx, id, side)
  if (!row) return fail('NOT_FOUND')
  return fail(row.version === version ? 'WRONG_STATE' : 'STALE')
}
