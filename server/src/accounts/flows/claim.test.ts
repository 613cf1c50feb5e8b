import { logIn } from '@xueshi/contract/accounts'
import { register, type Registration } from '@xueshi/contract/accounts/registration'
import { beginClaim } from '@xueshi/contract/accounts/recovery'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type Client, type TestApp } from '../../../test/app.ts'
import { nextNumber, registrationForm, solvedCaptcha } from '../../../test/factories/accounts.ts'
import { lastCode, otherThan } from '../../../test/factories/codes.ts'
import * as orgs from '../../orgs/service.ts'
import { transaction } from '../../platform/transaction.ts'
import { takenOfAddress } from '../rules.ts'
import { issueHelpDeskCode, openUnclaimed } from '../service.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())
beforeEach(() => app.clock.advance(86_400_000))

/** Somebody whom an office has put on file, and the form that they will fill in. */
const onFile = async () => {
  const phone = `135${String(nextNumber()).padStart(8, '0')}`
  const form = registrationForm({ phone })
  const system = orgs.systemActor(app.platform)
  const { name, country, documentType, documentNumber, email } = form
  const given = { name, country, documentType, documentNumber, phone, email }
  const { id } = await transaction(system, (tx) => openUnclaimed(tx, system, given))
  return { id, form }
}
const begin = async (
  client: Client,
  { name, documentType, documentNumber }: Registration,
  given: Partial<Registration> = {},
) => {
  const captcha = await solvedCaptcha(client)
  return client.call(beginClaim, {
    body: { name, documentType, documentNumber, ...given, captcha },
  })
}
const send = async (client: Client, form: Registration, claim?: { id: string; code: string }) =>
  client.call(register, {
    body: { ...form, ...(claim && { claim }), captcha: await solvedCaptcha(client) },
  })

describe('POST /claims and POST /accounts', () => {
  test('200: the account that waited is the person’s own, with the same id', async () => {
    const { id, form } = await onFile()
    const client = app.visitor()
    expect((await send(client, form)).problem.code).toBe('CLAIM_REQUIRED')
    const flow = (await begin(client, form)).body.id
    const claimed = await send(client, form, { id: flow, code: await lastCode(app) })
    expect(claimed.body).toEqual({ accountName: form.accountName })
    const captcha = await solvedCaptcha(client)
    // The phone on file was proven by the way.
    const body = { userName: form.phone, password: form.password, captcha }
    expect((await client.call(logIn, { body })).status).toBe(200)
    const row = await app.platform.db
      .selectFrom('accounts')
      .select(['id', 'state'])
      .where('accountName', '=', form.accountName)
      .executeTakeFirst()
    expect(row).toEqual({ id, state: 'active' })
  })

  test('200: with a help desk’s code, when the phone on file is long gone', async () => {
    const { id, form } = await onFile()
    const client = app.visitor()
    const flow = (await begin(client, form)).body.id
    const system = orgs.systemActor(app.platform)
    const { code } = await transaction(system, async (tx) => ({
      id,
      ...(await issueHelpDeskCode(tx, system, {
        accountId: id,
        reason: '已核对身份证原件',
        office: '天河区人力资源和社会保障局',
      })),
    }))
    const own = { ...form, phone: '13700009999' }
    expect((await send(client, own, { id: flow, code })).status).toBe(200)
  })

  test('422, T11: a wrong code, another document, another name, another browser', async () => {
    const { form } = await onFile()
    const client = app.visitor()
    const flow = (await begin(client, form)).body.id
    const code = await lastCode(app)
    const refused = async (
      browser: Client,
      sent: Registration,
      claim: { id: string; code: string },
    ) => (await send(browser, sent, claim)).problem.code
    expect(await refused(client, form, { id: flow, code: otherThan(code) })).toBe('CODE_WRONG')
    expect(await refused(app.visitor(), form, { id: flow, code })).toBe('CODE_WRONG')
    const other = registrationForm()
    expect(await refused(client, other, { id: flow, code })).toBe('CODE_WRONG')
    const renamed = (await begin(client, form, { name: '别人' })).body.id
    expect(await refused(client, form, { id: renamed, code: await lastCode(app) })).toBe(
      'CODE_WRONG',
    )
  })

  test('200: an office whose people all claim theirs on one day, from one address', async () => {
    const people = []
    for (let times = 0; times < takenOfAddress.most + 2; times += 1) people.push(await onFile())
    const told = []
    for (const { form } of people) {
      const client = app.visitor()
      told.push((await send(client, form)).problem.code)
      const claim = { id: (await begin(client, form)).body.id, code: await lastCode(app) }
      expect((await send(client, form, claim)).status).toBe(200)
    }
    // The address has learned enough, and the later ones came to their claim by a proven phone.
    expect(told.at(-1)).toBe('PHONE_PROOF_REQUIRED')
  })

  test('409: a name that is taken does not use up the code', async () => {
    const { form } = await onFile()
    const taken = registrationForm()
    await send(app.visitor(), taken)
    const client = app.visitor()
    const flow = (await begin(client, form)).body.id
    const claim = { id: flow, code: await lastCode(app) }
    const named = { ...form, accountName: taken.accountName }
    expect((await send(client, named, claim)).problem.code).toBe('ACCOUNT_TAKEN')
    expect((await send(client, form, claim)).status).toBe(200)
  })

  test('T11: of several at once one claims', async () => {
    const { form } = await onFile()
    const client = app.visitor()
    const claim = { id: (await begin(client, form)).body.id, code: await lastCode(app) }
    const captchas = []
    for (let times = 0; times < 5; times += 1) captchas.push(await solvedCaptcha(client))
    const answers = await Promise.all(
      captchas.map((captcha) => client.call(register, { body: { ...form, claim, captcha } })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('T11: of two browsers with a code each, one claims', async () => {
    const { form } = await onFile()
    const claimants = []
    for (let times = 0; times < 2; times += 1) {
      const client = app.visitor()
      const claim = { id: (await begin(client, form)).body.id, code: await lastCode(app) }
      const sent = { ...form, accountName: registrationForm().accountName, claim }
      claimants.push({ client, body: { ...sent, captcha: await solvedCaptcha(client) } })
    }
    const answers = await Promise.all(
      claimants.map(({ client, body }) => client.call(register, { body })),
    )
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 422,
    ])
  })

  test('200: nobody on file is answered alike', async () => {
    const { form } = await onFile()
    const client = app.visitor()
    const known = await begin(client, form)
    const unknown = await begin(client, registrationForm())
    expect(Object.keys(unknown.body)).toEqual(Object.keys(known.body))
    expect(unknown.status).toBe(200)
  })
})
