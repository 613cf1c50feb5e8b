import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { isBattery } from '../../../test/battery.ts'
import { makeAccount, password } from '../../../test/factories/accounts.ts'
import { areaUnder, expectAlike } from '../../../test/telling-apart.ts'
import { hashToken, randomToken } from '../../platform/crypto.ts'
import { hashPassword } from '../../platform/passwords.ts'
import { attemptsOf, captchasOfAddress, failuresOfAddress } from '../rules.ts'

let app: TestApp
let hash: string
beforeAll(async () => {
  app = await testApp()
  hash = await hashPassword(password)
})
afterAll(() => app.close())
beforeEach(() => app.clock.advance(86_400_000))

type Browser = { address: string; device?: string }

/** One login from an address, in a browser of its own, with its captcha. */
async function attempt(userName: string, typed: string, { address, device }: Browser) {
  const known: Record<string, string> = device === undefined ? {} : { 'xueshi-device': device }
  const post = (url: string, payload: object, cookies: Record<string, string>) =>
    app.server.inject({ method: 'POST', url, payload, cookies, remoteAddress: address })
  const shown = await post('/api/captchas', { kind: 'image' }, known)
  if (shown.statusCode !== 200) return { status: shown.statusCode, text: '' }
  const [visit] = shown.cookies
  const { id }: { id: string } = shown.json()
  const body = { userName, password: typed, captcha: { id, answer: 'ABCDE' } }
  const cookies = { ...known, [visit?.name ?? '']: visit?.value ?? '' }
  const answer = await post('/api/logins', body, cookies)
  return { status: answer.statusCode, text: answer.body }
}

const owned = () => makeAccount(app, { password: { hash } })
/** The account has been logged in from this browser before. */
async function knownBrowser(accountId: string, address: string): Promise<Browser> {
  const device = randomToken()
  const seen = { accountId, tokenHash: hashToken(device), address, seenAt: app.clock.now() }
  await app.platform.db.insertInto('devices').values(seen).execute()
  return { address, device }
}
/** What the guards remember is forgotten, as if there were none. */
const withoutGuards = () => sql`DELETE FROM attempts`.execute(app.platform.db)
const strangers = (at: number, count: number) => ({
  address: `10.${Math.floor((at % count) / 250)}.7.${(at % count) % 250}`,
})

describe('T08: many tries on one account from many addresses', () => {
  const [tries, addresses] = isBattery ? [10_000, 1_000] : [60, 20]

  test('at most a hundred are looked at, and the owner is in all the while', async () => {
    const { id, accountName } = await owned()
    const home = await knownBrowser(id, '10.99.0.1')
    for (let at = 0; at < tries; at += 1) {
      const { status } = await attempt(accountName, `Wrong1Wrong${at}`, strangers(at, addresses))
      expect(status).toBe(401)
      if (at % Math.ceil(tries / 5) === 0)
        expect((await attempt(accountName, password, home)).status).toBe(200)
      // An hour of it.
      app.clock.advance(3_600_000 / tries)
    }
    const { rows } = await sql<{ rests: number }>`
      SELECT count(*)::int AS rests FROM attempts WHERE kind = 'login rest' AND subject = ${attemptsOf(id)}`.execute(
      app.platform.db,
    )
    // Ten looks bring on a rest, and there may be ten more since the last one was over.
    expect((rows[0]?.rests ?? 0) * 10 + 10).toBeLessThanOrEqual(100)
    expect(rows[0]?.rests).toBeGreaterThan(0)
    expect((await attempt(accountName, password, home)).status).toBe(200)
  }, 3_600_000)

  test('with the guard removed, a stranger’s eleventh guess gets in; with it, not', async () => {
    const guess = async (guarded: boolean) => {
      const { accountName } = await owned()
      for (let at = 0; at < 11; at += 1) {
        await attempt(accountName, 'Wrong1Wrong', strangers(at, addresses))
        if (!guarded) await withoutGuards()
      }
      return (await attempt(accountName, password, strangers(11, addresses))).status
    }
    expect(await guess(false)).toBe(200)
    expect(await guess(true)).toBe(401)
  })
})

describe('T09: one password over many accounts from one address', () => {
  const [targets, honest] = isBattery ? [5_000, 500] : [110, 5]
  const office = '10.88.0.1'

  test('is stopped, and nobody who was there before is kept out', async () => {
    const people = await Promise.all(
      Array.from({ length: honest }, async () => {
        const account = await owned()
        return { ...account, browser: await knownBrowser(account.id, office) }
      }),
    )
    let inside = 0
    let admitted = 0
    // The password is right for each of the last ones: whoever is still looked at there gets in.
    const last = await owned()
    for (let at = 0; at < targets; at += 1) {
      const isLate = at >= failuresOfAddress.most
      const name = isLate ? last.accountName : (await owned()).accountName
      const { status } = await attempt(name, isLate ? password : 'Wrong1Wrong', { address: office })
      if (status === 200) inside += 1
      const person = people[Math.floor((at * honest) / targets)]
      const isTheirTurn =
        Math.floor(((at + 1) * honest) / targets) > Math.floor((at * honest) / targets)
      if (person && isTheirTurn) {
        const { accountName, browser } = person
        if ((await attempt(accountName, password, browser)).status === 200) admitted += 1
      }
    }
    expect(inside).toBe(0)
    expect(admitted).toBe(honest)
  }, 3_600_000)

  test('with the guard removed, the password is found', async () => {
    const { accountName } = await owned()
    for (let at = 0; at < 3; at += 1)
      await attempt((await owned()).accountName, 'Wrong1Wrong', { address: office })
    await withoutGuards()
    expect((await attempt(accountName, password, { address: office })).status).toBe(200)
  })

  test('an address that is flooded with captchas leaves its known browsers theirs, and strangers none', async () => {
    const { id, accountName } = await owned()
    const home = await knownBrowser(id, office)
    const subject = app.platform.indexes.blindIndex('attempts', office)
    await sql`
      INSERT INTO attempts (kind, subject, window_at, count)
      VALUES (${captchasOfAddress.kind}, ${subject},
        to_timestamp(floor(extract(epoch FROM ${app.clock.now()}::timestamptz) / 600) * 600), ${captchasOfAddress.most})`.execute(
      app.platform.db,
    )
    expect((await attempt(accountName, password, { address: office })).status).toBe(429)
    expect(
      (await attempt(accountName, password, { address: office, device: randomToken() })).status,
    ).toBe(429)
    expect((await attempt(accountName, password, home)).status).toBe(200)
  })
})

describe('T10: known against unknown at the login', () => {
  const bare = (text: string) => text.replace(/"requestId":"[^"]*"/, '')

  test('equal bytes, and in the battery equal time', async () => {
    const names = await Promise.all(Array.from({ length: 20 }, owned))
    await expectAlike(
      'login',
      async (isKnown, at) => {
        const name = names[at % names.length]?.accountName ?? ''
        const userName = isKnown ? name : `nobody_${at % names.length}`
        return async () => {
          const { status, text } = await attempt(userName, 'Wrong1Wrong', strangers(at, 1_000))
          return `${status} ${bare(text)}`
        }
      },
      () => app.clock.advance(60_000),
    )
  }, 3_600_000)

  test('a longer way for one of them would be seen', () => {
    const times = Array.from({ length: 500 }, (_, at) => 20 + (at % 50))
    const slower = times.map((time) => time + 5)
    expect(areaUnder(slower, times)).toBeGreaterThan(0.56)
    expect(areaUnder(times, times)).toBe(0.5)
  })
})
