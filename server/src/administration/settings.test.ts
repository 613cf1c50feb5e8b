import {
  readHouseState,
  readLoginSettings,
  readSystemSettings,
  saveLoginSettings,
  saveSystemSettings,
} from '@xueshi/contract/administration'
import { changePassword, logIn } from '@xueshi/contract/accounts'
import { readSession } from '@xueshi/contract/orgs'
import { defaultSettings } from '@xueshi/contract/settings'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, type TestApp, testApp } from '../../test/app.ts'
import { makeIndividual, password, solvedCaptcha } from '../../test/factories/accounts.ts'
import { makeAdministrator } from '../../test/factories/administration.ts'
import { prepareJobs } from '../platform/jobs.ts'

let app: TestApp
let system: Client
let security: Client
beforeAll(async () => {
  app = await testApp()
  await prepareJobs(app.database.ownerUrl)
  system = (await makeAdministrator(app, 'systemAdmin')).client
  security = (await makeAdministrator(app, 'securityAdmin')).client
})
afterAll(() => app.close())

const saveSystem = async (
  change: Partial<typeof defaultSettings.system | { passwordCeiling: number; host: string }>,
) => {
  const { version, values } = (await system.call(readSystemSettings)).body
  return system.call(saveSystemSettings, { body: { version, values: { ...values, ...change } } })
}
const saveLogin = async (change: object) => {
  const { version, values } = (await security.call(readLoginSettings)).body
  return security.call(saveLoginSettings, { body: { version, values: { ...values, ...change } } })
}

describe('PUT /administration/settings', () => {
  test('200: the defaults hold until something is saved; then the pages say it, with its history', async () => {
    const before = (await system.call(readSystemSettings)).body
    expect(before).toEqual({ version: 0, values: defaultSettings.system, changes: [] })
    const host = '广东省人力资源和社会保障厅（试运行）'
    const saved = await saveSystem({ host })
    expect(saved.body.version).toBe(1)
    expect(saved.body.changes[0]).toMatchObject({
      byName: '管理员',
      changes: { host: { from: defaultSettings.system.host, to: host } },
    })
    expect((await app.visitor().call(readSession)).body.site.host).toBe(host)
    const row = await app.platform.db
      .selectFrom('audit')
      .select('facts')
      .where('act', '=', 'settings.save')
      .executeTakeFirstOrThrow()
    expect(JSON.stringify(row.facts)).toContain('试运行')
  })

  test('200: what stands saved again leaves no trace', async () => {
    const { version } = (await system.call(readSystemSettings)).body
    expect((await saveSystem({})).body.version).toBe(version)
  })

  test('200: a higher ceiling lets a longer password in, at once', async () => {
    const person = await makeIndividual(app)
    const newPassword = 'Duanwu9LongzhouGuangzhouZhujiang'
    const change = () =>
      person.client.call(changePassword, {
        body: { password, newPassword, newPasswordAgain: newPassword },
      })
    expect((await change()).problem.fields).toEqual({ newPassword: 'PASSWORD_TOO_LONG' })
    await saveSystem({ passwordCeiling: 32 })
    expect((await change()).status).toBe(200)
  })

  test('409: somebody saved in between, and what they saved is shown', async () => {
    const { version, values } = (await system.call(readSystemSettings)).body
    await saveSystem({ hotline: '020-12333' } as object)
    const late = await system.call(saveSystemSettings, {
      body: { version, values: { ...values, hotline: '12345' } },
    })
    expect(late.problem.code).toBe('STALE')
    expect(late.problem.current).toMatchObject({ values: { hotline: '020-12333' } })
  })

  test('eight savings at once of one version: one is saved', async () => {
    const { version, values } = (await system.call(readSystemSettings)).body
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        system.call(saveSystemSettings, {
          body: { version, values: { ...values, hotline: `1234${at}` } },
        }),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await system.call(readSystemSettings)).body.version).toBe(version + 1)
  })

  test.each([
    { passwordCeiling: 8 },
    { passwordCeiling: 65 },
    { hotline: 'javascript:' },
    { host: '' },
  ])('422: %o', async (change) => {
    expect((await saveSystem(change as object)).status).toBe(422)
  })
})

describe('PUT /administration/login-settings', () => {
  test('200: a login without a request ends as soon as is set', async () => {
    await saveLogin({ idleMinutes: 10, staffIdleMinutes: 5 })
    const person = await makeIndividual(app)
    const isIn = async () => (await person.client.call(readSession)).body.account !== null
    app.clock.advance(9 * 60_000)
    expect(await isIn()).toBe(true)
    app.clock.advance(10 * 60_000)
    expect(await isIn()).toBe(false)
    // The administrators' own logins went with it.
    security = (await makeAdministrator(app, 'securityAdmin')).client
    system = (await makeAdministrator(app, 'systemAdmin')).client
  })

  test('200: an account rests after as many wrong passwords as are set', async () => {
    await saveLogin({ failuresBeforeRest: 5 })
    const { accountName } = await makeIndividual(app)
    const enter = async (typed: string) => {
      const client = app.visitor()
      const captcha = await solvedCaptcha(client)
      return client.call(logIn, { body: { userName: accountName, password: typed, captcha } })
    }
    for (let times = 0; times < 5; times += 1) await enter('Wrong1Wrong')
    expect((await enter(password)).status).toBe(401)
  })

  test.each([
    { idleMinutes: 31 },
    { staffIdleMinutes: 16 },
    { failuresBeforeRest: 11 },
    { idleMinutes: 4 },
  ])('422: %o is not within safe bounds', async (change) => {
    expect((await saveLogin(change)).status).toBe(422)
  })
})

describe('GET /administration/state', () => {
  test('200: figures of the process and of the database', async () => {
    const { body, status } = await system.call(readHouseState)
    expect(status).toBe(200)
    expect(body.versions.database).toMatch(/^\d+/)
    expect(body.pool.most).toBe(12)
    expect(body.jobs).toEqual({ waiting: 0, retrying: 0, failed: 0 })
    expect(body.lastBackup).toBeNull()
  })
})
