import { gunzipSync } from 'node:zlib'
import { readCredential, readIssuer, readStatusList } from '@xueshi/contract/certificates'
import { compactVerify, importJWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { makeCertificate } from '../../test/factories/certificates.ts'
import { genericPlan } from '../../test/plan.ts'
import * as orgs from '../orgs/service.ts'
import * as audit from '../platform/audit.ts'
import { transaction } from '../platform/transaction.ts'
import { encodeList, placeOf } from './credentials/rules.ts'
import { endedIn } from './credentials/store.ts'
import * as certificates from './service.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

type Credential = {
  id: string
  type: string[]
  credentialSubject: { encodedList?: string } & Record<string, unknown>
  credentialStatus?: { statusListIndex: string; statusListCredential: string }
}

/** As a stranger would: the key by its name from the issuer's document, the signature by another library. */
async function opened(token: unknown): Promise<Credential> {
  const { body: issuer } = await app.visitor().call(readIssuer, {})
  const text = Buffer.from(token as Uint8Array).toString() // media answers with bytes
  const { payload, protectedHeader } = await compactVerify(text, async ({ kid }) => {
    const method = issuer.verificationMethod.find(({ id }) => id === kid)
    if (!method || !issuer.assertionMethod.includes(method.id)) throw new Error(`no key ${kid}`)
    return importJWK(method.publicKeyJwk)
  })
  expect(protectedHeader).toMatchObject({ alg: 'ES256', typ: 'vc+jwt', cty: 'vc' })
  return JSON.parse(Buffer.from(payload).toString()) as Credential // signed by us a moment ago
}

const listAt = (address: string) => {
  const [year = '', city = '', block = ''] = address.split('/').slice(-3)
  return app.visitor().call(readStatusList, { params: { year, city, block } })
}

const bitOf = (encoded: string, index: number) => {
  const bits = gunzipSync(Buffer.from(encoded.slice(1), 'base64url'))
  expect(bits.length * 8).toBe(131_072)
  return ((bits[index >> 3] ?? 0) >> (7 - (index & 7))) & 1
}

describe('GET /verifications/:code/credential', () => {
  test('200: a credential that others verify, whose bit turns when the certificate is withdrawn', async () => {
    const { code, number, personId } = await makeCertificate(app, { name: '欧阳䶮' })
    const other = await makeCertificate(app)
    const { status, body } = await app.visitor().call(readCredential, { params: { code } })
    expect(status).toBe(200)
    const credential = await opened(body)
    expect(credential.id).toBe(`${app.platform.config.publicUrl}/verify/${code}`)
    expect(credential.type).toContain('VerifiableCredential')
    expect(credential.credentialSubject).toMatchObject({
      nameMasked: '欧阳*',
      certificateNumber: number,
      totalHours: 90,
    })
    expect(JSON.stringify(credential)).not.toContain('䶮')

    const index = Number(credential.credentialStatus?.statusListIndex)
    expect(index).toBe(placeOf(number).index)
    const list = async () => {
      const answer = await listAt(credential.credentialStatus?.statusListCredential ?? '')
      return (await opened(answer.body)).credentialSubject.encodedList ?? ''
    }
    expect(bitOf(await list(), index)).toBe(0)
    const actor = orgs.systemActor(app.platform)
    await transaction(actor, async (tx) => {
      await certificates.withdraw(tx, actor, { personId, year: 2026, reason: '测试' })
      await audit.record(tx, actor, { act: 'test.withdraw', recordId: null })
      return { id: '' }
    })
    expect(bitOf(await list(), index)).toBe(1)
    expect(bitOf(await list(), placeOf(other.number).index)).toBe(0)
  })

  test('404: no such certificate', async () => {
    const { status } = await app
      .visitor()
      .call(readCredential, { params: { code: 'A'.repeat(22) } })
    expect(status).toBe(404)
  })
})

describe('GET /status-lists/:year/:city/:block', () => {
  test('404: of a city, a year or a stretch of numbers that has none yet', async () => {
    await makeCertificate(app)
    for (const address of ['2026/4499/0', '1999/4401/0', '2026/4401/1', '2026/4401/x'])
      expect((await listAt(address)).status, address).toBe(404)
  })

  test('the first place is the leftmost bit', () => {
    const bits = gunzipSync(Buffer.from(encodeList([0, 9, 131_071]).slice(1), 'base64url'))
    expect([bits[0], bits[1], bits.at(-1)]).toEqual([0x80, 0x40, 0x01])
  })

  test('is read from the index of those that ended', async () => {
    const list = { year: '2026', city: '4401', block: '0' }
    const { db } = app.platform
    const plan = await genericPlan(db, endedIn(db, list))
    expect(plan).toContain('certificates_ended')
    expect(plan).not.toContain('Sort')
  })
})
