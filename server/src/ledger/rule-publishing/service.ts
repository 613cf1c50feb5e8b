import type { Query, Reply } from '@xueshi/contract/endpoint'
import { formatHours } from '@xueshi/contract/hours'
import { type listEffects, type RuleSetDetail, ruleSetMoves } from '@xueshi/contract/ledger'
import type { Task } from '@xueshi/contract/tasks'
import * as z from 'zod/mini'
import * as orgs from '../../orgs/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import { sheetType, writeSheet } from '../../platform/sheet.ts'
import { transaction } from '../../platform/transaction.ts'
import * as tasks from '../../tasks/service.ts'
import * as changes from '../rule-changes/store.ts'
import { failMove, isCounted, read, toChange } from '../rule-set-editor/service.ts'
import * as store from '../rule-sets/store.ts'

/** 统计受影响人员: a task counts whom this version of the draft would touch. One at a time. */
export async function beginCount(actor: Actor, id: string, version: number): Promise<Task> {
  const task = await transaction(actor, async (tx) => {
    const row = await toChange(tx, actor, id)
    const isOpen = ruleSetMoves.count.from.some((state) => state === row.state)
    if (!isOpen || row.version !== version)
      await failMove(tx, actor, { id, version, move: 'count' })
    const request = { ruleSetId: id, version }
    return begin(tx, actor, { kind: 'rules.count', request })
  })
  return tasks.read(actor, task.id)
}

/** 重新计算: the years that still go by what held before are computed anew; for an application that was cut off. */
export async function beginApply(actor: Actor, id: string): Promise<Task> {
  const task = await transaction(actor, async (tx) => {
    const row = await toChange(tx, actor, id)
    if (!ruleSetMoves.apply.from.some((state) => state === row.state)) fail('WRONG_STATE')
    return begin(tx, actor, applying(id))
  })
  return tasks.read(actor, task.id)
}

const applying = (ruleSetId: string) =>
  ({ kind: 'rules.apply', request: { ruleSetId, version: null } }) as const

async function begin(tx: Db, actor: Actor, work: Begun): Promise<{ id: string }> {
  const task = await tasks.begin(tx, actor, work)
  const { ruleSetId } = work.request
  const forgets = work.kind === 'rules.count'
  await store.setTask(tx, ruleSetId, { taskId: task.id, forgets })
  const facts = { taskId: task.id }
  await audit.record(tx, actor, { act: `${work.kind}.begin`, recordId: ruleSetId, facts })
  return task
}
type Begun = {
  kind: 'rules.count' | 'rules.apply'
  request: { ruleSetId: string; version: number | null }
}

/**
 * 发布: the draft waits for its moment, or holds at once. NOT_COUNTED while nobody has counted whom
 * this very version touches; INVALID at `effectiveAt` for a moment that has passed.
 */
export async function publish(
  actor: Actor,
  id: string,
  { version, effectiveAt }: { version: number; effectiveAt: string | null },
): Promise<RuleSetDetail> {
  const { accountId, seat, platform } = signedIn(actor)
  await transaction(actor, async (tx) => {
    const row = await toChange(tx, actor, id)
    const now = platform.clock.now()
    const moment = effectiveAt === null ? now : new Date(effectiveAt)
    if (effectiveAt !== null && moment <= now)
      fail('INVALID', { fields: { effectiveAt: 'MOMENT_PASSED' } })
    const { from, to } = ruleSetMoves.publish
    if (from.some((state) => state === row.state) && row.version === version && !isCounted(row))
      fail('NOT_COUNTED')
    const by = { effectiveAt: moment, by: accountId, seatId: seat?.id ?? '' }
    if (!(await store.schedule(tx, { id, version, from }, { to, ...by })))
      await failMove(tx, actor, { id, version, move: 'publish' })
    const facts = { name: row.name, effectiveAt: moment.toISOString() }
    await audit.record(tx, actor, { act: 'rules.publish', recordId: id, facts })
    if (effectiveAt !== null) return { id }
    await takeEffect(tx, actor, id)
    await begin(tx, actor, applying(id))
    return { id }
  })
  return read(actor, id)
}

