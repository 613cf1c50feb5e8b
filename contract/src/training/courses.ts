import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { categories } from '../ledger.ts'
import { ById, ByVersion, Code, Cursor, Id, pageOf, Version, Year, YearText } from '../shapes.ts'
import { text } from '../text.ts'
import { CatalogueCourse, CatalogueRow, Course, CourseForm, CourseRow } from './courses/shapes.ts'
import { courseStates, filingOffices, organisers } from './courses/states.ts'

export * from './courses/shapes.ts'
export * from './courses/states.ts'

const filters = {
  year: z.optional(YearText),
  category: z.optional(z.enum(categories)),
  state: z.optional(z.enum(courseStates)),
  name: z.optional(text({ min: 0, max: 100 })),
  after: z.optional(Cursor),
}
const moved = ['NOT_FOUND', 'STALE', 'WRONG_STATE'] as const
const Reason = text({ min: 1, max: 500 })
const ByReason = z.object({ version: Version, reason: Reason })

/** 课程计划: the courses that the actor's unit organises, of the newest year first. */
export const listCourses = endpoint('GET /courses', {
  summary: '课程计划查询',
  by: organisers,
  repeat: 'natural',
  query: z.object(filters),
  reply: pageOf(z.object({ ...CourseRow.shape, deletable: z.boolean() })),
})

export const createCourse = endpoint('POST /courses', {
  summary: '添加课程',
  by: organisers,
  repeat: 'key',
  body: CourseForm,
  reply: Course,
  errors: ['INVALID'],
})

export const readCourse = endpoint('GET /courses/:id', {
  summary: '课程详情',
  by: ['institution', ...filingOffices],
  repeat: 'natural',
  params: ById,
  reply: Course,
  errors: ['NOT_FOUND'],
})

export const editCourse = endpoint('PUT /courses/:id', {
  summary: '保存课程',
  by: organisers,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, form: CourseForm }),
  reply: Course,
  errors: [...moved, 'INVALID'],
})

/** A draft that was never submitted. */
export const deleteCourse = endpoint('DELETE /courses/:id', {
  summary: '删除课程草稿',
  by: organisers,
  repeat: 'natural',
  params: ById,
  reply: z.object({ deleted: z.literal(true) }),
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

/** 复制到…年度: drafts of the same contents; names that the year has already are passed over. */
export const copyCourses = endpoint('POST /courses/copies', {
  summary: '复制课程到另一年度',
  by: organisers,
  repeat: 'natural',
  body: z.object({ ids: z.array(Id).check(z.minLength(1), z.maxLength(100)), year: Year }),
  reply: z.object({ copied: z.int(), passedOver: z.int() }),
  errors: ['NOT_FOUND', 'INVALID'],
})

export const submitCourse = endpoint('POST /courses/:id/submit', {
  summary: '提交备案',
  by: organisers,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Course,
  errors: [...moved, 'INVALID', 'NOT_ACCREDITED'],
})

export const withdrawCourse = endpoint('POST /courses/:id/withdraw', {
  summary: '撤回课程',
  by: organisers,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Course,
  errors: moved,
})

/** 公布: from now on it stands in the public catalogue. */
export const publishCourse = endpoint('POST /courses/:id/publish', {
  summary: '公布课程',
  by: organisers,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Course,
  errors: moved,
})

/** 停用: no more classes of it. */
export const closeCourse = endpoint('POST /courses/:id/close', {
  summary: '停用课程',
  by: organisers,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Course,
  errors: moved,
})

/** 课程备案: what was submitted to the actor's office; those that wait oldest first, others newest first. */
export const listFilings = endpoint('GET /course-filings', {
  summary: '课程备案查询',
  by: filingOffices,
  repeat: 'natural',
  query: z.object(filters),
  reply: pageOf(CourseRow),
})

const decided = [...moved, 'OWN_RECORD'] as const

export const fileCourse = endpoint('POST /courses/:id/file', {
  summary: '准予备案',
  by: filingOffices,
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Course,
  errors: decided,
})

export const returnCourse = endpoint('POST /courses/:id/return', {
  summary: '退回课程',
  by: filingOffices,
  repeat: 'key',
  params: ById,
  body: ByReason,
  reply: Course,
  errors: decided,
})

/** 责令停用: the office ends a course that it filed. */
export const stopCourse = endpoint('POST /courses/:id/stop', {
  summary: '责令停用课程',
  by: filingOffices,
  repeat: 'key',
  params: ById,
  body: ByReason,
  reply: Course,
  errors: decided,
})

/** 课程目录 of a year, the newest first; for anybody. */
export const listCatalogue = endpoint('GET /catalogue/courses', {
  summary: '课程目录',
  by: 'anyone',
  repeat: 'natural',
  query: z.object({
    year: YearText,
    category: z.optional(z.enum(categories)),
    series: z.optional(Code),
    name: z.optional(text({ min: 0, max: 100 })),
    after: z.optional(Cursor),
  }),
  reply: pageOf(CatalogueRow),
})

export const readCatalogueCourse = endpoint('GET /catalogue/courses/:id', {
  summary: '课程目录中的课程',
  by: 'anyone',
  repeat: 'natural',
  params: ById,
  reply: CatalogueCourse,
  errors: ['NOT_FOUND'],
})
