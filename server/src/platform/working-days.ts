import { addDays } from '@xueshi/contract/year'
import chineseDays from 'chinese-days'

/**
 * The last year whose days off the State Council had announced when the dictionary (chinese-days)
 * was made. Beyond it only weekends and the days that the law itself names are off, so that a
 * deadline there may fall a few days early or late; each December a new version of it is due.
 */
export const lastAnnouncedYear = (() => {
  let year = 2024
  while (isAnnounced(year + 1)) year += 1
  return year
})()

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
  const isWeekday = chineseDays.isWorkday(localDate(day))
  return Number(day.slice(0, 4)) > lastAnnouncedYear ? isWeekday && !isNamedByLaw(day) : isWeekday
}

function isAnnounced(year: number): boolean {
  return chineseDays.getDayDetail(localDate(`${year}-10-01`)).name.startsWith('National Day')
}

// 全国年节及纪念日放假办法 (2024): 元旦, 春节 with the day before and two after, 清明, 劳动节, 端午, 中秋, 国庆.
const fixed = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']
const lunar: Readonly<Record<string, readonly number[]>> = {
  春节: [-1, 0, 1, 2],
  端午节: [0],
  中秋节: [0],
}

function isNamedByLaw(day: string): boolean {
  const year = Number(day.slice(0, 4))
  if (
    fixed.includes(day.slice(5)) ||
    chineseDays.getSolarTermDate(year, 4, 'pure_brightness') === day
  )
    return true
  const from = localDate(addDays(day, -3))
  return chineseDays
    .getLunarFestivals(from, localDate(addDays(day, 3)))
    .some(({ date, name }) =>
      name.some((festival) => lunar[festival]?.some((offset) => addDays(date, offset) === day)),
    )
}

/** The dictionary reads and writes days in the machine's own zone, whichever that is. */
function localDate(day: string): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date)
}
