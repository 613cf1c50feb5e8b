import type { TaskKind, TaskMove, TaskState } from '@xueshi/contract/tasks'
import { sql, type Selectable } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { JsonObject, Tasks } from '../platform/tables.ts'

/** Whose tasks an actor sees: their own as an individual, or those of the unit of their seat. */
export type Owner = { accountId: string; unitId: string | null }

const ownedBy = ({ accountId, unitId }: Owner) =>
  unitId === null
    ? sql<boolean>`tasks.account_id = ${accountId} AND tasks.unit_id IS NULL`
    : sql<boolean>`tasks.unit_id = ${unitId}`

export type TaskRow = Pick<
  Selectable<Tasks>,
  | 'id'
  | 'kind'
  | 'state'
  | 'version'
  | 'accountId'
  | 'byName'
  | 'request'
  | 'done'
  | 'total'
  | 'counts'
  | 'issueCount'
  | 'fault'
  | 'faultDetail'
  | 'inputId'
  | 'resultName'
  | 'createdAt'
  | 'startedAt'
  | 'endedAt'
> & { inputName: string | null }

const columns = [
  'tasks.id',
  'tasks.kind',
  'tasks.state',
  'tasks.version',
  'tasks.accountId',
  'tasks.byName',
  'tasks.request',
  'tasks.done',
  'tasks.total',
  'tasks.counts',
  'tasks.issueCount',
  'tasks.fault',
  'tasks.faultDetail',
  'tasks.inputId',
  'tasks.resultName',
  'tasks.createdAt',
  'tasks.startedAt',
  'tasks.endedAt',
] as const

const seen = (db: Db, owner: Owner) =>
  db
    .selectFrom('tasks')
    .leftJoin('taskInputs', 'taskInputs.id', 'tasks.inputId')
    .select([...columns, 'taskInputs.name as inputName'])
    .where(ownedBy(owner))

export type NewTask = Owner & {
  id: string
  kind: TaskKind
  byName: string
  seatId: string | null
  request: JsonObject
  inputId: string | null
  total: number | null
  createdAt: Date
}

