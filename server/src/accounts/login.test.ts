import { changePassword, logIn, logOut } from '@xueshi/contract/accounts'
import type { Problem } from '@xueshi/contract/errors'
import { readSession, searchUnits } from '@xueshi/contract/orgs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { clientOf, testApp, type Client, type TestApp } from '../../test/app.ts'
import {
  clientFor,
  makeAccount,
  makeIndividual,
  password,
  solvedCaptcha,
} from '../../test/factories/accounts.ts'
import { takeAttempt } from '../platform/attempts.ts'
import { attemptsOf, loginPatience } from './rules.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())
beforeEach(() => app.clock.advance(3_600_000))

const enter = async (userName: string, typed = password, client: Client = app.visitor()) => {
  const captcha = await solvedCaptcha(client)
  const answer = await client.call(logIn, { body: { userName, password: typed, captcha } })
  return { client, answer }
}
const isIn = async (client: Client) => (await client.call(readSession)).body.account !== null
const failTenTimes = async (userName: string) => {
  for (let times = 0; times < 10; times += 1) await enter(userName, 'Wrong1Wrong')
}

describe('POST /logins', () => {
  test('200: by account name in any case and by document number in any spelling', async () => {
    const { accountName, documentNumber, id } = await makeAccount(app)
    const names = [accountName, ` ${accountName.toUpperCase()} `, documentNumber.toLowerCase()]
    for (const name of names) {
      const { client, answer } = await enter(name)
      expect(answer.body).toEqual({ mustChangePassword: false, secondFactor: false })
      expect((await client.call(readSession)).body.account?.id).toBe(id)
    }
  })

  test('200: the token is new at each login, kept as a hash, and in a cookie that no script reads', async () => {
    const { accountName } = await makeAccount(app)
    const planted = clientOf(app.server, { cookies: { 'xueshi-login': 'planted' } })
    const { client } = await enter(accountName, password, planted)
    const token = client.cookies['xueshi-login'] ?? ''
    expect(token).toMatch(/^[\w-]{43}$/)
    const logins = await app.platform.db.selectFrom('logins').selectAll().execute()
    expect(JSON.stringify(logins)).not.toContain(token)
    const captcha = await solvedCaptcha(client)
    const raw = await app.server.inject({
      method: 'POST',
      url: '/api/logins',
      cookies: client.cookies,
      payload: { userName: accountName, password, captcha },
    })
    const [cookie] = raw.cookies
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 43_200 })
    expect(cookie?.value).not.toBe(token)
    expect(await isIn(client)).toBe(false) // a second login in the same browser ends the first
  })

  test('401: wrong, absent, resting and disabled are answered alike', async () => {
    const { accountName } = await makeAccount(app)
    const resting = await makeAccount(app)
    await failTenTimes(resting.accountName)
    const disabled = await makeAccount(app)
    await app.platform.db
      .updateTable('accounts')
      .set({ state: 'disabled' })
      .where('id', '=', disabled.id)
      .execute()
    const refusals: [string, string][] = [
      [accountName, 'Wrong1Wrong'],
      ['nobody_at_all', password],
      ['完全不是用户名', password],
      [resting.accountName, password],
      [disabled.accountName, password],
    ]
    for (const [name, typed] of refusals) {
      const { answer, client } = await enter(name, typed)
      expect(answer.status).toBe(401)
      const { requestId: _, ...rest } = answer.problem
      expect(rest).toEqual({ code: 'LOGIN_FAILED' } satisfies Problem)
      expect(client.cookies['xueshi-login']).toBeUndefined()
    }
  })

  test('401: after ten wrong ones the account rests a quarter of an hour; its neighbours do not', async () => {
    const { accountName, documentNumber } = await makeAccount(app)
    const neighbour = await makeAccount(app)
    await failTenTimes(accountName)
    expect((await enter(accountName)).answer.status).toBe(401)
    expect((await enter(documentNumber)).answer.status).toBe(401)
    expect((await enter(neighbour.accountName)).answer.status).toBe(200)
    app.clock.advance(14 * 60_000)
    expect((await enter(accountName)).answer.status).toBe(401)
    app.clock.advance(60_000)
    expect((await enter(accountName)).answer.status).toBe(200)
  })

  test('401: the right one, while ten others are on their way', async () => {
    const { accountName, id } = await makeAccount(app)
    const { platform } = app
    const takeOne = () =>
      takeAttempt(platform.db, platform.clock.now(), attemptsOf(id), loginPatience)
    for (let times = 0; times < 10; times += 1) await takeOne()
    expect((await enter(accountName)).answer.status).toBe(401)
  })

  test('a success forgets the failures before it', async () => {
    const { accountName } = await makeAccount(app)
    for (let round = 0; round < 3; round += 1) {
      for (let times = 0; times < 6; times += 1) await enter(accountName, 'Wrong1Wrong')
      expect((await enter(accountName)).answer.status).toBe(200)
    }
  })

  test('refusals and logins are audited, without a password', async () => {
    const { accountName, id } = await makeAccount(app)
    await enter(accountName, 'Wrong1Wrong')
    await enter(accountName)
    const rows = await app.platform.db
      .selectFrom('audit')
      .selectAll()
      .where('recordId', '=', id)
      .orderBy('id')
      .execute()
    const acts = rows.map(({ act }) => act)
    expect(acts).toEqual(['account.create', 'login.refuse', 'login.open'])
    expect(JSON.stringify(rows)).not.toMatch(/Wrong1Wrong|Xiangjiao/)
  })

  test('403, T12: a form of another site', async () => {
    const { accountName } = await makeAccount(app)
    const visitor = app.visitor()
    const payload = { userName: accountName, password, captcha: await solvedCaptcha(visitor) }
    const post = (headers: Record<string, string>) =>
      app.server.inject({
        method: 'POST',
        url: '/api/logins',
        cookies: visitor.cookies,
        headers,
        payload,
      })
    const strangers: Record<string, string>[] = [
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of strangers)
      expect((await post(headers)).json<Problem>().code).toBe('CROSS_ORIGIN')
    expect(
      (await post({ origin: 'http://localhost:3000', host: 'localhost:3000' })).statusCode,
    ).toBe(200)
  })
})

