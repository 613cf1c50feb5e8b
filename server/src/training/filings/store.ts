import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Viewer } from '../courses/rules.ts'
import { type Filter, listed, type ListedRow, residual } from '../courses/store.ts'

export type FilingRow = ListedRow & {
  /** When it was submitted, to the microsecond. */
  key: string
}

/** An instant as text, to the microsecond: a Date would lose the last three digits. */
const exactly = (at: RawBuilder<unknown>) =>
  sql`to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** At most so many courses are looked at for one page, however rare what is searched for. */
export const readLimit = 1000

export type Page = Filter & { after?: readonly [string, string] | undefined }

/** Where the courses of an office begin, in their order: those that wait oldest first, all others newest first. */
function anchored({ unitId, kind }: Viewer, { state, after }: Page) {
  const held = sql`c.office_unit_id = ${unitId} AND c.office = ${kind}`
  const at = after && sql`(${after[0]}::timestamptz, ${after[1]}::uuid)`
  return state === 'submitted'
    ? {
        rows: sql`${held} AND c.state = 'submitted'${at ? sql` AND (c.submitted_at, c.id) > ${at}` : sql``}`,
        order: sql`c.submitted_at, c.id`,
      }
    : {
        rows: sql`${held} AND c.state <> 'draft'${at ? sql` AND (c.submitted_at, c.id) < ${at}` : sql``}`,
        order: sql`c.submitted_at DESC, c.id DESC`,
      }
}

export function filingsQuery(viewer: Viewer, page: Page, limit: number) {
  const { rows, order } = anchored(viewer, page)
  const { state, year, ...filter } = page
  const conditions = [
    state === undefined ? sql`` : sql` AND c.state = ${state}`,
    year === undefined ? sql`` : sql` AND c.year = ${year}`,
    ...residual(filter),
  ]
  return sql<FilingRow>`
    SELECT ${listed}, ${exactly(sql`c.submitted_at`)} AS key
    FROM (SELECT c.* FROM courses c WHERE ${rows} ORDER BY ${order} LIMIT ${readLimit}) c
    JOIN units u ON u.id = c.unit_id
    WHERE true${sql.join(conditions, sql``)}
    ORDER BY ${order} LIMIT ${limit}`
}

export async function list(db: Db, ...page: Parameters<typeof filingsQuery>) {
  return (await filingsQuery(...page).execute(db)).rows
}

/** Where a search that looked at `readLimit` courses stopped; undefined when it saw all. */
export async function endOfReading(db: Db, viewer: Viewer, page: Page) {
  const { rows, order } = anchored(viewer, page)
  const found = await sql<{ id: string; key: string }>`
    SELECT c.id, ${exactly(sql`c.submitted_at`)} AS key FROM courses c WHERE ${rows}
    ORDER BY ${order} OFFSET ${readLimit - 1} LIMIT 1`.execute(db)
  return found.rows[0]
}
