import * as z from 'zod/mini'
import { categories } from '../../ledger.ts'
import { titleLevels } from '../../people.ts'
import { ClockTime, Code, Day, HoursTenths, Id, Instant, Version, Year } from '../../shapes.ts'
import { text } from '../../text.ts'
import { classMoveNames, classOffices, classStates } from './states.ts'

/** 培训组织形式. */
export const organisations = ['online', 'faceToFace', 'mixed'] as const
export type Organisation = (typeof organisations)[number]

/** 考试类型. */
export const exams = ['computer', 'written', 'practical', 'assessment', 'exempt'] as const
export type Exam = (typeof exams)[number]

/** Exams that end in a score; of the others one passes or not, or there is none. */
export const scoredExams = ['computer', 'written', 'practical'] as const satisfies readonly Exam[]

/** How places are given out: in the order of applications, by hand, or by draw. */
export const confirmations = ['first', 'hand', 'draw'] as const
export type Confirmation = (typeof confirmations)[number]

export const mostPlaces = 5000
export const mostSessions = 200

/** A line of 课程具体时间安排. */
export const SessionForm = z.object({
  /** null: a new one. */
  id: z.nullable(Id),
  on: Day,
  from: ClockTime,
  to: ClockTime,
  online: z.boolean(),
  /** null: where the class is. */
  place: z.nullable(text({ min: 1, max: 100 })),
  /** Which 科目, by its place in the list. */
  subject: z.nullable(z.int().check(z.gte(1), z.lte(100))),
  teacher: z.nullable(text({ min: 1, max: 50 })),
})
export type SessionForm = z.infer<typeof SessionForm>

/** Who may apply; an empty list admits all. */
export const Admission = z.object({
  series: z.array(Code).check(z.maxLength(30)),
  levels: z.array(z.enum(titleLevels)).check(z.maxLength(titleLevels.length)),
  /** The employer's region, with all below it. */
  regionCode: z.nullable(Code),
  /** Units for which places are kept (0: none); with `unitsOnly` nobody else may apply. */
  units: z
    .array(z.object({ unitId: Id, kept: z.int().check(z.gte(0), z.lte(mostPlaces)) }))
    .check(z.maxLength(50)),
  unitsOnly: z.boolean(),
})
export type Admission = z.infer<typeof Admission>

const Places = z.int().check(z.gte(1), z.lte(mostPlaces))

/** A class as its institution writes it. */
export const ClassForm = z.object({
  courseId: Id,
  name: text({ min: 1, max: 100 }),
  organisation: z.enum(organisations),
  days: z.int().check(z.gte(1), z.lte(366)),
  plan: Places,
  startsOn: Day,
  endsOn: Day,
  headTeacher: text({ min: 1, max: 50 }),
  teacher: text({ min: 1, max: 100 }),
  exam: z.enum(exams),
  place: text({ min: 1, max: 200 }),
  sessions: z.array(SessionForm).check(z.maxLength(mostSessions, 'SESSIONS_TOO_MANY')),
  admission: Admission,
  /** 报名起止时间. */
  signUpFromOn: Day,
  signUpFromAt: ClockTime,
  signUpToOn: Day,
  signUpToAt: ClockTime,
  fee: text({ min: 1, max: 100 }),
  contactName: text({ min: 1, max: 50 }),
  contactPhone: text({ min: 5, max: 30 }),
  confirmation: z.enum(confirmations),
  /** Sessions attended, of a hundred, below which nobody passes. */
  attendancePercent: z.int().check(z.gte(0), z.lte(100)),
  passMark: z.int().check(z.gte(0), z.lte(100)),
  /** Minutes after which whoever signs in is late. */
  lateMinutes: z.int().check(z.gte(0), z.lte(240)),
})
export type ClassForm = z.infer<typeof ClassForm>

/** What a class says where nothing else was said. */
export const classDefaults = { attendancePercent: 80, passMark: 60, lateMinutes: 10 } as const

/** Sign-in opens so long before a session; with the first one the class starts. */
export const signInLeadMinutes = 30

/** What may be said otherwise once the class was approved; the rest is what was approved. */
export const changeable = [
  'name',
  'days',
  'startsOn',
  'endsOn',
  'headTeacher',
  'teacher',
  'place',
  'sessions',
  'signUpFromOn',
  'signUpFromAt',
  'signUpToOn',
  'signUpToAt',
  'contactName',
  'contactPhone',
  'lateMinutes',
] as const satisfies readonly (keyof ClassForm)[]
export type Changeable = (typeof changeable)[number]

