import type { Mark } from '@xueshi/contract/training/enrolments'
import type { SheetColumn, SheetRow } from '../../platform/sheet.ts'

const markNames: Record<Mark, string> = {
  present: '出勤',
  late: '迟到',
  absent: '缺勤',
  leave: '请假',
}

/** A row a trainee; who they are is said by the number of their application and checked by their name. */
export const columns = [
  { key: 'number', header: '报名序号', kind: 'number', width: 10 },
  { key: 'name', header: '姓名', kind: 'text' },
  { key: 'unitName', header: '工作单位', kind: 'text', isOptional: true, width: 36 },
  { key: 'mark', header: '考勤', kind: 'text', choices: Object.values(markNames) },
  { key: 'reason', header: '更改原因', kind: 'text', isOptional: true, width: 36 },
] as const satisfies readonly SheetColumn[]

export type MarkRow = SheetRow<typeof columns>
export type Fault = { row: number; field: string; code: string }
/** Who is in the class, by the number of their application. */
export type Trainee = { enrolmentId: string; name: string; mark: Mark | null; isOwn: boolean }

/** How a mark stands in the sheet. */
export const markName = (mark: Mark | null): string | null =>
  mark === null ? null : markNames[mark]

const markOf = (name: string): Mark | undefined =>
  (Object.entries(markNames) as [Mark, string][]) // the table's own keys
    .find(([, each]) => each === name.trim())?.[0]

export type ReasonedMark = { enrolmentId: string; mark: Mark; reason: string | null }
const longestReason = 500

/**
 * What the rows mark that is not marked so already, and what is wrong with them by row and column. A row
 * whose 考勤 is empty says nothing; nobody's own row may say anything new, and a mark that stands is changed
 * only with a reason.
 */
export function readMarks(
  rows: readonly MarkRow[],
  trainees: ReadonlyMap<number, Trainee>,
): { marks: ReasonedMark[]; unchanged: number; faults: Fault[] } {
  const marks: ReasonedMark[] = []
  const faults: Fault[] = []
  const seen = new Set<number>()
  let unchanged = 0
  for (const { number: row, cells, issues } of rows) {
    const told = Object.entries(issues).map(([field, code]) => ({ row, field, code }))
    faults.push(...told)
    const wrong = (field: string, code: string) => faults.push({ row, field, code })
    if (told.length > 0) continue
    const trainee = cells.number === null ? undefined : trainees.get(cells.number)
    const mark = cells.mark === null ? null : markOf(cells.mark)
    const reason = cells.reason?.trim() ?? ''
    if (cells.number === null) wrong('number', 'REQUIRED')
    else if (!trainee) wrong('number', 'NOT_A_TRAINEE')
    else if (seen.has(cells.number)) wrong('number', 'NUMBER_TWICE')
    else if (trainee.name !== cells.name?.trim()) wrong('name', 'NAME_NOT_OF_NUMBER')
    else if (mark === undefined) wrong('mark', 'NOT_OFFERED')
    else if (mark === null || mark === trainee.mark) unchanged += 1
    else if (trainee.isOwn) wrong('mark', 'MARK_OWN')
    else if (reason.length > longestReason) wrong('reason', 'TEXT_TOO_LONG')
    else if (trainee.mark !== null && reason === '') wrong('reason', 'MARK_STANDS')
    else marks.push({ enrolmentId: trainee.enrolmentId, mark, reason: reason || null })
    if (cells.number !== null) seen.add(cells.number)
  }
  return { marks, unchanged, faults }
}
