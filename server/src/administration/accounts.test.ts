import { logIn } from '@xueshi/contract/accounts'
import {
  disableAccount,
  enableAccount,
  endAccountLogin,
  liftRest,
  liftSecondFactor,
  listOpenLogins,
  listRests,
  readAccount,
  searchAccounts,
} from '@xueshi/contract/administration/accounts'
import { listLogins } from '@xueshi/contract/accounts/logins'
import { readSession } from '@xueshi/contract/orgs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, type TestApp, testApp } from '../../test/app.ts'
import {
  clientFor,
  makeAccount,
  makeIndividual,
  password,
  solvedCaptcha,
} from '../../test/factories/accounts.ts'
import { makeAdministrator } from '../../test/factories/administration.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { genericPlan } from '../../test/plan.ts'
import { newId } from '../platform/ids.ts'
import { openLoginsQuery, searchQuery } from './accounts/store.ts'

let app: TestApp
let security: Client
let own: string
beforeAll(async () => {
  app = await testApp()
  const administrator = await makeAdministrator(app, 'securityAdmin')
  security = administrator.client
  own = administrator.id
})
afterAll(() => app.close())

const reason = '本人书面申请'
const isIn = async (client: Client) => (await client.call(readSession)).body.account !== null
const enter = async (userName: string, typed = password) => {
  const client = app.visitor()
  const captcha = await solvedCaptcha(client)
  return client.call(logIn, { body: { userName, password: typed, captcha } })
}

describe('GET /administration/accounts', () => {
  test('200: by the beginning of the account name in any case, or of the person’s name', async () => {
    const { id } = await makeAccount(app, { accountName: 'Lychee_Li', name: '黎荔枝' })
    await makeAccount(app, { accountName: 'longan_lu', name: '卢龙眼' })
    const named = await security.call(searchAccounts, { query: { search: 'LYCHEE' } })
    expect(named.body.items.map((item) => item.id)).toEqual([id])
    const called = await security.call(searchAccounts, { query: { by: 'name', search: '黎' } })
    expect(called.body.items.map(({ name }) => name)).toEqual(['黎荔枝'])
    expect(JSON.stringify(called.body)).not.toMatch(/phone|document|number/i)
  })

  test('200: with seats, twenty at a time, each once', async () => {
    const unit = await makeUnit(app, { name: '广州榕树医院' })
    for (let count = 0; count < 21; count += 1)
      await makeAccount(app, { accountName: `banyan_${count}` })
    await makeStaff(app, unit.id, { accountName: 'banyan_a' })
    const first = await security.call(searchAccounts, { query: { search: 'banyan_' } })
    expect(first.body.items).toHaveLength(20)
    const rest = await security.call(searchAccounts, {
      query: { search: 'banyan_', after: first.body.next ?? '' },
    })
    expect(rest.body.next).toBeNull()
    const all = [...first.body.items, ...rest.body.items]
    expect(new Set(all.map((item) => item.id)).size).toBe(22)
    expect(all.find(({ accountName }) => accountName === 'banyan_a')?.seats).toMatchObject([
      { kind: 'employer', level: 'clerk', unitName: '广州榕树医院' },
    ])
  })

  test.each(['accountName', 'name'] as const)('goes along the index of %s', async (by) => {
    const after = { sortKey: 'a', id: newId() }
    const query = searchQuery({ by, prefix: 'a', after, limit: 21 })
    const plan = await genericPlan(app.platform.db, query)
    expect(plan).toContain(by === 'name' ? 'accounts_by_name' : 'accounts_by_account_name')
    expect(plan).not.toContain('Seq Scan on accounts')
  })
})

describe('POST /administration/accounts/:id/disable and enable', () => {
  test('200: every login ends and nobody gets in; then it opens again', async () => {
    const person = await makeIndividual(app)
    const disabled = await security.call(disableAccount, {
      params: { id: person.id },
      body: { version: 1, reason },
    })
    expect(disabled.body).toMatchObject({ state: 'disabled', version: 2, logins: [] })
    expect(await isIn(person.client)).toBe(false)
    expect((await enter(person.accountName)).problem.code).toBe('LOGIN_FAILED')
    const enabled = await security.call(enableAccount, {
      params: { id: person.id },
      body: { version: 2, reason },
    })
    expect(enabled.body.state).toBe('active')
    expect(await isIn(person.client)).toBe(false)
    expect((await enter(person.accountName)).status).toBe(200)
  })

  test('409: seen before somebody else’s change, or disabled already', async () => {
    const { id } = await makeAccount(app)
    const disable = (version: number) =>
      security.call(disableAccount, { params: { id }, body: { version, reason } })
    expect((await disable(7)).problem.code).toBe('STALE')
    const answers = await Promise.all([disable(1), disable(1), disable(1)])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await disable(2)).problem.code).toBe('WRONG_STATE')
  })

  test('403: oneself', async () => {
    const refused = await security.call(disableAccount, {
      params: { id: own },
      body: { version: 1, reason },
    })
    expect(refused.problem.code).toBe('FORBIDDEN')
    const factor = await security.call(liftSecondFactor, { params: { id: own }, body: { reason } })
    expect(factor.problem.code).toBe('FORBIDDEN')
    expect(await isIn(security)).toBe(true)
  })

  test('422: without a reason; 404: nobody’s account', async () => {
    const { id } = await makeAccount(app)
    const params = { id }
    const bare = await security.call(disableAccount, { params, body: { version: 1, reason: ' ' } })
    expect(bare.problem.fields).toHaveProperty('reason')
    const none = await security.call(disableAccount, {
      params: { id: newId() },
      body: { version: 1, reason },
    })
    expect(none.status).toBe(404)
  })
})

