import { readFile } from 'node:fs/promises'
import type { LoginTimes } from '@xueshi/contract/accounts/logins'
import type { Reply } from '@xueshi/contract/endpoint'
import type { Seat, Session } from '@xueshi/contract/orgs'
import { todayIn } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import * as accounts from '../../accounts/service.ts'
import type { readUnread as readUnreadEndpoint } from '@xueshi/contract/messages'
import { unreadOf } from '../../messages/service.ts'
import { signedIn, type Actor } from '../../platform/actor.ts'
import { fail } from '../../platform/refusal.ts'
import { settingsOf, type Settings } from '../../platform/settings.ts'
import { timesLeft } from '../rules.ts'
import * as store from '../store.ts'

/** Who is signed in, the seats they may act from, and what every page needs to know of the site. */
export async function readSession(actor: Actor): Promise<Session> {
  const { db, clock, config } = actor.platform
  const set = await settingsOf(actor.platform)
  const { recoveryAnswers: _, ...site } = set.system
  const today = todayIn(clock.now())
  const about = { site: { ...site, today } }
  if (actor.accountId === null) {
    const demoLogins = config.demo ? await readDemoLogins(clock.now()) : []
    return { account: null, login: null, individual: false, seats: [], ...about, demoLogins }
  }
  const { accountId, name, loginId, mustChangePassword, mustSetSecondFactor } = signedIn(actor)
  const [rows, login] = await Promise.all([
    store.listSeats(db, accountId, today),
    loginId === null ? undefined : store.findLogin(db, loginId),
  ])
  const must = { mustChangePassword, mustSetSecondFactor }
  return {
    account: { id: accountId, name, accountName: rows[0]?.accountName ?? '', ...must },
    login: login ? presentLogin(login, clock.now(), set.login) : null,
    individual: rows[0]?.individual ?? false,
    seats: rows.flatMap(seatOf),
    ...about,
    demoLogins: [],
  }
}

function presentLogin(login: store.OwnLogin, now: Date, set: Settings['login']): Session['login'] {
  const { previousAt: at, previousAddress: address } = login
  const previous = at && address !== null ? { at: at.toISOString(), address } : null
  return { ...timesLeft(login, now, set), previous }
}

/** What waits to be read in the person's own inbox and at each of their desks. */
export async function readUnread(actor: Actor): Promise<Reply<typeof readUnreadEndpoint>> {
  const { accountId, platform } = signedIn(actor)
  const { db, clock } = platform
  const rows = await store.listSeats(db, accountId, todayIn(clock.now()))
  return unreadOf(db, accountId, rows.flatMap(seatOf))
}

/** 继续使用: the time without a request begins anew; answers how long the login lasts. */
export async function extendLogin(actor: Actor): Promise<LoginTimes> {
  const { loginId, platform } = signedIn(actor)
  if (loginId === null) return fail('SIGNED_OUT')
  await accounts.touchLogin(platform, loginId)
  const login = await store.findLogin(platform.db, loginId)
  if (!login) return fail('SIGNED_OUT')
  return timesLeft(login, platform.clock.now(), (await settingsOf(platform)).login)
}

function seatOf({ seatId, kind, level, unitId, unitName }: store.SessionRow): Seat[] {
  const isSeat = seatId !== null && kind !== null && level !== null && unitId !== null
  return isSeat ? [{ id: seatId, kind, level, unitId, unitName: unitName ?? '' }] : []
}

const DemoLogins = z.array(
  z.object({
    role: z.string(),
    account: z.string(),
    password: z.string(),
    unit: z.string(),
    totp: z.optional(z.string()),
  }),
)
const demoLoginsFile = new URL('../../../seed/logins.json', import.meta.url)

/** The logins that the demo province was made with; none before it is made. */
async function readDemoLogins(now: Date): Promise<Session['demoLogins']> {
  const text = await readFile(demoLoginsFile, 'utf8').catch(() => '[]')
  const logins: unknown = JSON.parse(text)
  return DemoLogins.parse(logins).map(({ totp, ...login }) => ({
    ...login,
    ...(totp !== undefined && { code: accounts.presentCode(totp, now) }),
  }))
}
