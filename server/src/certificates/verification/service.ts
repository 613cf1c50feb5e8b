import { webcrypto } from 'node:crypto'
import type {
  FileVerification,
  Verification,
  VerificationKeys,
  VerificationWay,
} from '@xueshi/contract/certificates'
import { checkSignedPdf } from '@xueshi/contract/certificates/signed-pdf'
import { normalisePersonName } from '@xueshi/contract/person-name'
import { todayIn } from '@xueshi/contract/year'
import type { Actor } from '../../platform/actor.ts'
import { countAttempt } from '../../platform/attempts.ts'
import type { Db } from '../../platform/database.ts'
import type { Platform } from '../../platform/platform.ts'
import { createRate } from '../../platform/rate.ts'
import { fail } from '../../platform/refusal.ts'
import { proofKeys, trustedSigners } from '../documents/service.ts'
import { typedNumber } from '../rules.ts'
import { factsOf, present } from './rules.ts'
import * as store from './store.ts'

export const attemptsAllowed = 600
export const windowSeconds = 600

// A code is 132 random bits: nobody guesses one, and counting in memory is enough to hold back a flood.
const createLimit = () =>
  createRate({ most: attemptsAllowed, windowMilliseconds: windowSeconds * 1000 })
/** Of each house in this process: in production there is one. */
const rates = new WeakMap<Platform['db'], ReturnType<typeof createLimit>>()

/** Holds back who asks without end; every way of verification counts together. */
export function holdFlood({ platform, request }: Actor): void {
  const rate = rates.get(platform.db) ?? createLimit()
  rates.set(platform.db, rate)
  if (!rate.allows(request.address, platform.clock.now()))
    fail('RATE_LIMITED', { retryAfterSeconds: windowSeconds })
}

/** Numbers follow each other and names repeat: whoever tries pairs is counted in the database. */
async function holdGuesses({ platform, request }: Actor): Promise<void> {
  const { db, clock, indexes } = platform
  const subject = indexes.blindIndex('address', request.address)
  const count = await countAttempt(db, clock.now(), 'verify', subject, windowSeconds)
  if (count > attemptsAllowed) fail('RATE_LIMITED', { retryAfterSeconds: windowSeconds })
}

/** What anyone may see of the certificate behind a QR code. */
export async function verifyByCode(actor: Actor, code: string): Promise<Verification> {
  holdFlood(actor)
  return present(await look(actor.platform, code, 'code'))
}

/** The certificate of a code, and that somebody looked at it. */
export async function look(platform: Platform, code: string, way: VerificationWay) {
  const row = await find(platform.db, code)
  if (row) noteLook(platform, row.id, way)
  return row
}

/** The certificate of a code. Codes are URL-safe; what else was typed is not even asked for. */
export const find = async (db: Db, code: string) =>
  /^[\w-]{1,64}$/.test(code) ? store.findByCode(db, code) : undefined

/** By number and name together: a number with another's name is as unknown as no number. */
export async function verifyByNumber(
  actor: Actor,
  { number, name }: { number: string; name: string },
): Promise<Verification> {
  await holdGuesses(actor)
  const { platform } = actor
  const typed = typedNumber(number)
  // Both are always asked: how long the answer takes must not tell whether the number exists.
  const [issued, takenBack] = await Promise.all([
    store.findByNumber(platform.db, typed),
    store.findTakenBack(platform.db, typed),
  ])
  const found = issued ?? takenBack
  if (!found || factsOf(found).name !== normalisePersonName(name)) return present(undefined)
  noteLook(platform, found.id, 'number')
  return present(found)
}

/** Whether the file is as it left this house, and how its certificate stands now. */
export async function verifyFile(actor: Actor, pdf: Buffer): Promise<FileVerification> {
  holdFlood(actor)
  const { platform } = actor
  const found = await checkSignedPdf(webcrypto.subtle, pdf, await trustedSigners(platform))
  if (found.result !== 'genuine')
    return {
      file: found.result,
      paper: null,
      demo: false,
      signedAt: null,
      stampedAt: null,
      verification: null,
    }
  // The address was signed with the file; a file of ours that is no certificate names none.
  const isPack = found.location.endsWith('/verify?paper=pack')
  const code = /\/verify\/([\w-]+)(?:#|$)/.exec(found.location)?.[1] ?? ''
  return {
    file: 'genuine',
    paper: isPack ? 'pack' : 'certificate',
    demo: found.demo,
    signedAt: found.signedAt,
    stampedAt: found.stamp?.at ?? null,
    verification: isPack ? null : present(await look(platform, code, 'file')),
  }
}

/** What is needed to check signatures and QR codes without us. */
export async function readKeys({ platform }: Actor): Promise<VerificationKeys> {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  const signers = await trustedSigners(platform)
  return {
    demo: platform.config.demo,
    proofs: proofKeys(platform).map(({ id, spki }) => ({ id, spki: base64(spki) })),
    signers: signers.map(({ certificate, chain, subject, demo }) => ({
      certificate: base64(certificate),
      chain: chain.map(base64),
      subject,
      demo,
    })),
  }
}

/** Looks that are not in the database yet: `certificate day way` → how many. */
type Waiting = { counts: Map<string, number>; timer: NodeJS.Timeout | undefined }
const waiting = new WeakMap<Platform['db'], Waiting>()

const flushMilliseconds = 5_000
const flushAt = 1_000

/** Counted here and added to the database together: a verification writes nothing itself. */
function noteLook(platform: Platform, certificateId: string, way: VerificationWay): void {
  const { db, clock } = platform
  const known = waiting.get(db) ?? { counts: new Map<string, number>(), timer: undefined }
  waiting.set(db, known)
  const key = `${certificateId} ${todayIn(clock.now())} ${way}`
  known.counts.set(key, (known.counts.get(key) ?? 0) + 1)
  const late = () => void flushLooks(platform)
  if (known.counts.size >= flushAt) return late()
  known.timer ??= setTimeout(late, flushMilliseconds).unref()
}

/** Adds what was counted to the database; what cannot be added waits for the next time. */
export async function flushLooks({ db, log }: Pick<Platform, 'db' | 'log'>): Promise<void> {
  const known = waiting.get(db)
  if (!known || known.counts.size === 0) return
  const { counts } = known
  clearTimeout(known.timer)
  known.timer = undefined
  known.counts = new Map()
  try {
    await store.addLooks(db, [...counts].map(looksOf))
  } catch (error) {
    log.warn({ err: error }, 'verifications could not be counted; trying again')
    for (const [key, count] of counts) known.counts.set(key, (known.counts.get(key) ?? 0) + count)
  }
}

const looksOf = ([key, count]: [string, number]): store.Looks => {
  const [certificateId = '', day = '', way = ''] = key.split(' ')
  return { certificateId, day, way: way as VerificationWay, count } // as noteLook wrote it
}
