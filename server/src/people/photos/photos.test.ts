import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { readOwnProfile, saveProfile } from '@xueshi/contract/people'
import { addPhoto, photoLimit, readPhoto } from '@xueshi/contract/people/photos'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeIndividual } from '../../../test/factories/accounts.ts'
import { actorOf, makePhoto, picture, profileForm } from '../../../test/factories/people.ts'
import type { FileType } from '../../platform/files.ts'
import { add, photoReceiver, sweep } from './service.ts'
import { places } from './store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

/** A place for these bytes. */
const placeFor = async (id: string, { length }: Buffer) =>
  (await add(await actorOf(app, { id }), { sizeBytes: length })).id

/** A place, and these bytes brought into it past the wire. */
async function send(id: string, bytes: Buffer, type: FileType = 'image/jpeg') {
  const place = await placeFor(id, bytes)
  const stored = await app.platform.locker.put(Readable.from([bytes]))
  await photoReceiver.receive(await actorOf(app, { id }), place, { ...stored, type })
  return place
}
/** The photo's bytes; null when it is gone. */
async function photoBytes(id: string): Promise<Buffer | null> {
  const file = await places.findFile(app.platform.db, id)
  return file ? buffer(await app.platform.locker.read(file.key)) : null
}

const written = async (id: string) => {
  const bytes = await photoBytes(id)
  if (!bytes) throw new Error('there is no photo')
  return { bytes, meta: await sharp(bytes).metadata() }
}

describe('a photo', () => {
  test('is cut to the size of a passport photo and written anew: nothing of what was sent is left', async () => {
    const { id } = await makeIndividual(app)
    const sent = await picture({ width: 900, height: 600 })
      .withExif({ IFD0: { Copyright: 'canary-of-the-camera', Make: 'canary' } })
      .jpeg()
      .toBuffer()
    expect(sent.includes('canary')).toBe(true)
    const { bytes, meta } = await written(await send(id, sent))
    expect(meta).toMatchObject({ format: 'jpeg', width: 358, height: 441 })
    expect(meta.exif).toBeUndefined()
    expect(bytes.includes('canary')).toBe(false)
  })

  test('lying on its side is turned upright', async () => {
    const { id } = await makeIndividual(app)
    const halves = await picture({ width: 400, height: 300 })
      .composite([
        {
          input: { create: { width: 400, height: 150, channels: 3, background: '#ff0000' } },
          gravity: 'north',
        },
      ])
      .withExif({ IFD0: {} })
      .jpeg()
      .toBuffer()
    // Orientation 3: shown upside down.
    const turned = await sharp(halves).withMetadata({ orientation: 3 }).jpeg().toBuffer()
    const { bytes } = await written(await send(id, turned))
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
    const redAt = (row: number) => data[(row * info.width + 180) * info.channels] ?? 0
    expect(redAt(430)).toBeGreaterThan(200)
  })

  test('T24: is refused when it is no picture, whatever it says it is, or a flood of pixels', async () => {
    const { id } = await makeIndividual(app)
    const page = Buffer.from('<svg onload="alert(1)"/>')
    await expect(send(id, page)).rejects.toMatchObject({ code: 'FILE_TYPE' })
    const png = await picture().png().toBuffer()
    await expect(send(id, png, 'application/pdf')).rejects.toMatchObject({ code: 'FILE_TYPE' })
    const flood = await sharp({
      create: { width: 9_000, height: 9_000, channels: 3, background: '#fff' },
      limitInputPixels: false,
    })
      .png()
      .toBuffer()
    await expect(send(id, flood, 'image/png')).rejects.toMatchObject({ code: 'FILE_TYPE' })
  })

  test('that comes twice at once is kept once', async () => {
    const { id } = await makeIndividual(app)
    const actor = await actorOf(app, { id })
    const bytes = await picture().jpeg().toBuffer()
    const place = await placeFor(id, bytes)
    const bring = async () => {
      const stored = await app.platform.locker.put(Readable.from([bytes]))
      return photoReceiver.receive(actor, place, { ...stored, type: 'image/jpeg' })
    }
    const ends = await Promise.allSettled([bring(), bring()])
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect((await written(place)).meta.format).toBe('jpeg')
  })
})

describe('POST /photos and GET /photos/:id', () => {
  test('422 for an empty file, 413 above the limit, 404 for another’s', async () => {
    const one = await makeIndividual(app)
    const other = await makeIndividual(app)
    const ask = (sizeBytes: number) => one.client.call(addPhoto, { body: { sizeBytes } })
    expect((await ask(0)).problem.code).toBe('FILE_EMPTY')
    expect((await ask(photoLimit.bytes + 1)).problem.code).toBe('FILE_TOO_LARGE')
    const params = { id: await makePhoto(app, one) }
    expect((await one.client.call(readPhoto, { params })).status).toBe(200)
    expect((await other.client.call(readPhoto, { params })).status).toBe(404)
    const place = (await ask(100)).body.id
    expect((await one.client.call(readPhoto, { params: { id: place } })).status).toBe(404)
  })

  test('200: the picture under the ticket; the form names only one’s own', async () => {
    const one = await makeIndividual(app)
    const other = await makeIndividual(app)
    const photoId = await makePhoto(app, one)
    const body = { version: null, form: profileForm(one.documentNumber, { photoId }) }
    expect((await one.client.call(saveProfile, { body })).status).toBe(200)
    const { current } = (await one.client.call(readOwnProfile)).body
    const answer = await app.server.inject({
      method: 'GET',
      url: current?.photoUrl ?? '',
      cookies: one.client.cookies,
    })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toBe('image/jpeg')
    for (const stolen of [photoId, randomUUID()]) {
      const form = profileForm(other.documentNumber, { photoId: stolen })
      const { problem } = await other.client.call(saveProfile, { body: { version: null, form } })
      expect(problem.fields).toEqual({ 'form.photoId': 'NOT_OFFERED' })
    }
  })

  test('what was tried and not used is swept after two days, with its file; what is used stays', async () => {
    const one = await makeIndividual(app)
    const used = await makePhoto(app, one)
    const tried = await makePhoto(app, one)
    const form = profileForm(one.documentNumber, { photoId: used })
    await one.client.call(saveProfile, { body: { version: null, form } })
    app.clock.advance(49 * 60 * 60 * 1000)
    await sweep(app.platform)
    expect(await photoBytes(tried)).toBeNull()
    expect((await photoBytes(used))?.length).toBeGreaterThan(500)
  })
})
