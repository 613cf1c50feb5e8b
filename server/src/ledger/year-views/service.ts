import { isDeepStrictEqual } from 'node:util'
import { learningFormLabel } from '@xueshi/contract/dictionaries/learning-forms'
import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import type { Reply } from '@xueshi/contract/endpoint'
import {
  categories,
  type KeptResult,
  type listPersonResults,
  type listPersonYears,
  type listRecentYears,
  type listYearResults,
  type readPersonYear,
  requirementOf,
  type YearDetail,
  type YearItem,
  type YearSum,
} from '@xueshi/contract/ledger'
import { todayIn, yearOf } from '@xueshi/contract/year'
import * as people from '../../people/service.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import type { Media } from '../../platform/http.ts'
import { print, Unprintable } from '../../platform/printing.ts'
import { fail } from '../../platform/refusal.ts'
import { sheetOf, writeBook } from '../../platform/sheet.ts'
import { certificationOf, computeYear, type Cut } from '../rules.ts'
import { noRuleSet } from '../rule-sets/service.ts'
import { findRuleSet, readKnown } from '../rule-sets/store.ts'
import { listYears, type YearWithCertificate } from '../store.ts'
import { ownPerson, replay, rulesOf } from '../years/service.ts'
import {
  formsLeft,
  type Gaps,
  sheetColumns,
  sheetRow,
  statementOf,
  sumColumns,
  sumRows,
} from './rules.ts'
import * as store from './store.ts'

/**
 * 我的年度: what there is, what is required and what is lacking by category, and each credit behind it
 * with what of it counts. 404 for a year without rules.
 */
export async function readYear(actor: Actor, year: number): Promise<YearDetail> {
  return detailOf(actor, ownPerson(actor), year)
}

async function detailOf({ platform }: Actor, personId: string, year: number): Promise<YearDetail> {
  const { db, clock } = platform
  return (await findDetail(db, { personId, year }, todayIn(clock.now()))) ?? fail('NOT_FOUND')
}

/** The year of a person with each credit explained; undefined for a year without rules. `today` is Asia/Shanghai's. */
export async function findDetail(
  db: Db,
  { personId, year }: { personId: string; year: number },
  today: string,
): Promise<YearDetail | undefined> {
  const judged = await judge(db, personId, year)
  if (!judged) return undefined
  const { row, rules, result } = judged
  const cuts = new Map(result.cuts.map((cut) => [cut.entryId, cut]))
  const { id, name, totalTenths, minima, dayTenths, source, confirmed } = rules
  const { required, requiredTotalTenths, counted, lacking, shares } = result
  return {
    year,
    state: row?.state ?? 'notMet',
    certification: certificationOf(rules, year, today),
    ruleSet: { id, name, totalTenths, minima, dayTenths, source, confirmed },
    relief: row?.relief ?? null,
    required,
    requiredTotalTenths,
    counted,
    lacking,
    countedTotalTenths: result.countedTotalTenths,
    lackingTotalTenths: result.lackingTotalTenths,
    shares,
    items: (row?.credits ?? []).map((credit) => presentItem(credit, cuts.get(credit.id))),
    standing: row ? presentStanding(await store.findStanding(db, personId, year)) : untouched,
  }
}

const untouched = { held: null, former: null }

const presentStanding = ({ held, former }: store.Standing) => ({
  held,
  former: former && { ...former, endedAt: instant(former.endedAt) },
})

/** What a year comes to by the rules that it goes by; undefined for a year without rules. */
export async function judge(db: Db, personId: string, year: number) {
  const row = await store.findYear(db, personId, year)
  const rules = row ? await rulesOfHeld(db, row, year) : await rulesToCome(db, personId)(year)
  if (!rules) return undefined
  const standing = (row?.credits ?? []).filter((credit) => !credit.reversal)
  return { row, rules, standing, result: computeYear(standing, rules, row?.relief) }
}

/**
 * What the actor's own year lacks, by category and in all, and the forms of which a record that is
 * declared on this day of Asia/Shanghai may still bring hours to it. 404 for a year without rules.
 */
export async function readGaps(actor: Actor, year: number, today: string): Promise<Gaps> {
  const judged = await judge(actor.platform.db, ownPerson(actor), year)
  if (!judged) return fail('NOT_FOUND')
  const { lacking, lackingTotalTenths } = judged.result
  return { lacking, lackingTotalTenths, forms: formsLeft(judged, { year, today }) }
}

async function rulesOfHeld(db: Db, { ruleSet }: store.HeldYear, year: number) {
  return (ruleSet && (await readKnown(db, ruleSet))) ?? noRuleSet(year)
}

/** What the years of a person ask that have no hours yet: by the series and the employer that are confirmed. */
function rulesToCome(db: Db, personId: string) {
  let reading: ReturnType<typeof people.confirmedPerson> | undefined
  return async (year: number) => {
    reading ??= people.confirmedPerson(db, personId)
    const person = await reading
    return findRuleSet(db, { year, series: person?.series ?? '', unitId: person?.unitId })
  }
}

const instant = (text: string) => new Date(text).toISOString()

function presentItem(credit: store.Credit, cut: Cut | undefined): YearItem {
  const { item, form, reversal, at, hoursTenths } = credit
  const isReversed = reversal !== null
  return {
    id: credit.id,
    category: credit.category,
    hoursTenths,
    countedTenths: isReversed ? 0 : hoursTenths - (cut?.cutTenths ?? 0),
    cut: cut ? { cutTenths: cut.cutTenths, capTenths: cut.capTenths } : null,
    sourceKind: credit.sourceKind,
    sourceId: credit.sourceId,
    ...item,
    byUnit: item.byUnit ?? false,
    form: learningFormLabel(form) ?? form,
    at: instant(at),
    reversed: isReversed,
    reversal: reversal && { at: instant(reversal.at), reason: reversal.reason },
  }
}

