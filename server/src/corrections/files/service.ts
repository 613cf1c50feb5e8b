import {
  type addCorrectionFile,
  correctionLimit,
  correctionMoves,
  correctionTypes,
} from '@xueshi/contract/corrections'
import type { Body, Reply } from '@xueshi/contract/endpoint'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { ViewedFiles } from '../../platform/file-view.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { dropFiles, issueUpload, keepFile, type Receiver } from '../../platform/uploads.ts'
import * as record from '../record/store.ts'
import * as store from './store.ts'

const changeable = correctionMoves.edit.from

const ownPerson = (actor: Actor): string => {
  const { scope } = signedIn(actor)
  return scope.kind === 'own' ? scope.personId : fail('NOT_FOUND')
}

/** Not theirs, or theirs and no longer to be changed. */
async function refuseChange(actor: Actor, id: string): Promise<never> {
  const { scope, platform } = actor
  return fail((await record.find(platform.db, scope, id)) ? 'WRONG_STATE' : 'NOT_FOUND')
}

/** A place for one file stands, and a ticket to send its bytes with. */
export async function add(
  actor: Actor,
  correctionId: string,
  { name, sizeBytes }: Body<typeof addCorrectionFile>,
): Promise<Reply<typeof addCorrectionFile>> {
  const personId = ownPerson(actor)
  if (sizeBytes === 0) fail('FILE_EMPTY')
  if (sizeBytes > correctionLimit.bytes) fail('FILE_TOO_LARGE')
  const { id } = await transaction(actor, async (tx) => {
    const createdAt = actor.platform.clock.now()
    if (!(await store.lock(tx, { id: correctionId, personId, from: changeable })))
      return refuseChange(actor, correctionId)
    const place = { id: newId(createdAt), correctionId, name, sizeBytes, createdAt }
    if (!(await store.insert(tx, place, correctionLimit.files))) fail('FILES_TOO_MANY')
    const facts = { fileId: place.id, sizeBytes }
    await audit.record(tx, actor, { act: 'correction.addFile', recordId: correctionId, facts })
    return { id: place.id }
  })
  return presentUpload(actor, id)
}

/** The ticket for a place, anew. */
export async function presentUpload(
  actor: Actor,
  id: string,
): Promise<Reply<typeof addCorrectionFile>> {
  await placeOf(actor, id)
  return { id, ...issueUpload(actor, 'correction', id) }
}

/** 删除: the file is no longer the request's; the bytes go by a job. */
export async function remove(actor: Actor, id: string, fileId: string): Promise<void> {
  const own = { id, personId: ownPerson(actor), from: changeable }
  await transaction(actor, async (tx) => {
    const gone = await store.remove(tx, own, fileId)
    if (!gone) {
      const row = await record.find(tx, actor.scope, id)
      return fail(row?.files.some((file) => file.id === fileId) ? 'WRONG_STATE' : 'NOT_FOUND')
    }
    await dropFiles(tx, actor, gone.fileId === null ? [] : [gone.fileId])
    await audit.record(tx, actor, {
      act: 'correction.removeFile',
      recordId: id,
      facts: { fileId },
    })
    return { id }
  })
}

// An upload names no seat: whoever is signed in sends what their own request asked for.
const placeOf = async (actor: Actor, id: string) =>
  (await store.findPlace(actor.platform.db, signedIn(actor).accountId, id)) ?? fail('NOT_FOUND')

const isTaken = (type: string) => correctionTypes.some((each) => each === type)

/** What uploads are told about the places of evidence. */
export const receiver: Receiver = {
  async expect(actor, id) {
    const { sizeBytes, fileId, state } = await placeOf(actor, id)
    const isReceived = fileId !== null
    if (!isReceived && !changeable.some((each) => each === state)) fail('WRONG_STATE')
    return { sizeBytes, isReceived }
  },
  async receive(actor, id, file) {
    if (!isTaken(file.type)) {
      await closePlace(actor, id)
      fail('FILE_TYPE')
    }
    const personId = signedIn(actor).accountId
    await transaction(actor, async (tx) => {
      const fileId = await keepFile(tx, actor, file)
      const filled = await store.fill(tx, { id, personId, from: changeable }, fileId)
      // Sent, or taken away, while the bytes were on their way.
      if (filled === undefined) return fail('WRONG_STATE')
      const facts = { fileId: id, sha256: file.sha256.toString('hex'), type: file.type }
      await audit.record(tx, actor, { act: 'correction.receiveFile', recordId: filled, facts })
      return { id }
    })
  },
  refuse: (actor, id) => closePlace(actor, id),
}

async function closePlace(actor: Actor, id: string): Promise<void> {
  const { correctionId } = await placeOf(actor, id)
  await transaction(actor, async (tx) => {
    await store.close(tx, id)
    const facts = { fileId: id }
    await audit.record(tx, actor, { act: 'correction.refuseFile', recordId: correctionId, facts })
    return { id }
  })
}

/** What may be looked at under a ticket, which is issued only to those who may read the request. */
export const files: ViewedFiles = {
  correction: (actor, id) => store.findFile(actor.platform.db, id),
}
