import { type Declaration, declarationMoves } from '@xueshi/contract/declarations'
import { openMoves } from '@xueshi/contract/moves'
import * as ledger from '../../ledger/service.ts'
import { tell } from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { levelAbove } from '../chains/service.ts'
import { factsOf, failMove, officeOf, ownPerson, read } from '../record/service.ts'
import { lastRound } from '../record/rules.ts'
import * as recordStore from '../record/store.ts'
import { decide, type Recognition, tellPerson, wantReason } from '../review/service.ts'
import { creditOf } from '../rules.ts'
import * as store from './store.ts'

/**
 * 申诉 against a rejection or a cut, with what the person says: the level above the office that decided
 * hears it. Hours that were recognised stay while it does. NO_HIGHER_OFFICE above the last.
 */
export async function appeal(
  actor: Actor,
  id: string,
  { version, reason }: { version: number; reason: string },
): Promise<Declaration> {
  const personId = ownPerson(actor)
  const viewer = { kind: 'own', personId } as const
  await transaction(actor, async (tx) => {
    const record = await recordStore.find(tx, viewer, id)
    if (!record) fail('NOT_FOUND')
    const facts = factsOf(actor, viewer, record)
    const open = openMoves(declarationMoves, record.state, 'individual', facts)
    const [last] = lastRound(record.steps).filter(({ state }) => state === 'decided')
    if (!open.includes('appeal') || record.version !== version || !last)
      return failMove(tx, actor, { id, version, move: 'appeal' })
    const above = await levelAbove(tx, record, last)
    if (!above) fail('NO_HIGHER_OFFICE')
    const at = actor.platform.clock.now()
    const round = last.round + 1
    const step = { ...above, id: newId(at), round, state: 'open', purpose: 'appeal' } as const
    const move = { id, personId, version, from: declarationMoves.appeal.from, at }
    const event = { act: 'appeal', byName: actor.name, officeName: null, reason } as const
    const moved = await store.appeal(tx, move, step, { ...event, id: newId(at), at })
    if (!moved) return failMove(tx, actor, { id, version, move: 'appeal' })
    const { officeUnitId: unitId } = above
    await audit.record(tx, actor, {
      act: 'declaration.appeal',
      recordId: id,
      facts: { against: record.state, unitId },
    })
    tell(tx, actor, { unitId }, 'declaration.appealed', { id })
    return { id }
  })
  return read(actor, id)
}

/** 维持原决定: the record is what it was before the appeal, for good, with the reason. */
export async function uphold(
  actor: Actor,
  id: string,
  { version, reason }: { version: number; reason: string },
): Promise<Declaration> {
  await transaction(actor, async (tx) => {
    const found = await recordStore.find(tx, officeOf(actor), id)
    if (!found) fail('NOT_FOUND')
    const move = found.appealedFrom === 'recognised' ? 'upholdCut' : 'uphold'
    const { to } = declarationMoves[move]
    const step = { stepTo: 'decided', moreSteps: null, following: null, keepsHours: true } as const
    const record = await decide(tx, actor, move, { ...step, id, version, to, reason })
    tellPerson(tx, actor, record, 'declaration.upheld', { reason })
    return record
  })
  return read(actor, id)
}

/**
 * 改判: more hours than the decision gave stand in the ledger, in place of those that did.
 * HOURS_NOT_ABOVE for no more than there were, HOURS_ABOVE_CLAIM above what was claimed,
 * REASON_REQUIRED below it without a reason.
 */
export async function grant(actor: Actor, id: string, given: Recognition): Promise<Declaration> {
  const { version, recognisedTenths, reason } = given
  await transaction(actor, async (tx) => {
    const { to } = declarationMoves.grant
    const step = { stepTo: 'decided', moreSteps: null, following: null } as const
    const decision = { ...step, id, version, to, reason, recognisedTenths }
    const record = await decide(tx, actor, 'grant', decision)
    if (recognisedTenths <= (record.formerTenths ?? 0))
      fail('HOURS_NOT_ABOVE', { fields: { recognisedTenths: 'HOURS_NOT_ABOVE' } })
    wantReason(record, given)
    const credit = creditOf(record, recognisedTenths, actor.seat?.unitName ?? '')
    if (record.formerTenths === null) await ledger.credit(tx, actor, credit)
    else await ledger.replace(tx, actor, credit, grantReason)
    tellPerson(tx, actor, record, 'declaration.granted', { recognisedTenths, reason })
    return record
  })
  return read(actor, id)
}

/** What the ledger says of the entry that an appeal took the place of. */
const grantReason = '申诉改判，按改判后的学时重新记入'
