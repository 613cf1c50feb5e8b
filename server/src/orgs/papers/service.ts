import { licenceTypes } from '@xueshi/contract/orgs/licences'
import { Paper, paperLimit, type PaperPurpose } from '@xueshi/contract/orgs/papers'
import type { Actor, SignedIn } from '../../platform/actor.ts'
import { signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { ticketUrl, type ViewedFiles } from '../../platform/file-view.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { dropFiles, issueUpload, keepFile, type Receiver } from '../../platform/uploads.ts'
import { seatUnit } from '../units/service.ts'
import * as units from '../units/store.ts'
import * as store from './store.ts'

type Given = { name: string; sizeBytes: number }
type Place = { id: string; ticket: string; uploadUrl: string }

/** A place for a scan that the unit from whose seat the actor looks will send with what it asks for. */
export async function addOwn(
  actor: Actor,
  { purpose, ...given }: Given & { purpose: PaperPurpose },
): Promise<Place> {
  const { me, unitId } = seatUnit(actor)
  // A unit that is not in force asks for nothing.
  if (me.scope.kind === 'nothing') fail('WRONG_STATE')
  return add(actor, unitId, purpose, given)
}

/** A place for the letter on which an office hands over a unit of its subtree. */
export async function addLetter(
  actor: Actor,
  { id, ...given }: Given & { id: string },
): Promise<Place> {
  await mustBeHeld(actor, id)
  return add(actor, id, 'handover', given)
}

async function mustBeHeld(actor: Actor, id: string): Promise<void> {
  const { platform, accountId, scope } = signedIn(actor)
  const within = units.withinRegion(scope)
  const unit = await units.find(platform.db, id, { within, accountId })
  if (!unit || unit.state === 'draft') fail('NOT_FOUND')
}

/** What the account has sent for the unit from whose seat it looks, and not used yet. */
export async function listOwn(actor: Actor, purpose: PaperPurpose): Promise<{ items: Paper[] }> {
  const { me, unitId } = seatUnit(actor)
  return loose(me, unitId, purpose)
}

/** The letters that the officer has sent for a unit of the subtree, and not used yet. */
export async function listLetters(actor: Actor, id: string): Promise<{ items: Paper[] }> {
  await mustBeHeld(actor, id)
  return loose(signedIn(actor), id, 'handover')
}

async function loose(
  me: SignedIn,
  unitId: string,
  purpose: PaperPurpose,
): Promise<{ items: Paper[] }> {
  const { accountId } = me
  const rows = await store.listLoose(me.platform.db, { unitId, purpose, accountId })
  return { items: rows.map((row) => present(me, row)) }
}

const present = (me: SignedIn, row: Omit<Paper, 'url' | 'type'> & { type: string }): Paper =>
  Paper.parse({ ...row, url: ticketUrl(me, 'paper', row.id) })

/** A paper that was sent and not used is gone, with its file. NOT_FOUND for any other. */
export async function remove(actor: Actor, id: string): Promise<{ done: true }> {
  const { accountId } = signedIn(actor)
  await transaction(actor, async (tx) => {
    const gone = await store.remove(tx, id, accountId)
    if (!gone) return fail('NOT_FOUND')
    await dropFiles(tx, actor, gone.fileId === null ? [] : [gone.fileId])
    const facts = { paperId: id }
    await audit.record(tx, actor, { act: 'unit.removePaper', recordId: gone.unitId, facts })
    return { id }
  })
  return { done: true }
}

async function add(
  actor: Actor,
  unitId: string,
  purpose: PaperPurpose,
  { name, sizeBytes }: Given,
): Promise<Place> {
  if (sizeBytes === 0) fail('FILE_EMPTY')
  if (sizeBytes > paperLimit.bytes) fail('FILE_TOO_LARGE')
  const { accountId, platform } = signedIn(actor)
  const { id } = await transaction(actor, async (tx) => {
    const createdAt = platform.clock.now()
    const place = { id: newId(createdAt), unitId, purpose, name, sizeBytes, accountId, createdAt }
    await store.insert(tx, place)
    const facts = { paperId: place.id, purpose, sizeBytes }
    await audit.record(tx, actor, { act: 'unit.addPaper', recordId: unitId, facts })
    return { id: place.id }
  })
  return presentPlace(actor, id)
}

/** The ticket for a place, anew. */
export async function presentPlace(actor: Actor, id: string): Promise<Place> {
  await placeOf(actor, id)
  return { id, ...issueUpload(actor, 'paper', id) }
}

// An upload names no seat: whoever opened the place may send what its ticket was given for.
const placeOf = async (actor: Actor, id: string) =>
  (await store.findPlace(actor.platform.db, id, signedIn(actor).accountId)) ?? fail('NOT_FOUND')

/** What uploads are told about the places of papers. */
export const paperReceiver: Receiver = {
  async expect(actor, id) {
    const { sizeBytes, fileId } = await placeOf(actor, id)
    return { sizeBytes, isReceived: fileId !== null }
  },
  async receive(actor, id, file) {
    if (!licenceTypes.some((type) => type === file.type)) {
      await closePlace(actor, id)
      fail('FILE_TYPE')
    }
    const { unitId } = await placeOf(actor, id)
    await transaction(actor, async (tx) => {
      const fileId = await keepFile(tx, actor, file)
      if (!(await store.fill(tx, id, fileId))) fail('WRONG_STATE')
      const facts = { paperId: id, sha256: file.sha256.toString('hex'), type: file.type }
      await audit.record(tx, actor, { act: 'unit.receivePaper', recordId: unitId, facts })
      return { id }
    })
  },
  refuse: (actor, id) => closePlace(actor, id),
}

async function closePlace(actor: Actor, id: string): Promise<void> {
  const { unitId } = await placeOf(actor, id)
  await transaction(actor, async (tx) => {
    await store.close(tx, id)
    const facts = { paperId: id }
    await audit.record(tx, actor, { act: 'unit.refusePaper', recordId: unitId, facts })
    return { id }
  })
}

/** The papers belong to the record, in its transaction. INVALID at the field where one may not. */
export async function attach(
  tx: Db,
  given: Parameters<typeof store.attach>[1],
  field: string,
): Promise<void> {
  if (!(await store.attach(tx, given))) fail('INVALID', { fields: { [field]: 'NOT_OFFERED' } })
}

/** The papers of a record, for whoever may see the record. */
export async function papersOf(me: SignedIn, db: Db, recordId: string): Promise<Paper[]> {
  const rows = await store.list(db, recordId)
  return rows.map((row) => present(me, row))
}

/** What may be looked at under a ticket, which is issued only to those who may see the record. */
export const paperFiles: ViewedFiles = {
  paper: (actor, id) => store.findFile(actor.platform.db, id),
}

const twoDays = 2 * 24 * 60 * 60 * 1000
const sweptAtOnce = 200

/** Takes away what belongs to no record two days after its place was opened: longer than its ticket was good. */
export async function sweep(actor: Actor): Promise<void> {
  const before = new Date(actor.platform.clock.now().getTime() - twoDays)
  let swept = sweptAtOnce
  while (swept === sweptAtOnce)
    await transaction(actor, async (tx) => {
      const { count, files } = await store.removeLoose(tx, before, sweptAtOnce)
      swept = count
      await dropFiles(tx, actor, files)
      await audit.record(tx, actor, { act: 'unit.sweepPapers', recordId: null, facts: { swept } })
      return { id: '' }
    })
}
