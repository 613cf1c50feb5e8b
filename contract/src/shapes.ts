import * as z from 'zod/mini'

/** Shapes that every domain shares: ids, versions, pages. */

export const Id = z.uuid()
export const ById = z.object({ id: Id })
/** Counted up by every change of a record or of its children; a change names the one it saw. */
export const Version = z.int().check(z.gte(1), z.lte(2_147_483_647))
/** Of what stands by default until somebody saves it; 0: nobody has. */
export const SavedVersion = z.int().check(z.gte(0), z.lte(2_147_483_647))
export const ByVersion = z.object({ version: Version })
/** A calendar day, `YYYY-MM-DD`, as people in Asia/Shanghai write it. */
export const Day = z.iso.date().check(
  // PostgreSQL knows no year 0.
  z.refine((day) => !day.startsWith('0000')),
)
/** A time of day in Asia/Shanghai, `HH:mm`. */
export const ClockTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/))
/** A UTC instant. */
export const Instant = z.iso.datetime()
/** A learning year of Asia/Shanghai. */
export const Year = z.int().check(z.gte(1990), z.lte(2100))
/** A year in a URL. */
export const YearText = z.string().check(z.regex(/^(19|20)\d{2}$/))
/** Hours in integer tenths: 125 is 12.5 hours. */
export const HoursTenths = z.int().check(z.gte(0), z.lte(100_000))
/** A code of a dictionary; the server asks the dictionary whether it exists. */
export const Code = z.string().check(z.regex(/^[A-Za-z0-9]{1,20}$/))
/** Where a keyset page goes on; opaque to the caller. */
export const Cursor = z.string().check(z.maxLength(200))

/** A keyset page: no page numbers and no total, so that its cost does not grow with the list. */
export const pageOf = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({ items: z.array(item), next: z.nullable(Cursor) })

/** An answer that says no more than that it was done. */
export const Done = z.object({ done: z.literal(true) })
