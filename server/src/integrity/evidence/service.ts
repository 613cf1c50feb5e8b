import type { Body, Reply } from '@xueshi/contract/endpoint'
import {
  type addCaseFile as addCaseFileEndpoint,
  type Case,
  caseFileLimit,
  caseFileTypes,
  caseMoves,
} from '@xueshi/contract/integrity'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { ViewedFiles } from '../../platform/file-view.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { dropFiles, issueUpload, keepFile, type Receiver } from '../../platform/uploads.ts'
import { officeOf, read, readIn } from '../service.ts'
import * as store from './store.ts'

const changeable = caseMoves.edit.from

/** A place for one file of the actor's own draft stands, and a ticket to send its bytes with. */
export async function add(
  actor: Actor,
  caseId: string,
  { name, sizeBytes }: Body<typeof addCaseFileEndpoint>,
): Promise<Reply<typeof addCaseFileEndpoint>> {
  const { me } = officeOf(actor)
  if (sizeBytes === 0) fail('FILE_EMPTY')
  if (sizeBytes > caseFileLimit.bytes) fail('FILE_TOO_LARGE')
  const { id } = await transaction(actor, async (tx) => {
    const own = { id: caseId, proposerId: me.accountId, from: changeable }
    if (!(await store.lockCase(tx, own)))
      fail('WRONG_STATE', { current: await readIn(tx, actor, caseId) })
    const createdAt = me.platform.clock.now()
    const place = { id: newId(createdAt), caseId, name, sizeBytes, createdAt }
    if (!(await store.insert(tx, place, caseFileLimit.files))) fail('FILES_TOO_MANY')
    const facts = { fileId: place.id, sizeBytes }
    await audit.record(tx, actor, { act: 'case.addFile', recordId: caseId, facts })
    return place
  })
  return presentUpload(actor, id)
}

/** The ticket for a place, anew. */
export async function presentUpload(
  actor: Actor,
  id: string,
): Promise<Reply<typeof addCaseFileEndpoint>> {
  await placeOf(actor, id)
  return { id, ...issueUpload(actor, 'case', id) }
}

/** 删除证据: the file is no longer the draft's; the bytes go by a job. */
export async function remove(actor: Actor, caseId: string, placeId: string): Promise<Case> {
  const { me } = officeOf(actor)
  await transaction(actor, async (tx) => {
    const own = { id: caseId, proposerId: me.accountId, from: changeable }
    const gone = await store.remove(tx, own, placeId)
    if (!gone) {
      const current = await readIn(tx, actor, caseId)
      if (!current.files.some(({ id }) => id === placeId)) fail('NOT_FOUND')
      return fail('WRONG_STATE', { current })
    }
    await dropFiles(tx, actor, gone.fileId === null ? [] : [gone.fileId])
    const facts = { fileId: placeId }
    await audit.record(tx, actor, { act: 'case.removeFile', recordId: caseId, facts })
    return { id: caseId }
  })
  return read(actor, caseId)
}

// An upload names no seat: the ticket was given to this account for its own draft.
const placeOf = async (actor: Actor, id: string) =>
  (await store.findPlace(actor.platform.db, id, signedIn(actor).accountId)) ?? fail('NOT_FOUND')

/** What uploads are told about the places of evidence. */
export const caseReceiver: Receiver = {
  async expect(actor, id) {
    const { sizeBytes, fileId, state } = await placeOf(actor, id)
    const isReceived = fileId !== null
    if (!isReceived && !changeable.some((each) => each === state)) fail('WRONG_STATE')
    return { sizeBytes, isReceived }
  },
  async receive(actor, id, file) {
    if (!caseFileTypes.some((type) => type === file.type)) {
      await closePlace(actor, id)
      fail('FILE_TYPE')
    }
    await transaction(actor, async (tx) => {
      const fileId = await keepFile(tx, actor, file)
      const own = { id, proposerId: signedIn(actor).accountId, from: changeable }
      const caseId = await store.fill(tx, own, fileId)
      // Proposed, or taken away, while the bytes were on their way.
      if (caseId === undefined) return fail('WRONG_STATE')
      const facts = { fileId: id, sha256: file.sha256.toString('hex'), type: file.type }
      await audit.record(tx, actor, { act: 'case.receiveFile', recordId: caseId, facts })
      return { id: caseId }
    })
  },
  refuse: (actor, id) => closePlace(actor, id),
}

async function closePlace(actor: Actor, id: string): Promise<void> {
  const { caseId } = await placeOf(actor, id)
  await transaction(actor, async (tx) => {
    await store.removePlace(tx, id)
    await audit.record(tx, actor, {
      act: 'case.refuseFile',
      recordId: caseId,
      facts: { fileId: id },
    })
    return { id: caseId }
  })
}

/** What may be looked at under a ticket, which is issued only to those who may read the case. */
export const caseFiles: ViewedFiles = {
  case: (actor, id) => store.findFile(actor.platform.db, id),
}
