import { birthDateOf, maskDocumentNumber } from '@xueshi/contract/document-number'
import type { Params, Query, Reply } from '@xueshi/contract/endpoint'
import {
  type acceptLegacyNear,
  type LegacyNear,
  legacyMoves,
  type LegacyState,
  type listLegacyNear,
} from '@xueshi/contract/legacy'
import * as z from 'zod/mini'
import * as certificates from '../../certificates/service.ts'
import * as ledger from '../../ledger/service.ts'
import * as people from '../../people/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
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

type Batch = { id: string; state: LegacyState }

/** 疑似同一人 of a batch that the caller has found for the actor: who wait, or about whom was decided. */
export async function list(
  { platform }: Actor,
  batch: Batch,
  { after, decided }: Query<typeof listLegacyNear>,
): Promise<Reply<typeof listLegacyNear>> {
  const [last] = after === undefined ? [0] : readCursor(after, z.tuple([z.int()]))
  const isDecided = decided !== undefined
  const rows = await store.listNear(platform.db, batch.id, isDecided, last, pageRows + 1)
  const { page, next } = cut(rows, pageRows, (end) => [end.row])
  return { items: page.map((row) => present(platform, batch, row)), next }
}

function present({ cipher }: Platform, batch: Batch, row: store.NearRow): LegacyNear {
  const { numberOnRecordSealed, accountId, documentType: _, state, takenBackAt, ...shown } = row
  const number = cipher.open(numberOnRecordSealed, {
    table: 'accounts',
    column: 'document_number_sealed',
    id: accountId,
  })
  const said = state === 'known' ? 'same' : 'other'
  const decision = row.decidedBy === null ? null : takenBackAt ? 'takenBack' : said
  return {
    ...shown,
    decision,
    numberOnRecordMasked: maskDocumentNumber(number),
    open: openOf(batch.state, row.reason, decision),
  }
}

function openOf(
  state: LegacyState,
  reason: LegacyNear['reason'],
  decision: LegacyNear['decision'],
): LegacyNear['open'] {
  if (state === 'committed') return decision === 'same' ? ['takeBack'] : []
  if (state !== 'checked') return []
  if (decision !== null) return ['reopen']
  return reason === 'otherName' ? ['accept'] : ['accept', 'refuse']
}

const becomes = { accept: 'known', refuse: 'new', reopen: 'near' } as const

/**
 * 是同一人: the rows are that person's. 不是同一人: they are a stranger's. 重新确认: it waits again. What is so
 * already stays so; nobody decides about themselves. LEGACY_TWICE where the person has one of the years already.
 */
export async function decide(
  actor: Actor,
  act: keyof typeof becomes,
  { id, nearId }: Params<typeof acceptLegacyNear>,
): Promise<void> {
  const me = signedIn(actor)
  const { db } = actor.platform
  const one = await store.findPerson(db, id, nearId)
  if (!one || one.candidateId === null) return fail('NOT_FOUND')
  const state = becomes[act]
  if (one.state === state) return
  if (act === 'refuse' && one.reason === 'otherName') fail('WRONG_STATE')
  if (one.candidateId === me.accountId) fail('OWN_RECORD')
  if (act === 'accept') await failOnYears(db, nearId, one.candidateId)
  await transaction(actor, async (tx) => {
    const { from } = legacyMoves.accept
    const guard = {
      batchId: id,
      id: nearId,
      from,
      states: act === 'reopen' ? ['known', 'new'] : ['near'],
    }
    const decided = {
      state,
      accountId: act === 'refuse' ? null : one.candidateId,
      decidedBy: act === 'reopen' ? null : me.name,
    }
    if (!(await store.decide(tx, guard, decided))) fail('WRONG_STATE')
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
  batch: Batch,
  { id, nearId, reason }: Params<typeof acceptLegacyNear> & { reason: string },
): Promise<void> {
  const me = signedIn(actor)
  await transaction(actor, async (tx) => {
    const one = await store.findPerson(tx, id, nearId)
    if (!one || one.decidedBy === null) return fail('NOT_FOUND')
    const { accountId } = one
    if (one.state !== 'known' || accountId === null || batch.state !== 'committed')
      return fail('WRONG_STATE')
    if (accountId === me.accountId) fail('OWN_RECORD')
    const { from } = legacyMoves.undo
    const at = actor.platform.clock.now()
    if (!(await store.noteTakenBack(tx, { batchId: id, id: nearId, from, at }))) fail('WRONG_STATE')
    const following = await store.findFollowing(tx, id, accountId)
    if (following.people > 1 || following.numbers.some(certificates.checkCertificateNumber))
      fail('NEAR_FOLLOWED')
    await ledger.past.reversePast(tx, actor, id, { personIds: [accountId], reason })
    const facts = { nearId, accountId, reason }
    await audit.record(tx, actor, { act: 'legacy.takeBackNear', recordId: id, facts })
    return { id }
  })
}
