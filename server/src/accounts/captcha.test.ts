import { createHash } from 'node:crypto'
import { logIn, openCaptcha } from '@xueshi/contract/accounts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { makeAccount, password, solvedCaptcha } from '../../test/factories/accounts.ts'

let app: TestApp
let userName: string
beforeAll(async () => {
  app = await testApp()
  userName = (await makeAccount(app)).accountName
})
afterAll(() => app.close())
// Each test has its own ten minutes and knows nothing of the failures before it.
beforeEach(() => app.clock.advance(3_600_000))

const open = async (kind: 'image' | 'work' = 'image') => {
  const visitor = app.visitor()
  const { body, status } = await visitor.call(openCaptcha, { body: { kind } })
  return { visitor, captcha: body, status }
}
type Visitor = Awaited<ReturnType<typeof open>>['visitor']
const enter = (visitor: Visitor, id: string, answer: string) =>
  visitor.call(logIn, { body: { userName, password, captcha: { id, answer } } })

describe('POST /captchas', () => {
  test('200: a picture of the five characters, good for two minutes', async () => {
    const { captcha, status, visitor } = await open()
    expect(status).toBe(200)
    expect(captcha.image).toMatch(/^data:image\/jpeg;base64,/)
    expect(captcha.work).toBeUndefined()
    expect(Date.parse(captcha.expiresAt) - app.clock.now().getTime()).toBe(120_000)
    expect((await enter(visitor, captcha.id, ' abcＤe ')).status).toBe(200)
  })

  test('200: work for those who cannot see it, which the browser does', async () => {
    const { captcha, visitor } = await open('work')
    const { salt = '', difficultyBits = 0 } = captcha.work ?? {}
    expect(difficultyBits).toBeGreaterThan(15)
    let nonce = 0
    const zeros = (text: string) =>
      Math.clz32(createHash('sha256').update(text).digest().readUInt32BE(0))
    while (zeros(`${salt}:${nonce}`) < difficultyBits) nonce += 1
    expect((await enter(visitor, captcha.id, String(nonce))).status).toBe(200)
    const second = await open('work')
    const refused = await enter(second.visitor, second.captcha.id, String(nonce))
    expect(refused.problem.code).toBe('CAPTCHA_WRONG')
  })

  test('422: an unknown kind', async () => {
    const answer = await app.server.inject({
      method: 'POST',
      url: '/api/captchas',
      payload: { kind: 'sound' },
    })
    expect(answer.json()).toMatchObject({ code: 'INVALID', fields: { kind: 'NOT_OFFERED' } })
  })

  test('429: more than an office needs in ten minutes, and none of it the next ten', async () => {
    const visitor = app.visitor()
    const call = () => visitor.call(openCaptcha, { body: { kind: 'work' } })
    for (let batch = 0; batch < 60; batch += 1)
      await Promise.all(Array.from({ length: 10 }, () => call()))
    const refused = await call()
    expect(refused.problem.code).toBe('RATE_LIMITED')
    expect(refused.headers['retry-after']).toBe('60')
    app.clock.advance(600_000)
    expect((await call()).status).toBe(200)
  })

  test('captchas that nobody answered are taken out by those that come after', async () => {
    await open('work')
    app.clock.advance(600_000)
    for (let times = 0; times < 400; times += 1) await open('work')
    const left = await app.platform.db
      .selectFrom('captchas')
      .select('id')
      .where('expiresAt', '<', app.clock.now())
      .execute()
    expect(left).toEqual([])
  })
})

describe('an answered captcha', () => {
  const wrong = async (visitor: Visitor, id: string, answer = 'ABCDE') =>
    expect((await enter(visitor, id, answer)).problem.code).toBe('CAPTCHA_WRONG')

  test('422, T11: a second use, after a right answer and after a wrong one', async () => {
    const visitor = app.visitor()
    const right = await solvedCaptcha(visitor)
    expect((await enter(visitor, right.id, 'ABCDE')).status).toBe(200)
    await wrong(visitor, right.id)
    const missed = await solvedCaptcha(visitor)
    await wrong(visitor, missed.id, 'ABCDX')
    await wrong(visitor, missed.id)
  })

  test('422, T11: after two minutes', async () => {
    const { visitor, captcha } = await open()
    app.clock.advance(120_000)
    await wrong(visitor, captcha.id)
  })

  test('422, T11: from another visit, or from none', async () => {
    const { captcha } = await open()
    const { visitor: stranger } = await open()
    await wrong(stranger, captcha.id)
    const { captcha: next } = await open()
    await wrong(app.visitor(), next.id)
  })

  test('T11: fifty at once with one captcha: one gets in', async () => {
    const { visitor, captcha } = await open()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => enter(visitor, captcha.id, 'ABCDE')),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const codes = answers.filter(({ status }) => status !== 200).map(({ problem }) => problem.code)
    // On a busy machine some find no connection in time: they are not in either.
    expect(codes.filter((code) => code !== 'CAPTCHA_WRONG' && code !== 'BUSY')).toEqual([])
  })
})
