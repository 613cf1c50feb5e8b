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
