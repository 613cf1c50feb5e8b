import {
  type Declaration,
  declarationMoves,
  type revokeDeclaration,
} from '@xueshi/contract/declarations'
import type { Body } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import * as ledger from '../../ledger/service.ts'
import { tell } from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { factsOf, failMove, officeOf, read } from '../record/service.ts'
import * as recordStore from '../record/store.ts'
import { tellPerson } from '../review/service.ts'
import { creditOf, sourceOf } from '../rules.ts'
import * as store from './store.ts'

type Given = Body<typeof revokeDeclaration>

/**
 * 撤销认定 by an authority of the record's region or trade, on a decision: a reversing entry takes the
 * hours out of the ledger in the same act, which withdraws a certificate that no longer holds.
 */
export async function revoke(actor: Actor, id: string, given: Given): Promise<Declaration> {
  await transaction(actor, async (tx) => {
    const { record, revoking, event } = await prepare(tx, actor, 'revoke', id, given)
    const { at } = revoking
    const regionCode = officeOf(actor).oversight?.regionCode ?? ''
    const revocation = { id: newId(at), regionCode }
    if (!(await store.revoke(tx, revoking, revocation, event)))
      return failMove(tx, actor, { id, version: given.version, move: 'revoke' })
    const { decision, reason } = given
    await ledger.reverse(tx, actor, { source: sourceOf(id), reason: `${decision}：${reason}` })
    const facts = { personId: record.personId, decision }
    await audit.record(tx, actor, { act: 'declaration.revoke', recordId: id, facts })
    tellPerson(tx, actor, record, 'declaration.revoked', { decision, reason })
    const { unitId, name } = record
    if (unitId) tell(tx, actor, { unitId }, 'declaration.revokedOfUnit', { id, name, decision })
    return { id }
  })
  return read(actor, id)
}

/** 恢复认定: the revocation is over, and the hours that had been recognised are credited anew. */
export async function reinstate(actor: Actor, id: string, given: Given): Promise<Declaration> {
  await transaction(actor, async (tx) => {
    const { record, revoking, event } = await prepare(tx, actor, 'reinstate', id, given)
    if (!(await store.reinstate(tx, revoking, event)))
      return failMove(tx, actor, { id, version: given.version, move: 'reinstate' })
    const { series, recognisedTenths, steps } = record
    if (series === null || recognisedTenths === null)
      throw new Error('a revoked record lost what it had been recognised as')
    const recognisedBy = steps.findLast(({ state }) => state === 'decided')?.officeName ?? ''
    const credit = creditOf({ ...record, series }, recognisedTenths, recognisedBy)
    await ledger.credit(tx, actor, credit)
    const { decision } = given
    const facts = { personId: record.personId, decision }
    await audit.record(tx, actor, { act: 'declaration.reinstate', recordId: id, facts })
    tellPerson(tx, actor, record, 'declaration.reinstated', { decision })
    return { id }
  })
  return read(actor, id)
}

/** The record as it stands, if the actor may make the move from there; else says why not. */
async function prepare(
  tx: Db,
  actor: Actor,
  move: 'revoke' | 'reinstate',
  id: string,
  { version, decision, reason }: Given,
) {
  const viewer = officeOf(actor)
  const { accountId, unitId } = viewer
  const record = await recordStore.find(tx, viewer, id)
  if (!record) fail('NOT_FOUND')
  const facts = factsOf(actor, viewer, record)
  const open = openMoves(declarationMoves, record.state, viewer.office, facts)
  if (!open.includes(move) || record.version !== version)
    return failMove(tx, actor, { id, version, move })
  const at = actor.platform.clock.now()
  const { from } = declarationMoves[move]
  const officeName = actor.seat?.unitName ?? null
  return {
    record,
    revoking: { id, version, from, accountId, unitId, decision, reason, at },
    event: { id: newId(at), act: move, byName: actor.name, officeName, reason, decision, at },
  }
}
