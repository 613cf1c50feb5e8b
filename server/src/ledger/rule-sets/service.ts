import type { RuleSet as PresentedRuleSet, RuleSetFact } from '@xueshi/contract/ledger'
import { ruleSetMoves } from '@xueshi/contract/ledger'
import { type Facts, openMoves } from '@xueshi/contract/moves'
import * as people from '../../people/service.ts'
import type { Actor } from '../../platform/actor.ts'
import { fail } from '../../platform/refusal.ts'
import type { RuleSet } from '../rules.ts'
import * as store from './store.ts'

/**
 * The rules of a year as they hold now. An individual who names no series is shown their own: by the
 * series and the employer that are confirmed. 404 for a year without rules.
 */
export async function readRules(
  actor: Actor,
  year: number,
  { series }: { series?: string | undefined },
): Promise<PresentedRuleSet> {
  const { scope, platform } = actor
  const { db } = platform
  const person =
    series === undefined && scope.kind === 'own'
      ? await people.confirmedPerson(db, scope.personId)
      : null
  const of = person ?? { series: series ?? '', unitId: null }
  const set = await store.findRuleSet(db, { year, series: of.series, unitId: of.unitId })
  return set ? present(actor, set) : fail('NOT_FOUND')
}

/** What the table of moves asks of a rule set and whoever looks at it. */
function factsOf({ scope }: Actor): Facts<RuleSetFact> {
  const province = scope.kind === 'region' && scope.regionCode === store.provinceCode
  return { province, counted: false }
}

/** A rule set as it is shown, with what the actor may do with it next. */
export function present(actor: Actor, set: RuleSet): PresentedRuleSet {
  const { kind } = actor
  const open =
    kind === 'visitor' || kind === 'system'
      ? []
      : openMoves(ruleSetMoves, set.state, kind, factsOf(actor))
  const { effectiveAt } = set
  return { ...picked(set), effectiveAt: effectiveAt?.toISOString() ?? null, open }
}

function picked({
  id,
  version,
  state,
  revision,
  name,
  jurisdiction,
  series,
  yearFrom,
  yearTo,
  totalTenths,
  minima,
  shares,
  dayTenths,
  minutesPerHour,
  prorates,
  certifies,
  forms,
  windows,
  chains,
  source,
  confirmed,
  defaults,
}: RuleSet) {
  const form = { name, jurisdiction, series, yearFrom, yearTo, totalTenths, minima, shares }
  const days = { dayTenths, minutesPerHour, prorates, certifies, forms, windows, chains }
  return { id, version, state, revision, ...form, ...days, source, confirmed, defaults }
}
