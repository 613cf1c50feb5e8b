import { describe, expect, test } from 'vitest'
import type { Windows } from './rule-set-parts.ts'
import {
  isCertifiedBy,
  isDeclaredBy,
  isLearnedIn,
  lastToCertify,
  lastToReview,
  yearsOffered,
  yearsTouched,
} from './windows.ts'

const professional: Windows = {
  learnFrom: { after: 0, day: '01-01' },
  learnTo: { after: 0, day: '12-31' },
  declareTo: { after: 1, day: '04-30' },
  reviewTo: null,
  certifyTo: null,
  makeUpTo: null,
}
const publicCourses: Windows = { ...professional, makeUpTo: { after: 1, day: '04-30' } }
const days = (startOn: string, endOn = startOn) => ({ startOn, endOn })

describe('years that learning may be declared for', () => {
  test.each([
    ['within a year', days('2026-04-11', '2026-04-12'), '2026-06-01', [2026]],
    ['its last day', days('2025-12-31'), '2026-01-02', [2025]],
    ['its first day', days('2026-01-01'), '2026-01-02', [2026]],
    ['across New Year', days('2025-12-31', '2026-01-01'), '2026-01-02', [2025, 2026]],
    ['on the last day to declare', days('2025-12-20', '2026-01-10'), '2026-04-30', [2025, 2026]],
    ['a day later', days('2025-12-20', '2026-01-10'), '2026-05-01', [2026]],
    ['both closed', days('2023-12-20', '2024-01-10'), '2026-05-01', [2023, 2024]],
  ])('%s', (_, learning, today, years) => {
    expect(yearsOffered(learning, today, () => professional)).toEqual(years)
  })

  test.each([
    ['on the last day to make up', days('2026-04-30'), '2026-04-30', [2025, 2026]],
    ['a day later', days('2026-05-01'), '2026-05-01', [2026]],
    ['made up, and declared too late for it', days('2026-04-30'), '2026-05-01', [2026]],
  ])('公需课 %s', (_, learning, today, years) => {
    expect(yearsOffered(learning, today, () => publicCourses)).toEqual(years)
  })

  test('a year whose rules begin later takes nothing before', () => {
    const late = { ...professional, learnFrom: { after: 0, day: '03-01' } }
    const windowsOf = (year: number) => (year === 2026 ? late : professional)
    const across = (endOn: string) =>
      yearsOffered(days('2025-12-30', endOn), '2026-03-02', windowsOf)
    expect(across('2026-02-28')).toEqual([2025])
    expect(across('2026-03-01')).toEqual([2025, 2026])
  })

  test('a year without rules is not offered', () => {
    const learning = days('2009-12-31', '2010-01-01')
    expect(
      yearsOffered(learning, '2010-01-02', (year) => (year < 2010 ? undefined : professional)),
    ).toEqual([2010])
  })
})

test('a 29 February that a year does not have still divides it', () => {
  const until = { ...professional, learnTo: { after: 0, day: '02-29' } }
  expect(isLearnedIn(until, 2026, days('2026-02-28'))).toBe(true)
  expect(isLearnedIn(until, 2026, days('2026-03-01'))).toBe(false)
})

test('without a last day a year stays open', () => {
  expect(isDeclaredBy({ ...professional, declareTo: null }, 2010, '2026-01-01')).toBe(true)
})

test('dates in the wrong order touch no year', () => {
  expect(yearsTouched(days('2026-01-02', '2024-01-01'))).toEqual([])
})

describe('the last day to certify', () => {
  const day = (after: number, text: string) => ({ certifyTo: { after, day: text } })
  const none = { public: professional, professional, elective: professional }

  test('is the earliest that a category gives, since a year is certified as a whole', () => {
    const windows = {
      ...none,
      public: { ...professional, ...day(1, '06-30') },
      elective: { ...professional, ...day(1, '03-31') },
    }
    expect(lastToCertify(windows, 2026)).toBe('2027-03-31')
    expect(isCertifiedBy(windows, 2026, '2027-03-31')).toBe(true)
    expect(isCertifiedBy(windows, 2026, '2027-04-01')).toBe(false)
  })

  test('is none where no category gives one', () => {
    expect(lastToCertify(none, 2026)).toBeNull()
    expect(isCertifiedBy(none, 2026, '2099-12-31')).toBe(true)
  })
})

test('the last day to review is told from the year, or there is none', () => {
  const reviewTo = { after: 1, day: '05-31' }
  expect(lastToReview({ ...professional, reviewTo }, 2026)).toBe('2027-05-31')
  expect(lastToReview(professional, 2026)).toBeNull()
})
