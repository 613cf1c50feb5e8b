import type { Category, EntryItem } from '@xueshi/contract/ledger'
import { yearMoves } from '@xueshi/contract/ledger/year-states'
import * as certificates from '../../certificates/service.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import {
  type HeldRules,
  listEntries,
  listHeld,
  readHeld,
  saveMoved,
} from '../rule-changes/store.ts'
import { noRuleSet } from '../rule-sets/service.ts'
import { provinceCode } from '../rule-sets/store.ts'
import { chooseRuleSet, computeYear, settledState, yearFacts } from '../rules.ts'
import * as store from './store.ts'

const { bringIn, takeBack } = yearMoves

/** Whether a year of a series has rules, so that it can be computed. */
export type HasRules = (of: { year: number; series: string }) => boolean

/** Which years can be brought in, by the rules that hold now. */
export async function hasRules(db: Db): Promise<HasRules> {
  const sets = await listHeld(db)
  const known = new Map<string, boolean>()
  return ({ year, series }) => {
    const key = `${year} ${series}`
    const found =
      known.get(key) ??
      chooseRuleSet(sets, { year, series, cityCode: null }, provinceCode) !== undefined
    known.set(key, found)
    return found
  }
}

/** Which of these people's years no file may bring in, and which it may not certify, as `person year`. */
export async function findBarred(db: Db, personIds: readonly string[]) {
  return {
    taken: await store.findTaken(db, personIds),
    held: await store.findOutside(db, personIds, bringIn.from),
  }
}

/** A credit of a year before this system. */
export type PastCredit = {
  personId: string
  unitId: string | null
  year: number
  series: string
  category: Category
  hoursTenths: number
  subjects: number
  /** The row of the file. */
  line: number
  item: EntryItem
}
/** The certificate that a person's year had. */
export type PastCertificate = Pick<
  certificates.past.PastIssue,
  'number' | 'issuedOn' | 'holder'
> & {
  personId: string
  year: number
}

/** What stands in the ledger where others name a 学习形式: nobody knows it any more. */
const form = '历史数据'
const keyOf = ({ personId, year }: { personId: string; year: number }) => `${personId} ${year}`

/**
 * Credits of many people's past years stand in the ledger, their years are computed, and what was
 * certified then is certified with its own number. In the caller's transaction, some hundred people at
 * a time, in the order of people. LEGACY_TWICE where a year stands already, LEGACY_CHANGED where one may
 * not be certified any more.
 */
export async function creditPast(
  tx: Db,
  actor: Actor,
  sourceId: string,
  { credits, certified }: { credits: readonly PastCredit[]; certified: readonly PastCertificate[] },
): Promise<void> {
  const at = actor.platform.clock.now()
  const sets = await listHeld(tx)
  const firsts = new Map(credits.toReversed().map((credit) => [keyOf(credit), credit]))
  const rulesOf = (of: { year: number; series: string; cityCode: string | null }) =>
    chooseRuleSet(sets, of, provinceCode) ?? noRuleSet(of.year)
  const asked = [...firsts.values()].map(({ personId, year, series, unitId }) => {
    const ruleSetId = rulesOf({ year, series, cityCode: null }).id
    return { id: newId(at), personId, year, series, unitId, ruleSetId }
  })
  const years = await store.lockYears(tx, asked, at)
  const locked = new Map(years.map((year) => [keyOf(year), year]))
  // Looked at behind the lock: a batch at another process may have brought the same year in meanwhile.
  const made = new Set(asked.map(({ id }) => id))
  const stood = years.filter(({ id }) => !made.has(id))
  const taken = await store.findTaken(
    tx,
    stood.map(({ personId }) => personId),
  )
  if (stood.some((year) => taken.has(keyOf(year)))) fail('LEGACY_TWICE')
  const entries = credits.map((credit): store.NewPastEntry => {
    const { series, version, ruleSetId } = locked.get(keyOf(credit)) ?? gone()
    return { ...credit, id: newId(at), form, series, ruleSetId, yearVersion: version + 1 }
  })
  await store.addEntries(tx, entries, { sourceId, at, byId: actor.accountId })
  const own = Map.groupBy(entries, keyOf)
  const open = certified.map((certificate) => ({
    certificate,
    year: locked.get(keyOf(certificate)) ?? gone(),
  }))
  // One that was held back or withdrawn since the file was checked waits for whoever did that.
  if (open.some(({ year }) => !bringIn.from.some((state) => state === year.state)))
    fail('LEGACY_CHANGED')
  await settle(tx, actor, years, rulesOf, new Set(open.map(({ year }) => year.id)))
  const issued = open.map(({ certificate, year: { personId, unitId, year, series, cityCode } }) => {
    const rules = rulesOf({ year, series, cityCode })
    const facts = yearFacts({
      year,
      series,
      credits: own.get(keyOf(certificate)) ?? [],
      rules,
      relief: null,
    })
    return { ...certificate, personId, unitId, series, facts }
  })
  await certificates.past.issue(tx, actor, issued)
}

/**
 * What a source brought in for these people is taken back by reversing entries, certificates of those
 * years are withdrawn, and the years stand where their other hours put them.
 */
export async function reversePast(
  tx: Db,
  actor: Actor,
  sourceId: string,
  { personIds, reason }: { personIds: readonly string[]; reason: string },
): Promise<void> {
  const at = actor.platform.clock.now()
  const years = await store.lockCredited(tx, sourceId, personIds)
  if (years.length === 0) return
  const stamp = { sourceId, at, byId: actor.accountId, newId: () => newId(at) }
  await store.addReversals(tx, years, { ...stamp, reason })
  for (const { personId, year } of await certificates.past.withdraw(tx, actor, years, reason))
    await certificates.withdraw(tx, actor, { personId, year, reason })
  const sets = await listHeld(tx)
  const open = years.map((year) =>
    takeBack.from.some((state) => state === year.state) ? { ...year, state: takeBack.to } : year,
  )
  await settle(tx, actor, open, (of) => chooseRuleSet(sets, of, provinceCode) ?? noRuleSet(of.year))
}

/** Locked years are computed from all that stands in them; these of them are certified, whatever they come to. */
async function settle(
  tx: Db,
  actor: Actor,
  years: readonly store.PastYear[],
  rulesOf: (of: store.PastYear) => HeldRules,
  certified: ReadonlySet<string> = new Set(),
): Promise<void> {
  const entries = await listEntries(tx, years)
  const moved = []
  for (const year of years) {
    const kept = year.keepsRules ? await readHeld(tx, year.ruleSetId) : undefined
    const rules = kept ?? rulesOf(year)
    const result = computeYear(entries.get(year.id) ?? [], rules, year.relief)
    const state = certified.has(year.id)
      ? bringIn.to
      : settledState[year.state][result.met ? 'met' : 'notMet']
    moved.push({ id: year.id, state, ruleSetId: rules.id, obligationId: year.obligationId, result })
  }
  await saveMoved(tx, moved, actor.platform.clock.now())
}

function gone(): never {
  throw new Error('a past year is not locked')
}
