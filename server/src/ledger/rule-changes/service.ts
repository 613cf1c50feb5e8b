import { isDeepStrictEqual } from 'node:util'
import { formatHours } from '@xueshi/contract/hours'
import type { EffectOfYear, KeptImpact } from '@xueshi/contract/ledger'
import { yearOf } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import { tell } from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import type { Run } from '../../tasks/service.ts'
import { findEdited, provinceCode } from '../rule-sets/store.ts'
import { chooseRuleSet, computeYear, settledState, type YearResult } from '../rules.ts'
import * as store from './store.ts'

/** What a task is begun with; `version` is that of the draft that is counted. */
export const Request = z.object({ ruleSetId: z.uuid(), version: z.nullable(z.int()) })
const CheckpointShape = z.object({
  /** Which time round: years that came while the first went on are met by the next. */
  round: z.int(),
  year: z.int(),
  personId: z.uuid(),
  met: z.int(),
})
type Checkpoint = z.infer<typeof CheckpointShape>

const yearsInStep = 500
const linesInStep = 5_000
const leastId = '00000000-0000-0000-0000-000000000000'
/** A round that changes nothing ends the work; more than so many would be somebody else's changes. */
const mostRounds = 5

type Way = {
  ruleSetId: string
  version: number | null
  kind: KeptImpact['kind']
  yearFrom: number
  /** The sets by which years go, or would go. */
  setsNow: (db: Db) => Promise<store.HeldRules[]>
}
/** `former`: what the same entries come to by the rules that the year goes by until now. */
type Touched = {
  year: store.WalkedYear
  rules: store.HeldRules
  former: YearResult
  result: YearResult
}

/**
 * 统计受影响人员: computes every year that the draft would touch as if it held, and keeps what each
 * would come to beside what it is. Nothing of the years is changed.
 */
export async function count(run: Run): Promise<void> {
  const { ruleSetId, version } = z.parse(Request, run.request)
  const draft = await store.readHeld(run.actor.platform.db, ruleSetId)
  if (!draft) return
  const isSamePlace = ({ jurisdiction, series, yearFrom }: store.HeldRules) =>
    jurisdiction === draft.jurisdiction && series === draft.series && yearFrom === draft.yearFrom
  const setsNow = async (db: Db) => [
    ...(await store.listHeld(db)).filter((set) => !isSamePlace(set)),
    draft,
  ]
  await walk(run, { ruleSetId, version, kind: 'counted', yearFrom: draft.yearFrom, setsNow })
}

/**
 * Computes every year anew that the rules no longer leave as it was computed; certified ones stay.
 * Whose year comes to something else is told. Rounds go on until one changes nothing, since a credit
 * under way may have been computed by the rules of a moment ago.
 */
export async function apply(run: Run): Promise<void> {
  const { ruleSetId } = z.parse(Request, run.request)
  const set = await store.readHeld(run.actor.platform.db, ruleSetId)
  if (!set) return
  const way = { ruleSetId, version: null, kind: 'applied', setsNow: store.listHeld } as const
  await walk(run, { ...way, yearFrom: set.yearFrom })
}

