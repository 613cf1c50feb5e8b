import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import {
  addEvidence,
  type Declaration,
  orderEvidence,
  readDeclaration,
  resumeEvidence,
} from '@xueshi/contract/declarations'
import type { Problem } from '@xueshi/contract/errors'
import { createCanvas } from '@napi-rs/canvas'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import { planted, startClamd } from '../../../test/clamd.ts'
import { makeDraft, makeSubmitted, pdf } from '../../../test/factories/declarations.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { cookieOf } from '../../../test/houses.ts'

let app: TestApp
let person: Awaited<ReturnType<typeof makePerson>>
let origin: string
beforeAll(async () => {
  app = await testApp()
  person = await makePerson(app)
  await app.server.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.server.address() as AddressInfo // it listens on a port
  origin = `http://127.0.0.1:${address.port}`
})
afterAll(async () => {
  app.server.server.closeAllConnections()
  await app.close()
})

type Place = { id: string; ticket: string; uploadUrl: string }
const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const headersFor = ({ ticket }: Place) => ({
  cookie: cookieOf(person.client),
  'tus-resumable': '1.0.0',
  'x-upload-ticket': ticket,
})
const read = async (id: string) =>
  (await person.client.call(readDeclaration, { params: { id } })).body
const patch = (opened: Place, bytes: Buffer, offset = 0) =>
  fetch(`${origin}${opened.uploadUrl}/${opened.id}`, {
    method: 'PATCH',
    headers: {
      ...headersFor(opened),
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
    },
    body: new Uint8Array(bytes),
  })
const ask = (opened: Place) =>
  fetch(`${origin}${opened.uploadUrl}/${opened.id}`, {
    method: 'HEAD',
    headers: headersFor(opened),
  })

async function begin({ id }: Declaration, bytes: Buffer, sha256 = sha256Of(bytes)): Promise<Place> {
  const body = { name: '附件.pdf', sizeBytes: bytes.length, sha256 }
  const { body: opened } = await person.client.call(addEvidence, { params: { id }, body })
  await fetch(origin + opened.uploadUrl, {
    method: 'POST',
    headers: { ...headersFor(opened), 'upload-length': String(bytes.length) },
  })
  return opened
}
const codeOf = async (response: Response) => {
  const problem = (await response.json()) as Problem // refusals answer with a problem
  return [response.status, problem.code]
}
const empty = () => makeDraft(app, person, { files: [] })
const inFolder = () => readdir(join(app.platform.config.dataDir, 'uploads'))

describe('what the browser says that it sends', () => {
  test('422 FILE_DAMAGED when something else arrives: no row, no bytes, and the record as it was', async () => {
    const draft = await empty()
    const opened = await begin(draft, pdf(5000))
    expect(await codeOf(await patch(opened, pdf(5000)))).toEqual([422, 'FILE_DAMAGED'])
    expect(await read(draft.id)).toMatchObject({ evidence: [], version: draft.version })
    expect(await inFolder()).toEqual([])
    expect((await ask(opened)).status).toBe(404)
  })

  test('is shown while the file is on its way, so that the same one is chosen again', async () => {
    const draft = await empty()
    const file = pdf(5000)
    const opened = await begin(draft, file)
    expect((await read(draft.id)).evidence).toMatchObject([{ sha256: sha256Of(file) }])
    await patch(opened, file)
    expect((await read(draft.id)).evidence).toMatchObject([{ state: 'ready', sha256: null }])
  })

  test('422 for what is no hash', async () => {
    const { id } = await empty()
    const body = { name: '证书.pdf', sizeBytes: 10, sha256: 'abc' }
    expect((await person.client.call(addEvidence, { params: { id }, body })).status).toBe(422)
  })
})

describe('POST /declarations/:id/evidence/:evidenceId/ticket', () => {
  test('200: another browser of the person’s goes on where the first stopped', async () => {
    const draft = await empty()
    const file = pdf(9000)
    const first = await begin(draft, file)
    await patch(first, file.subarray(0, 4000))
    const params = { id: draft.id, evidenceId: first.id }
    const { status, body } = await person.client.call(resumeEvidence, { params, body: {} })
    expect([status, body.id]).toEqual([200, first.id])
    expect((await ask(body)).headers.get('upload-offset')).toBe('4000')
    expect((await patch(body, file.subarray(4000), 4000)).status).toBe(204)
    expect((await read(draft.id)).evidence).toMatchObject([{ state: 'ready', sizeBytes: 9000 }])
    const late = await person.client.call(resumeEvidence, { params, body: {} })
    expect([late.status, late.problem.code]).toEqual([409, 'WRONG_STATE'])
  })

  test('404 for a stranger and under another record', async () => {
    const draft = await empty()
    const opened = await begin(draft, pdf(100))
    const call = (client: Client, id: string) =>
      client.call(resumeEvidence, { params: { id, evidenceId: opened.id }, body: {} })
    const { client: stranger } = await makePerson(app)
    expect((await call(stranger, draft.id)).status).toBe(404)
    expect((await call(person.client, (await empty()).id)).status).toBe(404)
  })
})

