import { randomUUID } from 'node:crypto'
import * as accounts from '../server/src/accounts/service.ts'
import * as orgs from '../server/src/orgs/service.ts'
import type { Platform } from '../server/src/platform/platform.ts'

/** A login as the service opens it, one for each account; answers the cookie. */
export function cookies(platform: Platform) {
  const known = new Map<string, Promise<string>>()
  const open = async (accountId: string) => {
    const { token } = await accounts.openLogin(orgs.systemActor(platform), accountId)
    return `xueshi-login=${token}`
  }
  return (accountId: string) => {
    const cookie = known.get(accountId) ?? open(accountId)
    known.set(accountId, cookie)
    return cookie
  }
}
export type CookieOf = ReturnType<typeof cookies>

/** In small groups: the pool refuses callers who wait too long. */
export async function each<From, To>(rows: readonly From[], make: (row: From) => Promise<To>) {
  const made: To[] = []
  for (let from = 0; from < rows.length; from += 8)
    made.push(...(await Promise.all(rows.slice(from, from + 8).map(make))))
  return made
}

export function post(
  path: string,
  cookie: string,
  body: unknown,
  headers: Record<string, string> = {},
) {
  return {
    method: 'POST',
    path,
    headers: { cookie, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  }
}
export const withKey = () => ({ 'idempotency-key': randomUUID() })
