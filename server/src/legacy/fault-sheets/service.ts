import { readSheet, type SheetColumn, type SheetLimits, writeSheet } from '../../platform/sheet.ts'
import * as tasks from '../../tasks/service.ts'
import { columns } from '../checking/rules.ts'
import { faultText } from './rules.ts'

/** Everything as the file has it, also a day that is none. */
const asGiven = columns.map((column) => ({ ...column, kind: 'text' as const }))
const withFaults = [
  ...asGiven,
  { key: 'fault', header: '错误原因', kind: 'text', isOptional: true, width: 60 },
] as const satisfies readonly SheetColumn[]
const headers = new Map<string, string>(columns.map(({ key, header }) => [key, header]))

/**
 * The wrong rows of a file as they were given, each with what is wrong with it: to be corrected and handed
 * in again. Of the first errors alone, as many as the task keeps; nothing where there are none.
 */
export async function write(run: tasks.Run, path: string, limits: SheetLimits): Promise<void> {
  const issues = await tasks.issuesOf(run.actor.platform.db, run.taskId)
  if (issues.length === 0) return
  const wrong = Map.groupBy(issues, ({ row }) => row)
  async function* rows() {
    for await (const { number, cells } of readSheet(path, asGiven, limits)) {
      const faults = wrong.get(number)
      if (!faults) continue
      const named = faults.map(({ field, code }) => ({
        header: headers.get(field) ?? '整行',
        code,
      }))
      yield { ...cells, fault: faultText(named) }
      wrong.delete(number)
      if (wrong.size === 0) return
    }
  }
  await run.result('错误行.xlsx', writeSheet(withFaults, rows(), { name: '错误行' }))
}
