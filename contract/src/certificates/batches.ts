import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { YearText } from '../shapes.ts'
import { Task } from '../tasks.ts'

/** A ZIP of the signed files, one a person; or one PDF to be printed at one go, which is not signed. */
export const batchForms = ['zip', 'pdf'] as const
export type BatchForm = (typeof batchForms)[number]

/** At most so many people in a file. */
export const batchLimits: Record<BatchForm, number> = { zip: 10_000, pdf: 500 }

/** 批量打印: the valid certificates of the unit's people for a year, as one file, made as long work. */
export const printBatch = endpoint('POST /certificates/batches', {
  summary: '批量打印证书',
  by: ['employer'],
  repeat: 'key',
  body: z.object({ year: YearText, form: z.enum(batchForms) }),
  reply: Task,
  errors: ['NOTHING_TO_PRINT', 'BATCH_TOO_LARGE', 'TASKS_TOO_MANY'],
})
