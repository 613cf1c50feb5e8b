import { logIn } from '@xueshi/contract/accounts'
import { beginPhoneProof, register } from '@xueshi/contract/accounts/registration'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import {
  makeAccount,
  nextNumber,
  registrationForm,
  solvedCaptcha,
} from '../../../test/factories/accounts.ts'
import { lastCode, otherThan, sentOut } from '../../../test/factories/codes.ts'

let app: TestApp
let taken: string
beforeAll(async () => {
  app = await testApp()
  taken = (await makeAccount(app)).accountName
})
afterAll(() => app.close())

type Form = ReturnType<typeof registrationForm>
const send = async (client: Client, form: Form, phoneProof?: { id: string; code: string }) =>
  client.call(register, {
    body: { ...form, ...(phoneProof && { phoneProof }), captcha: await solvedCaptcha(client) },
  })
const begin = async (client: Client, phone: string) =>
  client.call(beginPhoneProof, { body: { phone, captcha: await solvedCaptcha(client) } })

// Each test has a day on which its address has learned enough already.
beforeEach(async () => {
  app.clock.advance(86_400_000)
  for (let times = 0; times < 5; times += 1)
    await send(app.visitor(), registrationForm({ accountName: taken }))
})

const formOfPhone = (given: Partial<Form> = {}) =>
  registrationForm({ phone: `134${String(nextNumber()).padStart(8, '0')}`, ...given })

describe('POST /registration-codes', () => {
  test('200: a code to the phone of the form opens the registration, and the phone is proven by it', async () => {
    const client = app.visitor()
    const form = formOfPhone()
    expect((await send(client, form)).problem.code).toBe('PHONE_PROOF_REQUIRED')
    const { id } = (await begin(client, form.phone)).body
    const made = await send(client, form, { id, code: await lastCode(app) })
    expect(made.body).toEqual({ accountName: form.accountName })
    const { phone: userName, password } = form
    const captcha = await solvedCaptcha(client)
    const login = await client.call(logIn, { body: { userName, password, captcha } })
    expect(login.status).toBe(200)
  })

  test('409: a taken name is told five times by a phone, with one code; then as little as by the address', async () => {
    const client = app.visitor()
    const form = formOfPhone({ accountName: taken })
    const { id } = (await begin(client, form.phone)).body
    const proof = { id, code: await lastCode(app) }
    for (let times = 0; times < 5; times += 1)
      expect((await send(client, form, proof)).problem.code).toBe('ACCOUNT_TAKEN')
    expect((await send(client, form, proof)).problem.code).toBe('RATE_LIMITED')
    const free = registrationForm({ phone: form.phone })
    expect((await send(client, free, proof)).problem.code).toBe('RATE_LIMITED')
  })

  test('422, T11: a wrong code, another phone’s, another browser’s, a used one', async () => {
    const client = app.visitor()
    const form = formOfPhone()
    const { id } = (await begin(client, form.phone)).body
    const code = await lastCode(app)
    const codeOf = async (...sent: Parameters<typeof send>) => (await send(...sent)).problem.code
    expect(await codeOf(client, form, { id, code: otherThan(code) })).toBe('CODE_WRONG')
    expect(await codeOf(client, formOfPhone(), { id, code })).toBe('CODE_WRONG')
    expect(await codeOf(app.visitor(), form, { id, code })).toBe('CODE_WRONG')
    // What was used up by another phone's form is used up.
    const second = (await begin(client, form.phone)).body
    const proof = { id: second.id, code: await lastCode(app) }
    expect((await send(client, form, proof)).status).toBe(200)
    const next = formOfPhone({ phone: form.phone })
    expect(await codeOf(client, next, proof)).toBe('CODE_WRONG')
  })

  test('429: a sixth code to one phone in a day; 422: no captcha', async () => {
    const phone = '13455556666'
    const sentTo = async () =>
      (await sentOut(app)).filter(({ addressMasked }) => addressMasked === '134****6666').length
    for (let times = 0; times < 5; times += 1)
      expect((await begin(app.visitor(), phone)).status).toBe(200)
    expect((await begin(app.visitor(), phone)).problem.code).toBe('RATE_LIMITED')
    expect(await sentTo()).toBe(5)
    const captcha = { id: '00000000-0000-4000-8000-000000000000', answer: 'ABCDE' }
    const refused = await app.visitor().call(beginPhoneProof, { body: { phone, captcha } })
    expect(refused.problem.code).toBe('CAPTCHA_WRONG')
  })
})
