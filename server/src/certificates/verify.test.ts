import {
  fileLimit,
  readCertificatePdf,
  readVerificationKeys,
  verifyByCode,
  verifyByNumber,
  verifyFile,
} from '@xueshi/contract/certificates'
import { checkProof } from '@xueshi/contract/certificates/proof'
import { checkSignedPdf } from '@xueshi/contract/certificates/signed-pdf'
import { certifyYear, listYears } from '@xueshi/contract/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { credit, creditWholeYear, reverse } from '../../test/factories/ledger.ts'
import { makePerson } from '../../test/factories/people.ts'
import { failingDatabase } from '../../test/failing-database.ts'
import { flushLooks } from './verification/service.ts'

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

test('T10: a known number with another’s name is as unknown as no number, in bytes and in what is asked for it', async () => {
  const { certificate } = await makeHolder()
  const failing = failingDatabase(app.database.appUrl)
  const { db } = app.platform
  const statementsOf = async (number: string) => {
    const body = { number, name: '别人' }
    const answer = await app.visitor().call(verifyByNumber, { body })
    for (let count = 1; ; count += 1) {
      app.platform.db = failing.db
      failing.arm(count, 'fails')
      await app.visitor().call(verifyByNumber, { body })
      const reached = failing.disarm()
      app.platform.db = db
      if (!reached) return { count, answer: JSON.stringify(answer.body) }
    }
  }
  // What a house reads once of a database that is new to it belongs to neither.
  await statementsOf(certificate.number)
  const known = await statementsOf(certificate.number)
  expect(await statementsOf('4401 2026 999999 9')).toEqual(known)
  expect(known.answer).toBe(JSON.stringify({ result: 'unknown', certificate: null }))
  await failing.close()
})

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

describe('POST /verifications/file', () => {
  const verify = async (file: Buffer) => {
    const { status, body } = await app.visitor().call(verifyFile, { file })
    expect(status).toBe(200)
    return body
  }

  test('200 genuine: with how its certificate stands, and withdrawn at once when it is', async () => {
    const { client, certificate, sources } = await makeHolder()
    const { body } = await client.call(readCertificatePdf, { params: { id: certificate.id } })
    const file = Buffer.from(body as Buffer) // media answers with bytes
    const found = await verify(file)
    expect(found).toMatchObject({ file: 'genuine', demo: true, stampedAt: null })
    expect(found.verification?.result).toBe('valid')
    expect(found.verification?.certificate?.number).toBe(certificate.number)
    if (sources[0]) await reverse(app, sources[0])
    expect((await verify(file)).verification?.result).toBe('withdrawn')
    const forged = Buffer.from(file)
    forged[2000] = (forged[2000] ?? 0) ^ 1
    expect(await verify(forged)).toMatchObject({ file: 'altered', verification: null })
  })

  test('200 unsigned: any other file', async () => {
    for (const file of [Buffer.from('%PDF-1.7\n'), Buffer.from('hello'), Buffer.alloc(70_000, 65)])
      expect(await verify(file)).toMatchObject({ file: 'unsigned', verification: null })
  })

  test('413 a file that is too large, 415 what is sent as anything else', async () => {
    const large = await app.visitor().call(verifyFile, { file: Buffer.alloc(fileLimit.bytes + 1) })
    expect([large.status, large.problem.code]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
    const other = await app.server.inject({
      method: 'POST',
      url: '/api/verifications/file',
      payload: { some: 'json' },
    })
    expect(other.statusCode).toBe(415)
  })
})

describe('GET /verification-keys', () => {
  test('200: what a browser needs to check a certificate without us', async () => {
    const { client, certificate } = await makeHolder()
    const { body: pdf } = await client.call(readCertificatePdf, { params: { id: certificate.id } })
    const { body } = await app.visitor().call(readVerificationKeys, {})
    const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64url'))
    const trusted = body.signers.map((signer) => ({
      ...signer,
      certificate: bytes(signer.certificate),
      chain: signer.chain.map(bytes),
    }))
    const found = await checkSignedPdf(crypto.subtle, Buffer.from(pdf as Buffer), trusted) // as above
    if (found.result !== 'genuine') throw new Error(found.result)
    const [, proof = ''] = found.location.split('#')
    const keys = body.proofs.map(({ id, spki }) => ({ id, spki: bytes(spki) }))
    const facts = await checkProof(crypto.subtle, keys, { code: certificate.code, proof })
    expect(facts?.number).toBe(certificate.number)
    expect(JSON.stringify(body)).not.toContain('PRIVATE')
  })
})

describe('looks', () => {
  const looksAt = async (id: string) => {
    const { db } = app.platform
    const rows = db.selectFrom('certificateLooks').select(['day', 'way', 'count'])
    return rows.where('certificateId', '=', id).orderBy('way').execute()
  }

  test('are counted by day and way, and added together; nothing is lost when the database is away', async () => {
    const { client, certificate, name } = await makeHolder()
    const { id, code, number } = certificate
    const { body: pdf } = await client.call(readCertificatePdf, { params: { id } })
    const file = Buffer.from(pdf as Buffer) // as above
    const byCode = () => app.visitor().call(verifyByCode, { params: { code } })
    const { db } = app.platform
    const failing = failingDatabase(app.database.appUrl)
    app.platform.db = failing.db
    // The slow one first: a while after the first of them they are added to the database without being asked.
    await app.visitor().call(verifyFile, { file })
    for (let turn = 0; turn < 5; turn += 1) await byCode()
    await app.visitor().call(verifyByNumber, { body: { number, name } })
    await app.visitor().call(verifyByNumber, { body: { number, name: '另一人' } })
    expect(await looksAt(id)).toEqual([])
    failing.arm(1, 'fails')
    await flushLooks(app.platform)
    expect(failing.disarm()).toBe(true)
    expect(await looksAt(id)).toEqual([])
    await Promise.all([flushLooks(app.platform), flushLooks(app.platform)])
    const day = '2026-06-01'
    expect(await looksAt(id)).toEqual([
      { day, way: 'code', count: 5 },
      { day, way: 'file', count: 1 },
      { day, way: 'number', count: 1 },
    ])
    await byCode()
    await flushLooks(app.platform)
    expect((await looksAt(id))[0]).toMatchObject({ count: 6 })
    app.platform.db = db
    await failing.close()
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
