import { logIn } from '@xueshi/contract/accounts'
import { readSafety } from '@xueshi/contract/accounts/contacts'
import { listLogins } from '@xueshi/contract/accounts/logins'
import {
  beginSecondFactor,
  confirmSecondFactor,
  giveSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from '@xueshi/contract/accounts/second-factor'
import { readSession, searchUnits } from '@xueshi/contract/orgs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { clientOf, testApp, type Client, type TestApp } from '../../../test/app.ts'
import {
  clientFor,
  makeAccount,
  makeIndividual,
  password,
  solvedCaptcha,
} from '../../../test/factories/accounts.ts'
import { guangdong, makeStaff, makeUnit, totpSecret } from '../../../test/factories/orgs.ts'
import * as orgs from '../../orgs/service.ts'
import { presentCode } from './service.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())
beforeEach(() => app.clock.advance(3_600_000))

const codeOf = (secret: string) => presentCode(secret, app.clock.now())
const isIn = async (client: Client) => (await client.call(readSession)).body.account !== null
const enrol = async (client: Client) => {
  const { secret } = (await client.call(beginSecondFactor, { body: { password } })).body
  const { body } = await client.call(confirmSecondFactor, { body: { code: codeOf(secret) } })
  app.clock.advance(60_000)
  return { secret, recoveryCodes: body.recoveryCodes }
}
/** The first step of a login. */
const enter = async (userName: string, client: Client = app.visitor()) => {
  const captcha = await solvedCaptcha(client)
  const { body } = await client.call(logIn, { body: { userName, password, captcha } })
  return { client, secondFactor: body.secondFactor }
}
const give = (client: Client, code: string) => client.call(giveSecondFactor, { body: { code } })

describe('setting it up', () => {
  test('200: a QR code, ten recovery codes, and the other logins end', async () => {
    const { id, client } = await makeIndividual(app)
    const elsewhere = await clientFor(app, { accountId: id })
    const begun = await client.call(beginSecondFactor, { body: { password } })
    expect(begun.body.image).toMatch(/^data:image\/svg\+xml;base64,/)
    const code = codeOf(begun.body.secret)
    const confirmed = await client.call(confirmSecondFactor, { body: { code } })
    expect(new Set(confirmed.body.recoveryCodes).size).toBe(10)
    expect([await isIn(client), await isIn(elsewhere)]).toEqual([true, false])
    expect((await client.call(readSafety)).body.secondFactor).toEqual({
      on: true,
      required: false,
      recoveryCodes: 10,
    })
    const rows = await app.platform.db.selectFrom('secondFactors').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(begun.body.secret)
  })

  test('422: a wrong code, a wrong password; logins ask for nothing until the first right one', async () => {
    const { client, accountName } = await makeIndividual(app)
    const refused = await client.call(beginSecondFactor, { body: { password: 'Wrong1Wrong' } })
    expect(refused.problem.code).toBe('PASSWORD_WRONG')
    const begun = await client.call(beginSecondFactor, { body: { password } })
    app.clock.advance(120_000)
    const old = presentCode(begun.body.secret, new Date(app.clock.now().getTime() - 120_000))
    const wrong = await client.call(confirmSecondFactor, { body: { code: old } })
    expect(wrong.problem.code).toBe('CODE_WRONG')
    expect((await enter(accountName)).secondFactor).toBe(false)
  })

  test('409: a code without a beginning', async () => {
    const { client } = await makeIndividual(app)
    const refused = await client.call(confirmSecondFactor, { body: { code: '123456' } })
    expect(refused.problem.code).toBe('WRONG_STATE')
  })

  test('403: whoever sits at an authority does nothing else first, and cannot do without', async () => {
    const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangdong })
    const account = await makeAccount(app, { individual: false })
    const seat = { unitId: unit.id, accountId: account.id, kind: 'hrss' as const }
    const system = orgs.systemActor(app.platform)
    const { id: seatId } = await orgs.addStaff(system, { ...seat, level: 'clerk' })
    const client = await clientFor(app, { accountId: account.id, seatId })
    const search = () => client.call(searchUnits, { query: { search: '广州' } })
    expect((await search()).problem.code).toBe('SECOND_FACTOR_REQUIRED')
    expect((await client.call(readSession)).body.account?.mustSetSecondFactor).toBe(true)
    await enrol(client)
    expect((await search()).status).toBe(200)
    const removed = await client.call(removeSecondFactor, { body: { password } })
    expect(removed.problem.code).toBe('SECOND_FACTOR_REQUIRED')
  })

  test('200: whoever may do without it can turn it off', async () => {
    const { client, accountName } = await makeIndividual(app)
    await enrol(client)
    const removed = await client.call(removeSecondFactor, { body: { password } })
    expect(removed.status).toBe(200)
    expect((await enter(accountName)).secondFactor).toBe(false)
  })
})

