import * as z from 'zod/mini'
import { categories } from '../../ledger.ts'
import type { TitleLevel } from '../../people.ts'
import { Code, Day, HoursTenths, Id, Instant, Version, Year } from '../../shapes.ts'
import {
  Admission,
  ClassForm,
  ClassSubject,
  confirmations,
  Draw,
  SessionForm,
} from '../classes/shapes.ts'
import { classStates } from '../classes/states.ts'
import { enrolmentActs, enrolmentMoveNames, enrolmentStates } from './states.ts'

/** Why a class does not admit somebody. */
export const admissionCodes = [
  'SERIES_NOT_ADMITTED',
  'LEVEL_NOT_ADMITTED',
  'REGION_NOT_ADMITTED',
  'UNIT_NOT_ADMITTED',
] as const
export type AdmissionCode = (typeof admissionCodes)[number]

/** What an admission looks at, as confirmed by the employer. */
export type Applicant = {
  series: string
  titleLevel: TitleLevel
  unitId: string
  /** The employer's region and those above it. */
  regions: readonly string[]
}

/** Whom a class admits within what its course is for; an empty list admits all. */
export function within<One>(own: readonly One[], course: readonly One[]): One[] {
  const both = own.filter((one) => course.includes(one))
  if (course.length === 0) return [...own]
  return both.length > 0 ? both : [...course]
}

/** Field → why the class does not admit the applicant; empty: it does. */
export function admissionIssues(
  admission: {
    series: readonly string[]
    levels: readonly string[]
    regionCode: string | null
    units: readonly { unitId: string }[]
    unitsOnly: boolean
  },
  applicant: Applicant,
): Partial<Record<'series' | 'titleLevel' | 'region' | 'unit', AdmissionCode>> {
  const { series, levels, regionCode, units, unitsOnly } = admission
  const isOf = (list: readonly string[], one: string) => list.length === 0 || list.includes(one)
  return {
    ...(!isOf(series, applicant.series) && { series: 'SERIES_NOT_ADMITTED' as const }),
    ...(!isOf(levels, applicant.titleLevel) && { titleLevel: 'LEVEL_NOT_ADMITTED' as const }),
    ...(regionCode !== null &&
      !applicant.regions.includes(regionCode) && { region: 'REGION_NOT_ADMITTED' as const }),
    ...(unitsOnly &&
      !units.some(({ unitId }) => unitId === applicant.unitId) && {
        unit: 'UNIT_NOT_ADMITTED' as const,
      }),
  }
}

/** A line of 培训班报名申请, and of the public 培训班目录. */
export const OpenClassRow = z.object({
  id: Id,
  name: z.string(),
  courseName: z.string(),
  category: z.enum(categories),
  institutionName: z.string(),
  startsOn: Day,
  endsOn: Day,
  hoursTenths: HoursTenths,
  plan: z.int(),
  /** 已报名人数. */
  applied: z.int(),
  confirmed: z.int(),
  state: z.enum(classStates),
  signUpFrom: Instant,
  signUpTo: Instant,
  /** Where the asker stands in it; null: not in it, or nobody asked. */
  mine: z.nullable(z.object({ id: Id, state: z.enum(enrolmentStates) })),
})
export type OpenClassRow = z.infer<typeof OpenClassRow>

/** What anybody may know of a class that was approved. */
export const PublicClass = z.object({
  ...OpenClassRow.shape,
  year: Year,
  series: z.nullable(Code),
  organisation: ClassForm.shape.organisation,
  days: z.int(),
  headTeacher: z.string(),
  teacher: z.string(),
  exam: ClassForm.shape.exam,
  place: z.string(),
  fee: z.string(),
  contactName: z.string(),
  contactPhone: z.string(),
  confirmation: z.enum(confirmations),
  attendancePercent: z.int(),
  passMark: z.int(),
  lateMinutes: z.int(),
  subjects: z.array(ClassSubject),
  sessions: z.array(z.object({ ...SessionForm.shape, id: Id })),
  admission: z.object({
    series: Admission.shape.series,
    levels: Admission.shape.levels,
    regionCode: z.nullable(Code),
    units: z.array(z.object({ name: z.string(), kept: z.int() })),
    unitsOnly: z.boolean(),
  }),
  draw: z.nullable(Draw),
  reason: z.nullable(z.string()),
})
export type PublicClass = z.infer<typeof PublicClass>

