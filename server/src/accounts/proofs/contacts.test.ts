import { logIn } from '@xueshi/contract/accounts'
import {
  changeQuestions,
  proveContact,
  readSafety,
  sendContactCode,
} from '@xueshi/contract/accounts/contacts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isBattery } from '../../../test/battery.ts'
import { testApp, type Client, type TestApp } from '../../../test/app.ts'
import {
  makeIndividual,
  nextNumber,
  password,
  registrationForm,
  solvedCaptcha,
} from '../../../test/factories/accounts.ts'
import { lastCode, otherThan, sentOut } from '../../../test/factories/codes.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())
beforeEach(() => app.clock.advance(3_600_000))

const newPhone = () => `137${String(nextNumber()).padStart(8, '0')}`
const ask = (client: Client, address: string | null, contact: 'phone' | 'email' = 'phone') =>
  client.call(sendContactCode, { body: { contact, address } })
const prove = (
  client: Client,
  code: string,
  { contact = 'phone', typed = password }: { contact?: 'phone' | 'email'; typed?: string } = {},
) => client.call(proveContact, { body: { contact, code, password: typed } })
const logsIn = async (userName: string) => {
  const visitor = app.visitor()
  const captcha = await solvedCaptcha(visitor)
  return (await visitor.call(logIn, { body: { userName, password, captcha } })).status === 200
}

describe('POST /account/codes and /account/contacts', () => {
  test('200: the phone on file counts for login only after a code to it was given back', async () => {
    const phone = newPhone()
    const { client } = await makeIndividual(app, { phone })
    expect((await client.call(readSafety)).body).toMatchObject({
      phoneMasked: `137****${phone.slice(-4)}`,
      phoneProven: false,
    })
    expect(await logsIn(phone)).toBe(false)
    expect((await ask(client, null)).status).toBe(200)
    expect((await prove(client, await lastCode(app))).body.phoneProven).toBe(true)
    expect(await logsIn(phone)).toBe(true)
    expect((await ask(client, null)).problem.code).toBe('CONTACT_SAME')
  })

  test('200: a new phone takes the place of the old one, which is told', async () => {
    const [former, next] = [newPhone(), newPhone()]
    const { client } = await makeIndividual(app, { phone: former })
    await ask(client, null)
    await prove(client, await lastCode(app))
    await ask(client, next)
    expect((await prove(client, await lastCode(app))).status).toBe(200)
    expect([await logsIn(former), await logsIn(next)]).toEqual([false, true])
    const [told] = await sentOut(app)
    expect(told).toMatchObject({
      addressMasked: `137****${former.slice(-4)}`,
      title: '手机号码已验证或更换',
    })
  })

  test('200: an e-mail, on file or new', async () => {
    const { client } = await makeIndividual(app)
    await ask(client, 'another.one@example.com', 'email')
    const { body } = await prove(client, await lastCode(app), { contact: 'email' })
    expect(body).toMatchObject({ emailMasked: 'a***@example.com', emailProven: true })
  })

  test('409: a phone that another account has proven', async () => {
    const phone = newPhone()
    const first = await makeIndividual(app, { phone })
    await ask(first.client, null)
    await prove(first.client, await lastCode(app))
    const second = await makeIndividual(app)
    await ask(second.client, phone)
    expect((await prove(second.client, await lastCode(app))).problem.code).toBe('PHONE_TAKEN')
    expect((await second.client.call(readSafety)).body.phoneProven).toBe(false)
  })

  test('422: a wrong password uses up no code', async () => {
    const { client } = await makeIndividual(app)
    await ask(client, null)
    const code = await lastCode(app)
    expect((await prove(client, code, { typed: 'Wrong1Wrong' })).problem.code).toBe(
      'PASSWORD_WRONG',
    )
    expect((await prove(client, code)).status).toBe(200)
  })

  test('429: within a minute of the last one', async () => {
    const { client } = await makeIndividual(app)
    expect((await ask(client, null)).status).toBe(200)
    expect((await ask(client, null)).problem.code).toBe('RATE_LIMITED')
    app.clock.advance(60_000)
    expect((await ask(client, null)).status).toBe(200)
  })

  test('429: after ten in an hour nothing goes out any more', async () => {
    const { client } = await makeIndividual(app)
    const before = (await sentOut(app)).length
    for (let times = 0; times < 14; times += 1) {
      await ask(client, newPhone())
      app.clock.advance(60_000)
      await sentOut(app)
    }
    expect((await sentOut(app)).length - before).toBeLessThanOrEqual(10)
  })

  test('401: nobody is signed in', async () => {
    expect((await ask(app.visitor(), null)).problem.code).toBe('SIGNED_OUT')
  })
})

