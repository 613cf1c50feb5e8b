import type { Body } from '@xueshi/contract/endpoint'
import type { Task } from '@xueshi/contract/tasks'
import {
  type exportCourses,
  type importCourses,
  mostSheetRows,
} from '@xueshi/contract/training/course-sheets'
import type { CourseForm } from '@xueshi/contract/training/courses'
import { courseStates } from '@xueshi/contract/training/courses'
import { categories } from '@xueshi/contract/ledger'
import { yearOf } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import type { Media } from '../../platform/http.ts'
import { failOnIssues } from '../../platform/refusal.ts'
import { readSheet, writeSheet, writeTemplate } from '../../platform/sheet.ts'
import type { JsonObject } from '../../platform/tables.ts'
import { transaction } from '../../platform/transaction.ts'
import * as tasks from '../../tasks/service.ts'
import { addDraft, viewerOf } from '../courses/service.ts'
import {
  columns,
  type CourseRow,
  exportColumns,
  grouped,
  notes,
  readCourse,
  rowsOf,
} from './rules.ts'
import * as store from './store.ts'

/** 导入: a task reads the file and plans what stands in it. INVALID at `year` for one that is not to be planned. */
export async function beginImport(
  actor: Actor,
  { inputId, year, dryRun }: Body<typeof importCourses>,
): Promise<Task> {
  viewerOf(actor)
  const thisYear = yearOf(actor.platform.clock.now())
  failOnIssues({
    ...(year < thisYear && { year: 'YEAR_OVER' }),
    ...(year > thisYear + 1 && { year: 'YEAR_TOO_FAR' }),
  })
  return begin(actor, 'courses.import', { year, dryRun }, inputId)
}

/** 导出: a task writes the unit's courses, as the list is filtered. */
export async function beginExport(
  actor: Actor,
  { year, name, ...wanted }: Body<typeof exportCourses>,
): Promise<Task> {
  viewerOf(actor)
  const request = { ...wanted, ...(year && { year: Number(year) }), ...(name && { name }) }
  return begin(actor, 'courses.export', request)
}

async function begin(
  actor: Actor,
  kind: 'courses.import' | 'courses.export',
  request: JsonObject,
  inputId: string | null = null,
): Promise<Task> {
  const { id } = await transaction(actor, async (tx) => {
    const task = await tasks.begin(tx, actor, { kind, inputId, request })
    await audit.record(tx, actor, { act: kind, recordId: task.id, facts: { ...request } })
    return task
  })
  return tasks.read(actor, id)
}

/** 模板. */
export async function template(): Promise<Media> {
  const bytes = await writeTemplate(columns, { name: '课程计划', notes })
  return { bytes, fileName: '课程计划模板.xlsx' }
}

const Importing = z.object({ year: z.int(), dryRun: z.boolean() })

/** The work of an import: every course of the file in one transaction, or every fault by row. */
export async function runImport(run: tasks.Run): Promise<void> {
  const { year, dryRun } = Importing.parse(run.request)
  // A run that was stopped after its only step has nothing left to do.
  if (run.checkpoint) return
  const { unitId } = viewerOf(run.actor)
  const thisYear = yearOf(run.actor.platform.clock.now())
  const rows: CourseRow[] = []
  const limit = mostSheetRows
  for await (const row of readSheet(await run.inputPath(), columns, { limit })) rows.push(row)
  run.count('rows', rows.length)
  const forms: CourseForm[] = []
  let isWrong = false
  for (const course of grouped(rows)) {
    const read = readCourse(course, { year, thisYear })
    if ('form' in read) forms.push(read.form)
    else {
      isWrong = true
      run.count('wrong')
      for (const { row, field, code } of read.faults) run.issue(row, field, code)
    }
  }
  run.progress(rows.length, rows.length)
  const checkpoint = { read: rows.length }
  if (dryRun || isWrong) return run.step(checkpoint)
  await run.step(checkpoint, async (tx) => {
    for (const form of forms) {
      const made = await addDraft(tx, run.actor, { ...form, unitId })
      run.count(made ? 'added' : 'unchanged')
    }
    const facts = { year, courses: forms.length }
    await audit.record(tx, run.actor, { act: 'courses.imported', recordId: run.taskId, facts })
  })
}

const Exporting = z.object({
  year: z.optional(z.int()),
  category: z.optional(z.enum(categories)),
  state: z.optional(z.enum(courseStates)),
  name: z.optional(z.string()),
})
const pageLength = 200

/** The work of an export. */
export async function runExport(run: tasks.Run): Promise<void> {
  const wanted = Exporting.parse(run.request)
  const { unitId } = viewerOf(run.actor)
  const { db } = run.actor.platform
  let written = 0
  async function* rows() {
    let after: readonly [number, string] | null = null
    for (;;) {
      const page: Awaited<ReturnType<typeof store.listForExport>> = await store.listForExport(
        db,
        unitId,
        { ...wanted, after },
        pageLength,
      )
      for (const course of page) {
        yield* rowsOf(course)
        written += course.subjects.length
        run.progress(written)
      }
      const last = page.at(-1)
      if (!last || page.length < pageLength) return
      after = [last.year, last.id]
    }
  }
  await run.result('课程计划.xlsx', writeSheet(exportColumns, rows(), { name: '课程计划' }))
  run.count('written', written)
  await run.step({ written })
}
