import type { Body, Reply } from '@xueshi/contract/endpoint'
import {
  type addLicence as addLicenceEndpoint,
  licenceLimit,
  licenceTypes,
} from '@xueshi/contract/orgs/licences'
import { unitMoves } from '@xueshi/contract/orgs/units'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { ViewedFiles } from '../../platform/file-view.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { dropFiles, issueUpload, keepFile, type Receiver } from '../../platform/uploads.ts'
import { seatUnit } from '../units/service.ts'
import * as store from './store.ts'

const changeable = unitMoves.save.from

/** A place for the scan stands, and a ticket to send its bytes with. */
export async function addLicence(
  actor: Actor,
  { name, sizeBytes }: Body<typeof addLicenceEndpoint>,
): Promise<Reply<typeof addLicenceEndpoint>> {
  const { me, unitId } = seatUnit(actor)
  if (sizeBytes === 0) fail('FILE_EMPTY')
  if (sizeBytes > licenceLimit.bytes) fail('FILE_TOO_LARGE')
  const { id } = await transaction(actor, async (tx) => {
    const createdAt = me.platform.clock.now()
    const place = { id: newId(createdAt), unitId, name, sizeBytes, createdAt }
    if (!(await store.openPlace(tx, place, changeable))) fail('WRONG_STATE')
    const facts = { licenceId: place.id, sizeBytes }
    await audit.record(tx, actor, { act: 'unit.addLicence', recordId: unitId, facts })
    return place
  })
  return presentUpload(actor, id)
}

/** The ticket for a place, anew. */
export async function presentUpload(
  actor: Actor,
  id: string,
): Promise<Reply<typeof addLicenceEndpoint>> {
  await placeOf(actor, id)
  return { id, ...issueUpload(actor, 'licence', id) }
}

// An upload names no seat: whoever is of the unit's staff may send what a ticket was given for.
const placeOf = async (actor: Actor, id: string) =>
  (await store.findPlace(actor.platform.db, id, signedIn(actor).accountId)) ?? fail('NOT_FOUND')

const isLicenceType = (type: string) => licenceTypes.some((each) => each === type)

/** What uploads are told about the places of scans. */
export const licenceReceiver: Receiver = {
  async expect(actor, id) {
    const { sizeBytes, isReceived, state } = await placeOf(actor, id)
    if (!isReceived && !changeable.some((each) => each === state)) fail('WRONG_STATE')
    return { sizeBytes, isReceived }
  },
  async receive(actor, id, file) {
    if (!isLicenceType(file.type)) {
      await closePlace(actor, id)
      fail('FILE_TYPE')
    }
    const { unitId } = await placeOf(actor, id)
    await transaction(actor, async (tx) => {
      const fileId = await keepFile(tx, actor, file)
      const former = await store.fillPlace(tx, { id, unitId, fileId }, changeable)
      // Submitted, or another scan taken in its place, while the bytes were on their way.
      if (!former) return fail('WRONG_STATE')
      await dropFiles(tx, actor, former)
      const facts = { licenceId: id, sha256: file.sha256.toString('hex'), type: file.type }
      await audit.record(tx, actor, { act: 'unit.receiveLicence', recordId: unitId, facts })
      return { id }
    })
  },
  refuse: (actor, id) => closePlace(actor, id),
}

async function closePlace(actor: Actor, id: string): Promise<void> {
  const { unitId } = await placeOf(actor, id)
  await transaction(actor, async (tx) => {
    await store.closePlace(tx, id)
    const facts = { licenceId: id }
    await audit.record(tx, actor, { act: 'unit.refuseLicence', recordId: unitId, facts })
    return { id }
  })
}

/** What may be looked at under a ticket, which is issued only to those who may see the unit. */
export const licenceFiles: ViewedFiles = {
  licence: (actor, id) => store.findFile(actor.platform.db, id),
}
