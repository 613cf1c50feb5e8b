import type { Body, Query, Reply } from '@xueshi/contract/endpoint'
import {
  type beginCertification,
  type countMetYears,
  metCountLimit,
} from '@xueshi/contract/ledger/certification'
import type { Task } from '@xueshi/contract/tasks'
import { todayIn } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import * as certificates from '../../certificates/service.ts'
import { tell } from '../../messages/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import * as tasks from '../../tasks/service.ts'
import * as runs from '../certification-runs/service.ts'
import { insertRun, type Outcome } from '../certification-runs/store.ts'
import { settleOutdated } from '../rule-changes/service.ts'
import { findRuleSet, readRuleSet } from '../rule-sets/store.ts'
import { certificationOf, type RuleSet, yearFacts } from '../rules.ts'
import * as store from './store.ts'

const requestOf = ({ year, series }: Query<typeof countMetYears>) => ({
  year: Number(year),
  series: series ?? null,
})

/** How many years of the office's region wait for their certification; not the officer's own. */
export async function countWaiting(
  actor: Actor,
  query: Query<typeof countMetYears>,
): Promise<Reply<typeof countMetYears>> {
  const { platform, scope, accountId } = actor
  const wanted = { ...requestOf(query), exceptId: accountId }
  const count = await store.countMet(platform.db, scope, wanted, metCountLimit)
  const today = todayIn(platform.clock.now())
  return { count, certification: await termsFor(platform.db, actor, query, today) }
}

/** How the year is certified by the rules of the office's own place; null for a year without rules. */
async function termsFor(db: Db, actor: Actor, query: Query<typeof countMetYears>, today: string) {
  const { year, series } = requestOf(query)
  const unitId = actor.seat?.unitId ?? null
  const rules = await findRuleSet(db, { year, series: series ?? '', unitId })
  return rules ? certificationOf(rules, year, today) : null
}

/**
 * 年度认证 of a region and year begins as long work. TASKS_TOO_MANY; CERTIFICATION_CLOSED after the last
 * day of the rules of the office's own place.
 */
export async function begin(actor: Actor, body: Body<typeof beginCertification>): Promise<Task> {
  const { id } = await transaction(actor, async (tx) => {
    const begunOn = todayIn(actor.platform.clock.now())
    if ((await termsFor(tx, actor, body, begunOn))?.isOpen === false) fail('CERTIFICATION_CLOSED')
    const { year, series } = requestOf(body)
    const request = { year, series, begunOn }
    const task = await tasks.begin(tx, actor, { kind: 'years.certify', request })
    const by = { byName: signedIn(actor).name, createdAt: actor.platform.clock.now() }
    await insertRun(tx, { id: task.id, unitId: runs.officeOf(actor), year, series, ...by })
    await audit.record(tx, actor, { act: 'years.certify', recordId: task.id, facts: request })
    return task
  })
  return tasks.read(actor, id)
}

const Request = z.object({
  year: z.int(),
  series: z.nullable(z.string()),
  /** What was begun in time ends in peace, also behind midnight; one from before this was kept goes by today. */
  begunOn: z.optional(z.string()),
})
const Checkpoint = z.object({ after: z.uuid(), done: z.int(), counted: z.optional(z.boolean()) })
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
  const { begunOn = todayIn(actor.platform.clock.now()), ...request } = Request.parse(run.request)
  const wanted = { ...request, exceptId: actor.accountId }
  const before = run.checkpoint ? Checkpoint.parse(run.checkpoint) : null
  let done = before?.done ?? 0
  let after = before?.after ?? null
  const waiting = await store.countMet(db, actor.scope, wanted, mostCounted + 1)
  run.progress(done, waiting > mostCounted ? undefined : done + waiting)
  // A step is read while the one before is written, and is written behind it alone.
  let written: Promise<void> = Promise.resolve()
  for (;;) {
    const stretch = { ...wanted, after, limit: peopleLookedAt }
    const { personIds, last } = await store.listMet(db, actor.scope, stretch)
    if (last === null) break
    for (let at = 0; at < personIds.length; at += inStep) {
      const people = personIds.slice(at, at + inStep)
      done += people.length
      const [turn, upTo] = [written, done]
      await new Promise<void>((goOn, giveUp) => {
        written = run.step({ after: people.at(-1) ?? last, done: upTo }, async (tx) => {
          const of = { year: wanted.year, begunOn }
          const preparing = prepare(tx, actor, people, of)
          await Promise.allSettled([preparing, turn])
          await turn
          const ready = await preparing
          goOn()
          run.progress(upTo)
          const outcomes = await certify(tx, actor, ready)
          await runs.keep(tx, run.taskId, outcomes)
          const counts = Map.groupBy(outcomes, ({ outcome }) => outcome)
          run.count('certified', 0)
          for (const [outcome, some] of counts) run.count(outcome, some.length)
          // Another office was here first, or all of them wait no longer: the step leaves its trace all the same.
          const closed = counts.get('closed')?.length ?? 0
          const facts = { year: wanted.year, people: people.length, closed }
          if (!counts.has('certified'))
            await audit.record(tx, actor, { act: 'years.passOver', recordId: run.taskId, facts })
        })
        written.catch(giveUp)
      })
    }
    after = last
  }
  await written
  if (before?.counted) return
  // Whom the run did not even look at, and why.
  const others = await store.countOthers(db, actor.scope, wanted)
  for (const { state, count } of others) run.count(state, count)
  await run.step({ after: after ?? nobody, done, counted: true }, async (tx) => {
    const counts = Object.fromEntries(others.map(({ state, count }) => [state, count]))
    await runs.keep(tx, run.taskId, [], counts)
    const facts = { year: wanted.year, ...counts }
    await audit.record(tx, actor, { act: 'years.certified', recordId: run.taskId, facts })
  })
}
const nobody = '00000000-0000-0000-0000-000000000000'

