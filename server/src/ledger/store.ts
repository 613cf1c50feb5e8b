import type { YearState } from '@xueshi/contract/ledger'
import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import { isHeldBack } from './years/store.ts'

export type YearFilter = { id?: string; from?: number; to?: number; series?: string }

/** A person's years, newest first, each with its certificate in force and whether it certifies on request. */
export async function listYears(db: Db, personId: string, { id, from, to, series }: YearFilter) {
  let query = db
    .selectFrom('years')
    .innerJoin('ruleSets', 'ruleSets.id', 'years.ruleSetId')
    .leftJoin('certificates', (join) =>
      join
        .onRef('certificates.personId', '=', 'years.personId')
        .onRef('certificates.year', '=', 'years.year')
        .on('certificates.state', '=', 'valid'),
    )
    .selectAll('years')
    .select([
      'ruleSets.certifies',
      'ruleSets.windows',
      'certificates.id as certificateId',
      'certificates.number as certificateNumber',
      'certificates.code as certificateCode',
    ])
    .where('years.personId', '=', personId)
  if (id !== undefined) query = query.where('years.id', '=', id)
  if (from !== undefined) query = query.where('years.year', '>=', from)
  if (to !== undefined) query = query.where('years.year', '<=', to)
  if (series !== undefined) query = query.where('years.series', '=', series)
  return query.orderBy('years.year', 'desc').limit(100).execute()
}
export type YearWithCertificate = Awaited<ReturnType<typeof listYears>>[number]

/**
 * met → certified in one guarded step; undefined when the year is not the person's, not in `from`, or
 * held back by a restriction, whatever its state says.
 */
export async function certifyYear(
  tx: Db,
  {
    id,
    personId,
    from,
    at,
  }: { id: string; personId: string; from: readonly YearState[]; at: Date },
) {
  return tx
    .updateTable('years')
    .set((is) => ({
      state: 'certified' as const,
      keepsRules: true,
      version: is('version', '+', 1),
      updatedAt: at,
    }))
    .where('id', '=', id)
    .where('personId', '=', personId)
    .where('state', 'in', from)
    .where(({ not }) => not(isHeldBack(sql`years.person_id`, sql`years.year`, at)))
    .returning(['id', 'year', 'series', 'unitId', 'version'])
    .executeTakeFirst()
}
