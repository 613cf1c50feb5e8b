import type { RuleSet as PresentedRuleSet, RuleSetFact } from '@xueshi/contract/ledger'
import { ruleSetFormOf, ruleSetMoves } from '@xueshi/contract/ledger'
import { type Facts, openMoves } from '@xueshi/contract/moves'
import * as people from '../../people/service.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import type { RuleSet } from '../rules.ts'
import * as store from './store.ts'

/**
 * The rules in force for a year, a series and, where it is known, the employer, whose city may have
 * its own. Throws when there are none: a year we cannot judge.
 */
export async function ruleSetFor(db: Db, of: store.RulesFor): Promise<RuleSet> {
  return (await store.findRuleSet(db, of)) ?? noRuleSet(of.year)
}

/** As `ruleSetFor`; undefined where there are none. */
export const findRules = (db: Db, of: store.RulesFor): Promise<RuleSet | undefined> =>
  store.findRuleSet(db, of)

export function noRuleSet(year: number): never {
  throw new Error(`no effective rule set for ${year}`)
}

/**
 * The rules of a year as they hold now. An individual who names no series is shown their own: by the
 * series and the employer that are confirmed; a unit's staff those of its city. 404 for a year without rules.
 */
export async function readRules(
  actor: Actor,
  year: number,
  { series }: { series?: string | undefined },
): Promise<PresentedRuleSet> {
  const { scope, platform, seat } = actor
  const { db } = platform
  const person =
    series === undefined && scope.kind === 'own'
      ? await people.confirmedPerson(db, scope.personId)
      : null
  const of = person ?? { series: series ?? '', unitId: seat?.unitId ?? null }
  const set = await store.findRuleSet(db, { year, series: of.series, unitId: of.unitId })
  return set ? present(actor, set) : fail('NOT_FOUND')
}

/** Whether the actor is of the office that makes the province's rules. */
export const makesRules = ({ scope }: Actor): boolean =>
  scope.kind === 'region' && scope.regionCode === store.provinceCode

/** A rule set as it is shown, with what the actor may do with it next. */
export function present(actor: Actor, set: RuleSet, counted = false): PresentedRuleSet {
  const { kind } = actor
  const facts: Facts<RuleSetFact> = { province: makesRules(actor), counted }
  const open =
    kind === 'visitor' || kind === 'system' ? [] : openMoves(ruleSetMoves, set.state, kind, facts)
  const { id, version, state, revision, effectiveAt } = set
  const row = { id, version, state, revision, ...ruleSetFormOf(set) }
  return { ...row, effectiveAt: effectiveAt?.toISOString() ?? null, open }
}
