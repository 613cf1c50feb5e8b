import type { ClaimForm, Holder } from '@xueshi/contract/insight/claims'
import * as orgs from '../../orgs/service.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import { findInstitution } from '../claims/store.ts'
import { traced } from '../traces/service.ts'

/** The part of a unit at which a claim waits. */
export type Address = { office: Holder; unitId: string; name: string }

/**
 * Whom a claim goes to, and what it is about, on Asia/Shanghai's day `today`; INVALID,
 * PROFILE_NOT_CONFIRMED, NO_OFFICE_FOR_CLAIM.
 */
export async function addressOf(
  tx: Db,
  { personId, unitId }: { personId: string; unitId: string | null },
  { record: sought, kind, year, institution, name }: ClaimForm,
  today: string,
): Promise<{ address: Address; name: string }> {
  if (sought) {
    const found = await traced(tx, { personId, year, recordId: sought.id }, today)
    const one = found.find(({ source }) => source === sought.source)
    if (!one?.holder) return fail('INVALID', { fields: { record: 'NOT_OFFERED' } })
    return { address: one.holder, name: one.name }
  }
  if (kind === 'class' || kind === 'platform') {
    const teaches = institution === null ? undefined : await findInstitution(tx, institution)
    if (!teaches) return fail('INVALID', { fields: { institution: 'NOT_OFFERED' } })
    return { address: { office: 'institution', unitId: teaches, name: '' }, name }
  }
  if (unitId === null) return fail('PROFILE_NOT_CONFIRMED')
  if (kind === 'unit') return { address: { office: 'employer', unitId, name: '' }, name }
  return { address: await hrssAbove(tx, unitId), name }
}

/** The HR&SS office of the unit's region. */
export async function hrssAbove(tx: Db, unitId: string): Promise<Address> {
  const office =
    (await orgs.officeOf(tx, { unitId, office: 'hrss' })) ?? fail('NO_OFFICE_FOR_CLAIM')
  return { office: 'hrss', unitId: office.id, name: office.name }
}
