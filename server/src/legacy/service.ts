import type { Body, Params, Query, Reply } from '@xueshi/contract/endpoint'
import {
  type acceptLegacyNear,
  type checkLegacy,
  type commitLegacy,
  type LegacyBatch,
  type LegacyDetail,
  legacyInputLimit,
  legacyMoves,
  type LegacyState,
  type keepLegacyControls,
  type listLegacyBatches,
  type listLegacyNear,
  type listLegacyTotals,
  type openLegacyInput,
  type undoLegacy,
} from '@xueshi/contract/legacy'
import { openMoves } from '@xueshi/contract/moves'
import { isUnderWay } from '@xueshi/contract/tasks'
import type { TaskKind } from '@xueshi/contract/tasks'
import * as z from 'zod/mini'
import { type Actor, signedIn } from '../platform/actor.ts'
import * as audit from '../platform/audit.ts'
import { cut, readCursor } from '../platform/cursor.ts'
import type { Media } from '../platform/http.ts'
import type { Db } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { fail, refuse } from '../platform/refusal.ts'
import { writeTemplate } from '../platform/sheet.ts'
import { transaction } from '../platform/transaction.ts'
import * as tasks from '../tasks/service.ts'
import { columns, notes } from './checking/rules.ts'
import * as controls from './controls/service.ts'
import * as near from './near/service.ts'
import * as store from './store.ts'

const pageRows = 20

/** Batches are their office's alone. */
const officeOf = ({ scope }: Actor) => (scope.kind === 'region' ? scope.unitId : fail('NOT_FOUND'))

function present(actor: Actor, row: store.BatchRow): LegacyBatch {
  const facts = {
    right: row.wrongCount === 0 && row.rowCount > 0,
    decided: row.nearCount === 0,
    idle: !isUnderWay(row.taskState),
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
    shortCount: counts.short,
    decidedCount: counts.decided,
    certificateCount: counts.certificates,
    ...(await controls.compare(db, id)),
  }
}

/** A place for a file of past years, which may be longer than others. FILE_EMPTY, FILE_TOO_LARGE. */
export const openInput = (
  actor: Actor,
  body: Body<typeof openLegacyInput>,
): Promise<Reply<typeof openLegacyInput>> => tasks.openInput(actor, body, legacyInputLimit)

/** A file is to be checked, and what the books come to may be told with it; nothing is imported. TASK_INPUT, TASKS_TOO_MANY. */
export async function check(
  actor: Actor,
  { name, inputId, controls: given = [] }: Body<typeof checkLegacy>,
): Promise<LegacyDetail> {
  const me = signedIn(actor)
  const unitId = officeOf(actor)
  const createdAt = actor.platform.clock.now()
  const id = newId(createdAt)
  await transaction(actor, async (tx) => {
    const request = { batchId: id }
    const begun = { kind: 'legacy.check', inputId, inputLimit: legacyInputLimit, request } as const
    const task = await tasks.begin(tx, actor, begun)
    await store.insert(tx, {
      id,
      unitId,
      name,
      taskId: task.id,
      byName: me.name,
      createdAt,
      inputId,
    })
    await audit.record(tx, actor, { act: 'legacy.begin', recordId: id, facts: { inputId } })
    await controls.write(tx, actor, id, given, { isGiven: true })
    return { id }
  })
  return read(actor, id)
}

/** 分单位合计, beside the books. */
export async function listUnitTotals(
  actor: Actor,
  id: string,
  query: Query<typeof listLegacyTotals>,
): Promise<Reply<typeof listLegacyTotals>> {
  await found(actor, id)
  return controls.listUnits(actor.platform.db, id, query)
}

/** 保存台账合计. */
export async function keepControls(
  actor: Actor,
  given: Body<typeof keepLegacyControls> & { id: string },
): Promise<LegacyDetail> {
  const before = await read(actor, given.id)
  const isOpen = before.open.includes('control')
  if (!isOpen || !(await controls.keep(actor, officeOf(actor), given)))
    return failMove(actor, given)
  return read(actor, given.id)
}

