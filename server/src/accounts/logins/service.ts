import type { Registration } from '@xueshi/contract/accounts/registration'
import type { OpenLogin } from '@xueshi/contract/accounts/logins'
import { todayIn } from '@xueshi/contract/year'
import { signedIn, type Actor, type SignedIn } from '../../platform/actor.ts'
import {
  beginRest,
  forgetAttempts,
  forgetAttemptsLast,
  giveBackAttempt,
  takeAttempt,
  type Patience,
} from '../../platform/attempts.ts'
import * as audit from '../../platform/audit.ts'
import { hashToken, randomToken } from '../../platform/crypto.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { burn, verifyPassword } from '../../platform/passwords.ts'
import type { Platform } from '../../platform/platform.ts'
import { fail, refuse } from '../../platform/refusal.ts'
import { settingsOf } from '../../platform/settings.ts'
import { transaction } from '../../platform/transaction.ts'
import { countOf, countsSoFar, solveCaptcha, subjectOf } from '../captcha.ts'
import {
  browserOf,
  failuresOfAddress,
  failuresOfVisit,
  factorSeconds,
  identitiesOf,
  loginPatience,
  loginSeconds,
  passwordPatience,
} from '../rules.ts'
import * as store from './store.ts'

export { deviceSeconds, loginSeconds, visitSeconds } from '../rules.ts'

/** What a browser brought along: its visit, and the token by which accounts know it again. */
export type Browser = { visit: string | null; device: string | null }

export type NewLogin = {
  token: string
  device: string
  mustChangePassword: boolean
  /** The login waits for its second factor and is nobody's until then. */
  secondFactor: boolean
}

/**
 * 登录: a login by whatever the user name is. A wrong password, an account that rests after ten of
 * them, and one that does not exist are refused alike, after the same work. A browser that the
 * account knows is counted by itself, so that what strangers try does not keep the owner out.
 */
export async function logIn(
  actor: Actor,
  {
    userName,
    password,
    captcha,
  }: { userName: string; password: string; captcha: Registration['captcha'] },
  { visit, device }: Browser,
): Promise<NewLogin> {
  const { platform, request } = actor
  const { db, clock, indexes } = platform
  const { login: set } = await settingsOf(platform)
  const patience = { ...loginPatience, attempts: set.failuresBeforeRest }
  await solveCaptcha(platform, visit, captcha)
  const now = clock.now()
  const deviceHash = device === null ? null : hashToken(device)
  const caller = { device: deviceHash, address: request.address }
  const account = await store.findByIdentity(
    db,
    identitiesOf(indexes, userName, todayIn(now)),
    caller,
  )
  const isStranger = !account?.isKnownDevice && !account?.isKnownAddress
  // Names that are nobody's are counted too: the work must not tell who exists.
  const whose = account?.id ?? userName
  const counted = account?.isKnownDevice ? `${whose} ${deviceHash?.toString('hex')}` : whose
  const subject = subjectOf(platform, counted)
  const isFlooded = isStranger && (await isAddressFlooded(platform, request.address))
  const isOpen = account?.state === 'active' && !isFlooded
  const mayEnter = isOpen ? account.passwordHash : null
  const isRight = await checkPatiently(platform, subject, patience, mayEnter, password)
  if (!isRight) {
    if (isStranger) await countOf(platform, failuresOfAddress, request.address)
    await countOf(platform, failuresOfVisit, visit ?? '')
  }
  return transaction(actor, async (tx) => {
    if (!isRight || !account) {
      await audit.record(tx, actor, { act: 'login.refuse', recordId: account?.id ?? null })
      return refuse('LOGIN_FAILED')
    }
    forgetAttemptsLast(tx, subject, loginPatience)
    if (actor.loginId) await store.endLogin(tx, actor.loginId, now)
    const { id: accountId, mustChangePassword, hasFactor: secondFactor } = account
    const login = await insertLogin(tx, actor, { accountId, device, secondFactor })
    return { ...login, mustChangePassword, secondFactor }
  })
}

