import type { OpenLogin } from '@xueshi/contract/accounts/logins'
import { signedIn, type Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Platform } from '../../platform/platform.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { browserOf } from '../rules.ts'
import * as store from './store.ts'

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
