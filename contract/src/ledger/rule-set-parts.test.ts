import { describe, expect, test } from 'vitest'
import { dateOf, proposedTenths } from './rule-set-parts.ts'

describe('a day told from a learning year', () => {
  test.each([
    [{ after: 0, day: '12-31' }, 2026, '2026-12-31'],
    [{ after: 1, day: '04-30' }, 2026, '2027-04-30'],
    [{ after: 0, day: '02-29' }, 2024, '2024-02-29'],
    [{ after: 0, day: '02-29' }, 2026, '2026-02-28'],
    [{ after: 0, day: '02-29' }, 2100, '2100-02-28'],
    [{ after: 0, day: '02-29' }, 2000, '2000-02-29'],
  ])('%o of %i is %s', (day, year, date) => {
    expect(dateOf(day, year)).toBe(date)
  })
})

describe('what so much of a form is worth', () => {
  const patents = {
    options: [
      { code: '1', label: '发明专利', tenthsPerUnit: 420 },
      { code: '2', label: '其他', tenthsPerUnit: 200 },
    ],
    rankStepTenths: 60,
  }
  test.each([
    [{ option: '1', rank: 1, unitsTenths: 10 }, 420],
    [{ option: '1', rank: 3, unitsTenths: 10 }, 300],
    // The fifth of four places that are worth something: nothing, never less.
    [{ option: '2', rank: 5, unitsTenths: 10 }, 0],
    [{ option: '2', rank: 1, unitsTenths: 25 }, 500],
    [{ option: '9', rank: 1, unitsTenths: 10 }, null],
  ])('%o: %s', (of, tenths) => {
    expect(proposedTenths(patents, of)).toBe(tenths)
  })

  test('is rounded down to a whole tenth', () => {
    const lesson = { options: [{ code: '1', label: '', tenthsPerUnit: 15 }], rankStepTenths: 0 }
    expect(proposedTenths(lesson, { option: '1', rank: 1, unitsTenths: 3 })).toBe(4)
  })
})