const yearsTogether = 5
const none = { public: 0, professional: 0, elective: 0 }

/** The last five years together, newest first; a year without hours asks what its rules ask of everybody. */
export async function recentYears(actor: Actor): Promise<Reply<typeof listRecentYears>> {
  const to = yearOf(actor.platform.clock.now())
  const from = to - yearsTogether + 1
  const { db } = actor.platform
  const personId = ownPerson(actor)
  return {
    items: await sumsOf(db, personId, await listYears(db, personId, { from, to }), { from, to }),
  }
}

/** The years from one to another beside each other, newest first, those without hours too. */
async function sumsOf(
  db: Db,
  personId: string,
  rows: readonly YearWithCertificate[],
  { from, to }: { from: number; to: number },
): Promise<YearSum[]> {
  const toCome = rulesToCome(db, personId)
  const items: YearSum[] = []
  for (let year = to; year >= from; year -= 1) {
    const row = rows.find((each) => each.year === year)
    const rules = row ? await rulesOf(db, row) : await toCome(year)
    if (!rules) continue
    const { byCategory, totalTenths } = requirementOf(rules, row?.relief ?? null)
    const counted = row
      ? {
          public: row.publicTenths,
          professional: row.professionalTenths,
          elective: row.electiveTenths,
        }
      : none
    items.push({
      year,
      series: row?.series ?? null,
      state: row?.state ?? 'notMet',
      counted,
      required: byCategory,
      countedTotalTenths: categories.reduce((sum, category) => sum + counted[category], 0),
      requiredTotalTenths: totalTenths,
      lackingTotalTenths: row?.lackingTenths ?? totalTenths,
    })
  }
  return items
}

/** 学时明细 as PDF. UNPRINTABLE where no font has a character of it. */
export async function printYear(actor: Actor, year: number): Promise<Media> {
  const detail = await readYear(actor, year)
  const { config, clock, log } = actor.platform
  const holder =
    (await store.findHolder(actor.platform.db, ownPerson(actor), year)) ?? fail('NOT_FOUND')
  const series = titleSeriesLabel(holder.series ?? '') ?? null
  const facts = { ...holder, series, printedOn: todayIn(clock.now()), demo: config.demo }
  try {
    const bytes = await print(statementOf(detail, facts))
    return { bytes, fileName: `${year}年度学时明细.pdf` }
  } catch (error) {
    if (!(error instanceof Unprintable)) throw error
    log.error({ characters: error.characters }, 'no font prints a statement')
    return fail('UNPRINTABLE')
  }
}

/** 学时明细 as Excel: each credit, and what they come to on a sheet of its own. */
export async function sheetOfYear(actor: Actor, year: number): Promise<Media> {
  const detail = await readYear(actor, year)
  const rows = detail.items.map((item) => sheetRow(detail, item, todayIn(new Date(item.at))))
  const holder = await store.findHolder(actor.platform.db, ownPerson(actor), year)
  const whose = {
    name: holder?.name ?? actor.name,
    unitName: holder?.unitName ?? '',
    series: titleSeriesLabel(holder?.series ?? '') ?? '',
  }
  const bytes = await writeBook([
    sheetOf(sheetColumns, rows, `${year}年度学时明细`),
    sheetOf(sumColumns, sumRows(detail, whose), '汇总'),
  ])
  return { bytes, fileName: `${year}年度学时明细.xlsx` }
}

/** 计算经过: every kept result of the actor's year, computed again from what it was computed from. */
export async function yearResults(
  actor: Actor,
  year: number,
): Promise<Reply<typeof listYearResults>> {
  return { items: await replayed(actor.platform.db, ownPerson(actor), year) }
}

async function replayed(db: Db, personId: string, year: number): Promise<KeptResult[]> {
  const results = await replay(db, personId, year)
  return results.map(({ version, at, ruleSet, relief, kept, computed }) => ({
    version,
    at: at.toISOString(),
    ruleSet,
    relief,
    counted: kept.counted,
    countedTotalTenths: kept.countedTotalTenths,
    met: kept.met,
    replays: isDeepStrictEqual(computed, kept),
  }))
}

/** 历年学时 of a person in the actor's scope, for whoever answers for it. 404 outside it. */
export async function personYears(
  actor: Actor,
  id: string,
): Promise<Reply<typeof listPersonYears>> {
  const { name } = await people.personWithin(actor, id)
  const { db, clock } = actor.platform
  const to = yearOf(clock.now())
  const rows = await listYears(db, id, { to })
  const from = Math.min(to - yearsTogether + 1, rows.at(-1)?.year ?? to)
  return { personName: name, items: await sumsOf(db, id, rows, { from, to }) }
}

/** A year of a person in the actor's scope, each hour explained. 404 outside it. */
export async function personYear(
  actor: Actor,
  { id, year }: { id: string; year: number },
): Promise<Reply<typeof readPersonYear>> {
  const { name } = await people.personWithin(actor, id)
  return { personName: name, detail: await detailOf(actor, id, year) }
}

/** Its kept results, each computed again. 404 outside the actor's scope. */
export async function personResults(
  actor: Actor,
  { id, year }: { id: string; year: number },
): Promise<Reply<typeof listPersonResults>> {
  await people.personWithin(actor, id)
  return { items: await replayed(actor.platform.db, id, year) }
}
