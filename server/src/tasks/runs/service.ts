import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ErrorCode } from '@xueshi/contract/errors'
import { type TaskCount, type TaskKind, taskKinds } from '@xueshi/contract/tasks'
import { tell } from '../../messages/service.ts'
import { type Actor, type SignedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { start } from '../../platform/outbox.ts'
import type { Platform } from '../../platform/platform.ts'
import { Refusal } from '../../platform/refusal.ts'
import { SheetRefused, sheetType } from '../../platform/sheet.ts'
import type { JsonObject } from '../../platform/tables.ts'
import { transaction } from '../../platform/transaction.ts'
import { keepFile, type ReceivedFile } from '../../platform/uploads.ts'
import * as store from './store.ts'

/** What a domain does when its task runs; see the top of tasks/service.ts. */
export type Work = (run: Run) => Promise<void>
export type Works = Readonly<Partial<Record<TaskKind, Work>>>

/** Injected by the app, because actors are made above this domain. */
export type Actors = {
  /** Whoever began a task, as they may act today; null when they may no longer. */
  anew: (
    platform: Platform,
    who: { accountId: string; seatId: string | null },
  ) => Promise<SignedIn | null>
  system: (platform: Platform) => Actor
}

export type Run = {
  taskId: string
  actor: SignedIn
  request: JsonObject
  /** What the last step that was written left; null in the beginning. */
  checkpoint: JsonObject | null
  /** Aborted when the task is cancelled or the house stops. */
  signal: AbortSignal
  /** The file that the task was begun with, on this machine while the run lasts. */
  inputPath: () => Promise<string>
  /** How far the work is; cheap, and written every two seconds. */
  progress: (done: number, total?: number) => void
  /** An error of a row, kept with the next step. `field` is empty for the row as a whole. */
  issue: (row: number, field: string, code: string) => void
  /** Counts one more, or so many, with the next step. */
  count: (name: TaskCount, more?: number) => void
  /**
   * One transaction: the act with its audit rows, and with it how far the work is, its errors and
   * counts, and the checkpoint from which the next run goes on. Throws when the run is over. A step
   * may begin while the one before is being written, if it counts and ends behind that one alone.
   */
  step: (checkpoint: JsonObject, act?: (tx: Db) => Promise<void>) => Promise<void>
  /** Keeps the file that may be fetched once the task is done; the last one counts. */
  result: (name: string, content: Readable, type?: ReceivedFile['type']) => Promise<void>
}

/** The run is over: cancelled, taken over by another one, or the house stops. */
class Over extends Error {}

const beatMilliseconds = 2_000
export const issuesKept = 10_000
const mostStumbles = 5

/**
 * Runs the task to its end, if it waits for a run. A run that is cancelled, or lost to another one,
 * writes nothing more; one that the house stops is taken up by the next process.
 */
export async function runTask(
  platform: Platform,
  { works, actors }: { works: Works; actors: Actors },
  taskId: string,
  stopping?: AbortSignal,
): Promise<void> {
  const task = await store.begin(platform.db, taskId, platform.clock.now())
  if (!task) return
  const system = actors.system(platform)
  const actor = await actors.anew(platform, task)
  const work = works[task.kind]
  if (!actor || !work) {
    if (!work) platform.log.error({ kind: task.kind }, 'a task of this kind has no work')
    return endFailed(system, task, { code: actor ? 'INTERNAL' : 'TASK_NOBODY', detail: null })
  }
  const held = holdRun(platform, task, stopping)
  try {
    await work(held.runFor(actor))
    await held.save()
    await endDone(actor, task, held.file())
  } catch (error) {
    const isOver = held.isOver() || error instanceof Over
    // After a fault of the database the task may be done all the same, and its file is then wanted.
    if (isOver || isRefusal(error)) await held.dropFile()
    if (!isOver) await endFailed(system, task, faultOf(platform, task, error))
    else if (stopping?.aborted) await store.release(platform.db, task)
  } finally {
    await held.close()
  }
}

const isRefusal = (error: unknown) => error instanceof Refusal || error instanceof SheetRefused
type Fault = { code: ErrorCode; detail: string | null }

function faultOf({ log }: Platform, { id, kind }: store.BegunTask, error: unknown): Fault {
  if (error instanceof Refusal) return { code: error.code, detail: null }
  if (error instanceof SheetRefused)
    return { code: error.code, detail: error.missing.length > 0 ? error.missing.join('、') : null }
  log.error({ err: error, taskId: id, kind }, 'a task failed')
  return { code: 'INTERNAL', detail: null }
}

/** What is kept of a run while it lasts. */
function holdRun(platform: Platform, task: store.BegunTask, stopping: AbortSignal | undefined) {
  const over = new AbortController()
  const signal = stopping ? AbortSignal.any([over.signal, stopping]) : over.signal
  const standing = {
    done: task.done,
    total: task.total,
    counts: { ...(Object(task.counts) as Record<string, number>) }, // written by saveStep
    issueCount: task.issueCount,
    checkpoint: task.checkpoint === null ? null : (Object(task.checkpoint) as JsonObject),
  }
  let issues: store.Issue[] = []
  let folder: string | null = null
  let kept: (ReceivedFile & { name: string }) | null = null

  const timer = setInterval(() => {
    store
      .beat(platform.db, task, standing)
      .then((isMine) => (isMine ? undefined : over.abort()))
      // The database may be away for a while; a step finds out.
      .catch((error: unknown) => platform.log.warn({ err: error }, 'a task gave no sign of life'))
  }, beatMilliseconds)

  const save = async (db: Db) => {
    if (signal.aborted || !(await store.saveStep(db, task, standing, issues))) {
      over.abort()
      throw new Over()
    }
  }
  const dropFile = async () => {
    if (kept) await platform.locker.remove(kept.key)
    kept = null
  }

  const runFor = (actor: SignedIn): Run => ({
    taskId: task.id,
    actor,
    signal,
    request: Object(task.request) as JsonObject, // written by begin
    checkpoint: standing.checkpoint,
    async inputPath() {
      if (task.inputKey === null) throw new Refusal('TASK_INPUT', { commits: false })
      folder ??= await mkdtemp(join(tmpdir(), 'xueshi-task-'))
      const path = join(folder, 'input')
      await pipeline(await platform.locker.read(task.inputKey), createWriteStream(path))
      return path
    },
    progress(done, total) {
      standing.done = done
      if (total !== undefined) standing.total = total
    },
    issue(row, field, code) {
      standing.issueCount += 1
      if (standing.issueCount <= issuesKept) issues.push({ row, field, code })
    },
    count(name, more = 1) {
      standing.counts[name] = (standing.counts[name] ?? 0) + more
    },
    async step(checkpoint, act) {
      if (signal.aborted) throw new Over()
      const saveAt = (db: Db) => {
        standing.checkpoint = checkpoint
        return save(db)
      }
      if (act)
        await transaction(actor, async (tx) => {
          await act(tx)
          await saveAt(tx)
          return { id: task.id }
        })
      else await saveAt(platform.db)
      issues = []
    },
    async result(name, content, type = sheetType) {
      const stored = await platform.locker.put(content)
      await dropFile()
      kept = { ...stored, type, name }
    },
  })

  return {
    runFor,
    save: () => save(platform.db),
    file: () => kept,
    dropFile,
    isOver: () => signal.aborted,
    async close() {
      clearInterval(timer)
      if (folder) await rm(folder, { recursive: true, force: true })
    },
  }
}

async function endDone(
  actor: SignedIn,
  task: store.BegunTask,
  file: (ReceivedFile & { name: string }) | null,
): Promise<void> {
  await transaction(actor, async (tx) => {
    const result = file && { fileId: await keepFile(tx, actor, bareFile(file)), name: file.name }
    const endedAt = actor.platform.clock.now()
    if (!(await store.end(tx, task, { state: 'done', endedAt, result }))) throw new Over()
    tellOwner(tx, actor, task, 'task.done')
    const facts = { kind: task.kind, hasResult: result !== null }
    await audit.record(tx, actor, { act: 'task.done', recordId: task.id, facts })
    return { id: task.id }
  })
}

const bareFile = ({ key, sha256, sizeBytes, type }: ReceivedFile): ReceivedFile => ({
  key,
  sha256,
  sizeBytes,
  type,
})

async function endFailed(system: Actor, task: store.BegunTask, fault: Fault): Promise<void> {
  const end = transaction(system, async (tx) => {
    const endedAt = system.platform.clock.now()
    const ending = { state: 'failed', endedAt, fault: fault.code, detail: fault.detail } as const
    if (!(await store.end(tx, task, ending))) throw new Over()
    tellOwner(tx, system, task, 'task.failed')
    const facts = { kind: task.kind, fault: fault.code }
    await audit.record(tx, system, { act: 'task.fail', recordId: task.id, facts })
    return { id: task.id }
  })
  await end.catch((error: unknown) => {
    if (!(error instanceof Over)) throw error
  })
}

function tellOwner(
  tx: Db,
  actor: Actor,
  { id, kind, accountId, unitId }: store.BegunTask,
  topic: 'task.done' | 'task.failed',
): void {
  tell(tx, actor, unitId === null ? { accountId } : { unitId }, topic, {
    id,
    title: taskKinds[kind],
  })
}

/** Tasks whose process was stopped or killed go on, but for those that were stopped again and again. */
export async function reviveLost(platform: Platform, actors: Actors): Promise<number> {
  const system = actors.system(platform)
  const lost = await store.takeLost(platform.db, 20)
  if (lost.length === 0) return 0
  await transaction(system, async (tx) => {
    const taken = await store.takeLost(tx, 20)
    const [worn, fit] = [taken.filter(isWorn), taken.filter((task) => !isWorn(task))]
    const ids = fit.map(({ id }) => id)
    await store.queueAgain(tx, ids)
    await store.giveUp(
      tx,
      worn.map(({ id }) => id),
      platform.clock.now(),
    )
    for (const taskId of ids) start(tx, system, 'tasks.run', { taskId })
    const facts = { revived: ids, givenUp: worn.map(({ id }) => id) }
    await audit.record(tx, system, { act: 'task.revive', recordId: null, facts })
    return { id: newId(platform.clock.now()) }
  })
  return lost.length
}

const isWorn = ({ stumbles }: store.LostTask) => stumbles >= mostStumbles
