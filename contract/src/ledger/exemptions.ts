import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { Part } from '../issues.ts'
import {
  ById,
  ByVersion,
  Code,
  Cursor,
  Day,
  Done,
  HoursTenths,
  Id,
  Instant,
  pageOf,
  Version,
  Year,
} from '../shapes.ts'
import { text } from '../text.ts'
import { daysInMonth, isIsoDate } from '../year.ts'
import { exemptionActs, exemptionMoveNames, exemptionStates } from './exemption-states.ts'
import { Relief } from './obligations.ts'
import { HoursByCategory } from './shapes.ts'

/** 免修 the whole year, 减免 by months, or 专业课 as done. */
export const exemptionKinds = ['whole', 'months', 'professional'] as const
export type ExemptionKind = (typeof exemptionKinds)[number]

/** What a person asks for. */
export const ExemptionForm = z.object({
  year: Year,
  reason: Code,
  kind: z.enum(exemptionKinds),
  /** When the reason held; only what lies in the year counts. */
  startOn: Day,
  endOn: Day,
  words: text({ min: 1, max: 500, lines: true }),
})
export type ExemptionForm = z.infer<typeof ExemptionForm>

/** Before 2010 no rule says what a year asks. */
const firstYear = 2010

/** What the shape alone cannot say: field → issue code. `thisYear` is Asia/Shanghai's. */
export function exemptionIssues(
  { year, startOn, endOn }: Part<ExemptionForm>,
  thisYear: number,
): Record<string, string> {
  const issues: Record<string, string> = {}
  if (startOn && endOn && endOn < startOn) issues['endOn'] = 'END_BEFORE_START'
  if (year === undefined) return issues
  if (year < firstYear || year > thisYear) issues['year'] = 'NOT_OFFERED'
  const isOutside =
    (startOn && startOn > `${year}-12-31`) || (startOn && endOn && endOn < `${year}-01-01`)
  if (isOutside && !issues['endOn']) issues['startOn'] = 'OUTSIDE_YEAR'
  return issues
}

/**
 * How many months of the year the days cover: those of which at least half is in them. What an
 * office is offered to grant; it may decide otherwise.
 */
export function monthsOf({
  year,
  startOn,
  endOn,
}: Pick<ExemptionForm, 'year' | 'startOn' | 'endOn'>) {
  if (!isIsoDate(startOn) || !isIsoDate(endOn)) return 0
  let months = 0
  for (let month = 1; month <= 12; month += 1) {
    const days = daysInMonth(year, month)
    const dayOf = (day: number) => `${year}-${two(month)}-${two(day)}`
    let covered = 0
    for (let day = 1; day <= days; day += 1)
      if (dayOf(day) >= startOn && dayOf(day) <= endOn) covered += 1
    if (covered * 2 >= days) months += 1
  }
  return months
}
const two = (number: number) => String(number).padStart(2, '0')

/** What is asked, as a relief. */
export function askedRelief(form: ExemptionForm): Relief {
  if (form.kind === 'whole') return { months: 12, exempt: [] }
  if (form.kind === 'professional') return { months: 0, exempt: ['professional'] }
  return { months: monthsOf(form), exempt: [] }
}

/** True for a relief that takes something off. */
export const relieves = ({ months, exempt }: Relief) => months > 0 || exempt.length > 0

export const exemptionFileTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const
export const exemptionFileLimit = { files: 10, bytes: 20 * 1024 * 1024 } as const

export const ExemptionFile = z.object({
  id: Id,
  name: z.string(),
  type: z.nullable(z.enum(exemptionFileTypes)),
  sizeBytes: z.int(),
  /** Where it may be looked at for ten minutes; null until all its bytes are here. */
  viewUrl: z.nullable(z.string()),
})
export type ExemptionFile = z.infer<typeof ExemptionFile>

/** What a year asks, as a page shows it. */
export const Asks = z.object({ totalTenths: HoursTenths, byCategory: HoursByCategory })
export type Asks = z.infer<typeof Asks>

