// China has kept one zone, UTC+8, without daylight saving since 1991, and every instant this system
// stores is later than that: a fixed offset is exact and needs no time-zone data in the browser.
const shanghaiOffsetMilliseconds = 8 * 60 * 60 * 1000
const dayMilliseconds = 24 * 60 * 60 * 1000

/** An instant: a Date, milliseconds since 1970 UTC, or ISO 8601 text with `Z` or an offset. */
export type Instant = Date | number | string

/** The calendar date in Asia/Shanghai at the instant, `YYYY-MM-DD`. Throws RangeError if the instant is not one. */
export function todayIn(instant: Instant): string {
  // ISO text without an offset would be read in the machine's own zone, so it is refused.
  if (typeof instant === 'string' && !/(?:Z|[+-]\d{2}:?\d{2})$/i.test(instant))
    throw new RangeError(`instant without an offset: ${instant}`)
  const utc = new Date(instant).getTime()
  return new Date(utc + shanghaiOffsetMilliseconds).toISOString().slice(0, 10)
}

/** The year that the instant belongs to in Asia/Shanghai. Throws RangeError if the instant is not one. */
export function yearOf(instant: Instant): number {
  return Number(todayIn(instant).slice(0, 4))
}

/** The instant at which the date begins in Asia/Shanghai. Throws RangeError if the date is not valid. */
export function startOf(date: string): Date {
  return new Date(utcOf(date) - shanghaiOffsetMilliseconds)
}

/** The time of day in Asia/Shanghai at the instant, `HH:mm`. Throws RangeError if the instant is not one. */
export function clockIn(instant: Instant): string {
  const utc = new Date(instant).getTime()
  return new Date(utc + shanghaiOffsetMilliseconds).toISOString().slice(11, 16)
}

/** The instant at which clocks in Asia/Shanghai show this time (`HH:mm`) on the date. */
export function instantOf(date: string, clock: string): Date {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return new Date(startOf(date).getTime() + (hours * 60 + minutes) * 60_000)
}

/** True for a date that exists in the Gregorian calendar, written `YYYY-MM-DD`, from 1000-01-01 to 9999-12-31. */
export function isIsoDate(text: string): boolean {
  const match = /^([1-9]\d{3})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return false
  const month = Number(match[2])
  const day = Number(match[3])
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(Number(match[1]), month)
}

/**
 * How many days the stretch covers, both ends counted: 1 for a single day, 0 or less when `to` is
 * before `from`. Throws RangeError if either is not a valid date.
 */
export function daysInclusive(from: string, to: string): number {
  return (utcOf(to) - utcOf(from)) / dayMilliseconds + 1
}

/** The date so many days later (earlier when negative). Throws RangeError if the date is not valid. */
export function addDays(date: string, days: number): string {
  return new Date(utcOf(date) + days * dayMilliseconds).toISOString().slice(0, 10)
}

/** How many days the month has; months count from 1. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function utcOf(date: string): number {
  if (!isIsoDate(date)) throw new RangeError(`not a date: ${date}`)
  return Date.parse(date)
}
