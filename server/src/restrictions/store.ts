import type { RestrictionKind } from '@xueshi/contract/restrictions'
import { sql, type Insertable } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Restrictions } from '../platform/tables.ts'

export async function insert(tx: Db, rows: readonly Insertable<Restrictions>[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto('restrictions').values(rows).execute()
}

/** Ends what a source asked for; what had ended by itself stays as it was. */
export async function lift(tx: Db, sourceId: string, liftedAt: Date): Promise<void> {
  await tx
    .updateTable('restrictions')
    .set({ liftedAt })
    .where('sourceId', '=', sourceId)
    .where('liftedAt', 'is', null)
    .execute()
}

const standing = (today: string) =>
  sql<boolean>`lifted_at IS NULL AND from_on <= ${today}::date AND (to_on IS NULL OR to_on >= ${today}::date)`

/** Whether a year of the person is held back on that day. */
export async function isYearSuspended(
  db: Db,
  { personId, year }: { personId: string; year: number },
  today: string,
): Promise<boolean> {
  const found = await db
    .selectFrom('restrictions')
    .select('id')
    .where('personId', '=', personId)
    .where('year', '=', year)
    .where(standing(today))
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** Whether the unit is held back on that day. */
export async function isUnitRestricted(
  db: Db,
  { unitId, kind }: { unitId: string; kind: RestrictionKind },
  today: string,
): Promise<boolean> {
  const found = await db
    .selectFrom('restrictions')
    .select('id')
    .where('unitId', '=', unitId)
    .where('kind', '=', kind)
    .where(standing(today))
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
