import { type Facts, openMoves } from '@xueshi/contract/moves'
import {
  type Employment,
  type EmploymentFact,
  employmentMoves,
  type PendingPolicy,
} from '@xueshi/contract/people/employments'
import { todayIn } from '@xueshi/contract/year'
import { tell } from '../../messages/service.ts'
import { type Actor, signedIn, type SignedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { ask, cancelFor, takeUp } from '../moving/service.ts'
import { lockPerson } from '../store.ts'
import * as store from './store.ts'

type Seen = { id: string; version: number }

/** 工作单位: all of one's employments, the newest first. */
export async function listOwn(actor: Actor): Promise<Employment[]> {
  const me = signedIn(actor)
  const rows = await store.listOwn(me.platform.db, me.accountId)
  return rows.map((row) => present(me, row))
}

/** One employment as the actor may see it. */
export async function read(actor: Actor, id: string): Promise<Employment> {
  const row = await store.find(actor.platform.db, actor.scope, id)
  return row ? present(signedIn(actor), row) : fail('NOT_FOUND')
}

/**
 * The person asks the unit, and no other one: in the act of saving the profile that names it. While
 * another unit has them, it is told and its days begin.
 */
export async function applyIn(
  tx: Db,
  actor: Actor,
  application: Omit<store.NewApplication, 'id' | 'at' | 'pendingPolicy'> & {
    pendingPolicy: PendingPolicy
  },
): Promise<void> {
  const at = actor.platform.clock.now()
  const { personId, unitId, pendingPolicy } = application
  await withdrawOthers(tx, actor, { personId, unitId })
  const holder = await store.findHolder(tx, personId)
  if (holder?.unitId === unitId) return
  const id = newId(at)
  const policy = holder ? pendingPolicy : null
  const isNew = await store.insert(tx, { ...application, id, at, pendingPolicy: policy })
  const row = await store.findApplication(tx, { personId, unitId })
  if (isNew && holder && row) await ask(tx, actor, row, holder)
}

/** Applications of the person to other units are withdrawn. */
async function withdrawOthers(
  tx: Db,
  actor: Actor,
  but: { personId: string; unitId: string | null },
): Promise<void> {
  const decided = { at: actor.platform.clock.now(), by: actor.accountId }
  for (const row of await store.findOtherApplications(tx, but)) {
    await cancelFor(tx, actor, row)
    await store.move(tx, { id: row.id, version: null }, employmentMoves.withdraw, decided)
  }
}

/** What the unit or the person decides about the application goes with the profile that it came with. */
export async function decideIn(
  tx: Db,
  actor: Actor,
  { personId, unitId }: { personId: string; unitId: string },
  decision: { kind: 'confirm' } | { kind: 'withdraw' } | { kind: 'refuse'; reason: string },
): Promise<'joined' | 'accepted' | 'none'> {
  const row = await store.findApplication(tx, { personId, unitId })
  if (!row || (row.state === 'accepted' && decision.kind !== 'withdraw')) return 'none'
  const decided = { at: actor.platform.clock.now(), by: actor.accountId }
  const application = { id: row.id, version: null }
  if (decision.kind !== 'confirm') {
    await cancelFor(tx, actor, row)
    const reason = decision.kind === 'refuse' ? decision.reason : null
    await store.move(tx, application, employmentMoves[decision.kind], { ...decided, reason })
    return 'none'
  }
  if (!isBound(row)) {
    await takeUp(tx, actor, row)
    return 'joined'
  }
  // Another unit took the person in after they applied: its days begin only now.
  const holder = row.transferState === null ? await store.findHolder(tx, personId) : undefined
  if (holder) await ask(tx, actor, row, holder)
  await store.move(tx, application, employmentMoves.accept, decided)
  const after = await store.findApplication(tx, { personId, unitId })
  const facts = { unitName: row.unitName, dueOn: after?.decideDueOn ?? after?.dueOn ?? '' }
  tell(tx, actor, { accountId: personId }, 'employment.accepted', facts)
  return 'accepted'
}

/** 结束: the person leaves. While they are on their way to another unit, that is how it ends. */
export async function leave(
  actor: Actor,
  { reason, ...seen }: Seen & { reason: 'left' | 'retired' | 'other' },
): Promise<Employment> {
  const at = actor.platform.clock.now()
  const ended = { at, by: actor.accountId, on: todayIn(at), reason }
  return act(actor, 'leave', seen, async (tx, row) => {
    if (!(await store.end(tx, seen, employmentMoves.leave, ended))) return false
    if (row.kind !== 'partTime') await store.holdBy(tx, row.personId, null)
    tell(tx, actor, { unitId: row.unitId }, 'employment.left', { personName: row.personName })
    return true
  })
}

/**
 * 撤回 of an application: the person stays where they are. The profile that is still being asked with it is
 * theirs again; one that is in force already names the former unit.
 */
export async function withdraw(actor: Actor, seen: Seen): Promise<Employment> {
  const decided = { at: actor.platform.clock.now(), by: actor.accountId }
  return act(actor, 'withdraw', seen, async (tx, row) => {
    const isMoved = await store.move(tx, seen, employmentMoves.withdraw, decided)
    if (!isMoved || row.kind === 'partTime') return isMoved
    await cancelFor(tx, actor, row)
    await store.takeBackProfile(tx, row)
    return true
  })
}

/** One move of an employment under its person's lock, with its audit row and the reply. */
export async function act(
  actor: Actor,
  name: 'leave' | 'withdraw' | 'confirm' | 'refuse',
  seen: Seen,
  change: (tx: Db, row: store.EmploymentRow) => Promise<boolean>,
): Promise<Employment> {
  const me = signedIn(actor)
  const { when } = employmentMoves[name]
  await transaction(actor, async (tx) => {
    const found = await store.find(tx, me.scope, seen.id)
    if (!found) return fail('NOT_FOUND')
    await lockPerson(tx, found.personId)
    const row = (await store.find(tx, me.scope, seen.id)) ?? found
    const facts = factsOf(me, row)
    const needsOther = when.some((fact) => fact === 'notSelf')
    if (needsOther && !facts.notSelf) return fail('OWN_RECORD')
    const mayMove = openMoves(employmentMoves, row.state, me.kind, facts).includes(name)
    if (row.version !== seen.version) return fail('STALE', { current: present(me, row) })
    if (!mayMove || !(await change(tx, row)))
      return fail('WRONG_STATE', { current: present(me, row) })
    const about = { unitId: row.unitId, version: seen.version + 1 }
    await audit.record(tx, actor, { act: `employment.${name}`, recordId: row.id, facts: about })
    return row
  })
  return read(actor, seen.id)
}

/** Whether another unit still has the person, and has not let them go. */
const isBound = (row: store.EmploymentRow) =>
  row.kind !== 'partTime' && row.holderId !== null && row.transferState !== 'released'

export function factsOf(
  { scope, accountId }: SignedIn,
  row: store.EmploymentRow,
): Facts<EmploymentFact> {
  const bound = isBound(row)
  return {
    own: scope.kind === 'own' && scope.personId === row.personId,
    holds: scope.kind === 'unit' && scope.unitId === row.unitId,
    notSelf: row.personId !== accountId,
    bound,
    free: !bound,
    settled: !row.leaving,
  }
}

export function present(me: SignedIn, row: store.EmploymentRow): Employment {
  const { id, state, version, kind, unitId, unitName, unitWaits, departmentName } = row
  const { pendingPolicy, startedOn, endedOn, endReason, reason } = row
  const named = { unitId, unitName, unitWaits, departmentName }
  const transfer =
    row.transferState === null || row.formerUnitName === null || row.dueOn === null
      ? null
      : {
          state: row.transferState,
          formerUnitName: row.formerUnitName,
          dueOn: row.dueOn,
          decideDueOn: row.decideDueOn,
          officeName: row.officeName,
          objection: row.objection,
          decision: row.decision,
        }
  return {
    id,
    state,
    version,
    kind,
    ...named,
    pendingPolicy,
    startedOn,
    endedOn,
    endReason,
    reason,
    appliedAt: row.appliedAt.toISOString(),
    transfer,
    open: openMoves(employmentMoves, state, me.kind, factsOf(me, row)),
  }
}
