import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readCertificatePdf } from '@xueshi/contract/certificates'
import { checkProof } from '@xueshi/contract/certificates/proof'
import { checkSignedPdf } from '@xueshi/contract/certificates/signed-pdf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { clientFor } from '../../test/factories/accounts.ts'
import { makeCertificate as make } from '../../test/factories/certificates.ts'
import { houseState } from '../platform/house-state.ts'
import { prepareJobs } from '../platform/jobs.ts'
import { SigningOut } from '../platform/signing.ts'
import * as documents from './documents/service.ts'

let app: TestApp
let directory: string
beforeAll(async () => {
  app = await testApp()
  directory = await mkdtemp(join(tmpdir(), 'documents-'))
})
afterAll(async () => {
  await app.close()
  await rm(directory, { recursive: true, force: true })
})

const ask = async (tool: string, ...options: string[]) =>
  (await promisify(execFile)(tool, options, { cwd: directory })).stdout

/** One certificate of somebody new, and its PDF for the asking. */
async function makeCertificate(name?: string) {
  const issued = await make(app, name === undefined ? {} : { name })
  const read = async () => {
    const client = await clientFor(app, { accountId: issued.personId })
    return client.call(readCertificatePdf, { params: { id: issued.id } })
  }
  return { ...issued, read }
}

const bytesOf = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))

