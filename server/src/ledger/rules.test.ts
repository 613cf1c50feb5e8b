import type { Category, Chain } from '@xueshi/contract/ledger'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  computeYear,
  officesFor,
  settledState,
  type StandingEntry,
  type YearRules,
} from './rules.ts'

const rules: YearRules = {
  id: '01980000-0000-7000-8000-000000000021',
  name: '2021 on',
  totalTenths: 900,
  minima: { public: 300, professional: 420, elective: 180 },
  shares: [],
  prorates: true,
  certifies: 'onRequest',
  formCaps: { '07': 280, '13': 300 },
}

let made = 0
const entry = (
  category: Category,
  hoursTenths: number,
  form = '01',
  subjects = 1,
): StandingEntry => ({
  id: `entry-${++made}`,
  category,
  hoursTenths,
  form,
  subjects,
})
const complete = [entry('public', 300), entry('professional', 420), entry('elective', 180)]

describe('a year under 90 = 30/42/18', () => {
  test('is met when every category is', () => {
    const result = computeYear(complete, rules)
    expect(result).toMatchObject({ met: true, countedTotalTenths: 900, lackingTotalTenths: 0 })
  })

  test('is not met by an excess in another category', () => {
    const result = computeYear([entry('public', 299), entry('professional', 900)], rules)
    expect(result.met).toBe(false)
    expect(result.lacking).toEqual({ public: 1, professional: 0, elective: 180 })
    expect(result.lackingTotalTenths).toBe(181)
  })

  test('lacks what the total asks beyond the minima', () => {
    const result = computeYear(complete, { ...rules, totalTenths: 1000 })
    expect(result).toMatchObject({ met: false, lackingTotalTenths: 100 })
  })

  test('counts 门数 by subjects, also of hours that a cap cuts', () => {
    const result = computeYear(
      [entry('professional', 280, '07'), entry('professional', 100, '07', 3)],
      rules,
    )
    expect(result.counts.professional).toBe(4)
    expect(result.counted.professional).toBe(280)
    expect(result.cuts).toHaveLength(1)
    expect(result.cuts[0]).toMatchObject({ cutTenths: 100, reason: 'FORM_CAP' })
  })
})

describe('counted hours', () => {
  const entries = fc.array(
    fc.record({
      category: fc.constantFrom<Category>('public', 'professional', 'elective'),
      hoursTenths: fc.integer({ min: 1, max: 600 }),
      form: fc.constantFrom('01', '07', '13'),
      subjects: fc.integer({ min: 1, max: 4 }),
    }),
    { maxLength: 14 },
  )

  test('are the same in whatever order the entries came', () => {
    fc.assert(
      fc.property(entries, fc.infiniteStream(fc.nat()), (parts, dice) => {
        const inOrder = parts.map((part, at) => ({ ...part, id: `e${at}` }))
        const shuffled = inOrder
          .map((one) => ({ one, key: Number(dice.next().value) }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ one }) => one)
        expect(computeYear(shuffled, rules)).toEqual(computeYear(inOrder, rules))
      }),
      { seed: 20261123, numRuns: 300 },
    )
  })

  test('never exceed a cap, never exceed what was recognised, and cuts explain the rest', () => {
    fc.assert(
      fc.property(entries, (parts) => {
        const standing = parts.map((part, at) => ({ ...part, id: `e${at}` }))
        const result = computeYear(standing, rules)
        const recognised = standing.reduce((sum, { hoursTenths }) => sum + hoursTenths, 0)
        const cut = result.cuts.reduce((sum, { cutTenths }) => sum + cutTenths, 0)
        expect(result.countedTotalTenths + cut).toBe(recognised)
        for (const [form, cap] of Object.entries(rules.formCaps)) {
          const cutOf = (id: string) =>
            result.cuts.find(({ entryId }) => entryId === id)?.cutTenths ?? 0
          const counted = standing
            .filter((one) => one.form === form)
            .reduce((sum, { id, hoursTenths }) => sum + hoursTenths - cutOf(id), 0)
          expect(counted).toBeLessThanOrEqual(cap)
        }
      }),
      { seed: 20261123, numRuns: 300 },
    )
  })
})