describe('POST /administration/accounts/:id/logins/:loginId/end', () => {
  test('200: that login ends, the other stays; 404: another account’s', async () => {
    const person = await makeIndividual(app)
    const second = await clientFor(app, { accountId: person.id })
    const { logins } = (await security.call(readAccount, { params: { id: person.id } })).body
    expect(logins).toHaveLength(2)
    const [newest] = logins
    const params = { id: person.id, loginId: newest?.id ?? '' }
    const foreign = { id: (await makeAccount(app)).id, loginId: params.loginId }
    const refused = await security.call(endAccountLogin, { params: foreign, body: { reason } })
    expect(refused.status).toBe(404)
    const ended = await security.call(endAccountLogin, { params, body: { reason } })
    expect(ended.body.logins).toHaveLength(1)
    expect(await isIn(person.client)).not.toBe(await isIn(second))
  })
})

describe('POST /administration/accounts/:id/rest/removal', () => {
  test('200: an account that rests opens before its time', async () => {
    const { id, accountName } = await makeAccount(app)
    for (let times = 0; times < 10; times += 1) await enter(accountName, 'Wrong1Wrong')
    expect((await enter(accountName)).status).toBe(401)
    const seen = await security.call(readAccount, { params: { id } })
    expect(seen.body.resting).toBe(true)
    const lifted = await security.call(liftRest, { params: { id }, body: { reason } })
    expect(lifted.body.resting).toBe(false)
    expect((await enter(accountName)).status).toBe(200)
  })
})

describe('POST /administration/accounts/:id/second-factor/removal', () => {
  test('200: the second factor is gone and the logins have ended', async () => {
    const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440300' })
    const clerk = await makeStaff(app, office.id, { kind: 'hrss' })
    const params = { id: clerk.id }
    expect((await security.call(readAccount, { params })).body.secondFactor).toBe(true)
    const lifted = await security.call(liftSecondFactor, { params, body: { reason } })
    expect(lifted.body).toMatchObject({ secondFactor: false, logins: [] })
    expect(await isIn(clerk.client)).toBe(false)
  })
})

describe('GET /administration/open-logins and /administration/rests', () => {
  test('200: every login that is open just now, the newest first; not those that ended or idled', async () => {
    const { id, client } = await makeIndividual(app)
    const idle = await makeIndividual(app)
    app.clock.advance(20 * 60_000)
    await isIn(client)
    await client.call(listLogins)
    app.clock.advance(20 * 60_000)
    const newest = await makeIndividual(app)
    // The administrator has been away as long.
    const { client: desk } = await makeAdministrator(app, 'securityAdmin')
    const { items } = (await desk.call(listOpenLogins)).body
    const accounts = items.map(({ accountId }) => accountId)
    expect(accounts).toContain(newest.id)
    expect(accounts).toContain(id)
    expect(accounts).not.toContain(idle.id)
    expect(accounts.indexOf(newest.id)).toBeLessThan(accounts.indexOf(id))
    expect(JSON.stringify(items)).not.toMatch(/phone|document|number/i)
    security = desk
  })

  test('200: twenty at a time, each once', async () => {
    for (let count = 0; count < 21; count += 1) await makeIndividual(app)
    const first = (await security.call(listOpenLogins)).body
    expect(first.items).toHaveLength(20)
    const rest = (await security.call(listOpenLogins, { query: { after: first.next ?? '' } })).body
    const ids = [...first.items, ...rest.items].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('200: who rests after ten wrong passwords, until the rest is over or lifted', async () => {
    const one = await makeAccount(app)
    const other = await makeAccount(app)
    for (const { accountName } of [one, other]) {
      app.clock.advance(1000)
      for (let times = 0; times < 10; times += 1) await enter(accountName, 'Wrong1Wrong')
    }
    const resting = async () => (await security.call(listRests)).body.items.map(({ id }) => id)
    expect(await resting()).toEqual([other.id, one.id])
    await security.call(liftRest, { params: { id: one.id }, body: { reason } })
    expect(await resting()).toEqual([other.id])
    app.clock.advance(14 * 60_000)
    await security.call(listRests)
    expect(await resting()).toEqual([other.id])
    app.clock.advance(60_000)
    expect(await resting()).toEqual([])
  })

  test('reads the index of open logins, and sorts nothing', async () => {
    const now = app.clock.now()
    const after = ['2026-06-01T00:00:00Z', newId()] as const
    const query = openLoginsQuery(now, { since: now, after, staffIdleSeconds: 900, limit: 21 })
    const plan = await genericPlan(app.platform.db, query)
    expect(plan).toContain('logins_open')
    expect(plan).not.toContain('Sort')
  })
})
