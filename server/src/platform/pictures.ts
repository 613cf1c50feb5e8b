import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Sharp } from 'sharp'
import { type Actor, signedIn } from './actor.ts'
import * as audit from './audit.ts'
import { ticketUrl, type ViewedFiles } from './file-view.ts'
import { newId } from './ids.ts'
import type { PicturePlaces } from './picture-places.ts'
import type { Platform } from './platform.ts'
import { fail } from './refusal.ts'
import { transaction } from './transaction.ts'
import { dropFiles, issueUpload, keepFile, type ReceivedFile, type Receiver } from './uploads.ts'

/** Tried and not used: more than these of one account are a mistake or mischief. */
const mostUnused = 20
/** A picture of more pixels is not opened: its bytes may be few. */
const mostPixels = 40_000_000
const unusedMilliseconds = 2 * 24 * 60 * 60 * 1000

/** What a kind of picture is, and how the server writes it anew. */
export type PictureKind = {
  /** Of its tickets, and of its acts in the audit. */
  kind: string
  places: PicturePlaces
  limitBytes: number
  types: readonly string[]
  /** Null where the picture is none that is taken. */
  rewrite: (picture: Sharp) => Promise<{ bytes: Buffer; type: 'image/jpeg' | 'image/png' } | null>
}

/**
 * Pictures that are sent to a place of their own, written anew by the server, whatever they are, and
 * then named by a form. What was sent is kept nowhere: it may hold a place, a time, and more than the
 * picture. Those that no form names go after two days.
 */
export function pictures({ kind, places, limitBytes, types, rewrite }: PictureKind) {
  const placeOf = async (actor: Actor, id: string) =>
    (await places.find(actor.platform.db, id, signedIn(actor).accountId)) ?? fail('NOT_FOUND')

  /** Written by `rewrite`; null when it cannot be opened as what it says it is. */
  const writtenAnew = async ({ locker }: Platform, file: ReceivedFile) => {
    const sent = await buffer(await locker.read(file.key))
    const { default: sharp } = await import('sharp')
    const made = await rewrite(
      sharp(sent, { limitInputPixels: mostPixels, failOn: 'error' }),
    ).catch(() => null)
    return made && { ...(await locker.put(Readable.from([made.bytes]))), type: made.type }
  }

  /** The ticket for a place, anew. */
  const presentUpload = async (actor: Actor, id: string) => {
    await placeOf(actor, id)
    return { id, ...issueUpload(actor, kind, id) }
  }

  const receiver: Receiver = {
    async expect(actor, id) {
      const { sizeBytes, fileId } = await placeOf(actor, id)
      return { sizeBytes, isReceived: fileId !== null }
    },
    async receive(actor, id, file) {
      const { accountId, platform } = signedIn(actor)
      const written = types.includes(file.type) ? await writtenAnew(platform, file) : null
      if (!written) {
        await receiver.refuse(actor, id)
        return fail('FILE_TYPE')
      }
      try {
        await transaction(actor, async (tx) => {
          const fileId = await keepFile(tx, actor, written)
          if (!(await places.fill(tx, { id, accountId, fileId }))) fail('WRONG_STATE')
          const facts = { sha256: written.sha256.toString('hex') }
          await audit.record(tx, actor, { act: `${kind}.receive`, recordId: id, facts })
          return { id }
        })
      } catch (error) {
        await platform.locker.remove(written.key)
        throw error
      }
      await platform.locker.remove(file.key)
    },
    async refuse(actor, id) {
      await transaction(actor, async (tx) => {
        await places.close(tx, id, signedIn(actor).accountId)
        await audit.record(tx, actor, { act: `${kind}.refuse`, recordId: id })
        return { id }
      })
    },
  }

  return {
    /** A place for a picture stands, and a ticket to send its bytes with. */
    async add(actor: Actor, { sizeBytes }: { sizeBytes: number }) {
      const { accountId, platform } = signedIn(actor)
      if (sizeBytes === 0) fail('FILE_EMPTY')
      if (sizeBytes > limitBytes) fail('FILE_TOO_LARGE')
      const { id } = await transaction(actor, async (tx) => {
        const createdAt = platform.clock.now()
        const place = { id: newId(createdAt), accountId, sizeBytes, createdAt }
        if (!(await places.open(tx, place, mostUnused))) fail('FILES_TOO_MANY')
        await audit.record(tx, actor, {
          act: `${kind}.add`,
          recordId: place.id,
          facts: { sizeBytes },
        })
        return place
      })
      return presentUpload(actor, id)
    },
    presentUpload,
    /** Where one's own picture is, as the server wrote it. */
    async readOwn(actor: Actor, id: string): Promise<{ url: string }> {
      const { fileId } = await placeOf(actor, id)
      return fileId === null ? fail('NOT_FOUND') : { url: ticketUrl(actor, kind, id) }
    },
    /** What uploads are told about the places. */
    receiver,
    /** What may be looked at under a ticket. */
    files: {
      [kind]: (actor, id) => places.findFile(actor.platform.db, id),
    } satisfies ViewedFiles as ViewedFiles,
    /** Pictures that were tried and not used go after two days. */
    async sweep(system: Actor): Promise<void> {
      const now = system.platform.clock.now()
      await transaction(system, async (tx) => {
        const before = new Date(now.getTime() - unusedMilliseconds)
        const files = await places.sweep(tx, before, 500)
        await dropFiles(tx, system, files)
        const facts = { files: files.length }
        await audit.record(tx, system, { act: `${kind}.sweep`, recordId: null, facts })
        return { id: newId(now) }
      })
    },
  }
}
