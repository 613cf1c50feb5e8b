import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { ById, Cursor, Day, HoursTenths, Id, Instant, pageOf, Version } from '../shapes.ts'
import { ClassReason, exams } from './classes.ts'
import { ClassSubject } from './classes/shapes.ts'
import { ByTrainee } from './confirmations.ts'
import { Attempt, MarkChange, marks, markSources } from './enrolments/shapes.ts'
import { enrolmentStates } from './enrolments/states.ts'

const institution = ['institution'] as const
export const BySession = z.object({ id: Id, sessionId: Id })

/** 考勤: the sessions of a class and how many came. */
export const listSessions = endpoint('GET /classes/:id/sessions', {
  summary: '考勤',
  by: institution,
  repeat: 'natural',
  params: ById,
  reply: z.object({
    trainees: z.int(),
    items: z.array(
      z.object({
        id: Id,
        from: Instant,
        to: Instant,
        online: z.boolean(),
        place: z.nullable(z.string()),
        subject: z.nullable(z.string()),
        teacher: z.nullable(z.string()),
        present: z.int(),
        late: z.int(),
        absent: z.int(),
        leave: z.int(),
        /** 签到表扫描件. */
        scans: z.int(),
        /** Whether the QR code would be taken now. */
        signsIn: z.boolean(),
        /** Whether it may be marked: one may, or might, have signed in. */
        begun: z.boolean(),
      }),
    ),
  }),
  errors: ['NOT_FOUND'],
})

export const Attendee = z.object({
  enrolmentId: Id,
  number: z.int(),
  name: z.string(),
  unitName: z.string(),
  mark: z.nullable(z.enum(marks)),
  by: z.nullable(z.enum(markSources)),
  at: z.nullable(Instant),
  /** Former marks, the oldest first. */
  changes: z.array(MarkChange),
})
export type Attendee = z.infer<typeof Attendee>

export const listAttendance = endpoint('GET /classes/:id/sessions/:sessionId/attendance', {
  summary: '签到名单',
  by: institution,
  repeat: 'natural',
  params: BySession,
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(Attendee),
  errors: ['NOT_FOUND'],
})

/**
 * By list: who came, who was late, who did not. `unmarked` marks all who have no mark yet. Whoever is marked
 * otherwise already is marked anew only with a reason, and the former mark is kept.
 */
export const markAttendance = endpoint('POST /classes/:id/sessions/:sessionId/attendance', {
  summary: '登记考勤',
  by: institution,
  repeat: 'natural',
  params: BySession,
  body: z.object({
    marks: z.array(z.object({ enrolmentId: Id, mark: z.enum(marks) })).check(z.maxLength(500)),
    unmarked: z.nullable(z.enum(marks)),
    reason: z.optional(ClassReason),
  }),
  reply: z.object({ marked: z.int() }),
  errors: ['NOT_FOUND', 'WRONG_STATE', 'SESSION_NOT_BEGUN', 'OWN_RECORD', 'REASON_REQUIRED'],
})

/** The codes of the next minutes, so that the wall need not ask every time; each holds for a quarter of a minute. */
export const readSignInCodes = endpoint('GET /classes/:id/sessions/:sessionId/codes', {
  summary: '签到二维码',
  by: institution,
  repeat: 'natural',
  params: BySession,
  reply: z.object({
    /** Milliseconds until the second of the codes is due. */
    nextMilliseconds: z.int(),
    slotMilliseconds: z.int(),
    /** Where a phone is led, and the same as a QR code: a path in a square of so many modules. */
    codes: z.array(
      z.object({ slot: z.int(), address: z.string(), path: z.string(), modules: z.int() }),
    ),
    opensAt: Instant,
    closesAt: Instant,
    signedIn: z.int(),
  }),
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

/** CREDITED_BEFORE: they have the hours of the course already, by another class or a platform. */
export const verdicts = [
  'passes',
  'ABSENT',
  'NO_RESULT',
  'EXAM_FAILED',
  'NEVER_CAME',
  'CREDITED_BEFORE',
] as const
export type Verdict = (typeof verdicts)[number]

/** 成绩与结业: one line of a class, with what it would come to. */
export const Judged = z.object({
  enrolmentId: Id,
  version: Version,
  state: z.enum(enrolmentStates),
  number: z.int(),
  name: z.string(),
  unitName: z.string(),
  /** Sessions attended, of all that the class has. */
  attended: z.int(),
  held: z.int(),
  attempts: z.array(Attempt),
  verdict: z.enum(verdicts),
  /** The actor's own, which somebody else must judge. */
  isOwn: z.boolean(),
})
export type Judged = z.infer<typeof Judged>

export const listResults = endpoint('GET /classes/:id/results', {
  summary: '成绩',
  by: institution,
  repeat: 'natural',
  params: ById,
  query: z.object({ after: z.optional(Cursor) }),
  reply: z.object({ ...pageOf(Judged).shape, exam: z.enum(exams) }),
  errors: ['NOT_FOUND'],
})

const Score = z.int('SCORE_NOT_WHOLE').check(z.gte(0, 'SCORE_RANGE'), z.lte(100, 'SCORE_RANGE'))

/** Scores, or passed and not passed where the exam has none. A make-up (`attempt` 2) once, after a first that was failed. */
export const saveResults = endpoint('POST /classes/:id/results', {
  summary: '登记成绩',
  by: institution,
  repeat: 'natural',
  params: ById,
  body: z.object({
    items: z
      .array(
        z.object({
          enrolmentId: Id,
          attempt: z.union([z.literal(1), z.literal(2)]),
          score: z.nullable(Score),
          passed: z.nullable(z.boolean()),
        }),
      )
      .check(z.minLength(1), z.maxLength(500)),
  }),
  reply: z.object({ saved: z.int() }),
  errors: ['NOT_FOUND', 'WRONG_STATE', 'OWN_RECORD', 'INVALID'],
})

/** What 结业 would do: who passes, what each gets, and why others do not. */
export const previewFinish = endpoint('GET /classes/:id/finish', {
  summary: '结业预览',
  by: institution,
  repeat: 'natural',
  params: ById,
  reply: z.object({
    /** Names exactly this outcome; 结业 does this or nothing. */
    digest: z.string(),
    passes: z.int(),
    fails: z.int(),
    /** Who has no result yet: they would not pass. */
    withoutResult: z.int(),
    /** Who would pass and has the hours of the course already: nothing is credited twice. */
    creditedBefore: z.int(),
    hoursTenths: HoursTenths,
    lines: z.array(ClassSubject),
    totalTenths: z.int(),
    finishedOn: Day,
  }),
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

/** 结业: the hours of all who passed stand in the ledger, or nothing happened. STALE where the outcome is another by now. */
export const finishClass = endpoint('POST /classes/:id/finish', {
  summary: '结业',
  by: institution,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, digest: z.string().check(z.maxLength(100)) }),
  reply: z.object({ classId: Id, passed: z.int(), failed: z.int(), creditedTenths: z.int() }),
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

/** 更正 after 结业: hours are taken back by an entry of their own, or credited after all. */
export const correctResult = endpoint('POST /classes/:id/enrolments/:enrolmentId/correction', {
  summary: '更正结业结果',
  by: institution,
  repeat: 'key',
  params: ByTrainee,
  body: z.object({
    version: Version,
    to: z.enum(['completed', 'failed']),
    reason: ClassReason,
  }),
  reply: Judged,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD', 'CREDITED_BEFORE'],
})
