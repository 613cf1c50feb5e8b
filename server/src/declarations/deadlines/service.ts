import {
  declarationMoves,
  escalateWorkingDays,
  remindWorkingDays,
  reviewReminderDays,
} from '@xueshi/contract/declarations'
import { addDays, todayIn } from '@xueshi/contract/year'
import { remindHolders, tell } from '../../messages/service.ts'
import * as orgs from '../../orgs/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import type { Platform } from '../../platform/platform.ts'
import { didSomething, NothingToDo } from '../../platform/transaction.ts'
import { waitedSince } from '../../platform/working-days.ts'
import { levelAbove } from '../chains/service.ts'
import type { Step } from '../record/rules.ts'
import { tellPerson } from '../review/service.ts'
import * as store from './store.ts'

const atOnce = 100

/**
 * Offices that have not answered in ten working days, a review or an appeal, are reminded, each once for
 * all that waits; the house does it once a day.
 */
export const remind = (platform: Platform): Promise<void> =>
  remindHolders(orgs.systemActor(platform), {
    workingDays: remindWorkingDays,
    topic: 'declaration.overdue',
    act: 'declaration.remind',
    take: store.remind,
  })

/** Offices are told of what they are to review by the rules within a week, each record once. */
export async function remindDue(platform: Platform): Promise<void> {
  const from = todayIn(platform.clock.now())
  const days = { from, to: addDays(from, reviewReminderDays) }
  const actor = orgs.systemActor(platform)
  while (await didSomething(actor, (tx) => remindDueIn(tx, actor, days)));
}

async function remindDueIn(tx: Db, actor: Actor, days: { from: string; to: string }) {
  const at = actor.platform.clock.now()
  const due = await store.remindDue(tx, { ...days, at, limit: atOnce })
  const recordId = due[0]?.id
  if (recordId === undefined) throw new NothingToDo()
  const groups = Map.groupBy(due, ({ officeUnitId, reviewTo }) => `${officeUnitId} ${reviewTo}`)
  for (const [first, ...others] of groups.values())
    if (first)
      tell(tx, actor, { unitId: first.officeUnitId }, 'declaration.reviewDue', {
        count: others.length + 1,
        day: first.reviewTo,
      })
  const facts = { count: due.length }
  await audit.record(tx, actor, { act: 'declaration.remindDue', recordId, facts })
  return { id: recordId }
}

/**
 * 逾期未审，转上级: what an office has not answered in twenty working days is decided by the next office of
 * the record's chain, or by the level above; an appeal is heard there. Above the last there is nobody:
 * there it goes on waiting.
 */
export async function escalate(platform: Platform): Promise<void> {
  const since = waitedSince(todayIn(platform.clock.now()), escalateWorkingDays)
  let after: store.Place | null = null
  for (;;) {
    const overdue: store.Overdue[] = await store.listOverdue(platform.db, since, after, atOnce)
    for (const step of overdue) {
      const actor = orgs.systemActor(platform)
      await didSomething(actor, (tx) => escalateIn(tx, actor, step, since))
    }
    const last = overdue.at(-1)
    if (overdue.length < atOnce || !last) return
    after = { openedAt: last.openedAt, id: last.id }
  }
}

async function escalateIn(tx: Db, actor: Actor, { declarationId, id }: store.Overdue, since: Date) {
  const record = await store.lockOverdue(tx, { declarationId, stepId: id, since })
  const step = record?.steps.find((one) => one.id === id)
  const above = record && step && (await levelAbove(tx, record, step))
  // Answered in this very moment, or nobody stands above.
  if (!record || !step || !above) throw new NothingToDo()
  const at = actor.platform.clock.now()
  const next: Step =
    record.steps.find(
      (one) =>
        one.round === step.round && one.position === above.position && one.state === 'waiting',
    ) ??
    ({
      ...above,
      id: newId(at),
      round: step.round + 1,
      state: 'open',
      purpose: step.purpose,
    } as const)
  const isAppeal = step.purpose === 'appeal'
  const event = {
    id: newId(at),
    act: 'escalate',
    byName: '系统',
    officeName: step.officeName,
    reason: `超过 ${escalateWorkingDays} 个工作日未${isAppeal ? '审理' : '审核'}，转至${above.officeName}`,
    at,
  } as const
  await store.escalate(
    tx,
    { declarationId, stepId: id, next, at, to: isAppeal ? null : declarationMoves.escalate.to },
    event,
  )
  const facts = { from: step.officeUnitId, to: above.officeUnitId }
  await audit.record(tx, actor, { act: 'declaration.escalate', recordId: declarationId, facts })
  const topic = isAppeal ? 'declaration.appealed' : 'declaration.waiting'
  tell(tx, actor, { unitId: above.officeUnitId }, topic, { id: declarationId })
  tell(tx, actor, { unitId: step.officeUnitId }, 'declaration.lapsed', {
    days: escalateWorkingDays,
  })
  const { personId, name } = record
  const told = { officeName: above.officeName }
  tellPerson(tx, actor, { id: declarationId, personId, name }, 'declaration.escalated', told)
  return { id: declarationId }
}