/** The set holds, and the one in its place no longer does; false when it waits no longer. */
async function takeEffect(tx: Db, actor: Actor, id: string): Promise<boolean> {
  const { takeEffect: move, supersede } = ruleSetMoves
  const at = actor.platform.clock.now()
  const done = await store.takeEffect(tx, id, { ...move, former: supersede, at })
  if (!done) return false
  await audit.record(tx, actor, { act: 'rules.takeEffect', recordId: id, facts: done })
  return true
}

/**
 * Sets whose moment has come hold from now on, and their years are computed anew in the name of
 * whoever published them. Where that person may no longer act, the office begins that by hand.
 */
export async function takeDue(system: Actor): Promise<void> {
  const { platform } = system
  for (const { id, publishedBy, publishedSeat } of await store.listDue(
    platform.db,
    platform.clock.now(),
  )) {
    const publisher =
      publishedBy === null
        ? null
        : await orgs.actorAnew(platform, { accountId: publishedBy, seatId: publishedSeat })
    await transaction(system, async (tx) => {
      const isNew = await takeEffect(tx, system, id)
      if (isNew && publisher) await begin(tx, publisher, applying(id))
      if (!isNew) await audit.record(tx, system, { act: 'rules.notDue', recordId: id })
      return { id }
    })
  }
}

const pageRows = 20

/** 差异明细: the years that come to something else, as last counted or as the set was applied. */
export async function listEffectsOf(
  actor: Actor,
  id: string,
  { after }: Query<typeof listEffects>,
): Promise<Reply<typeof listEffects>> {
  const { db } = actor.platform
  await toChange(db, actor, id)
  const [last = null] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const rows = await changes.listEffects(db, id, last, pageRows + 1)
  const { page: items, next } = cut(rows, pageRows, (end) => [end.yearId])
  return { items, next }
}

/** 导出差异明细: a task writes them into an Excel file. */
export async function beginExport(actor: Actor, id: string): Promise<Task> {
  const task = await transaction(actor, async (tx) => {
    await toChange(tx, actor, id)
    const begun = await tasks.begin(tx, actor, {
      kind: 'rules.export',
      request: { ruleSetId: id },
    })
    const facts = { taskId: begun.id }
    await audit.record(tx, actor, { act: 'rules.export', recordId: id, facts })
    return begun
  })
  return tasks.read(actor, task.id)
}

const columns = [
  { key: 'year', header: '年度', kind: 'number', width: 8 },
  { key: 'personName', header: '姓名', kind: 'text', width: 14 },
  { key: 'unitName', header: '工作单位', kind: 'text', width: 36 },
  { key: 'before', header: '原结果', kind: 'text', width: 10 },
  { key: 'countedBefore', header: '原计入学时', kind: 'number', width: 12 },
  { key: 'lackingBefore', header: '原尚缺学时', kind: 'number', width: 12 },
  { key: 'after', header: '新结果', kind: 'text', width: 10 },
  { key: 'countedAfter', header: '新计入学时', kind: 'number', width: 12 },
  { key: 'lackingAfter', header: '新尚缺学时', kind: 'number', width: 12 },
] as const
const rowsAtOnce = 1_000

/** An empty cell where it is not known. */
const hoursOf = (tenths: number | null) => (tenths === null ? null : Number(formatHours(tenths)))

export async function exportEffects(run: tasks.Run): Promise<void> {
  const { ruleSetId } = z.parse(z.object({ ruleSetId: z.uuid() }), run.request)
  const { db } = run.actor.platform
  const met = (isMet: boolean) => (isMet ? '达标' : '未达标')
  async function* rows() {
    let written = 0
    for (let after: string | null = null; ;) {
      const page: changes.ListedEffect[] = await changes.listEffects(
        db,
        ruleSetId,
        after,
        rowsAtOnce,
      )
      for (const line of page)
        yield {
          year: line.year,
          personName: line.personName,
          unitName: line.unitName ?? '',
          before: met(line.metBefore),
          countedBefore: hoursOf(line.countedBeforeTenths),
          lackingBefore: Number(formatHours(line.lackingBeforeTenths)),
          after: met(line.metAfter),
          countedAfter: hoursOf(line.countedAfterTenths),
          lackingAfter: Number(formatHours(line.lackingAfterTenths)),
        }
      written += page.length
      run.progress(written)
      const last = page.at(-1)
      if (!last || page.length < rowsAtOnce) break
      after = last.yearId
    }
    run.count('written', written)
  }
  await run.result('差异明细.xlsx', writeSheet(columns, rows(), { name: '差异明细' }), sheetType)
}