/** What a step has found of its people: their years are locked and certified, their certificates want numbers. */
type Ready = {
  outcomes: Map<string, Outcome>
  met: { id: string; personId: string; year: number; keptRules: boolean }[]
  certificates: certificates.Prepared[]
}

/**
 * Certifies these people's years where they meet the rules of today and these still let them, and
 * finds what became of each other one, in the order of people: their last day has passed, a
 * restriction holds them back, they do not meet the rules of today, or they moved meanwhile.
 */
async function prepare(
  tx: Db,
  actor: Actor,
  people: readonly string[],
  { year, begunOn }: { year: number; begunOn: string },
): Promise<Ready> {
  const at = actor.platform.clock.now()
  const locked = await store.lockMet(tx, people, year, at)
  const keptRules = new Map(locked.map((row) => [row.id, row.keepsRules]))
  // It was computed under the rules of its day, which may be others by now.
  const settled = await settleOutdated(tx, actor, locked)
  const all = settled.filter(({ state }) => state === 'met')
  const rules = await rulesOf(tx, all)
  const isOpen = ({ ruleSetId }: store.MetYear) =>
    certificationOf(rules(ruleSetId), year, begunOn).isOpen
  const met = all.filter(isOpen)
  const held = locked.length < people.length ? await store.listHeld(tx, people, year, at) : []
  const outcomes = new Map<string, Outcome>(
    people.map((personId) => [personId, { personId, outcome: 'moved' }]),
  )
  for (const personId of held) outcomes.set(personId, { personId, outcome: 'held' })
  for (const { personId, state } of settled)
    outcomes.set(personId, { personId, outcome: state === 'met' ? 'closed' : 'outdated' })
  if (met.length === 0) return { outcomes, met: [], certificates: [] }
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
  const asked = met.map(({ personId, unitId, series, relief, ruleSetId }) => {
    const own = { credits: credits.get(personId) ?? [], rules: rules(ruleSetId), relief }
    return { personId, unitId, series, facts: yearFacts({ year, series, ...own }) }
  })
  return {
    outcomes,
    met: met.map(({ id, personId }) => ({
      id,
      personId,
      year,
      keptRules: keptRules.get(id) === true,
    })),
    certificates: await certificates.prepareMany(tx, actor, asked),
  }
}

/** Issues the certificates of a step and tells their holders; answers what became of each of its people. */
async function certify(
  tx: Db,
  actor: Actor,
  { outcomes, met, certificates: prepared }: Ready,
): Promise<Outcome[]> {
  const issued = await certificates.issuePrepared(tx, actor, prepared)
  for (const [place, { id, personId, year, keptRules }] of met.entries()) {
    const { id: certificateId, number } = issued[place] ?? gone()
    const facts = { year, certificate: number }
    await audit.record(tx, actor, { act: 'year.certify', recordId: id, facts })
    tell(tx, actor, { accountId: personId }, 'certificate.issued', { year, number })
    outcomes.set(personId, { personId, outcome: 'certified', certificateId, keptRules })
  }
  return [...outcomes.values()]
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
  throw new Error('the rule set or the certificate of a year is gone')
}
