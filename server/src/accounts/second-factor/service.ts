import { randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { toString as drawQr } from 'qrcode'
import * as messages from '../../messages/service.ts'
import { signedIn, type Actor } from '../../platform/actor.ts'
import { forgetAttempts, takeAttempt } from '../../platform/attempts.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import type { Platform } from '../../platform/platform.ts'
import { fail, refuse } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { subjectOf } from '../captcha.ts'
import { admitLogin, checkOwnPassword, findWaitingLogin } from '../logins/service.ts'
import { endOtherLogins } from '../open-logins/service.ts'
import { factorPatience } from '../rules.ts'
import { findSecrets } from '../store.ts'
import * as store from './store.ts'

const issuer = '学时'
/** RFC 6238: six digits of SHA-1, a new code each 30 s; phones are let be half a minute off. */
const periodSeconds = 30
const totpOf = (secret: string, label = '') =>
  new TOTP({ issuer, label, secret: Secret.fromBase32(secret), period: periodSeconds })

const place = (accountId: string) => ({
  table: 'second_factors',
  column: 'secret_sealed',
  id: accountId,
})

/** The step whose code this is, the present one or a neighbour; null for any other code. */
function stepOf(secret: string, code: string, now: Date): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window: 1 })
  return delta === null ? null : Math.floor(now.getTime() / 1000 / periodSeconds) + delta
}

/** The code of this moment: for the demo's logins and the tests. */
export const presentCode = (secret: string, now: Date): string =>
  totpOf(secret).generate({ timestamp: now.getTime() })

export const isFactorRequired = (db: Db, accountId: string) => store.isRequired(db, accountId)

async function checked(actor: Actor, password: string) {
  const me = signedIn(actor)
  const secrets = await findSecrets(me.platform.db, me.accountId)
  const isRight = await checkOwnPassword(me, secrets?.passwordHash ?? null, password)
  if (!isRight)
    await transaction(actor, async (tx) => {
      await audit.record(tx, actor, { act: 'password.refuse', recordId: me.accountId })
      return refuse('PASSWORD_WRONG')
    })
  return { me, accountName: secrets?.accountName ?? '' }
}

