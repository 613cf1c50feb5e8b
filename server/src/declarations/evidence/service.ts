import {
  type addEvidence as addEvidenceEndpoint,
  type Declaration,
  declarationMoves,
  evidenceLimit,
  type orderEvidence as orderEvidenceEndpoint,
} from '@xueshi/contract/declarations'
import type { Body, Reply } from '@xueshi/contract/endpoint'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { ViewedFiles } from '../../platform/file-view.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { dropFiles, issueUpload, keepFile, type Receiver } from '../../platform/uploads.ts'
import { ownPerson, read, readIn } from '../record/service.ts'
import * as store from './store.ts'

const attachable = declarationMoves.attach.from
/** Nothing that was judged is taken away while an appeal is heard. */
const changeable = declarationMoves.edit.from

/**
 * A place for one file stands, and a ticket to send its bytes with. Until they are all here the
 * record is as it was: an upload under way is no part of it, and its version stays.
 */
export async function addEvidence(
  actor: Actor,
  declarationId: string,
  { name, sizeBytes, sha256 }: Body<typeof addEvidenceEndpoint>,
): Promise<Reply<typeof addEvidenceEndpoint>> {
  if (sizeBytes === 0) fail('FILE_EMPTY')
  if (sizeBytes > evidenceLimit.bytes) fail('FILE_TOO_LARGE')
  const record = { id: declarationId, personId: ownPerson(actor), from: attachable }
  const { id } = await transaction(actor, async (tx) => {
    const at = actor.platform.clock.now()
    if (!(await store.lockRecord(tx, record)))
      fail('WRONG_STATE', { current: await readIn(tx, actor, declarationId) })
    const claimed = sha256 === undefined ? null : Buffer.from(sha256, 'hex')
    const place = { id: newId(at), declarationId, name, sizeBytes, claimed, at }
    if (!(await store.insert(tx, place, evidenceLimit.files))) fail('FILES_TOO_MANY')
    const facts = { evidenceId: place.id, sizeBytes }
    await audit.record(tx, actor, { act: 'evidence.add', recordId: declarationId, facts })
    return place
  })
  return presentUpload(actor, id)
}

/** The ticket for a place, anew. */
export async function presentUpload(
  actor: Actor,
  id: string,
): Promise<Reply<typeof addEvidenceEndpoint>> {
  const place = await store.findPlace(actor.platform.db, ownPerson(actor), id)
  if (!place) fail('NOT_FOUND')
  return { id, ...issueUpload(actor, 'evidence', id) }
}

/** A ticket for a file that was broken off. WRONG_STATE once it is here, or the record takes no more files. */
export async function resumeEvidence(
  actor: Actor,
  declarationId: string,
  id: string,
): Promise<Reply<typeof addEvidenceEndpoint>> {
  const place = await store.findPlace(actor.platform.db, ownPerson(actor), id)
  if (!place || place.declarationId !== declarationId) fail('NOT_FOUND')
  const takes = attachable.some((state) => state === place.recordState)
  if (place.state === 'ready' || !takes)
    fail('WRONG_STATE', { current: await read(actor, declarationId) })
  return { id, ...issueUpload(actor, 'evidence', id) }
}

/** 调整附件顺序: the files stand as listed, and the record has a new version. INVALID unless each is named once. */
export async function orderEvidence(
  actor: Actor,
  id: string,
  { version, ids }: Body<typeof orderEvidenceEndpoint>,
): Promise<Declaration> {
  const record = { id, personId: ownPerson(actor), from: changeable }
  await transaction(actor, async (tx) => {
    const at = actor.platform.clock.now()
    if (!(await store.lockRecord(tx, record)))
      return fail('WRONG_STATE', { current: await readIn(tx, actor, id) })
    const current = await readIn(tx, actor, id)
    if (current.version !== version) fail('STALE', { current })
    const held = current.evidence.map((file) => file.id)
    if (held.toSorted().join() !== ids.toSorted().join())
      fail('INVALID', { fields: { ids: 'NOT_OFFERED' } })
    await store.order(tx, id, ids, at)
    await audit.record(tx, actor, { act: 'evidence.order', recordId: id })
    return { id }
  })
  return read(actor, id)
}

/** 删除附件: the file is no longer the record's, whose version rises; the bytes go by a job. */
export async function removeEvidence(
  actor: Actor,
  id: string,
  evidenceId: string,
): Promise<Declaration> {
  const record = { id, personId: ownPerson(actor), from: changeable, addsFrom: attachable }
  await transaction(actor, async (tx) => {
    const gone = await store.remove(tx, record, evidenceId, actor.platform.clock.now())
    if (!gone) {
      const current = await readIn(tx, actor, id)
      if (!current.evidence.some((file) => file.id === evidenceId)) fail('NOT_FOUND')
      return fail('WRONG_STATE', { current })
    }
    await dropFiles(tx, actor, await store.unheld(tx, gone.fileId === null ? [] : [gone.fileId]))
    await audit.record(tx, actor, { act: 'evidence.remove', recordId: id, facts: { evidenceId } })
    return { id }
  })
  return read(actor, id)
}

/** What uploads are told about the places of evidence. */
export const receiver: Receiver = {
  async expect(actor, id) {
    const place = await store.findPlace(actor.platform.db, ownPerson(actor), id)
    if (!place) fail('NOT_FOUND')
    const isReceived = place.state === 'ready'
    if (!isReceived && !attachable.some((state) => state === place.recordState)) fail('WRONG_STATE')
    return { sizeBytes: place.sizeBytes, isReceived, sha256: place.claimedSha256 }
  },
  async receive(actor, evidenceId, file) {
    const own = { id: evidenceId, personId: ownPerson(actor), from: attachable }
    await transaction(actor, async (tx) => {
      const fileId = await keepFile(tx, actor, file)
      const id = await store.fill(tx, own, fileId, actor.platform.clock.now())
      // Sent for review, or taken away, while the bytes were on their way.
      if (id === undefined) fail('WRONG_STATE')
      const facts = { evidenceId, sha256: file.sha256.toString('hex'), type: file.type }
      await audit.record(tx, actor, { act: 'evidence.receive', recordId: id, facts })
      return { id }
    })
  },
  async refuse(actor, id) {
    await transaction(actor, async (tx) => {
      const place = await store.findPlace(tx, ownPerson(actor), id)
      if (!place) fail('NOT_FOUND')
      await store.removePlace(tx, id)
      const { declarationId: recordId } = place
      await audit.record(tx, actor, { act: 'evidence.refuse', recordId, facts: { evidenceId: id } })
      return place
    })
  },
}

/** What may be looked at under a ticket, which is issued only to those who may read the record. */
export const evidenceFiles: ViewedFiles = {
  evidence: (actor, id) => store.findFile(actor.platform.db, id),
}
