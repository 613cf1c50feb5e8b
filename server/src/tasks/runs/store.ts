import type { ErrorCode } from '@xueshi/contract/errors'
import { sql, type Selectable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { JsonObject, Tasks } from '../../platform/tables.ts'

// Whether a run lives is asked of the database's clock: those of two processes may be apart.

/** A run that is under way: the task's id and the run's number, under which alone it may write. */
export type RunKey = { id: string; run: number }
export type BegunTask = RunKey &
  Pick<
    Selectable<Tasks>,
    | 'kind'
    | 'accountId'
    | 'seatId'
    | 'unitId'
    | 'request'
    | 'done'
    | 'total'
    | 'counts'
    | 'issueCount'
    | 'checkpoint'
  > & { inputKey: string | null }

/** Seconds without a sign of life after which a run is lost, and after which a wait is looked into. */
export const lostSeconds = { running: 20, waiting: 300 } as const

/**
 * The task runs from now on under the next number; undefined when it does not wait and no run of it
 * was lost. Whoever held it before writes nothing more.
 */
export async function begin(db: Db, id: string, startedAt: Date): Promise<BegunTask | undefined> {
  const { rows } = await sql<BegunTask>`
    UPDATE tasks SET state = 'running', run = run + 1, stumbles = stumbles + 1, beat_at = now(),
      version = version + 1, started_at = coalesce(started_at, ${startedAt})
    WHERE id = ${id} AND (state = 'waiting' OR (state = 'running' AND beat_at < now() - ${lostSeconds.running} * interval '1 second'))
    RETURNING id, run, kind, account_id, seat_id, unit_id, request, done, total, counts, issue_count, checkpoint,
      (SELECT f.key FROM task_inputs i JOIN files f ON f.id = i.file_id WHERE i.id = input_id) AS input_key`.execute(
    db,
  )
  return rows[0]
}

const stillMine = ({ id, run }: RunKey) => sql`id = ${id} AND run = ${run} AND state = 'running'`

/** A sign of life with how far the run is; false when it is no longer the one. */
export async function beat(
  db: Db,
  key: RunKey,
  { done, total }: { done: number; total: number | null },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE tasks SET beat_at = now(), done = ${done}, total = ${total}::int
    WHERE ${stillMine(key)}`.execute(db)
  return numAffectedRows === 1n
}

export type Issue = { row: number; field: string; code: string }
export type Standing = {
  done: number
  total: number | null
  counts: Readonly<Record<string, number>>
  issueCount: number
  checkpoint: JsonObject | null
}

/**
 * What a step leaves, in its transaction: how far the work is, where the next run goes on, and the
 * errors by row. False when the run is no longer the one: the step must be taken back.
 */
export async function saveStep(
  db: Db,
  key: RunKey,
  standing: Standing,
  issues: readonly Issue[],
): Promise<boolean> {
  const { rows } = await sql<{ saved: number }>`
    WITH saved AS (
      UPDATE tasks SET beat_at = now(), stumbles = 0, done = ${standing.done}, total = ${standing.total}::int,
        counts = ${JSON.stringify(standing.counts)}::jsonb, issue_count = ${standing.issueCount},
        checkpoint = ${standing.checkpoint === null ? null : JSON.stringify(standing.checkpoint)}::jsonb
      WHERE ${stillMine(key)} RETURNING id
    ), told AS (
      INSERT INTO task_issues (task_id, row_number, field, code)
      SELECT saved.id, i.row, i.field, i.code
      FROM saved, jsonb_to_recordset(${JSON.stringify(issues)}::jsonb) AS i (row int, field text, code text)
      ON CONFLICT (task_id, row_number, field) DO UPDATE SET code = excluded.code
    )
    SELECT count(*)::int AS saved FROM saved`.execute(db)
  return rows[0]?.saved === 1
}

export type Ending = { endedAt: Date } & (
  | { state: 'done'; result: { fileId: string; name: string } | null }
  | { state: 'failed'; fault: ErrorCode; detail: string | null }
)

/** The task is over; false when the run is no longer the one. */
export async function end(tx: Db, key: RunKey, ending: Ending): Promise<boolean> {
  const result = ending.state === 'done' ? ending.result : null
  const failure = ending.state === 'failed' ? ending : null
  const { numAffectedRows } = await sql`
    UPDATE tasks SET state = ${ending.state}, ended_at = ${ending.endedAt}, version = version + 1,
      fault = ${failure?.fault ?? null}, fault_detail = ${failure?.detail ?? null},
      result_file_id = ${result?.fileId ?? null}::uuid, result_name = ${result?.name ?? null}
    WHERE ${stillMine(key)}`.execute(tx)
  return numAffectedRows === 1n
}

/** The run ends without an end: the next one may begin at once. */
export async function release(db: Db, key: RunKey): Promise<void> {
  await sql`UPDATE tasks SET beat_at = '-infinity', stumbles = 0 WHERE ${stillMine(key)}`.execute(
    db,
  )
}

export type LostTask = { id: string; stumbles: number }

/** Tasks whose run was lost, and those that have waited too long; they are looked into once until the next time. */
export async function takeLost(tx: Db, limit: number): Promise<LostTask[]> {
  const { rows } = await sql<LostTask>`
    SELECT id, stumbles FROM tasks
    WHERE state IN ('waiting', 'running') AND beat_at < now() - ${lostSeconds.running} * interval '1 second'
      AND (state = 'running' OR beat_at < now() - ${lostSeconds.waiting} * interval '1 second')
    ORDER BY beat_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`.execute(tx)
  return rows
}

/** Lost tasks wait again. */
export async function queueAgain(tx: Db, ids: readonly string[]): Promise<void> {
  await sql`
    UPDATE tasks SET state = 'waiting', beat_at = now(), version = version + 1
    WHERE id = ANY (${ids}) AND state IN ('waiting', 'running')`.execute(tx)
}

/** Tasks that were lost again and again without coming further are over. */
export async function giveUp(tx: Db, ids: readonly string[], endedAt: Date): Promise<void> {
  await sql`
    UPDATE tasks SET state = 'failed', fault = 'TASK_GIVEN_UP', ended_at = ${endedAt}, version = version + 1
    WHERE id = ANY (${ids}) AND state IN ('waiting', 'running')`.execute(tx)
}
