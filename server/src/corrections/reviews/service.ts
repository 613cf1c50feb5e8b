import { type Correction, type CorrectionAct, correctionMoves } from '@xueshi/contract/corrections'
import type { listCorrectionReviews, revealCorrection } from '@xueshi/contract/corrections/reviews'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import { Id } from '@xueshi/contract/shapes'
import * as z from 'zod/mini'
import * as accounts from '../../accounts/service.ts'
import * as declarations from '../../declarations/service.ts'
import * as ledger from '../../ledger/service.ts'
import { tell } from '../../messages/service.ts'
import * as people from '../../people/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { CursorInstant, cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import * as training from '../../training/service.ts'
import { open, type Opened, read, readIn, sealed } from '../record/service.ts'
import { type CorrectionRow, find } from '../record/store.ts'
import { factsOf, lineOf } from '../rules.ts'
import * as corrections from '../store.ts'
import * as store from './store.ts'

const pageRows = 20
type Seen = { id: string; version: number }

/** 更正申请: what waits at the actor's office, oldest first, or what it has decided, newest first. */
export async function listReviews(
  { scope, platform }: Actor,
  { decided, after }: Query<typeof listCorrectionReviews>,
): Promise<Reply<typeof listCorrectionReviews>> {
  if (scope.kind !== 'region') return { items: [], next: null }
  const key = after === undefined ? null : readCursor(after, z.tuple([CursorInstant, Id]))
  const query = decided === '1' ? store.decidedQuery : store.waitingQuery
  const rows = await corrections.list(platform.db, query(scope.unitId, key, pageRows + 1))
  const { page, next } = cut(rows, pageRows, (end) => [end.key, end.id])
  return {
    items: page.map((row) => ({ ...lineOf(row), personName: row.personName })),
    next,
  }
}

/** 退回: it is the person's to complete, who is told what is missing. */
export const giveBack = (actor: Actor, seen: Seen & { reason: string }): Promise<Correction> =>
  decide(actor, 'return', seen, async () => ({ reason: seen.reason }))

/** 不同意: it is over, and the person is told why. */
export const reject = (actor: Actor, seen: Seen & { reason: string }): Promise<Correction> =>
  decide(actor, 'reject', seen, async () => ({ reason: seen.reason }))

/**
 * 同意: what was asked for holds from now on, and what stood before is kept with the request. What was
 * issued under a former name keeps it. CORRECTION_BLOCKED while something stands in the way.
 */
export const approve = (actor: Actor, seen: Seen): Promise<Correction> =>
  decide(actor, 'approve', seen, async (tx, row) => {
    const opened = await open(tx, actor.platform, row)
    if (opened.obstacle !== null)
      return fail('CORRECTION_BLOCKED', { current: await readIn(tx, actor, row.id) })
    const was = { before: plain(opened.before), other: opened.other && plain(opened.other) }
    await carryOut(tx, actor, row, opened)
    return { wasSealed: sealed(actor.platform, row.id, 'was_sealed', was), reason: null }
  })

const plain = ({ name, documentType, documentNumber }: Opened['before']) => ({
  name,
  documentType,
  documentNumber,
})

/** Makes it true: in the account first, then in the domains above it, low to high. */
async function carryOut(
  tx: Db,
  actor: Actor,
  { kind, personId, otherId }: CorrectionRow,
  { asked, after }: Opened,
): Promise<void> {
  const { platform } = actor
  if (kind === 'name' && after) {
    await accounts.identity.rename(tx, personId, after.name)
    await people.identity.rename(tx, personId, after.name)
  }
  if (kind === 'document' && after) {
    const { country } = asked
    if (country === null) throw new Error('a document without its country was let through')
    await accounts.identity.changeDocument(tx, platform, personId, { ...after, country })
    await people.identity.renumber(tx, platform, personId, after)
  }
  if (kind === 'merge' && otherId !== null) {
    const merged = { id: otherId, intoId: personId, at: platform.clock.now() }
    await accounts.identity.merge(tx, merged)
    await people.identity.merge(tx, actor, merged)
    await training.moveToPerson(tx, merged)
    await ledger.moveCredits(tx, actor, merged)
    await declarations.moveToPerson(tx, merged)
  }
}

const doneText = { return: 'returned', approve: 'approved', reject: 'rejected' } as const

/** One decision with what follows from it, its line of history, its audit row, and the reply. */
async function decide(
  actor: Actor,
  name: Extract<CorrectionAct, 'return' | 'approve' | 'reject'>,
  { id, version }: Seen,
  settle: (tx: Db, row: CorrectionRow) => Promise<{ reason: string | null; wasSealed?: Buffer }>,
): Promise<Correction> {
  const me = signedIn(actor)
  const { accountId, platform, scope } = me
  await transaction(actor, async (tx) => {
    const row = await find(tx, scope, id)
    if (!row) return fail('NOT_FOUND')
    if (!factsOf(me, row, null).notSelf) fail('OWN_RECORD')
    const decidedAt = platform.clock.now()
    const guard = { id, version, scope, accountId, move: correctionMoves[name] }
    // Of two decisions at once, one carries anything out: the other waits here, and finds it decided.
    if (!(await corrections.lock(tx, guard))) {
      const current = await readIn(tx, actor, id)
      return fail(current.version === version ? 'WRONG_STATE' : 'STALE', { current })
    }
    const settled = await settle(tx, row)
    const decision = name === 'return' ? {} : { decidedAt, decidedBy: accountId }
    await corrections.change(tx, guard, { ...decision, ...settled })
    const office = me.seat?.unitName ?? ''
    const { reason } = settled
    const event = { id: newId(decidedAt), correctionId: id, at: decidedAt, act: name }
    await corrections.insertEvent(tx, { ...event, byName: me.name, officeName: office, reason })
    const facts = { id, office, ...(reason !== null && { reason }) }
    tell(tx, actor, { accountId: row.personId }, `correction.${doneText[name]}`, facts)
    await audit.record(tx, actor, {
      act: `correction.${name}`,
      recordId: id,
      facts: { kind: row.kind, personId: row.personId, otherId: row.otherId },
      personal: { subjectId: row.personId, values: { reason } },
    })
    return { id }
  })
  return read(actor, id)
}

/** The numbers in full, to hold against the evidence: who looked and why stands in the audit. */
export async function reveal(
  actor: Actor,
  id: string,
  reason: string,
): Promise<Reply<typeof revealCorrection>> {
  const me = signedIn(actor)
  const { numbers } = await transaction(actor, async (tx) => {
    const row = await find(tx, me.scope, id)
    if (!row) return fail('NOT_FOUND')
    const { before, after, other } = await open(tx, me.platform, row)
    await audit.record(tx, actor, {
      act: 'correction.reveal',
      recordId: id,
      facts: { reason, personId: row.personId },
    })
    return {
      id,
      numbers: {
        before: before.documentNumber,
        after: after?.documentNumber ?? null,
        other: other?.documentNumber ?? null,
      },
    }
  })
  return numbers
}
