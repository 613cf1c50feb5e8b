import { categoryText } from '@xueshi/contract/dictionaries/categories'
import {
  titleLevelLabel,
  titleLevels as levelEntries,
  titleSeries,
  titleSeriesLabel,
} from '@xueshi/contract/dictionaries/title-series'
import { formatHours, parseHours } from '@xueshi/contract/hours'
import { fieldIssues } from '@xueshi/contract/issues'
import type { TitleLevel } from '@xueshi/contract/people'
import { CourseForm, type CourseState } from '@xueshi/contract/training/courses'
import type { SheetCells, SheetColumn, SheetRow } from '../../platform/sheet.ts'
import { formIssues } from '../courses/rules.ts'

const stateNames: Record<CourseState, string> = {
  draft: '草稿',
  submitted: '待备案',
  returned: '已退回',
  filed: '已备案',
  published: '已公布',
  closed: '已停用',
}
const noLevel = '未评职称'
const yes = '是'

/** A row a 科目; what is of the course stands in its first row, or in each. */
export const columns = [
  { key: 'name', header: '课程名称', kind: 'text', width: 30 },
  {
    key: 'category',
    header: '课程类型',
    kind: 'text',
    choices: Object.values(categoryText),
  },
  { key: 'series', header: '专业系列', kind: 'text', isOptional: true },
  { key: 'levels', header: '职称层级', kind: 'text', isOptional: true },
  { key: 'audience', header: '培训对象', kind: 'text', isOptional: true, width: 24 },
  { key: 'summary', header: '课程简介', kind: 'text', isOptional: true, width: 40 },
  {
    key: 'shared',
    header: '允许其他机构开班',
    kind: 'text',
    isOptional: true,
    choices: [yes, '否'],
  },
  { key: 'subject', header: '科目名称', kind: 'text', width: 24 },
  { key: 'hours', header: '学时', kind: 'text' },
  { key: 'teachers', header: '授课老师姓名', kind: 'text', isOptional: true },
] as const satisfies readonly SheetColumn[]

/** What an export says beside: an import passes over it. */
export const exportColumns = [
  { key: 'year', header: '年度', kind: 'text', isOptional: true },
  { key: 'state', header: '课程状态', kind: 'text', isOptional: true },
  { key: 'number', header: '备案编号', kind: 'text', isOptional: true, width: 24 },
  ...columns,
] as const satisfies readonly SheetColumn[]

export const notes = [
  '每行一个科目；同一门课程的科目连续填写，课程名称相同的行合为一门课程。',
  '课程类型：公需课、专业课或选修课；专业课必须填写专业系列。',
  '专业系列、职称层级不填表示不限；多个职称层级用顿号隔开，例如：中级、副高级。',
  '学时最多一位小数，例如：12 或 12.5。',
  '本年度已有同名课程的，导入时跳过。任何一行有误，整个文件都不导入。',
]

export type CourseRow = SheetRow<typeof columns>
export type Fault = { row: number; field: string; code: string }

/** Rows that follow each other under one name are one course. */
export function grouped(rows: readonly CourseRow[]): CourseRow[][] {
  const courses: CourseRow[][] = []
  for (const row of rows) {
    const last = courses.at(-1)
    const name = row.cells.name?.trim()
    if (last && (name === undefined || name === last[0]?.cells.name?.trim())) last.push(row)
    else courses.push([row])
  }
  return courses
}

/** The course that these rows say, or what is wrong with them, by row and column. */
export function readCourse(
  rows: readonly CourseRow[],
  { year, thisYear }: { year: number; thisYear: number },
): { form: CourseForm } | { faults: Fault[] } {
  const [first] = rows
  if (!first) return { faults: [] }
  const faults: Fault[] = rows.flatMap(({ number, issues }) =>
    Object.entries(issues).map(([field, code]) => ({ row: number, field, code })),
  )
  const wrong = (field: string, code: string, row = first) =>
    faults.push({ row: row.number, field, code })
  const { name, category, series, levels, audience, summary, shared } = first.cells
  const categoryCode = codeOf(categoryText, category)
  if (category !== null && categoryCode === null) wrong('category', 'NOT_OFFERED')
  const seriesCode = series === null ? null : seriesOf(series)
  if (series !== null && seriesCode === null) wrong('series', 'NOT_OFFERED')
  const levelCodes = (levels ?? '').split(/[、,，;；\s]+/).filter((each) => each !== '')
  const levelList = levelCodes.map(levelOf)
  if (levelList.includes(null)) wrong('levels', 'NOT_OFFERED')
  if (shared !== null && shared !== yes && shared !== '否') wrong('shared', 'NOT_OFFERED')
  const hours = rows.map((row) => parseHours(row.cells.hours ?? ''))
  for (const [at, amount] of hours.entries())
    if (typeof amount === 'string') wrong('hours', amount, rows[at])
  const asked = {
    year,
    name: name ?? '',
    category: categoryCode,
    series: seriesCode,
    levels: levelList,
    audience,
    summary,
    shared: shared === yes,
    subjects: rows.map(({ cells }, at) => ({
      name: cells.subject ?? '',
      hoursTenths: hours[at],
      teachers: cells.teachers,
    })),
  }
  const parsed = CourseForm.safeParse(asked, { reportInput: true })
  const issues = parsed.success ? formIssues(parsed.data, thisYear) : fieldIssues(parsed.error)
  for (const [path, code] of Object.entries(issues)) {
    const [, at, part] = /^subjects\.(\d+)\.(\w+)$/.exec(path) ?? []
    const row = at === undefined ? first : rows[Number(at)]
    const field = part === undefined ? bareField(path) : (subjectFields[part] ?? '')
    const isTold = faults.some((fault) => fault.row === row?.number && fault.field === field)
    if (!isTold) wrong(field, code, row)
  }
  if (faults.length > 0 || !parsed.success) return { faults }
  return { form: parsed.data }
}

const subjectFields: Readonly<Record<string, string>> = {
  name: 'subject',
  hoursTenths: 'hours',
  teachers: 'teachers',
}
const bareField = (path: string) => {
  const [field = ''] = path.split('.')
  return columns.some(({ key }) => key === field) ? field : ''
}

function codeOf<Code extends string>(
  names: Record<Code, string>,
  name: string | null,
): Code | null {
  const found = (Object.entries(names) as [Code, string][]).find(([, each]) => each === name) // the table's own keys
  return found?.[0] ?? null
}
const seriesOf = (name: string) =>
  titleSeries.find(({ label, code }) => label === name || code === name)?.code ?? null
const levelOf = (name: string): TitleLevel | null =>
  name === noLevel ? 'none' : (levelEntries.find(({ label }) => label === name)?.code ?? null)
const levelName = (level: TitleLevel) =>
  level === 'none' ? noLevel : (titleLevelLabel(level) ?? level)

export type Exported = CourseForm & { state: CourseState; number: string | null }

/** The rows that say a course. */
export const rowsOf = (course: Exported): SheetCells<typeof exportColumns>[] =>
  course.subjects.map((subject) => ({
    year: String(course.year),
    state: stateNames[course.state],
    number: course.number,
    name: course.name,
    category: categoryText[course.category],
    series: course.series === null ? null : (titleSeriesLabel(course.series) ?? course.series),
    levels: course.levels.length === 0 ? null : course.levels.map(levelName).join('、'),
    audience: course.audience,
    summary: course.summary,
    shared: course.shared ? yes : '否',
    subject: subject.name,
    hours: formatHours(subject.hoursTenths),
    teachers: subject.teachers,
  }))
