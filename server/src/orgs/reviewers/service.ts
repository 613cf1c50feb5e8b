import { regionPath } from '@xueshi/contract/dictionaries/guangdong'
import type { Db } from '../../platform/database.ts'
import * as store from './store.ts'

export type ReviewingOffice = store.ReviewingOffice
/** Such an office by its name. */
export type NamedOffice = ReviewingOffice & { officeName: string }

/** Those who could stand in the way of one record are two: its person, and who declared it for them. */
const mostBeside = 2

/**
 * Who may decide at the office: all of them, or as many as it takes to know that one remains beside
 * the person of a record and whoever declared it for them.
 */
export const reviewersAt = (db: Db, office: ReviewingOffice): Promise<string[]> =>
  store.listReviewers(db, office, mostBeside + 1)

/** Whether anybody may decide at the office who is none of these: nobody reviews their own. */
export async function hasReviewer(
  db: Db,
  office: ReviewingOffice,
  beside: readonly string[],
): Promise<boolean> {
  return (await reviewersAt(db, office)).some((accountId) => !beside.includes(accountId))
}

/** The authority of the same kind one level up; null above the last. */
export async function officeAbove(db: Db, office: ReviewingOffice): Promise<NamedOffice | null> {
  const above = await store.findOfficeAbove(db, office)
  return above ? { office: office.office, officeUnitId: above.id, officeName: above.name } : null
}

/** The HR&SS office nearest up from a region, for whoever has no employer; null where there is none. */
export const officeAt = async (
  db: Db,
  regionCode: string,
): Promise<{ id: string; name: string } | null> =>
  (await store.findOfficeAt(
    db,
    regionPath(regionCode).map(({ code }) => code),
  )) ?? null

/**
 * The office itself where somebody could decide, else the nearest above it where somebody could, as
 * `reviews` answers; the office itself where nobody stands in any.
 */
export async function staffedFrom(
  db: Db,
  office: NamedOffice,
  reviews: (office: ReviewingOffice) => Promise<boolean>,
): Promise<NamedOffice> {
  for (let one: NamedOffice | null = office; one; one = await officeAbove(db, one))
    if (await reviews(one)) return one
  return office
}
