import type { Body } from '@xueshi/contract/endpoint'
import { yearMoves } from '@xueshi/contract/ledger'
import {
  runMoves,
  type undoCertification,
  type UndoOutcome,
} from '@xueshi/contract/ledger/certification-runs'
import type { Task } from '@xueshi/contract/tasks'
import * as z from 'zod/mini'
import * as certificates from '../../certificates/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import * as tasks from '../../tasks/service.ts'
import * as runs from '../certification-runs/service.ts'
import { settleOutdated } from '../rule-changes/service.ts'
import * as store from './store.ts'

/**
 * 撤销整次认证 begins as long work, and the run never certifies anybody any more. 404 of another office,
 * WRONG_STATE while the run goes on or where it was taken back already, STALE, TASKS_TOO_MANY.
 */
export async function begin(
  actor: Actor,
  { id, version, reason }: Body<typeof undoCertification> & { id: string },
): Promise<Task> {
  const before = await runs.read(actor, id)
  const { name, platform } = signedIn(actor)
  const { taskId } = await transaction(actor, async (tx) => {
    const request = { runId: id, year: before.year }
    const task = await tasks.begin(tx, actor, { kind: 'years.uncertify', request })
    const undo = { taskId: task.id, reason, byName: name, at: platform.clock.now() }
    const seen = { id, version, unitId: runs.officeOf(actor) }
    const isOpen = before.open.includes('undo')
    if (!isOpen || !(await store.markUndone(tx, seen, runMoves.undo, undo))) {
      const current = await runs.read(actor, id)
      return fail(current.version === version ? 'WRONG_STATE' : 'STALE', { current })
    }
    const facts = { taskId: task.id, year: before.year, reason }
    await audit.record(tx, actor, { act: 'years.uncertify', recordId: id, facts })
    return { id: task.id, taskId: task.id }
  })
  return tasks.read(actor, taskId)
}

const Request = z.object({ runId: z.uuid() })
const Checkpoint = z.object({ after: z.uuid(), done: z.int() })
const peopleInStep = 500

/**
 * Takes back, step by step, what the run certified: certificates that are in force still are withdrawn,
 * and their years wait for their certification again. What had ended by another act stays as it is, and
 * so does the officer's own.
 */
export async function run(run: tasks.Run, inStep = peopleInStep): Promise<void> {
  const { actor } = run
  const { db } = actor.platform
  const { runId } = Request.parse(run.request)
  const { year, undo } = await runs.read(actor, runId)
  const reason = undo?.reason ?? fail('WRONG_STATE')
  const before = run.checkpoint ? Checkpoint.parse(run.checkpoint) : null
  let done = before?.done ?? 0
  let after = before?.after ?? null
  run.progress(done, done + (await store.countLeft(db, runId)))
  for (;;) {
    const people = await store.listCertified(db, runId, after, inStep)
    const last = people.at(-1)
    if (last === undefined) return
    done += people.length
    run.progress(done)
    await run.step({ after: last, done }, async (tx) => {
      const outcomes = await takeBack(tx, actor, { runId, year, people, reason })
      for (const [outcome, some] of Map.groupBy(outcomes, (one) => one.undo))
        run.count(outcome, some.length)
      const facts = { year, people: people.length }
      await audit.record(tx, actor, { act: 'years.takeBack', recordId: runId, facts })
    })
    after = last
  }
}

async function takeBack(
  tx: Db,
  actor: Actor,
  {
    runId,
    year,
    people,
    reason,
  }: { runId: string; year: number; people: readonly string[]; reason: string },
): Promise<{ personId: string; undo: UndoOutcome }[]> {
  const at = actor.platform.clock.now()
  // The year is locked before its certificate, as by everything that settles one.
  const locked = await store.lockCertified(tx, { runId, year }, people)
  const others = locked.filter(({ personId }) => personId !== actor.accountId)
  const ended = await certificates.withdrawMany(
    tx,
    actor,
    others.map(({ certificateId }) => certificateId),
    reason,
  )
  const met = others.filter(({ certificateId }) => ended.has(certificateId))
  await store.uncertify(tx, met, yearMoves.uncertifyMany, at)
  for (const { id } of met)
    await audit.record(tx, actor, { act: 'year.uncertify', recordId: id, facts: { year } })
  // Nobody certified it as far as the rules go: it is judged by those of today, like any other that waits.
  await settleOutdated(
    tx,
    actor,
    met.map((one) => ({
      ...one,
      state: yearMoves.uncertifyMany.to,
      keepsRules: one.keptRules,
    })),
  )
  const isBack = new Set(met.map(({ personId }) => personId))
  const outcomes = locked.map(({ personId }) => ({
    personId,
    undo: undoOf(personId, isBack.has(personId), actor),
  }))
  store.keepUndone(tx, runId, outcomes)
  return outcomes
}

function undoOf(personId: string, isBack: boolean, { accountId }: Actor): UndoOutcome {
  if (personId === accountId) return 'own'
  return isBack ? 'uncertified' : 'ended'
}
