import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { categories, HoursByCategory } from './ledger/shapes.ts'
import type { Moves } from './moves.ts'
import { ById, Code, HoursTenths, Id, Instant, Year, YearText } from './shapes.ts'

export * from './ledger/exemption-review.ts'
export * from './ledger/exemption-states.ts'
export * from './ledger/exemptions.ts'
export * from './ledger/obligations.ts'
export * from './ledger/rule-set-differences.ts'
export * from './ledger/rule-set-editor.ts'
export * from './ledger/rule-set-issues.ts'
export * from './ledger/rule-sets.ts'
export * from './ledger/shapes.ts'

export const yearStates = ['notMet', 'met', 'certified', 'suspended', 'revoked'] as const
export type YearState = (typeof yearStates)[number]
export type YearFact = 'own' | 'onRequest'

/** 年度认证情况. Between notMet and met the ledger moves the year by itself as entries come and go. */
export const yearMoves = {
  certify: { from: ['met'], to: 'certified', by: ['individual'], when: ['own', 'onRequest'] },
  /** Its certificate was withdrawn by hand. */
  revoke: { from: ['certified'], to: 'revoked', by: [], when: [] },
  /** Its next edition is issued by hand. */
  renew: { from: ['certified', 'met', 'revoked'], to: 'certified', by: [], when: [] },
} as const satisfies Moves<YearState, YearFact>
export type YearMove = keyof typeof yearMoves

const CountAndHours = z.object({ count: z.int(), hoursTenths: HoursTenths })

/** A row of 继续教育证书打印: one person, one year, one 专业系列. */
export const YearRow = z.object({
  id: Id,
  year: Year,
  series: Code,
  public: CountAndHours,
  professional: CountAndHours,
  elective: CountAndHours,
  totalTenths: HoursTenths,
  state: z.enum(yearStates),
  certificate: z.nullable(z.object({ id: Id, number: z.string(), code: z.string() })),
  open: z.array(z.enum(['certify', 'revoke', 'renew'])),
})
export type YearRow = z.infer<typeof YearRow>

export const listYears = endpoint('GET /years', {
  summary: '继续教育证书查询',
  by: ['individual'],
  repeat: 'natural',
  query: z.object({
    from: z.optional(YearText),
    to: z.optional(YearText),
    series: z.optional(Code),
  }),
  reply: z.object({ items: z.array(YearRow) }),
})

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

export const YearDetail = z.object({
  year: Year,
  state: z.enum(yearStates),
  ruleSet: RuleSetSummary,
  required: HoursByCategory,
  /** Recognised hours that count, and what is lacking, by category. */
  counted: HoursByCategory,
  lacking: HoursByCategory,
  countedTotalTenths: HoursTenths,
  lackingTotalTenths: HoursTenths,
  items: z.array(
    z.object({
      id: Id,
      category: z.enum(categories),
      name: z.string(),
      form: z.string(),
      institution: z.string(),
      startOn: z.iso.date(),
      endOn: z.iso.date(),
      hoursTenths: HoursTenths,
      sourceKind: z.enum(['declaration', 'class', 'platform', 'legacy']),
      sourceId: Id,
      recognisedBy: z.string(),
      at: Instant,
      reversed: z.boolean(),
    }),
  ),
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

/** Certifies a year that meets its rules, at once, and issues its certificate. */
export const certifyYear = endpoint('POST /years/:id/certify', {
  summary: '申请年度认证',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: z.object({}),
  reply: YearRow,
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})
