import type { Category, Gain } from '@xueshi/contract/ledger'
import type { Db } from '../../platform/database.ts'
import { computeYear } from '../rules.ts'
import { judge } from '../year-views/service.ts'

/** Hours that are not recognised yet, and the source that they would be credited from. */
export type Claim = {
  personId: string
  year: number
  category: Category
  form: string
  hoursTenths: number
  sourceId: string
}

/**
 * What a claim would bring to its year if all of it were recognised: the year is computed with it in
 * place of whatever its source has in it now. Null for a year without rules.
 */
export async function gainOf(
  db: Db,
  { personId, year, sourceId, category, form, hoursTenths }: Claim,
): Promise<Gain | null> {
  const judged = await judge(db, personId, year)
  if (!judged) return null
  const { rules, row } = judged
  const others = judged.standing.filter((credit) => credit.sourceId !== sourceId)
  const claimed = { id: sourceId, category, form, hoursTenths, subjects: 1 }
  const before = computeYear(others, rules, row?.relief)
  const after = computeYear([...others, claimed], rules, row?.relief)
  return {
    haveTenths: before.counted[category],
    requiredTenths: after.required[category],
    countedTenths: after.countedTotalTenths - before.countedTotalTenths,
    capTenths: rules.formCaps[form] ?? null,
    lackingTotalTenths: after.lackingTotalTenths,
  }
}