async function failMove(actor: Actor, seen: { id: string; version: number }): Promise<never> {
  const current = await read(actor, seen.id)
  return fail(current.version === seen.version ? 'WRONG_STATE' : 'STALE', { current })
}

/** 疑似同一人. */
export async function listNear(
  actor: Actor,
  id: string,
  query: Query<typeof listLegacyNear>,
): Promise<Reply<typeof listLegacyNear>> {
  return near.list(actor, await found(actor, id), query)
}

/** 是同一人. */
export async function acceptNear(
  actor: Actor,
  params: Params<typeof acceptLegacyNear>,
): Promise<LegacyDetail> {
  await found(actor, params.id)
  await near.decide(actor, 'accept', params)
  return read(actor, params.id)
}

type Near = Params<typeof acceptLegacyNear>

/** 不是同一人. */
export async function refuseNear(actor: Actor, params: Near): Promise<LegacyDetail> {
  await found(actor, params.id)
  await near.decide(actor, 'refuse', params)
  return read(actor, params.id)
}

/** 重新确认. */
export async function reopenNear(actor: Actor, params: Near): Promise<LegacyDetail> {
  await found(actor, params.id)
  await near.decide(actor, 'reopen', params)
  return read(actor, params.id)
}

/** 撤销认定. */
export async function takeBackNear(
  actor: Actor,
  given: Near & { reason: string },
): Promise<LegacyDetail> {
  await found(actor, given.id)
  await near.takeBack(actor, given)
  return read(actor, given.id)
}

/** 正式导入 begins. CONTROLS_DIFFER where the file comes to something else than the office's books, which are kept. */
export async function commit(
  actor: Actor,
  { id, version, controls: lines }: Body<typeof commitLegacy> & { id: string },
): Promise<LegacyDetail> {
  await act(actor, 'commit', { id, version }, { lines })
  return read(actor, id)
}

/** 撤销导入 begins, with its reason. */
export async function undo(
  actor: Actor,
  { id, version, reason }: Body<typeof undoLegacy> & { id: string },
): Promise<LegacyDetail> {
  await act(actor, 'undo', { id, version }, { undoReason: reason })
  return read(actor, id)
}

const kinds = { commit: 'legacy.commit', undo: 'legacy.undo' } as const satisfies Record<
  string,
  TaskKind
>

type Said = { undoReason?: string; lines?: Body<typeof commitLegacy>['controls'] }

async function act(
  actor: Actor,
  move: keyof typeof kinds,
  seen: { id: string; version: number },
  { undoReason, lines }: Said,
): Promise<void> {
  const before = await read(actor, seen.id)
  await transaction(actor, async (tx) => {
    if (!before.open.includes(move)) await failMove(actor, seen)
    const { from } = legacyMoves[move]
    if (lines) await agreed(tx, actor, { ...seen, from }, lines)
    const request = { batchId: seen.id }
    const total = move === 'commit' ? before.rowCount : null
    const task = await tasks.begin(tx, actor, { kind: kinds[move], request, total })
    const given = { taskId: task.id, ...(undoReason !== undefined && { undoReason }) }
    if (!(await store.setTask(tx, { ...seen, from }, given))) return failMove(actor, seen)
    const facts = { taskId: task.id, ...(undoReason !== undefined && { reason: undoReason }) }
    await audit.record(tx, actor, { act: `legacy.${move}Begin`, recordId: seen.id, facts })
    return { id: seen.id }
  })
}

/** What is said of the books with the commit is kept, also where it is not what the file comes to. */
async function agreed(
  tx: Db,
  actor: Actor,
  seen: { id: string; version: number; from: readonly LegacyState[] },
  lines: Body<typeof commitLegacy>['controls'],
): Promise<void> {
  if (!(await controls.hold(tx, { ...seen, unitId: officeOf(actor) }))) await failMove(actor, seen)
  const all = lines.map((line) => ({ ...line, unitName: '' }))
  await controls.write(tx, actor, seen.id, all, { isGiven: false })
  if (!controls.agrees(await controls.compare(tx, seen.id))) refuse('CONTROLS_DIFFER')
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
