import { describe, expect, test } from 'vitest'
import { testParts } from '../../test/parts.ts'
import { ruleSetDifferences } from './rule-set-differences.ts'
import { ruleSetIssues } from './rule-set-issues.ts'
import type { RuleSetForm } from './rule-sets.ts'

const day = (text: string, after = 0) => ({ after, day: text })
const windows = {
  learnFrom: day('01-01'),
  learnTo: day('12-31'),
  declareTo: day('04-30', 1),
  reviewTo: null,
  certifyTo: null,
  makeUpTo: null,
}
const chain = {
  yearFrom: null,
  yearTo: null,
  categories: [],
  series: [],
  forms: [],
  aboveTenths: null,
  offices: ['employer' as const],
}
const lesson = {
  code: '02',
  unit: '课时',
  options: [{ code: '1', label: '', tenthsPerUnit: 10 }],
  rankStepTenths: 0,
  capTenths: null,
  category: null,
  evidence: ['结业证书'],
  numberLabel: null,
  timeBased: true,
  declarable: true,
  note: '',
}
const form: RuleSetForm = {
  name: '广东 2027 年度起',
  jurisdiction: '440000',
  series: null,
  yearFrom: 2027,
  yearTo: null,
  totalTenths: 900,
  minima: { public: 300, professional: 420, elective: 180 },
  shares: [
    {
      name: '三分之二',
      of: ['professional', 'elective'],
      numerator: 2,
      denominator: 3,
      binding: true,
    },
  ],
  dayTenths: 80,
  minutesPerHour: 45,
  prorates: true,
  certifies: 'onRequest',
  forms: [lesson],
  windows: { public: windows, professional: windows, elective: windows },
  chains: [{ ...chain, categories: ['public'], offices: ['employer', 'hrss'] }, chain],
  source: '2027 年度继续教育工作通知',
  confirmed: true,
  defaults: ['windows'],
}

describe('what the shape cannot say of a rule set', () => {
  test('nothing of a right one', () => {
    expect(ruleSetIssues(form)).toEqual({})
  })

  test.each<[string, Partial<RuleSetForm>, Record<string, string>]>([
    ['years that run back', { yearTo: 2026 }, { yearTo: 'YEARS_REVERSED' }],
    ['minima above the total', { totalTenths: 899 }, { totalTenths: 'MINIMA_ABOVE_TOTAL' }],
    ['a day of more than 24 hours', { dayTenths: 241 }, { dayTenths: 'DAY_TOO_LONG' }],
    [
      'a share of everything',
      { shares: [{ name: 'all', of: ['public'], numerator: 3, denominator: 3, binding: true }] },
      { 'shares.0.numerator': 'SHARE_ABOVE_ONE' },
    ],
    ['a form twice', { forms: [lesson, lesson] }, { 'forms.1.code': 'TWICE' }],
    [
      'kinds of a form without a name',
      {
        forms: [
          { ...lesson, options: [...lesson.options, { code: '2', label: '', tenthsPerUnit: 20 }] },
        ],
      },
      { 'forms.0.options.0.label': 'TEXT_REQUIRED' },
    ],
    [
      'a cap that not one unit fits under',
      { forms: [{ ...lesson, capTenths: 9 }] },
      { 'forms.0.capTenths': 'CAP_BELOW_UNIT' },
    ],
    [
      'declaring before the learning is over, and a day that no year has',
      {
        windows: {
          ...form.windows,
          public: { ...windows, declareTo: day('06-30') },
          elective: { ...windows, makeUpTo: day('02-30', 1) },
        },
      },
      {
        'windows.public.declareTo': 'WINDOW_EARLY',
        'windows.elective.makeUpTo': 'MONTH_DAY_FORMAT',
      },
    ],
    [
      'chains that leave a record without offices',
      { chains: [{ ...chain, aboveTenths: 400 }] },
      { 'chains.0.offices': 'CHAIN_NO_LAST' },
    ],
    [
      'a chain behind one that takes everything',
      { chains: [chain, chain] },
      { 'chains.0.offices': 'CHAIN_TOO_WIDE' },
    ],
    [
      'a chain for a form that the set has not',
      { chains: [{ ...chain, forms: ['02', '03'] }, chain] },
      { 'chains.0.forms': 'CHAIN_FORM_ABSENT' },
    ],
    [
      'an office twice in a chain',
      { chains: [{ ...chain, offices: ['employer', 'employer'] }] },
      { 'chains.0.offices': 'TWICE' },
    ],
  ])('%s', (_, change, issues) => {
    expect(ruleSetIssues({ ...form, ...change })).toEqual(issues)
  })
})

const yearDay = (path: string) => [`${path}.after`, `${path}.day`]
testParts<RuleSetForm>('RuleSetForm', ruleSetIssues, form, [
  [
    { yearTo: 2026, totalTenths: 899, forms: [{ ...lesson, capTenths: 9 }, lesson] },
    {
      yearTo: 'YEARS_REVERSED',
      totalTenths: 'MINIMA_ABOVE_TOTAL',
      'forms.0.capTenths': 'CAP_BELOW_UNIT',
      'forms.1.code': 'TWICE',
    },
    [
      'yearFrom',
      'yearTo',
      'totalTenths',
      'minima.public',
      'minima.professional',
      'minima.elective',
      'forms.0.capTenths',
      'forms.0.options.0.tenthsPerUnit',
      'forms.0.code',
      'forms.1.code',
    ],
  ],
  [
    { windows: { ...form.windows, public: { ...windows, learnTo: day('00-30') } } },
    { 'windows.public.learnTo': 'WINDOW_REVERSED' },
    [...yearDay('windows.public.learnFrom'), ...yearDay('windows.public.learnTo')],
  ],
  [
    { chains: [chain, { ...chain, aboveTenths: 400 }] },
    { 'chains.0.offices': 'CHAIN_TOO_WIDE', 'chains.1.offices': 'CHAIN_NO_LAST' },
    [...Object.keys(chain).map((field) => `chains.0.${field}`), 'chains.1.aboveTenths'],
  ],
])

describe('differences', () => {
  test('none between a set and itself', () => {
    expect(ruleSetDifferences(form, JSON.parse(JSON.stringify(form)) as RuleSetForm)).toEqual([])
  })

  test('are told value by value, forms by their code whatever their order', () => {
    const paper = { ...lesson, code: '07', capTenths: 280 }
    const before = { ...form, forms: [lesson, paper] }
    const after = {
      ...form,
      minima: { ...form.minima, public: 330 },
      forms: [{ ...paper, capTenths: 300 }, lesson],
      defaults: [],
    }
    expect(ruleSetDifferences(before, after)).toEqual([
      { path: 'minima.public', before: 300, after: 330 },
      { path: 'forms.07.capTenths', before: 280, after: 300 },
      { path: 'defaults', before: ['windows'], after: [] },
    ])
  })

  test('a form that is new or gone is one difference', () => {
    const found = ruleSetDifferences(form, { ...form, forms: [] })
    expect(found).toEqual([{ path: 'forms.02', before: lesson, after: undefined }])
  })
})
