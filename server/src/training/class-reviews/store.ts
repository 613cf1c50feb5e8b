import type { Category } from '@xueshi/contract/ledger'
import type { ClassOffice, ClassState } from '@xueshi/contract/training/classes'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { listed, type ListedRow } from '../classes/store.ts'

export type QueueFilter = {
  office: ClassOffice
  unitId: string
  decided: boolean
  state?: ClassState | undefined
  category?: Category | undefined
  name?: string | undefined
  institution?: string | undefined
  /** 计划开班日期. */
  from?: string | undefined
  to?: string | undefined
  /** When the last class of the page before was submitted, to the microsecond, and its id. */
  after?: readonly [string, string] | undefined
}

const exactly = sql`to_char(c.submitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** At most so many classes are looked at for one page, however rare what is searched for. */
export const readLimit = 1000

/** Where the classes of an office begin: those that wait the longest waiting first, the others the newest first. */
function anchored({ office, unitId, decided, after }: QueueFilter) {
  const states = decided ? sql`c.state NOT IN ('draft', 'submitted')` : sql`c.state = 'submitted'`
  const following =
    after === undefined
      ? sql``
      : sql` AND (c.submitted_at, c.id) ${decided ? sql`<` : sql`>`} (${after[0]}::timestamptz, ${after[1]}::uuid)`
  const direction = decided ? sql`DESC` : sql`ASC`
  return {
    rows: sql`c.office_unit_id = ${unitId} AND c.office = ${office} AND ${states}${following}`,
    order: sql`c.submitted_at ${direction}, c.id ${direction}`,
  }
}

const holds = (column: ReturnType<typeof sql>, part: string) =>
  sql` AND strpos(lower(${column} COLLATE "C"), lower(${part}::text COLLATE "C")) > 0`

/** Classes that wait at an office, or those it has decided. */
export function queueQuery(filter: QueueFilter, limit: number) {
  const { rows, order } = anchored(filter)
  const { state, category, name, institution, from, to } = filter
  const residual = [
    state === undefined ? sql`` : sql` AND c.state = ${state}`,
    category === undefined ? sql`` : sql` AND c.category = ${category}`,
    name === undefined ? sql`` : holds(sql`c.name`, name),
    institution === undefined ? sql`` : holds(sql`i.name`, institution),
    from === undefined ? sql`` : sql` AND c.starts_on >= ${from}`,
    to === undefined ? sql`` : sql` AND c.starts_on <= ${to}`,
  ]
  return sql<ListedRow & { standsAt: string }>`
    SELECT ${listed}, ${exactly} AS stands_at
    FROM (SELECT c.* FROM classes c WHERE ${rows} ORDER BY ${order} LIMIT ${readLimit}) c
    JOIN class_places p ON p.class_id = c.id
    JOIN units i ON i.id = c.institution_id
    WHERE true${sql.join(residual, sql``)}
    ORDER BY ${order} LIMIT ${limit}`
}

export async function listQueue(db: Db, filter: QueueFilter, limit: number) {
  return (await queueQuery(filter, limit).execute(db)).rows
}

/** Where a search that looked at `readLimit` classes stopped; undefined when it saw all. */
export async function endOfReading(db: Db, filter: QueueFilter) {
  const { rows, order } = anchored(filter)
  const found = await sql<{ id: string; standsAt: string }>`
    SELECT c.id, ${exactly} AS stands_at FROM classes c WHERE ${rows}
    ORDER BY ${order} OFFSET ${readLimit - 1} LIMIT 1`.execute(db)
  return found.rows[0]
}
