import type { ActorKind, SeatLevel } from '@xueshi/contract/actor'
import { checkCreditCode, normaliseCreditCode } from '@xueshi/contract/credit-code'
import { type Capability, type UnitChoice, type UnitState } from '@xueshi/contract/orgs'
import { normalisePhone } from '@xueshi/contract/phone'
import { cleanText, hasControl } from '@xueshi/contract/text'
import { todayIn } from '@xueshi/contract/year'
import * as accounts from '../accounts/service.ts'
import type { Actor, SignedIn } from '../platform/actor.ts'
import * as audit from '../platform/audit.ts'
import { hashToken } from '../platform/crypto.ts'
import type { Db } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { fail, failOnIssues, Refusal } from '../platform/refusal.ts'
import { mintScope } from '../platform/scope.ts'
import { settingsOf } from '../platform/settings.ts'
import { transaction } from '../platform/transaction.ts'
import * as actors from './actors/store.ts'
import { hasEnded, latinTyped, placed, placeName, reachOf, tradeOfSeries } from './rules.ts'
import * as accreditations from './accreditations/service.ts'
import * as store from './store.ts'

export { resolveKey } from './keys/service.ts'
export {
  hasReviewer,
  officeAbove,
  officeAt,
  reviewersAt,
  type ReviewingOffice,
  staffedFrom,
} from './reviewers/service.ts'
export { endSeat } from './staff/service.ts'
export { subUnitsOf } from './sub-units/service.ts'
export { extendLogin, readSession, readUnread } from './sessions/service.ts'
export { announce } from './webhooks/service.ts'

type Request = Actor['request']

/**
 * Turns a login token and a seat into an actor with its scope. A visitor where no login holds:
 * unknown, ended, too long idle (30 minutes, 15 for those with seats, or as set) or too old. Refuses with
 * FORBIDDEN a seat that is not the account's.
 */
export async function resolveActor(
  platform: Platform,
  {
    token,
    seatId,
    passive = false,
    request,
  }: { token: string | null; seatId: string | null; passive?: boolean; request: Request },
): Promise<Actor> {
  if (token === null) return nobody(platform, 'visitor', request)
  if (seatId !== null && !isId(seatId)) fail('FORBIDDEN')
  const { login } = await settingsOf(platform)
  const now = platform.clock.now()
  const row = await actors.findByToken(platform.db, hashToken(token), seatId, todayIn(now))
  if (!row || hasEnded(row, now, login)) return nobody(platform, 'visitor', request)
  const actor = actorOf(platform, row, seatId, request)
  const isOldSight = now.getTime() - row.seenAt.getTime() >= accounts.touchSeconds * 1000
  if (isOldSight && actor.loginId && !passive) await accounts.touchLogin(platform, actor.loginId)
  return actor
}

/** The actor that an account is from a seat, without a login: for the seed, jobs and tests. */
export async function actorFor(
  platform: Platform,
  {
    accountId,
    seatId,
    request = ownRequest(platform),
  }: { accountId: string; seatId: string | null; request?: Request },
): Promise<Actor> {
  const today = todayIn(platform.clock.now())
  const row = await actors.findByAccount(platform.db, accountId, seatId, today)
  if (!row) throw new Error('there is no such account')
  return actorOf(platform, row, seatId, request)
}

/**
 * Who began long work, as they may act today: null when their account is disabled, the seat has
 * ended, or its unit may no longer act.
 */
