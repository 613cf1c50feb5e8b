import { caseKindLabels } from '@xueshi/contract/dictionaries/case-kinds'
import { type Case, type CaseMove, caseMoves } from '@xueshi/contract/integrity'
import { todayIn } from '@xueshi/contract/year'
import * as ledger from '../../ledger/service.ts'
import { tell } from '../../messages/service.ts'
import * as orgs from '../../orgs/service.ts'
import type { Actor, SignedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { Platform } from '../../platform/platform.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import * as restrictions from '../../restrictions/service.ts'
import { failMove, officeOf, read, readIn, record } from '../service.ts'
import * as store from '../store.ts'

type Seen = { id: string; version: number }
type Reasoned = Seen & { reason: string }

/** 提交审定: another officer of the office is asked. NOT_COMPLETE without evidence. */
export function propose(actor: Actor, seen: Seen): Promise<Case> {
  const proposed = { by: 'proposer', reason: null } as const
  return move(actor, 'propose', seen, proposed, async (tx, me, { officeUnitId }) => {
    const { files } = await readIn(tx, actor, seen.id)
    if (!files.some(({ state }) => state === 'ready'))
      fail('NOT_COMPLETE', { fields: { files: 'NO_EVIDENCE' } })
    tell(tx, me, { unitId: officeUnitId }, 'case.proposed', {})
  })
}

/** 退回补充: it is its proposer's again, who reads why. */
export function giveBack(actor: Actor, { reason, ...seen }: Reasoned): Promise<Case> {
  return move(actor, 'return', seen, { by: 'notProposer', reason })
}

/** 不予认定: it never held, and its subject never hears of it. */
export function dismiss(actor: Actor, { reason, ...seen }: Reasoned): Promise<Case> {
  return move(actor, 'dismiss', seen, { by: 'notProposer', reason })
}

/** 审定生效, by another officer than entered it: what it holds its subject back from begins at once. */
export function confirm(actor: Actor, seen: Seen): Promise<Case> {
  const confirmed = { by: 'notProposer', reason: null } as const
  return move(actor, 'confirm', seen, confirmed, async (tx, me, moved) => {
    const { id: sourceId, endsOn: toOn, suspendedYears, noPublishing, personId, unitId } = moved
    if (personId !== null) {
      const years = suspendedYears
      await restrictions.restrict(tx, me, { sourceId, toOn, personId, years })
      for (const year of years) await ledger.suspendYear(tx, me, { personId, year })
    } else if (unitId !== null && noPublishing)
      await restrictions.restrict(tx, me, { sourceId, toOn, unitId, kind: 'noPublishing' })
    tellSubject(tx, me, moved, 'case.inForce')
  })
}

/** 撤销: it holds no longer; the years that it suspended stand where their hours put them. */
export function withdraw(actor: Actor, { reason, ...seen }: Reasoned): Promise<Case> {
  return move(actor, 'withdraw', seen, { by: null, reason }, async (tx, me, moved) => {
    await release(tx, me, moved)
    tellSubject(tx, me, moved, 'case.withdrawn')
  })
}

/** Ends the restrictions of a case, in the order in which years are locked everywhere. */
async function release(tx: Db, actor: Actor, moved: store.MovedCase): Promise<void> {
  await restrictions.lift(tx, actor, moved.id)
  const { personId, suspendedYears } = moved
  if (personId === null) return
  for (const year of suspendedYears) await ledger.resumeYear(tx, actor, { personId, year })
}

function tellSubject(
  tx: Db,
  actor: Actor,
  { personId, unitId, officeName: office, kind, reason, id }: store.MovedCase,
  topic: 'case.inForce' | 'case.withdrawn' | 'case.expired',
): void {
  const to = personId !== null ? { accountId: personId } : { unitId: unitId ?? '' }
  tell(tx, actor, to, topic, { id, office, kind: caseKindLabels[kind], reason: reason ?? '' })
}

async function move(
  actor: Actor,
  name: Exclude<CaseMove, 'edit' | 'delete'>,
  { id, version }: Seen,
  { by, reason }: { by: 'proposer' | 'notProposer' | null; reason: string | null },
  follow?: (tx: Db, me: SignedIn, moved: store.MovedCase) => Promise<void>,
): Promise<Case> {
  const { me, officeUnitId } = officeOf(actor)
  const { from, to: state } = caseMoves[name]
  await transaction(actor, async (tx) => {
    const whose =
      by === null
        ? null
        : by === 'proposer'
          ? { proposer: me.accountId }
          : { notProposer: me.accountId }
    const guard = { id, version, from, officeUnitId, by: whose }
    const isSubject = (await store.find(tx, me.scope, id, me.accountId))?.isSubject === true
    const to = { state, reason, operatorName: me.name, at: me.platform.clock.now() }
    const moved = isSubject ? undefined : await store.move(tx, guard, to)
    if (!moved) return failMove(tx, actor, guard)
    await follow?.(tx, me, moved)
    await record(tx, me, { caseId: id, act: name, reason })
    return { id }
  })
  return read(actor, id)
}

const atOnce = 100

/** 到期: every case whose last day is over holds no longer. The house itself does it, once a day. */
export async function expire(platform: Platform): Promise<void> {
  const today = todayIn(platform.clock.now())
  for (;;) {
    const ended = await store.listEnded(platform.db, today, atOnce)
    for (const { id, version, officeUnitId } of ended) {
      const actor = orgs.systemActor(platform)
      const at = platform.clock.now()
      await transaction(actor, async (tx) => {
        const guard = { id, version, from: ['inForce'], officeUnitId, by: null } as const
        const to = { state: 'expired', reason: null, operatorName: '系统', at } as const
        const moved = await store.move(tx, guard, to)
        // Withdrawn in this very moment: then there is nothing left to do.
        if (moved) {
          await release(tx, actor, moved)
          tellSubject(tx, actor, moved, 'case.expired')
          const event = { id: newId(at), caseId: id, at, act: 'expire', reason: null } as const
          await store.insertEvent(tx, { ...event, byName: '系统', officeName: moved.officeName })
        }
        await audit.record(tx, actor, { act: 'case.expire', recordId: id })
        return { id }
      })
    }
    if (ended.length < atOnce) return
  }
}