describe('a printed certificate', () => {
  test('carries a signature that other people’s tools find good, over all of the file', async () => {
    const { read, number } = await makeCertificate()
    await writeFile(join(directory, 'signed.pdf'), bytesOf((await read()).body))
    const found = await ask('pdfsig', '-nocert', 'signed.pdf')
    expect(found).toContain('Signature is Valid')
    expect(found).toContain('Total document signed')
    expect(found).toContain('ETSI.CAdES.detached')
    expect(found).toContain('学时系统演示签名')
    expect(await ask('qpdf', '--check', 'signed.pdf')).toContain(
      'No syntax or stream encoding errors',
    )
    expect(await ask('pdftotext', '-layout', 'signed.pdf', '-')).toContain(number)
    expect(await ask('pdfinfo', 'signed.pdf')).toMatch(/Tagged:\s+yes/)
    for (const line of (await ask('pdffonts', 'signed.pdf')).trim().split('\n').slice(2))
      expect(line).toMatch(/NotoSerifSC.*\byes yes yes\b/)
  })

  test('says of itself that it is PDF/A-2a, which is 2b and more, in words that no signature has touched', async () => {
    const { read } = await makeCertificate()
    const pdf = bytesOf((await read()).body)
    await writeFile(join(directory, 'archived.pdf'), pdf)
    const metadata = await ask('pdfinfo', '-meta', 'archived.pdf')
    expect(metadata).toMatch(/pdfaid:part(="|>)2/)
    expect(metadata).toMatch(/pdfaid:conformance(="|>)A/)
    // What the format forbids: a file that somebody cannot open one day.
    expect(pdf.includes('/Encrypt')).toBe(false)
  })

  test('is one update after the file that was printed, which is left as it was', async () => {
    const { read } = await makeCertificate()
    const text = bytesOf((await read()).body).toString('latin1')
    expect(text.match(/startxref/g)).toHaveLength(2)
    expect(text).toMatch(/\/Prev \d+/)
  })

  test('is believed by our own rules, with the address and a proof in the signature', async () => {
    const { read, code, number } = await makeCertificate('欧阳䶮')
    const signer = await app.platform.signing.signer()
    if (!signer) throw new Error('nobody signs')
    const found = await checkSignedPdf(crypto.subtle, bytesOf((await read()).body), [signer])
    if (found.result !== 'genuine') throw new Error(found.result)
    expect(found).toMatchObject({ demo: true, stamp: null, signedAt: '2026-06-01T02:00:00.000Z' })
    const [address, proof = ''] = found.location.split('#')
    expect(address).toBe(`${app.platform.config.publicUrl}/verify/${code}`)
    const keys = documents.proofKeys(app.platform)
    const facts = await checkProof(crypto.subtle, keys, { code, proof })
    expect(facts).toMatchObject({ number, nameMasked: '欧阳*', totalTenths: 900 })
    expect(await checkProof(crypto.subtle, keys, { code: 'another', proof })).toBeNull()
  })

  test('is the same file each time, from memory, from the locker, and for two at once', async () => {
    const { read, id } = await makeCertificate()
    const [one, other] = await Promise.all([read(), read()])
    expect(bytesOf(one.body).equals(bytesOf(other.body))).toBe(true)
    expect(bytesOf((await read()).body).equals(bytesOf(one.body))).toBe(true)
    documents.forgetFiles()
    expect(bytesOf((await read()).body).equals(bytesOf(one.body))).toBe(true)
    const kept = app.platform.db.selectFrom('certificateDocuments').where('certificateId', '=', id)
    expect(await kept.selectAll().execute()).toHaveLength(1)
  })

  test('is made again when its file is damaged or gone, and good again', async () => {
    const { read, id } = await makeCertificate()
    const first = bytesOf((await read()).body)
    const keyOf = async () => {
      const kept = app.platform.db
        .selectFrom('certificateDocuments')
        .where('certificateId', '=', id)
      return (await kept.select('fileKey').executeTakeFirstOrThrow()).fileKey
    }
    const files = join(app.platform.config.dataDir, 'files')
    await writeFile(join(files, await keyOf()), first.subarray(0, 1000))
    documents.forgetFiles()
    const second = await read()
    expect(second.status).toBe(200)
    await rm(join(files, await keyOf()))
    documents.forgetFiles()
    await writeFile(join(directory, 'again.pdf'), bytesOf((await read()).body))
    expect(await ask('pdfsig', '-nocert', 'again.pdf')).toContain('Signature is Valid')
  })

  test('lets its file go when nobody asks for it in three months, and is made again', async () => {
    const asked = await makeCertificate()
    const forgotten = await makeCertificate()
    const kept = async () => {
      const rows = app.platform.db.selectFrom('certificateDocuments').select('certificateId')
      return (await rows.execute()).map(({ certificateId }) => certificateId)
    }
    const later = () => app.clock.advance(60 * 86_400_000)
    await asked.read()
    await forgotten.read()
    later()
    documents.forgetFiles()
    await asked.read()
    later()
    await documents.sweep(app.platform)
    expect(await kept()).toEqual([asked.id])
    expect(await filesUnder(join(app.platform.config.dataDir, 'files'))).toHaveLength(1)
    documents.forgetFiles()
    expect((await forgotten.read()).status).toBe(200)
    expect(await kept()).toHaveLength(2)
  })
})

const filesUnder = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

describe('a key that does not sign', () => {
  test('503 SIGNING_OUT, and everything else goes on; well again once it is put right', async () => {
    const { read } = await makeCertificate()
    const { signing } = app.platform
    app.platform.signing = {
      ...signing,
      signer: () => Promise.reject(new SigningOut('it ended yesterday')),
    }
    const { status, problem } = await read()
    expect([status, problem.code]).toEqual([503, 'SIGNING_OUT'])
    await prepareJobs(app.database.ownerUrl)
    expect((await houseState(app.platform)).signing).toMatchObject({ state: 'out', subject: null })
    app.platform.signing = signing
    expect((await houseState(app.platform)).signing.state).toBe('demo')
    expect((await read()).status).toBe(200)
  })

  test('a house that signs nothing prints without a signature, and says so', async () => {
    const { read } = await makeCertificate()
    const { signing } = app.platform
    app.platform.signing = {
      signer: () => Promise.resolve(null),
      sign: (pdf) => Promise.resolve({ pdf, signer: '', complete: true }),
    }
    const pdf = bytesOf((await read()).body)
    app.platform.signing = signing
    expect(pdf.includes('/ByteRange')).toBe(false)
    expect(await checkSignedPdf(crypto.subtle, pdf, [])).toEqual({ result: 'unsigned' })
    await writeFile(join(directory, 'unsigned.pdf'), pdf)
    expect(await ask('pdftotext', '-layout', 'unsigned.pdf', '-')).not.toContain('电子签名')
  })
})
