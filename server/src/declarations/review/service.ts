import type { Topic } from '@xueshi/contract/messages'
import { type Declaration, declarationMoves } from '@xueshi/contract/declarations'
import { openMoves } from '@xueshi/contract/moves'
import * as ledger from '../../ledger/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { tell } from '../../messages/service.ts'
import { fail } from '../../platform/refusal.ts'
import type { JsonObject } from '../../platform/tables.ts'
import { transactionThen } from '../../platform/transaction.ts'
import { factsOf, failMove, officeOf, readIn } from '../record/service.ts'
import * as recordStore from '../record/store.ts'
import { creditOf, sourceOf } from '../rules.ts'
import * as store from './store.ts'

/** One act, and the record as it stands then. */
const acted = (actor: Actor, id: string, act: (tx: Db) => Promise<{ id: string }>) =>
  transactionThen(actor, act, (db) => readIn(db, actor, id))

/** 退回: the record is its person's again, with the reason; the steps behind this one are void. */
export async function returnRecord(
  actor: Actor,
  id: string,
  given: { version: number; reason: string },
): Promise<Declaration> {
  return acted(actor, id, (tx) => returnIn(tx, actor, id, given))
}

/** As `returnRecord`, inside a transaction. */
export async function returnIn(
  tx: Db,
  actor: Actor,
  id: string,
  { version, reason }: { version: number; reason: string },
): Promise<store.Decided> {
  const { to } = declarationMoves.return
  const step = { stepTo: 'returned', moreSteps: null, following: 'void' } as const
  const record = await decide(tx, actor, 'return', { ...step, id, version, to, reason })
  await store.keepReturned(tx, id, actor.platform.clock.now())
  tellPerson(tx, actor, record, 'declaration.returned', { reason })
  return record
}

/** 审核通过，转上级: this step is passed and the next one is open. */
export async function pass(actor: Actor, id: string, version: number): Promise<Declaration> {
  return acted(actor, id, (tx) => passIn(tx, actor, id, version))
}

/** As `pass`, inside a transaction. */
export async function passIn(
  tx: Db,
  actor: Actor,
  id: string,
  version: number,
): Promise<store.Decided> {
  const { to } = declarationMoves.pass
  const step = { stepTo: 'passed', moreSteps: true, following: 'open' } as const
  const record = await decide(tx, actor, 'pass', { ...step, id, version, to, reason: null })
  if (record.nextUnitId)
    tell(tx, actor, { unitId: record.nextUnitId }, 'declaration.waiting', { id })
  tellPerson(tx, actor, record, 'declaration.passed', {})
  return record
}

/** 不予认定: the record is closed, with the reason. */
export async function reject(
  actor: Actor,
  id: string,
  { version, reason }: { version: number; reason: string },
): Promise<Declaration> {
  return acted(actor, id, async (tx) => {
    const { to } = declarationMoves.reject
    const step = { stepTo: 'decided', moreSteps: null, following: 'void' } as const
    const record = await decide(tx, actor, 'reject', { ...step, id, version, to, reason })
    tellPerson(tx, actor, record, 'declaration.rejected', { reason })
    return record
  })
}

export type Recognition = {
  version: number
  recognisedTenths: number
  reason: string | null
}

/**
 * 认定: the hours stand in the ledger in the same act. HOURS_ABOVE_CLAIM above what was claimed,
 * REASON_REQUIRED below it without a reason. Hours in tenths.
 */
export async function recognise(
  actor: Actor,
  id: string,
  given: Recognition,
): Promise<Declaration> {
  return acted(actor, id, (tx) => recogniseIn(tx, actor, id, given))
}

/** As `recognise`, inside a transaction. */
export async function recogniseIn(
  tx: Db,
  actor: Actor,
  id: string,
  given: Recognition,
): Promise<store.Decided> {
  const { version, recognisedTenths, reason } = given
  const { to } = declarationMoves.recognise
  const step = { stepTo: 'decided', moreSteps: false, following: null } as const
  const decision = { ...step, id, version, to, reason, recognisedTenths }
  const record = await decide(tx, actor, 'recognise', decision)
  wantReason(record, given)
  await ledger.credit(tx, actor, creditOf(record, recognisedTenths, actor.seat?.unitName ?? ''))
  tellPerson(tx, actor, record, 'declaration.recognised', { recognisedTenths, reason })
  return record
}

