import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Holder } from '@xueshi/contract/insight/claims'

const waits = sql`state = 'open'`

/** Notes of claims that wait since before `since` that their offices are reminded now, each once. */
export async function remind(
  tx: Db,
  { since, at, limit }: { since: Date; at: Date; limit: number },
): Promise<{ id: string; holderUnitId: string }[]> {
  const { rows } = await sql<{ id: string; holderUnitId: string }>`
    UPDATE hour_claims SET reminded_at = ${at}
    WHERE id IN (SELECT id FROM hour_claims WHERE ${waits} AND since < ${since} AND reminded_at IS NULL
      ORDER BY since, id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING id, office_unit_id AS holder_unit_id`.execute(tx)
  return rows
}

export type Overdue = { id: string; since: Date }

/** Claims that wait since before `since`, the longest first. */
export const overdueQuery = (since: Date, after: Overdue | null, limit: number) => sql<Overdue>`
  SELECT id, since FROM hour_claims
  WHERE ${waits} AND since < ${since} ${after ? sql`AND (since, id) > (${after.since}, ${after.id})` : sql``}
  ORDER BY since, id LIMIT ${limit}`

export const listOverdue = async (db: Db, ...page: Parameters<typeof overdueQuery>) =>
  (await overdueQuery(...page).execute(db)).rows

type Locked = {
  /** The account by which it was filed, or the one that stays where that was merged. */
  personId: string
  year: number
  name: string
  office: Holder
  officeUnitId: string
  officeName: string
}

/** Locks a claim that still waits at its office since then; undefined once it was answered. */
export async function lockOverdue(
  tx: Db,
  { id, since }: { id: string; since: Date },
): Promise<Locked | undefined> {
  // The lock first, and then what is there: an answer may have come before it.
  await sql`SELECT FROM hour_claims WHERE id = ${id} FOR UPDATE`.execute(tx)
  const { rows } = await sql<Locked>`
    SELECT coalesce(a.merged_into_id, a.id) AS person_id, c.year, c.name, c.office, c.office_unit_id,
      o.name AS office_name
    FROM hour_claims c JOIN accounts a ON a.id = c.person_id JOIN units o ON o.id = c.office_unit_id
    WHERE c.id = ${id} AND c.${waits} AND c.since < ${since}`.execute(tx)
  return rows[0]
}

/** The locked claim waits at another office from now on. */
export async function handOn(
  tx: Db,
  { id, office, unitId, at }: { id: string; office: Holder; unitId: string; at: Date },
): Promise<void> {
  await sql`
    UPDATE hour_claims SET office = ${office}, office_unit_id = ${unitId}, since = ${at}, reminded_at = NULL,
      version = version + 1
    WHERE id = ${id}`.execute(tx)
}
