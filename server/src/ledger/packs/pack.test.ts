import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readIssuer, verifyFile } from '@xueshi/contract/certificates'
import { checkSignedPdf } from '@xueshi/contract/certificates/signed-pdf'
import { formatHours } from '@xueshi/contract/hours'
import { categories, certifyYear, listYears } from '@xueshi/contract/ledger'
import { printReviewPack, readReviewPack } from '@xueshi/contract/ledger/packs'
import { compactVerify, importJWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { credit, creditWholeYear, reverse } from '../../../test/factories/ledger.ts'
import { actorOf, makePerson } from '../../../test/factories/people.ts'
import * as packs from './service.ts'

let app: TestApp
let directory: string
beforeAll(async () => {
  app = await testApp()
  directory = await mkdtemp(join(tmpdir(), 'packs-'))
})
afterAll(async () => {
  await app.close()
  await rm(directory, { recursive: true, force: true })
})

const ask = async (tool: string, ...options: string[]) =>
  (await promisify(execFile)(tool, options, { cwd: directory })).stdout
const bytesOf = (body: unknown): Buffer => {
  if (!Buffer.isBuffer(body)) throw new Error('there is no file')
  return body
}

/** Somebody certified this year, with some hours two years ago, of which some were taken back. */
async function makeLearner() {
  const person = await makePerson(app)
  await creditWholeYear(app, person.id, person.unitId)
  const [met] = (await person.client.call(listYears, { query: {} })).body.items
  await person.client.call(certifyYear, { params: { id: met?.id ?? '' }, body: {} })
  await credit(app, person.id, { category: 'public', hoursTenths: 125, year: 2024 })
  await credit(app, person.id, { category: 'professional', hoursTenths: 400, year: 2024 })
  await reverse(
    app,
    await credit(app, person.id, { category: 'elective', hoursTenths: 777, year: 2024 }),
  )
  return person
}

describe('GET /review-pack', () => {
  test('200: five years, newest first; each sum is what counts of its items, and the whole that of the years', async () => {
    const person = await makeLearner()
    const { body } = await person.client.call(readReviewPack)
    expect(body.years.map(({ year }) => year)).toEqual([2026, 2025, 2024, 2023, 2022])
    expect([body.from, body.to]).toEqual([2022, 2026])
    for (const { counted, countedTotalTenths, items } of body.years) {
      for (const category of categories) {
        const own = items.filter((item) => item.category === category)
        expect(own.reduce((sum, item) => sum + item.countedTenths, 0)).toBe(counted[category])
      }
      expect(items.reduce((sum, item) => sum + item.countedTenths, 0)).toBe(countedTotalTenths)
    }
    const { rows } = await app.platform.db
      .selectFrom('years')
      .select(({ fn }) => [
        fn.sum<string>('publicTenths').as('public'),
        fn.sum<string>('professionalTenths').as('professional'),
        fn.sum<string>('electiveTenths').as('elective'),
      ])
      .where('personId', '=', person.id)
      .execute()
      .then((found) => ({ rows: found }))
    const of = (category: 'public' | 'professional' | 'elective') => Number(rows[0]?.[category])
    expect(body.counted).toEqual({
      public: of('public'),
      professional: of('professional'),
      elective: of('elective'),
    })
    expect(body.countedTotalTenths).toBe(of('public') + of('professional') + of('elective'))
    expect(JSON.stringify(body)).not.toContain('777')
    expect(body.holder.documentNumberMasked).toMatch(/^440\*+\d{3}[\dX]$/)
    expect(JSON.stringify(body)).not.toContain(person.documentNumber)
  })

  test('200: a certified year brings a credential that others verify, another year none', async () => {
    const { client: own } = await makeLearner()
    const { body } = await own.call(readReviewPack)
    const [certified, ...others] = body.years
    expect(others.map(({ certificate }) => certificate)).toEqual([null, null, null, null])
    const { body: issuer } = await app.visitor().call(readIssuer)
    const key = await importJWK(issuer.verificationMethod.at(-1)?.publicKeyJwk ?? { kty: '' })
    const { payload } = await compactVerify(certified?.certificate?.credential ?? '', key)
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
      credentialSubject: { certificateNumber: certified?.certificate?.number, totalHours: 90 },
    })
  })

  test('200: somebody without any hours has five empty years', async () => {
    const { client: own } = await makePerson(app)
    const { body } = await own.call(readReviewPack)
    expect(body.years.map(({ countedTotalTenths }) => countedTotalTenths)).toEqual([0, 0, 0, 0, 0])
    expect((await own.call(printReviewPack)).status).toBe(200)
  })

  test('T32: the years are those of Asia/Shanghai, to the second', async () => {
    const person = await makePerson(app)
    const before = app.clock.now()
    const newest = async (instant: string) => {
      app.clock.set(new Date(instant))
      return (await packs.read(await actorOf(app, person))).to
    }
    expect(await newest('2026-12-31T15:59:59.999Z')).toBe(2026)
    expect(await newest('2026-12-31T16:00:00.000Z')).toBe(2027)
    app.clock.set(before)
  })
})

