import type { LegacyState } from '@xueshi/contract/legacy'
import { taskMoves, type TaskState } from '@xueshi/contract/tasks'
import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

export type NewBatch = {
  id: string
  unitId: string
  name: string
  taskId: string
  byName: string
  createdAt: Date
}

/** A batch stands, which keeps by what its file is known when the file itself is gone. */
export async function insert(
  tx: Db,
  { inputId, ...batch }: NewBatch & { inputId: string },
): Promise<void> {
  const ofFile = (column: 'name' | 'sha256') => sql`(SELECT ${sql.ref(column)} FROM (
    SELECT i.name, f.sha256 FROM task_inputs i JOIN files f ON f.id = i.file_id WHERE i.id = ${inputId}) AS file)`
  await tx
    .insertInto('legacyBatches')
    .values({
      ...batch,
      state: 'checking',
      fileName: sql<string>`${ofFile('name')}`,
      fileSha256: sql<Buffer>`${ofFile('sha256')}`,
    })
    .execute()
}

const rows = (db: Db, unitId: string) =>
  db
    .selectFrom('legacyBatches as b')
    .innerJoin('tasks as t', 't.id', 'b.taskId')
    .selectAll('b')
    .select('t.state as taskState')
    .$narrowType<{ taskState: TaskState }>()
    .select(
      sql<number>`(SELECT count(*)::int FROM legacy_people n WHERE n.batch_id = b.id AND n.state = 'near')`.as(
        'nearCount',
      ),
    )
    .where('b.unitId', '=', unitId)

/** The batches of an office, newest first. */
export const listQuery = (
  db: Db,
  unitId: string,
  { after, limit }: { after: string | undefined; limit: number },
) =>
  rows(db, unitId)
    .$if(after !== undefined, (query) => query.where('b.id', '<', after ?? ''))
    .orderBy('b.id', 'desc')
    .limit(limit)

export const list = (...page: Parameters<typeof listQuery>) => listQuery(...page).execute()
export type BatchRow = Awaited<ReturnType<typeof list>>[number]

export const find = (db: Db, unitId: string, id: string) =>
  rows(db, unitId).where('b.id', '=', id).executeTakeFirst()

/** How many people are known and new, how many were given by a short number, and how many certificates wait. */
export async function countPeople(db: Db, id: string) {
  const { rows: counts } = await sql<{
    known: number
    new: number
    short: number
    decided: number
    certificates: number
  }>`
    SELECT count(*) FILTER (WHERE decided_by IS NOT NULL)::int AS decided,
      count(*) FILTER (WHERE given_short)::int AS short, count(*) FILTER (WHERE state = 'known')::int AS known, count(*) FILTER (WHERE state = 'new')::int AS new,
      (SELECT count(*)::int FROM legacy_certificates WHERE batch_id = ${id}) AS certificates
    FROM legacy_people WHERE batch_id = ${id}`.execute(db)
  return counts[0] ?? { known: 0, new: 0, short: 0, decided: 0, certificates: 0 }
}

/** Which task is at the batch now; undefined when it is another by now, or no longer in `from`. */
export async function setTask(
  tx: Db,
  { id, version, from }: { id: string; version: number; from: readonly LegacyState[] },
  { taskId, undoReason }: { taskId: string; undoReason?: string },
) {
  return tx
    .updateTable('legacyBatches')
    .set((is) => ({ taskId, version: is('version', '+', 1), ...(undoReason && { undoReason }) }))
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', 'in', from)
    .returning('id')
    .executeTakeFirst()
}

/** Batches that nobody committed since a day are discarded, at most `limit`; one at which somebody works waits. */
export async function discard(
  tx: Db,
  {
    before,
    limit,
    from,
    to,
  }: { before: Date; limit: number; from: readonly LegacyState[]; to: LegacyState },
): Promise<number> {
  const old = await tx
    .updateTable('legacyBatches')
    .set((is) => ({ state: to, version: is('version', '+', 1) }))
    .where('id', 'in', (query) =>
      query
        .selectFrom('legacyBatches')
        .select('id')
        .where('state', 'in', from)
        .where('createdAt', '<', before)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('tasks')
                .select('tasks.id')
                .whereRef('tasks.id', '=', 'legacyBatches.taskId')
                .where('tasks.state', 'in', taskMoves.cancel.from),
            ),
          ),
        )
        .orderBy('id')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning('id')
    .execute()
  return old.length
}

/** What was staged for batches in this state goes, at most `limit` rows of it; answers how many went. */
export async function dropStaged(tx: Db, state: LegacyState, limit: number): Promise<number> {
  // Rows and certificates before the people whose they are.
  for (const table of ['legacy_rows', 'legacy_certificates', 'legacy_people']) {
    const staged = sql.table(table)
    const { numAffectedRows = 0n } = await sql`
      DELETE FROM ${staged} WHERE ctid = ANY (ARRAY(SELECT s.ctid FROM legacy_batches b JOIN ${staged} s ON s.batch_id = b.id
        WHERE b.state = ${state} LIMIT ${limit}))`.execute(tx)
    if (numAffectedRows > 0n) return Number(numAffectedRows)
  }
  return 0
}
