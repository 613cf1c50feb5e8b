import type { RestrictionKind } from '@xueshi/contract/restrictions'
import { todayIn } from '@xueshi/contract/year'
import type { Actor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import * as store from './store.ts'

/** What a source holds its subject back from: years of a person, or a unit's publishing. */
export type Wanted = {
  sourceId: string
  /** The last day of it, in Asia/Shanghai; null: until it is lifted. */
  toOn: string | null
} & (
  | { personId: string; years: readonly number[] }
  | { unitId: string; kind: Exclude<RestrictionKind, 'suspendYear'> }
)

/** Holds from this day on, in the caller's transaction. Whoever asks has it on record why. */
export async function restrict(tx: Db, { platform }: Actor, wanted: Wanted): Promise<void> {
  const createdAt = platform.clock.now()
  const { sourceId, toOn } = wanted
  const every = { sourceId, toOn, fromOn: todayIn(createdAt), createdAt }
  const rows =
    'personId' in wanted
      ? wanted.years.map((year) => ({
          ...every,
          id: newId(createdAt),
          kind: 'suspendYear' as const,
          personId: wanted.personId,
          year,
        }))
      : [{ ...every, id: newId(createdAt), kind: wanted.kind, unitId: wanted.unitId }]
  await store.insert(tx, rows)
}

/** Whatever the source asked for holds no longer. */
export async function lift(tx: Db, { platform }: Actor, sourceId: string): Promise<void> {
  await store.lift(tx, sourceId, platform.clock.now())
}

/** Whether the certification of a person's year is suspended today. */
export function isYearSuspended(
  db: Db,
  { clock }: Platform,
  of: { personId: string; year: number },
): Promise<boolean> {
  return store.isYearSuspended(db, of, todayIn(clock.now()))
}

/** Whether the unit may not open classes to applications today. */
export function mayNotPublish(db: Db, { clock }: Platform, unitId: string): Promise<boolean> {
  return store.isUnitRestricted(db, { unitId, kind: 'noPublishing' }, todayIn(clock.now()))
}
