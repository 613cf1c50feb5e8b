import { categoryText } from '@xueshi/contract/dictionaries/categories'
import { enrolmentStateText } from '@xueshi/contract/training/enrolments/states'
import { todayIn } from '@xueshi/contract/year'
import type { SheetColumn } from '../../platform/sheet.ts'
import type { NominationRow } from './store.ts'

/** As the page's own columns. */
export const columns = [
  { key: 'personName', header: '姓名', kind: 'text' },
  { key: 'className', header: '培训班名称', kind: 'text', width: 32 },
  { key: 'courseName', header: '课程名称', kind: 'text', width: 28 },
  { key: 'category', header: '课程类型', kind: 'text' },
  { key: 'institutionName', header: '培训机构', kind: 'text', width: 32 },
  { key: 'startsOn', header: '计划开班日期', kind: 'text', width: 14 },
  { key: 'nominatedOn', header: '提名日期', kind: 'text', width: 14 },
  { key: 'state', header: '报名状态', kind: 'text', width: 14 },
  { key: 'reason', header: '原因', kind: 'text', isOptional: true, width: 40 },
] as const satisfies readonly SheetColumn[]

export const cellsOf = (row: NominationRow) => ({
  personName: row.personName,
  className: row.className,
  courseName: row.courseName,
  category: categoryText[row.category],
  institutionName: row.institutionName,
  startsOn: row.startsOn,
  nominatedOn: todayIn(row.appliedAt),
  state: enrolmentStateText[row.state],
  reason: row.reason,
})
