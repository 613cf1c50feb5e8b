import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Id } from '../shapes.ts'
import { Task } from '../tasks.ts'
import { BySession } from './attendance.ts'

const institution = ['institution'] as const

/** 签到表 of one session: who is in the class and how each is marked, to be filled in and imported. */
export const attendanceSheet = endpoint('GET /classes/:id/sessions/:sessionId/sheet', {
  summary: '下载签到表',
  by: institution,
  repeat: 'natural',
  params: BySession,
  media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  reply: z.unknown(),
  errors: ['NOT_FOUND'],
})

/** 导入签到表: the marks of one session; all of the file or, where a row is wrong, nothing. */
export const importAttendance = endpoint('POST /classes/:id/sessions/:sessionId/imports', {
  summary: '导入签到表',
  by: institution,
  repeat: 'key',
  params: BySession,
  body: z.object({
    inputId: Id,
    /** Only tried: what is wrong is told, and nothing is changed. */
    dryRun: z.boolean(),
  }),
  reply: Task,
  errors: ['NOT_FOUND', 'WRONG_STATE', 'TASK_INPUT', 'TASKS_TOO_MANY'],
})