describe('DELETE /logins/current', () => {
  test('200, T12: the token is worth nothing afterwards', async () => {
    const { client } = await makeIndividual(app)
    const kept = { ...client.cookies }
    expect((await client.call(logOut)).status).toBe(200)
    expect(client.cookies['xueshi-login']).toBe('')
    expect(await isIn(clientOf(app.server, { cookies: kept }))).toBe(false)
  })

  test('401: nobody is signed in', async () => {
    expect((await app.visitor().call(logOut)).problem.code).toBe('SIGNED_OUT')
  })
})

describe('POST /password', () => {
  const change = (client: Client, newPassword: string, typed = password, again = newPassword) =>
    client.call(changePassword, {
      body: { password: typed, newPassword, newPasswordAgain: again },
    })

  test('200, T12: the other logins end, this one goes on under another token, the owner is told', async () => {
    const { id, accountName, client } = await makeIndividual(app)
    const elsewhere = await clientFor(app, { accountId: id })
    const stolen = clientOf(app.server, { cookies: client.cookies })
    expect((await change(client, 'Boluo3Yezi')).status).toBe(200)
    expect(await isIn(client)).toBe(true)
    expect(await isIn(elsewhere)).toBe(false)
    expect(await isIn(stolen)).toBe(false)
    expect((await enter(accountName)).answer.status).toBe(401)
    expect((await enter(accountName, 'Boluo3Yezi')).answer.status).toBe(200)
    const told = await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', 'password.changed')
      .execute()
    expect(told.map(({ payload }) => payload)).toContainEqual({ to: { accountId: id }, facts: {} })
  })

  test('403: while the change is forced, nothing but it, the session and leaving is served', async () => {
    const { client } = await makeIndividual(app, { mustChangePassword: true })
    const closed = app.served.filter(({ parts }) => parts.by !== 'anyone' && !parts.early)
    expect(closed).toContain(searchUnits)
    for (const endpoint of closed) {
      expect((await client.call(endpoint)).problem.code).toBe('PASSWORD_CHANGE_REQUIRED')
    }
    expect((await client.call(readSession)).body.account?.mustChangePassword).toBe(true)
    expect((await change(client, password)).problem.code).toBe('PASSWORD_SAME')
    expect((await change(client, 'Boluo3Yezi')).status).toBe(200)
    expect((await client.call(readSession)).body.account?.mustChangePassword).toBe(false)
    expect((await client.call(searchUnits, { query: { search: '广州' } })).status).toBe(200)
  })

  test('422: a wrong present password; after ten the login rests, and no other', async () => {
    const { client, accountName } = await makeIndividual(app)
    const wrong = () => change(client, 'Boluo3Yezi', 'Wrong1Wrong')
    for (let times = 0; times < 10; times += 1)
      expect((await wrong()).problem.code).toBe('PASSWORD_WRONG')
    expect((await change(client, 'Boluo3Yezi')).problem.code).toBe('PASSWORD_WRONG')
    expect((await enter(accountName)).answer.status).toBe(200)
  })

  test('422: the same one, a weak one, one about its owner, two that differ', async () => {
    const phone = '13612348888'
    const { client, accountName, documentNumber } = await makeIndividual(app, { phone })
    const birthday = documentNumber.slice(6, 14)
    expect((await change(client, password)).problem.code).toBe('PASSWORD_SAME')
    const fieldsOf = async (newPassword: string, again?: string) =>
      (await change(client, newPassword, password, again)).problem.fields
    expect(await fieldsOf('abcdefghij')).toEqual({ newPassword: 'PASSWORD_NO_DIGIT' })
    expect(await fieldsOf('a13612348888')).toEqual({ newPassword: 'PASSWORD_PERSONAL' })
    expect(await fieldsOf(`${accountName}9a`)).toEqual({ newPassword: 'PASSWORD_PERSONAL' })
    expect(await fieldsOf(`a${birthday}`)).toEqual({ newPassword: 'PASSWORD_PERSONAL' })
    expect(await fieldsOf('Boluo3Yezi', 'x')).toEqual({ newPasswordAgain: 'PASSWORDS_DIFFER' })
    expect((await enter(accountName)).answer.status).toBe(200)
  })

  test('T12: two changes at once: one holds', async () => {
    const { client, accountName } = await makeIndividual(app)
    const answers = await Promise.all([change(client, 'Boluo3Yezi'), change(client, 'Liulian4Li')])
    const won = answers.map(({ status }) => status === 200)
    expect(won.filter(Boolean)).toHaveLength(1)
    expect((await enter(accountName, 'Boluo3Yezi')).answer.status).toBe(won[0] ? 200 : 401)
    expect((await enter(accountName, 'Liulian4Li')).answer.status).toBe(won[1] ? 200 : 401)
  })

  test('401: nobody is signed in', async () => {
    expect((await change(app.visitor(), 'Boluo3Yezi')).problem.code).toBe('SIGNED_OUT')
  })
})
