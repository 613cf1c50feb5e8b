import { answerWorkingDays, exemptionMoves } from '@xueshi/contract/ledger'
import { todayIn } from '@xueshi/contract/year'
import { remindHolders, tell } from '../../messages/service.ts'
import * as orgs from '../../orgs/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { Platform } from '../../platform/platform.ts'
import { didSomething, NothingToDo } from '../../platform/transaction.ts'
import { waitedSince } from '../../platform/working-days.ts'
import * as store from './store.ts'

const atOnce = 100

/** Employers and HR&SS offices that have not answered an application in ten working days are reminded, each application once. */
export const remind = (platform: Platform): Promise<void> =>
  remindHolders(orgs.systemActor(platform), {
    workingDays: answerWorkingDays.remind,
    topic: 'exemption.overdue',
    act: 'exemption.remind',
    take: store.remind,
  })

/** 逾期未审，转人社部门: what an employer has not answered in twenty working days the HR&SS office decides. */
export async function takeOver(platform: Platform): Promise<void> {
  const since = waitedSince(todayIn(platform.clock.now()), answerWorkingDays.takeOver)
  const actor = orgs.systemActor(platform)
  for (;;) {
    const overdue = await store.listOverdue(platform.db, since, atOnce)
    for (const id of overdue) await didSomething(actor, (tx) => takeOverIn(tx, actor, id, since))
    // Whatever was listed is no longer there: it was taken over, or answered meanwhile.
    if (overdue.length < atOnce) return
  }
}

async function takeOverIn(tx: Db, actor: Actor, id: string, since: Date): Promise<{ id: string }> {
  const at = actor.platform.clock.now()
  const days = answerWorkingDays.takeOver
  const event = {
    id: newId(at),
    at,
    act: 'escalate',
    byName: '系统',
    officeName: null,
    reason: `超过 ${days} 个工作日未审核`,
  } as const
  const taken = await store.takeOver(tx, { id, since, at }, exemptionMoves.escalate, event)
  if (!taken) throw new NothingToDo()
  const { personId, year, unitId, officeUnitId } = taken
  const facts = { from: unitId, to: officeUnitId }
  await audit.record(tx, actor, { act: 'exemption.escalate', recordId: id, facts })
  tell(tx, actor, { unitId: officeUnitId }, 'exemption.waiting', { id })
  tell(tx, actor, { unitId }, 'exemption.lapsed', { days })
  const officeName = await orgs.unitName(tx, officeUnitId)
  tell(tx, actor, { accountId: personId }, 'exemption.escalated', { id, year, officeName })
  return { id }
}