describe('a year with relief', () => {
  const national = {
    name: 'two thirds',
    of: ['professional', 'elective'] satisfies Category[],
    numerator: 2,
    denominator: 3,
    binding: true,
  }
  const withShare: YearRules = { ...rules, shares: [national] }

  test('of six months asks half, rounded up to a tenth', () => {
    const result = computeYear([], rules, { months: 6, exempt: [] })
    expect(result.required).toEqual({ public: 150, professional: 210, elective: 90 })
    expect(result).toMatchObject({ requiredTotalTenths: 450, lackingTotalTenths: 450 })
    const seven = computeYear(
      [],
      { ...rules, minima: { ...rules.minima, public: 301 } },
      {
        months: 7,
        exempt: [],
      },
    )
    // 30.1 × 5 / 12 = 12.54…
    expect(seven.required.public).toBe(126)
  })

  test('of twelve months asks nothing and is met at once, shares included', () => {
    const result = computeYear([], withShare, { months: 12, exempt: [] })
    expect(result).toMatchObject({ met: true, requiredTotalTenths: 0, lackingTotalTenths: 0 })
    expect(result.shares).toMatchObject([{ haveTenths: 0, needTenths: 0 }])
  })

  test('that counts 专业课 as done asks the others alone, and counts it to the share', () => {
    const done = { months: 0, exempt: ['professional'] satisfies Category[] }
    const none = computeYear([], withShare, done)
    expect(none.required).toEqual({ public: 300, professional: 0, elective: 180 })
    expect(none).toMatchObject({ requiredTotalTenths: 480, met: false })
    const both = computeYear([entry('public', 300), entry('elective', 180)], withShare, done)
    expect(both).toMatchObject({ met: true, requiredTotalTenths: 480 })
    expect(both.shares).toMatchObject([{ haveTenths: 600, needTenths: 600 }])
  })

  test('a binding share that is not reached is lacking; one that only informs is not', () => {
    const asks = { ...national, of: ['professional'] satisfies Category[] }
    const strict = computeYear(complete, { ...rules, shares: [asks] })
    expect(strict).toMatchObject({ met: false, lackingTotalTenths: 180 })
    const told = computeYear(complete, { ...rules, shares: [{ ...asks, binding: false }] })
    expect(told).toMatchObject({ met: true, lackingTotalTenths: 0 })
    expect(told.shares).toMatchObject([{ haveTenths: 420, needTenths: 600 }])
  })

  test('never asks more than the rules, and never less for fewer months', () => {
    const relief = fc.record({
      months: fc.integer({ min: 0, max: 12 }),
      exempt: fc.subarray<Category>(['public', 'professional', 'elective']),
    })
    const asked = fc.record({
      public: fc.integer({ min: 0, max: 1000 }),
      professional: fc.integer({ min: 0, max: 1000 }),
      elective: fc.integer({ min: 0, max: 1000 }),
    })
    fc.assert(
      fc.property(asked, fc.integer({ min: 0, max: 500 }), relief, (minima, more, given) => {
        const sum = minima.public + minima.professional + minima.elective
        const of = { ...withShare, minima, totalTenths: sum + more }
        const relieved = computeYear([], of, given)
        expect(relieved.requiredTotalTenths).toBeLessThanOrEqual(of.totalTenths)
        expect(relieved.requiredTotalTenths).toBeGreaterThanOrEqual(0)
        if (given.months === 12) expect(relieved.met).toBe(true)
        if (given.months > 0) {
          const fewer = computeYear([], of, { ...given, months: given.months - 1 })
          expect(relieved.lackingTotalTenths).toBeLessThanOrEqual(fewer.lackingTotalTenths)
        }
      }),
      { seed: 20261123, numRuns: 300 },
    )
  })
})

describe('the chain of offices', () => {
  const chain = (of: Partial<Chain> & Pick<Chain, 'offices'>): Chain => ({
    yearFrom: null,
    yearTo: null,
    categories: [],
    series: [],
    forms: [],
    aboveTenths: null,
    ...of,
  })
  const chains = [
    chain({ categories: ['public'], offices: ['employer', 'hrss'] }),
    chain({ series: ['04'], yearFrom: 2027, offices: ['employer', 'industry', 'hrss'] }),
    chain({ series: ['04', '22'], yearTo: 2030, offices: ['employer', 'industry'] }),
    chain({ forms: ['10'], aboveTenths: 400, offices: ['employer', 'industry'] }),
    chain({ offices: ['employer'] }),
  ]
  const record = {
    year: 2026,
    category: 'professional',
    series: '05',
    form: '01',
    claimedTenths: 400,
  } as const
  test.each([
    [record, ['employer']],
    [{ ...record, category: 'public' }, ['employer', 'hrss']],
    [{ ...record, series: '04' }, ['employer', 'industry']],
    // 公需课 by hand goes to HR&SS in every trade: the first chain that fits holds.
    [{ ...record, series: '04', category: 'public' }, ['employer', 'hrss']],
    [{ ...record, series: '04', year: 2027 }, ['employer', 'industry', 'hrss']],
    [{ ...record, series: '22', year: 2031 }, ['employer']],
    // Above is more than: forty hours are still the employer's.
    [{ ...record, form: '10' }, ['employer']],
    [{ ...record, form: '10', claimedTenths: 401 }, ['employer', 'industry']],
  ] as const)('%o passes %o', (asked, offices) => {
    expect(officesFor({ name: 'the test', chains }, asked)).toEqual(offices)
  })

  test('throws when no chain fits, rather than letting a record through unseen', () => {
    expect(() => officesFor({ name: 'none', chains: [] }, record)).toThrow('no chain')
  })
})

test('a certified year that no longer meets its rules is not met; a suspended one stays suspended', () => {
  expect(settledState.certified.notMet).toBe('notMet')
  expect(settledState.certified.met).toBe('certified')
  expect(settledState.suspended.met).toBe('suspended')
})
