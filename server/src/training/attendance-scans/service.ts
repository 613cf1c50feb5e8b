import type { Body, Query, Reply } from '@xueshi/contract/endpoint'
import {
  type addScan,
  type listScans,
  Scan,
  scanLimit,
  scanStates,
  scanTypes,
} from '@xueshi/contract/training/attendance-scans'
import { classMoves, type ClassState } from '@xueshi/contract/training/classes'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { ticketUrl, type ViewedFiles } from '../../platform/file-view.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { dropFiles, issueUpload, keepFile, type Receiver } from '../../platform/uploads.ts'
import { type BySession, hasBegun, ownSession } from '../attendance/service.ts'
import { found, viewerOf } from '../classes/service.ts'
import { lockOwn } from '../places/service.ts'
import * as store from './store.ts'

const kind = 'attendanceScan'
const mayAdd = (state: ClassState) => scanStates.includes(state)
// What hours were credited by stays with the class.
const mayRemove = (state: ClassState) => classMoves.mark.from.some((one) => one === state)

/** 签到表扫描件, as the institution and the office that approved the class see them. 404 for anybody else. */
export async function list(
  actor: Actor,
  classId: string,
  { session }: Query<typeof listScans>,
): Promise<Reply<typeof listScans>> {
  const { db } = actor.platform
  const { state } = await found(db, actor, classId)
  const isOwn = viewerOf(actor).kind === 'institution'
  const rows = await store.list(db, { classId, sessionId: session, ready: !isOwn })
  return {
    items: rows.map(({ createdAt, ...row }) =>
      Scan.parse({
        ...row,
        url: row.type === null ? null : ticketUrl(actor, kind, row.id),
        at: createdAt.toISOString(),
      }),
    ),
    adds: isOwn && mayAdd(state),
    removes: isOwn && mayRemove(state),
  }
}

/** A place for one scan stands, and a ticket to send its bytes with. SESSION_NOT_BEGUN before one may sign in. */
export async function add(
  actor: Actor,
  ids: BySession,
  { name, sizeBytes }: Body<typeof addScan>,
): Promise<Reply<typeof addScan>> {
  if (sizeBytes === 0) fail('FILE_EMPTY')
  if (sizeBytes > scanLimit.bytes) fail('FILE_TOO_LARGE')
  const { accountId } = signedIn(actor)
  const { id } = await transaction(actor, async (tx) => {
    await lockOwn(tx, actor, ids.id)
    const session = await ownSession(tx, actor, ids)
    const createdAt = actor.platform.clock.now()
    if (!mayAdd(session.state)) fail('WRONG_STATE')
    if (!hasBegun(session, createdAt)) fail('SESSION_NOT_BEGUN')
    const { sessionId } = ids
    const byName = actor.name || '系统'
    const place = { id: newId(createdAt), sessionId, name, sizeBytes, accountId, byName, createdAt }
    if (!(await store.insert(tx, place, scanLimit.files))) fail('FILES_TOO_MANY')
    const facts = { scanId: place.id, classId: ids.id, sizeBytes }
    await audit.record(tx, actor, { act: 'attendance.addScan', recordId: sessionId, facts })
    return { id: place.id }
  })
  return presentPlace(actor, id)
}

/** The ticket for a place, anew. */
export async function presentPlace(actor: Actor, id: string): Promise<Reply<typeof addScan>> {
  await placeOf(actor, id)
  return { id, ...issueUpload(actor, kind, id) }
}

/** 删除: a scan is gone with its file. WRONG_STATE once the class is over, unless it never came to its end. */
export async function remove(
  actor: Actor,
  { scanId, ...ids }: BySession & { scanId: string },
): Promise<{ done: true }> {
  await transaction(actor, async (tx) => {
    await lockOwn(tx, actor, ids.id)
    const { state } = await ownSession(tx, actor, ids)
    const scan = await store.lock(tx, { id: scanId, sessionId: ids.sessionId })
    if (!scan) return fail('NOT_FOUND')
    if (scan.fileId !== null && !mayRemove(state)) fail('WRONG_STATE')
    await store.remove(tx, scanId)
    await dropFiles(tx, actor, scan.fileId === null ? [] : [scan.fileId])
    const facts = { scanId, classId: ids.id }
    await audit.record(tx, actor, { act: 'attendance.removeScan', recordId: ids.sessionId, facts })
    return { id: scanId }
  })
  return { done: true }
}

// An upload names no seat: whoever opened the place may send what its ticket was given for.
const placeOf = async (actor: Actor, id: string) =>
  (await store.findPlace(actor.platform.db, id, signedIn(actor).accountId)) ?? fail('NOT_FOUND')

/** What uploads are told about the places of scans. */
export const scanReceiver: Receiver = {
  async expect(actor, id) {
    const { sizeBytes, fileId } = await placeOf(actor, id)
    return { sizeBytes, isReceived: fileId !== null }
  },
  async receive(actor, id, file) {
    if (!scanTypes.some((type) => type === file.type)) {
      await closePlace(actor, id)
      fail('FILE_TYPE')
    }
    const { sessionId } = await placeOf(actor, id)
    await transaction(actor, async (tx) => {
      const fileId = await keepFile(tx, actor, file)
      // Taken away while the bytes were on their way.
      if (!(await store.fill(tx, id, fileId))) fail('WRONG_STATE')
      const facts = { scanId: id, sha256: file.sha256.toString('hex'), type: file.type }
      await audit.record(tx, actor, { act: 'attendance.receiveScan', recordId: sessionId, facts })
      return { id }
    })
  },
  refuse: (actor, id) => closePlace(actor, id),
}

async function closePlace(actor: Actor, id: string): Promise<void> {
  const { sessionId } = await placeOf(actor, id)
  await transaction(actor, async (tx) => {
    await store.close(tx, id)
    const facts = { scanId: id }
    await audit.record(tx, actor, { act: 'attendance.refuseScan', recordId: sessionId, facts })
    return { id }
  })
}

/** What may be looked at under a ticket, which is issued only to those who may read the class. */
export const scanFiles: ViewedFiles = {
  [kind]: (actor, id) => store.findFile(actor.platform.db, id),
}
