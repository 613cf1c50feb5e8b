import * as z from 'zod/mini'
import { HoursTenths } from '../shapes.ts'

/** 公需课, 专业课, 选修课. They do not stand in for one another. */
export const categories = ['public', 'professional', 'elective'] as const
export type Category = (typeof categories)[number]

/** Hours of the three categories, each in tenths. */
export const HoursByCategory = z.object({
  public: HoursTenths,
  professional: HoursTenths,
  elective: HoursTenths,
})
export type HoursByCategory = z.infer<typeof HoursByCategory>

/** The offices that a record may pass. */
export const chainOffices = ['employer', 'industry', 'hrss'] as const
export type ChainOffice = (typeof chainOffices)[number]

/** What hours that are claimed would bring to their year if all of them were recognised. In tenths. */
export const Gain = z.object({
  /** What counts in the category without them, and what it asks. */
  haveTenths: HoursTenths,
  requiredTenths: HoursTenths,
  /** How many of them count: the yearly cap of their 学习形式 may cut them. */
  countedTenths: HoursTenths,
  capTenths: z.nullable(HoursTenths),
  /** What the year would still lack in all. */
  lackingTotalTenths: HoursTenths,
})
export type Gain = z.infer<typeof Gain>

/** What an entry says of its source, as it stood when the hours were credited. */
export type EntryItem = {
  name: string
  institution: string
  startOn: string
  endOn: string
  recognisedBy: string
  /** A unit declared it for the person (批量申报); absent of all else, and of what was credited before this was kept. */
  byUnit?: true
}