/** REASON_REQUIRED for fewer hours than claimed without one. */
export function wantReason(
  { claimedTenths }: { claimedTenths: number },
  { recognisedTenths, reason }: { recognisedTenths: number; reason: string | null },
): void {
  if (recognisedTenths < claimedTenths && reason === null)
    fail('REASON_REQUIRED', { fields: { reason: 'REASON_REQUIRED' } })
}

/** 撤销操作: the record and the ledger are as if the actor's last decision had not been made. */
export async function undo(actor: Actor, id: string, version: number): Promise<Declaration> {
  return acted(actor, id, (tx) => undoIn(tx, actor, id, version))
}

/** As `undo`, inside a transaction. */
export async function undoIn(
  tx: Db,
  actor: Actor,
  id: string,
  version: number,
): Promise<store.Undone> {
  const viewer = officeOf(actor)
  const found = await recordStore.find(tx, viewer, id)
  if (!found) fail('NOT_FOUND')
  const open = openMoves(
    declarationMoves,
    found.state,
    viewer.office,
    factsOf(actor, viewer, found),
  )
  const at = actor.platform.clock.now()
  const undoing = { id, version, from: declarationMoves.undo.from, ...viewer, at }
  const event = eventOf(actor, 'undo', null)
  const record =
    open.includes('undo') || open.includes('undoHigher')
      ? await store.undo(tx, undoing, event)
      : undefined
  if (!record) return failMove(tx, actor, { id, version, move: 'undo' })
  // Only a recognition had put hours into the ledger.
  if (record.formerTenths !== null)
    await ledger.reverse(tx, actor, { source: sourceOf(id), reason: undoReason })
  const facts = { personId: record.personId, from: found.state }
  await audit.record(tx, actor, { act: 'declaration.undo', recordId: id, facts })
  tellPerson(tx, actor, record, 'declaration.undone', {})
  return record
}

/** What the ledger says of the entry that an undone recognition is taken back by. */
const undoReason = '审核人撤销了刚才的认定操作'

export type Act = 'return' | 'pass' | 'recognise' | 'reject' | 'uphold' | 'upholdCut' | 'grant'
export type Given = Pick<
  store.Decision,
  'id' | 'version' | 'to' | 'reason' | 'stepTo' | 'moreSteps' | 'following' | 'keepsHours'
> & {
  recognisedTenths?: number
}

/** Decides by the guarded statement, writes the audit row, or says why the actor may not. */
export async function decide(
  tx: Db,
  actor: Actor,
  move: Act,
  given: Given,
): Promise<store.Decided> {
  const { office, unitId, accountId } = officeOf(actor)
  const { id, reason } = given
  const recognisedTenths = given.recognisedTenths ?? null
  const at = actor.platform.clock.now()
  const { from } = declarationMoves[move]
  const decision = { ...given, recognisedTenths, from, office, unitId, accountId, at }
  const act = move === 'upholdCut' ? 'uphold' : move
  const record = await store.decide(tx, decision, eventOf(actor, act, reason))
  if (!record) return failDecision(tx, actor, move, decision)
  const facts = { personId: record.personId, recognisedTenths }
  await audit.record(tx, actor, { act: `declaration.${act}`, recordId: id, facts })
  return record
}

function eventOf(
  actor: Actor,
  act: Exclude<Act, 'upholdCut'> | 'undo',
  reason: string | null,
): Parameters<typeof store.decide>[2] {
  const at = actor.platform.clock.now()
  const officeName = actor.seat?.unitName ?? null
  return { id: newId(at), act, byName: actor.name, officeName, reason, at }
}

/** HOURS_ABOVE_CLAIM where nothing else stood in the way; else as any move that was not to be. */
async function failDecision(tx: Db, actor: Actor, move: Act, decision: store.Decision) {
  const { id, version, office, recognisedTenths } = decision
  const viewer = officeOf(actor)
  const row = await recordStore.find(tx, viewer, id)
  if (row && row.version === version && recognisedTenths !== null) {
    const open = openMoves(declarationMoves, row.state, office, factsOf(actor, viewer, row))
    if (open.includes(move) && recognisedTenths > row.claimedTenths)
      fail('HOURS_ABOVE_CLAIM', { fields: { recognisedTenths: 'HOURS_ABOVE_CLAIM' } })
  }
  return failMove(tx, actor, { id, version, move })
}

export function tellPerson(
  tx: Db,
  actor: Actor,
  record: { id: string; personId: string; name: string },
  topic: Topic,
  facts: JsonObject,
) {
  const { id, personId, name } = record
  tell(tx, actor, { accountId: personId }, topic, { id, name, ...facts })
}
