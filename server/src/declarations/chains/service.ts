import { declarationMoves } from '@xueshi/contract/declarations'
import { todayIn } from '@xueshi/contract/year'
import type { RuleSet } from '../../ledger/service.ts'
import * as orgs from '../../orgs/service.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { lastRound, type Office, type Step } from '../record/rules.ts'
import type { CheckedRow } from '../record/store.ts'
import { type Checked, ownFlags, receiptNumber, timeBasedForms } from '../rules.ts'
import type { Sending } from '../store.ts'
import { type UnitRow, findOfficeAbove } from './store.ts'

/** Where a record is sent from: the employer and the series that are frozen with it. */
export type Origin = { unitId: string; unitName: string; series: string }
/** A step before it is opened. */
export type PlannedStep = Pick<Step, 'position' | 'office' | 'officeUnitId' | 'officeName'>

/**
 * The chain with a unit for each office. Where a unit has no such office the HR&SS office stands in,
 * once: the record goes on to the next level rather than nowhere.
 */
export async function wayThroughOffices(
  tx: Db,
  { unitId, unitName, series }: Origin,
  chain: readonly Office[],
): Promise<PlannedStep[]> {
  const way: PlannedStep[] = []
  const asked = chain.length > 0 ? chain : (['hrss'] as const)
  for (const wanted of asked) {
    // The employer's office is the unit itself, which the record has named already.
    const found =
      wanted === 'employer'
        ? { id: unitId, name: unitName }
        : await orgs.officeOf(tx, { unitId, office: wanted, series })
    const office = found ? wanted : 'hrss'
    const unit = found ?? (await orgs.officeOf(tx, { unitId, office, series }))
    if (!unit) throw new Error('a unit is under no HR&SS office')
    if (way.some((step) => step.office === office && step.officeUnitId === unit.id)) continue
    way.push(stepAt(way.length + 1, office, unit))
  }
  return way
}

const stepAt = (position: number, office: Office, { id, name }: UnitRow): PlannedStep => ({
  position,
  office,
  officeUnitId: id,
  officeName: name,
})

/**
 * Who is above the office of this step: the next one of the record's own chain where it has one; above
 * an employer the HR&SS office of its region; above an authority that of the city or the province.
 * Null above the last.
 */
export async function levelAbove(
  tx: Db,
  record: { unitId: string | null; series: string | null; steps: readonly Step[] },
  step: Pick<Step, 'position' | 'office' | 'officeUnitId'>,
): Promise<PlannedStep | null> {
  const position = step.position + 1
  const next = lastRound(record.steps).find((one) => one.position === position)
  if (next) return { ...next }
  if (step.office !== 'employer') {
    const { officeUnitId, office } = step
    const above = await findOfficeAbove(tx, { officeUnitId, office })
    return above ? stepAt(position, office, above) : null
  }
  const unitId = record.unitId ?? step.officeUnitId
  const hrss = await orgs.officeOf(tx, { unitId, office: 'hrss' })
  return hrss && stepAt(position, 'hrss', hrss)
}

/**
 * The way of a record that a unit declares for its person. Nobody reviews their own: where the one
 * who sends it has no colleague who could, the office above takes the unit's own step.
 */
export async function wayBeside(
  tx: Db,
  origin: Origin,
  chain: readonly Office[],
  { aboveAlone }: { aboveAlone: boolean },
): Promise<PlannedStep[]> {
  const way = await wayThroughOffices(tx, origin, chain)
  const [first] = way
  if (!aboveAlone || first?.office !== 'employer') return way
  if (way.length > 1) return way.slice(1)
  const above = await levelAbove(tx, { ...origin, steps: [] }, first)
  return above ? [above] : way
}

/** What 送审 freezes and opens: a round of steps, the flags, numbers to try for the receipt. */
export function sendingOf(
  record: Checked & CheckedRow,
  rules: Pick<RuleSet, 'forms' | 'windows' | 'formCaps'>,
  {
    to,
    way,
    round,
    at,
    drawn,
    declaredBy = null,
  }: {
    to: Origin
    way: readonly PlannedStep[]
    round: number
    at: Date
    /** Eight random digits each. */
    drawn: readonly number[]
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
    receiptNumbers: drawn.map((digits) => receiptNumber(today, digits)),
    steps,
    flags: ownFlags(record, rules, today).map(({ code }) => code),
    checked: record,
    capTenths: rules.formCaps[record.form] ?? null,
    timeBasedForms,
    declaredBy,
  }
}
