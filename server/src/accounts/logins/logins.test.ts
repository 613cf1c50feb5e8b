import { logIn, openCaptcha } from '@xueshi/contract/accounts'
import { endLogin, endOtherLogins, extendLogin, listLogins } from '@xueshi/contract/accounts/logins'
import { readSession } from '@xueshi/contract/orgs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { clientOf, testApp, type Client, type TestApp } from '../../../test/app.ts'
import {
  clientFor,
  makeAccount,
  makeIndividual,
  password,
  solvedCaptcha,
} from '../../../test/factories/accounts.ts'
import { makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { countOf } from '../captcha.ts'
import { codeTasks } from '../proofs/jobs.ts'
import { browserOf, failuresOfAddress } from '../rules.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())
beforeEach(() => app.clock.advance(3_600_000))

const minutes = (count: number) => app.clock.advance(count * 60_000)
const enter = async (userName: string, client: Client = app.visitor(), typed = password) => {
  const captcha = await solvedCaptcha(client)
  const answer = await client.call(logIn, { body: { userName, password: typed, captcha } })
  return { client, status: answer.status }
}
const isIn = async (client: Client) => (await client.call(readSession)).body.account !== null

describe('GET /logins', () => {
  test('200: mine alone, the newest first, with the one that asks marked', async () => {
    const { id, client } = await makeIndividual(app)
    minutes(1)
    await clientFor(app, { accountId: id })
    await makeIndividual(app)
    const { items } = (await client.call(listLogins)).body
    expect(items.map(({ current }) => current)).toEqual([false, true])
    expect(items[0]?.createdAt).toBe(app.clock.now().toISOString())
  })

  test('200: not those that ended, by themselves or by hand', async () => {
    const { id, client } = await makeIndividual(app)
    await clientFor(app, { accountId: id })
    minutes(20)
    await client.call(listLogins)
    minutes(20)
    expect((await client.call(listLogins)).body.items).toHaveLength(1)
  })

  test.each([
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120',
      'Edge',
      'Windows',
    ],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) MicroMessenger/8.0', '微信', 'iOS'],
    ['Mozilla/5.0 (Linux; Android 13) Chrome/99 Mobile', 'Chrome', 'Android'],
    ['curl/8', null, null],
  ])('%s', (text, browser, system) => {
    expect(browserOf(text)).toEqual({ browser, system })
  })
})

describe('DELETE /logins/:id and DELETE /logins', () => {
  test('200, T12: that one is over, twice is the same, the others go on', async () => {
    const { id, client } = await makeIndividual(app)
    const elsewhere = await clientFor(app, { accountId: id })
    const { items } = (await client.call(listLogins)).body
    const params = { id: items.find(({ current }) => !current)?.id ?? '' }
    for (let times = 0; times < 2; times += 1)
      expect((await client.call(endLogin, { params })).status).toBe(200)
    expect([await isIn(elsewhere), await isIn(client)]).toEqual([false, true])
  })

  test('200, T12: all others', async () => {
    const { id, client } = await makeIndividual(app)
    const others = [
      await clientFor(app, { accountId: id }),
      await clientFor(app, { accountId: id }),
    ]
    expect((await client.call(endOtherLogins)).body).toEqual({ ended: 2 })
    expect(await Promise.all(others.map(isIn))).toEqual([false, false])
    expect(await isIn(client)).toBe(true)
  })

  test('404, T12: somebody else’s, which goes on', async () => {
    const mine = await makeIndividual(app)
    const theirs = await makeIndividual(app)
    const [login] = (await theirs.client.call(listLogins)).body.items
    const refused = await mine.client.call(endLogin, { params: { id: login?.id ?? '' } })
    expect(refused.problem.code).toBe('NOT_FOUND')
    expect(await isIn(theirs.client)).toBe(true)
  })
})

describe('the time that a login lasts', () => {
  const left = async (client: Client) => (await client.call(readSession)).body.login

  test('is told without using it, and begins anew when asked', async () => {
    const { client } = await makeIndividual(app)
    minutes(10)
    expect(await left(client)).toMatchObject({ idleLeftSeconds: 1200, leftSeconds: 42_600 })
    minutes(10)
    expect(await left(client)).toMatchObject({ idleLeftSeconds: 600, leftSeconds: 42_000 })
    expect((await client.call(extendLogin)).body).toEqual({
      idleLeftSeconds: 1800,
      leftSeconds: 42_000,
    })
    minutes(29)
    expect(await isIn(client)).toBe(true)
    minutes(1)
    expect(await isIn(client)).toBe(false)
    expect((await client.call(extendLogin)).problem.code).toBe('SIGNED_OUT')
  })

  test('is shorter for those who have a seat', async () => {
    const { client } = await makeStaff(app, (await makeUnit(app)).id)
    expect(await left(client)).toMatchObject({ idleLeftSeconds: 900 })
  })

  test('comes with the login before it', async () => {
    const { id, client } = await makeIndividual(app)
    expect((await left(client))?.previous).toBeNull()
    const at = app.clock.now().toISOString()
    minutes(5)
    const later = await clientFor(app, { accountId: id })
    expect((await left(later))?.previous).toMatchObject({ at })
  })
})