async function walk(run: Run, way: Way): Promise<void> {
  const { db, clock } = run.actor.platform
  const yearTo = yearOf(clock.now()) + 1
  const start = { year: way.yearFrom, personId: leastId }
  const impact = await begin(run, way)
  let at: Checkpoint = run.checkpoint
    ? z.parse(CheckpointShape, run.checkpoint)
    : { round: 1, ...start, met: 0 }
  // What an interrupted round had changed is not known any more: another round finds out.
  let changed = run.checkpoint !== null
  run.progress(at.met, (await store.countYears(db, way.yearFrom, yearTo)) ?? undefined)
  for (;;) {
    const page = await store.listNext(db, at, yearTo, yearsInStep)
    const last = page.at(-1)
    if (!last) {
      const isOver = way.kind === 'counted' || !changed || at.round === mostRounds
      if (isOver) return end(run, way, impact, at)
      at = { ...at, ...start, round: at.round + 1 }
      changed = false
      continue
    }
    const from = at
    const { year, personId } = last
    at = { round: from.round, year, personId, met: from.met + (from.round === 1 ? page.length : 0) }
    run.progress(at.met)
    await run.step(at, async (tx) => {
      const years = way.kind === 'applied' ? await store.lockBetween(tx, from, at) : page
      const { touched, kept } = await examine(tx, years, await way.setsNow(tx))
      changed ||= touched.length > 0
      addUp(impact, touched, from.round === 1 ? kept : [])
      if (way.kind === 'applied') await move(tx, run.actor, touched)
      await store.saveEffects(tx, way.ruleSetId, touched.filter(isOther).map(effectOf))
      await store.saveImpact(tx, way.ruleSetId, impact)
      const facts = { yearTo: year, touched: touched.length }
      const act = way.kind === 'applied' ? 'rules.apply' : 'rules.count'
      await audit.record(tx, run.actor, { act, recordId: way.ruleSetId, facts })
    })
  }
}

/** What was found so far, if by this work; else nothing, once the lines of an earlier count are gone. */
async function begin(run: Run, way: Way): Promise<KeptImpact> {
  const { ruleSetId, version, kind, yearFrom } = way
  const { db, clock } = run.actor.platform
  const found = (await findEdited(db, ruleSetId))?.impact
  const goesOn = kind === 'applied' || (run.checkpoint !== null && found?.isWhole === false)
  if (found?.kind === kind && found.version === version && goesOn)
    return { ...found, isWhole: false }
  const empty = { kind, version, isWhole: false, at: clock.now().toISOString(), years: [] }
  const start = { round: 1, year: yearFrom, personId: leastId, met: 0 }
  let isClear = false
  while (!isClear)
    await run.step(start, async (tx) => {
      isClear = !(await store.clearEffects(tx, ruleSetId, linesInStep))
      if (isClear) await store.saveImpact(tx, ruleSetId, empty)
      await audit.record(tx, run.actor, { act: 'rules.clearEffects', recordId: ruleSetId })
    })
  return empty
}

/** Every year was met: what was found is whole. */
async function end(run: Run, { ruleSetId, kind }: Way, impact: KeptImpact, at: Checkpoint) {
  await run.step(at, async (tx) => {
    const whole = { ...impact, isWhole: true, at: run.actor.platform.clock.now().toISOString() }
    await store.saveImpact(tx, ruleSetId, whole)
    const facts = { years: whole.years }
    const act = kind === 'applied' ? 'rules.applied' : 'rules.counted'
    await audit.record(tx, run.actor, { act, recordId: ruleSetId, facts })
  })
}

/** Which of the years go by other rules than they were computed by, and what they come to. */
async function examine(
  tx: Db,
  years: readonly store.WalkedYear[],
  sets: readonly store.HeldRules[],
): Promise<{ touched: Touched[]; kept: store.WalkedYear[] }> {
  const chosen = new Map<string, store.HeldRules | undefined>()
  const rulesOf = ({ year, series, cityCode }: store.WalkedYear) => {
    const key = `${year} ${series} ${cityCode}`
    if (!chosen.has(key))
      chosen.set(key, chooseRuleSet(sets, { year, series, cityCode }, provinceCode))
    return chosen.get(key)
  }
  const others = years.flatMap((year) => {
    const rules = rulesOf(year)
    return rules && rules.id !== year.ruleSetId ? [{ year, rules }] : []
  })
  const [kept, open] = [others.filter(isKept), others.filter((one) => !isKept(one))]
  const entries = await store.listEntries(
    tx,
    open.map(({ year }) => year),
  )
  const formerIds = [...new Set(open.map(({ year }) => year.ruleSetId))]
  const former = new Map((await store.listByIds(tx, formerIds)).map((set) => [set.id, set]))
  return {
    kept: kept.map(({ year }) => year),
    touched: open.map(({ year, rules }) => {
      const standing = entries.get(year.id) ?? []
      const before = former.get(year.ruleSetId)
      if (!before) throw new Error('the rule set of a year is gone')
      return {
        year,
        rules,
        former: computeYear(standing, before, year.relief),
        result: computeYear(standing, rules, year.relief),
      }
    }),
  }
}

