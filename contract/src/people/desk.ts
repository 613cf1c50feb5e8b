import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { ById, ByVersion, Code, Cursor, Day, Done, Id, pageOf, Version } from '../shapes.ts'
import { Task } from '../tasks.ts'
import { text } from '../text.ts'
import { employmentKinds, endReasons } from './employments.ts'

/** What a person of the unit still lacks: 账号未认领, 无已确认信息, 无照片, 手机未验证. */
export const lacks = ['account', 'profile', 'photo', 'phone'] as const
export type Lack = (typeof lacks)[number]

/** How far the person's profile is, as the unit sees it. */
export const standings = ['none', 'submitted', 'confirmed'] as const
export type Standing = (typeof standings)[number]

export const StaffPerson = z.object({
  personId: Id,
  employmentId: Id,
  /** Of the employment. */
  version: Version,
  name: z.string(),
  /** Which unit below the actor's has them; null: the actor's own. */
  unitName: z.nullable(z.string()),
  documentNumberMasked: z.string(),
  kind: z.enum(employmentKinds),
  departmentId: z.nullable(Id),
  departmentName: z.nullable(z.string()),
  series: z.nullable(Code),
  title: z.nullable(z.string()),
  standing: z.enum(standings),
  startedOn: z.nullable(Day),
  lacks: z.array(z.enum(lacks)),
  /** Whether this actor may end the employment: nobody ends their own as the unit, or another unit's. */
  mayEnd: z.boolean(),
})
export type StaffPerson = z.infer<typeof StaffPerson>

export const PeopleFilter = z.object({
  /** Part of a name, its pinyin or initials, or the last four of the document number. */
  search: z.optional(text({ min: 1, max: 50 })),
  departmentId: z.optional(Id),
  series: z.optional(Code),
  standing: z.optional(z.enum(standings)),
  lack: z.optional(z.enum(lacks)),
  /** Part-timers stand in a list of their own. */
  kind: z.optional(z.enum(['partTime'])),
  /** People of the units that stand below this one, to be looked at only: of all, or of one. */
  subUnit: z.optional(z.union([z.literal('all'), Id])),
})
export type PeopleFilter = z.infer<typeof PeopleFilter>

/** 人员管理: who is employed or hosted here, by name. */
export const listPeople = endpoint('GET /people', {
  summary: '本单位人员',
  by: ['employer'],
  repeat: 'natural',
  query: z.object({ ...PeopleFilter.shape, after: z.optional(Cursor) }),
  reply: pageOf(StaffPerson),
})

export const Department = z.object({ id: Id, version: Version, name: z.string() })
export type Department = z.infer<typeof Department>
const departmentName = text({ min: 1, max: 50 })

/** 内设部门: at most two hundred, by name. */
export const listDepartments = endpoint('GET /departments', {
  summary: '内设部门',
  by: ['employer'],
  repeat: 'natural',
  reply: z.object({ items: z.array(Department) }),
})

export const addDepartment = endpoint('POST /departments', {
  summary: '添加内设部门',
  by: ['employer'],
  repeat: 'key',
  body: z.object({ name: departmentName }),
  reply: Department,
  errors: ['INVALID'],
})

export const renameDepartment = endpoint('POST /departments/:id', {
  summary: '修改内设部门名称',
  by: ['employer'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, name: departmentName }),
  reply: Department,
  errors: ['NOT_FOUND', 'STALE', 'INVALID'],
})

/** Its people stay, without a department. */
export const removeDepartment = endpoint('POST /departments/:id/removal', {
  summary: '删除内设部门',
  by: ['employer'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Done,
  errors: ['NOT_FOUND', 'STALE'],
})

const mostAtOnce = 200
const Chosen = z
  .array(z.object({ id: Id, version: Version }))
  .check(z.minLength(1), z.maxLength(mostAtOnce))

/** 调整部门: of the employments, all or none. */
export const assignDepartment = endpoint('POST /people/department', {
  summary: '调整部门',
  by: ['employer'],
  repeat: 'key',
  body: z.object({ employments: Chosen, departmentId: z.nullable(Id) }),
  reply: Done,
  errors: ['NOT_FOUND', 'STALE'],
})

/** 批量离职, 批量退休: all or none; STALE when one of them changed meanwhile. */
export const endEmployments = endpoint('POST /people/endings', {
  summary: '办理离职或退休',
  by: ['employer'],
  repeat: 'key',
  body: z.object({
    employments: Chosen,
    reason: z.enum(endReasons).check(z.refine((reason) => reason !== 'moved', 'NOT_OFFERED')),
    endedOn: Day,
  }),
  reply: Done,
  errors: ['NOT_FOUND', 'STALE', 'INVALID', 'OWN_RECORD'],
})

/** 导入模板, with the unit's departments to choose from. */
export const readPeopleTemplate = endpoint('GET /people/template', {
  summary: '人员导入模板',
  by: ['employer'],
  repeat: 'natural',
  media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  reply: z.unknown(),
})

/** 导入人员: as a task; a dry run says what would become of each row and changes nothing. */
export const importPeople = endpoint('POST /people/imports', {
  summary: '导入人员',
  by: ['employer'],
  repeat: 'key',
  body: z.object({ inputId: Id, dryRun: z.boolean() }),
  reply: Task,
  errors: ['TASK_INPUT', 'TASKS_TOO_MANY'],
})

/**
 * 导出人员: as a task. With a reason the numbers come in full, and each person can see that they did; those
 * of units below stay masked.
 */
export const exportPeople = endpoint('POST /people/exports', {
  summary: '导出人员',
  by: ['employer'],
  repeat: 'key',
  body: z.object({
    filter: PeopleFilter,
    unmaskedReason: z.nullable(text({ min: 5, max: 200 })),
  }),
  reply: Task,
  errors: ['TASKS_TOO_MANY', 'INVALID'],
})
