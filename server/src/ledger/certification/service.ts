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
import { findRuleSet } from '../rule-sets/store.ts'
import { computeYear, type RuleSet, yearFacts } from '../rules.ts'
import { noRuleSet } from '../settling/service.ts'
import * as store from './store.ts'

const wantedOf = ({ year, series }: Query<typeof countMetYears>): store.Wanted => ({
  year: Number(year),
  series: series ?? null,
})

/** How many years of the office's region wait for their certification. */
export async function countWaiting(
  { platform, scope }: Actor,
  query: Query<typeof countMetYears>,
): Promise<Reply<typeof countMetYears>> {
  return { count: await store.countMet(platform.db, scope, wantedOf(query), metCountLimit) }
}

/** 年度认证 of a region and year begins as long work. TASKS_TOO_MANY. */
export async function begin(actor: Actor, body: Body<typeof beginCertification>): Promise<Task> {
  const { id } = await transaction(actor, async (tx) => {
    const request = wantedOf(body)
    const task = await tasks.begin(tx, actor, { kind: 'years.certify', request })
    await audit.record(tx, actor, { act: 'years.certify', recordId: task.id, facts: request })
    return task
  })
  return tasks.read(actor, id)
}

const Request = z.object({ year: z.int(), series: z.nullable(z.string()) })
const Checkpoint = z.object({ after: z.string(), done: z.int() })
const stretch = 500

/**
 * Certifies, step by step, everybody of the region whose year meets its rules, and issues the
 * certificates with numbers in blocks. A run that was lost goes on behind its last step; a year that
 * moved meanwhile is passed over.
 */
export async function run(run: tasks.Run): Promise<void> {
  const { actor } = run
  const { db } = actor.platform
  const wanted = Request.parse(run.request)
  const before = run.checkpoint ? Checkpoint.parse(run.checkpoint) : null
  let done = before?.done ?? 0
  let after = before?.after ?? null
  const total = done + (await store.countMet(db, actor.scope, wanted, 100_000_000))
  run.progress(done, total)
  for (;;) {
    const { ids, last } = await store.listMet(db, actor.scope, { ...wanted, after, limit: stretch })
    if (last === null) return
    after = last
    done += ids.length
    await run.step({ after, done }, async (tx) => {
      run.count('certified', await certifyStretch(tx, actor, ids))
    })
    run.progress(done, total)
  }
}

/** Certifies these years where they still meet the rules of today; answers how many it were. */
async function certifyStretch(tx: Db, actor: Actor, ids: readonly string[]): Promise<number> {
  const locked = await store.lockMet(tx, ids)
  const [first] = locked
  if (!first) return 0
  const personIds = locked.map(({ personId }) => personId)
  const standing = await store.listStandingOf(tx, personIds, first.year)
  const credits = Map.groupBy(standing, ({ personId }) => personId)
  const rulesOf = rulesByCity(tx)
  const years = []
  for (const row of locked) {
    const rules = await rulesOf(row)
    const own = credits.get(row.personId) ?? []
    // It was computed under the rules of its day, which may be others by now.
    if (computeYear(own, rules).met) years.push({ ...row, rules, credits: own })
  }
  const certified = years.map(({ id }) => id)
  await store.certifyLocked(tx, certified, actor.platform.clock.now())
  const asked = years.map(({ personId, unitId, year, series, ...rest }) => {
    const facts = yearFacts({ year, series, ...rest })
    return { personId, unitId, series, facts }
  })
  const issued = await certificates.issueMany(tx, actor, asked)
  for (const [at, { id, personId, year }] of years.entries()) {
    const number = issued[at]?.number ?? ''
    const facts = { year, certificate: number }
    await audit.record(tx, actor, { act: 'year.certify', recordId: id, facts })
    tell(tx, actor, { accountId: personId }, 'certificate.issued', { year, number })
  }
  return years.length
}

/** The rules of a year; those of a series and city are asked for once a step. */
function rulesByCity(tx: Db) {
  const known = new Map<string, RuleSet>()
  return async (row: store.MetYear): Promise<RuleSet> => {
    const key = `${row.series} ${row.cityCode}`
    const rules = known.get(key) ?? (await findRuleSet(tx, row)) ?? noRuleSet(row.year)
    known.set(key, rules)
    return rules
  }
}
