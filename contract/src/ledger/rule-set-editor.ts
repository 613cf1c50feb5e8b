import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import {
  ById,
  ByVersion,
  Cursor,
  Done,
  HoursTenths,
  Id,
  Instant,
  pageOf,
  Version,
  Year,
} from '../shapes.ts'
import { Task } from '../tasks.ts'
import { RuleSet, RuleSetForm } from './rule-sets.ts'

/** Years of one learning year that a rule set touches. */
export const EffectOfYear = z.object({
  year: Year,
  /** Person-years that would go by this set. */
  affected: z.int(),
  /** Of these: no longer met, newly met, and others whose hours count, are cut or are lacking otherwise than before. */
  fallen: z.int(),
  risen: z.int(),
  changed: z.int(),
  /** Certified before: they keep the rules that they were judged by. */
  kept: z.int(),
})
export type EffectOfYear = z.infer<typeof EffectOfYear>

/** Whom a rule set touches, counted by computing their years anew. */
export const Impact = z.object({
  /** For a draft, changing nothing; or as the set was applied. */
  kind: z.enum(['counted', 'applied']),
  at: Instant,
  years: z.array(EffectOfYear),
})
export type Impact = z.infer<typeof Impact>

/** The same as it is kept; `version` is that of the draft that was counted. */
export type KeptImpact = Impact & {
  version: number | null
  /** Every year was met: before that it is what was found so far. */
  isWhole: boolean
}

/** A line of 学时规则: what a set says in short. */
export const RuleSetRow = z.pick(RuleSet, {
  id: true,
  version: true,
  state: true,
  revision: true,
  effectiveAt: true,
  name: true,
  jurisdiction: true,
  series: true,
  yearFrom: true,
  yearTo: true,
  totalTenths: true,
  minima: true,
  dayTenths: true,
  source: true,
  confirmed: true,
  defaults: true,
  open: true,
})
export type RuleSetRow = z.infer<typeof RuleSetRow>

/** 学时规则, newest years first: what holds, held or will; drafts to the province's office alone. */
export const listRuleSets = endpoint('GET /rule-sets', {
  summary: '学时规则',
  by: 'anyone',
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(RuleSetRow),
})

/** A set with all that it says, and the one that it is compared with: in force for its place, series and first year. */
export const RuleSetDetail = z.object({
  ...RuleSet.shape,
  inForce: z.nullable(RuleSet),
  /** What was counted for this version of a draft, or what it came to when it took effect. */
  impact: z.nullable(Impact),
  /** The task that counts or applies it, to whoever may see that. */
  taskId: z.nullable(Id),
})
export type RuleSetDetail = z.infer<typeof RuleSetDetail>

export const readRuleSet = endpoint('GET /rule-sets/:id', {
  summary: '查看学时规则',
  by: 'anyone',
  repeat: 'natural',
  params: ById,
  reply: RuleSetDetail,
  errors: ['NOT_FOUND'],
})

/** A draft that says what this set says, to be changed. */
export const copyRuleSet = endpoint('POST /rule-sets/:id/copies', {
  summary: '复制为草稿',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({}),
  reply: RuleSetDetail,
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

export const editRuleSet = endpoint('PUT /rule-sets/:id', {
  summary: '保存学时规则草稿',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, form: RuleSetForm }),
  reply: RuleSetDetail,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'INVALID'],
})

export const deleteRuleSet = endpoint('DELETE /rule-sets/:id', {
  summary: '删除学时规则草稿',
  by: ['hrss'],
  repeat: 'natural',
  params: ById,
  reply: Done,
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

/** Counts whom the draft as it stands would touch; the answer is the task that does it. */
export const countRuleSet = endpoint('POST /rule-sets/:id/count', {
  summary: '统计受影响人员',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Task,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'TASKS_TOO_MANY'],
})

/** 重新计算: goes on with the years that still go by what held before. */
export const applyRuleSet = endpoint('POST /rule-sets/:id/apply', {
  summary: '按学时规则重新计算',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({}),
  reply: Task,
  errors: ['NOT_FOUND', 'WRONG_STATE', 'TASKS_TOO_MANY'],
})

/** 发布: the set holds from the moment, or at once. NOT_COUNTED while nobody has seen whom it touches. */
export const publishRuleSet = endpoint('POST /rule-sets/:id/publish', {
  summary: '发布学时规则',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, effectiveAt: z.nullable(Instant) }),
  reply: RuleSetDetail,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'NOT_COUNTED', 'INVALID'],
})

/** 撤回发布: before its moment a set is a draft again. */
export const recallRuleSet = endpoint('POST /rule-sets/:id/recall', {
  summary: '撤回发布',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: RuleSetDetail,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

/** One person's year that comes to something else by the set. */
export const Effect = z.object({
  yearId: Id,
  personId: Id,
  personName: z.string(),
  unitName: z.nullable(z.string()),
  year: Year,
  metBefore: z.boolean(),
  metAfter: z.boolean(),
  lackingBeforeTenths: HoursTenths,
  lackingAfterTenths: HoursTenths,
  /** Hours that count; null in lines that were written before these were kept. */
  countedBeforeTenths: z.nullable(HoursTenths),
  countedAfterTenths: z.nullable(HoursTenths),
})
export type Effect = z.infer<typeof Effect>

/** 差异明细: the years that come to something else, as last counted or as it was applied. */
export const listEffects = endpoint('GET /rule-sets/:id/effects', {
  summary: '规则变动的差异明细',
  by: ['hrss'],
  repeat: 'natural',
  params: ById,
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(Effect),
  errors: ['NOT_FOUND'],
})

/** The same as an Excel file. */
export const exportEffects = endpoint('POST /rule-sets/:id/effects/export', {
  summary: '导出差异明细',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({}),
  reply: Task,
  errors: ['NOT_FOUND', 'TASKS_TOO_MANY'],
})
