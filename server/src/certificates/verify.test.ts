import { readCertificatePdf, verifyByCode, verifyByNumber } from '@xueshi/contract/certificates'
import { certifyYear, listYears } from '@xueshi/contract/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { credit, creditWholeYear, reverse } from '../../test/factories/ledger.ts'
import { makePerson } from '../../test/factories/people.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

/** A person with a certified year, and the certificate's number and code. */
async function makeHolder(name = '欧阳䶮') {
  const person = await makePerson(app, { account: { name } })
  const sources = await creditWholeYear(app, person.id, person.unitId)
  const { body } = await person.client.call(listYears)
  const { body: row } = await person.client.call(certifyYear, {
    params: { id: body.items[0]?.id ?? '' },
    body: {},
  })
  if (!row.certificate) throw new Error('no certificate')
  return { ...person, sources, certificate: row.certificate }
}

describe('GET /verifications/:code', () => {
  test('200 valid: masked facts, without a login', async () => {
    const { certificate, documentNumber } = await makeHolder()
    const { status, body } = await app
      .visitor()
      .call(verifyByCode, { params: { code: certificate.code } })
    expect(status).toBe(200)
    expect(body.result).toBe('valid')
    expect(body.certificate).toMatchObject({
      number: certificate.number,
      nameMasked: '欧阳*',
      totalTenths: 900,
    })
    const told = JSON.stringify(body)
    expect(told).not.toContain('欧阳䶮')
    expect(told).not.toContain(documentNumber.slice(4, 14))
  })

  test('200 unknown: a code that is nobody’s, and one of odd characters', async () => {
    for (const code of ['A'.repeat(22), "x' OR 1=1", '..%2f']) {
      const { body } = await app.visitor().call(verifyByCode, { params: { code } })
      expect(body).toEqual({ result: 'unknown', certificate: null })
    }
  })

  test('200 withdrawn: at once, with the reason, when the year loses hours', async () => {
    const { certificate, sources } = await makeHolder()
    if (sources[0]) await reverse(app, sources[0])
    const { body } = await app.visitor().call(verifyByCode, { params: { code: certificate.code } })
    expect(body.result).toBe('withdrawn')
    expect(body.certificate?.endReason).toContain('不再达标')
  })

  test('429: too many looks from one address, and well again after the window', async () => {
    const look = () => app.visitor().call(verifyByCode, { params: { code: 'B'.repeat(22) } })
    const statuses: number[] = []
    while (statuses.at(-1) !== 429 && statuses.length < 700) statuses.push((await look()).status)
    expect(statuses.at(-1)).toBe(429)
    expect(statuses.length).toBeGreaterThan(500)
    app.clock.advance(601_000)
    expect((await look()).status).toBe(200)
  })
})

describe('POST /verifications', () => {
  test('200: the number with its name, in any spelling of the dot and letter case', async () => {
    const { certificate } = await makeHolder('阿依古丽·买买提')
    const body = { number: certificate.number.toLowerCase(), name: '阿依古丽.买买提' }
    const answer = await app.visitor().call(verifyByNumber, { body })
    expect(answer.body.result).toBe('valid')
  })

  test('200 unknown: the number with another name tells nothing', async () => {
    const { certificate } = await makeHolder()
    const body = { number: certificate.number, name: '欧阳修' }
    const answer = await app.visitor().call(verifyByNumber, { body })
    expect(answer.body).toEqual({ result: 'unknown', certificate: null })
  })
})

describe('GET /certificates/:id/pdf', () => {
  test('200: a PDF for its holder', async () => {
    const { client, certificate } = await makeHolder()
    const answer = await client.call(readCertificatePdf, { params: { id: certificate.id } })
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('application/pdf')
    expect(Buffer.isBuffer(answer.body) && answer.body.subarray(0, 5).toString()).toBe('%PDF-')
  })

  test('422: no font has one of its characters', async () => {
    const person = await makePerson(app)
    const item = {
      name: '手机摄影\u{1F4F7}入门',
      institution: '广州木棉继续教育学院',
      startOn: '2026-04-11',
      endOn: '2026-04-12',
      recognisedBy: '广州木棉科技有限公司',
    }
    await credit(app, person.id, { category: 'elective', hoursTenths: 10, item })
    await creditWholeYear(app, person.id, person.unitId)
    const { body } = await person.client.call(listYears)
    const { body: row } = await person.client.call(certifyYear, {
      params: { id: body.items[0]?.id ?? '' },
      body: {},
    })
    const answer = await person.client.call(readCertificatePdf, {
      params: { id: row.certificate?.id ?? '' },
    })
    expect(answer.status).toBe(422)
    expect(answer.problem.code).toBe('UNPRINTABLE')
  })

  test('404 for another person, 401 for a visitor', async () => {
    const { certificate } = await makeHolder()
    const other = await makePerson(app)
    const params = { id: certificate.id }
    expect((await other.client.call(readCertificatePdf, { params })).status).toBe(404)
    expect((await app.visitor().call(readCertificatePdf, { params })).status).toBe(401)
  })
})
