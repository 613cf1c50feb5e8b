import { employmentMoves } from '@xueshi/contract/people/employments'
import { transferMoves, transferWorkingDays } from '@xueshi/contract/people/transfers'
import { todayIn } from '@xueshi/contract/year'
import { tell } from '../../messages/service.ts'
import * as orgs from '../../orgs/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { start } from '../../platform/outbox.ts'
import type { Platform } from '../../platform/platform.ts'
import { transaction } from '../../platform/transaction.ts'
import { addWorkingDays } from '../../platform/working-days.ts'
import * as employments from '../employments/store.ts'
import { lockPerson } from '../store.ts'
import * as store from '../transfers/store.ts'

// What happens to a person between two units, whoever sets it off. Each step wants the person's lock.

/** The former unit is told that the person asks to leave, and has its days to object from today on. */
export async function ask(
  tx: Db,
  actor: Actor,
  application: employments.EmploymentRow,
  holder: employments.HolderRow,
): Promise<void> {
  const now = actor.platform.clock.now()
  const dueOn = addWorkingDays(todayIn(now), transferWorkingDays)
  const id = newId(now)
  await store.insert(tx, {
    id,
    personId: application.personId,
    fromEmploymentId: holder.employmentId,
    toEmploymentId: application.id,
    fromUnitId: holder.unitId,
    dueOn,
    createdAt: now,
  })
  const facts = { id, personName: application.personName, unitName: application.unitName, dueOn }
  tell(tx, actor, { unitId: holder.unitId }, 'transfer.asked', facts)
}

/** The application is over, so there is nothing to let the person go for. */
export async function cancelFor(
  tx: Db,
  actor: Actor,
  application: employments.EmploymentRow,
): Promise<void> {
  if (application.transferId === null) return
  const transfer = { id: application.transferId, version: null }
  if (!(await store.move(tx, transfer, transferMoves.cancel, {}))) return
  const { personName, holderUnitId } = application
  if (holderUnitId !== null)
    tell(tx, actor, { unitId: holderUnitId }, 'transfer.cancelled', { personName })
}

/**
 * The new unit has the person from today on, and the former one no longer. Whoever reviews the records
 * that wait at the former unit is a matter of a higher domain, which is asked by a job.
 */
export async function takeUp(
  tx: Db,
  actor: Actor,
  application: employments.EmploymentRow,
  formerUnitId = application.holderUnitId,
): Promise<void> {
  const { id, personId, personName, unitId, unitName, holderId, holderUnitId } = application
  const at = actor.platform.clock.now()
  const on = todayIn(at)
  if (holderId !== null && holderUnitId !== null) {
    const ended = { at, by: actor.accountId, on, reason: 'moved' } as const
    await employments.end(tx, { id: holderId, version: null }, employmentMoves.give, ended)
    tell(tx, actor, { unitId: holderUnitId }, 'employment.ended', { personName })
  }
  if (formerUnitId !== null) {
    const pendingPolicy = application.pendingPolicy ?? 'follow'
    const moved = { personId, fromUnitId: formerUnitId, toUnitId: unitId, pendingPolicy }
    start(tx, actor, 'declarations.employmentMoved', moved)
  }
  const move = application.state === 'accepted' ? employmentMoves.takeUp : employmentMoves.confirm
  const decided = { at, by: actor.accountId, on }
  if (!(await employments.move(tx, { id, version: null }, move, decided)))
    throw new Error('an application changed under the lock of its person')
  await employments.holdBy(tx, personId, unitId)
  if (formerUnitId !== null)
    tell(tx, actor, { accountId: personId }, 'employment.moved', { unitName })
  const facts = { unitId, formerUnitId }
  await audit.record(tx, actor, { act: 'employment.takeUp', recordId: id, facts })
}

/** The former unit ends the employment on its own: whoever waits for it need not wait longer. */
export async function releaseBefore(
  tx: Db,
  actor: Actor,
  employmentId: string,
): Promise<store.TransferRow | undefined> {
  const transfer = await store.findLeaving(tx, employmentId)
  if (!transfer || transfer.state === 'released') return transfer
  const decision = { decidedAt: actor.platform.clock.now(), decidedBy: actor.accountId }
  await store.move(tx, { id: transfer.id, version: null }, transferMoves.lapse, decision)
  return transfer
}

/** Nothing holds the person any more: what the new unit has accepted is taken up. */
export async function followRelease(tx: Db, actor: Actor, row: store.TransferRow): Promise<void> {
  const application = await employments.findApplication(tx, {
    personId: row.personId,
    unitId: row.newUnitId,
  })
  if (application?.state === 'accepted') await takeUp(tx, actor, application)
}

/** The former unit is told what became of its objection. */
export function tellDecided(tx: Db, actor: Actor, row: store.TransferRow, outcome: string): void {
  const facts = { personName: row.personName, office: row.officeName ?? '', outcome }
  tell(tx, actor, { unitId: row.fromUnitId }, 'transfer.decided', facts)
}

const lapsedAtOnce = 50

/** Every transfer whose time is over: silence lets the person go. Answers how many there were. */
export async function lapseOverdue(platform: Platform): Promise<number> {
  const system = orgs.systemActor(platform)
  let lapsed = 0
  for (;;) {
    const today = todayIn(platform.clock.now())
    const ids = await store.listOverdue(platform.db, today, lapsedAtOnce)
    if (ids.length === 0) return lapsed
    for (const id of ids) await lapse(system, id, today)
    lapsed += ids.length
  }
}

/** The transfer's time is over, if it is by this day: the person goes. */
export async function lapse(system: Actor, id: string, today: string): Promise<void> {
  await transaction(system, async (tx) => {
    const before = await store.findAny(tx, id)
    if (before) await lockPerson(tx, before.personId)
    const row = await store.findAny(tx, id)
    const due = row?.state === 'objected' ? row.decideDueOn : row?.dueOn
    const decision = { decidedAt: system.platform.clock.now(), decidedBy: null }
    const isOverdue = row !== undefined && due !== undefined && due !== null && due < today
    const moved =
      isOverdue &&
      (await store.move(tx, { id, version: row.version }, transferMoves.lapse, decision))
    if (moved) {
      const facts = { unitName: row.formerUnitName }
      tell(tx, system, { accountId: row.personId }, 'transfer.released', facts)
      if (row.state === 'objected') tellDecided(tx, system, row, '逾期未裁定，异议不成立')
      await followRelease(tx, system, row)
    }
    await audit.record(tx, system, {
      act: 'transfer.lapse',
      recordId: id,
      facts: { lapsed: moved },
    })
    return { id }
  })
}
