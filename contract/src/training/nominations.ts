import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { titleLevels } from '../people.ts'
import { ById, Code, Cursor, Id, pageOf, Version } from '../shapes.ts'
import { text } from '../text.ts'
import { ClassReason } from './classes.ts'
import { admissionCodes, EnrolmentRow } from './enrolments/shapes.ts'
import { enrolmentMoveNames, enrolmentStates } from './enrolments/states.ts'

const employer = ['employer'] as const

/** Somebody of the unit, and whether the class would admit them. */
export const Candidate = z.object({
  personId: Id,
  name: z.string(),
  series: Code,
  titleLevel: z.enum(titleLevels),
  title: z.string(),
  issues: z.record(z.string(), z.enum(admissionCodes)),
  /** Where they stand in the class already. */
  state: z.nullable(z.enum(enrolmentStates)),
})
export type Candidate = z.infer<typeof Candidate>

/** 培训提名: the unit's confirmed people, by name. */
export const listCandidates = endpoint('GET /open-classes/:id/candidates', {
  summary: '可提名人员',
  by: employer,
  repeat: 'natural',
  params: ById,
  query: z.object({ name: z.optional(text({ min: 0, max: 50 })), after: z.optional(Cursor) }),
  reply: pageOf(Candidate),
  errors: ['NOT_FOUND'],
})

/** 提名: those whom the class admits have applied, and are told who named them; the others stay out with the reason. */
export const nominate = endpoint('POST /open-classes/:id/nominations', {
  summary: '培训提名',
  by: employer,
  repeat: 'key',
  params: ById,
  body: z.object({ personIds: z.array(Id).check(z.minLength(1), z.maxLength(200)) }),
  reply: z.object({
    classId: Id,
    items: z.array(
      z.object({
        personId: Id,
        state: z.nullable(z.enum(enrolmentStates)),
        /** Null: applied now. */
        refused: z.nullable(z.enum(['NOT_ELIGIBLE', 'ENROLLED_ALREADY', 'NOT_OURS'])),
      }),
    ),
  }),
  errors: ['NOT_FOUND', 'SIGN_UP_CLOSED'],
})

/** Somebody whom the unit has nominated, and where that stands. */
export const Nomination = z.object({
  ...EnrolmentRow.shape,
  personName: z.string(),
  reason: z.nullable(z.string()),
  open: z.array(z.enum(enrolmentMoveNames)),
})
export type Nomination = z.infer<typeof Nomination>

const searched = {
  /** Of the person; of the class. */
  name: z.optional(text({ min: 0, max: 50 })),
  className: z.optional(text({ min: 0, max: 100 })),
  state: z.optional(z.enum(enrolmentStates)),
} as const

/** Whom the unit has nominated, newest first. */
export const listNominations = endpoint('GET /nominations', {
  summary: '提名记录',
  by: employer,
  repeat: 'natural',
  query: z.object({ ...searched, after: z.optional(Cursor) }),
  reply: pageOf(Nomination),
})

/** So many lines are in one file: the newest that the search finds. */
export const mostExported = 5000

export const exportNominations = endpoint('GET /nominations/sheet', {
  summary: '导出提名记录',
  by: employer,
  repeat: 'natural',
  query: z.object(searched),
  media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  reply: z.unknown(),
})

/** 收回提名 before the start: the place goes to the next, and the person is told why. STALE where something was decided meanwhile. */
export const recallNomination = endpoint('POST /nominations/:id/recall', {
  summary: '收回提名',
  by: employer,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: ClassReason }),
  reply: Nomination,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})
