import * as z from 'zod/mini'
import { creditCode } from '../credit-code.ts'
import { endpoint } from '../endpoint.ts'
import { hoursTenths } from '../hours.ts'
import type { Part } from '../issues.ts'
import type { Moves } from '../moves.ts'
import {
  ById,
  ByVersion,
  Code,
  Cursor,
  Day,
  Id,
  Instant,
  pageOf,
  Version,
  Year,
  YearText,
} from '../shapes.ts'
import { text } from '../text.ts'

export const topicStates = ['draft', 'published', 'withdrawn'] as const
export type TopicState = (typeof topicStates)[number]
/** own: the actor's office keeps it. neverPublished: nobody outside has seen it. */
export type TopicFact = 'own' | 'neverPublished'

/** 公需课目录: kept by the HR&SS office for its region. */
export const topicMoves = {
  edit: { from: ['draft', 'published'], to: null, by: ['hrss'], when: ['own'] },
  delete: { from: ['draft'], to: null, by: ['hrss'], when: ['own', 'neverPublished'] },
  publish: { from: ['draft', 'withdrawn'], to: 'published', by: ['hrss'], when: ['own'] },
  withdraw: { from: ['published'], to: 'withdrawn', by: ['hrss'], when: ['own'] },
} as const satisfies Moves<TopicState, TopicFact>
export type TopicMove = keyof typeof topicMoves
export const topicMoveNames = Object.keys(topicMoves) as [TopicMove, ...TopicMove[]] // the table's own keys

/** An address that may stand behind a link. */
export const WebAddress = text({ min: 1, max: 300 }).check(
  z.regex(/^https?:\/\/[^\s/$.?#][^\s]*$/i, 'ADDRESS_FORMAT'),
)

export const TopicForm = z.object({
  year: Year,
  title: text({ min: 1, max: 100 }),
  hoursTenths,
  platform: text({ min: 1, max: 100 }),
  url: z.nullable(WebAddress),
  /** 统一社会信用代码 of the platform's unit: it may report who has completed the subject. */
  platformCode: z.nullable(creditCode),
  openFrom: Day,
  openTo: Day,
  note: z.nullable(text({ min: 1, max: 300 })),
})
export type TopicForm = z.infer<typeof TopicForm>

/** What the shape alone cannot say: field → issue code. `thisYear` is Asia/Shanghai's. */
export function topicIssues(
  { year, openFrom, openTo }: Part<TopicForm>,
  thisYear: number,
): Record<string, string> {
  const issues: Record<string, string> = {}
  if (openFrom && openTo && openTo < openFrom) issues['openTo'] = 'CLOSES_BEFORE_OPENING'
  if (year === undefined) return issues
  if (year > thisYear + 1) issues['year'] = 'YEAR_TOO_FAR'
  // A year's subjects open in that year, and may be made up in the next.
  if (openFrom && yearOfDay(openFrom) !== year) issues['openFrom'] = 'NOT_IN_YEAR'
  if (openTo && yearOfDay(openTo) > year + 1) issues['openTo'] = 'NOT_IN_YEAR'
  return issues
}

const yearOfDay = (day: string) => Number(day.slice(0, 4))

export const Topic = z.object({
  ...TopicForm.shape,
  id: Id,
  version: Version,
  state: z.enum(topicStates),
  office: z.object({ name: z.string(), regionPath: z.string() }),
  updatedAt: Instant,
  open: z.array(z.enum(topicMoveNames)),
})
export type Topic = z.infer<typeof Topic>

/** The topics that the actor's office keeps, of the newest year first. */
export const listTopics = endpoint('GET /topics', {
  summary: '公需课目录维护',
  by: ['hrss'],
  repeat: 'natural',
  query: z.object({ year: z.optional(YearText), after: z.optional(Cursor) }),
  reply: pageOf(Topic),
})

const moved = ['NOT_FOUND', 'STALE', 'WRONG_STATE'] as const

export const createTopic = endpoint('POST /topics', {
  summary: '添加公需课',
  by: ['hrss'],
  repeat: 'key',
  body: TopicForm,
  reply: Topic,
  errors: ['INVALID'],
})

export const editTopic = endpoint('PUT /topics/:id', {
  summary: '保存公需课',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, form: TopicForm }),
  reply: Topic,
  errors: [...moved, 'INVALID'],
})

export const deleteTopic = endpoint('DELETE /topics/:id', {
  summary: '删除公需课草稿',
  by: ['hrss'],
  repeat: 'natural',
  params: ById,
  reply: z.object({ deleted: z.literal(true) }),
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

export const publishTopic = endpoint('POST /topics/:id/publish', {
  summary: '公布公需课',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Topic,
  errors: moved,
})

export const withdrawTopic = endpoint('POST /topics/:id/withdraw', {
  summary: '撤下公需课',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Topic,
  errors: moved,
})

export const CatalogueTopic = z.object({
  id: Id,
  ...TopicForm.shape,
  office: z.object({ name: z.string(), regionPath: z.string() }),
})
export type CatalogueTopic = z.infer<typeof CatalogueTopic>

/** 公需课目录 of a year, for anybody: of the province, and of the city or county that is asked for. */
export const listTopicCatalogue = endpoint('GET /catalogue/topics', {
  summary: '公需课目录',
  by: 'anyone',
  repeat: 'natural',
  query: z.object({ year: YearText, region: z.optional(Code), after: z.optional(Cursor) }),
  reply: pageOf(CatalogueTopic),
})
