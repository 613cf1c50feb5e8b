import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { addDays, startOf } from '@xueshi/contract/year'
import { describe, expect, test } from 'vitest'
import { addWorkingDays, isWorkingDay, lastAnnouncedYear, waitedSince } from './working-days.ts'

/** From a day, so many working days on, and the day that it should be. */
const counts = [
  ['2026-06-01', 10, '2026-06-15'],
  ['2026-06-05', 1, '2026-06-08'],
  // 2026-02-14, a Saturday, is worked; 02-15 to 02-23 are off.
  ['2026-02-13', 1, '2026-02-14'],
  ['2026-02-14', 1, '2026-02-24'],
  ['2026-06-06', 0, '2026-06-06'],
] as const

test.each(counts)(
  'weekends and days off do not count, made-up days do: %s + %i',
  (from, count, day) => {
    expect(addWorkingDays(from, count)).toBe(day)
  },
)

describe('beyond the years that are announced', () => {
  const year = lastAnnouncedYear + 1

  test('there is a year that is', () => {
    expect(lastAnnouncedYear).toBeGreaterThanOrEqual(2026)
    expect(isWorkingDay('2026-10-01')).toBe(false)
  })

  test.each(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'])('%s is off', (day) => {
    expect(isWorkingDay(`${year}-${day}`)).toBe(false)
  })

  test('Spring Festival with its eve, and 清明', () => {
    // 2033: the festival is on Monday 31 January, 清明 on Monday 4 April.
    expect(addWorkingDays('2033-01-28', 1)).toBe('2033-02-03')
    // 2027: its eve is Friday 5 February.
    expect(addWorkingDays('2027-02-04', 1)).toBe('2027-02-09')
    expect(addWorkingDays('2033-04-01', 1)).toBe('2033-04-05')
  })
})

test('a machine in another zone counts the same days', async () => {
  const path = new URL('./working-days.ts', import.meta.url).href
  const asked = counts.map(([from, count]) => `addWorkingDays('${from}', ${count})`).join(', ')
  const script = `import { addWorkingDays } from '${path}'; process.stdout.write([${asked}].join())`
  for (const zone of ['America/New_York', 'Pacific/Kiritimati']) {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { env: { ...process.env, TZ: zone } },
    )
    expect([zone, stdout]).toEqual([zone, counts.map(([, , day]) => day).join()])
  }
})

describe('waitedSince', () => {
  test.each([
    // Monday: nothing since the Friday has waited a whole working day more.
    ['2026-06-15', 1, '2026-06-11'],
    // 19 June is 端午, 20 and 21 a weekend.
    ['2026-06-22', 1, '2026-06-17'],
    ['2026-06-23', 1, '2026-06-21'],
    ['2026-06-15', 10, '2026-05-31'],
  ])('on %s, %i working days: what was opened until the end of %s', (today, days, last) => {
    expect(waitedSince(today, days)).toEqual(startOf(addDays(last, 1)))
    expect(addWorkingDays(last, days) < today).toBe(true)
    expect(addWorkingDays(addDays(last, 1), days) < today).toBe(false)
  })
  test('a day more or less moves it', () => {
    const friday = waitedSince('2026-06-12', 10)
    expect(waitedSince('2026-06-15', 10).getTime()).toBeGreaterThan(friday.getTime())
    // A weekend adds no working day.
    expect(waitedSince('2026-06-14', 10)).toEqual(waitedSince('2026-06-13', 10))
  })
})
