import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { categories } from '../ledger.ts'
import { Id, Year, YearText } from '../shapes.ts'
import { Task } from '../tasks.ts'
import { text } from '../text.ts'
import { courseStates, organisers } from './courses/states.ts'

/** What one file may hold: a year's plan of the largest institution. */
export const mostSheetRows = 2_000

/** 导入课程计划: drafts of a year, a row a 科目; all of the file or, where a row is wrong, nothing. */
export const importCourses = endpoint('POST /courses/imports', {
  summary: '导入课程计划',
  by: organisers,
  repeat: 'key',
  body: z.object({
    inputId: Id,
    year: Year,
    /** Only tried: what is wrong is told, and nothing is changed. */
    dryRun: z.boolean(),
  }),
  reply: Task,
  errors: ['INVALID', 'TASK_INPUT', 'TASKS_TOO_MANY'],
})

/** 导出课程计划, as it may be imported again, with what became of each course. */
export const exportCourses = endpoint('POST /courses/exports', {
  summary: '导出课程计划',
  by: organisers,
  repeat: 'key',
  body: z.object({
    year: z.optional(YearText),
    category: z.optional(z.enum(categories)),
    state: z.optional(z.enum(courseStates)),
    name: z.optional(text({ min: 0, max: 100 })),
  }),
  reply: Task,
  errors: ['TASKS_TOO_MANY'],
})

/** The columns with an explanation, to be filled in. */
export const courseTemplate = endpoint('GET /courses/template', {
  summary: '下载课程计划模板',
  by: 'anyone',
  repeat: 'natural',
  media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  reply: z.unknown(),
})
