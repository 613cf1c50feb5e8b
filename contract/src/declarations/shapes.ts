import * as z from 'zod/mini'
import { reviewers } from '../actor.ts'
import { hoursTenths } from '../hours.ts'
import type { Part } from '../issues.ts'
import { categories, Gain, yearsTouched } from '../ledger.ts'
import { Code, Day, HoursTenths, Id, Instant, Version, Year } from '../shapes.ts'
import { text } from '../text.ts'
import {
  declarationActs,
  declarationMoveNames,
  declarationStates,
  stepPurposes,
  stepStates,
} from './states.ts'

/** The fields of 添加, in the manual's words. */
export const DeclarationForm = z.object({
  name: text({ min: 1, max: 100 }),
  category: z.enum(categories),
  form: Code,
  institution: text({ min: 1, max: 100 }),
  startOn: Day,
  endOn: Day,
  /** 计入年度, where the days leave a choice: across New Year it is asked; else null is the year of the last day. */
  year: z.optional(z.nullable(Year)),
  claimedTenths: hoursTenths,
  /** What the 学习形式 asks by the year's rule, where it counts units: their kind, how many, the place among the authors. */
  option: z.optional(z.nullable(Code)),
  units: z.optional(z.nullable(z.int().check(z.gte(1), z.lte(9_999)))),
  rank: z.optional(z.nullable(z.int().check(z.gte(1), z.lte(99)))),
  /** DOI, ISBN, 专利号 …: one achievement counts once for a person. */
  achievement: z.optional(z.nullable(text({ min: 1, max: 60 }))),
})
export type DeclarationForm = z.infer<typeof DeclarationForm>

/** Before 2010 there is no rule set by which a year could be judged. */
const firstDay = '2010-01-01'

/**
 * What the shape alone cannot say: field → issue code. `today` is Asia/Shanghai's day.
 */
export function declarationIssues(
  { startOn, endOn, year }: Part<Pick<DeclarationForm, 'startOn' | 'endOn' | 'year'>>,
  today: string,
): Record<string, string> {
  const issues: Record<string, string> = {}
  if (endOn && endOn > today) issues['endOn'] = 'DATE_IN_FUTURE'
  if (startOn && startOn > today) issues['startOn'] = 'DATE_IN_FUTURE'
  if (startOn && startOn < firstDay) issues['startOn'] = 'DATE_TOO_EARLY'
  if (!startOn || !endOn) return issues
  if (endOn < startOn) issues['endOn'] ??= 'END_BEFORE_START'
  const years = yearOfDay(endOn) - yearOfDay(startOn)
  if (years > 1) issues['endOn'] ??= 'ACROSS_YEARS'
  if (years === 1 && !year) issues['year'] = 'YEAR_REQUIRED'
  if (year && !yearsTouched({ startOn, endOn }).includes(year)) issues['year'] = 'YEAR_NOT_OFFERED'
  return issues
}

const yearOfDay = (day: string) => Number(day.slice(0, 4))

/** The year that the study counts for: the one that is named, else that of its last day, as Asia/Shanghai writes it. */
export const yearOfStudy = ({ year, endOn }: Pick<DeclarationForm, 'year' | 'endOn'>): number =>
  year ?? yearOfDay(endOn)

/** What is looked at before 送审: errors stop it, flags are shown to the person and the reviewers alike. */
export const checkCodes = {
  NO_EVIDENCE: 'error',
  HOURS_ABOVE_DAYS: 'error',
  FORM_NOT_OFFERED: 'error',
  EVIDENCE_UNUSUAL: 'flag',
  OVERLAP: 'flag',
  CREDITED_BEFORE: 'flag',
  FILE_USED_BEFORE: 'flag',
  ABOVE_YEARLY_CAP: 'flag',
  ABOVE_STANDARD: 'flag',
  ACHIEVEMENT_USED: 'flag',
  OUTSIDE_WINDOW: 'flag',
  DECLARED_LATE: 'flag',
  YEAR_PASSED: 'flag',
} as const
export type CheckCode = keyof typeof checkCodes
const checkCodeNames = Object.keys(checkCodes) as [CheckCode, ...CheckCode[]] // the table's own keys

