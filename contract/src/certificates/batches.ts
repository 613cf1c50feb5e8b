import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Id, YearText } from '../shapes.ts'
import { Task } from '../tasks.ts'

/** A ZIP of the signed files, one a person; or PDF to be printed at one go, which is not signed. */
export const batchForms = ['zip', 'pdf'] as const
export type BatchForm = (typeof batchForms)[number]

/** At most so many people at a time. */
export const batchLimit = 10_000
/** So many are bound into one PDF; more of them are several, in a ZIP. */
export const batchPart = 500
/** At most so many are picked one by one. */
export const batchPicked = 500

/**
 * 批量打印: the valid certificates of the unit's people for a year, made as long work: all of them, or those that
 * were picked.
 */
export const printBatch = endpoint('POST /certificates/batches', {
  summary: '批量打印证书',
  by: ['employer'],
  repeat: 'key',
  body: z.object({
    year: YearText,
    form: z.enum(batchForms),
    /** Certificates; of those that the unit does not have, or that are no longer valid, none is printed. */
    ids: z.optional(z.array(Id).check(z.minLength(1), z.maxLength(batchPicked))),
  }),
  reply: Task,
  errors: ['NOTHING_TO_PRINT', 'BATCH_TOO_LARGE', 'TASKS_TOO_MANY'],
})
