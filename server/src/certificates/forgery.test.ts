import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { oids } from '@xueshi/contract/certificates/cms'
import {
  part,
  readDer,
  readOnly,
  readParts,
  tags,
  writeDer,
  writeOid,
} from '@xueshi/contract/certificates/der'
import { checkSignedPdf, type SignedPdf } from '@xueshi/contract/certificates/signed-pdf'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { makeCertificate } from '../../test/factories/certificates.ts'
import { signPdf } from '../platform/pdf-signature.ts'
import { print } from '../platform/printing.ts'
import { createSigner, type Signer } from '../platform/signer.ts'
import { createSigning } from '../platform/signing.ts'
import * as documents from './documents/service.ts'
import { type CertificateFacts, printOf } from './rules.ts'

let app: TestApp
let signer: Signer
let facts: CertificateFacts
let genuine: Buffer
let another: Buffer
beforeAll(async () => {
  app = await testApp()
  const found = await app.platform.signing.signer()
  if (!found) throw new Error('nobody signs')
  signer = found
  const make = async () => {
    const { id, code } = await makeCertificate(app)
    const row = app.platform.db.selectFrom('certificates').select('facts').where('id', '=', id)
    facts = (await row.executeTakeFirstOrThrow()).facts as unknown as CertificateFacts // as issued
    return documents.pdfOf(app.platform, { id, code, facts })
  }
  another = await make()
  genuine = await make()
})
afterAll(() => app.close())

const check = (pdf: Uint8Array): Promise<SignedPdf> => checkSignedPdf(crypto.subtle, pdf, [signer])
const resultOf = async (pdf: Uint8Array) => (await check(pdf)).result

/** Where the signature stands between its brackets. */
function gapOf(pdf: Buffer) {
  const start = pdf.lastIndexOf('/Contents <') + '/Contents <'.length
  return { start, end: pdf.indexOf('>', start) }
}

/** The file with another signature in the place of its own. */
function withSignature(pdf: Buffer, cms: Uint8Array): Buffer {
  const { start, end } = gapOf(pdf)
  const forged = Buffer.from(pdf)
  forged.write(
    Buffer.from(cms)
      .toString('hex')
      .padEnd(end - start, '0'),
    start,
    'latin1',
  )
  return forged
}

function signatureOf(pdf: Buffer): Uint8Array {
  const { start, end } = gapOf(pdf)
  return readDer(Buffer.from(pdf.toString('latin1', start, end), 'hex')).whole
}

test('as it left the house it is genuine', async () => {
  expect([await resultOf(genuine), await resultOf(another)]).toEqual(['genuine', 'genuine'])
})

describe('one altered byte is found', () => {
  const alter = async (at: number, by: number) => {
    const forged = Buffer.from(genuine)
    forged[at] = (forged[at] ?? 0) ^ by
    return [at, by, (await resultOf(forged)) === 'genuine']
  }
  const changes = [0x01, 0x20, 0xff]

  test('anywhere in the file', async () => {
    const place = fc.integer({ min: 0, max: genuine.length - 1 })
    await fc.assert(
      fc.asyncProperty(place, fc.constantFrom(...changes), async (at, by) => {
        expect(await alter(at, by)).toEqual([at, by, false])
      }),
      { numRuns: 300, seed: 35 },
    )
  }, 120_000)

  test('everywhere about the signature, every seventh byte', async () => {
    const { start } = gapOf(genuine)
    const used = start + signatureOf(genuine).length * 2
    for (let at = start - 700; at < used + 100; at += 7)
      for (const by of [0x01, 0x20]) expect(await alter(at, by)).toEqual([at, by, false])
  }, 120_000)
})

