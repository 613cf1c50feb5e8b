import * as z from 'zod/mini'
import { hoursTenths, mostHoursTenths } from '../../hours.ts'
import type { Part } from '../../issues.ts'
import { categories } from '../../ledger.ts'
import { titleLevels } from '../../people.ts'
import { Code, HoursTenths, Id, Instant, Version, Year } from '../../shapes.ts'
import { text } from '../../text.ts'
import { courseActs, courseMoveNames, courseStates, filingOffices } from './states.ts'

/** 科目: what a course consists of, each with its hours and who teaches it. */
export const SubjectForm = z.object({
  name: text({ min: 1, max: 100 }),
  hoursTenths,
  teachers: z.nullable(text({ min: 1, max: 100 })),
})
export type SubjectForm = z.infer<typeof SubjectForm>

export const mostSubjects = 30

/** A course as its organiser plans it. */
export const CourseForm = z.object({
  year: Year,
  name: text({ min: 1, max: 100 }),
  category: z.enum(categories),
  /** null: for every series. */
  series: z.nullable(Code),
  /** Empty: for every level. */
  levels: z.array(z.enum(titleLevels)).check(z.maxLength(titleLevels.length)),
  /** 培训对象, in words. */
  audience: z.nullable(text({ min: 1, max: 200 })),
  summary: z.nullable(text({ min: 1, max: 1000, lines: true })),
  /** Whether other institutions may hold classes of it. */
  shared: z.boolean(),
  subjects: z
    .array(SubjectForm)
    .check(z.minLength(1, 'SUBJECTS_REQUIRED'), z.maxLength(mostSubjects, 'SUBJECTS_TOO_MANY')),
})
export type CourseForm = z.infer<typeof CourseForm>

/** 总学时: the sum over the 科目, in tenths. */
export const totalOf = ({ subjects = [] }: Part<Pick<CourseForm, 'subjects'>>): number =>
  subjects.reduce((sum, { hoursTenths: tenths = 0 }) => sum + tenths, 0)

/** What the shape alone cannot say: field → issue code. `thisYear` is Asia/Shanghai's. */
export function courseIssues(form: Part<CourseForm>, thisYear: number): Record<string, string> {
  const { year, category, series, subjects = [] } = form
  const issues: Record<string, string> = {}
  if (year !== undefined && year < thisYear) issues['year'] = 'YEAR_OVER'
  if (year !== undefined && year > thisYear + 1) issues['year'] = 'YEAR_TOO_FAR'
  // 专业课 belongs to a series, whose authority files it.
  if (category === 'professional' && series === null) issues['series'] = 'REQUIRED'
  if (totalOf(form) > mostHoursTenths) issues['subjects'] = 'HOURS_TOO_MANY'
  const names = subjects.map(({ name }) => name)
  for (const [at, name] of names.entries())
    if (name !== undefined && names.indexOf(name) < at)
      issues[`subjects.${at}.name`] = 'SUBJECT_TWICE'
  return issues
}

export const Subject = z.object({ id: Id, ...SubjectForm.shape })
export type Subject = z.infer<typeof Subject>

const Organiser = z.object({ id: Id, name: z.string(), regionPath: z.string() })

/** The columns of a line in any list of courses. */
export const CourseRow = z.object({
  id: Id,
  version: Version,
  state: z.enum(courseStates),
  year: Year,
  name: z.string(),
  category: z.enum(categories),
  series: z.nullable(Code),
  subjectCount: z.int(),
  totalTenths: HoursTenths,
  /** 备案编号, once it is filed. */
  number: z.nullable(z.string()),
  organiser: Organiser,
  submittedAt: z.nullable(Instant),
  updatedAt: Instant,
})
export type CourseRow = z.infer<typeof CourseRow>

export const Course = z.object({
  ...CourseForm.shape,
  id: Id,
  version: Version,
  state: z.enum(courseStates),
  subjects: z.array(Subject),
  totalTenths: HoursTenths,
  number: z.nullable(z.string()),
  organiser: Organiser,
  /** Where it was submitted to. */
  office: z.nullable(z.object({ kind: z.enum(filingOffices), name: z.string() })),
  submittedAt: z.nullable(Instant),
  filedAt: z.nullable(Instant),
  publishedAt: z.nullable(Instant),
  updatedAt: Instant,
  /** Why it was returned or stopped, while that stands. */
  reason: z.nullable(z.string()),
  timeline: z.array(
    z.object({
      at: Instant,
      by: z.string(),
      office: z.nullable(z.string()),
      act: z.enum(courseActs),
      reason: z.nullable(z.string()),
    }),
  ),
  open: z.array(z.enum(courseMoveNames)),
})
export type Course = z.infer<typeof Course>

/** A course as anybody sees it in the catalogue. */
export const CatalogueRow = z.object({
  id: Id,
  number: z.string(),
  year: Year,
  name: z.string(),
  category: z.enum(categories),
  series: z.nullable(Code),
  levels: z.array(z.enum(titleLevels)),
  subjectCount: z.int(),
  totalTenths: HoursTenths,
  organiser: Organiser,
})
export type CatalogueRow = z.infer<typeof CatalogueRow>

export const CatalogueCourse = z.object({
  ...CatalogueRow.shape,
  audience: z.nullable(z.string()),
  summary: z.nullable(z.string()),
  shared: z.boolean(),
  subjects: z.array(Subject),
  /** False once it is closed: what was held stays, nothing new comes. */
  isOffered: z.boolean(),
})
export type CatalogueCourse = z.infer<typeof CatalogueCourse>