/** A year that was certified stays under the rules that it was judged by. */
const isKept = ({ year: { keepsRules, state } }: { year: store.WalkedYear }) =>
  keepsRules || state === 'certified'

/** Whether the year comes to something else: other hours lacking, counted in a category, or cut from an entry. */
const isOther = ({ year, former, result }: Touched) =>
  year.lackingTenths !== result.lackingTotalTenths ||
  !isDeepStrictEqual(partsOf(former), partsOf(result))

const partsOf = ({ counted, lacking, cuts }: YearResult) => ({
  counted,
  lacking,
  cuts: cuts.map(({ entryId, cutTenths }) => [entryId, cutTenths]),
})

const effectOf = ({ year, former, result }: Touched): store.EffectRow => ({
  yearId: year.id,
  metBefore: year.lackingTenths === 0,
  metAfter: result.met,
  lackingBeforeTenths: year.lackingTenths,
  lackingAfterTenths: result.lackingTotalTenths,
  countedBeforeTenths: former.countedTotalTenths,
  countedAfterTenths: result.countedTotalTenths,
})

/** Adds what a step has found to what was found before, year by year. */
function addUp(
  impact: KeptImpact,
  touched: readonly Touched[],
  kept: readonly store.WalkedYear[],
): void {
  const lineOf = (year: number): EffectOfYear => {
    const known = impact.years.find((line) => line.year === year)
    if (known) return known
    const line = { year, affected: 0, fallen: 0, risen: 0, changed: 0, kept: 0 }
    impact.years.push(line)
    return line
  }
  for (const { year } of kept) lineOf(year).kept += 1
  for (const one of touched) {
    const line = lineOf(one.year.year)
    const { metBefore, metAfter } = effectOf(one)
    line.affected += 1
    if (metBefore && !metAfter) line.fallen += 1
    else if (!metBefore && metAfter) line.risen += 1
    else if (isOther(one)) line.changed += 1
  }
}

/**
 * Computes those of the locked years anew that go by other rules today than they were computed by;
 * answers all of them as they stand then.
 */
export async function settleOutdated<Year extends store.WalkedYear>(
  tx: Db,
  actor: Actor,
  years: readonly Year[],
): Promise<Year[]> {
  const { touched } = await examine(tx, years, await store.listHeld(tx))
  if (touched.length > 0) await move(tx, actor, touched)
  const moved = new Map(touched.map((one) => [one.year.id, one]))
  return years.map((year) => {
    const one = moved.get(year.id)
    if (!one) return year
    const state = settledState[year.state][one.result.met ? 'met' : 'notMet']
    return { ...year, state, ruleSetId: one.rules.id }
  })
}

/** The years go by the new rules, and whose year comes to something else is told. */
async function move(tx: Db, actor: Actor, touched: readonly Touched[]): Promise<void> {
  const moved = touched.map(({ year, rules, result }) => ({
    id: year.id,
    state: settledState[year.state][result.met ? 'met' : 'notMet'],
    ruleSetId: rules.id,
    obligationId: year.obligationId,
    result,
  }))
  await store.saveMoved(tx, moved, actor.platform.clock.now())
  for (const { year, rules, result } of touched.filter(isOther)) {
    const facts = {
      year: year.year,
      rules: rules.name,
      counted: formatHours(result.countedTotalTenths),
      lacking: formatHours(result.lackingTotalTenths),
    }
    tell(tx, actor, { accountId: year.personId }, 'year.rulesChanged', facts)
  }
}
