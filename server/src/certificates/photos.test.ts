import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readCertificatePdf } from '@xueshi/contract/certificates'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { clientFor } from '../../test/factories/accounts.ts'
import { issueMany, yearFacts } from '../../test/factories/certificates.ts'
import {
  actorOf,
  makePerson,
  makePhoto,
  makePhotographed,
  profileForm,
} from '../../test/factories/people.ts'
import * as people from '../people/service.ts'
import * as documents from './documents/service.ts'

let app: TestApp
let directory: string
beforeAll(async () => {
  app = await testApp()
  directory = await mkdtemp(join(tmpdir(), 'photos-'))
})
afterAll(async () => {
  await app.close()
  await rm(directory, { recursive: true, force: true })
})

const ask = async (tool: string, ...options: string[]) =>
  (await promisify(execFile)(tool, options, { cwd: directory })).stdout

type Person = { id: string; unitId: string }

/** The certificate of the person's year, with its PDF for the asking. */
async function issue({ id: personId, unitId }: Person, year = 2026) {
  const asked = { personId, unitId, series: '05', facts: yearFacts({ year }) }
  const [issued] = await issueMany(app.platform, [asked])
  if (!issued) throw new Error('nothing was issued')
  const client = await clientFor(app, { accountId: personId })
  const read = () => client.call(readCertificatePdf, { params: { id: issued.id } })
  return { ...issued, read }
}

/** Whatever pictures are in the document, as they are in it, and its words. */
async function picturesOf(body: unknown) {
  if (!Buffer.isBuffer(body)) throw new Error('there is no file')
  await writeFile(join(directory, 'one.pdf'), body)
  await ask('pdfimages', '-all', 'one.pdf', 'picture')
  const names = (await readdir(directory)).filter((name) => name.startsWith('picture'))
  const pictures = await Promise.all(names.map((name) => readFile(join(directory, name))))
  await Promise.all(names.map((name) => rm(join(directory, name))))
  return { pictures, text: await ask('pdftotext', '-layout', 'one.pdf', '-') }
}

const findFile = (photoId: string) =>
  app.platform.db
    .selectFrom('photos')
    .innerJoin('files', 'files.id', 'photos.fileId')
    .select(['files.id', 'files.sha256', 'files.key'])
    .where('photos.id', '=', photoId)
    .executeTakeFirstOrThrow()

/** What an empty frame says. */
const frame = /照\s+片/

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe('the photo of a certificate', () => {
  test('is that of the record on the day of issue, byte for byte, and frozen in its facts', async () => {
    const person = await makePhotographed(app)
    const { sha256 } = await findFile(person.photoId)
    const { id, read } = await issue(person)
    const { pictures, text } = await picturesOf((await read()).body)
    expect(pictures.map(hash)).toEqual([sha256.toString('hex')])
    expect(text).not.toMatch(frame)
    const { facts } = await app.platform.db
      .selectFrom('certificates')
      .select('facts')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(facts).toMatchObject({ photo: sha256.toString('hex') })
  })

  test('stays when the person has another one later; the next certificate has that', async () => {
    const person = await makePhotographed(app)
    const former = await findFile(person.photoId)
    const { id, read } = await issue(person, 2025)
    const first = (await read()).body
    const photoId = await makePhoto(app, person)
    const form = profileForm(person.documentNumber, { unitId: person.unitId, photoId })
    const saved = await people.save(await actorOf(app, person), { version: null, form })
    await people.confirm(await actorOf(app, person.clerk), saved)
    // Printed anew from the facts, as when nobody asked for it in three months.
    documents.forgetFiles()
    await app.platform.db
      .deleteFrom('certificateDocuments')
      .where('certificateId', '=', id)
      .execute()
    const again = (await read()).body
    expect((await picturesOf(again)).pictures.map(hash)).toEqual([former.sha256.toString('hex')])
    expect((await picturesOf(first)).pictures.map(hash)).toEqual([former.sha256.toString('hex')])
    const next = await issue(person, 2026)
    const { sha256 } = await findFile(photoId)
    expect(sha256.equals(former.sha256)).toBe(false)
    expect((await picturesOf((await next.read()).body)).pictures.map(hash)).toEqual([
      sha256.toString('hex'),
    ])
  })

  test('leaves an empty frame where the record has none', async () => {
    const { read } = await issue(await makePerson(app))
    const { pictures, text } = await picturesOf((await read()).body)
    expect(pictures).toEqual([])
    expect(text).toMatch(frame)
  })

  test('cannot be taken from under the certificate', async () => {
    const person = await makePhotographed(app)
    await issue(person)
    const { id } = await findFile(person.photoId)
    await app.platform.db
      .updateTable('photos')
      .set({ fileId: null })
      .where('id', '=', person.photoId)
      .execute()
    await expect(
      app.platform.db.deleteFrom('files').where('id', '=', id).execute(),
    ).rejects.toThrow('certificates_photo_file_id_fkey')
  })

  test('500 rather than with a picture that is not the one of the issue', async () => {
    const person = await makePhotographed(app)
    const { read } = await issue(person)
    const { key } = await findFile(person.photoId)
    const path = join(app.platform.config.dataDir, 'files', key)
    const bytes = await readFile(path)
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1
    await writeFile(path, bytes)
    expect((await read()).status).toBe(500)
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1
    await writeFile(path, bytes)
    expect((await read()).status).toBe(200)
  })
})