describe('T11: a code', () => {
  const wrong = async (client: Client, code: string) =>
    (await prove(client, code)).problem.code === 'CODE_WRONG'

  test('is used once', async () => {
    const { client } = await makeIndividual(app)
    await ask(client, null)
    const code = await lastCode(app)
    expect((await prove(client, code)).status).toBe(200)
    expect(await wrong(client, code)).toBe(true)
  })

  test('by one of many at once', async () => {
    const { client } = await makeIndividual(app)
    await ask(client, null)
    const code = await lastCode(app)
    const answers = await Promise.all(
      Array.from({ length: isBattery ? 50 : 20 }, () => prove(client, code)),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('is worth nothing after five wrong ones', async () => {
    const { client } = await makeIndividual(app)
    await ask(client, null)
    const code = await lastCode(app)
    for (let times = 0; times < 5; times += 1) await prove(client, otherThan(code))
    expect(await wrong(client, code)).toBe(true)
  })

  test('nor after ten minutes', async () => {
    const { client } = await makeIndividual(app)
    await ask(client, null)
    const code = await lastCode(app)
    app.clock.advance(600_000)
    expect(await wrong(client, code)).toBe(true)
  })

  test('nor when another one was asked for', async () => {
    const { client } = await makeIndividual(app)
    await ask(client, null)
    const old = await lastCode(app)
    app.clock.advance(60_000)
    await ask(client, null)
    const next = await lastCode(app)
    if (old !== next) expect(await wrong(client, old)).toBe(true)
    expect((await prove(client, next)).status).toBe(200)
  })

  test('nor for another account, or another contact', async () => {
    const { client } = await makeIndividual(app)
    const other = await makeIndividual(app)
    await ask(client, null)
    const code = await lastCode(app)
    await ask(other.client, null)
    expect(await wrong(other.client, code)).toBe(true)
    expect((await prove(client, code, { contact: 'email' })).problem.code).toBe('CODE_WRONG')
  })

  test('stands nowhere readable', async () => {
    const { client } = await makeIndividual(app)
    await ask(client, null)
    const code = await lastCode(app)
    const { db } = app.platform
    const rows = [
      ...(await db.selectFrom('codes').selectAll().execute()),
      ...(await db.selectFrom('outbox').selectAll().execute()),
      ...(await db.selectFrom('audit').select(['facts', 'act']).execute()),
      ...(await db.selectFrom('messages').selectAll().execute()),
    ]
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`\\b${code}\\b`))
  })
})

describe('POST /account/questions', () => {
  const { questions } = registrationForm()
  const change = (client: Client, given = questions, typed = password) =>
    client.call(changeQuestions, { body: { questions: given, password: typed } })

  test('200: three others are kept, and the owner is told', async () => {
    const { client, id } = await makeIndividual(app)
    expect((await change(client)).status).toBe(200)
    const { body } = await client.call(readSafety)
    expect(body.questions).toEqual(questions.map(({ question }) => question))
    const told = await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', 'questions.changed')
      .execute()
    expect(told.map(({ payload }) => payload)).toContainEqual({ to: { accountId: id }, facts: {} })
  })

  test('422: a wrong password, two alike, one that is not offered', async () => {
    const { client } = await makeIndividual(app)
    expect((await change(client, questions, 'Wrong1Wrong')).problem.code).toBe('PASSWORD_WRONG')
    const [first, second, third] = questions
    if (!first || !second || !third) throw new Error('three questions')
    const fields = async (given: typeof questions) => (await change(client, given)).problem.fields
    expect(await fields([first, second, { ...third, question: first.question }])).toEqual({
      'questions.2.question': 'QUESTION_REPEATED',
    })
    expect(await fields([first, second, { ...third, question: 'petName' }])).toEqual({
      'questions.2.question': 'NOT_OFFERED',
    })
  })
})
