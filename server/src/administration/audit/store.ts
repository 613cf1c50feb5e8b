import type { ActorKind } from '@xueshi/contract/actor'
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { JsonObject } from '../../platform/tables.ts'

export type AuditRow = {
  id: string
  at: Date
  act: string
  actorKind: ActorKind | 'visitor' | 'system'
  actorId: string | null
  actorName: string | null
  accountName: string | null
  unitName: string | null
  recordId: string | null
  address: string | null
  requestId: string
  facts: JsonObject
  personal: boolean
}

export type Wanted = {
  act?: string | undefined
  actorId?: string | undefined
  recordId?: string | undefined
  from?: Date | undefined
  before?: Date | undefined
  after?: { at: string; id: string } | undefined
  limit: number
}

const named = (chosen: RawBuilder<unknown>) => sql<AuditRow>`
  SELECT a.id, a.at, a.act, a.actor_kind, a.actor_id, c.name AS actor_name, c.account_name,
    u.name AS unit_name, a.record_id, a.address, a.request_id, a.facts,
    a.personal_sealed IS NOT NULL AS personal
  FROM (${chosen}) a
  LEFT JOIN accounts c ON c.id = a.actor_id
  LEFT JOIN units u ON u.id = a.actor_unit_id
  ORDER BY a.at DESC, a.id DESC`

const rowsOf = ({ act, actorId, recordId, from, before, after, limit }: Wanted) => {
  const conditions = [
    act === undefined ? null : sql`act = ${act}`,
    actorId === undefined ? null : sql`actor_id = ${actorId}`,
    recordId === undefined ? null : sql`record_id = ${recordId}`,
    from === undefined ? null : sql`at >= ${from}`,
    before === undefined ? null : sql`at < ${before}`,
    after === undefined ? null : sql`(at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`,
  ].filter((condition) => condition !== null)
  const where = conditions.length > 0 ? sql`WHERE ${sql.join(conditions, sql` AND `)}` : sql``
  return sql`SELECT * FROM audit ${where} ORDER BY at DESC, id DESC LIMIT ${limit}`
}

/** Rows of the audit, newest first: by whom, by what, of which record, each along its index. */
export const auditQuery = (wanted: Wanted) => named(rowsOf(wanted))

export async function listAudit(db: Db, wanted: Wanted): Promise<AuditRow[]> {
  const { rows } = await auditQuery(wanted).execute(db)
  return rows
}

/** The same of several acts, merged: a page of each along its index, and of these the newest. */
export async function listActs(db: Db, acts: readonly string[], wanted: Wanted) {
  const branches = acts.map((act) => sql`(${rowsOf({ ...wanted, act })})`)
  const merged = sql`SELECT * FROM (${sql.join(branches, sql` UNION ALL `)}) m
    ORDER BY at DESC, id DESC LIMIT ${wanted.limit}`
  const { rows } = await named(merged).execute(db)
  return rows
}

/** The account of exactly this name, in any case. */
export async function findActor(db: Db, accountName: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM accounts
    WHERE account_name IS NOT NULL AND lower(account_name) COLLATE "C" = ${accountName.toLowerCase()}
    LIMIT 1`.execute(db)
  return rows[0]?.id
}

export const findRow = (db: Db, id: string) =>
  db
    .selectFrom('audit')
    .select(['id', 'act', 'subjectId', 'personalSealed'])
    .where('id', '=', id)
    .executeTakeFirst()

export const newestSeals = (db: Db, limit: number) =>
  db
    .selectFrom('auditSeals')
    .select(['id', 'at', 'size', 'root'])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

export const listChecks = (db: Db, limit: number) =>
  db.selectFrom('auditChecks').selectAll().orderBy('id', 'desc').limit(limit).execute()

export const findCheck = (db: Db, id: string) =>
  db.selectFrom('auditChecks').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

/** A new check, or undefined while another one is under way; one that a stop cut off has failed. */
export async function beginCheck(
  db: Db,
  check: { id: string; at: Date; accountId: string; byName: string },
  lostBefore: Date,
) {
  await db
    .updateTable('auditChecks')
    .set({ state: 'failed', endedAt: check.at })
    .where('state', 'in', ['waiting', 'running'])
    .where('at', '<', lostBefore)
    .execute()
  return db
    .insertInto('auditChecks')
    .values({ ...check, state: 'waiting' })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
}

export const checkUnderWay = (db: Db) =>
  db
    .selectFrom('auditChecks')
    .select('id')
    .where('state', 'in', ['waiting', 'running'])
    .executeTakeFirst()

/** The walk begins; false when the check is over already. */
export async function runCheck(db: Db, id: string): Promise<boolean> {
  const running = await db
    .updateTable('auditChecks')
    .set((set) => ({
      state: 'running' as const,
      sealsDone: 0,
      sealsTotal: sql<number>`coalesce((SELECT max(id) FROM audit_seals), 0)::int`,
      at: set.ref('at'),
    }))
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'running'])
    .returning('id')
    .executeTakeFirst()
  return running !== undefined
}

export async function noteProgress(db: Db, id: string, sealsDone: number): Promise<void> {
  await db.updateTable('auditChecks').set({ sealsDone }).where('id', '=', id).execute()
}

export async function endCheck(
  db: Db,
  id: string,
  end: {
    state: 'done' | 'failed'
    endedAt: Date
    rowCount?: number
    uncovered?: number
    findings?: string
  },
): Promise<void> {
  await db.updateTable('auditChecks').set(end).where('id', '=', id).execute()
}
