import { buffer } from 'node:stream/consumers'
import type { Body } from '@xueshi/contract/endpoint'
import type { Task } from '@xueshi/contract/tasks'
import type { importAttendance } from '@xueshi/contract/training/attendance-sheets'
import { mostPlaces } from '@xueshi/contract/training/classes'
import { clockIn, todayIn } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Db } from '../../platform/database.ts'
import type { Media } from '../../platform/http.ts'
import { readSheet, writeSheet } from '../../platform/sheet.ts'
import { transaction } from '../../platform/transaction.ts'
import * as tasks from '../../tasks/service.ts'
import { type BySession, markIn, mayMark, ownSession } from '../attendance/service.ts'
import { listAttendees } from '../attendance/store.ts'
import { columns, markName, type MarkRow, readMarks, type Trainee } from './rules.ts'

/** 下载签到表: the trainees of one session with how they are marked. */
export async function download(actor: Actor, ids: BySession): Promise<Media> {
  const { db } = actor.platform
  const { className, startsAt } = await ownSession(db, actor, ids)
  const attendees = await listAttendees(db, ofSession(ids), mostPlaces)
  const rows = attendees.map(({ number, name, unitName, mark }) => ({
    number,
    name,
    unitName,
    mark: markName(mark),
    reason: null,
  }))
  const bytes = await buffer(writeSheet(columns, rows, { name: '签到表' }))
  const at = `${todayIn(startsAt)}-${clockIn(startsAt).replace(':', '')}`
  return { bytes, fileName: `签到表-${className}-${at}.xlsx` }
}

const ofSession = ({ id, sessionId }: BySession) => ({ classId: id, sessionId })

/** 导入: a task reads the file and marks what stands in it. WRONG_STATE where nothing may be marked now. */
export async function beginImport(
  actor: Actor,
  ids: BySession,
  { inputId, dryRun }: Body<typeof importAttendance>,
): Promise<Task> {
  const kind = 'attendance.import'
  const request = { ...ids, dryRun }
  const { id } = await transaction(actor, async (tx) => {
    mayMark(await ownSession(tx, actor, ids), actor.platform.clock.now())
    const task = await tasks.begin(tx, actor, { kind, inputId, request })
    await audit.record(tx, actor, { act: kind, recordId: task.id, facts: request })
    return task
  })
  return tasks.read(actor, id)
}

const Importing = z.object({ id: z.uuid(), sessionId: z.uuid(), dryRun: z.boolean() })

/** The work of an import: every mark of the file in one transaction, or every fault by row. */
export async function runImport(run: tasks.Run): Promise<void> {
  const { dryRun, ...ids } = Importing.parse(run.request)
  // A run that was stopped after its only step has nothing left to do.
  if (run.checkpoint) return
  const { actor } = run
  const rows: MarkRow[] = []
  for await (const row of readSheet(await run.inputPath(), columns, { limit: mostPlaces }))
    rows.push(row)
  const trainees = await traineesOf(actor.platform.db, actor, ids)
  const { marks, unchanged, faults } = readMarks(rows, trainees)
  run.count('rows', rows.length)
  run.count('unchanged', unchanged)
  for (const { row, field, code } of faults) run.issue(row, field, code)
  run.count('wrong', new Set(faults.map(({ row }) => row)).size)
  run.progress(rows.length, rows.length)
  const checkpoint = { read: rows.length }
  if (dryRun || faults.length > 0) return run.step(checkpoint)
  await run.step(checkpoint, async (tx) => {
    const changed = await markIn(tx, actor, ids, { marks, unmarked: null, source: 'sheet' })
    run.count('changed', changed)
  })
}

async function traineesOf(
  db: Db,
  actor: Actor,
  ids: BySession,
): Promise<ReadonlyMap<number, Trainee>> {
  const { accountId } = signedIn(actor)
  await ownSession(db, actor, ids)
  const rows = await listAttendees(db, ofSession(ids), mostPlaces)
  return new Map(
    rows.map(({ number, personId, ...row }) => [number, { ...row, isOwn: personId === accountId }]),
  )
}