/** What a notice of a change calls them; several fields may be one thing to whoever reads it. */
export const changeLabel: Readonly<Record<Changeable, string>> = {
  name: '培训班名称',
  days: '培训天数',
  startsOn: '开班日期',
  endsOn: '结束日期',
  headTeacher: '班主任',
  teacher: '授课老师',
  place: '学习地点',
  sessions: '课程时间安排',
  signUpFromOn: '报名时间',
  signUpFromAt: '报名时间',
  signUpToOn: '报名时间',
  signUpToAt: '报名时间',
  contactName: '联系人',
  contactPhone: '联系电话',
  lateMinutes: '迟到规则',
}

/** A line of 科目信息, as the course had it when the class was made. */
export const ClassSubject = z.object({
  position: z.int(),
  name: z.string(),
  hoursTenths: HoursTenths,
})
export type ClassSubject = z.infer<typeof ClassSubject>

/** How the places stand; applied = waiting + confirmed + waitlisted, and confirmed + free = plan. */
export const ClassPlaces = z.object({
  plan: z.int(),
  /** Kept for units and not taken yet. */
  kept: z.int(),
  free: z.int(),
  /** 已报名人数: all who have not withdrawn or been refused. */
  applied: z.int(),
  waiting: z.int(),
  confirmed: z.int(),
  waitlisted: z.int(),
  refused: z.int(),
})
export type ClassPlaces = z.infer<typeof ClassPlaces>

/** The draw of places: its seed was promised by its hash before anybody applied. */
export const Draw = z.object({
  commitment: z.string(),
  seed: z.nullable(z.string()),
  at: z.nullable(Instant),
})
export type Draw = z.infer<typeof Draw>

export const classActs = [
  'create',
  'submit',
  'withdraw',
  'approve',
  'return',
  'open',
  'pause',
  'resume',
  'close',
  'reopen',
  'draw',
  'resize',
  'promotion',
  'release',
  'change',
  'start',
  'assess',
  'continue',
  'finish',
  'cancel',
  'message',
] as const
export type ClassAct = (typeof classActs)[number]

export const ClassRow = z.object({
  id: Id,
  version: Version,
  state: z.enum(classStates),
  name: z.string(),
  courseName: z.string(),
  category: z.enum(categories),
  year: Year,
  startsOn: Day,
  endsOn: Day,
  hoursTenths: HoursTenths,
  plan: z.int(),
  applied: z.int(),
  confirmed: z.int(),
  /** Who waits for 确认. */
  waiting: z.int(),
  signUpTo: Instant,
  institutionName: z.string(),
  submittedAt: z.nullable(Instant),
})
export type ClassRow = z.infer<typeof ClassRow>

/** A teacher or a room that is wanted twice at one time. */
export const Clash = z.object({
  what: z.enum(['teacher', 'place']),
  name: z.string(),
  className: z.string(),
  from: Instant,
  to: Instant,
})
export type Clash = z.infer<typeof Clash>

/** A class as its institution and the office that approves it see it. */
export const TrainingClass = z.object({
  ...ClassForm.shape,
  id: Id,
  version: Version,
  state: z.enum(classStates),
  institution: z.object({ id: Id, name: z.string() }),
  courseName: z.string(),
  category: z.enum(categories),
  series: z.nullable(Code),
  /** The levels that its course is for; empty: all. */
  levels: Admission.shape.levels,
  year: Year,
  hoursTenths: HoursTenths,
  subjects: z.array(ClassSubject),
  sessions: z.array(z.object({ ...SessionForm.shape, id: Id })),
  admission: z.object({
    ...Admission.shape,
    /** `released`: of those kept, what was not wanted when sign-up ended. */
    units: z.array(z.object({ unitId: Id, kept: z.int(), released: z.int(), name: z.string() })),
  }),
  places: ClassPlaces,
  promotes: z.boolean(),
  /** Whether places that were kept and that nobody wanted are anybody's by now. */
  keptEnded: z.boolean(),
  draw: z.nullable(Draw),
  office: z.nullable(z.object({ kind: z.enum(classOffices), name: z.string() })),
  submittedAt: z.nullable(Instant),
  /** Why it was returned or cancelled. */
  reason: z.nullable(z.string()),
  /** Whether its course was closed: it cannot be approved or opened any more. */
  courseStopped: z.boolean(),
  clashes: z.array(Clash),
  timeline: z.array(
    z.object({
      at: Instant,
      by: z.string(),
      office: z.nullable(z.string()),
      act: z.enum(classActs),
      reason: z.nullable(z.string()),
    }),
  ),
  open: z.array(z.enum(classMoveNames)),
})
export type TrainingClass = z.infer<typeof TrainingClass>