async function isAddressFlooded(platform: Platform, whose: string): Promise<boolean> {
  const [failures = 0] = await countsSoFar(platform, [{ ...failuresOfAddress, whose }])
  return failures >= failuresOfAddress.most
}

/** Opens a login without a password, for the seed and the tests. */
export async function openLogin(actor: Actor, accountId: string): Promise<{ token: string }> {
  return transaction(actor, (tx) =>
    insertLogin(tx, actor, { accountId, device: null, secondFactor: false }),
  )
}

async function insertLogin(
  tx: Db,
  actor: Actor,
  {
    accountId,
    device,
    secondFactor,
  }: { accountId: string; device: string | null; secondFactor: boolean },
) {
  const { platform, request } = actor
  const now = platform.clock.now()
  const token = randomToken()
  const id = newId(now)
  const kept = device ?? randomToken()
  const login = {
    id,
    tokenHash: hashToken(token),
    accountId,
    createdAt: now,
    seenAt: now,
    idleSeconds: (await settingsOf(platform)).login.idleMinutes * 60,
    expiresAt: after(now, secondFactor ? factorSeconds : loginSeconds),
    address: request.address,
    userAgent: request.userAgent,
  }
  if (secondFactor) await store.openWaitingLogin(tx, login)
  else store.openLogin(tx, login, hashToken(kept))
  await audit.record(tx, actor, {
    act: secondFactor ? 'login.begin' : 'login.open',
    recordId: accountId,
  })
  return { id, token, device: kept }
}

const after = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1000)

/** The second factor of a waiting login was right: it opens, under a new token. */
export async function admitLogin(
  tx: Db,
  actor: Actor,
  { id, accountId }: { id: string; accountId: string },
  device: string | null,
): Promise<{ token: string; device: string }> {
  const { platform, request } = actor
  const now = platform.clock.now()
  const token = randomToken()
  const kept = device ?? randomToken()
  const expiresAt = after(now, loginSeconds)
  if (!(await store.admit(tx, { id, tokenHash: hashToken(token), now, expiresAt })))
    fail('LOGIN_OVER')
  const seen = { accountId, address: request.address, createdAt: now }
  await store.rememberDevice(tx, seen, hashToken(kept))
  await store.noteLogin(tx, accountId, now)
  await audit.record(tx, actor, { act: 'login.open', recordId: accountId })
  return { token, device: kept }
}

/** The login that waits in this browser for its second factor, if there still is one. */
export const findWaitingLogin = ({ db, clock }: Platform, token: string | null) =>
  token === null ? Promise.resolve(undefined) : store.findWaiting(db, hashToken(token), clock.now())

export const endWaitingLogin = (tx: Db, { platform }: Actor, id: string) =>
  store.endLogin(tx, id, platform.clock.now())

/** The account knows this browser from now on; answers the token that the browser keeps. */
export async function rememberDevice(
  tx: Db,
  { platform, request }: Actor,
  accountId: string,
  device: string | null,
): Promise<string> {
  const kept = device ?? randomToken()
  const seen = { accountId, address: request.address, createdAt: platform.clock.now() }
  await store.rememberDevice(tx, seen, hashToken(kept))
  return kept
}

/** Every login of the account ends and every browser that it knew is a stranger's again. */
export async function endAllLogins(tx: Db, { platform }: Actor, accountId: string): Promise<void> {
  await store.endOtherLogins(tx, accountId, null, platform.clock.now())
  await store.forgetDevices(tx, accountId)
}

/** The actor's login goes on under another token (null: it came without one), and all others end. */
export async function endOthersAndRotate(
  tx: Db,
  actor: Actor,
  tokenHash: Buffer | null,
): Promise<void> {
  const { accountId, loginId, platform } = signedIn(actor)
  await store.endOtherLogins(tx, accountId, loginId, platform.clock.now())
  if (loginId && tokenHash) await store.rotateLogin(tx, loginId, tokenHash)
}

