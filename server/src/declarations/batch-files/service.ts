import {
  type addBatchFile,
  type Batch,
  batchMoves,
  evidenceLimit,
} from '@xueshi/contract/declarations'
import type { Body, Reply } from '@xueshi/contract/endpoint'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { ViewedFiles } from '../../platform/file-view.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { dropFiles, issueUpload, keepFile, type Receiver } from '../../platform/uploads.ts'
import { read, readIn, unitOf } from '../batches/service.ts'
import { places } from './store.ts'

const { from } = batchMoves.edit

/** A place for one file of the training stands, and a ticket to send its bytes with. */
export async function addFile(
  actor: Actor,
  id: string,
  { name, sizeBytes }: Body<typeof addBatchFile>,
): Promise<Reply<typeof addBatchFile>> {
  if (sizeBytes === 0) fail('FILE_EMPTY')
  if (sizeBytes > evidenceLimit.bytes) fail('FILE_TOO_LARGE')
  const own = { id, ownerId: unitOf(actor), from }
  const place = await transaction(actor, async (tx) => {
    const at = actor.platform.clock.now()
    if (!(await places.lock(tx, own))) fail('WRONG_STATE', { current: await readIn(tx, actor, id) })
    const made = { id: newId(at), name, sizeBytes, at }
    if (!(await places.insert(tx, id, made, evidenceLimit.files))) fail('FILES_TOO_MANY')
    const facts = { fileId: made.id, sizeBytes }
    await audit.record(tx, actor, { act: 'batch.addFile', recordId: id, facts })
    return made
  })
  return presentFileUpload(actor, place.id)
}

/** The ticket for a place, anew. */
export async function presentFileUpload(
  actor: Actor,
  id: string,
): Promise<Reply<typeof addBatchFile>> {
  await placeOf(actor, id)
  return { id, ...issueUpload(actor, 'batch', id) }
}

const placeOf = async (actor: Actor, id: string) =>
  (await places.findPlace(actor.platform.db, unitOf(actor), id)) ?? fail('NOT_FOUND')

/** 删除: the file is no longer the training's; the bytes go by a job. */
export async function removeFile(actor: Actor, id: string, fileId: string): Promise<Batch> {
  const own = { id, ownerId: unitOf(actor), from }
  await transaction(actor, async (tx) => {
    const gone = await places.remove(tx, own, fileId, actor.platform.clock.now())
    if (!gone) {
      const current = await readIn(tx, actor, id)
      if (!current.files.some((file) => file.id === fileId)) fail('NOT_FOUND')
      return fail('WRONG_STATE', { current })
    }
    await dropFiles(tx, actor, gone.fileId === null ? [] : [gone.fileId])
    await audit.record(tx, actor, { act: 'batch.removeFile', recordId: id, facts: { fileId } })
    return { id }
  })
  return read(actor, id)
}

/** What uploads are told about the places of batches. */
export const batchReceiver: Receiver = {
  async expect(actor, id) {
    const { sizeBytes, fileId, state } = await placeOf(actor, id)
    const isReceived = fileId !== null
    if (!isReceived && !from.some((each) => each === state)) fail('WRONG_STATE')
    return { sizeBytes, isReceived }
  },
  async receive(actor, id, file) {
    const own = { id, ownerId: unitOf(actor), from }
    await transaction(actor, async (tx) => {
      const fileId = await keepFile(tx, actor, file)
      const recordId = await places.fill(tx, own, fileId, actor.platform.clock.now())
      // Sent, or taken away, while the bytes were on their way.
      if (recordId === undefined) fail('WRONG_STATE')
      const facts = { fileId: id, sha256: file.sha256.toString('hex'), type: file.type }
      await audit.record(tx, actor, { act: 'batch.receiveFile', recordId, facts })
      return { id: recordId }
    })
  },
  async refuse(actor, id) {
    const { recordId } = await placeOf(actor, id)
    await transaction(actor, async (tx) => {
      await places.removePlace(tx, id)
      await audit.record(tx, actor, { act: 'batch.refuseFile', recordId, facts: { fileId: id } })
      return { id: recordId }
    })
  },
}

/** What may be looked at under a ticket, which is issued only to those who may read the batch. */
export const batchFiles: ViewedFiles = {
  batch: (actor, id) => places.findFile(actor.platform.db, id),
}
