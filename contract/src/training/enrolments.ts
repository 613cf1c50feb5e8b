import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { categories } from '../ledger.ts'
import { ById, ByVersion, Code, Cursor, Day, Id, pageOf } from '../shapes.ts'
import { text } from '../text.ts'
import { publicStates } from './classes/states.ts'
import {
  Enrolment,
  EnrolmentRow,
  OpenClass,
  OpenClassRow,
  PublicClass,
} from './enrolments/shapes.ts'
import { enrolmentStates } from './enrolments/states.ts'

export * from './enrolments/shapes.ts'
export * from './enrolments/states.ts'

const person = ['individual'] as const

const filters = {
  name: z.optional(text({ min: 0, max: 100 })),
  state: z.optional(z.enum(publicStates)),
  category: z.optional(z.enum(categories)),
  series: z.optional(Code),
  /** The institution's city or county. */
  region: z.optional(Code),
  from: z.optional(Day),
  to: z.optional(Day),
  /** Classes with a place that nobody has. */
  free: z.optional(z.enum(['1'])),
  after: z.optional(Cursor),
}

/** 培训班目录: the soonest first; 接受报名 unless told otherwise. */
export const listPublicClasses = endpoint('GET /catalogue/classes', {
  summary: '培训班目录',
  by: 'anyone',
  repeat: 'natural',
  query: z.object(filters),
  reply: pageOf(OpenClassRow),
})

export const readPublicClass = endpoint('GET /catalogue/classes/:id', {
  summary: '培训班详情',
  by: 'anyone',
  repeat: 'natural',
  params: ById,
  reply: PublicClass,
  errors: ['NOT_FOUND'],
})

/** A draw that was held: with it anybody can draw again. */
export const readDraw = endpoint('GET /catalogue/classes/:id/draw', {
  summary: '抽签结果',
  by: 'anyone',
  repeat: 'natural',
  params: ById,
  reply: z.object({
    commitment: z.string(),
    seed: z.string(),
    at: z.iso.datetime(),
    plan: z.int(),
    /** 报名序号 in the drawn order, and what came of it on the day. */
    order: z.array(z.object({ number: z.int(), placed: z.boolean(), kept: z.boolean() })),
  }),
  errors: ['NOT_FOUND'],
})

/** 培训班报名申请, and where employers find what to nominate for. */
export const listOpenClasses = endpoint('GET /open-classes', {
  summary: '培训班报名申请',
  by: ['individual', 'employer'],
  repeat: 'natural',
  query: z.object({
    ...filters,
    /** Of the categories in which the asker's year lacks hours. */
    lacking: z.optional(z.enum(['1'])),
  }),
  reply: pageOf(OpenClassRow),
})

export const readOpenClass = endpoint('GET /open-classes/:id', {
  summary: '我要报名',
  by: ['individual', 'employer'],
  repeat: 'natural',
  params: ById,
  reply: OpenClass,
  errors: ['NOT_FOUND'],
})

/** [报名]. */
export const applyForClass = endpoint('POST /enrolments', {
  summary: '报名',
  by: person,
  repeat: 'key',
  body: z.object({ classId: Id }),
  reply: Enrolment,
  errors: [
    'NOT_FOUND',
    'PROFILE_NOT_CONFIRMED',
    'SIGN_UP_CLOSED',
    'NOT_ELIGIBLE',
    'ENROLLED_ALREADY',
  ],
})

/** 培训班报名情况查看: newest first. */
export const listEnrolments = endpoint('GET /enrolments', {
  summary: '培训班报名情况查看',
  by: person,
  repeat: 'natural',
  query: z.object({
    name: z.optional(text({ min: 0, max: 100 })),
    state: z.optional(z.enum(enrolmentStates)),
    after: z.optional(Cursor),
  }),
  reply: pageOf(EnrolmentRow),
})

export const readEnrolment = endpoint('GET /enrolments/:id', {
  summary: '报名详情',
  by: person,
  repeat: 'natural',
  params: ById,
  reply: Enrolment,
  errors: ['NOT_FOUND'],
})

/** 取消报名, until the class starts; a place that it frees goes to the next who waits. */
export const withdrawEnrolment = endpoint('POST /enrolments/:id/withdraw', {
  summary: '取消报名',
  by: person,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Enrolment,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

/** The sessions of a class one is in, for one's own calendar (RFC 5545). */
export const readCalendar = endpoint('GET /enrolments/:id/calendar', {
  summary: '日历文件',
  by: person,
  repeat: 'natural',
  media: 'text/calendar; charset=utf-8',
  params: ById,
  reply: z.unknown(),
  errors: ['NOT_FOUND'],
})

const Stars = z.int().check(z.gte(1), z.lte(5))
export const EvaluationForm = z.object({
  content: Stars,
  teaching: Stars,
  organisation: Stars,
  comment: z.nullable(text({ min: 1, max: 500, lines: true })),
})
export type EvaluationForm = z.infer<typeof EvaluationForm>

/** 评价, once, by those who were there; the institution reads it without a name. */
export const evaluateClass = endpoint('POST /enrolments/:id/evaluation', {
  summary: '评价培训班',
  by: person,
  repeat: 'key',
  params: ById,
  body: EvaluationForm,
  reply: Enrolment,
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

/** What the QR code on the wall says; the server alone knows the time. */
export const SignInCode = z.object({
  sessionId: Id,
  slot: z.int(),
  mac: z.string().check(z.minLength(16), z.maxLength(64)),
})

/** 签到. */
export const signIn = endpoint('POST /sign-ins', {
  summary: '扫码签到',
  by: person,
  repeat: 'natural',
  body: SignInCode,
  reply: z.object({
    className: z.string(),
    mark: z.enum(['present', 'late']),
    at: z.iso.datetime(),
    /** True: it was done before. */
    again: z.boolean(),
  }),
  errors: ['SIGN_IN_CODE_WRONG', 'SIGN_IN_NOT_NOW', 'SIGN_IN_NOT_LISTED'],
})