export const Check = z.object({
  code: z.enum(checkCodeNames),
  level: z.enum(['error', 'flag']),
  /** Numbers or names that the text mentions: the hours allowed, the record that overlaps. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Check = z.infer<typeof Check>

export const evidenceTypes = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/heic',
  'application/ofd',
  'application/msword',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
] as const
export const evidenceLimit = { files: 10, bytes: 20 * 1024 * 1024 } as const

export const Evidence = z.object({
  id: Id,
  name: z.string(),
  state: z.enum(['uploading', 'ready']),
  type: z.nullable(z.enum(evidenceTypes)),
  sizeBytes: z.int(),
  /** Where the bytes are for a few minutes, under a ticket; null until they are all here. */
  viewUrl: z.nullable(z.string()),
  /** Of a file that is still on its way: what it must hash to, in hex, so that the same one goes on. */
  sha256: z.nullable(z.string()),
})
export type Evidence = z.infer<typeof Evidence>

export const TimelineItem = z.object({
  at: Instant,
  by: z.string(),
  office: z.nullable(z.string()),
  act: z.enum(declarationActs),
  reason: z.nullable(z.string()),
  /** The paper that a revocation or a reinstatement stands on. */
  decision: z.nullable(z.string()),
  /** 逾期审核: decided after the last day that the rules of the year give for it. */
  late: z.boolean(),
})
export type TimelineItem = z.infer<typeof TimelineItem>

export const DeclarationRow = z.object({
  id: Id,
  version: Version,
  state: z.enum(declarationStates),
  ...DeclarationForm.shape,
  year: Year,
  recognisedTenths: z.nullable(HoursTenths),
  /** 审核时间: when the last decision fell. */
  reviewedAt: z.nullable(Instant),
  updatedAt: Instant,
  /** A draft that was never sent: the only kind that 删除 takes. */
  deletable: z.boolean(),
})
export type DeclarationRow = z.infer<typeof DeclarationRow>

export const Declaration = z.object({
  ...DeclarationRow.shape,
  /** 受理编号 and time of the last 送审. */
  receipt: z.nullable(z.object({ number: z.string(), at: Instant })),
  person: z.object({
    name: z.string(),
    unitName: z.nullable(z.string()),
    series: z.nullable(Code),
  }),
  /** 审核截止: the last day on which it is to be reviewed, as frozen at 送审; null where the rules give none. */
  reviewTo: z.nullable(Day),
  /** Who of the unit's staff sent it for the person (批量申报); null where the person did. */
  declaredBy: z.nullable(z.string()),
  evidence: z.array(Evidence),
  checks: z.array(Check),
  /** What its hours would bring to the year, wherever the checks are shown; else null, as for a year without rules. */
  brings: z.nullable(Gain),
  /** For its person while it may be sent: who would review it first, as nobody reviews their own. Else null. */
  reviewedFirst: z.nullable(z.enum(['employer', 'above'])),
  /** The way through review: which kind of office, and where it stands. */
  steps: z.array(
    z.object({
      office: z.enum(reviewers),
      officeName: z.nullable(z.string()),
      state: z.enum(stepStates),
      purpose: z.enum(stepPurposes),
    }),
  ),
  reason: z.nullable(z.string()),
  /** For an office that reviews it again: what it said when it was last returned, and which files it had. */
  returned: z.nullable(
    z.object({
      at: Instant,
      form: DeclarationForm,
      files: z.array(z.object({ id: Id, name: z.string() })),
    }),
  ),
  timeline: z.array(TimelineItem),
  open: z.array(z.enum(declarationMoveNames)),
})
export type Declaration = z.infer<typeof Declaration>