/** One class of the asker's own that is at the same time. */
export const OwnClash = z.object({ className: z.string(), from: Instant, to: Instant })

/** The dialog 我要报名. */
export const OpenClass = z.object({
  ...PublicClass.shape,
  /** Why the class does not admit the asker. */
  issues: z.record(z.string(), z.enum(admissionCodes)),
  /** What it would do for the asker's year, in its category; null where that year has no rules. */
  gain: z.nullable(
    z.object({
      requiredTenths: HoursTenths,
      haveTenths: HoursTenths,
      lackingTenths: HoursTenths,
      lackingAfterTenths: HoursTenths,
    }),
  ),
  clashes: z.array(OwnClash),
  /** Other classes of the same course that the asker is in, and where they have its hours: it counts once. */
  same: z.array(z.object({ name: z.string(), credited: z.boolean() })),
  /** Places not taken, and which limit would keep the asker from one; null: there is one for them. */
  free: z.int(),
  bound: z.nullable(z.enum(['FULL', 'KEPT'])),
  /** Whether the asker's profile and employment are confirmed. */
  profileConfirmed: z.boolean(),
  open: z.array(z.enum(['apply', 'nominate'])),
})
export type OpenClass = z.infer<typeof OpenClass>

/** Why somebody waits: before whom, and which limit binds. */
export const Waiting = z.object({
  /** 1: the next. */
  position: z.int(),
  why: z.enum(['FULL', 'KEPT', 'PAUSED']),
})

/** A line of 培训班报名情况查看. */
export const EnrolmentRow = z.object({
  id: Id,
  version: Version,
  state: z.enum(enrolmentStates),
  classId: Id,
  className: z.string(),
  courseName: z.string(),
  category: z.enum(categories),
  institutionName: z.string(),
  startsOn: Day,
  appliedAt: Instant,
})
export type EnrolmentRow = z.infer<typeof EnrolmentRow>

export const marks = ['present', 'late', 'absent', 'leave'] as const
export type Mark = (typeof marks)[number]

/** How a mark came: by the code on the wall, by list, by a sheet from paper. */
export const markSources = ['qr', 'list', 'sheet'] as const

/** A mark that stood and was changed: what it was, since when, and who changed it why. */
export const MarkChange = z.object({
  former: z.enum(marks),
  formerBy: z.enum(markSources),
  formerAt: Instant,
  mark: z.enum(marks),
  at: Instant,
  by: z.string(),
  reason: z.string(),
})
export type MarkChange = z.infer<typeof MarkChange>

export const SessionMark = z.object({
  sessionId: Id,
  from: Instant,
  to: Instant,
  online: z.boolean(),
  /** Where it is: a room of its own, or where the class is. */
  place: z.string(),
  subject: z.nullable(z.string()),
  teacher: z.string(),
  mark: z.nullable(z.enum(marks)),
  /** Former marks, the oldest first. */
  changes: z.array(MarkChange),
})

export const Attempt = z.object({
  attempt: z.int(),
  score: z.nullable(z.int()),
  passed: z.boolean(),
})

export const EnrolmentEvent = z.object({
  at: Instant,
  by: z.string(),
  act: z.enum(enrolmentActs),
  reason: z.nullable(z.string()),
})

/** An enrolment as its person sees it. */
export const Enrolment = z.object({
  ...EnrolmentRow.shape,
  /** 报名序号 in the class. */
  number: z.int(),
  classState: z.enum(classStates),
  endsOn: Day,
  hoursTenths: HoursTenths,
  place: z.string(),
  contactName: z.string(),
  contactPhone: z.string(),
  confirmation: z.enum(confirmations),
  plan: z.int(),
  applied: z.int(),
  /** Who had applied before and still wants a place. */
  before: z.int(),
  waiting: z.nullable(Waiting),
  nominatedBy: z.nullable(z.string()),
  reason: z.nullable(z.string()),
  sessions: z.array(SessionMark),
  attempts: z.array(Attempt),
  timeline: z.array(EnrolmentEvent),
  open: z.array(z.enum(enrolmentMoveNames)),
})
export type Enrolment = z.infer<typeof Enrolment>