export async function actorAnew(
  platform: Platform,
  who: { accountId: string; seatId: string | null },
): Promise<SignedIn | null> {
  const today = todayIn(platform.clock.now())
  const row = await actors.findByAccount(platform.db, who.accountId, who.seatId, today, 'active')
  if (!row) return null
  try {
    const actor = actorOf(platform, row, who.seatId, ownRequest(platform))
    return actor.accountId === null ? null : actor
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** The house itself: jobs, deadlines and the seed. */
export function systemActor(platform: Platform, request: Request = ownRequest(platform)): Actor {
  return nobody(platform, 'system', request)
}

function nobody(platform: Platform, kind: 'visitor' | 'system', request: Request): Actor {
  const scope = mintScope({ kind: 'nothing' })
  return { platform, request, scope, kind, accountId: null, name: '', seat: null, loginId: null }
}

const ownRequest = (platform: Platform): Request => ({
  id: newId(platform.clock.now()),
  address: '',
  userAgent: '',
  key: null,
})

function actorOf(
  platform: Platform,
  row: actors.ActorRow,
  seatId: string | null,
  request: Request,
): Actor {
  const { accountId, name, loginId, mustChangePassword, mustSetSecondFactor } = row
  const must = { mustChangePassword, mustSetSecondFactor }
  const account = { platform, request, accountId, name, loginId, ...must }
  const { kind, level, unitId, unitName } = row
  if (row.seatId === null || kind === null || level === null || unitId === null) {
    if (seatId !== null) fail('FORBIDDEN')
    // Neither a record of their own nor a seat: the account has no way in.
    if (!row.individual) return nobody(platform, 'visitor', request)
    const scope = mintScope({ kind: 'own', personId: accountId })
    return { ...account, kind: 'individual', scope, seat: null }
  }
  const reach = reachOf(row, kind, unitId)
  if (reach === null) fail('FORBIDDEN')
  const seat = { id: row.seatId, unitId, unitName: unitName ?? '', level }
  return { ...account, kind, scope: mintScope(reach), seat }
}

/** 工作单位: at most 20 units whose name, pinyin, initials or code begin with the text, by name. */
export async function searchUnits(
  { platform }: Actor,
  search: string,
): Promise<{ items: UnitChoice[] }> {
  const name = cleanText(search)
  // No name holds a control character, and the database could not even be asked for some.
  if (name === '' || hasControl(name)) return { items: [] }
  const rows = await store.searchUnits(platform.db, { name, latin: latinTyped(name) })
  return {
    items: rows.map(({ code, ...unit }) => ({
      ...unit,
      codeTail: code.slice(-4),
      regionPath: placeName(unit.regionCode),
    })),
  }
}

/** What a unit is made of. */
export type NewUnit = {
  name: string
  /** 统一社会信用代码. */
  code: string
  nature: string
  /** The unit's own region at any level; its city and province follow from it. */
  regionCode: string
  contactName: string
  contactPhone: string
  industryCodes?: readonly string[]
  parentId?: string | null
  /** `approved` unless said otherwise. */
  state?: Exclude<UnitState, 'merged'>
}

/**
 * A unit stands. INVALID at `code` (wrong check character, or a live unit has it) or `regionCode`.
 * Only the house itself makes units until they can register themselves.
 */
export async function createUnit(actor: Actor, given: NewUnit): Promise<{ id: string }> {
  const { clock, cipher } = asSystem(actor)
  const code = normaliseCreditCode(given.code)
  const fault = checkCreditCode(code)
  const place = placed({ name: cleanText(given.name), regionCode: given.regionCode })
  failOnIssues({
    ...(fault !== 'ok' && { code: fault }),
    ...(place === null && { regionCode: 'NOT_OFFERED' }),
  })
  if (place === null) throw new Error('a unit without a place was let through')
  const now = clock.now()
  const id = newId(now)
  const state = given.state ?? 'approved'
  const parentId = given.parentId ?? null
  const unit = {
    ...place,
    id,
    state,
    code,
    nature: given.nature,
    parentId,
    parentState: parentId === null ? ('none' as const) : ('accepted' as const),
    contactName: given.contactName,
    contactPhoneSealed: cipher.seal(normalisePhone(given.contactPhone), {
      table: 'units',
      column: 'contact_phone_sealed',
      id,
    }),
    createdAt: now,
    submittedAt: state === 'submitted' || state === 'returned' ? now : null,
    approvedAt: state === 'approved' ? now : null,
  }
  return transaction(actor, async (tx) => {
    const isNew = await store.insertUnit(tx, unit, given.industryCodes ?? [])
    if (!isNew) fail('INVALID', { fields: { code: 'CREDIT_CODE_TAKEN' } })
    const facts = { name: unit.name, code, regionCode: given.regionCode, state }
    await audit.record(tx, actor, { act: 'unit.create', recordId: id, facts })
    return { id }
  })
}

/**
 * The unit may act in this capability: an authority's for a trade and a region, else over its own
 * region. An institution is accredited for five years.
 */
export async function grantCapability(
  actor: Actor,
  {
    unitId,
    capability,
    industryCode = null,
    regionCode = null,
  }: {
    unitId: string
    capability: Capability
    industryCode?: string | null
    regionCode?: string | null
  },
): Promise<void> {
  const grantedAt = asSystem(actor).clock.now()
  const granted = { unitId, capability, industryCode, regionCode }
  await transaction(actor, async (tx) => {
    await store.insertCapability(tx, { ...granted, grantedAt })
    if (capability === 'institution') await accreditations.stand(tx, unitId, grantedAt)
    await audit.record(tx, actor, { act: 'unit.grant', recordId: unitId, facts: granted })
    return { id: unitId }
  })
}

/** The account has a seat at the unit at this level, whatever it had there before; answers the seat's id. */
export async function addStaff(
  actor: Actor,
  given: { unitId: string; accountId: string; kind: ActorKind; level: SeatLevel },
): Promise<{ id: string }> {
  const now = asSystem(actor).clock.now()
  return transaction(actor, async (tx) => {
    const { id } = await store.putStaff(tx, { ...given, id: newId(now), createdAt: now })
    await audit.record(tx, actor, { act: 'staff.add', recordId: id, facts: given })
    return { id }
  })
}

function asSystem({ kind, platform }: Actor): Platform {
  if (kind !== 'system') fail('FORBIDDEN')
  return platform
}

/**
 * The unit whose office reviews for this unit, or null when there is none: the employer itself (or
 * what it was merged into), the
 * HR&SS office nearest up from its region, or the authority nearest up for the series' trade
 * (education and health) or one of the unit's own.
 */
export async function officeOf(
  db: Db,
  {
    unitId,
    office,
    series,
  }: { unitId: string; office: 'employer' | 'industry' | 'hrss'; series?: string | undefined },
): Promise<{ id: string; name: string } | null> {
  switch (office) {
    case 'employer':
      return (await store.findLiving(db, unitId)) ?? null
    case 'hrss':
      return (await store.findOffice(db, store.hrssOfficeQuery(unitId))) ?? null
    case 'industry': {
      const query = store.industryOfficeQuery(unitId, tradeOfSeries(series))
      return (await store.findOffice(db, query)) ?? null
    }
  }
}

/** What a unit is called; of one that ended, what it was called then. */
export const unitName = async (db: Db, unitId: string) => (await store.findName(db, unitId)) ?? ''

export { isAccredited } from './accreditations/service.ts'

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
