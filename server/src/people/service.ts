import type { Db } from '../platform/database.ts'
import { fail } from '../platform/refusal.ts'
import type { Actor } from '../platform/actor.ts'
import type { Employment, PendingPolicy } from '@xueshi/contract/people/employments'
import * as employments from './employments/service.ts'
import * as partTime from './part-time/service.ts'
import * as profiles from './profiles/service.ts'
import { lettersOf } from './rules.ts'
import * as store from './store.ts'

export * as identity from './identity/service.ts'
export type { ConfirmedPerson } from './store.ts'
export {
  confirm,
  giveBack,
  listWaiting,
  read,
  readOwn,
  save,
  withdraw,
} from './profiles/service.ts'
export { followMerge, followRename, tellUnitApproved } from './following/service.ts'
export { personWithin } from './lookup/service.ts'
export { lapseOverdue } from './moving/service.ts'
export { photoFiles, photoReceiver } from './photos/service.ts'
export * as employments from './employments/service.ts'
export * as partTime from './part-time/service.ts'
export * as transfers from './transfers/service.ts'

/**
 * The profile in force of a person whom a unit has, with that unit and the photo; null while either is
 * wanting. What a record of theirs is sent to and judged by, and what a certificate prints.
 */
export async function confirmedPerson(
  db: Db,
  personId: string,
): Promise<store.ConfirmedPerson | null> {
  return (await store.findConfirmed(db, personId)) ?? null
}

/** What a name sounds like: two that sound alike may be one that was mistyped. */
export const soundOf = (name: string): string => lettersOf(name).namePinyin

/** Accounts of people whom past records name have a record of their own, without a profile or an employer yet. */
export async function enrol(
  tx: Db,
  { platform }: Actor,
  people: readonly { id: string; name: string; documentNumber: string }[],
): Promise<void> {
  const records = people.map(({ id, name, documentNumber }) => ({
    id,
    name,
    ...lettersOf(name),
    numberTail: platform.indexes.numberTail(documentNumber),
  }))
  await store.insertRecords(tx, records, platform.clock.now())
}

/** 工作单位: one's employments, and whether one may ask another unit now. */
export async function listEmployments(
  actor: Actor,
): Promise<{ items: Employment[]; mayApply: boolean }> {
  const [items, { current, confirmed }] = await Promise.all([
    employments.listOwn(actor),
    profiles.readOwn(actor),
  ])
  const isUnderWay = items.some(
    ({ state, kind }) => kind !== 'partTime' && (state === 'applied' || state === 'accepted'),
  )
  const isFree = !current || current.state === 'draft'
  return { items, mayApply: confirmed !== null && isFree && !isUnderWay }
}

/** 更换工作单位, 挂靠 or 兼职. */
export async function applyToUnit(
  actor: Actor,
  {
    partTime: isPartTime,
    ...asked
  }: { unitId: string; partTime: boolean; pendingPolicy: PendingPolicy },
): Promise<Employment> {
  if (isPartTime) return partTime.apply(actor, asked.unitId)
  await profiles.applyToUnit(actor, asked)
  return applied(actor, asked.unitId)
}

/** The application to the unit that stands. */
export async function applied(actor: Actor, unitId: string): Promise<Employment> {
  const own = await employments.listOwn(actor)
  const found = own.find((each) => each.unitId === unitId && each.state === 'applied')
  return found ?? fail('NOT_FOUND')
}
