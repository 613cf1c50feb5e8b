import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { noteWritten } from '../../platform/written-rows.ts'
import type { Credit } from '../entries/service.ts'
import { addEntry } from '../entries/store.ts'
import {
  type HeldRules,
  listEntries,
  listHeld,
  type Moved,
  readHeld,
  saveMoved,
} from '../rule-changes/store.ts'
import { noRuleSet } from '../rule-sets/service.ts'
import { provinceCode } from '../rule-sets/store.ts'
import { chooseRuleSet, computeYear, settledState } from '../rules.ts'
import { follow, type YearOf } from '../years/service.ts'
import * as store from './store.ts'

/** A year that is locked, with what it is judged by. */
export type RuledYear = store.LockedYear & { rules: HeldRules }

export const keyOf = ({ personId, year }: Pick<YearOf, 'personId' | 'year'>): string =>
  `${personId} ${year}`

/**
 * The years of all whom these are of, a row each, made where they are missing and locked until the act
 * is done, by what they are in the ledger. `made` holds the ids of those that are new. Throws where no
 * rules say what a year asks.
 */
export async function lockYears(
  tx: Db,
  actor: Actor,
  of: readonly YearOf[],
): Promise<{ years: ReadonlyMap<string, RuledYear>; made: ReadonlySet<string> }> {
  const at = actor.platform.clock.now()
  const sets = await listHeld(tx)
  const firsts = new Map(of.toReversed().map((one) => [keyOf(one), one]))
  const asked = [...firsts.values()].map(({ personId, year, series, unitId }) => {
    const first = chooseRuleSet(sets, { year, series, cityCode: null }, provinceCode)
    return {
      id: newId(at),
      personId,
      year,
      series,
      unitId,
      ruleSetId: (first ?? noRuleSet(year)).id,
    }
  })
  const years = await withRules(tx, await store.lockYears(tx, asked, at), sets)
  const made = new Set(asked.map(({ id }) => id))
  return { years: new Map(years.map((year) => [keyOf(year), year])), made }
}

/** Each with the rules in force for it, or those that it was certified under. */
export async function withRules(
  tx: Db,
  years: readonly store.LockedYear[],
  sets?: readonly HeldRules[],
): Promise<RuledYear[]> {
  const inForce = sets ?? (await listHeld(tx))
  const kept = new Map<string, HeldRules | undefined>()
  for (const { keepsRules, ruleSetId } of years)
    if (keepsRules && !kept.has(ruleSetId)) kept.set(ruleSetId, await readHeld(tx, ruleSetId))
  return years.map((year) => {
    const own = year.keepsRules ? kept.get(year.ruleSetId) : undefined
    const rules = own ?? chooseRuleSet(inForce, year, provinceCode) ?? noRuleSet(year.year)
    return { ...year, rules }
  })
}

/**
 * Computes locked years from all that stands in them and writes what they came to, in one statement;
 * answers each with that. `stateOf` may say another state than the one that the hours make.
 */
export async function settle(
  tx: Db,
  actor: Actor,
  years: readonly RuledYear[],
  stateOf: (year: RuledYear, met: boolean) => Moved['state'] = hoursMake,
): Promise<{ year: RuledYear; now: Moved }[]> {
  const entries = await listEntries(tx, years)
  const settled = years.map((year) => {
    const { id, rules, relief, obligationId } = year
    const result = computeYear(entries.get(id) ?? [], rules, relief)
    const state = stateOf(year, result.met)
    return { year, now: { id, state, ruleSetId: rules.id, obligationId, result } }
  })
  await saveMoved(
    tx,
    settled.map(({ now }) => now),
    actor.platform.clock.now(),
  )
  return settled
}

export const hoursMake = ({ state }: RuledYear, met: boolean): Moved['state'] =>
  settledState[state][met ? 'met' : 'notMet']

/**
 * As `credit` for each of them, in a handful of statements for all: the hours stand, each year is
 * computed once, and whoever's year is met by it is told. Years are locked in the order of people, so
 * that no two acts wait for each other.
 */
export async function creditAll(tx: Db, actor: Actor, credits: readonly Credit[]): Promise<void> {
  if (credits.length === 0) return
  const at = actor.platform.clock.now()
  const { years } = await lockYears(tx, actor, credits)
  const entries = credits.map(({ source, ...credit }) => {
    const { series, rules, version } = years.get(keyOf(credit)) ?? gone()
    const line = { sourceKind: source.kind, sourceId: source.id, line: source.line }
    const stamp = { id: newId(at), series, ruleSetId: rules.id, yearVersion: version + 1 }
    return { ...credit, ...line, ...stamp }
  })
  const { keys } = actor.platform
  const added = await store.addEntries(tx, keys, entries, { at, byId: actor.accountId })
  // The others' lines were credited before: after a reversal they stand as its next revision.
  for (const entry of entries.filter(({ id }) => !added.has(id)))
    if (!(await addEntry(tx, keys, { ...entry, at, byId: actor.accountId })))
      throw new Error('this line of the source has a credit that stands')
  await noteWritten(tx, 'entryWritten', entries)
  for (const { year: former, now } of await settle(tx, actor, [...years.values()])) {
    const { personId, year, state: from } = former
    await follow(tx, actor, { personId, year, from, to: now.state, met: now.result.met })
  }
}

function gone(): never {
  throw new Error('a year is not locked')
}
