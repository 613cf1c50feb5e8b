import type { Body, Params, Query, Reply } from '@xueshi/contract/endpoint'
import {
  type acceptLegacyNear,
  type checkLegacy,
  type commitLegacy,
  type LegacyBatch,
  type LegacyDetail,
  legacyInputLimit,
  legacyMoves,
  type listLegacyBatches,
  type listLegacyNear,
  type listLegacyTotals,
  type openLegacyInput,
  type undoLegacy,
} from '@xueshi/contract/legacy'
import { openMoves } from '@xueshi/contract/moves'
import type { TaskKind } from '@xueshi/contract/tasks'
import * as z from 'zod/mini'
import { type Actor, signedIn } from '../platform/actor.ts'
import * as audit from '../platform/audit.ts'
import { cut, readCursor } from '../platform/cursor.ts'
import type { Media } from '../platform/http.ts'
import { newId } from '../platform/ids.ts'
import { fail } from '../platform/refusal.ts'
import { writeTemplate } from '../platform/sheet.ts'
import { transaction } from '../platform/transaction.ts'
import * as tasks from '../tasks/service.ts'
import { columns, notes } from './checking/rules.ts'
import * as near from './near/service.ts'
import * as store from './store.ts'

const pageRows = 20

/** Batches are their office's alone. */
const officeOf = ({ scope }: Actor) => (scope.kind === 'region' ? scope.unitId : fail('NOT_FOUND'))

function present(actor: Actor, row: store.BatchRow): LegacyBatch {
  const facts = {
    right: row.wrongCount === 0 && row.rowCount > 0,
    decided: row.nearCount === 0,
    idle: row.taskState !== 'waiting' && row.taskState !== 'running',
  }
  const { id, state, version, name, taskId, taskState, byName, rowCount, wrongCount, undoReason } =
    row
  return {
    id,
    state,
    version,
    name,
    taskId,
    taskState,
    byName,
    rowCount,
    wrongCount,
    createdAt: row.createdAt.toISOString(),
    committedAt: row.committedAt?.toISOString() ?? null,
    undoneAt: row.undoneAt?.toISOString() ?? null,
    undoReason: state === 'undone' ? undoReason : null,
    open: openMoves(legacyMoves, state, signedIn(actor).kind, facts),
  }
}

/** 历史数据导入: the batches of the office, newest first. */
export async function list(
  actor: Actor,
  { after }: Query<typeof listLegacyBatches>,
): Promise<Reply<typeof listLegacyBatches>> {
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const page = { after: last, limit: pageRows + 1 }
  const rows = await store.list(actor.platform.db, officeOf(actor), page)
  const { page: shown, next } = cut(rows, pageRows, ({ id }) => [id])
  return { items: shown.map((row) => present(actor, row)), next }
}

const found = async (actor: Actor, id: string) =>
  (await store.find(actor.platform.db, officeOf(actor), id)) ?? fail('NOT_FOUND')

/** A batch with what its right rows come to. */
export async function read(actor: Actor, id: string): Promise<LegacyDetail> {
  const { db } = actor.platform
  const row = await found(actor, id)
  const counts = await store.countPeople(db, id)
  return {
    ...present(actor, row),
    nearCount: row.nearCount,
    newCount: counts.new,
    knownCount: counts.known,
    certificateCount: counts.certificates,
    totals: await store.listTotals(db, id),
  }
}

/** A place for a file of past years, which may be longer than others. FILE_EMPTY, FILE_TOO_LARGE. */
export const openInput = (
  actor: Actor,
  body: Body<typeof openLegacyInput>,
): Promise<Reply<typeof openLegacyInput>> => tasks.openInput(actor, body, legacyInputLimit)

/** A file is to be checked; nothing of it is imported. TASK_INPUT, TASKS_TOO_MANY. */
export async function check(
  actor: Actor,
  { name, inputId }: Body<typeof checkLegacy>,
): Promise<LegacyDetail> {
  const me = signedIn(actor)
  const unitId = officeOf(actor)
  const createdAt = actor.platform.clock.now()
  const id = newId(createdAt)
  await transaction(actor, async (tx) => {
    const request = { batchId: id }
    const begun = { kind: 'legacy.check', inputId, inputLimit: legacyInputLimit, request } as const
    const task = await tasks.begin(tx, actor, begun)
    await store.insert(tx, { id, unitId, name, taskId: task.id, byName: me.name, createdAt })
    await audit.record(tx, actor, { act: 'legacy.begin', recordId: id, facts: { inputId } })
    return { id }
  })
  return read(actor, id)
}

