import type { Relief, YearState } from '@xueshi/contract/ledger'
import * as certificates from '../../certificates/service.ts'
import { tell } from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { listStanding } from '../entries/store.ts'
import {
  computeYear,
  type RuleSet,
  settledState,
  type StandingEntry,
  type YearResult,
} from '../rules.ts'
import { noRuleSet } from '../rule-sets/service.ts'
import { findRuleSet, readRuleSet } from '../rule-sets/store.ts'
import type { YearWithCertificate } from '../store.ts'
import * as store from './store.ts'

export type YearOf = { personId: string; unitId: string | null; year: number; series: string }

/** The person whose own record the actor may see. 404 from any other seat. */
export function ownPerson({ scope }: Actor): string {
  return scope.kind === 'own' ? scope.personId : fail('NOT_FOUND')
}

/** The rules that a year is judged by: those in force, or its own once it was certified. */
export async function rulesOf(db: Db, row: YearWithCertificate): Promise<RuleSet> {
  const rules = row.keepsRules ? await readRuleSet(db, row.ruleSetId) : await findRuleSet(db, row)
  return rules ?? noRuleSet(row.year)
}

/** The person's year, locked until the act is done. Throws where no rules say what it asks. */
export async function lockYear(
  tx: Db,
  actor: Actor,
  { personId, unitId, year, series }: YearOf,
): Promise<store.LockedYear> {
  const at = actor.platform.clock.now()
  const locked = await store.lockYear(tx, { id: newId(at), personId, unitId, year, series, at })
  return locked ?? noRuleSet(year)
}

/**
 * Computes the locked year from the entries that stand and writes what it came to. A certificate that
 * it no longer deserves is withdrawn here.
 */
export async function settle(
  tx: Db,
  actor: Actor,
  locked: store.LockedYear,
  { personId, unitId, year }: YearOf,
  standing: readonly StandingEntry[],
): Promise<void> {
  const { id, rules, obligationId, relief } = locked
  const result = computeYear(standing, rules, relief)
  const state = settledState[locked.state][result.met ? 'met' : 'notMet']
  const at = actor.platform.clock.now()
  const saved = { id, state, unitId, ruleSetId: rules.id, obligationId, relief, at }
  await store.saveResult(tx, saved, result)
  await follow(tx, actor, { personId, year, from: locked.state, to: state, met: result.met })
}

/**
 * What follows when a year has come to another state by its hours: a certificate that it no longer
 * deserves is withdrawn, and whoever has met it is told.
 */
export async function follow(
  tx: Db,
  actor: Actor,
  {
    personId,
    year,
    from,
    to,
    met,
  }: { personId: string; year: number; from: YearState; to: YearState; met: boolean },
): Promise<void> {
  if (from === to) return
  if (from === 'certified') {
    const reason = '该年度学时发生变动，不再达标'
    await certificates.withdraw(tx, actor, { personId, year, reason })
  }
  if (met) tell(tx, actor, { accountId: personId }, 'year.met', { year })
}

/** Computes the year anew where nothing of its own changed, but what it is computed by may have. */
export async function settleAnew(tx: Db, actor: Actor, year: YearOf): Promise<void> {
  const locked = await lockYear(tx, actor, year)
  await settle(tx, actor, locked, year, await listStanding(tx, year.personId, year.year))
}

/**
 * What a decision takes off the year changes: `decide` is given what the year is computed by, while
 * nobody else can change it, and answers what stands from now on; the year is computed with that.
 */
export async function changeRelief(
  tx: Db,
  actor: Actor,
  year: YearOf,
  decide: (
    by: Pick<store.LockedYear, 'rules'>,
  ) => Promise<Pick<store.LockedYear, 'obligationId' | 'relief'>>,
): Promise<void> {
  const locked = await lockYear(tx, actor, year)
  const now = { ...locked, ...(await decide(locked)) }
  await settle(tx, actor, now, year, await listStanding(tx, year.personId, year.year))
}

/** A result as it was kept, and what the same entries, rules and relief come to today. */
export type Replay = {
  version: number
  at: Date
  ruleSet: string
  relief: Relief | null
  kept: YearResult
  computed: YearResult
}

const mostReplayed = 100

/**
 * The results of a person's year, the newest first, each computed again from what it was computed
 * from: the entries that stood in that version, its rule set and what a decision had taken off.
 */
export async function replay(db: Db, personId: string, year: number): Promise<Replay[]> {
  const results = await store.listResults(db, personId, year, mostReplayed)
  const entries = await store.listEntryVersions(db, personId, year)
  const replayed: Replay[] = []
  for (const { version, at, ruleSetId, result, months, exempt } of results) {
    const rules = await readRuleSet(db, ruleSetId)
    if (!rules) throw new Error('the rule set of a result is gone')
    const standing = entries.filter(
      ({ since, until }) => since <= version && (until === null || until > version),
    )
    const relief = months === null || exempt === null ? null : { months, exempt }
    replayed.push({
      version,
      at,
      ruleSet: rules.name,
      relief,
      kept: result as unknown as YearResult, // written by saveResult and never changed since
      computed: computeYear(standing, rules, relief),
    })
  }
  return replayed
}
