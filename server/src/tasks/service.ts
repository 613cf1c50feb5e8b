import type { Query, Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import {
  type listTaskIssues,
  type listTasks,
  type Task,
  type TaskIssue,
  type TaskKind,
  type TaskMove,
  taskMoves,
  type watchTasks,
} from '@xueshi/contract/tasks'
import * as z from 'zod/mini'
import { type Actor, signedIn } from '../platform/actor.ts'
import * as audit from '../platform/audit.ts'
import { cut, readCursor } from '../platform/cursor.ts'
import type { Db } from '../platform/database.ts'
import { ticketUrl, type ViewedFiles } from '../platform/file-view.ts'
import { newId } from '../platform/ids.ts'
import { start } from '../platform/outbox.ts'
import { fail } from '../platform/refusal.ts'
import type { JsonObject } from '../platform/tables.ts'
import { transaction } from '../platform/transaction.ts'
import * as inputs from './inputs/service.ts'
import { issuesKept } from './runs/service.ts'
import * as store from './store.ts'

// Long work: imports, exports, batches. How a domain does some:
//
// 1. Name the kind in contract/src/tasks.ts (`taskKinds`), and what it counts (`taskCounts`).
// 2. Begin it in an act, in its transaction:
//
//      const { id } = await transaction(actor, async (tx) => {
//        const task = await tasks.begin(tx, actor, { kind: 'people.import', inputId, request: { dryRun } })
//        await audit.record(tx, actor, { act: 'people.import', recordId: task.id, facts: { dryRun } })
//        return task
//      })
//      return tasks.read(actor, id)     // the endpoint's reply is a Task; the page shows <TaskProgress>
//
//    Files come by `POST /task-inputs` and an upload; the page then sends `inputId`. In `request`
//    stand ids and choices, never personal values; `dryRun: true` is shown as 试运行.
// 3. Give the work in the domain's jobs.ts, and list it in `works` of app.ts:
//
//      export const peopleWorks: Works = { 'people.import': (run) => people.imports.run(run) }
//
//    A Run (tasks/runs/service.ts, exported here) has
//      run.actor        whoever began it, made anew: their seat was asked for again
//      run.request, run.checkpoint (null in the beginning), run.signal (cancelled, or the house stops)
//      run.inputPath()  the file on this machine; readSheet(path, columns) of platform/sheet.ts
//      run.progress(done, total?)              as often as you like: written every two seconds
//      run.issue(row, field, code)             an error of a row; run.count('added')
//      run.step(checkpoint, async (tx) => …)   one transaction: your effects, your audit rows, how far
//                                              the work is, its errors and counts. Without an act
//                                              (a dry run) only the latter.
//      run.result(name, stream, type?)         the file to be fetched when it is done
//
//    Work in steps of some hundred rows. Whatever happens (kill -9, another process, 重试), the next
//    run begins with the checkpoint of the last step that was written, and nothing of a step that was
//    not: so skip what lies before the checkpoint, and make counts, issues and effects only in steps.
//    A thrown Refusal or SheetRefused ends the task as failed with that code; so does any error, as
//    INTERNAL. After `run.signal` is aborted the next step throws: let it.
//
// Whoever began it is told when it is done or failed. Results and inputs are kept for thirty days.

export { receiver as inputReceiver } from './inputs/service.ts'
export { openInput, presentInput } from './inputs/service.ts'
export {
  type Actors,
  reviveLost,
  type Run,
  runTask,
  type Work,
  type Works,
} from './runs/service.ts'

const pageRows = 20
const issueRows = 50
/** Of one person at a time, so that nobody keeps the others waiting. */
const mostUnderWay = 5
const keptMilliseconds = 30 * 24 * 60 * 60 * 1000

/**
 * The work is begun when the act is done; answers the task's id. Refuses with TASK_INPUT when the
 * file is not there or not the actor's, and with TASKS_TOO_MANY.
 */
export async function begin(
  tx: Db,
  actor: Actor,
  {
    kind,
    request,
    inputId = null,
    inputLimit,
    total = null,
  }: {
    kind: TaskKind
    request: JsonObject
    inputId?: string | null
    /** Of the file's length, where it may be another than that of most. */
    inputLimit?: { bytes: number }
    total?: number | null
  },
): Promise<{ id: string }> {
  const { accountId, name, seat, platform } = signedIn(actor)
  if (inputId !== null && !(await inputs.isThere(tx, actor, inputId, inputLimit)))
    fail('TASK_INPUT')
  const createdAt = platform.clock.now()
  const task = { id: newId(createdAt), kind, request, inputId, total, createdAt }
  const owner = { accountId, byName: name, seatId: seat?.id ?? null, unitId: seat?.unitId ?? null }
  if (!(await store.insert(tx, { ...task, ...owner }, mostUnderWay))) fail('TASKS_TOO_MANY')
  start(tx, actor, 'tasks.run', { taskId: task.id })
  return { id: task.id }
}

function ownerOf(actor: Actor): store.Owner {
  const { accountId, seat } = signedIn(actor)
  return { accountId, unitId: seat?.unitId ?? null }
}

/** 任务, newest first: one's own, or those of the unit from whose seat one looks. */
export async function list(
  actor: Actor,
  { after, kind }: Query<typeof listTasks>,
): Promise<Reply<typeof listTasks>> {
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const page = { after: last, kind, limit: pageRows + 1 }
  const rows = await store.list(actor.platform.db, ownerOf(actor), page)
  const { page: shown, next } = cut(rows, pageRows, ({ id }) => [id])
  return { items: shown.map((row) => present(actor, row)), next }
}

/** One task as the actor may see it. */
export async function read(actor: Actor, id: string): Promise<Task> {
  return present(actor, await found(actor, id))
}

const found = async (actor: Actor, id: string) =>
  (await store.find(actor.platform.db, ownerOf(actor), id)) ?? fail('NOT_FOUND')

const Counts = z.record(z.string(), z.int())

function present(actor: Actor, row: store.TaskRow): Task {
  const { accountId, request, ...task } = row
  const me = signedIn(actor)
  const own = accountId === me.accountId
  const asked: unknown = Reflect.get(Object(request), 'dryRun')
  const year: unknown = Reflect.get(Object(request), 'year')
  return {
    ...task,
    own,
    dryRun: asked === true,
    year: typeof year === 'number' ? year : null,
    counts: Counts.parse(row.counts),
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    open: openMoves(taskMoves, row.state, me.kind, { own }),
  }
}

/** Errors by row. */
export async function listIssues(
  actor: Actor,
  id: string,
  { after }: Query<typeof listTaskIssues>,
): Promise<Reply<typeof listTaskIssues>> {
  await found(actor, id)
  const key = after === undefined ? null : readCursor(after, z.tuple([z.int(), z.string()]))
  const rows = await store.listIssues(actor.platform.db, id, { after: key, limit: issueRows + 1 })
  const { page: items, next } = cut(rows, issueRows, (end) => [end.row, end.field])
  return { items, next }
}

/** All errors by row that are kept of a task, for whoever runs it. */
export const issuesOf = (db: Db, taskId: string): Promise<TaskIssue[]> =>
  store.listIssues(db, taskId, { after: null, limit: issuesKept })

/** Where the result is for ten minutes. Whoever began the task has it, and nobody else. */
export async function readResult(actor: Actor, id: string): Promise<{ url: string }> {
  const task = await found(actor, id)
  const isMine = task.accountId === signedIn(actor).accountId
  return isMine && task.resultName !== null
    ? { url: ticketUrl(actor, 'taskResult', id) }
    : fail('NOT_FOUND')
}

/** What may be fetched under a ticket. */
export const taskFiles: ViewedFiles = {
  taskResult: (actor, id) => store.findResult(actor.platform.db, id),
}

/** The work ends after the last step that was written; what those did stands. */
export const cancel = (actor: Actor, id: string): Promise<Task> =>
  act(actor, 'cancel', { id, version: null })

/** The work goes on behind the last step that was written. Refuses with STALE, TASKS_TOO_MANY. */
export const retry = (actor: Actor, seen: { id: string; version: number }): Promise<Task> =>
  act(actor, 'retry', seen)

async function act(
  actor: Actor,
  name: TaskMove,
  seen: { id: string; version: number | null },
): Promise<Task> {
  const { accountId, platform } = signedIn(actor)
  const before = await found(actor, seen.id)
  if (before.accountId !== accountId) fail('WRONG_STATE')
  await transaction(actor, async (tx) => {
    const endedAt = name === 'cancel' ? platform.clock.now() : null
    if (name === 'retry' && (await store.countUnderWay(tx, accountId)) >= mostUnderWay)
      fail('TASKS_TOO_MANY')
    const moved = await store.move(tx, { ...seen, accountId }, taskMoves[name], endedAt)
    if (!moved) {
      const current = await read(actor, seen.id)
      const isSame = seen.version === null || current.version === seen.version
      return fail(isSame ? 'WRONG_STATE' : 'STALE', { current })
    }
    if (name === 'retry') start(tx, actor, 'tasks.run', { taskId: moved.id })
    const facts = { kind: moved.kind, version: moved.version }
    await audit.record(tx, actor, { act: `task.${name}`, recordId: moved.id, facts })
    return moved
  })
  return read(actor, seen.id)
}

/** Everybody's tasks without what they hold. */
export async function watch(
  { platform }: Actor,
  { state, after }: Query<typeof watchTasks>,
): Promise<Reply<typeof watchTasks>> {
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const rows = await store.watch(platform.db, { state, after: last, limit: pageRows + 1 })
  const { page, next } = cut(rows, pageRows, ({ id }) => [id])
  const items = page.map(({ run, ...row }) => ({
    ...row,
    runs: run,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  }))
  return { items, next }
}

const sweptAtOnce = 200

/** Tasks that ended thirty days ago go, with their results and the files that they were begun with. */
export async function sweep(system: Actor): Promise<void> {
  const before = new Date(system.platform.clock.now().getTime() - keptMilliseconds)
  let gone: number
  do gone = await inputs.sweepOnce(system, (tx) => store.sweep(tx, before, sweptAtOnce))
  while (gone >= sweptAtOnce)
}
