import { type RawBuilder, sql } from 'kysely'
import { joined, listed, type ListedRow } from '../store.ts'

const exactly = (column: RawBuilder<unknown>) =>
  sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS key`

export type Key = readonly [at: string, id: string]

/** What waits at an office, oldest first. */
export const waitingQuery = (officeUnitId: string, after: Key | null, limit: number) =>
  sql<ListedRow>`
    SELECT ${listed}, ${exactly(sql`c.submitted_at`)} FROM ${joined}
    WHERE c.office_unit_id = ${officeUnitId} AND c.state = 'submitted'
      ${after ? sql`AND (c.submitted_at, c.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    ORDER BY c.submitted_at, c.id LIMIT ${limit}`

/** What an office has decided, newest first. */
export const decidedQuery = (officeUnitId: string, after: Key | null, limit: number) =>
  sql<ListedRow>`
    SELECT ${listed}, ${exactly(sql`c.decided_at`)} FROM ${joined}
    WHERE c.office_unit_id = ${officeUnitId} AND c.state IN ('approved', 'rejected')
      ${after ? sql`AND (c.decided_at, c.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    ORDER BY c.decided_at DESC, c.id DESC LIMIT ${limit}`
