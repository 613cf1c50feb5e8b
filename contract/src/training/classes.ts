import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { categories } from '../ledger.ts'
import {
  ById,
  ByVersion,
  ClockTime,
  Cursor,
  Day,
  Done,
  Id,
  pageOf,
  Version,
  YearText,
} from '../shapes.ts'
import { text } from '../text.ts'
import { Admission, ClassForm, ClassRow, mostPlaces, TrainingClass } from './classes/shapes.ts'
import { classOffices, classStates, plainMoves } from './classes/states.ts'

export * from './classes/rules.ts'
export * from './classes/shapes.ts'
export * from './classes/states.ts'

const institution = ['institution'] as const
const moved = ['NOT_FOUND', 'STALE', 'WRONG_STATE'] as const
export const ClassReason = text({ min: 1, max: 500 })

/** A course that the institution may hold a class of: filed, its own or offered to others. */
export const CourseChoice = z.object({
  id: Id,
  year: z.int(),
  name: z.string(),
  category: z.enum(categories),
  series: z.nullable(z.string()),
  levels: Admission.shape.levels,
  hoursTenths: z.int(),
  organiserName: z.string(),
  subjects: z.array(z.object({ name: z.string(), hoursTenths: z.int() })),
})
export type CourseChoice = z.infer<typeof CourseChoice>

export const listCourseChoices = endpoint('GET /classes/courses', {
  summary: '可开班的课程',
  by: institution,
  repeat: 'natural',
  query: z.object({ search: z.optional(text({ min: 0, max: 100 })) }),
  reply: z.object({ items: z.array(CourseChoice) }),
})

/** 培训班管理: the classes of the actor's institution, newest first. */
export const listClasses = endpoint('GET /classes', {
  summary: '培训班管理',
  by: institution,
  repeat: 'natural',
  query: z.object({
    name: z.optional(text({ min: 0, max: 100 })),
    state: z.optional(z.enum(classStates)),
    category: z.optional(z.enum(categories)),
    year: z.optional(YearText),
    /** 报名确认: classes that take applications; 考勤: those that go on; 成绩: those to be judged. */
    desk: z.optional(z.enum(['confirming', 'attending', 'grading'])),
    after: z.optional(Cursor),
  }),
  reply: pageOf(ClassRow),
})

export const createClass = endpoint('POST /classes', {
  summary: '新建培训班',
  by: institution,
  repeat: 'key',
  body: ClassForm,
  reply: TrainingClass,
  errors: ['INVALID'],
})

export const readClass = endpoint('GET /classes/:id', {
  summary: '查看培训班',
  by: ['institution', ...classOffices],
  repeat: 'natural',
  params: ById,
  reply: TrainingClass,
  errors: ['NOT_FOUND'],
})

const byForm = z.object({ version: Version, form: ClassForm })

export const editClass = endpoint('PUT /classes/:id', {
  summary: '保存培训班',
  by: institution,
  repeat: 'key',
  params: ById,
  body: byForm,
  reply: TrainingClass,
  errors: [...moved, 'INVALID'],
})

/** A draft, or one that was returned. */
export const deleteClass = endpoint('DELETE /classes/:id', {
  summary: '删除培训班',
  by: institution,
  repeat: 'natural',
  params: ById,
  reply: Done,
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

export const submitClass = endpoint('POST /classes/:id/submit', {
  summary: '提交审批',
  by: institution,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: TrainingClass,
  errors: [...moved, 'INVALID', 'PUBLISHING_HELD', 'NOT_ACCREDITED'],
})

/**
 * 撤回, 开放报名, 暂停, 恢复, 停止, 重新开放, 开班, 结束培训, 继续培训. Whoever opens a class says until when one may apply,
 * where that is over: SIGN_UP_OVER at the field until then.
 */
export const moveClass = endpoint('POST /classes/:id/move', {
  summary: '变更培训班状态',
  by: institution,
  repeat: 'key',
  params: ById,
  body: z.object({
    version: Version,
    move: z.enum(plainMoves),
    signUpTo: z.optional(z.object({ on: Day, at: ClockTime })),
  }),
  reply: TrainingClass,
  errors: [...moved, 'INVALID', 'PUBLISHING_HELD', 'NOT_ACCREDITED', 'COURSE_STOPPED'],
})

/** Other days, rooms or teachers of a class that was approved; whoever is in is told what changed and why, and so is the office. */
export const changeClass = endpoint('POST /classes/:id/change', {
  summary: '变更开班安排',
  by: institution,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, form: ClassForm, reason: ClassReason }),
  reply: TrainingClass,
  errors: [...moved, 'INVALID'],
})