/** True for the right password of an account that does not rest; always after the time of one check. */
async function checkPatiently(
  { db, clock }: Platform,
  subject: Buffer,
  patience: Patience,
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  const taken = await takeAttempt(db, clock.now(), subject, patience)
  const isLooked = taken !== null && taken <= patience.attempts
  const check =
    isLooked && passwordHash !== null ? verifyPassword(passwordHash, password) : burn(password)
  const isRight = await check.catch(async (busy: unknown) => {
    // Nobody looked, so it was no attempt: a peak must not lock honest people out.
    if (taken !== null) await giveBackAttempt(db, clock.now(), subject, patience)
    throw busy
  })
  if (!isRight && taken !== null && taken >= patience.attempts)
    await beginRest(db, clock.now(), subject, patience)
  return isRight
}

/**
 * Whoever is signed in shows once more that they know the password. Counted by the login: a stranger
 * cannot use up the owner's patience, nor a borrowed screen try for ever.
 */
export async function checkOwnPassword(
  actor: SignedIn,
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  const { platform, accountId, loginId } = actor
  const subject = subjectOf(platform, `${accountId} ${loginId ?? ''}`)
  const isRight = await checkPatiently(platform, subject, passwordPatience, passwordHash, password)
  if (isRight) await forgetAttempts(platform.db, subject, passwordPatience)
  return isRight
}

/** 退出: the login is over on the server, whatever becomes of the cookie. */
export async function logOut(actor: Actor): Promise<void> {
  const { accountId, loginId, platform } = signedIn(actor)
  if (loginId === null) return
  await transaction(actor, async (tx) => {
    await store.endLogin(tx, loginId, platform.clock.now())
    await audit.record(tx, actor, { act: 'login.close', recordId: accountId })
    return { id: loginId }
  })
}

/** Where the account is logged in just now, the newest first. */
export async function listLogins(actor: Actor): Promise<{ items: OpenLogin[] }> {
  const { accountId, loginId, platform } = signedIn(actor)
  const now = platform.clock.now()
  const rows = await store.openLogins(platform.db, accountId, now).execute()
  const live = rows.filter(
    ({ seenAt, idleSeconds: idle }) => now.getTime() - seenAt.getTime() < idle * 1000,
  )
  return {
    items: live.map(({ id, address, userAgent, createdAt, seenAt }) => ({
      id,
      ...browserOf(userAgent),
      address,
      createdAt: createdAt.toISOString(),
      seenAt: seenAt.toISOString(),
      current: id === loginId,
    })),
  }
}

/** Ends one login of the actor's own; NOT_FOUND for anybody else's. */
export async function endOwnLogin(actor: Actor, id: string): Promise<void> {
  const { accountId, platform } = signedIn(actor)
  await transaction(actor, async (tx) => {
    const ended = await store.endOwnLogin(tx, accountId, id, platform.clock.now())
    if (!ended) fail('NOT_FOUND')
    await audit.record(tx, actor, { act: 'login.end', recordId: accountId, facts: { login: id } })
    return ended
  })
}

/** Ends every login of the actor but the one that asks. */
export async function endOtherLogins(actor: Actor): Promise<{ ended: number }> {
  const { accountId, loginId, platform } = signedIn(actor)
  return transaction(actor, async (tx) => {
    const ended = await store.endOtherLogins(tx, accountId, loginId, platform.clock.now())
    await audit.record(tx, actor, { act: 'login.endOthers', recordId: accountId, facts: { ended } })
    return { id: accountId, ended }
  }).then(({ ended }) => ({ ended }))
}

/** The login was used just now; orgs says so at most once in `touchSeconds`. */
export async function touchLogin({ db, clock }: Platform, loginId: string): Promise<void> {
  await store.touchLogin(db, loginId, clock.now())
}
