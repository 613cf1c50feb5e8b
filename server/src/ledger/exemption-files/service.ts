import type { Body, Reply } from '@xueshi/contract/endpoint'
import {
  type addExemptionFile,
  type Exemption,
  exemptionFileLimit,
  exemptionFileTypes,
  exemptionMoves,
} from '@xueshi/contract/ledger'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { ViewedFiles } from '../../platform/file-view.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { dropFiles, issueUpload, keepFile, type Receiver } from '../../platform/uploads.ts'
import { ownPerson, read, readIn } from '../exemptions/service.ts'
import { places } from './store.ts'

const { from } = exemptionMoves.edit

/** A place for one file stands, and a ticket to send its bytes with. */
export async function add(
  actor: Actor,
  id: string,
  { name, sizeBytes }: Body<typeof addExemptionFile>,
): Promise<Reply<typeof addExemptionFile>> {
  if (sizeBytes === 0) fail('FILE_EMPTY')
  if (sizeBytes > exemptionFileLimit.bytes) fail('FILE_TOO_LARGE')
  const own = { id, ownerId: ownPerson(actor), from }
  const place = await transaction(actor, async (tx) => {
    const at = actor.platform.clock.now()
    if (!(await places.lock(tx, own))) fail('WRONG_STATE', { current: await readIn(tx, actor, id) })
    const made = { id: newId(at), name, sizeBytes, at }
    if (!(await places.insert(tx, id, made, exemptionFileLimit.files))) fail('FILES_TOO_MANY')
    const facts = { fileId: made.id, sizeBytes }
    await audit.record(tx, actor, { act: 'exemption.addFile', recordId: id, facts })
    return made
  })
  return presentUpload(actor, place.id)
}

/** The ticket for a place, anew. */
export async function presentUpload(
  actor: Actor,
  id: string,
): Promise<Reply<typeof addExemptionFile>> {
  await placeOf(actor, id)
  return { id, ...issueUpload(actor, 'exemption', id) }
}

const placeOf = async (actor: Actor, id: string) =>
  (await places.findPlace(actor.platform.db, ownPerson(actor), id)) ?? fail('NOT_FOUND')

/** 删除: the file is no longer the application's; the bytes go by a job. */
export async function remove(actor: Actor, id: string, fileId: string): Promise<Exemption> {
  const own = { id, ownerId: ownPerson(actor), from }
  await transaction(actor, async (tx) => {
    const gone = await places.remove(tx, own, fileId, actor.platform.clock.now())
    if (!gone) {
      const current = await readIn(tx, actor, id)
      if (!current.files.some((file) => file.id === fileId)) fail('NOT_FOUND')
      return fail('WRONG_STATE', { current })
    }
    await dropFiles(tx, actor, gone.fileId === null ? [] : [gone.fileId])
    await audit.record(tx, actor, { act: 'exemption.removeFile', recordId: id, facts: { fileId } })
    return { id }
  })
  return read(actor, id)
}

/** What uploads are told about the places of applications. */
export const exemptionReceiver: Receiver = {
  async expect(actor, id) {
    const { sizeBytes, fileId, state } = await placeOf(actor, id)
    const isReceived = fileId !== null
    if (!isReceived && !from.some((each) => each === state)) fail('WRONG_STATE')
    return { sizeBytes, isReceived }
  },
  async receive(actor, id, file) {
    if (!exemptionFileTypes.some((type) => type === file.type)) {
      await close(actor, id)
      fail('FILE_TYPE')
    }
    const own = { id, ownerId: ownPerson(actor), from }
    await transaction(actor, async (tx) => {
      const fileId = await keepFile(tx, actor, file)
      const recordId = await places.fill(tx, own, fileId, actor.platform.clock.now())
      // Sent for review, or taken away, while the bytes were on their way.
      if (recordId === undefined) fail('WRONG_STATE')
      const facts = { fileId: id, sha256: file.sha256.toString('hex'), type: file.type }
      await audit.record(tx, actor, { act: 'exemption.receiveFile', recordId, facts })
      return { id: recordId }
    })
  },
  refuse: (actor, id) => close(actor, id),
}

async function close(actor: Actor, id: string): Promise<void> {
  const { recordId } = await placeOf(actor, id)
  await transaction(actor, async (tx) => {
    await places.removePlace(tx, id)
    await audit.record(tx, actor, { act: 'exemption.refuseFile', recordId, facts: { fileId: id } })
    return { id: recordId }
  })
}

const abandonedMilliseconds = 24 * 60 * 60 * 1000

/** Places that nobody filled for a day are closed, so that they do not count as files. */
export async function sweep({ platform }: Actor): Promise<void> {
  const before = new Date(platform.clock.now().getTime() - abandonedMilliseconds)
  await places.removeAbandoned(platform.db, before)
}

/** What may be looked at under a ticket, which is issued only to those who may read the application. */
export const exemptionFiles: ViewedFiles = {
  exemption: (actor, id) => places.findFile(actor.platform.db, id),
}
