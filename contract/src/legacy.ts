import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { categories } from './ledger.ts'
import { legacyMoveNames, legacyStates, nearMoveNames } from './legacy/states.ts'
import { ById, ByVersion, Cursor, Id, Instant, pageOf, Version, Year } from './shapes.ts'
import { openTaskInput, taskStates } from './tasks.ts'
import { text } from './text.ts'

export * from './legacy/states.ts'

/** At most so many rows in a file, and so many bytes: a million rows with every column filled have some 200 MB. */
export const legacyInputLimit = { rows: 1_000_000, bytes: 256 * 1024 * 1024 } as const

const Tenths = z.int().check(z.gte(0), z.lte(10_000_000_000))
const Line = { year: Year, category: z.enum(categories) }

/** 台账合计 as it stands. */
export const LegacyControl = z.object({
  hoursTenths: Tenths,
  /** What came with the file; null where a clerk added the line afterwards, or where it is a sum. */
  givenTenths: z.nullable(Tenths),
  /** Of a year: what its units' lines come to, where it has none of its own. */
  isSum: z.boolean(),
  byName: z.string(),
})
export type LegacyControl = z.infer<typeof LegacyControl>
const Compared = { rowCount: z.int(), hoursTenths: Tenths, control: z.nullable(LegacyControl) }

/** A line of the office's books: of a unit, or of all together where the name is empty. */
export const LegacyControlLine = z.object({
  unitName: text({ min: 0, max: 100 }),
  ...Line,
  hoursTenths: Tenths,
})
export type LegacyControlLine = z.infer<typeof LegacyControlLine>
export const mostControlLines = 2_000

export const LegacyBatch = z.object({
  id: Id,
  state: z.enum(legacyStates),
  version: Version,
  name: z.string(),
  taskId: Id,
  taskState: z.enum(taskStates),
  byName: z.string(),
  rowCount: z.int(),
  wrongCount: z.int(),
  createdAt: Instant,
  committedAt: z.nullable(Instant),
  undoneAt: z.nullable(Instant),
  undoReason: z.nullable(z.string()),
  open: z.array(z.enum(legacyMoveNames)),
})
export type LegacyBatch = z.infer<typeof LegacyBatch>

export const LegacyDetail = z.object({
  ...LegacyBatch.shape,
  /** Numbers that are somebody's of another name, and wait for a clerk. */
  nearCount: z.int(),
  /** About how many of them a clerk has decided. */
  decidedCount: z.int(),
  newCount: z.int(),
  knownCount: z.int(),
  certificateCount: z.int(),
  /** People whose number had fifteen digits in the file; they are known by the eighteen that it became. */
  shortCount: z.int(),
  /** What the right rows come to, and what the office's own books do. */
  totals: z.array(z.object({ ...Line, ...Compared })),
  /** Lines, of units and of years, in which the books say something else than the file. */
  differing: z.int(),
})
export type LegacyDetail = z.infer<typeof LegacyDetail>

export const listLegacyBatches = endpoint('GET /legacy-batches', {
  summary: '历史数据导入批次',
  by: ['hrss'],
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(LegacyBatch),
})

export const readLegacyBatch = endpoint('GET /legacy-batches/:id', {
  summary: '历史数据批次',
  by: ['hrss'],
  repeat: 'natural',
  params: ById,
  reply: LegacyDetail,
  errors: ['NOT_FOUND'],
})

/** A place for a file of past years, which may be longer than what other tasks are given. */
export const openLegacyInput = endpoint('POST /legacy-inputs', {
  summary: '上传历史数据文件',
  by: ['hrss'],
  repeat: 'key',
  body: openTaskInput.parts.body,
  reply: openTaskInput.parts.reply,
  errors: ['FILE_EMPTY', 'FILE_TOO_LARGE'],
})

/** A file is checked: every row of it, and nothing is imported yet. */
export const checkLegacy = endpoint('POST /legacy-batches', {
  summary: '核对历史数据文件',
  by: ['hrss'],
  repeat: 'key',
  body: z.object({
    name: text({ min: 1, max: 60 }),
    inputId: Id,
    controls: z.optional(z.array(LegacyControlLine).check(z.maxLength(mostControlLines))),
  }),
  reply: LegacyDetail,
  errors: ['TASK_INPUT', 'TASKS_TOO_MANY'],
})

export const LegacyUnitTotal = z.object({
  unitName: z.string(),
  ...Line,
  ...Compared,
})
export type LegacyUnitTotal = z.infer<typeof LegacyUnitTotal>

/** Totals by unit, year and category, and the books' lines of units that the file has not; those that differ alone where asked. */
export const listLegacyTotals = endpoint('GET /legacy-batches/:id/totals', {
  summary: '历史数据分单位合计',
  by: ['hrss'],
  repeat: 'natural',
  params: ById,
  query: z.object({ after: z.optional(Cursor), differing: z.optional(z.literal('1')) }),
  reply: pageOf(LegacyUnitTotal),
  errors: ['NOT_FOUND'],
})