describe('a forged certificate is refused', () => {
  const attacker = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const note = { reason: '签发', location: 'https://xueshi.example/verify/x#1', at: new Date() }
  const changed = () =>
    print(
      printOf(
        { ...facts, name: '陈伪造' },
        { proved: note.location, signer, photo: null, seal: null },
      ),
    )

  test('with the signature of another certificate', async () => {
    const forged = withSignature(genuine, signatureOf(another))
    expect(await resultOf(forged)).toBe('altered')
  })

  test('signed by the attacker under the house’s own certificate', async () => {
    const { certificate, chain } = signer
    const thief = createSigner({ key: attacker(), certificate, chain, demo: true })
    const forged = await signPdf(await changed(), { signer: thief, stamper: null, note })
    expect(await resultOf(forged)).toBe('altered')
  })

  test('signed by the attacker under a certificate of their own with the same name', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'attacker-'))
    const config = { signing: 'demo' as const, timeAuthorities: [], dataDir }
    const theirs = createSigning(config, app.clock, app.platform.log)
    const { pdf } = await theirs.sign(await changed(), note)
    await rm(dataDir, { recursive: true })
    expect((await theirs.signer())?.subject).toBe(signer.subject)
    expect(await resultOf(pdf)).toBe('foreign')
  })

  test('a genuine one that was signed once more, or had anything put after it', async () => {
    for (const addition of ['\n', ' ', '%\n', '\n1 0 obj\n<< >>\nendobj\n'])
      expect(await resultOf(Buffer.concat([genuine, Buffer.from(addition)]))).toBe('altered')
    const copy = Buffer.concat([genuine, genuine.subarray(genuine.lastIndexOf('xref\n'))])
    expect(await resultOf(copy)).toBe('altered')
  })

  test('with something before it, cut short, empty, or no PDF at all', async () => {
    const before = Buffer.concat([Buffer.from('\n'), genuine])
    expect(await resultOf(before)).toBe('unsigned')
    expect(await resultOf(genuine.subarray(0, -1))).toBe('altered')
    expect(await resultOf(genuine.subarray(0, 5000))).toBe('unsigned')
    expect(await resultOf(Buffer.alloc(0))).toBe('unsigned')
    expect(await resultOf(Buffer.from('%PDF-1.7\n/ByteRange [0 '))).toBe('altered')
  })

  test('with a range that leaves some of it out', async () => {
    const text = genuine.toString('latin1')
    const [range = ''] = /\/ByteRange \[0 \d+ \d+ \d+ *\]/.exec(text) ?? []
    const [start, end, rest] = range.match(/\d+/g)?.slice(1).map(Number) ?? []
    const written = (numbers: (number | undefined)[]) =>
      Buffer.from(
        text.replace(range, `/ByteRange [0 ${numbers.join(' ')}`.padEnd(range.length - 1) + ']'),
        'latin1',
      )
    for (const numbers of [
      [(start ?? 0) - 10, end, rest],
      [start, end, (rest ?? 0) - 10],
      [start, (end ?? 0) + 10, (rest ?? 0) - 10],
    ])
      expect(await resultOf(written(numbers))).toBe('altered')
  })

  test('with anything unsigned put beside the signature', async () => {
    const [type, held] = readParts(readOnly(signatureOf(genuine), tags.sequence))
    const parts = readParts(readDer(held?.content ?? new Uint8Array()))
    const whole = (each: { whole: Uint8Array }) => each.whole
    const rebuilt = (inside: Uint8Array[]) =>
      writeDer(
        tags.sequence,
        type?.whole ?? new Uint8Array(),
        writeDer(part(0), writeDer(tags.sequence, ...inside)),
      )
    const before = parts.slice(0, -1).map(whole)
    const signers = parts.at(-1)?.whole ?? new Uint8Array()
    expect(await resultOf(withSignature(genuine, rebuilt([...before, signers])))).toBe('genuine')
    // A list of revoked certificates.
    const revoked = writeDer(part(1), writeDer(tags.sequence))
    expect(await resultOf(withSignature(genuine, rebuilt([...before, revoked, signers])))).toBe(
      'altered',
    )
    // An attribute that nobody signed.
    const attribute = writeDer(
      tags.sequence,
      writeOid(oids.data),
      writeDer(tags.set, writeDer(tags.nothing)),
    )
    const own = readParts(readDer(readDer(signers).content)).map(whole)
    const loose = writeDer(tags.set, writeDer(tags.sequence, ...own, writeDer(part(1), attribute)))
    expect(await resultOf(withSignature(genuine, rebuilt([...before, loose])))).toBe('altered')
  })

  test('in capital letters, or with something in the room that is left over', async () => {
    const { start, end } = gapOf(genuine)
    const hex = genuine.toString('latin1', start, end)
    const forged = Buffer.from(genuine)
    forged.write(hex.toUpperCase(), start, 'latin1')
    expect(await resultOf(forged)).toBe('altered')
    forged.write(`${hex.slice(0, -1)}1`, start, 'latin1')
    expect(await resultOf(forged)).toBe('altered')
  })
})

test('a house that trusts another key finds it foreign, and its own bytes whole', async () => {
  expect((await checkSignedPdf(crypto.subtle, genuine, [])).result).toBe('foreign')
})
