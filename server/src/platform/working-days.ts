import { addDays } from '@xueshi/contract/year'
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

// 全国年节及纪念日放假办法 (2024): 元旦, 劳动节, 国庆; 春节 with its eve and two days after, 端午, 中秋; 清明.
const fixed = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']
const lunar = ['1/1', '1/2', '1/3', '5/5', '8/15']

function isNamedByLaw(day: string): boolean {
  return (
    fixed.includes(day.slice(5)) ||
    lunar.includes(lunarDay(day)) ||
    lunarDay(addDays(day, 1)) === '1/1' ||
    day === clearBrightness(Number(day.slice(0, 4)))
  )
}

const lunarFormat = new Intl.DateTimeFormat('en-u-ca-chinese', {
  month: 'numeric',
  day: 'numeric',
  timeZone: 'UTC',
})
/** Month and day of the lunar calendar; a leap month is none of the festivals'. */
const lunarDay = (day: string) => {
  const parts = Object.fromEntries(
    lunarFormat.formatToParts(new Date(day)).map(({ type, value }) => [type, value]),
  )
  return `${parts['month']}/${parts['day']}`
}

/** 清明 of a year of this century, when the sun stands at 15°. */
function clearBrightness(year: number): string {
  const inCentury = year % 100
  const day = Math.floor(inCentury * 0.2422 + 4.81) - Math.floor(inCentury / 4)
  return `${year}-04-0${day}`
}
