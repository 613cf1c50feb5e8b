import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, daysInclusive, isIsoDate, startOf, todayIn, yearOf } from './year.ts'

describe('the year of an instant', () => {
  it.each([
    ['2025-12-31T15:59:59.999Z', 2025, '2025-12-31'],
    ['2025-12-31T16:00:00.000Z', 2026, '2026-01-01'],
    ['2026-01-01T00:00:00+08:00', 2026, '2026-01-01'],
    ['2026-01-01T00:00:00-08:00', 2026, '2026-01-01'],
    ['2024-02-28T16:00:00Z', 2024, '2024-02-29'],
  ])('%s is in %d, on %s', (instant, year, date) => {
    expect(yearOf(instant)).toBe(year)
    expect(todayIn(new Date(instant))).toBe(date)
  })

  it('agrees with the time-zone data of the runtime', () => {
    const reader = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })
    const from = Date.UTC(1992, 0, 1)
    const to = Date.UTC(2100, 0, 1)
    fc.assert(
      fc.property(fc.integer({ min: from, max: to }), (instant) => {
        expect(todayIn(instant)).toBe(reader.format(instant))
      }),
      { seed: 8, numRuns: 2_000 },
    )
  })

  it('begins a day where Shanghai does', () => {
    expect(startOf('2026-01-01').toISOString()).toBe('2025-12-31T16:00:00.000Z')
    expect(todayIn(startOf('2026-01-01'))).toBe('2026-01-01')
  })

  it('refuses what is not an instant, and local time that leaves its zone out', () => {
    expect(() => yearOf('yesterday')).toThrow(RangeError)
    expect(() => yearOf('2026-01-01T00:00:00')).toThrow(RangeError)
    expect(() => yearOf(Number.NaN)).toThrow(RangeError)
  })
})

describe('dates', () => {
  it.each(['2024-02-29', '2000-02-29', '2026-12-31', '1900-01-01'])('%s exists', (date) =>
    expect(isIsoDate(date)).toBe(true),
  )

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-4-1',
    '',
    '2026-01-00',
  ])('%j does not', (date) => expect(isIsoDate(date)).toBe(false))

  it.each([
    ['2026-03-01', '2026-03-01', 1],
    ['2024-02-28', '2024-03-01', 3],
    ['2026-02-28', '2026-03-01', 2],
    ['2025-01-01', '2025-12-31', 365],
    ['2026-03-02', '2026-03-01', 0],
  ])('from %s to %s are %d days', (from, to, days) => expect(daysInclusive(from, to)).toBe(days))

  it('adds days over months and years', () => {
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01')
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29')
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError)
    expect(() => daysInclusive('2026-02-30', '2026-03-01')).toThrow(RangeError)
  })
})
