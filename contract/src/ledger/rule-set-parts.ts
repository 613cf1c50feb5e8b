import * as z from 'zod/mini'
import { hoursTenths } from '../hours.ts'
import { Code, HoursTenths, Year } from '../shapes.ts'
import { text } from '../text.ts'
import { categories, chainOffices, type Category } from './shapes.ts'

/** A share of the total that some categories must reach together, as the national rule asks (人社部令第25号, art. 8). */
export const Share = z.object({
  name: text({ min: 1, max: 60 }),
  /** Counted together: Guangdong's electives are professional to the national rule, which has none. */
  of: z.array(z.enum(categories)).check(z.minLength(1), z.maxLength(3)),
  numerator: z.int().check(z.gte(1), z.lte(100)),
  denominator: z.int().check(z.gte(1), z.lte(100)),
  /** False: it is shown beside the result, and decides nothing. */
  binding: z.boolean(),
})
export type Share = z.infer<typeof Share>

/** A kind or level of what a form counts, with what one unit of it is worth. */
export const FormOption = z.object({
  code: Code,
  /** Empty where the form has one kind alone. */
  label: text({ min: 0, max: 60 }),
  tenthsPerUnit: hoursTenths,
})
export type FormOption = z.infer<typeof FormOption>

export const mostOptions = 10

/** What a 学习形式 asks and is worth in the years of its rule set. */
export const FormRule = z.object({
  /** Of the dictionary of forms. */
  code: Code,
  /** What is counted: 天, 课时, 篇 … */
  unit: text({ min: 1, max: 10 }),
  /** None: the hours are typed as the course or a decision says. */
  options: z.array(FormOption).check(z.maxLength(mostOptions)),
  /** Hours less for each place after the first among the authors; 0: the place is not asked. */
  rankStepTenths: HoursTenths,
  /** The most that counts in a year; null: no cap. */
  capTenths: z.nullable(hoursTenths),
  /** What the form opens at; null: the course decides. */
  category: z.nullable(z.enum(categories)),
  /** Papers that a reviewer expects; what is missing is flagged. */
  evidence: z.array(text({ min: 1, max: 40 })).check(z.maxLength(10)),
  /** The number by which an achievement is known (DOI, ISBN, patent), counted once; null: none is asked. */
  numberLabel: z.nullable(text({ min: 1, max: 30 })),
  /** Hours come from time spent: days × the rule set's hours a day is the most. */
  timeBased: z.boolean(),
  /** False: it comes by a decision alone and is not in the form of 添加. */
  declarable: z.boolean(),
  note: text({ min: 0, max: 200 }),
})
export type FormRule = z.infer<typeof FormRule>

/** A day told from a learning year: so many years after it, month and day as `MM-DD`. */
export const YearDay = z.object({
  after: z.int().check(z.gte(0), z.lte(2)),
  day: z.string().check(z.regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'MONTH_DAY_FORMAT')),
})
export type YearDay = z.infer<typeof YearDay>

/** Until when what may be done for a year, in one category. Null is no limit; for making up it is never. */
export const Windows = z.object({
  learnFrom: YearDay,
  learnTo: YearDay,
  declareTo: z.nullable(YearDay),
  reviewTo: z.nullable(YearDay),
  certifyTo: z.nullable(YearDay),
  /** Until when learning after `learnTo` still counts for the year. */
  makeUpTo: z.nullable(YearDay),
})
export type Windows = z.infer<typeof Windows>

export const WindowsByCategory = z.object({
  public: Windows,
  professional: Windows,
  elective: Windows,
})
export type WindowsByCategory = z.infer<typeof WindowsByCategory>

/** The offices that a record passes, in their order, where all of this fits. An empty list fits everything. */
export const Chain = z.object({
  yearFrom: z.nullable(Year),
  yearTo: z.nullable(Year),
  categories: z.array(z.enum(categories)).check(z.maxLength(3)),
  series: z.array(Code).check(z.maxLength(60)),
  forms: z.array(Code).check(z.maxLength(60)),
  /** For records that claim more than this; null: whatever they claim. */
  aboveTenths: z.nullable(HoursTenths),
  offices: z.array(z.enum(chainOffices)).check(z.minLength(1), z.maxLength(3)),
})
export type Chain = z.infer<typeof Chain>

/** What a record is, to a chain. */
export type ChainRecord = {
  year: number
  category: Category
  series: string
  form: string
  claimedTenths: number
}

/** Whether the chain is this record's. */
export function chainFits(chain: Chain, record: ChainRecord): boolean {
  const has = (list: readonly string[], one: string) => list.length === 0 || list.includes(one)
  return (
    (chain.yearFrom === null || chain.yearFrom <= record.year) &&
    (chain.yearTo === null || chain.yearTo >= record.year) &&
    has(chain.categories, record.category) &&
    has(chain.series, record.series) &&
    has(chain.forms, record.form) &&
    (chain.aboveTenths === null || record.claimedTenths > chain.aboveTenths)
  )
}

/** The date of a day in a learning year, `YYYY-MM-DD`; a 29 February that the year has not is the 28th. */
export function dateOf({ after, day }: YearDay, year: number): string {
  const calendar = year + after
  const isLeap = calendar % 4 === 0 && (calendar % 100 !== 0 || calendar % 400 === 0)
  return `${calendar}-${day === '02-29' && !isLeap ? '02-28' : day}`
}

/** What a year's rules say of a form that people may declare; undefined where they do not have it, or it comes by a decision. */
export const declarableForm = (
  { forms }: { forms: readonly FormRule[] },
  code: string,
): FormRule | undefined => forms.find((form) => form.code === code && form.declarable)

/** Codes of the forms whose hours come from time spent, by a year's rules: only two of these can overlap. */
export const timeBasedForms = ({ forms }: { forms: readonly FormRule[] }): string[] =>
  forms.filter(({ timeBased }) => timeBased).map(({ code }) => code)

/**
 * What so much of a form is worth, in tenths: an option's hours, less its step for each place after
 * the first, times the units (in tenths of a unit too), rounded down. Null where the form has no such
 * option: then the hours are typed.
 */
export function proposedTenths(
  form: Pick<FormRule, 'options' | 'rankStepTenths'>,
  { option, rank, unitsTenths }: { option: string; rank: number; unitsTenths: number },
): number | null {
  const chosen = form.options.find(({ code }) => code === option)
  if (!chosen) return null
  const each = Math.max(0, chosen.tenthsPerUnit - form.rankStepTenths * (rank - 1))
  return Math.floor((each * unitsTenths) / 10)
}
