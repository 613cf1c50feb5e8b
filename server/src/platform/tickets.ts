import { createHmac } from 'node:crypto'
import { sameSecret, secretKey } from './crypto.ts'

/** Leave to do one thing (`kind`) with one record for a short while, given to one account. */
export type Ticket = { kind: string; id: string; account: string; expires: Date }

const field = /^[\w-]+$/

/**
 * A ticket as URL-safe text: its fields and an HMAC-SHA-256 over them, joined by `~`.
 * The fields are readable, so they hold ids, never personal values. Expiry is kept in whole seconds,
 * rounded down. Throws when a field has other characters than letters, digits, `_` and `-`.
 */
export function issueTicket(key: Buffer, { kind, id, account, expires }: Ticket): string {
  if (![kind, id, account].every((text) => field.test(text))) {
    throw new Error('a ticket holds ids only')
  }
  const seconds = Math.floor(expires.getTime() / 1000)
  const fields = [kind, id, account, seconds.toString(36)].join('~')
  return `${fields}~${signature(key, fields)}`
}

/**
 * What the ticket allows, or null when it was not issued under this key, was changed, is of another
 * kind or is past its time. Whether `account` is the one that asks is the caller's to compare.
 */
export function readTicket(key: Buffer, text: string, kind: string, now: Date): Ticket | null {
  const end = text.lastIndexOf('~')
  if (end < 0 || !sameSecret(text.slice(end + 1), signature(key, text.slice(0, end)))) return null
  const [givenKind, id, account, seconds] = text.slice(0, end).split('~')
  if (givenKind !== kind || !id || !account || !seconds) return null
  const expires = new Date(Number.parseInt(seconds, 36) * 1000)
  return now < expires ? { kind, id, account, expires } : null
}

function signature(key: Buffer, fields: string): string {
  return createHmac('sha256', secretKey(key)).update(`ticket:${fields}`).digest('base64url')
}
