import type { Registration } from '@xueshi/contract/accounts/registration'
import { todayIn } from '@xueshi/contract/year'
import { signedIn, type Actor, type SignedIn } from '../../platform/actor.ts'
import {
  beginRest,
  beginRestLast,
  countAttemptsLast,
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
import { answerOf, countedFor, subjectOf } from '../captcha.ts'
import {
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
  const now = clock.now()
  const deviceHash = device === null ? null : hashToken(device)
  const ofAddress = countedFor(platform, failuresOfAddress, request.address)
  const found = await store.lookUp(db, {
    captcha: answerOf(platform, visit, captcha),
    identities: identitiesOf(indexes, userName, todayIn(now)),
    caller: { device: deviceHash, address: request.address },
    // Names that are nobody's are counted too: the work must not tell who exists.
    nameSubject: subjectOf(platform, userName),
    patience,
    flood: ofAddress,
  })
  if (found === null) return fail('CAPTCHA_WRONG')
  const { account, subject, taken } = found
  const isStranger = !account?.isKnownDevice && !account?.isKnownAddress
  const isFlooded = isStranger && found.addressFailures >= failuresOfAddress.most
  const isOpen = account?.state === 'active' && !isFlooded
  const isLooked = taken !== null && taken <= patience.attempts
  const mayEnter = isOpen && isLooked ? account.passwordHash : null
  const isRight = await checkTaken(platform, { subject, patience, taken }, mayEnter, password)
  return transaction(actor, async (tx) => {
    if (!isRight || !account) {
      const ofVisit = countedFor(platform, failuresOfVisit, visit ?? '')
      countAttemptsLast(tx, now, isStranger ? [ofVisit, ofAddress] : [ofVisit])
      if (taken !== null && taken >= patience.attempts) beginRestLast(tx, now, subject, patience)
      await audit.record(tx, actor, { act: 'login.refuse', recordId: account?.id ?? null })
      return refuse('LOGIN_FAILED')
    }
    forgetAttemptsLast(tx, subject, loginPatience)
    if (actor.loginId) await store.endLogin(tx, actor.loginId, now)
    const { id: accountId, mustChangePassword, hasFactor: secondFactor, isFreshDevice } = account
    const brought = { device, isFreshDevice }
    const login = await insertLogin(tx, actor, { accountId, secondFactor, ...brought })
    return { ...login, mustChangePassword, secondFactor }
  })
}

/** Opens a login without a password, for the seed and the tests. */
export async function openLogin(actor: Actor, accountId: string): Promise<{ token: string }> {
  return transaction(actor, (tx) =>
    insertLogin(tx, actor, {
      accountId,
      device: null,
      isFreshDevice: false,
      secondFactor: false,
    }),
  )
}

async function insertLogin(
  tx: Db,
  actor: Actor,
  {
    accountId,
    device,
    isFreshDevice,
    secondFactor,
  }: {
    accountId: string
    device: string | null
    isFreshDevice: boolean
    secondFactor: boolean
  },
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
  else store.openLogin(tx, login, isFreshDevice ? null : hashToken(kept))
  await audit.record(tx, actor, {
    act: secondFactor ? 'login.begin' : 'login.open',
    recordId: accountId,
    // A password alone does not say who it is where a second factor is asked for.
    actorId: secondFactor ? null : accountId,
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
  const now = actor.platform.clock.now()
  const token = randomToken()
  const kept = device ?? randomToken()
  const expiresAt = after(now, loginSeconds)
  if (!(await store.admit(tx, { id, tokenHash: hashToken(token), now, expiresAt })))
    fail('LOGIN_OVER')
  await store.rememberDevice(tx, seenOf(actor, accountId), hashToken(kept))
  await store.noteLogin(tx, accountId, now)
  await audit.record(tx, actor, { act: 'login.open', recordId: accountId, actorId: accountId })
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
  actor: Actor,
  accountId: string,
  device: string | null,
): Promise<string> {
  const kept = device ?? randomToken()
  await store.rememberDevice(tx, seenOf(actor, accountId), hashToken(kept))
  return kept
}

/** The same with what the act leaves behind. */
export function rememberDeviceLast(
  tx: Db,
  actor: Actor,
  accountId: string,
  device: string | null,
): string {
  const kept = device ?? randomToken()
  store.rememberDeviceLast(tx, seenOf(actor, accountId), hashToken(kept))
  return kept
}

const seenOf = ({ platform, request }: Actor, accountId: string) => ({
  accountId,
  address: request.address,
  createdAt: platform.clock.now(),
})

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

/** True for the right password of somebody who does not rest; always after the time of one check. */
async function checkPatiently(
  platform: Platform,
  subject: Buffer,
  patience: Patience,
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  const { db, clock } = platform
  const taken = await takeAttempt(db, clock.now(), subject, patience)
  const isLooked = taken !== null && taken <= patience.attempts
  const attempt = { subject, patience, taken }
  const isRight = await checkTaken(platform, attempt, isLooked ? passwordHash : null, password)
  if (!isRight && taken !== null && taken >= patience.attempts)
    await beginRest(db, clock.now(), subject, patience)
  return isRight
}

/** Looks at the password for an attempt that was taken; null for the hash takes as long and is never right. */
async function checkTaken(
  { db, clock }: Platform,
  attempt: { subject: Buffer; patience: Patience; taken: number | null },
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  const at = clock.now()
  const check = passwordHash !== null ? verifyPassword(passwordHash, password) : burn(password)
  return check.catch(async (busy: unknown) => {
    const { subject, patience, taken } = attempt
    // Nobody looked, so it was no attempt: a peak must not lock honest people out.
    if (taken !== null) await giveBackAttempt(db, at, subject, patience)
    throw busy
  })
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