/** 分单位合计. */
export async function listUnitTotals(
  actor: Actor,
  id: string,
  { after }: Query<typeof listLegacyTotals>,
): Promise<Reply<typeof listLegacyTotals>> {
  await found(actor, id)
  const key =
    after === undefined ? null : readCursor(after, z.tuple([z.string(), z.int(), z.string()]))
  const rows = await store.listUnitTotals(actor.platform.db, id, key, pageRows + 1)
  const { page: items, next } = cut(rows, pageRows, (end) => [end.unitName, end.year, end.category])
  return { items, next }
}

/** 姓名不一致的人员. */
export async function listNear(
  actor: Actor,
  id: string,
  query: Query<typeof listLegacyNear>,
): Promise<Reply<typeof listLegacyNear>> {
  await found(actor, id)
  return near.list(actor, id, query)
}

/** 是同一人. */
export async function acceptNear(
  actor: Actor,
  params: Params<typeof acceptLegacyNear>,
): Promise<LegacyDetail> {
  await found(actor, params.id)
  await near.accept(actor, params)
  return read(actor, params.id)
}

/** 正式导入 begins. CONTROLS_DIFFER where the file comes to something else than the office's books. */
export async function commit(
  actor: Actor,
  { id, version, controls }: Body<typeof commitLegacy> & { id: string },
): Promise<LegacyDetail> {
  const batch = await read(actor, id)
  const given = new Map(controls.map((line) => [`${line.year} ${line.category}`, line.hoursTenths]))
  const agrees =
    given.size === batch.totals.length &&
    batch.totals.every((line) => given.get(`${line.year} ${line.category}`) === line.hoursTenths)
  if (batch.open.includes('commit') && batch.version === version && !agrees) fail('CONTROLS_DIFFER')
  await act(actor, 'commit', { id, version })
  return read(actor, id)
}

/** 撤销导入 begins, with its reason. */
export async function undo(
  actor: Actor,
  { id, version, reason }: Body<typeof undoLegacy> & { id: string },
): Promise<LegacyDetail> {
  await act(actor, 'undo', { id, version }, reason)
  return read(actor, id)
}

const kinds = { commit: 'legacy.commit', undo: 'legacy.undo' } as const satisfies Record<
  string,
  TaskKind
>

async function act(
  actor: Actor,
  move: keyof typeof kinds,
  seen: { id: string; version: number },
  undoReason?: string,
): Promise<void> {
  const before = await read(actor, seen.id)
  await transaction(actor, async (tx) => {
    const request = { batchId: seen.id }
    const total = move === 'commit' ? before.rowCount : null
    const task = await tasks.begin(tx, actor, { kind: kinds[move], request, total })
    const { from } = legacyMoves[move]
    const given = { taskId: task.id, ...(undoReason !== undefined && { undoReason }) }
    const isOpen = before.open.includes(move)
    if (!isOpen || !(await store.setTask(tx, { ...seen, from }, given))) {
      const current = await read(actor, seen.id)
      return fail(current.version === seen.version ? 'WRONG_STATE' : 'STALE', { current })
    }
    const facts = { taskId: task.id, ...(undoReason !== undefined && { reason: undoReason }) }
    await audit.record(tx, actor, { act: `legacy.${move}Begin`, recordId: seen.id, facts })
    return { id: seen.id }
  })
}

/** 模板. */
export async function template(): Promise<Media> {
  const bytes = await writeTemplate(columns, { name: '历史数据', notes })
  return { bytes, fileName: '历史数据导入模板.xlsx' }
}

const keptMilliseconds = 30 * 24 * 60 * 60 * 1000
const droppedAtOnce = 5_000

/** What nobody committed within a month is let go of, some thousand rows at a time. */
export async function sweep(system: Actor): Promise<void> {
  const now = system.platform.clock.now()
  await transaction(system, async (tx) => {
    const before = new Date(now.getTime() - keptMilliseconds)
    const batches = await store.discard(tx, { before, limit: 10, ...legacyMoves.discard })
    await audit.record(tx, system, { act: 'legacy.sweep', recordId: null, facts: { batches } })
    return { id: newId(now) }
  })
  const { to } = legacyMoves.discard
  let gone = 0
  do
    await transaction(system, async (tx) => {
      gone = await store.dropStaged(tx, to, droppedAtOnce)
      await audit.record(tx, system, { act: 'legacy.drop', recordId: null, facts: { gone } })
      return { id: newId(now) }
    })
  while (gone > 0)
}