/** otherName: the number is theirs. The others: it is nobody's, and the name sounds like theirs. */
export const nearReasons = ['otherName', 'sameBirthday', 'sameEnding', 'sameUnit'] as const
export type NearReason = (typeof nearReasons)[number]

export const LegacyNear = z.object({
  id: Id,
  row: z.int(),
  reason: z.enum(nearReasons),
  /** 是同一人 or 不是同一人, by whom; null while nobody has decided. */
  decision: z.nullable(z.enum(['same', 'other', 'takenBack'])),
  decidedBy: z.nullable(z.string()),
  /** As the file has it, and as the record has it whose number it is. */
  name: z.string(),
  nameOnRecord: z.string(),
  numberMasked: z.string(),
  numberOnRecordMasked: z.string(),
  unitOnRecord: z.nullable(z.string()),
  /** What may be done about it now. */
  open: z.array(z.enum(nearMoveNames)),
})
export type LegacyNear = z.infer<typeof LegacyNear>

export const listLegacyNear = endpoint('GET /legacy-batches/:id/near', {
  summary: '疑似同一人的人员',
  by: ['hrss'],
  repeat: 'natural',
  params: ById,
  /** decided: those about whom a clerk has decided, instead of those who wait. */
  query: z.object({ after: z.optional(Cursor), decided: z.optional(z.literal('1')) }),
  reply: pageOf(LegacyNear),
  errors: ['NOT_FOUND'],
})

const nearMove = {
  by: ['hrss'],
  repeat: 'natural',
  params: z.object({ id: Id, nearId: Id }),
  reply: LegacyDetail,
  errors: ['NOT_FOUND', 'WRONG_STATE', 'OWN_RECORD'],
} as const

/** 是同一人: the rows of this number are that person's, whatever name the file has. */
export const acceptLegacyNear = endpoint('POST /legacy-batches/:id/near/:nearId/accept', {
  ...nearMove,
  summary: '确认是同一人',
  body: z.object({}),
  errors: [...nearMove.errors, 'LEGACY_TWICE'],
})

/** 不是同一人: they are somebody whom nobody knows yet. Not where the number is somebody's: there the file is wrong. */
export const refuseLegacyNear = endpoint('POST /legacy-batches/:id/near/:nearId/refuse', {
  ...nearMove,
  summary: '确认不是同一人',
  body: z.object({}),
})

/** 重新确认: what was decided waits again; until the import begins. */
export const reopenLegacyNear = endpoint('POST /legacy-batches/:id/near/:nearId/reopen', {
  ...nearMove,
  summary: '重新确认是否同一人',
  body: z.object({}),
})

/**
 * 撤销认定: hours that a wrong acceptance brought to somebody are reversed, with the certificates that came
 * with them. NEAR_FOLLOWED where something followed from them, or where not all of them came by it.
 */
export const takeBackLegacyNear = endpoint('POST /legacy-batches/:id/near/:nearId/take-back', {
  ...nearMove,
  summary: '撤销同一人认定',
  repeat: 'key',
  body: z.object({ reason: text({ min: 1, max: 200 }) }),
  errors: [...nearMove.errors, 'NEAR_FOLLOWED'],
})

/** 保存台账合计: lines are written, or taken out where their hours are null; others stay as they are. */
export const keepLegacyControls = endpoint('POST /legacy-batches/:id/controls', {
  summary: '保存历史数据台账合计',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({
    ...ByVersion.shape,
    lines: z
      .array(z.object({ ...LegacyControlLine.shape, hoursTenths: z.nullable(Tenths) }))
      .check(z.minLength(1), z.maxLength(mostControlLines)),
  }),
  reply: LegacyDetail,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

/**
 * 正式导入, all of it or nothing. What the office's books come to by year and category may be said with it
 * and is kept, whatever the answer; CONTROLS_DIFFER where a line of them, or of those kept before, says
 * something else than the file, or a year and category of the file has none.
 */
export const commitLegacy = endpoint('POST /legacy-batches/:id/commit', {
  summary: '正式导入历史数据',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({
    ...ByVersion.shape,
    controls: z.array(z.object({ ...Line, hoursTenths: Tenths })).check(z.maxLength(200)),
  }),
  reply: LegacyDetail,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'CONTROLS_DIFFER', 'TASKS_TOO_MANY'],
})

/** 撤销导入 of a whole batch, with its reason. */
export const undoLegacy = endpoint('POST /legacy-batches/:id/undo', {
  summary: '撤销历史数据导入',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({ ...ByVersion.shape, reason: text({ min: 1, max: 200 }) }),
  reply: LegacyDetail,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'TASKS_TOO_MANY'],
})

export const readLegacyTemplate = endpoint('GET /legacy-template', {
  summary: '历史数据导入模板',
  by: 'anyone',
  repeat: 'natural',
  media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  reply: z.unknown(),
})
