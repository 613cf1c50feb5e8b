import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { categories } from '../ledger.ts'
import { Code, Day, HoursTenths, Id, YearText } from '../shapes.ts'

/** A class that takes applications, admits the person and is of the category. */
export const WayByClass = z.object({
  id: Id,
  name: z.string(),
  category: z.enum(categories),
  institutionName: z.string(),
  startsOn: Day,
  hoursTenths: HoursTenths,
  /** Places that nobody has. */
  free: z.int(),
})
export type WayByClass = z.infer<typeof WayByClass>

/** A 学习形式 whose records may still bring hours to the year. */
export const WayByForm = z.object({
  code: Code,
  /** What its yearly cap leaves; null: it has none. */
  leftTenths: z.nullable(HoursTenths),
})
export type WayByForm = z.infer<typeof WayByForm>

/** How one gap of a year may be closed. */
export const Way = z.object({
  /** null: hours of any category close it. */
  category: z.nullable(z.enum(categories)),
  lackingTenths: HoursTenths,
  /** Three at most: those with free places before full ones, the soonest first. */
  classes: z.array(WayByClass),
  /** Those of the category's own before those of any. */
  forms: z.array(WayByForm),
})
export type Way = z.infer<typeof Way>

/** Empty where nothing is lacking. */
export const readWays = endpoint('GET /years/:year/ways', {
  summary: '补齐学时的途径',
  by: ['individual'],
  repeat: 'natural',
  params: z.object({ year: YearText }),
  reply: z.object({ items: z.array(Way) }),
  errors: ['NOT_FOUND'],
})