/** A new secret waits for its first code; the factor in force stays until then. */
export async function begin(
  actor: Actor,
  password: string,
): Promise<{ secret: string; image: string }> {
  const { me, accountName } = await checked(actor, password)
  const { accountId, platform } = me
  const secret = new Secret({ size: 20 }).base32
  await transaction(actor, async (tx) => {
    await store.putPending(tx, {
      accountId,
      secretSealed: platform.cipher.seal(secret, place(accountId)),
      createdAt: platform.clock.now(),
    })
    await audit.record(tx, actor, { act: 'secondFactor.begin', recordId: accountId })
    return { id: accountId }
  })
  const svg = await drawQr(totpOf(secret, accountName).toString(), { type: 'svg', margin: 2 })
  return { secret, image: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}` }
}

/**
 * The first code was right: every login asks for one from now on, and the others, which gave none,
 * have ended. Answers ten recovery codes, which nobody can read again.
 */
export async function confirm(actor: Actor, code: string): Promise<{ recoveryCodes: string[] }> {
  const { accountId, loginId, platform } = signedIn(actor)
  const { db, clock } = platform
  const pending = await store.findFactor(db, accountId, 'pending')
  if (!pending) return fail('WRONG_STATE')
  const secret = platform.cipher.open(pending.secretSealed, place(accountId))
  await takePatience(platform, accountId)
  const step = stepOf(secret, code, clock.now())
  const { codes } = await transaction(actor, async (tx) => {
    if (step === null) {
      await audit.record(tx, actor, { act: 'secondFactor.refuse', recordId: accountId })
      return refuse('CODE_WRONG')
    }
    const { secretSealed } = pending
    if (!(await store.activate(tx, { accountId, secretSealed, step }))) fail('WRONG_STATE')
    const made = await renewCodes(tx, platform, accountId)
    await audit.record(tx, actor, { act: 'secondFactor.confirm', recordId: accountId })
    messages.tell(tx, actor, { accountId }, 'secondFactor.on', {})
    return { id: accountId, codes: made }
  })
  await forget(platform, accountId)
  if (loginId) await endOtherLogins(actor)
  return { recoveryCodes: codes }
}

async function takePatience(platform: Platform, accountId: string): Promise<void> {
  const { db, clock } = platform
  const subject = subjectOf(platform, accountId)
  const taken = await takeAttempt(db, clock.now(), subject, factorPatience)
  // Codes are guessed at a million to one, so nobody honest comes here.
  if (taken === null || taken > factorPatience.attempts)
    fail('RATE_LIMITED', { retryAfterSeconds: factorPatience.restSeconds })
}

const forget = (platform: Platform, accountId: string) =>
  forgetAttempts(platform.db, subjectOf(platform, accountId), factorPatience)

/** Letters and digits that nobody takes for one another. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const letters = (count: number) =>
  Array.from({ length: count }, () => alphabet.charAt(randomInt(alphabet.length))).join('')

const recoveryHash = ({ indexes }: Platform, accountId: string, code: string) =>
  indexes.blindIndex('recovery code', `${accountId} ${code.toLowerCase().replace(/[\s-]/g, '')}`)

async function renewCodes(tx: Db, platform: Platform, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: 10 }, () => `${letters(5)}-${letters(5)}`)
  const hashes = codes.map((code) => recoveryHash(platform, accountId, code))
  await store.replaceRecoveryCodes(tx, accountId, hashes)
  return codes
}

/** Ten new recovery codes; the former ones are worth nothing. */
export async function renewRecoveryCodes(
  actor: Actor,
  password: string,
): Promise<{ recoveryCodes: string[] }> {
  const { me } = await checked(actor, password)
  const { accountId, platform } = me
  if (!(await store.findFactor(platform.db, accountId, 'active'))) fail('WRONG_STATE')
  const { codes } = await transaction(actor, async (tx) => {
    const made = await renewCodes(tx, platform, accountId)
    await audit.record(tx, actor, { act: 'recoveryCodes.renew', recordId: accountId })
    messages.tell(tx, actor, { accountId }, 'recoveryCodes.renewed', {})
    return { id: accountId, codes: made }
  })
  return { recoveryCodes: codes }
}

/** Logins ask for no second factor any more. SECOND_FACTOR_REQUIRED for those who cannot do without. */
export async function removeOwn(actor: Actor, password: string): Promise<void> {
  const { me } = await checked(actor, password)
  const { accountId, platform } = me
  if (await store.isRequired(platform.db, accountId)) fail('SECOND_FACTOR_REQUIRED')
  await transaction(actor, async (tx) => {
    await removeSecondFactor(tx, actor, accountId)
    return { id: accountId }
  })
}

/** For those who may do it for another, whose phone and recovery codes are lost. */
export async function removeSecondFactor(tx: Db, actor: Actor, accountId: string): Promise<void> {
  await store.remove(tx, accountId)
  await audit.record(tx, actor, { act: 'secondFactor.remove', recordId: accountId })
  messages.tell(tx, actor, { accountId }, 'secondFactor.off', {})
}

/**
 * The second step of a login. LOGIN_OVER: no login waits in this browser any more; CODE_WRONG: not
 * this code, or one that was used before.
 */
export async function give(
  actor: Actor,
  code: string,
  { token, device }: { token: string | null; device: string | null },
) {
  const { platform } = actor
  const { db, clock, cipher } = platform
  const waiting = await findWaitingLogin(platform, token)
  if (!waiting) return fail('LOGIN_OVER')
  const { accountId } = waiting
  await takePatience(platform, accountId)
  const factor = await store.findFactor(db, accountId, 'active')
  const typed = code.replace(/\s/g, '')
  const secret = factor ? cipher.open(factor.secretSealed, place(accountId)) : null
  const step = secret && /^\d{6}$/.test(typed) ? stepOf(secret, typed, clock.now()) : null
  const opened = await transaction(actor, async (tx) => {
    const isRight =
      step === null
        ? await store.useRecoveryCode(tx, accountId, recoveryHash(platform, accountId, typed))
        : await store.useStep(tx, accountId, step)
    if (!isRight) {
      await audit.record(tx, actor, { act: 'secondFactor.refuse', recordId: accountId })
      return refuse('CODE_WRONG')
    }
    const login = await admitLogin(tx, actor, waiting, device)
    const recoveryCodesLeft = await store.countRecoveryCodes(tx, accountId)
    if (step === null) messages.tell(tx, actor, { accountId }, 'recoveryCode.used', {})
    return { id: waiting.id, ...login, recoveryCodesLeft }
  })
  await forget(platform, accountId)
  return { ...opened, mustChangePassword: waiting.mustChangePassword }
}

/** The account has this second factor, without a first code: for the seed and the tests. */
export async function enrol(actor: Actor, accountId: string, secret: string): Promise<void> {
  const { cipher, clock } = actor.platform
  const secretSealed = cipher.seal(secret, place(accountId))
  await transaction(actor, async (tx) => {
    await store.putPending(tx, { accountId, secretSealed, createdAt: clock.now() })
    await store.activate(tx, { accountId, secretSealed, step: 0 })
    await renewCodes(tx, actor.platform, accountId)
    await audit.record(tx, actor, { act: 'secondFactor.confirm', recordId: accountId })
    return { id: accountId }
  })
}
