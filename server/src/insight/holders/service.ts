import type { ClaimForm, Holder } from '@xueshi/contract/insight/claims'
import * as accounts from '../../accounts/service.ts'
import * as orgs from '../../orgs/service.ts'
import * as people from '../../people/service.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import { findInstitution } from '../claims/store.ts'
import { traced } from '../traces/service.ts'

/** The part of a unit at which a claim waits. */
export type Address = { office: Holder; unitId: string; name: string }

/**
 * The unit that has the person, null where none does. Whoever never filled in a profile has a record of a
 * person from then on, so that a claim may be theirs.
 */
export async function unitOf(tx: Db, actor: Actor, personId: string): Promise<string | null> {
  const person = await people.confirmedPerson(tx, personId)
  if (person) return person.unitId
  const holder = await accounts.identity.holderOf(actor.platform, tx, personId)
  if (holder) await people.enrol(tx, actor, [{ ...holder, id: personId }])
  return null
}

/**
 * Whom a claim goes to, and what it is about, on Asia/Shanghai's day `today`; INVALID,
 * NO_OFFICE_FOR_CLAIM. Whoever has no employer asks the HR&SS office of the place that they name.
 */
export async function addressOf(
  tx: Db,
  { personId, unitId }: { personId: string; unitId: string | null },
  { record: sought, kind, year, institution, regionCode, name }: ClaimForm,
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
  if (unitId === null) return { address: await hrssAt(tx, regionCode), name }
  if (kind === 'unit') return { address: { office: 'employer', unitId, name: '' }, name }
  return { address: await hrssAbove(tx, unitId), name }
}

const hrssOf = (found: { id: string; name: string } | null): Address | null =>
  found && { office: 'hrss', unitId: found.id, name: found.name }

/** The HR&SS office of the unit's region. */
export const hrssAbove = async (tx: Db, unitId: string): Promise<Address> =>
  hrssOf(await orgs.officeOf(tx, { unitId, office: 'hrss' })) ?? fail('NO_OFFICE_FOR_CLAIM')

async function hrssAt(tx: Db, regionCode: string | null): Promise<Address> {
  if (regionCode === null) return fail('INVALID', { fields: { regionCode: 'REQUIRED' } })
  const found = hrssOf(await orgs.officeAt(tx, regionCode))
  return found ?? fail('INVALID', { fields: { regionCode: 'NOT_OFFERED' } })
}

type Place = Pick<Address, 'office' | 'unitId'>

/**
 * Who is asked where this office does not answer: the HR&SS office of its region, above that the city's
 * and the province's; the nearest where somebody but the person could. Null above the last.
 */
export async function addressAfter(
  tx: Db,
  { office, unitId }: Place,
  personId: string,
): Promise<Address | null> {
  const above =
    office === 'hrss'
      ? await officeOver(tx, unitId)
      : hrssOf(await orgs.officeOf(tx, { unitId, office: 'hrss' }))
  return above && answeredFrom(tx, above, personId)
}

async function officeOver(tx: Db, officeUnitId: string): Promise<Address | null> {
  const above = await orgs.officeAbove(tx, { office: 'hrss', officeUnitId })
  return above && { office: 'hrss', unitId: above.officeUnitId, name: above.officeName }
}

/** The office itself, or the nearest above it where somebody but the person could answer; itself where nobody could anywhere. */
export async function answeredFrom(tx: Db, address: Address, personId: string): Promise<Address> {
  if (await mayAnswer(tx, address, personId)) return address
  const above = await addressAfter(tx, address, personId)
  return above && (await mayAnswer(tx, above, personId)) ? above : address
}

/** Nobody answers their own. */
const mayAnswer = async (tx: Db, { office, unitId }: Place, personId: string): Promise<boolean> =>
  office === 'institution' ||
  (await orgs.hasReviewer(tx, { office, officeUnitId: unitId }, [personId]))
