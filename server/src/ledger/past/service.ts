import type { Category, EntryItem } from '@xueshi/contract/ledger'
import { yearMoves } from '@xueshi/contract/ledger/year-states'
import * as certificates from '../../certificates/service.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { noteWritten } from '../../platform/written-rows.ts'
import { fail } from '../../platform/refusal.ts'
import { hoursMake, keyOf, lockYears, settle, withRules } from '../bulk-credits/service.ts'
import { addEntries } from '../bulk-credits/store.ts'
import { followReversal } from '../editions/service.ts'
import { listHeld } from '../rule-changes/store.ts'
import { provinceCode } from '../rule-sets/store.ts'
import { chooseRuleSet, yearFacts } from '../rules.ts'
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
  'number' | 'issuedOn' | 'issuer' | 'holder'
> & {
  personId: string
  year: number
}

/** What stands in the ledger where others name a 学习形式: nobody knows it any more. */
const form = '历史数据'

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
  const { years: locked, made } = await lockYears(tx, actor, credits)
  // Looked at behind the lock: a batch at another process may have brought the same year in meanwhile.
  const stood = [...locked.values()].filter(({ id }) => !made.has(id))
  const taken = await store.findTaken(
    tx,
    stood.map(({ personId }) => personId),
  )
  if (stood.some((year) => taken.has(keyOf(year)))) fail('LEGACY_TWICE')
  const source = { sourceKind: 'legacy', sourceId } as const
  const entries = credits.map((credit) => {
    const { series, version, rules } = locked.get(keyOf(credit)) ?? gone()
    const stamp = { id: newId(at), series, ruleSetId: rules.id, yearVersion: version + 1 }
    return { ...credit, ...source, ...stamp, form }
  })
  const { keys } = actor.platform
  const added = await addEntries(tx, keys, entries, { at, byId: actor.accountId })
  if (added.size < entries.length) throw new Error('a line of the batch has been credited before')
  await noteWritten(tx, 'entryWritten', entries)
  const own = Map.groupBy(entries, keyOf)
  const open = certified.map((certificate) => ({
    certificate,
    year: locked.get(keyOf(certificate)) ?? gone(),
  }))
  // One that was held back or withdrawn since the file was checked waits for whoever did that.
  if (open.some(({ year }) => !bringIn.from.some((state) => state === year.state)))
    fail('LEGACY_CHANGED')
  const broughtIn = new Set(open.map(({ year }) => year.id))
  await settle(tx, actor, [...locked.values()], (year, met) =>
    broughtIn.has(year.id) ? bringIn.to : hoursMake(year, met),
  )
  const issued = open.map(({ certificate, year: { personId, unitId, year, series, rules } }) => {
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
 * What a source brought in for these people is taken back by reversing entries, certificates that came
 * with it are withdrawn, and the years stand where their other hours put them. A certificate of our own
 * that printed such hours is replaced where its year is met still, and else withdrawn.
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
  const stamp = { sourceId, at, byId: actor.accountId, newId: () => newId(at), reason }
  const reversals = await store.addReversals(tx, actor.platform.keys, years, stamp)
  await noteWritten(tx, 'entryWritten', reversals)
  // What was certified here stays so while the year is met; what the file certified does not.
  const own = new Set((await certificates.past.withdraw(tx, actor, years, reason)).map(keyOf))
  const open = years.map((year) =>
    !own.has(keyOf(year)) && takeBack.from.some((state) => state === year.state)
      ? { ...year, state: takeBack.to }
      : year,
  )
  for (const { year, now } of await settle(tx, actor, await withRules(tx, open)))
    if (own.has(keyOf(year)) && !now.result.met)
      await certificates.withdraw(tx, actor, { personId: year.personId, year: year.year, reason })
  for (const reversal of reversals)
    if (own.has(keyOf(reversal))) followReversal(tx, actor, reversal)
}

function gone(): never {
  throw new Error('a past year is not locked')
}
