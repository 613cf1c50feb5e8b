import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { hoursTenths } from '../hours.ts'
import type { Moves } from '../moves.ts'
import { Code, Day, Id, Instant, Version, Year, YearText } from '../shapes.ts'
import { text } from '../text.ts'
import { Chain, FormRule, Share, WindowsByCategory } from './rule-set-parts.ts'
import { HoursByCategory } from './shapes.ts'

export * from './rule-set-parts.ts'

export const ruleSetStates = ['draft', 'scheduled', 'effective', 'superseded'] as const
export type RuleSetState = (typeof ruleSetStates)[number]
/** province: the actor is the office that makes rules. counted: the people affected by this version were counted. */
export type RuleSetFact = 'province' | 'counted'

/** 学时规则: written and published by the province's HR&SS office; at its moment the house makes it effective. */
export const ruleSetMoves = {
  copy: {
    from: ['scheduled', 'effective', 'superseded'],
    to: null,
    by: ['hrss'],
    when: ['province'],
  },
  edit: { from: ['draft'], to: null, by: ['hrss'], when: ['province'] },
  delete: { from: ['draft'], to: null, by: ['hrss'], when: ['province'] },
  /** Counts whom it would touch, by computing their years anew without keeping what they come to. */
  count: { from: ['draft'], to: null, by: ['hrss'], when: ['province'] },
  publish: { from: ['draft'], to: 'scheduled', by: ['hrss'], when: ['province', 'counted'] },
  /** Computes anew the years that still go by what held before: for an application that was cut off. */
  apply: { from: ['effective'], to: null, by: ['hrss'], when: ['province'] },
  recall: { from: ['scheduled'], to: 'draft', by: ['hrss'], when: ['province'] },
  takeEffect: { from: ['scheduled'], to: 'effective', by: [], when: [] },
  supersede: { from: ['effective'], to: 'superseded', by: [], when: [] },
} as const satisfies Moves<RuleSetState, RuleSetFact>
export type RuleSetMove = keyof typeof ruleSetMoves
const moveNames = Object.keys(ruleSetMoves) as [RuleSetMove, ...RuleSetMove[]] // the table's own keys

/** 年度认证: at once when the person asks, or by a batch that the authority starts. */
export const certifyWays = ['onRequest', 'batch'] as const
export type CertifyWay = (typeof certifyWays)[number]

/** How a year is certified by its rules, and whether it still is. */
export const CertificationTerms = z.object({
  way: z.enum(certifyWays),
  /** The last day; null: whenever. */
  to: z.nullable(Day),
  isOpen: z.boolean(),
})
export type CertificationTerms = z.infer<typeof CertificationTerms>

/** Parts of which no official text was found: what stands there is a default of this system. */
export const defaultParts = ['day', 'forms', 'windows', 'chains', 'relief'] as const
export type DefaultPart = (typeof defaultParts)[number]

/** How many lines each list of a rule set may have. */
export const mostLines = { shares: 5, forms: 60, chains: 40 } as const

/** Everything that a rule set says; the editor's fields. */
export const RuleSetForm = z.object({
  name: text({ min: 2, max: 60 }),
  /** `CN`, or the code of a province or city. */
  jurisdiction: Code,
  /** 专业系列; null: every one. */
  series: z.nullable(Code),
  yearFrom: Year,
  /** null: until another follows. */
  yearTo: z.nullable(Year),
  totalTenths: hoursTenths,
  minima: HoursByCategory,
  shares: z.array(Share).check(z.maxLength(mostLines.shares)),
  /** Hours of a day of learning, and minutes of an hour. */
  dayTenths: hoursTenths,
  minutesPerHour: z.int().check(z.gte(30), z.lte(60)),
  /** Whether 减免 by months shortens what is required in proportion. */
  prorates: z.boolean(),
  certifies: z.enum(certifyWays),
  forms: z.array(FormRule).check(z.minLength(1), z.maxLength(mostLines.forms)),
  windows: WindowsByCategory,
  /** The first that fits holds. */
  chains: z.array(Chain).check(z.minLength(1), z.maxLength(mostLines.chains)),
  /** The paper that the numbers come from; `confirmed` false where no official text was found. */
  source: text({ min: 2, max: 300 }),
  confirmed: z.boolean(),
  defaults: z.array(z.enum(defaultParts)).check(z.maxLength(5)),
})
export type RuleSetForm = z.infer<typeof RuleSetForm>

/** The form alone, whatever else stands beside it. */
export function ruleSetFormOf({
  name,
  jurisdiction,
  series,
  yearFrom,
  yearTo,
  totalTenths,
  minima,
  shares,
  dayTenths,
  minutesPerHour,
  prorates,
  certifies,
  forms,
  windows,
  chains,
  source,
  confirmed,
  defaults,
}: RuleSetForm): RuleSetForm {
  const years = { name, jurisdiction, series, yearFrom, yearTo }
  const hours = { totalTenths, minima, shares, dayTenths, minutesPerHour, prorates, certifies }
  return { ...years, ...hours, forms, windows, chains, source, confirmed, defaults }
}

export const RuleSet = z.object({
  id: Id,
  version: Version,
  state: z.enum(ruleSetStates),
  /** Counted up by each set for the same place, series and first year. */
  revision: z.int(),
  /** Since when it holds, or will. */
  effectiveAt: z.nullable(Instant),
  ...RuleSetForm.shape,
  open: z.array(z.enum(moveNames)),
})
export type RuleSet = z.infer<typeof RuleSet>

/**
 * The rules of a year as they hold now, for whoever declares or looks: for an individual by the
 * series and the employer of their record unless a series is named.
 */
export const readRules = endpoint('GET /rules/:year', {
  summary: '某年度的学时规则',
  by: 'anyone',
  repeat: 'natural',
  params: z.object({ year: YearText }),
  query: z.object({ series: z.optional(Code) }),
  reply: RuleSet,
  errors: ['NOT_FOUND'],
})