describe('POST /declarations/:id/evidence/order', () => {
  const order = (client: Client, { id, version }: Declaration, ids: string[]) =>
    client.call(orderEvidence, { params: { id }, body: { version, ids } })

  test('200: as listed, a new file behind them, and the record has a new version', async () => {
    const draft = await makeDraft(app, person, { files: [pdf(), pdf(), pdf()] })
    const ids = draft.evidence.map(({ id }) => id).toReversed()
    const { status, body } = await order(person.client, draft, ids)
    expect(status).toBe(200)
    expect([body.version, body.evidence.map(({ id }) => id)]).toEqual([draft.version + 1, ids])
    const further = await begin(draft, pdf(100))
    const { evidence } = await read(draft.id)
    expect(evidence.map(({ id }) => id)).toEqual([...ids, further.id])
  })

  test('409 STALE and WRONG_STATE, 422 for others than its own files, 404 for a stranger', async () => {
    const draft = await makeDraft(app, person, { files: [pdf(), pdf()] })
    const ids = draft.evidence.map(({ id }) => id)
    const [first = ''] = ids
    const codes = []
    for (const wrong of [[first], [first, first], [...ids, draft.id]])
      codes.push((await order(person.client, draft, wrong)).problem.code)
    expect(codes).toEqual(['INVALID', 'INVALID', 'INVALID'])
    const stale = { ...draft, version: draft.version - 1 }
    expect((await order(person.client, stale, ids)).problem.code).toBe('STALE')
    const { client: stranger } = await makePerson(app)
    expect((await order(stranger, draft, ids)).status).toBe(404)
    const sent = await makeSubmitted(app, person)
    const own = sent.evidence.map(({ id }) => id)
    expect((await order(person.client, sent, own)).problem.code).toBe('WRONG_STATE')
  })
})

describe('T24: files that mean harm', () => {
  test('a picture of a hundred thousand pixels each way is not taken, a large photograph is', async () => {
    const draft = await empty()
    const photo = createCanvas(4000, 3000).toBuffer('image/png')
    // The head of a PNG says how large it is: width and height, and the check sum over both.
    const flood = Buffer.from(photo)
    flood.writeUInt32BE(100_000, 16)
    flood.writeUInt32BE(100_000, 20)
    flood.writeUInt32BE(crc32(flood.subarray(12, 29)), 29)
    const opened = await begin(draft, flood)
    expect(await codeOf(await patch(opened, flood))).toEqual([415, 'FILE_TYPE'])
    const fine = await begin(draft, photo)
    expect((await patch(fine, photo)).status).toBe(204)
    expect((await read(draft.id)).evidence).toMatchObject([{ type: 'image/png', state: 'ready' }])
  })

  test('what the scanner knows is refused; while it is away nothing is taken, and nothing is lost', async () => {
    const clamd = await startClamd()
    const { config } = app.platform
    app.platform.config = { ...config, scanner: clamd.address }
    try {
      const draft = await empty()
      const infected = Buffer.concat([
        pdf(2000).subarray(0, -7),
        Buffer.from(`% ${planted}\n%%EOF\n`),
      ])
      const opened = await begin(draft, infected)
      expect(await codeOf(await patch(opened, infected))).toEqual([422, 'FILE_INFECTED'])
      expect(await read(draft.id)).toMatchObject({ evidence: [], version: draft.version })
      expect(await inFolder()).not.toContain(opened.id)

      await clamd.pause()
      const clean = pdf(3000)
      const waiting = await begin(draft, clean)
      const away = await patch(waiting, clean)
      expect(await codeOf(away)).toEqual([503, 'UNAVAILABLE'])
      expect(away.headers.get('retry-after')).toBe('10')
      expect((await read(draft.id)).evidence).toMatchObject([{ state: 'uploading' }])
      await clamd.start()
      expect((await ask(waiting)).headers.get('upload-offset')).toBe('3000')
      expect((await read(draft.id)).evidence).toMatchObject([{ state: 'ready', sizeBytes: 3000 }])
    } finally {
      app.platform.config = config
      await clamd.stop()
    }
  }, 60_000)
})

/** CRC-32 as PNG has it. */
function crc32(bytes: Buffer): number {
  let crc = 0xffff_ffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1
  }
  return (crc ^ 0xffff_ffff) >>> 0
}