describe('T08: ten thousand tries, in small', () => {
  const spray = async (userName: string, times: number) => {
    for (let at = 0; at < times; at += 1) await enter(userName, app.visitor(), 'Wrong1Wrong')
  }

  test('the owner gets in from a browser that the account knows, strangers do not', async () => {
    const { accountName } = await makeAccount(app)
    const { client: owner } = await enter(accountName)
    await spray(accountName, 30)
    expect((await enter(accountName, app.visitor())).status).toBe(401)
    expect((await enter(accountName, owner)).status).toBe(200)
  })

  test('a known browser has ten tries of its own', async () => {
    const { accountName } = await makeAccount(app)
    const { client } = await enter(accountName)
    for (let times = 0; times < 10; times += 1) await enter(accountName, client, 'Wrong1Wrong')
    expect((await enter(accountName, client)).status).toBe(401)
    expect((await enter(accountName)).status).toBe(200)
  })

  test('a browser that another account knows is a stranger', async () => {
    const { accountName } = await makeAccount(app)
    const other = await makeAccount(app)
    const { client } = await enter(other.accountName)
    await spray(accountName, 10)
    expect((await enter(accountName, client)).status).toBe(401)
  })
})

describe('T09: one password over many accounts from one address, in small', () => {
  test('newcomers there are not looked at any more; who was there before gets in', async () => {
    const honest = await makeAccount(app)
    const { client: known } = await enter(honest.accountName)
    const newcomer = await makeAccount(app)
    for (let at = 0; at < failuresOfAddress.most; at += 1)
      await countOf(app.platform, failuresOfAddress, '127.0.0.1')
    expect((await enter(newcomer.accountName)).status).toBe(401)
    expect((await enter(honest.accountName, known)).status).toBe(200)
    // By its address alone: another browser in the same office.
    expect((await enter(honest.accountName)).status).toBe(200)
    minutes(15)
    expect((await enter(newcomer.accountName)).status).toBe(200)
  })

  test('each wrong password of a stranger counts for the address', async () => {
    const many = await Promise.all(Array.from({ length: 5 }, () => makeAccount(app)))
    for (const { accountName } of many) await enter(accountName, app.visitor(), 'Wrong1Wrong')
    const row = await app.platform.db
      .selectFrom('attempts')
      .select('count')
      .where('kind', '=', failuresOfAddress.kind)
      .orderBy('windowAt', 'desc')
      .executeTakeFirst()
    expect(row?.count).toBe(5)
  })
})

describe('the sweep', () => {
  test('forgets browsers after half a year, and none before', async () => {
    const { accountName } = await makeAccount(app)
    await enter(accountName)
    const known = async () => {
      const rows = await app.platform.db.selectFrom('devices').select('seenAt').execute()
      return rows.length
    }
    const sweep = codeTasks['accounts.forgetDevices']
    const before = await known()
    await sweep?.({}, { platform: app.platform })
    expect(await known()).toBe(before)
    app.clock.advance(181 * 86_400_000)
    await sweep?.({}, { platform: app.platform })
    expect(await known()).toBe(0)
  })
})

describe('the captcha', () => {
  test('is harder after three wrong passwords in the same browser', async () => {
    const { accountName } = await makeAccount(app)
    const client = app.visitor()
    const bits = async () =>
      (await client.call(openCaptcha, { body: { kind: 'work' } })).body.work?.difficultyBits
    expect(await bits()).toBe(18)
    for (let times = 0; times < 3; times += 1) await enter(accountName, client, 'Wrong1Wrong')
    expect(await bits()).toBe(20)
    minutes(15)
    expect(await bits()).toBe(18)
  })
})

describe('T12: a login', () => {
  test('that was planted is not taken over', async () => {
    const { accountName } = await makeAccount(app)
    const planted = clientOf(app.server, { cookies: { 'xueshi-login': 'p'.repeat(43) } })
    await enter(accountName, planted)
    expect(planted.cookies['xueshi-login']).not.toBe('p'.repeat(43))
  })
})
