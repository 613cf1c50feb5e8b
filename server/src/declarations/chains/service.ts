import { randomInt } from 'node:crypto'
import { declarationMoves } from '@xueshi/contract/declarations'
import { lastToReview, timeBasedForms } from '@xueshi/contract/ledger'
import { todayIn } from '@xueshi/contract/year'
import type { RuleSet } from '../../ledger/service.ts'
import * as orgs from '../../orgs/service.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { lastRound, type Office, type Step } from '../record/rules.ts'
import type { CheckedRow } from '../record/store.ts'
import { type Checked, ownFlags, receiptNumber as receiptOf } from '../rules.ts'
import type { Sending } from '../store.ts'

/** Where a record is sent from: the employer and the series that are frozen with it. */
export type Origin = { unitId: string; unitName: string; series: string }
/** A step before it is opened. */
export type PlannedStep = Pick<Step, 'position' | 'office' | 'officeUnitId' | 'officeName'>

/** Whether anybody may decide at an office on the record that is on its way; see `orgs.hasReviewer`. */
export type Reviews = (office: orgs.ReviewingOffice) => Promise<boolean>

/**
 * The chain with a unit for each office. Where a unit has no such office the HR&SS office stands in,
 * once: the record goes on to the next level rather than nowhere. Nobody reviews their own: an office
 * where nobody else could decide leaves its step to the one above it, and the way then begins there.
 */
export async function wayThroughOffices(
  tx: Db,
  { unitId, unitName, series }: Origin,
  chain: readonly Office[],
  reviews: Reviews,
): Promise<PlannedStep[]> {
  const employer = { office: 'employer', officeUnitId: unitId, officeName: unitName } as const
  const way: PlannedStep[] = []
  const add = (step: Omit<PlannedStep, 'position'>, first: number) => {
    const isThere = way.some(
      ({ office, officeUnitId }) => office === step.office && officeUnitId === step.officeUnitId,
    )
    if (!isThere) way.push({ ...step, position: way.length + first })
  }
  const isLeftOut = chain[0] === 'employer' && !(await reviews(employer))
  const first = isLeftOut ? 2 : 1
  const wanted = isLeftOut ? chain.slice(1) : chain
  for (const office of wanted.length > 0 ? wanted : (['hrss'] as const))
    if (office === 'employer') add(employer, first)
    else
      add(
        await orgs.staffedFrom(tx, await authorityOf(tx, office, { unitId, series }), reviews),
        first,
      )
  return way
}

/** The authority over a unit, or the HR&SS office where there is none of the kind. */
async function authorityOf(
  tx: Db,
  office: 'industry' | 'hrss',
  { unitId, series }: { unitId: string; series: string },
) {
  const found = office === 'hrss' ? null : await orgs.officeOf(tx, { unitId, office, series })
  if (found) return { office, officeUnitId: found.id, officeName: found.name }
  const hrss = await hrssOver(tx, unitId)
  if (!hrss) throw new Error('a unit is under no HR&SS office')
  return hrss
}

async function hrssOver(tx: Db, unitId: string) {
  const found = await orgs.officeOf(tx, { unitId, office: 'hrss' })
  return found && { office: 'hrss' as const, officeUnitId: found.id, officeName: found.name }
}

/**
 * Who is above the office of this step: the next one of the record's own chain where it has one; above
 * an employer the HR&SS office of its region; above an authority that of the city or the province; the
 * nearest of them where somebody could decide. Null above the last.
 */
export async function levelAbove(
  tx: Db,
  record: {
    personId: string
    declaredBy: string | null
    unitId: string | null
    series: string | null
    steps: readonly Step[]
  },
  step: Pick<Step, 'position' | 'office' | 'officeUnitId'>,
): Promise<PlannedStep | null> {
  const position = step.position + 1
  const next = lastRound(record.steps).find((one) => one.position === position)
  if (next) return { ...next }
  const beside = [record.personId, record.declaredBy].filter((id) => id !== null)
  const reviews: Reviews = (office) => orgs.hasReviewer(tx, office, beside)
  const above =
    step.office === 'employer'
      ? await hrssOver(tx, record.unitId ?? step.officeUnitId)
      : await orgs.officeAbove(tx, step)
  return above && { ...(await orgs.staffedFrom(tx, above, reviews)), position }
}

/** So many receipt numbers of the day, drawn: that somebody has each of a few is as good as impossible. */
export const receiptNumbers = (today: string, count: number): string[] =>
  Array.from({ length: count }, () => receiptOf(today, randomInt(100_000_000)))

export function noReceipt(): never {
  throw new Error('somebody has each of the receipt numbers')
}

/** What 送审 freezes and opens: a round of steps, the flags. */
export function sendingOf(
  record: Checked & CheckedRow,
  rules: Pick<RuleSet, 'forms' | 'windows' | 'formCaps'>,
  {
    to,
    way,
    round,
    at,
    receiptNumber,
    declaredBy = null,
  }: {
    to: Origin
    way: readonly PlannedStep[]
    round: number
    at: Date
    receiptNumber: string
    declaredBy?: string | null
  },
): Sending {
  const today = todayIn(at)
  const steps = way.map((step, place) => ({
    ...step,
    id: newId(at),
    round,
    purpose: 'review' as const,
    state: place === 0 ? ('open' as const) : ('waiting' as const),
  }))
  const begins = way[0]?.position === 1 ? declarationMoves.submit : declarationMoves.resubmit
  return {
    ...to,
    state: begins.to,
    receiptNumber,
    steps,
    flags: ownFlags(record, rules, today).map(({ code }) => code),
    checked: record,
    reviewTo: lastToReview(rules.windows[record.category], record.year),
    capTenths: rules.formCaps[record.form] ?? null,
    timeBasedForms: timeBasedForms(rules),
    declaredBy,
  }
}
