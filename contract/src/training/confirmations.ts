import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { titleLevels } from '../people.ts'
import { ById, Code, Cursor, Id, Instant, pageOf, Version } from '../shapes.ts'
import { text } from '../text.ts'
import { ClassReason } from './classes.ts'
import { ClassPlaces, ClassSubject } from './classes/shapes.ts'
import { Attempt, EnrolmentEvent, SessionMark } from './enrolments/shapes.ts'
import { decisions, enrolmentMoveNames, enrolmentStates } from './enrolments/states.ts'

const institution = ['institution'] as const
export const ByTrainee = z.object({ id: Id, enrolmentId: Id })

/** Somebody who applied, as the institution sees them in a list. */
export const Trainee = z.object({
  id: Id,
  version: Version,
  state: z.enum(enrolmentStates),
  number: z.int(),
  name: z.string(),
  unitName: z.string(),
  series: Code,
  titleLevel: z.enum(titleLevels),
  appliedAt: Instant,
  nominatedBy: z.nullable(z.string()),
  /** A place is kept for their unit. */
  kept: z.boolean(),
  /** 第几位候补. */
  position: z.nullable(z.int()),
  /** Classes of the last twelve months that they had a place in and did not come to. */
  noShows: z.int(),
  reason: z.nullable(z.string()),
  open: z.array(z.enum(enrolmentMoveNames)),
})
export type Trainee = z.infer<typeof Trainee>

/** 报名确认 of one class: in the order in which places are given out. */
export const listTrainees = endpoint('GET /classes/:id/enrolments', {
  summary: '报名名单',
  by: institution,
  repeat: 'natural',
  params: ById,
  query: z.object({
    state: z.optional(z.enum(enrolmentStates)),
    name: z.optional(text({ min: 0, max: 50 })),
    after: z.optional(Cursor),
  }),
  reply: z.object({ ...pageOf(Trainee).shape, places: ClassPlaces }),
  errors: ['NOT_FOUND'],
})

/** 学员档案. */
export const readTrainee = endpoint('GET /classes/:id/enrolments/:enrolmentId', {
  summary: '学员档案',
  by: institution,
  repeat: 'natural',
  params: ByTrainee,
  reply: z.object({
    ...Trainee.shape,
    documentNumberMasked: z.string(),
    phoneMasked: z.string(),
    title: z.string(),
    specialty: z.string(),
    sessions: z.array(SessionMark),
    attempts: z.array(Attempt),
    credits: z.array(z.object({ ...ClassSubject.shape, reversed: z.boolean() })),
    timeline: z.array(EnrolmentEvent),
  }),
  errors: ['NOT_FOUND'],
})

/**
 * 确认, 候补, 未通过, 撤销决定 for one or for many, all of them or none. 确认 goes by the order of applications:
 * who finds no place any more is 候补, and the answer says how many.
 */
export const decideEnrolments = endpoint('POST /classes/:id/decisions', {
  summary: '办理报名',
  by: institution,
  repeat: 'key',
  params: ById,
  body: z.object({
    decision: z.enum(decisions),
    ids: z.array(Id).check(z.minLength(1), z.maxLength(500)),
    reason: z.nullable(ClassReason),
  }),
  reply: z.object({
    classId: Id,
    confirmed: z.int(),
    waitlisted: z.int(),
    changed: z.int(),
    places: ClassPlaces,
  }),
  errors: ['NOT_FOUND', 'WRONG_STATE', 'OWN_RECORD', 'REASON_REQUIRED'],
})

/** So many are given a place at one press. */
export const mostAtOnce = 500

/** 按顺序录取至满: places that are free go to those who want one, in the order of places, until there is none left. */
export const confirmInOrder = endpoint('POST /classes/:id/confirm-in-order', {
  summary: '按顺序录取至满',
  by: institution,
  repeat: 'key',
  params: ById,
  reply: decideEnrolments.parts.reply,
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

const Average = z.nullable(z.int().check(z.gte(10), z.lte(50)))

/** 评价汇总: averages in tenths of a star, and what was written, without names. */
export const readEvaluations = endpoint('GET /classes/:id/evaluations', {
  summary: '培训评价',
  by: institution,
  repeat: 'natural',
  params: ById,
  reply: z.object({
    count: z.int(),
    content: Average,
    teaching: Average,
    organisation: Average,
    comments: z.array(z.string()),
  }),
  errors: ['NOT_FOUND'],
})
