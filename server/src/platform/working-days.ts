import { addDays, startOf } from '@xueshi/contract/year'
import announced from 'chinese-days/dist/chinese-days.json' with { type: 'json' }

// The dictionary's table and not its functions, which read and write days in the machine's own zone.
const daysOff: Readonly<Record<string, string>> = announced.holidays
const workedWeekends: Readonly<Record<string, string>> = announced.workdays

/**
 * The last year whose days off the State Council had announced when the dictionary (chinese-days)
 * was made. Beyond it only weekends and the days that the law itself names are off, so that a
 * deadline there may fall a few days early or late; each December a new version of it is due.
 */
export const lastAnnouncedYear = Math.max(
  ...Object.keys(daysOff).map((day) => Number(day.slice(0, 4))),
)

/** The day that is so many working days after the day, which itself does not count. Both `YYYY-MM-DD`. */
export function addWorkingDays(day: string, count: number): string {
  let reached = day
  for (let left = count; left > 0;) {
    reached = addDays(reached, 1)
    if (isWorkingDay(reached)) left -= 1
  }
  return reached
}

/** Whether offices work on the day in China: a Sunday may, and a Monday may not. */
export function isWorkingDay(day: string): boolean {
  if (workedWeekends[day] !== undefined) return true
  const isWeekend = [0, 6].includes(new Date(day).getUTCDay())
  if (isWeekend || daysOff[day] !== undefined) return false
  return Number(day.slice(0, 4)) <= lastAnnouncedYear || !isNamedByLaw(day)
}

// 全国年节及纪念日放假办法 (2024): 元旦, 劳动节, 国庆; 春节 with its eve and two days after; 端午, 中秋, 清明.
const fixed = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']
// 春节, 端午 and 中秋, for the years that may come before the next version of the dictionary. ICU's
// own calendar has Spring Festival of 2027 a day late: its new moon comes four minutes before midnight.
const lunar: Readonly<Record<number, readonly [spring: string, summer: string, autumn: string]>> = {
  2027: ['02-06', '06-09', '09-15'],
  2028: ['01-26', '05-28', '10-03'],
  2029: ['02-13', '06-16', '09-22'],
  2030: ['02-03', '06-05', '09-12'],
  2031: ['01-23', '06-24', '10-01'],
  2032: ['02-11', '06-12', '09-19'],
  2033: ['01-31', '06-01', '09-08'],
  2034: ['02-19', '06-20', '09-27'],
  2035: ['02-08', '06-10', '09-16'],
  2036: ['01-28', '05-30', '10-04'],
}

function isNamedByLaw(day: string): boolean {
  const year = Number(day.slice(0, 4))
  const [spring, ...others] = (lunar[year] ?? []).map((festival) => `${year}-${festival}`)
  const springDays = spring === undefined ? [] : [-1, 0, 1, 2].map((days) => addDays(spring, days))
  return (
    fixed.includes(day.slice(5)) ||
    [...springDays, ...others].includes(day) ||
    day === clearBrightness(year)
  )
}

/** 清明 of a year of this century, when the sun stands at 15°. */
function clearBrightness(year: number): string {
  const inCentury = year % 100
  const day = Math.floor(inCentury * 0.2422 + 4.81) - Math.floor(inCentury / 4)
  return `${year}-04-0${day}`
}

/** What was opened before this instant has waited for more than so many whole working days, by today's date. */
export function waitedSince(today: string, workingDays: number): Date {
  let day = today
  while (addWorkingDays(day, workingDays) >= today) day = addDays(day, -1)
  return startOf(addDays(day, 1))
}
