import * as certificates from '../../certificates/service.ts'
import { tell } from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { computeYear, settledState, type StandingEntry } from '../rules.ts'
import * as store from '../store.ts'

export function noRuleSet(year: number): never {
  throw new Error(`no effective rule set for ${year}`)
}

/** Whose year, with the employer and the series that an entry names. */
export type YearOf = { personId: string; unitId: string | null; year: number; series: string }

/** The year's row, made where it is missing and locked until the act is done, with its rules. */
export async function lockYear(tx: Db, actor: Actor, { personId, unitId, year, series }: YearOf) {
  const at = actor.platform.clock.now()
  const locked = await store.lockYear(tx, { id: newId(at), personId, unitId, year, series, at })
  return locked ?? noRuleSet(year)
}

/** Computes the locked year from its entries and writes what it came to. */
export async function settle(
  tx: Db,
  actor: Actor,
  locked: Awaited<ReturnType<typeof lockYear>>,
  { personId, unitId, year }: YearOf,
  standing: readonly StandingEntry[],
): Promise<void> {
  const { rules } = locked
  const result = computeYear(standing, rules)
  const state = settledState[locked.state][result.met ? 'met' : 'notMet']
  const at = actor.platform.clock.now()
  await store.saveResult(tx, { id: locked.id, state, unitId, ruleSetId: rules.id, at }, result)
  if (locked.state !== state && !result.met)
    await certificates.withdraw(tx, actor, {
      personId,
      year,
      reason: '该年度学时发生变动，不再达标',
    })
  if (locked.state !== state && result.met)
    tell(tx, actor, { accountId: personId }, 'year.met', { year })
}
