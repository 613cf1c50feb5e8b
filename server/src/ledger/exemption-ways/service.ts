import * as orgs from '../../orgs/service.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import type { ExemptionRow } from '../exemptions/store.ts'

/**
 * Where a first application goes: the confirmed employer, and the HR&SS office of its region after it.
 * Nobody decides on their own: an employer where nobody else could is left out, and of the HR&SS
 * offices it is the nearest where somebody could.
 */
export async function destination(tx: Db, { personId, employerId, currentSeries }: ExemptionRow) {
  if (!employerId || !currentSeries) fail('PROFILE_NOT_CONFIRMED')
  const found = await orgs.officeOf(tx, { unitId: employerId, office: 'hrss' })
  if (!found) throw new Error('a unit is under no HR&SS office')
  const reviews = (office: orgs.ReviewingOffice) => orgs.hasReviewer(tx, office, [personId])
  const { officeUnitId } = await orgs.staffedFrom(
    tx,
    { office: 'hrss', officeUnitId: found.id, officeName: found.name },
    reviews,
  )
  const employerReviews = await reviews({ office: 'employer', officeUnitId: employerId })
  return { unitId: employerId, officeUnitId, series: currentSeries, employerReviews }
}