/** The task waits; false when so many of the account are under way that it may not. */
export async function insert(
  tx: Db,
  { request, ...task }: NewTask,
  mostUnderWay: number,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    INSERT INTO tasks (id, kind, state, account_id, by_name, seat_id, unit_id, request, input_id, total, created_at, beat_at)
    SELECT ${task.id}, ${task.kind}, 'waiting', ${task.accountId}, ${task.byName}, ${task.seatId}::uuid, ${task.unitId}::uuid,
           ${JSON.stringify(request)}::jsonb, ${task.inputId}::uuid, ${task.total}::int, ${task.createdAt}, now()
    WHERE (SELECT count(*) FROM tasks WHERE account_id = ${task.accountId} AND state IN ('waiting', 'running'))
          < ${mostUnderWay}`.execute(tx)
  return numAffectedRows === 1n
}

export const find = (db: Db, owner: Owner, id: string): Promise<TaskRow | undefined> =>
  seen(db, owner).where('tasks.id', '=', id).executeTakeFirst()

/** Newest first; up to `limit` behind the one of this id. */
export function listQuery(
  db: Db,
  owner: Owner,
  { after, kind, limit }: { after: string | undefined; kind?: TaskKind | undefined; limit: number },
) {
  const all = seen(db, owner)
  const query = kind === undefined ? all : all.where('tasks.kind', '=', kind)
  return (after === undefined ? query : query.where('tasks.id', '<', after))
    .orderBy('tasks.id', 'desc')
    .limit(limit)
}

export const list = (db: Db, owner: Owner, page: Parameters<typeof listQuery>[2]) =>
  listQuery(db, owner, page).execute() as Promise<TaskRow[]>

export type WatchedRow = Omit<
  TaskRow,
  | 'version'
  | 'accountId'
  | 'byName'
  | 'request'
  | 'counts'
  | 'faultDetail'
  | 'inputId'
  | 'inputName'
  | 'resultName'
> & { run: number }

/** Everybody's, newest first, without what they hold. */
export function watchQuery(
  db: Db,
  {
    state,
    after,
    limit,
  }: { state: TaskState | undefined; after: string | undefined; limit: number },
) {
  let query = db
    .selectFrom('tasks')
    .select(['id', 'kind', 'state', 'done', 'total', 'issueCount', 'run', 'fault'])
    .select(['createdAt', 'startedAt', 'endedAt'])
  if (state !== undefined) query = query.where('state', '=', state)
  if (after !== undefined) query = query.where('id', '<', after)
  return query.orderBy('id', 'desc').limit(limit)
}

export const watch = (db: Db, page: Parameters<typeof watchQuery>[1]): Promise<WatchedRow[]> =>
  watchQuery(db, page).execute()

/** The row behind which a page of issues goes on, and its field. */
export function issuesQuery(
  db: Db,
  taskId: string,
  { after, limit }: { after: readonly [number, string] | null; limit: number },
) {
  let query = db
    .selectFrom('taskIssues')
    .select(['rowNumber as row', 'field', 'code'])
    .where('taskId', '=', taskId)
  if (after)
    query = query.where(sql<boolean>`(row_number, field) > (${after[0]}::int, ${after[1]}::text)`)
  return query.orderBy('rowNumber').orderBy('field').limit(limit)
}

export const listIssues = (db: Db, taskId: string, page: Parameters<typeof issuesQuery>[2]) =>
  issuesQuery(db, taskId, page).execute()

/**
 * Makes a person's move of a task that they started, if it stands as it must; undefined otherwise.
 * `version` null: as it stands now, since work under way moves on while one looks.
 */
export async function move(
  tx: Db,
  { id, accountId, version }: { id: string; accountId: string; version: number | null },
  { from, to }: { from: readonly TaskState[]; to: TaskState },
  endedAt: Date | null,
): Promise<{ id: string; kind: TaskKind; version: number } | undefined> {
  let query = tx
    .updateTable('tasks')
    .set((is) => ({
      state: to,
      endedAt,
      version: is('version', '+', 1),
      fault: null,
      faultDetail: null,
      stumbles: 0,
      beatAt: sql<Date>`now()`,
    }))
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .where('state', 'in', from)
  if (version !== null) query = query.where('version', '=', version)
  return query.returning(['id', 'kind', 'version']).executeTakeFirst()
}
export type Moved = NonNullable<Awaited<ReturnType<typeof move>>>
export type { TaskMove }

/** How many of the account's tasks wait or run. */
export async function countUnderWay(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM tasks
    WHERE account_id = ${accountId} AND state IN ('waiting', 'running')`.execute(db)
  return rows[0]?.count ?? 0
}

/** The result of the task as a stored file. */
export const findResult = (db: Db, id: string) =>
  db
    .selectFrom('tasks')
    .innerJoin('files', 'files.id', 'tasks.resultFileId')
    .select(['files.key', 'files.type', 'files.sizeBytes'])
    .select(sql<string>`tasks.result_name`.as('name'))
    .where('tasks.id', '=', id)
    .executeTakeFirst()

/** Takes tasks away that ended before the instant, and files sent before it that no task uses; answers the files. */
export async function sweep(tx: Db, before: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ fileId: string | null }>`
    WITH old AS (
      DELETE FROM tasks WHERE id = ANY (ARRAY(
        SELECT id FROM tasks WHERE ended_at < ${before} ORDER BY ended_at LIMIT ${limit} FOR UPDATE SKIP LOCKED))
      RETURNING id, result_file_id
    ), inputs AS (
      DELETE FROM task_inputs i WHERE i.id = ANY (ARRAY(
        SELECT id FROM task_inputs WHERE created_at < ${before} ORDER BY created_at LIMIT ${limit} FOR UPDATE SKIP LOCKED))
        AND NOT EXISTS (SELECT FROM tasks t WHERE t.input_id = i.id AND t.id NOT IN (SELECT id FROM old))
      RETURNING file_id
    )
    SELECT result_file_id AS file_id FROM old UNION ALL SELECT file_id FROM inputs`.execute(tx)
  return rows.flatMap(({ fileId }) => (fileId === null ? [] : [fileId]))
}
