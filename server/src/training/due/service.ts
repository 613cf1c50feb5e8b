import { classMoves } from '@xueshi/contract/training/classes'
import { tell } from '../../messages/service.ts'
import * as orgs from '../../orgs/service.ts'
import * as audit from '../../platform/audit.ts'
import type { Platform } from '../../platform/platform.ts'
import { fail, Refusal } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { moveDue } from '../lifecycle/service.ts'
import { listDue } from '../lifecycle/store.ts'
import { tellEach } from '../notices/service.ts'
import { classFactsOf, endKept, lockClass } from '../places/service.ts'
import { instantText } from '../reopening/service.ts'
import * as store from './store.ts'

const hour = 3_600_000
/** The reminder is sent so long before the start. */
const remindedHours = 24
/** A unit is told so long before that the places kept for it end. */
const warnedHours = 48
const beforeStart = classMoves.decide.from
/** So many at a time: what is left comes a minute later. */
const batch = 200

/**
 * Opens classes whose sign-up begins, closes those whose sign-up is over and starts those whose first session
 * is at hand, each in an act of its own; one that cannot be moved holds up no other. Throws in the end if any failed.
 */
export async function moveAll(platform: Platform): Promise<void> {
  const due = await listDue(platform.db, platform.clock.now(), batch)
  await each(platform, due, (one) => moveDue(orgs.systemActor(platform), one))
}

/**
 * 开班提醒, a day before the class starts: each who has a place once for that start. Whoever is confirmed after that
 * moment is reminded as well, and everybody again of another start.
 */
export async function remindAll(platform: Platform): Promise<void> {
  const now = platform.clock.now()
  const due = await store.listToRemind(platform.db, now, batch)
  await each(platform, due, async ({ id }) => {
    const actor = orgs.systemActor(platform)
    await transaction(actor, async (tx) => {
      const locked = await lockClass(tx, id)
      const { startsAt } = locked
      const isDue = beforeStart.some((state) => state === locked.state) && startsAt > now
      const isSoon = startsAt.getTime() - now.getTime() <= remindedHours * hour
      const reminded = isDue && isSoon ? await store.markReminded(tx, id, startsAt) : []
      if (reminded.length === 0) fail('WRONG_STATE')
      tellEach(tx, actor, reminded, 'enrolment.reminder', classFactsOf(locked))
      const facts = { told: reminded.length }
      await audit.record(tx, actor, { act: 'class.remind', recordId: id, facts })
      return { id }
    })
  })
}

/** Two days before places kept for a unit end with sign-up, the unit is told how many nobody of it wants. */
export async function warnOfKept(platform: Platform): Promise<void> {
  const now = platform.clock.now()
  const by = new Date(now.getTime() + warnedHours * hour)
  const due = await store.listKeptEnding(platform.db, { now, by }, batch)
  await each(platform, due, async ({ id }) => {
    const actor = orgs.systemActor(platform)
    await transaction(actor, async (tx) => {
      const warned = await store.markKeptWarned(tx, id)
      if (!warned) fail('WRONG_STATE')
      const { name, signUpTo } = warned
      const units = await store.listUnwanted(tx, id)
      const until = instantText(signUpTo)
      for (const { unitId, count } of units)
        tell(tx, actor, { unitId }, 'class.keptEnding', { id, name, count, until })
      const facts = { units }
      await audit.record(tx, actor, { act: 'class.keptWarn', recordId: id, facts })
      return { id }
    })
  })
}

/** As sign-up ends, so do the places kept for units: who waits has those that nobody of the unit wants. */
export async function endAllKept(platform: Platform): Promise<void> {
  const now = platform.clock.now()
  const due = await store.listKeptDue(platform.db, now, batch)
  await each(platform, due, async ({ id }) => {
    const actor = orgs.systemActor(platform)
    await transaction(actor, async (tx) => {
      const locked = await lockClass(tx, id)
      const isDue = beforeStart.some((state) => state === locked.state)
      const isOver = locked.signUpTo <= now && locked.startsAt > now
      if (!isDue || !isOver || locked.keptEnded) fail('WRONG_STATE')
      await endKept(tx, actor, locked)
      return { id }
    })
  })
}

async function each<One extends { id: string }>(
  { log }: Platform,
  due: readonly One[],
  act: (one: One) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = []
  for (const one of due)
    try {
      await act(one)
    } catch (error) {
      // Another process, or the institution itself, has moved it meanwhile.
      if (error instanceof Refusal && error.code === 'WRONG_STATE') continue
      log.error({ err: error, classId: one.id }, 'a class that was due could not be moved')
      failures.push(error)
    }
  if (failures.length > 0) throw new AggregateError(failures, 'some classes could not be moved')
}
