import { statusListLength } from '@xueshi/contract/certificates'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { StatusList } from './rules.ts'

/** How many numbers a year and city have given out; 0 where there are none. */
export async function countNumbers(db: Db, { year, city }: StatusList): Promise<number> {
  const row = await db
    .selectFrom('certificateNumbers')
    .select('last')
    .where('year', '=', Number(year))
    .where('cityCode', '=', city)
    .executeTakeFirst()
  return row?.last ?? 0
}

/** The numbers of a list whose certificates are no longer in force: one stretch of an index of these alone. */
export const endedIn = (db: Db, { year, city, block }: StatusList) => {
  const from = Number(block) * statusListLength
  const boundary = (sequence: number) => `GDJX-${year}-${city}-${String(sequence).padStart(8, '0')}`
  return (
    db
      .selectFrom('certificates')
      .select('number')
      // As the index has it: not as a parameter.
      .where(sql<boolean>`state <> 'valid'`)
      .where('number', '>=', boundary(from))
      .where('number', '<', boundary(from + statusListLength))
      .orderBy('number')
  )
}