describe('GET /review-pack/file', () => {
  test('200: says the same sums, year by year and together, and its codes are the certificates’', async () => {
    const person = await makeLearner()
    const { body: pack } = await person.client.call(readReviewPack)
    const pdf = bytesOf((await person.client.call(printReviewPack)).body)
    await writeFile(join(directory, 'pack.pdf'), pdf)
    const text = await ask('pdftotext', '-layout', 'pack.pdf', '-')
    const lineOf = (start: RegExp) => text.split('\n').find((line) => start.test(line)) ?? ''
    for (const { year, counted, required, countedTotalTenths, requiredTotalTenths } of pack.years) {
      const pairs = lineOf(new RegExp(`^\\s*${year}\\s.*/`)).match(/[\d.]+\/[\d.]+/g)
      expect(pairs).toEqual([
        ...categories.map((each) => `${formatHours(counted[each])}/${formatHours(required[each])}`),
        `${formatHours(countedTotalTenths)}/${formatHours(requiredTotalTenths)}`,
      ])
    }
    expect(lineOf(/5 年合计/).match(/[\d.]+/g)).toEqual([
      '5',
      ...categories.map((each) => formatHours(pack.counted[each])),
      formatHours(pack.countedTotalTenths),
    ])
    const words = [pack.holder.name, pack.holder.documentNumberMasked, pack.holder.unitName]
    for (const each of words) expect(text.replaceAll(' ', '')).toContain(each.replaceAll(' ', ''))
    await ask(
      'pdftoppm',
      '-r',
      '110',
      '-f',
      '1',
      '-l',
      '1',
      '-png',
      '-singlefile',
      'pack.pdf',
      'page',
    )
    const certificate = pack.years[0]?.certificate
    expect(await ask('zbarimg', '--quiet', 'page.png')).toContain(
      `QR-Code:${certificate?.verifyUrl}#`,
    )
    expect(await ask('qpdf', '--check', 'pack.pdf')).toContain(
      'No syntax or stream encoding errors',
    )
  })

  test('is signed by the house, taken for no certificate, and refused when a byte is another', async () => {
    const person = await makeLearner()
    const pdf = bytesOf((await person.client.call(printReviewPack)).body)
    await writeFile(join(directory, 'signed.pdf'), pdf)
    expect(await ask('pdfsig', '-nocert', 'signed.pdf')).toContain('Signature is Valid')
    const signer = await app.platform.signing.signer()
    if (!signer) throw new Error('nobody signs')
    expect((await checkSignedPdf(crypto.subtle, pdf, [signer])).result).toBe('genuine')
    const verify = async (file: Buffer) => (await app.visitor().call(verifyFile, { file })).body
    expect(await verify(pdf)).toMatchObject({ file: 'genuine', paper: 'pack', verification: null })
    const altered = Buffer.from(pdf)
    altered[900] = (altered[900] ?? 0) ^ 1
    expect(await verify(altered)).toMatchObject({ file: 'altered', paper: null })
  })
})