export const ExemptionRow = z.object({
  id: Id,
  version: Version,
  state: z.enum(exemptionStates),
  ...z.pick(ExemptionForm, { year: true, reason: true, kind: true, startOn: true, endOn: true })
    .shape,
  personName: z.string(),
  unitName: z.nullable(z.string()),
  updatedAt: Instant,
})
export type ExemptionRow = z.infer<typeof ExemptionRow>

export const Exemption = z.object({
  ...ExemptionRow.shape,
  words: z.string(),
  series: z.nullable(Code),
  files: z.array(ExemptionFile),
  /** What the year asks without relief, by the rules of now; and whether they know 减免 by months. */
  asks: Asks,
  prorates: z.boolean(),
  /** The decision, while it stands or once it stood. */
  granted: z.nullable(
    z.object({ relief: Relief, asks: Asks, officeName: z.string(), at: Instant }),
  ),
  /** Of the last decision that needed one. */
  decisionReason: z.nullable(z.string()),
  timeline: z.array(
    z.object({
      at: Instant,
      by: z.string(),
      office: z.nullable(z.string()),
      act: z.enum(exemptionActs),
      reason: z.nullable(z.string()),
    }),
  ),
  open: z.array(z.enum(exemptionMoveNames)),
})
export type Exemption = z.infer<typeof Exemption>

/** 免修减免申请: the actor's own, newest first. */
export const listExemptions = endpoint('GET /exemptions', {
  summary: '免修减免申请',
  by: ['individual'],
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(ExemptionRow),
})

export const createExemption = endpoint('POST /exemptions', {
  summary: '添加免修减免申请',
  by: ['individual'],
  repeat: 'key',
  body: ExemptionForm,
  reply: Exemption,
  errors: ['PROFILE_NOT_CONFIRMED', 'INVALID'],
})

export const readExemption = endpoint('GET /exemptions/:id', {
  summary: '查看免修减免申请',
  by: ['individual', 'employer', 'hrss'],
  repeat: 'natural',
  params: ById,
  reply: Exemption,
  errors: ['NOT_FOUND'],
})

export const editExemption = endpoint('PUT /exemptions/:id', {
  summary: '保存免修减免申请',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, form: ExemptionForm }),
  reply: Exemption,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'INVALID'],
})

export const deleteExemption = endpoint('DELETE /exemptions/:id', {
  summary: '删除免修减免申请草稿',
  by: ['individual'],
  repeat: 'natural',
  params: ById,
  reply: Done,
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

export const submitExemption = endpoint('POST /exemptions/:id/submit', {
  summary: '送审免修减免申请',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Exemption,
  errors: [
    'NOT_FOUND',
    'STALE',
    'WRONG_STATE',
    'NOT_COMPLETE',
    'PROFILE_NOT_CONFIRMED',
    'EXEMPTION_EXISTS',
  ],
})

export const withdrawExemption = endpoint('POST /exemptions/:id/withdraw', {
  summary: '撤回免修减免申请',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Exemption,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

/** Opens a place for one file; the bytes follow by tus under the ticket. */
export const addExemptionFile = endpoint('POST /exemptions/:id/files', {
  summary: '上传免修减免证明',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: z.object({ name: text({ min: 1, max: 200 }), sizeBytes: z.int().check(z.gte(0)) }),
  reply: z.object({ id: Id, ticket: z.string(), uploadUrl: z.string() }),
  errors: ['NOT_FOUND', 'WRONG_STATE', 'FILE_TOO_LARGE', 'FILE_EMPTY', 'FILES_TOO_MANY'],
})

export const removeExemptionFile = endpoint('DELETE /exemptions/:id/files/:fileId', {
  summary: '删除免修减免证明',
  by: ['individual'],
  repeat: 'natural',
  params: z.object({ id: Id, fileId: Id }),
  reply: Exemption,
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})
