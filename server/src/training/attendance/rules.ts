import { createHmac } from 'node:crypto'
import { signInLeadMinutes } from '@xueshi/contract/training/classes'
import { sameSecret, secretKey } from '../../platform/crypto.ts'

/** A code on the wall holds for this long before the next one takes its place. */
export const slotMilliseconds = 15_000
/** Older codes that are still taken: a minute in which to scan, load the page and send it. */
export const slotsKept = 4
const minute = 60_000

/** Which quarter of a minute it is, by the server's clock alone. */
export const slotAt = (now: Date): number => Math.floor(now.getTime() / slotMilliseconds)

export type SignInOf = { classId: string; sessionId: string; slot: number }

/** HMAC-SHA-256 over class, session and slot; half of it is more than anybody can guess in a minute. */
export function signInMac(key: Buffer, { classId, sessionId, slot }: SignInOf): string {
  return createHmac('sha256', secretKey(key))
    .update(`sign-in:${classId}:${sessionId}:${slot}`)
    .digest('base64url')
    .slice(0, 22)
}

/** Whether the code is this session's and not too old; one of the future was never shown. */
export function isFresh(key: Buffer, code: SignInOf & { mac: string }, now: Date): boolean {
  const age = slotAt(now) - code.slot
  // A code of the next slot may be on the wall before the server's own clock has come to it.
  if (age < -1 || age > slotsKept) return false
  return sameSecret(code.mac, signInMac(key, code))
}

/** When one may sign in for a session: from half an hour before it until it ends. */
export const signInWindow = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }) => ({
  opensAt: new Date(startsAt.getTime() - signInLeadMinutes * minute),
  closesAt: endsAt,
})

/** 迟到 by the class's rule. */
export const isLate = (startsAt: Date, lateMinutes: number, now: Date): boolean =>
  now.getTime() > startsAt.getTime() + lateMinutes * minute