/** All who applied are told; their places are free. */
export const cancelClass = endpoint('POST /classes/:id/cancel', {
  summary: '取消培训班',
  by: institution,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: ClassReason }),
  reply: TrainingClass,
  errors: moved,
})

/** A draft of the same contents that begins on another day. */
export const copyClass = endpoint('POST /classes/:id/copy', {
  summary: '复制培训班',
  by: institution,
  repeat: 'key',
  params: ById,
  body: z.object({ startsOn: Day }),
  reply: TrainingClass,
  errors: ['NOT_FOUND', 'INVALID'],
})

/**
 * Another 拟招人数, or other places kept. Below the number confirmed the answer is PLAN_BELOW_CONFIRMED until
 * those who give up their place are named in `displaced`: they wait first in the order, and are told why.
 */
export const resizeClass = endpoint('POST /classes/:id/resize', {
  summary: '调整招生人数',
  by: institution,
  repeat: 'key',
  params: ById,
  body: z.object({
    version: Version,
    plan: z.int().check(z.gte(1), z.lte(mostPlaces)),
    units: Admission.shape.units,
    displaced: z.array(Id).check(z.maxLength(500)),
    reason: z.nullable(ClassReason),
  }),
  reply: TrainingClass,
  errors: [...moved, 'INVALID', 'PLAN_BELOW_CONFIRMED', 'REASON_REQUIRED'],
})

/** What 调整招生人数 would do, before the button is pressed: who comes in, in their order; nobody is moved by asking. */
export const previewResize = endpoint('POST /classes/:id/resize/preview', {
  summary: '调整招生人数预览',
  by: institution,
  repeat: 'natural',
  params: ById,
  body: z.object({
    plan: z.int().check(z.gte(1), z.lte(mostPlaces)),
    units: Admission.shape.units,
  }),
  reply: z.object({
    /** Who has a place: all of them stay, unless `over` says how many more they are than the plan. */
    confirmed: z.int(),
    over: z.int(),
    /** Those who wait and would have a place, the first 500 by name; `comes` counts them all. */
    comes: z.int(),
    comingIn: z.array(
      z.object({ id: Id, number: z.int(), name: z.string(), unitName: z.string() }),
    ),
    /** Who would still wait, and who is still 待确认: nobody of these is confirmed by a larger plan. */
    waits: z.int(),
    undecided: z.int(),
    /** Places that nobody would have; of these, kept for units. */
    free: z.int(),
    kept: z.int(),
  }),
  errors: ['NOT_FOUND', 'WRONG_STATE', 'INVALID'],
})

/** Whether a freed place goes to the next who waits; turned on, it goes at once. */
export const setPromotion = endpoint('POST /classes/:id/promotion', {
  summary: '开启或暂停候补递补',
  by: institution,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, promotes: z.boolean() }),
  reply: TrainingClass,
  errors: moved,
})

/** 抽签: everybody who applied is put in an order that follows from the seed alone. */
export const drawClass = endpoint('POST /classes/:id/draw', {
  summary: '抽签',
  by: institution,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: TrainingClass,
  errors: moved,
})

export const messageAudiences = ['confirmed', 'waitlisted', 'applied', 'all'] as const

export const messageClass = endpoint('POST /classes/:id/message', {
  summary: '通知学员',
  by: institution,
  repeat: 'key',
  params: ById,
  body: z.object({
    to: z.enum(messageAudiences),
    text: text({ min: 1, max: 500, lines: true }),
  }),
  reply: TrainingClass,
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

/** States in which an office sees classes: none that were never sent to it. */
export const reviewStates = classStates.filter((state) => state !== 'draft')

/** 培训班审批: what waits at the actor's office, oldest first, or what it has decided, newest first. */
export const listClassReviews = endpoint('GET /class-reviews', {
  summary: '培训班审批',
  by: classOffices,
  repeat: 'natural',
  query: z.object({
    category: z.optional(z.enum(categories)),
    decided: z.optional(z.enum(['1'])),
    state: z.optional(z.enum(reviewStates)),
    name: z.optional(text({ min: 0, max: 100 })),
    institution: z.optional(text({ min: 0, max: 100 })),
    /** 计划开班日期. */
    from: z.optional(Day),
    to: z.optional(Day),
    after: z.optional(Cursor),
  }),
  reply: pageOf(ClassRow),
})

const reviewed = [...moved, 'OWN_RECORD'] as const

export const approveClass = endpoint('POST /classes/:id/approve', {
  summary: '批准开班',
  by: classOffices,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: TrainingClass,
  errors: [...reviewed, 'COURSE_STOPPED'],
})

export const returnClass = endpoint('POST /classes/:id/return', {
  summary: '退回培训班',
  by: classOffices,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: ClassReason }),
  reply: TrainingClass,
  errors: reviewed,
})
