import { isDeepStrictEqual } from 'node:util'
import { learningFormLabel } from '@xueshi/contract/dictionaries/learning-forms'
import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import type { Reply } from '@xueshi/contract/endpoint'
import {
  categories,
  type listRecentYears,
  type listYearResults,
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
import { writeSheet } from '../../platform/sheet.ts'
import { listCredits } from '../entries/store.ts'
import { computeYear, type Cut, type YearResult } from '../rules.ts'
import { findRuleSet } from '../rule-sets/store.ts'
import { listYears } from '../store.ts'
import { ownPerson, replay, rulesOf } from '../years/service.ts'
import { sheetColumns, sheetRow, statementOf } from './rules.ts'
import * as store from './store.ts'

/**
 * 我的年度: what there is, what is required and what is lacking by category, and each credit behind it
 * with what of it counts. 404 for a year without rules.
 */
export async function readYear(actor: Actor, year: number): Promise<YearDetail> {
  const { db } = actor.platform
  const personId = ownPerson(actor)
  const credits = await listCredits(db, personId, year)
  const [row] = await listYears(db, personId, { from: year, to: year })
  const rules = row ? await rulesOf(db, row) : await rulesToCome(db, personId)(year)
  if (!rules) fail('NOT_FOUND')
  const standing = credits.filter((credit) => !credit.reversalId)
  const result = computeYear(standing, rules, row?.relief)
  const cuts = new Map(result.cuts.map((cut) => [cut.entryId, cut]))
  const { id, name, totalTenths, minima, dayTenths, source, confirmed } = rules
  const { required, requiredTotalTenths, counted, lacking, shares } = result
  return {
    year,
    state: row?.state ?? 'notMet',
    ruleSet: { id, name, totalTenths, minima, dayTenths, source, confirmed },
    relief: row?.relief ?? null,
    required,
    requiredTotalTenths,
    counted,
    lacking,
    countedTotalTenths: result.countedTotalTenths,
    lackingTotalTenths: result.lackingTotalTenths,
    shares,
    items: credits.map((credit) => presentItem(credit, cuts.get(credit.id))),
  }
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

type Credit = Awaited<ReturnType<typeof listCredits>>[number]

function presentItem(credit: Credit, cut: Cut | undefined): YearItem {
  const { item, form, reversalId, reversedAt, at, hoursTenths } = credit
  const isReversed = reversalId !== null
  return {
    id: credit.id,
    category: credit.category,
    hoursTenths,
    countedTenths: isReversed ? 0 : hoursTenths - (cut?.cutTenths ?? 0),
    cut: cut ? { cutTenths: cut.cutTenths, capTenths: cut.capTenths } : null,
    sourceKind: credit.sourceKind,
    sourceId: credit.sourceId,
    ...item,
    form: learningFormLabel(form) ?? form,
    at: at.toISOString(),
    reversed: isReversed,
    reversal: reversedAt ? { at: reversedAt.toISOString(), reason: credit.reversalReason } : null,
  }
}

const yearsTogether = 5
const none = { public: 0, professional: 0, elective: 0 }

/** The last five years together, newest first; a year without hours asks what its rules ask of everybody. */
export async function recentYears(actor: Actor): Promise<Reply<typeof listRecentYears>> {
  const { db, clock } = actor.platform
  const personId = ownPerson(actor)
  const to = yearOf(clock.now())
  const from = to - yearsTogether + 1
  const rows = await listYears(db, personId, { from, to })
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
  return { items }
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

/** 学时明细 as Excel. */
export async function sheetOfYear(actor: Actor, year: number): Promise<Media> {
  const detail = await readYear(actor, year)
  const rows = detail.items.map((item) => sheetRow(detail, item, todayIn(new Date(item.at))))
  const parts: Buffer[] = []
  for await (const part of writeSheet(sheetColumns, rows, { name: `${year}年度学时明细` }))
    parts.push(Buffer.from(part as Uint8Array)) // a stream of bytes
  return { bytes: Buffer.concat(parts), fileName: `${year}年度学时明细.xlsx` }
}

/** 计算经过: every kept result of the actor's year, computed again from what it was computed from. */
export async function yearResults(
  actor: Actor,
  year: number,
): Promise<Reply<typeof listYearResults>> {
  const results = await replay(actor.platform.db, ownPerson(actor), year)
  return {
    items: results.map(({ version, at, ruleSet, relief, kept, computed }) => ({
      version,
      at: at.toISOString(),
      ruleSet,
      relief,
      counted: kept.counted,
      countedTotalTenths: kept.countedTotalTenths,
      met: computed.met,
      replays: isDeepStrictEqual(sumsOf(kept), sumsOf(computed)),
    })),
  }
}

const sumsOf = ({ counts, counted, countedTotalTenths }: YearResult) => ({
  counts,
  counted,
  countedTotalTenths,
})
