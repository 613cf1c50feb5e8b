import { proveContact, sendContactCode } from '@xueshi/contract/accounts/contacts'
import type { Registration } from '@xueshi/contract/accounts/registration'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import {
  makeIndividual,
  nextNumber,
  password,
  registrationForm,
} from '../../../test/factories/accounts.ts'
import { lastCode } from '../../../test/factories/codes.ts'
import { expectAlike } from '../../../test/telling-apart.ts'
import * as orgs from '../../orgs/service.ts'
import { transaction } from '../../platform/transaction.ts'
import { takenOfAddress } from '../rules.ts'
import { openUnclaimed } from '../service.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())
beforeEach(() => app.clock.advance(86_400_000))

/** A browser at an address, with a captcha that it has solved. */
async function browser(address: string) {
  const cookies: Record<string, string> = {}
  const post = async (url: string, payload: object) => {
    const answer = await app.server.inject({
      method: 'POST',
      url: `/api${url}`,
      payload,
      cookies,
      remoteAddress: address,
    })
    for (const { name, value } of answer.cookies) cookies[name] = value
    return answer
  }
  const shown = await post('/captchas', { kind: 'image' })
  const { id }: { id: string } = shown.json()
  return { post, captcha: { id, answer: 'ABCDE' } }
}
const anywhere = (at: number) => `10.${Math.floor(at / 250)}.9.${at % 250}`
const people = 20
const minute = () => app.clock.advance(60_000)
const told = ({ statusCode, body }: { statusCode: number; body: string }) =>
  `${statusCode} ${body.replace(/"requestId":"[^"]*"/, '')}`

describe('T10: known against unknown', { timeout: 3_600_000 }, () => {
  test('at the registration, once an address has learned enough: taken names and documents, and free ones', async () => {
    const address = '10.77.0.1'
    const { accountName, documentNumber } = await makeIndividual(app)
    const send = async (form: object) => {
      const { post, captcha } = await browser(address)
      return () => post('/accounts', { ...registrationForm(), ...form, captcha })
    }
    for (let times = 0; times < takenOfAddress.most; times += 1) {
      const answer = await (await send({ accountName }))()
      expect(answer.json()).toMatchObject({ code: 'ACCOUNT_TAKEN' })
    }
    const taken = [{ accountName }, { documentNumber }]
    await expectAlike(
      'registration',
      async (isKnown, at) => {
        const sent = await send(isKnown ? (taken[at % 2] ?? {}) : {})
        return async () => told(await sent())
      },
      minute,
    )
  })

  test('when an account is looked for, and at the code that follows', async () => {
    const names: string[] = []
    for (let at = 0; at < people; at += 1) {
      const phone = `136${String(nextNumber()).padStart(8, '0')}`
      const { accountName, client } = await makeIndividual(app, { phone })
      await client.call(sendContactCode, { body: { contact: 'phone', address: null } })
      const code = await lastCode(app)
      await client.call(proveContact, { body: { contact: 'phone', code, password } })
      names.push(accountName)
    }
    const nameOf = (isKnown: boolean, at: number) =>
      (isKnown ? names[at % people] : undefined) ?? `nobody_${at % people}`
    const begin = async (isKnown: boolean, at: number) => {
      const { post, captcha } = await browser(anywhere(at))
      const body = { userName: nameOf(isKnown, at), contact: 'phone', captcha }
      return { post, begun: () => post('/recoveries', body) }
    }
    await expectAlike(
      'recovery',
      async (isKnown, at) => {
        const { begun } = await begin(isKnown, at)
        return async () => told(await begun())
      },
      minute,
    )
    app.clock.advance(86_400_000)
    await expectAlike(
      'recovery, a wrong code',
      async (isKnown, at) => {
        const { post, begun } = await begin(isKnown, at)
        const { id }: { id: string } = (await begun()).json()
        return async () => told(await post(`/recoveries/${id}/proof`, { code: '000000' }))
      },
      minute,
    )
  })

  test('when somebody asks for what an office has put on file', async () => {
    const system = orgs.systemActor(app.platform)
    type Asked = Pick<Registration, 'name' | 'documentType' | 'documentNumber'>
    const onFile: Asked[] = []
    for (let at = 0; at < people; at += 1) {
      const phone = `135${String(nextNumber()).padStart(8, '0')}`
      const { name, country, documentType, documentNumber, email } = registrationForm()
      const given = { name, country, documentType, documentNumber, phone, email }
      await transaction(system, (tx) => openUnclaimed(tx, system, given))
      onFile.push({ name, documentType, documentNumber })
    }
    const nobody = Array.from({ length: people }, () => {
      const { name, documentType, documentNumber } = registrationForm()
      return { name, documentType, documentNumber }
    })
    await expectAlike(
      'claim',
      async (isKnown, at) => {
        const { post, captcha } = await browser(anywhere(at))
        const asked = (isKnown ? onFile : nobody)[at % people]
        return async () => told(await post('/claims', { ...asked, captcha }))
      },
      minute,
    )
  })
})