describe('POST /logins/second-factor', () => {
  test('200, T12: nobody is signed in before it; the login gets another token', async () => {
    const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440300' })
    const { accountName } = await makeStaff(app, unit.id, { kind: 'hrss' })
    const { client, secondFactor } = await enter(accountName)
    expect(secondFactor).toBe(true)
    expect(await isIn(client)).toBe(false)
    expect((await client.call(listLogins)).problem.code).toBe('SIGNED_OUT')
    const waiting = clientOf(app.server, { cookies: client.cookies })
    expect((await give(client, codeOf(totpSecret))).status).toBe(200)
    expect([await isIn(client), await isIn(waiting)]).toEqual([true, false])
  })

  test('T11: a code opens once, and one of many at once', async () => {
    const { client, accountName } = await makeIndividual(app)
    const { secret } = await enrol(client)
    const code = codeOf(secret)
    const first = await enter(accountName)
    expect((await give(first.client, code)).status).toBe(200)
    const second = await enter(accountName)
    expect((await give(second.client, code)).problem.code).toBe('CODE_WRONG')
    app.clock.advance(30_000)
    const waiting = await Promise.all(
      Array.from({ length: 5 }, async () => (await enter(accountName)).client),
    )
    const answers = await Promise.all(waiting.map((browser) => give(browser, codeOf(secret))))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('200, T11: a recovery code, once', async () => {
    const { client, accountName } = await makeIndividual(app)
    const { recoveryCodes } = await enrol(client)
    const [code = ''] = recoveryCodes
    const first = await enter(accountName)
    const opened = await give(first.client, code.toUpperCase().replace('-', ' '))
    expect(opened.body).toMatchObject({ recoveryCodesLeft: 9 })
    const second = await enter(accountName)
    expect((await give(second.client, code)).problem.code).toBe('CODE_WRONG')
  })

  test('T11: new recovery codes make the former ones worthless', async () => {
    const { client, accountName } = await makeIndividual(app)
    const { recoveryCodes } = await enrol(client)
    const renewed = await client.call(renewRecoveryCodes, { body: { password } })
    expect(renewed.body.recoveryCodes).toHaveLength(10)
    const { client: browser } = await enter(accountName)
    expect((await give(browser, recoveryCodes[0] ?? '')).problem.code).toBe('CODE_WRONG')
    expect((await give(browser, renewed.body.recoveryCodes[0] ?? '')).status).toBe(200)
  })

  test('401, T11: without a first step, or five minutes after it', async () => {
    const { client, accountName } = await makeIndividual(app)
    const { secret } = await enrol(client)
    expect((await give(app.visitor(), codeOf(secret))).problem.code).toBe('LOGIN_OVER')
    const late = await enter(accountName)
    app.clock.advance(300_000)
    expect((await give(late.client, codeOf(secret))).problem.code).toBe('LOGIN_OVER')
  })

  test('429: after ten guesses', async () => {
    const { client, accountName } = await makeIndividual(app)
    const { secret } = await enrol(client)
    const { client: thief } = await enter(accountName)
    const wrong = presentCode(secret, new Date(0))
    for (let times = 0; times < 10; times += 1) await give(thief, wrong)
    expect((await give(thief, codeOf(secret))).problem.code).toBe('RATE_LIMITED')
  })
})
