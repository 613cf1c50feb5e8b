import type { Category } from '@xueshi/contract/ledger'
import type { CourseState } from '@xueshi/contract/training/courses'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { residual, subjectsOf } from '../courses/store.ts'
import type { Exported } from './rules.ts'

export type Wanted = {
  year?: number | undefined
  category?: Category | undefined
  state?: CourseState | undefined
  name?: string | undefined
}

/** A unit's courses with their contents, of the newest year first, from where the last page ended. */
export function exportQuery(
  unitId: string,
  { year, state, after, ...wanted }: Wanted & { after: readonly [number, string] | null },
  limit: number,
) {
  const conditions = [
    year === undefined ? sql`` : sql` AND c.year = ${year}`,
    after === null ? sql`` : sql` AND (c.year, c.id) < (${after[0]}::int, ${after[1]}::uuid)`,
    state === undefined ? sql`` : sql` AND c.state = ${state}`,
    ...residual(wanted),
  ]
  return sql<Exported & { id: string }>`
    SELECT c.id, c.year, c.name, c.category, c.series, c.levels, c.audience, c.summary, c.shared, c.state, c.number,
      ${subjectsOf} AS subjects
    FROM courses c WHERE c.unit_id = ${unitId}${sql.join(conditions, sql``)}
    ORDER BY c.year DESC, c.id DESC LIMIT ${limit}`
}

export async function listForExport(db: Db, ...page: Parameters<typeof exportQuery>) {
  return (await exportQuery(...page).execute(db)).rows
}
