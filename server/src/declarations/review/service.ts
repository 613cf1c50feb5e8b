import type { Topic } from '@xueshi/contract/messages'
import {
  type Declaration,
  declarationMoves,
  type listReviews as listReviewsEndpoint,
} from '@xueshi/contract/declarations'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import * as z from 'zod/mini'
import * as ledger from '../../ledger/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { CursorInstant, readCursor, writeCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { tell } from '../../messages/service.ts'
import { fail } from '../../platform/refusal.ts'
import type { JsonObject } from '../../platform/tables.ts'
import { transaction } from '../../platform/transaction.ts'
import { failMove, read, viewerOf } from '../record/service.ts'
import { declarationFacts, type Viewer } from '../rules.ts'
import * as recordStore from '../store.ts'
import * as store from './store.ts'

const pageLength = 20

function officeOf(actor: Actor): Extract<Viewer, { kind: 'office' }> {
  const viewer = viewerOf(actor)
  return viewer.kind === 'office' ? viewer : fail('NOT_FOUND')
}

/** 待审核记录 of the actor's office, the longest waiting first. A page may be short and still go on. */
export async function listReviews(
  actor: Actor,
  { after, category, person }: Query<typeof listReviewsEndpoint>,
): Promise<Reply<typeof listReviewsEndpoint>> {
  const { db } = actor.platform
  const { office, unitId } = officeOf(actor)
  const last =
    after === undefined ? undefined : readCursor(after, z.tuple([CursorInstant, z.uuid()]))
  const filter = { office, unitId, category, person, after: last }
  const rows = await store.listQueue(db, filter, pageLength + 1)
  const items = rows.slice(0, pageLength)
  const end = rows.length > pageLength ? items.at(-1) : undefined
  const isSearch = category !== undefined || person !== undefined
  const stopped = !end && isSearch ? await store.endOfReading(db, filter) : undefined
  const next = end ? [end.openedAt, end.stepId] : stopped && [stopped.openedAt, stopped.id]
  return {
    items: items.map(({ stepId: _stepId, openedAt: _openedAt, submittedAt, ...item }) => ({
      ...item,
      submittedAt: submittedAt.toISOString(),
    })),
    next: next ? writeCursor(next) : null,
  }
}

/** 退回: the record is its person's again, with the reason; the steps behind this one are void. */
export async function returnRecord(
  actor: Actor,
  id: string,
  { version, reason }: { version: number; reason: string },
): Promise<Declaration> {
  await transaction(actor, async (tx) => {
    const { to } = declarationMoves.return
    const step = { stepTo: 'returned', moreSteps: null, following: 'void' } as const
    const record = await decide(tx, actor, 'return', { ...step, id, version, to, reason })
    tellPerson(tx, actor, record, 'declaration.returned', { reason })
    return record
  })
  return read(actor, id)
}

/** 审核通过，转上级: this step is passed and the next one is open. */
export async function pass(actor: Actor, id: string, version: number): Promise<Declaration> {
  await transaction(actor, async (tx) => {
    const { to } = declarationMoves.pass
    const step = { stepTo: 'passed', moreSteps: true, following: 'open' } as const
    const record = await decide(tx, actor, 'pass', { ...step, id, version, to, reason: null })
    if (record.nextUnitId)
      tell(tx, actor, { unitId: record.nextUnitId }, 'declaration.waiting', { id })
    tellPerson(tx, actor, record, 'declaration.passed', {})
    return record
  })
  return read(actor, id)
}

/** 不予认定: the record is closed, with the reason. */
export async function reject(
  actor: Actor,
  id: string,
  { version, reason }: { version: number; reason: string },
): Promise<Declaration> {
  await transaction(actor, async (tx) => {
    const { to } = declarationMoves.reject
    const step = { stepTo: 'decided', moreSteps: null, following: 'void' } as const
    const record = await decide(tx, actor, 'reject', { ...step, id, version, to, reason })
    tellPerson(tx, actor, record, 'declaration.rejected', { reason })
    return record
  })
  return read(actor, id)
}

/**
 * 认定: the hours stand in the ledger in the same act. HOURS_ABOVE_CLAIM above what was claimed,
 * REASON_REQUIRED below it without a reason. Hours in tenths.
 */
export async function recognise(
  actor: Actor,
  id: string,
  given: { version: number; recognisedTenths: number; reason: string | null },
): Promise<Declaration> {
  const { version, recognisedTenths, reason } = given
  await transaction(actor, async (tx) => {
    const { to } = declarationMoves.recognise
    const step = { stepTo: 'decided', moreSteps: false, following: null } as const
    const decision = { ...step, id, version, to, reason, recognisedTenths }
    const record = await decide(tx, actor, 'recognise', decision)
    const { personId, unitId, year, series, category, form, claimedTenths } = record
    if (recognisedTenths < claimedTenths && reason === null)
      fail('REASON_REQUIRED', { fields: { reason: 'REASON_REQUIRED' } })
    const { name, institution, startOn, endOn } = record
    await ledger.credit(tx, actor, {
      personId,
      unitId,
      year,
      series,
      category,
      hoursTenths: recognisedTenths,
      subjects: 1,
      source: { kind: 'declaration', id, line: 0 },
      form,
      item: { name, institution, startOn, endOn, recognisedBy: actor.seat?.unitName ?? '' },
    })
    tellPerson(tx, actor, record, 'declaration.recognised', { recognisedTenths, reason })
    return record
  })
  return read(actor, id)
}

type Act = 'return' | 'pass' | 'recognise' | 'reject'
type Given = Pick<
  store.Decision,
  'id' | 'version' | 'to' | 'reason' | 'stepTo' | 'moreSteps' | 'following'
> & {
  recognisedTenths?: number
}

/** Decides by the guarded statement, writes the audit row, or says why the actor may not. */
async function decide(tx: Db, actor: Actor, move: Act, given: Given): Promise<store.Decided> {
  const { office, unitId, accountId } = officeOf(actor)
  const { id, reason } = given
  const recognisedTenths = given.recognisedTenths ?? null
  const at = actor.platform.clock.now()
  const { from } = declarationMoves[move]
  const decision = { ...given, recognisedTenths, from, office, unitId, accountId, at }
  const officeName = actor.seat?.unitName ?? null
  const event = { id: newId(at), act: move, byName: actor.name, officeName, reason, at }
  const record = await store.decide(tx, decision, event)
  if (!record) return failDecision(tx, actor, move, decision)
  const facts = { personId: record.personId, recognisedTenths }
  await audit.record(tx, actor, { act: `declaration.${move}`, recordId: id, facts })
  return record
}

/** HOURS_ABOVE_CLAIM where nothing else stood in the way; else as any move that was not to be. */
async function failDecision(tx: Db, actor: Actor, move: Act, decision: store.Decision) {
  const { id, version, office, recognisedTenths } = decision
  const viewer = officeOf(actor)
  const row = await recordStore.find(tx, viewer, id)
  if (row && row.version === version && recognisedTenths !== null) {
    const open = openMoves(declarationMoves, row.state, office, declarationFacts(row, viewer))
    if (open.includes(move) && recognisedTenths > row.claimedTenths)
      fail('HOURS_ABOVE_CLAIM', { fields: { recognisedTenths: 'HOURS_ABOVE_CLAIM' } })
  }
  return failMove(tx, actor, { id, version, move })
}

function tellPerson(tx: Db, actor: Actor, record: store.Decided, topic: Topic, facts: JsonObject) {
  const { id, personId, name } = record
  tell(tx, actor, { accountId: personId }, topic, { id, name, ...facts })
}
