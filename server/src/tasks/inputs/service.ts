import type { Body, Reply } from '@xueshi/contract/endpoint'
import { taskInputLimit, type openTaskInput } from '@xueshi/contract/tasks'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { sniffSheet } from '../../platform/sheet.ts'
import { transaction } from '../../platform/transaction.ts'
import { dropFiles, issueUpload, keepFile, type Receiver } from '../../platform/uploads.ts'
import * as store from './store.ts'

/**
 * A place for an Excel or CSV file stands, and a ticket to send its bytes with. A domain whose files are
 * longer than most says how long they may be, and says so again when it begins a task on one.
 */
export async function openInput(
  actor: Actor,
  { name, sizeBytes }: Body<typeof openTaskInput>,
  limit: { bytes: number } = taskInputLimit,
): Promise<Reply<typeof openTaskInput>> {
  const { accountId, platform } = signedIn(actor)
  if (sizeBytes === 0) fail('FILE_EMPTY')
  if (sizeBytes > limit.bytes) fail('FILE_TOO_LARGE')
  const { id } = await transaction(actor, async (tx) => {
    const createdAt = platform.clock.now()
    const place = { id: newId(createdAt), accountId, name, sizeBytes, createdAt }
    await store.open(tx, place)
    const facts = { sizeBytes }
    await audit.record(tx, actor, { act: 'task.openInput', recordId: place.id, facts })
    return place
  })
  return presentInput(actor, id)
}

/** The ticket for a place, anew. */
export async function presentInput(actor: Actor, id: string): Promise<Reply<typeof openTaskInput>> {
  await placeOf(actor.platform.db, actor, id)
  return { id, ...issueUpload(actor, 'taskInput', id) }
}

const placeOf = async (db: Db, actor: Actor, id: string) =>
  (await store.find(db, id, signedIn(actor).accountId)) ?? fail('NOT_FOUND')

/** Whether the file has come, is the actor's, and no longer than the task takes. */
export async function isThere(
  db: Db,
  actor: Actor,
  id: string,
  limit: { bytes: number } = taskInputLimit,
): Promise<boolean> {
  const place = await store.find(db, id, signedIn(actor).accountId)
  return place !== undefined && place.fileId !== null && place.sizeBytes <= limit.bytes
}

/** What uploads are told about the files for tasks. */
export const receiver: Receiver = {
  sniff: sniffSheet,
  wrongType: 'SHEET_FORMAT',
  async expect(actor, id) {
    const { sizeBytes, fileId } = await placeOf(actor.platform.db, actor, id)
    return { sizeBytes, isReceived: fileId !== null }
  },
  async receive(actor, id, file) {
    const { accountId } = signedIn(actor)
    await transaction(actor, async (tx) => {
      const fileId = await keepFile(tx, actor, file)
      if (!(await store.fill(tx, { id, accountId, fileId }))) fail('NOT_FOUND')
      const facts = { sha256: file.sha256.toString('hex'), type: file.type }
      await audit.record(tx, actor, { act: 'task.receiveInput', recordId: id, facts })
      return { id }
    })
  },
  async refuse(actor, id) {
    await transaction(actor, async (tx) => {
      await store.close(tx, id, signedIn(actor).accountId)
      await audit.record(tx, actor, { act: 'task.refuseInput', recordId: id })
      return { id }
    })
  },
}

/** Takes away what `take` answers the files of; answers how many. */
export async function sweepOnce(
  system: Actor,
  take: (tx: Db) => Promise<readonly string[]>,
): Promise<number> {
  let gone = 0
  await transaction(system, async (tx) => {
    const files = await take(tx)
    gone = files.length
    await dropFiles(tx, system, files)
    await audit.record(tx, system, { act: 'task.sweep', recordId: null, facts: { files: gone } })
    return { id: newId(system.platform.clock.now()) }
  })
  return gone
}
