import { createHash } from 'node:crypto'
import { readdir, stat, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import {
  addEvidence,
  type Declaration,
  evidenceLimit,
  readDeclaration,
  removeEvidence,
} from '@xueshi/contract/declarations'
import type { Problem } from '@xueshi/contract/errors'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../test/app.ts'
import { clientFor } from '../../test/factories/accounts.ts'
import {
  individualActor,
  makeDraft,
  makeSubmitted,
  pdf,
} from '../../test/factories/declarations.ts'
import { makePerson } from '../../test/factories/people.ts'
import * as declarations from './service.ts'

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
  // A connection whose last answer has just ended may not count as idle yet, and would be waited for.
  app.server.server.closeAllConnections()
  await app.close()
})

type Place = { id: string; ticket: string; uploadUrl: string }
const cookieOf = (client: Client) =>
  Object.entries(client.cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')
const headersFor = (client: Client, ticket: string) => ({
  cookie: cookieOf(client),
  'tus-resumable': '1.0.0',
  'x-upload-ticket': ticket,
})

const place = async (draft: Declaration, sizeBytes: number, name = '结业证书.pdf') =>
  (await person.client.call(addEvidence, { params: { id: draft.id }, body: { name, sizeBytes } }))
    .body
const begin = ({ ticket, uploadUrl }: Place, length: number, client = person.client) =>
  fetch(origin + uploadUrl, {
    method: 'POST',
    headers: { ...headersFor(client, ticket), 'upload-length': String(length) },
  })
const send = (
  { id, ticket, uploadUrl }: Place,
  bytes: Buffer,
  offset = 0,
  client = person.client,
) =>
  fetch(`${origin}${uploadUrl}/${id}`, {
    method: 'PATCH',
    headers: {
      ...headersFor(client, ticket),
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
    },
    body: new Uint8Array(bytes),
  })
const ask = ({ id, ticket, uploadUrl }: Place, client = person.client) =>
  fetch(`${origin}${uploadUrl}/${id}`, { method: 'HEAD', headers: headersFor(client, ticket) })
const codeOf = async (response: Response) => {
  const problem = (await response.json()) as Problem // refusals answer with a problem
  return [response.status, problem.code]
}
const read = async (id: string) =>
  (await person.client.call(readDeclaration, { params: { id } })).body
const filesCount = async () => {
  const { count } = await app.platform.db
    .selectFrom('files')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

describe('uploading evidence', () => {
  test('the file is the record’s when the last byte is here, and its version has risen', async () => {
    const draft = await makeDraft(app, person, { files: [] })
    const file = pdf(300_000)
    const opened = await place(draft, file.length, '结业证书.docx')
    const begun = await begin(opened, file.length)
    expect([begun.status, begun.headers.get('location')]).toEqual([
      201,
      `/api/uploads/${opened.id}`,
    ])
    expect((await read(draft.id)).evidence).toMatchObject([
      { state: 'uploading', type: null, viewUrl: null },
    ])
    expect((await read(draft.id)).version).toBe(draft.version)
    const half = await send(opened, file.subarray(0, 100_000))
    expect([half.status, half.headers.get('upload-offset')]).toEqual([204, '100000'])
    expect((await send(opened, file.subarray(100_000), 100_000)).status).toBe(204)
    const { evidence, version, checks } = await read(draft.id)
    expect(evidence).toMatchObject([
      {
        id: opened.id,
        name: '结业证书.docx',
        state: 'ready',
        type: 'application/pdf',
        sizeBytes: 300_000,
      },
    ])
    expect(version).toBe(draft.version + 1)
    expect(checks.map(({ code }) => code)).not.toContain('NO_EVIDENCE')
    const stored = await fetch(origin + (evidence[0]?.viewUrl ?? ''), {
      headers: { cookie: cookieOf(person.client) },
    })
    expect(Buffer.from(await stored.arrayBuffer()).equals(file)).toBe(true)
    expect(await readdir(join(app.platform.config.dataDir, 'uploads'))).toEqual([])
    const again = await ask(opened)
    expect([again.status, again.headers.get('upload-offset')]).toEqual([200, '300000'])
  })

  test('cut at 60 %, it is resumed where the bytes ended', async () => {
    const draft = await makeDraft(app, person, { files: [] })
    const file = pdf(1_000_000)
    const opened = await place(draft, file.length)
    await begin(opened, file.length)
    const cut = httpRequest(`${origin}${opened.uploadUrl}/${opened.id}`, {
      method: 'PATCH',
      headers: {
        ...headersFor(person.client, opened.ticket),
        'content-type': 'application/offset+octet-stream',
        'content-length': file.length,
        'upload-offset': '0',
      },
    })
    const closed = new Promise((resolve) => cut.on('error', resolve).on('close', resolve))
    cut.write(file.subarray(0, 600_000))
    await reached(opened, 600_000)
    cut.destroy()
    await closed
    const asked = await ask(opened)
    expect([asked.status, asked.headers.get('upload-length')]).toEqual([200, '1000000'])
    const offset = Number(asked.headers.get('upload-offset'))
    expect(offset).toBe(600_000)
    expect((await send(opened, file.subarray(0, 10), 0)).status).toBe(409)
    expect((await send(opened, file.subarray(offset), offset)).status).toBe(204)
    const { evidence } = await read(draft.id)
    expect(evidence).toMatchObject([{ state: 'ready', sizeBytes: 1_000_000 }])
    const { sha256 } = await app.platform.db
      .selectFrom('files')
      .innerJoin('evidence', 'evidence.fileId', 'files.id')
      .select('sha256')
      .where('evidence.id', '=', opened.id)
      .executeTakeFirstOrThrow()
    expect(sha256.equals(createHash('sha256').update(file).digest())).toBe(true)
  })

  test('whole on the disk when the server was stopped, it comes in when it is asked for', async () => {
    const draft = await makeDraft(app, person, { files: [] })
    const file = pdf(20_000)
    const opened = await place(draft, file.length)
    await begin(opened, file.length)
    await writeFile(join(app.platform.config.dataDir, 'uploads', opened.id), file)
    const asked = await ask(opened)
    expect([asked.status, asked.headers.get('upload-offset')]).toEqual([200, '20000'])
    expect((await read(draft.id)).evidence).toMatchObject([{ state: 'ready', sizeBytes: 20_000 }])
  })

  test('415 FILE_TYPE for a renamed program: no row, no bytes, the record as it was', async () => {
    const draft = await makeDraft(app, person, { files: [] })
    const program = Buffer.concat([Buffer.from('MZ\x90\x00\x03', 'latin1'), Buffer.alloc(4000, 7)])
    const opened = await place(draft, program.length, '结业证书.pdf')
    await begin(opened, program.length)
    const before = await filesCount()
    const refused = await send(opened, program)
    expect(refused.headers.get('content-type')).toContain('json')
    expect(await codeOf(refused)).toEqual([415, 'FILE_TYPE'])
    expect(await read(draft.id)).toMatchObject({ evidence: [], version: draft.version })
    expect(await filesCount()).toBe(before)
    expect(await readdir(join(app.platform.config.dataDir, 'uploads'))).toEqual([])
    expect((await ask(opened)).status).toBe(404)
  })

  test('422 for an empty file, 413 for 21 MB, however it is tried', async () => {
    const draft = await makeDraft(app, person, { files: [] })
    const add = (sizeBytes: number) =>
      person.client.call(addEvidence, {
        params: { id: draft.id },
        body: { name: '证书.pdf', sizeBytes },
      })
    const tooLarge = 21 * 1024 * 1024
    expect((await add(0)).problem.code).toBe('FILE_EMPTY')
    expect((await add(tooLarge)).problem.code).toBe('FILE_TOO_LARGE')
    expect((await add(evidenceLimit.bytes)).status).toBe(200)
    const opened = await place(draft, 1000)
    expect(await codeOf(await begin(opened, tooLarge))).toEqual([413, 'FILE_TOO_LARGE'])
    expect((await begin(opened, 999)).status).toBe(400)
    await begin(opened, 1000)
    expect(await codeOf(await send(opened, Buffer.alloc(1001)))).toEqual([413, 'FILE_TOO_LARGE'])
    expect((await read(draft.id)).evidence.map(({ state }) => state)).toEqual([
      'uploading',
      'uploading',
    ])
  })

  test('422 FILES_TOO_MANY for the eleventh, also of many at once', async () => {
    const draft = await makeDraft(app, person, { files: [] })
    const add = () =>
      person.client.call(addEvidence, {
        params: { id: draft.id },
        body: { name: '证书.pdf', sizeBytes: 100 },
      })
    const answers = await Promise.all(
      Array.from({ length: 14 }, async () => {
        let answer = await add()
        while (answer.problem.code === 'BUSY') answer = await add()
        return answer
      }),
    )
    const codes = answers.map(({ status, problem }) => (status === 200 ? 'ok' : problem.code))
    expect(codes.filter((code) => code === 'ok')).toHaveLength(evidenceLimit.files)
    expect(new Set(codes)).toEqual(new Set(['ok', 'FILES_TOO_MANY']))
  })

  test('no byte without the ticket, with another’s, for another place, or past its time', async () => {
    const draft = await makeDraft(app, person, { files: [] })
    const file = pdf()
    const opened = await place(draft, file.length)
    const other = await place(draft, file.length)
    const { client: stranger } = await makePerson(app)
    expect((await begin({ ...opened, ticket: '' }, file.length)).status).toBe(404)
    expect((await begin({ ...opened, ticket: `${opened.ticket}x` }, file.length)).status).toBe(404)
    expect((await begin(opened, file.length, stranger)).status).toBe(404)
    expect((await begin(opened, file.length, app.visitor())).status).toBe(401)
    await begin(opened, file.length)
    expect((await send({ ...opened, ticket: other.ticket }, file)).status).toBe(404)
    expect((await send(opened, file, 0, stranger)).status).toBe(404)
    const before = app.clock.now()
    app.clock.advance(25 * 60 * 60 * 1000)
    const client = await clientFor(app, { accountId: person.id })
    expect((await send(opened, file, 0, client)).status).toBe(404)
    app.clock.set(before)
    const crossSite = await fetch(`${origin}${opened.uploadUrl}/${opened.id}`, {
      method: 'PATCH',
      headers: { ...headersFor(person.client, opened.ticket), origin: 'https://evil.example' },
    })
    expect(await codeOf(crossSite)).toEqual([403, 'CROSS_ORIGIN'])
    expect((await read(draft.id)).evidence.map(({ state }) => state)).toEqual([
      'uploading',
      'uploading',
    ])
    expect((await send(opened, file)).status).toBe(204)
  })

  test('409 when the record was sent while the bytes were on their way', async () => {
    const draft = await makeDraft(app, person)
    const file = pdf(5000)
    const opened = await place(draft, file.length)
    await begin(opened, file.length)
    await send(opened, file.subarray(0, 1000))
    const actor = await individualActor(app, person.id)
    const sent = await declarations.submit(actor, draft.id, draft.version)
    expect(await codeOf(await send(opened, file.subarray(1000), 1000))).toEqual([
      409,
      'WRONG_STATE',
    ])
    expect(await read(draft.id)).toMatchObject({ version: sent.version, state: 'submitted' })
  })

  test('the last bytes sent twice at once are one file', async () => {
    for (let round = 0; round < 4; round++) {
      const draft = await makeDraft(app, person, { files: [] })
      const file = pdf(50_000)
      const opened = await place(draft, file.length)
      await begin(opened, file.length)
      const before = await filesCount()
      const answers = await Promise.all([send(opened, file), send(opened, file)])
      expect(answers.some(({ status }) => status === 204)).toBe(true)
      const { evidence, version } = await read(draft.id)
      expect(evidence).toMatchObject([{ state: 'ready', sizeBytes: 50_000 }])
      expect(version).toBe(draft.version + 1)
      expect(await filesCount()).toBe(before + 1)
    }
  })

  test('404 for a stranger’s record, 409 for one that was sent', async () => {
    const sent = await makeSubmitted(app, person)
    const { client } = await makePerson(app)
    const call = { params: { id: sent.id }, body: { name: '证书.pdf', sizeBytes: 10 } }
    expect((await client.call(addEvidence, call)).status).toBe(404)
    expect((await person.client.call(addEvidence, call)).problem.code).toBe('WRONG_STATE')
  })
})

/** Waits until so many bytes of the upload are on the disk. */
async function reached({ id }: Place, sizeBytes: number) {
  const path = join(app.platform.config.dataDir, 'uploads', id)
  for (let size = 0; size < sizeBytes;) ({ size } = await stat(path))
}

describe('DELETE /declarations/:id/evidence/:evidenceId', () => {
  test('200: gone from the record, whose version has risen', async () => {
    const draft = await makeDraft(app, person)
    const params = { id: draft.id, evidenceId: draft.evidence[0]?.id ?? '' }
    const { status, body } = await person.client.call(removeEvidence, { params })
    expect(status).toBe(200)
    expect(body).toMatchObject({ evidence: [], version: draft.version + 1 })
    expect((await person.client.call(removeEvidence, { params })).status).toBe(404)
  })

  test('404 by a stranger and for a file of another record; 409 once it is sent', async () => {
    const draft = await makeDraft(app, person)
    const sent = await makeSubmitted(app, person)
    const evidenceId = draft.evidence[0]?.id ?? ''
    const { client } = await makePerson(app)
    const own = await makeDraft(app, person)
    expect(
      (await client.call(removeEvidence, { params: { id: draft.id, evidenceId } })).status,
    ).toBe(404)
    expect(
      (await person.client.call(removeEvidence, { params: { id: own.id, evidenceId } })).status,
    ).toBe(404)
    const late = await person.client.call(removeEvidence, {
      params: { id: sent.id, evidenceId: sent.evidence[0]?.id ?? '' },
    })
    expect([late.status, late.problem.code]).toEqual([409, 'WRONG_STATE'])
    expect((await read(draft.id)).evidence).toHaveLength(1)
  })
})

describe('looking at evidence', () => {
  const look = async (url: string, client: Client) => {
    const response = await fetch(origin + url, { headers: { cookie: cookieOf(client) } })
    const bytes = Buffer.from(await response.arrayBuffer())
    return { status: response.status, headers: response.headers, bytes }
  }

  test('200 for the person and the reviewer, each by a ticket of their own, where it cannot act', async () => {
    const sent = await makeSubmitted(app, person)
    const clerk = await clientFor(app, { accountId: person.clerk.id, seatId: person.clerk.seatId })
    const { body } = await clerk.call(readDeclaration, { params: { id: sent.id } })
    const ofClerk = body.evidence[0]?.viewUrl ?? ''
    const ofPerson = (await read(sent.id)).evidence[0]?.viewUrl ?? ''
    const response = await look(ofClerk, clerk)
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent('结业证书.pdf')}`,
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'self'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    })
    expect(response.bytes.length).toBe(sent.evidence[0]?.sizeBytes)
    expect((await look(ofPerson, person.client)).status).toBe(200)
    expect((await look(ofPerson, clerk)).status).toBe(404)
    expect((await look(ofClerk, person.client)).status).toBe(404)
    expect((await look(ofClerk, app.visitor())).status).toBe(401)
  })

  test('404 eleven minutes later, with a letter changed, and when the file is gone', async () => {
    const draft = await makeDraft(app, person)
    const { id: evidenceId, viewUrl } = draft.evidence[0] ?? { id: '', viewUrl: '' }
    const url = viewUrl ?? ''
    expect((await look(url, person.client)).status).toBe(200)
    expect(
      (await look(`${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`, person.client)).status,
    ).toBe(404)
    expect((await look(`/api/files/${evidenceId}`, person.client)).status).toBe(404)
    const before = app.clock.now()
    app.clock.advance(11 * 60 * 1000)
    expect((await look(url, person.client)).status).toBe(404)
    app.clock.set(before)
    await person.client.call(removeEvidence, { params: { id: draft.id, evidenceId } })
    expect((await look(url, person.client)).status).toBe(404)
  })

  test('Word documents are saved, not shown', async () => {
    const draft = await makeDraft(app, person)
    const { id, viewUrl } = draft.evidence[0] ?? { id: '', viewUrl: '' }
    await app.platform.db
      .updateTable('files')
      .set({ type: 'application/msword' })
      .where('id', 'in', ({ selectFrom }) =>
        selectFrom('evidence').select('fileId').where('id', '=', id).$castTo<{ fileId: string }>(),
      )
      .execute()
    const response = await look(viewUrl ?? '', person.client)
    expect(response.headers.get('content-disposition')).toMatch(/^attachment;/)
  })
})
