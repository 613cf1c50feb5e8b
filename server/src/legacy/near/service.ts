import { birthDateOf, maskDocumentNumber } from '@xueshi/contract/document-number'
import type { Params, Query, Reply } from '@xueshi/contract/endpoint'
import {
  type acceptLegacyNear,
  legacyMoves,
  type LegacyNear,
  type LegacyState,
  type listLegacyNear,
  type NearFact,
  type NearMove,
  nearMoves,
} from '@xueshi/contract/legacy'
import { type Facts, openMoves } from '@xueshi/contract/moves'
import { isUnderWay, type TaskState } from '@xueshi/contract/tasks'
import * as z from 'zod/mini'
import * as certificates from '../../certificates/service.ts'
import * as ledger from '../../ledger/service.ts'
import * as people from '../../people/service.ts'
import { type Actor, type SignedIn, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import type { Platform } from '../../platform/platform.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import type { PastRow } from '../checking/rules.ts'
import * as store from './store.ts'

export { offer } from './store.ts'

const pageRows = 20

/** By what a stranger of the file is looked for; nothing of whoever is known. */
export const tracesOf = ({ indexes }: Platform, stranger: PastRow | null) => ({
  namePinyin: stranger && people.soundOf(stranger.name),
  numberTail: stranger && indexes.numberTail(stranger.documentNumber),
  birthDate: stranger && birthDateOf(stranger.documentType, stranger.documentNumber),
  unitName: stranger && stranger.unitName,
})

type Batch = { id: string; state: LegacyState; taskState: TaskState }

/** 疑似同一人 of a batch that the caller has found for the actor: who wait, or about whom was decided. */
export async function list(
  actor: Actor,
  batch: Batch,
  { after, decided }: Query<typeof listLegacyNear>,
): Promise<Reply<typeof listLegacyNear>> {
  const me = signedIn(actor)
  const [last] = after === undefined ? [0] : readCursor(after, z.tuple([z.int()]))
  const isDecided = decided !== undefined
  const rows = await store.listNear(me.platform.db, batch.id, isDecided, last, pageRows + 1)
  const { page, next } = cut(rows, pageRows, (end) => [end.row])
  return { items: page.map((row) => present(me, batch, row)), next }
}

const said = { known: 'same', new: 'other', near: null } as const

function present(me: SignedIn, batch: Batch, row: store.NearRow): LegacyNear {
  const {
    numberOnRecordSealed,
    candidateId,
    accountId: _account,
    documentType: _type,
    state,
    takenBackAt,
    ...shown
  } = row
  const number = me.platform.cipher.open(numberOnRecordSealed, {
    table: 'accounts',
    column: 'document_number_sealed',
    id: candidateId,
  })
  const standing = { ...row, batchState: batch.state, taskState: batch.taskState }
  return {
    ...shown,
    decision: row.decidedBy === null ? null : takenBackAt ? 'takenBack' : said[state],
    numberOnRecordMasked: maskDocumentNumber(number),
    open: openMoves(nearMoves, state, me.kind, factsOf(me, standing)),
  }
}

type Standing = Pick<
  store.NearRow,
  'state' | 'reason' | 'candidateId' | 'accountId' | 'decidedBy' | 'takenBackAt'
> & { batchState: LegacyState; taskState: TaskState }

/** What may still be imported is decided about, and what may still be undone is taken back. */
const factsOf = ({ accountId }: SignedIn, one: Standing): Facts<NearFact> => ({
  checked: isIn(legacyMoves.commit.from, one.batchState),
  committed: isIn(legacyMoves.undo.from, one.batchState),
  idle: !isUnderWay(one.taskState),
  unclaimed: one.reason !== 'otherName',
  decided: one.decidedBy !== null,
  standing: one.takenBackAt === null,
  // After a merger whose the rows are may be another than who was offered.
  notSelf: one.candidateId !== accountId && one.accountId !== accountId,
})

const isIn = <State extends string>(states: readonly State[], state: State) =>
  states.includes(state)

type One = Params<typeof acceptLegacyNear>

/** Somebody about whom the move may be made now. NOT_FOUND, OWN_RECORD, WRONG_STATE. */
async function findOpen(db: Db, me: SignedIn, move: NearMove, { id, nearId }: One) {
  const one = (await store.findPerson(db, id, nearId)) ?? fail('NOT_FOUND')
  const facts = factsOf(me, one)
  if (!facts.notSelf) fail('OWN_RECORD')
  if (!openMoves(nearMoves, one.state, me.kind, facts).includes(move)) fail('WRONG_STATE')
  return one
}

/** The same, held until the act is done. A run holds its batch for long: meanwhile one is refused at once. */
async function holdOpen(tx: Db, me: SignedIn, move: NearMove, one: One) {
  await findOpen(tx, me, move, one)
  await store.hold(tx, one.id)
  return findOpen(tx, me, move, one)
}

/**
 * 是同一人: the rows are that person's. 不是同一人: they are a stranger's. 重新确认: it waits again. What is so
 * already stays so; nobody decides about themselves. LEGACY_TWICE where the person has one of the years already.
 */
export async function decide(
  actor: Actor,
  act: 'accept' | 'refuse' | 'reopen',
  { id, nearId }: One,
): Promise<void> {
  const me = signedIn(actor)
  const { to: state } = nearMoves[act]
  const before = await store.findPerson(actor.platform.db, id, nearId)
  if (before?.state === state) return
  await transaction(actor, async (tx) => {
    const { candidateId } = await holdOpen(tx, me, act, { id, nearId })
    if (act === 'accept') await failOnYears(tx, nearId, candidateId)
    await store.decide(tx, nearId, {
      state,
      accountId: act === 'refuse' ? null : candidateId,
      decidedBy: act === 'reopen' ? null : me.name,
    })
    await audit.record(tx, actor, { act: `legacy.${act}Near`, recordId: id, facts: { nearId } })
    return { id }
  })
}

/** Whose years stand already cannot have them a second time. */
async function failOnYears(db: Db, nearId: string, accountId: string): Promise<void> {
  const { taken } = await ledger.past.findBarred(db, [accountId])
  const years = await store.listYears(db, nearId)
  if (years.some((year) => taken.has(`${accountId} ${year}`))) fail('LEGACY_TWICE')
}

/**
 * 撤销认定: what a wrong acceptance brought to somebody is reversed, and certificates that came with it are
 * withdrawn. NEAR_FOLLOWED where one of our own rests on it, or the account is another person of the batch too.
 */
export async function takeBack(
  actor: Actor,
  { id, nearId, reason }: One & { reason: string },
): Promise<void> {
  const me = signedIn(actor)
  await transaction(actor, async (tx) => {
    const { accountId } = await holdOpen(tx, me, 'takeBack', { id, nearId })
    if (accountId === null) throw new Error('whoever is known has an account')
    const following = await store.findFollowing(tx, id, accountId)
    if (following.people > 1 || following.numbers.some(certificates.checkCertificateNumber))
      fail('NEAR_FOLLOWED')
    await store.noteTakenBack(tx, nearId, actor.platform.clock.now())
    await ledger.past.reversePast(tx, actor, id, { personIds: [accountId], reason })
    const facts = { nearId, accountId, reason }
    await audit.record(tx, actor, { act: 'legacy.takeBackNear', recordId: id, facts })
    return { id }
  })
}
