import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { categories } from '../ledger.ts'
import { legacyStates } from '../legacy.ts'
import { ById, Day, HoursTenths, Id, Instant, Year } from '../shapes.ts'
import { completionStates } from '../training/completions.ts'

/** How a platform reported the hour: the institution's own number of it, when, with which key, and as what. */
export const ReportedHour = z.object({
  institutionName: z.string(),
  reference: z.string(),
  receivedAt: Instant,
  keyName: z.string(),
  /** Lines of the same call. */
  itemCount: z.int(),
  state: z.enum(completionStates),
  /** As the platform wrote it. */
  personName: z.string(),
  documentNumberMasked: z.string(),
  hoursTenths: z.int(),
})
export type ReportedHour = z.infer<typeof ReportedHour>

/** The row of which file brought the hour in, by which office, and when. */
export const ImportedHour = z.object({
  batchId: Id,
  batchName: z.string(),
  officeName: z.string(),
  /** Null where it was imported before files were named. */
  fileName: z.nullable(z.string()),
  /** By which the office's own copy of the file is known for the same; null as before. */
  fileSha256: z.nullable(z.string()),
  row: z.int(),
  state: z.enum(legacyStates),
  checkedBy: z.string(),
  checkedAt: Instant,
  /** Who imported it. */
  importedBy: z.nullable(z.string()),
  importedAt: z.nullable(Instant),
  /** As the file has it. */
  personName: z.nullable(z.string()),
  documentNumberMasked: z.nullable(z.string()),
  /** Whether the reader's own office brought it in, and has its page. */
  own: z.boolean(),
})
export type ImportedHour = z.infer<typeof ImportedHour>

/** An hour of a person's year that no record of theirs stands behind: what does. One of the two is there. */
export const HourOrigin = z.object({
  id: Id,
  personName: z.string(),
  year: Year,
  category: z.enum(categories),
  name: z.string(),
  form: z.string(),
  institution: z.string(),
  startOn: Day,
  endOn: Day,
  hoursTenths: HoursTenths,
  ruleSet: z.string(),
  recognisedBy: z.string(),
  at: Instant,
  reversal: z.nullable(z.object({ at: Instant, reason: z.nullable(z.string()) })),
  reported: z.nullable(ReportedHour),
  imported: z.nullable(ImportedHour),
})
export type HourOrigin = z.infer<typeof HourOrigin>

/** By the id of an item of a year. What was declared, or learned in a class, has a page of its own and none here. */
export const readHourOrigin = endpoint('GET /hour-origins/:id', {
  summary: '学时来源',
  by: ['individual', 'employer', 'industry', 'hrss'],
  repeat: 'natural',
  params: ById,
  reply: HourOrigin,
  errors: ['NOT_FOUND'],
})
