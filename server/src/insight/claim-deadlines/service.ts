import { answerWorkingDays } from '@xueshi/contract/ledger'
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
import { insertEvent } from '../claims/store.ts'
import { addressAfter } from '../holders/service.ts'
import * as store from './store.ts'

const atOnce = 100

/** Whoever has not answered a claim of missing hours in ten working days is reminded, each claim once at each office. */
export const remind = (platform: Platform): Promise<void> =>
  remindHolders(orgs.systemActor(platform), {
    workingDays: answerWorkingDays.remind,
    topic: 'claim.overdue',
    act: 'hourClaim.remind',
    take: store.remind,
  })

/**
 * 逾期未答复，转上级: what an office has not answered in twenty working days the HR&SS office of its region
 * does, and above that the city's and the province's. Above the last there is nobody: there it goes on waiting.
 */
export async function escalate(platform: Platform): Promise<void> {
  const since = waitedSince(todayIn(platform.clock.now()), answerWorkingDays.takeOver)
  const actor = orgs.systemActor(platform)
  for (let after: store.Overdue | null = null; ;) {
    const overdue: store.Overdue[] = await store.listOverdue(platform.db, since, after, atOnce)
    for (const { id } of overdue)
      await didSomething(actor, (tx) => escalateIn(tx, actor, id, since))
    after = overdue.at(-1) ?? null
    if (!after || overdue.length < atOnce) return
  }
}

async function escalateIn(tx: Db, actor: Actor, id: string, since: Date): Promise<{ id: string }> {
  const claim = await store.lockOverdue(tx, { id, since })
  const place = claim && { office: claim.office, unitId: claim.officeUnitId }
  const above = place && (await addressAfter(tx, place, claim.personId))
  // Answered in this very moment, or nobody stands above.
  if (!claim || !above) throw new NothingToDo()
  const at = actor.platform.clock.now()
  const days = answerWorkingDays.takeOver
  await store.handOn(tx, { id, office: above.office, unitId: above.unitId, at })
  await insertEvent(tx, id, {
    id: newId(at),
    at,
    act: 'escalate',
    byName: '系统',
    officeName: claim.officeName,
    words: `超过 ${days} 个工作日未答复，转至${above.name}`,
  })
  const facts = { from: claim.officeUnitId, to: above.unitId }
  await audit.record(tx, actor, { act: 'hourClaim.escalate', recordId: id, facts })
  const { personId, year, name } = claim
  tell(tx, actor, { unitId: above.unitId }, 'claim.waiting', { year })
  tell(tx, actor, { unitId: claim.officeUnitId }, 'claim.lapsed', { days })
  const told = { id, year, name, office: above.name }
  tell(tx, actor, { accountId: personId }, 'claim.escalated', told)
  return { id }
}
