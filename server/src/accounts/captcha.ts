import type { Captcha } from '@xueshi/contract/accounts'
import type { Registration } from '@xueshi/contract/accounts/registration'
import type { Actor } from '../platform/actor.ts'
import { countAttempt, readAttempts } from '../platform/attempts.ts'
import {
  drawCaptcha,
  makeAnswer,
  normaliseAnswer,
  workBits,
  workDone,
} from '../platform/captcha-image.ts'
import { hashToken, randomToken } from '../platform/crypto.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { fail } from '../platform/refusal.ts'
import {
  captchasOfAddress,
  captchasOfDevice,
  captchaSeconds,
  failuresNoticed,
  failuresOfAddress,
  failuresOfVisit,
} from './rules.ts'
import * as store from './store.ts'
import type { Answered } from './store.ts'

/**
 * A new captcha, bound to the visit (one is begun when there is none) and good for two minutes and
 * one answer. Refuses with RATE_LIMITED past what a whole office needs.
 */
export async function openCaptcha(
  { platform, request }: Actor,
  kind: 'image' | 'work',
  { visit, device }: { visit: string | null; device: string | null },
): Promise<{ visit: string; captcha: Captcha }> {
  const { db, clock, config, indexes } = platform
  const now = clock.now()
  const opened = await countOf(platform, captchasOfAddress, request.address)
  // Whoever floods the address must not keep its neighbours out: their browsers are known ones.
  if (opened > captchasOfAddress.most && !(await isNeighbour(platform, device)))
    fail('RATE_LIMITED', { retryAfterSeconds: 60 })
  const id = newId(now)
  const bound = visit ?? randomToken()
  const expiresAt = new Date(now.getTime() + captchaSeconds * 1000)
  const row = { id, kind, visitHash: hashToken(bound), expiresAt }
  const shown = { id, expiresAt: expiresAt.toISOString() }
  const isHarder = await hasFailedOften(platform, bound, request.address)
  if (kind === 'work') {
    const difficultyBits = isHarder ? harderBits : workBits
    await store.insertCaptcha(db, { ...row, difficultyBits }, now)
    return {
      visit: bound,
      captcha: { ...shown, work: { salt: saltOf(platform, id), difficultyBits } },
    }
  }
  const { answer, image } = await drawCaptcha(isHarder ? 2 : 1, config.captchaFixed ?? makeAnswer())
  const answerHash = indexes.blindIndex('captcha', `${id} ${answer}`)
  await store.insertCaptcha(db, { ...row, answerHash }, now)
  return {
    visit: bound,
    captcha: { ...shown, image: `data:image/jpeg;base64,${image.toString('base64')}` },
  }
}

/** A browser that some account was logged in from, and that has not asked too often itself. */
async function isNeighbour(platform: Platform, device: string | null): Promise<boolean> {
  if (device === null || !(await store.isDeviceKnown(platform.db, hashToken(device)))) return false
  return (await countOf(platform, captchasOfDevice, device)) <= captchasOfDevice.most
}

// Four times the work of an easy one: a few seconds of a phone.
const harderBits = 20

/** Three wrong passwords in this browser, or many from this address, make what is asked harder. */
async function hasFailedOften(platform: Platform, visit: string, address: string) {
  const [ofVisit = 0, ofAddress = 0] = await countsSoFar(platform, [
    { ...failuresOfVisit, whose: visit },
    { ...failuresOfAddress, whose: address },
  ])
  return ofVisit >= failuresOfVisit.most || ofAddress >= failuresNoticed
}

/** Nobody can begin the work before the captcha is theirs. */
const saltOf = ({ indexes }: Platform, id: string) =>
  indexes.blindIndex('captcha work', id).toString('base64url')

/** The captcha that an act names and what it answers, as one statement judges it. */
export function answerOf(
  platform: Platform,
  visit: string | null,
  { id, answer }: Registration['captcha'],
): Answered {
  const { clock, config, indexes } = platform
  const isFixed = answer === config.captchaFixed
  return {
    id,
    visitHash: visit === null ? null : hashToken(visit),
    answerHash: indexes.blindIndex('captcha', `${id} ${normaliseAnswer(answer)}`),
    difficultyBits: isFixed ? harderBits : workDone(saltOf(platform, id), answer),
    now: clock.now(),
  }
}

type Counted = { kind: string; windowSeconds: number; whose: string }

/**
 * Takes the captcha away and refuses with CAPTCHA_WRONG unless this visit answered it in time. Where
 * it did, each of `counted` is counted once more; answers how often each was done by then. One
 * statement of its own, before any transaction: a captcha stays used whatever becomes of the act.
 */
export async function solveCaptcha(
  platform: Platform,
  visit: string | null,
  captcha: Registration['captcha'],
  counted: readonly Counted[] = [],
): Promise<number[]> {
  const { isRight, counts } = await store.solveCaptcha(
    platform.db,
    answerOf(platform, visit, captcha),
    counted.map(({ whose, ...one }) => countedFor(platform, one, whose)),
  )
  return isRight ? counts : fail('CAPTCHA_WRONG')
}

/** The same, reading how often something was done so far instead of counting anything. */
export async function solveCaptchaReading(
  platform: Platform,
  visit: string | null,
  captcha: Registration['captcha'],
  { whose, ...read }: Counted,
): Promise<number> {
  const answered = answerOf(platform, visit, captcha)
  const reading = countedFor(platform, read, whose)
  const { isRight, soFar } = await store.solveCaptchaReading(platform.db, answered, reading)
  return isRight ? soFar : fail('CAPTCHA_WRONG')
}

/** Whose attempts are counted, without saying whose. */
export const subjectOf = ({ indexes }: Platform, subject: string) =>
  indexes.blindIndex('attempts', subject)

/** Something that is counted, and for whom, as the counters know it. */
export const countedFor = (
  platform: Platform,
  { kind, windowSeconds }: { kind: string; windowSeconds: number },
  whose: string,
) => ({ kind, windowSeconds, subject: subjectOf(platform, whose) })

/** Counts one more of something that an address may do only so often. */
export const countOf = (
  platform: Platform,
  { kind, windowSeconds }: { kind: string; windowSeconds: number },
  address: string,
) =>
  countAttempt(platform.db, platform.clock.now(), kind, subjectOf(platform, address), windowSeconds)

/** How often each was done so far in its present window. */
export const countsSoFar = (
  platform: Platform,
  asked: readonly { kind: string; windowSeconds: number; whose: string }[],
) =>
  readAttempts(
    platform.db,
    platform.clock.now(),
    asked.map(({ whose, ...one }) => ({ ...one, subject: subjectOf(platform, whose) })),
  )
