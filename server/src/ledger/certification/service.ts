import type { Body, Query, Reply } from '@xueshi/contract/endpoint'
import {
  type beginCertification,
  type countMetYears,
  metCountLimit,
} from '@xueshi/contract/ledger/certification'
import type { Task } from '@xueshi/contract/tasks'
import * as z from 'zod/mini'
import * as certificates from '../../certificates/service.ts'
import { tell } from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { transaction } from '../../platform/transaction.ts'
import * as tasks from '../../tasks/service.ts'
import { settleOutdated } from '../rule-changes/service.ts'
import { readRuleSet } from '../rule-sets/store.ts'
import { type RuleSet, yearFacts } from '../rules.ts'
import * as store from './store.ts'

const requestOf = ({ year, series }: Query<typeof countMetYears>) => ({
  year: Number(year),
  series: series ?? null,
})

/** How many years of the office's region wait for their certification; not the officer's own. */
export async function countWaiting(
  { platform, scope, accountId }: Actor,
  query: Query<typeof countMetYears>,
): Promise<Reply<typeof countMetYears>> {
  const wanted = { ...requestOf(query), exceptId: accountId }
  return { count: await store.countMet(platform.db, scope, wanted, metCountLimit) }
}

/** 年度认证 of a region and year begins as long work. TASKS_TOO_MANY. */
export async function begin(actor: Actor, body: Body<typeof beginCertification>): Promise<Task> {
  const { id } = await transaction(actor, async (tx) => {
    const request = requestOf(body)
    const task = await tasks.begin(tx, actor, { kind: 'years.certify', request })
    await audit.record(tx, actor, { act: 'years.certify', recordId: task.id, facts: request })
    return task
  })
  return tasks.read(actor, id)
}

const Request = z.object({ year: z.int(), series: z.nullable(z.string()) })
const Checkpoint = z.object({ after: z.uuid(), done: z.int() })
/** So many people are certified in a step, and so many are looked at for those of the region. */
const peopleInStep = 500
const peopleLookedAt = 5_000
/** Beyond so many nobody waits for the exact number. */
const mostCounted = 1_000_000

/**
 * Certifies, step by step, everybody of the region whose year meets its rules, and issues the
 * certificates with numbers in blocks. A run that was lost goes on behind its last step; a year that
 * moved meanwhile is passed over.
 */
export async function run(run: tasks.Run, inStep = peopleInStep): Promise<void> {
  const { actor } = run
  const { db } = actor.platform
  const wanted = { ...Request.parse(run.request), exceptId: actor.accountId }
  const before = run.checkpoint ? Checkpoint.parse(run.checkpoint) : null
  let done = before?.done ?? 0
  let after = before?.after ?? null
  const waiting = await store.countMet(db, actor.scope, wanted, mostCounted + 1)
  run.progress(done, waiting > mostCounted ? undefined : done + waiting)
  for (;;) {
    const stretch = { ...wanted, after, limit: peopleLookedAt }
    const { personIds, last } = await store.listMet(db, actor.scope, stretch)
    if (last === null) return
    for (let at = 0; at < personIds.length; at += inStep) {
      const people = personIds.slice(at, at + inStep)
      done += people.length
      run.progress(done)
      await run.step({ after: people.at(-1) ?? last, done }, async (tx) => {
        run.count('certified', await certifyPeople(tx, actor, people, wanted.year))
      })
    }
    after = last
  }
}

/** Certifies these people's years where they meet the rules of today; answers how many it were. */
async function certifyPeople(
  tx: Db,
  actor: Actor,
  people: readonly string[],
  year: number,
): Promise<number> {
  const at = actor.platform.clock.now()
  const locked = await store.lockMet(tx, people, year, at)
  // It was computed under the rules of its day, which may be others by now.
  const settled = await settleOutdated(tx, actor, locked)
  const met = settled.filter(({ state }) => state === 'met')
  if (met.length === 0) return 0
  await store.certifyLocked(
    tx,
    met.map(({ id }) => id),
    at,
  )
  const personIds = met.map(({ personId }) => personId)
  const credits = Map.groupBy(
    await store.listStandingOf(tx, personIds, year),
    ({ personId }) => personId,
  )
  const rules = await rulesOf(tx, met)
  const asked = met.map(({ personId, unitId, series, relief, ruleSetId }) => {
    const own = { credits: credits.get(personId) ?? [], rules: rules(ruleSetId), relief }
    return { personId, unitId, series, facts: yearFacts({ year, series, ...own }) }
  })
  const issued = await certificates.issueMany(tx, actor, asked)
  for (const [place, { id, personId }] of met.entries()) {
    const number = issued[place]?.number ?? ''
    const facts = { year, certificate: number }
    await audit.record(tx, actor, { act: 'year.certify', recordId: id, facts })
    tell(tx, actor, { accountId: personId }, 'certificate.issued', { year, number })
  }
  return met.length
}

/** The rule sets that these years go by, each read once. */
async function rulesOf(tx: Db, years: readonly store.MetYear[]) {
  const known = new Map<string, RuleSet>()
  for (const { ruleSetId } of years) {
    if (known.has(ruleSetId)) continue
    const rules = await readRuleSet(tx, ruleSetId)
    if (rules) known.set(ruleSetId, rules)
  }
  return (id: string): RuleSet => known.get(id) ?? gone()
}

function gone(): never {
  throw new Error('the rule set of a year is gone')
}
