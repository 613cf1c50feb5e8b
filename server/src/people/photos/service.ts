import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import type { Reply } from '@xueshi/contract/endpoint'
import { type addPhoto, photoLimit, photoSize, photoTypes } from '@xueshi/contract/people/photos'
import sharp from 'sharp'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { ticketUrl, type ViewedFiles } from '../../platform/file-view.ts'
import { newId } from '../../platform/ids.ts'
import type { Platform } from '../../platform/platform.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import {
  dropFiles,
  issueUpload,
  keepFile,
  type ReceivedFile,
  type Receiver,
} from '../../platform/uploads.ts'
import * as orgs from '../../orgs/service.ts'
import * as store from './store.ts'

/** Tried and not used: more than these of one person are a mistake or mischief. */
const mostUnused = 20
/** A picture of more pixels is not opened: its bytes may be few. */
const mostPixels = 40_000_000
const unusedMilliseconds = 2 * 24 * 60 * 60 * 1000

/** A place for a photo stands, and a ticket to send its bytes with. */
export async function add(
  actor: Actor,
  { sizeBytes }: { sizeBytes: number },
): Promise<Reply<typeof addPhoto>> {
  const { accountId, platform } = signedIn(actor)
  if (sizeBytes === 0) fail('FILE_EMPTY')
  if (sizeBytes > photoLimit.bytes) fail('FILE_TOO_LARGE')
  const { id } = await transaction(actor, async (tx) => {
    const createdAt = platform.clock.now()
    const place = { id: newId(createdAt), accountId, sizeBytes, createdAt }
    if (!(await store.open(tx, place, mostUnused))) fail('FILES_TOO_MANY')
    await audit.record(tx, actor, { act: 'photo.add', recordId: place.id, facts: { sizeBytes } })
    return place
  })
  return presentUpload(actor, id)
}

/** The ticket for a place, anew. */
export async function presentUpload(actor: Actor, id: string): Promise<Reply<typeof addPhoto>> {
  await placeOf(actor, id)
  return { id, ...issueUpload(actor, 'photo', id) }
}

const placeOf = async (actor: Actor, id: string) =>
  (await store.find(actor.platform.db, id, signedIn(actor).accountId)) ?? fail('NOT_FOUND')

/** Where one's own photo is, as the server wrote it. */
export async function readOwn(actor: Actor, id: string): Promise<{ url: string }> {
  const { fileId } = await placeOf(actor, id)
  return fileId === null ? fail('NOT_FOUND') : { url: ticketUrl(actor, 'photo', id) }
}

const isPhoto = (type: string) => photoTypes.some((each) => each === type)

/** What uploads are told about the places of photos. */
export const photoReceiver: Receiver = {
  async expect(actor, id) {
    const { sizeBytes, fileId } = await placeOf(actor, id)
    return { sizeBytes, isReceived: fileId !== null }
  },
  async receive(actor, id, file) {
    const { accountId, platform } = signedIn(actor)
    const written = isPhoto(file.type) ? await writtenAnew(platform, file) : null
    if (!written) {
      await photoReceiver.refuse(actor, id)
      return fail('FILE_TYPE')
    }
    try {
      await transaction(actor, async (tx) => {
        const fileId = await keepFile(tx, actor, written)
        if (!(await store.fill(tx, { id, accountId, fileId }))) fail('WRONG_STATE')
        const facts = { sha256: written.sha256.toString('hex') }
        await audit.record(tx, actor, { act: 'photo.receive', recordId: id, facts })
        return { id }
      })
    } catch (error) {
      await platform.locker.remove(written.key)
      throw error
    }
    // What was sent is kept nowhere: it may hold a place, a time, and more than the picture.
    await platform.locker.remove(file.key)
  },
  async refuse(actor, id) {
    await transaction(actor, async (tx) => {
      await store.close(tx, id, signedIn(actor).accountId)
      await audit.record(tx, actor, { act: 'photo.refuse', recordId: id })
      return { id }
    })
  },
}

/**
 * The picture as a JPEG of the size of a passport photo, turned upright, without anything that came with
 * it; null when it cannot be opened as what it says it is.
 */
async function writtenAnew({ locker }: Platform, file: ReceivedFile): Promise<ReceivedFile | null> {
  const sent = await buffer(await locker.read(file.key))
  const bytes = await sharp(sent, { limitInputPixels: mostPixels, failOn: 'error' })
    .autoOrient()
    .resize({ ...photoSize, fit: 'cover', position: 'attention' })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 88, chromaSubsampling: '4:4:4' })
    .toBuffer()
    .catch(() => null)
  if (!bytes) return null
  return { ...(await locker.put(Readable.from([bytes]))), type: 'image/jpeg' }
}

/** What may be looked at under a ticket, which is issued only to those who may see the profile. */
export const photoFiles: ViewedFiles = {
  photo: (actor, id) => store.findFile(actor.platform.db, id),
}

/** Photos that were tried and not used go after two days. */
export async function sweep(platform: Platform): Promise<void> {
  const system = orgs.systemActor(platform)
  const before = new Date(platform.clock.now().getTime() - unusedMilliseconds)
  await transaction(system, async (tx: Db) => {
    const files = await store.sweep(tx, before, 500)
    await dropFiles(tx, system, files)
    const facts = { files: files.length }
    await audit.record(tx, system, { act: 'photo.sweep', recordId: null, facts })
    return { id: newId(platform.clock.now()) }
  })
}
