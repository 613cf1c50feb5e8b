import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Code, Day, HoursTenths, Id, Instant, Year, YearText } from '../shapes.ts'
import { Relief } from './obligations.ts'
import { categories, HoursByCategory } from './shapes.ts'
import { yearStates } from './year-states.ts'
import { CertificationTerms } from './rule-sets.ts'

export const RuleSetSummary = z.object({
  id: Id,
  name: z.string(),
  totalTenths: HoursTenths,
  minima: HoursByCategory,
  dayTenths: HoursTenths,
  /** The paper that the numbers come from; `confirmed` false where no official text was found. */
  source: z.string(),
  confirmed: z.boolean(),
})
export type RuleSetSummary = z.infer<typeof RuleSetSummary>

/** One credit: where its hours came from, who recognised them, and what of them counts. */
export const YearItem = z.object({
  id: Id,
  category: z.enum(categories),
  name: z.string(),
  form: z.string(),
  institution: z.string(),
  startOn: z.iso.date(),
  endOn: z.iso.date(),
  hoursTenths: HoursTenths,
  /** What counts of it in the year; nothing of one that was reversed. */
  countedTenths: HoursTenths,
  /** What the yearly cap of its form took off. */
  cut: z.nullable(z.object({ cutTenths: HoursTenths, capTenths: HoursTenths })),
  sourceKind: z.enum(['declaration', 'class', 'platform', 'legacy']),
  sourceId: Id,
  /** A unit declared it for the person (批量申报). */
  byUnit: z.boolean(),
  recognisedBy: z.string(),
  at: Instant,
  reversed: z.boolean(),
  /** Why and when it was taken back. */
  reversal: z.nullable(z.object({ at: Instant, reason: z.nullable(z.string()) })),
})
export type YearItem = z.infer<typeof YearItem>

/** What stands in the way of a year, or has become of a certificate that it had. */
export const YearStanding = z.object({
  /** A restriction that holds its certification back: since when, until when, and by which case. */
  held: z.nullable(z.object({ caseId: Id, since: Day, until: z.nullable(Day) })),
  /** The last certificate of the year that is no longer in force. */
  former: z.nullable(
    z.object({
      number: z.string(),
      state: z.enum(['withdrawn', 'replaced']),
      endedAt: Instant,
      reason: z.string(),
    }),
  ),
})
export type YearStanding = z.infer<typeof YearStanding>

export const YearDetail = z.object({
  year: Year,
  state: z.enum(yearStates),
  certification: CertificationTerms,
  ruleSet: RuleSetSummary,
  /** What a decision on 免修 or 减免 takes off. */
  relief: z.nullable(Relief),
  required: HoursByCategory,
  requiredTotalTenths: HoursTenths,
  /** Recognised hours that count, and what is lacking, by category. */
  counted: HoursByCategory,
  lacking: HoursByCategory,
  countedTotalTenths: HoursTenths,
  lackingTotalTenths: HoursTenths,
  shares: z.array(
    z.object({
      name: z.string(),
      haveTenths: HoursTenths,
      needTenths: HoursTenths,
      binding: z.boolean(),
    }),
  ),
  items: z.array(YearItem),
  standing: YearStanding,
})
export type YearDetail = z.infer<typeof YearDetail>

export const readYear = endpoint('GET /years/:year', {
  summary: '我的年度',
  by: ['individual'],
  repeat: 'natural',
  params: z.object({ year: YearText }),
  reply: YearDetail,
  errors: ['NOT_FOUND'],
})

/** A year of several beside each other. */
export const YearSum = z.object({
  year: Year,
  series: z.nullable(Code),
  state: z.enum(yearStates),
  counted: HoursByCategory,
  required: HoursByCategory,
  countedTotalTenths: HoursTenths,
  requiredTotalTenths: HoursTenths,
  lackingTotalTenths: HoursTenths,
})
export type YearSum = z.infer<typeof YearSum>

/** The last five years together, newest first; those without any hours too. */
export const listRecentYears = endpoint('GET /recent-years', {
  summary: '近五年学时',
  by: ['individual'],
  repeat: 'natural',
  reply: z.object({ items: z.array(YearSum) }),
})

/** 学时明细 as PDF, met or not. */
export const printYear = endpoint('GET /years/:year/statement', {
  summary: '学时明细（PDF）',
  by: ['individual'],
  repeat: 'natural',
  params: z.object({ year: YearText }),
  media: 'application/pdf',
  reply: z.unknown(),
  errors: ['NOT_FOUND', 'UNPRINTABLE', 'BUSY'],
})

/** 学时明细 as Excel, met or not. */
export const sheetOfYear = endpoint('GET /years/:year/sheet', {
  summary: '学时明细（Excel）',
  by: ['individual'],
  repeat: 'natural',
  params: z.object({ year: YearText }),
  media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  reply: z.unknown(),
  errors: ['NOT_FOUND'],
})

/** One result as it was kept, and whether the same entries, rules and relief come to it again. */
export const KeptResult = z.object({
  version: z.int(),
  at: Instant,
  ruleSet: z.string(),
  relief: z.nullable(Relief),
  counted: HoursByCategory,
  countedTotalTenths: HoursTenths,
  met: z.boolean(),
  replays: z.boolean(),
})
export type KeptResult = z.infer<typeof KeptResult>

/** 计算经过: the last hundred results of the year, newest first, each computed again. */
export const listYearResults = endpoint('GET /years/:year/results', {
  summary: '年度学时计算经过',
  by: ['individual'],
  repeat: 'natural',
  params: z.object({ year: YearText }),
  reply: z.object({ items: z.array(KeptResult) }),
})

/** A year of a person whose record one is not the owner of. */
const OfPerson = z.object({ id: Id, year: YearText })

/** 历年学时 of a person in the reader's scope: the last five years, and any before that has hours. */
export const listPersonYears = endpoint('GET /people/:id/years', {
  summary: '人员历年学时',
  by: ['employer', 'industry', 'hrss'],
  repeat: 'natural',
  params: z.object({ id: Id }),
  reply: z.object({ personName: z.string(), items: z.array(YearSum) }),
  errors: ['NOT_FOUND'],
})

/** What the person sees of the year, as their employer or an authority sees it. */
export const readPersonYear = endpoint('GET /people/:id/years/:year', {
  summary: '人员年度学时',
  by: ['employer', 'industry', 'hrss'],
  repeat: 'natural',
  params: OfPerson,
  reply: z.object({ personName: z.string(), detail: YearDetail }),
  errors: ['NOT_FOUND'],
})

/** 计算经过 of the same: any past result can be computed again by whoever answers for it. */
export const listPersonResults = endpoint('GET /people/:id/years/:year/results', {
  summary: '人员年度学时计算经过',
  by: ['employer', 'industry', 'hrss'],
  repeat: 'natural',
  params: OfPerson,
  reply: z.object({ items: z.array(KeptResult) }),
  errors: ['NOT_FOUND'],
})
