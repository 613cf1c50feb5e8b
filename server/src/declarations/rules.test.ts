import { declarationIssues } from '@xueshi/contract/declarations'
import type { FormRule, Windows } from '@xueshi/contract/ledger'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checksOf, errorsOf, fieldsOf, filesOf, personFilter, receiptNumber } from './rules.ts'

const formRule = (code: string, change: Partial<FormRule> = {}): FormRule => ({
  code,
  unit: '天',
  options: [{ code: '1', label: '', tenthsPerUnit: 80 }],
  rankStepTenths: 0,
  capTenths: null,
  category: null,
  evidence: ['培训通知', '结业证书', '单位证明'],
  numberLabel: null,
  timeBased: true,
  declarable: true,
  note: '',
  ...change,
})
const patents = formRule('09', {
  unit: '项',
  options: [
    { code: '1', label: '发明专利', tenthsPerUnit: 420 },
    { code: '2', label: '实用新型', tenthsPerUnit: 200 },
  ],
  rankStepTenths: 60,
  evidence: ['专利或登记证书'],
  timeBased: false,
})
const inYear: Windows = {
  learnFrom: { after: 0, day: '01-01' },
  learnTo: { after: 0, day: '12-31' },
  declareTo: { after: 1, day: '04-30' },
  reviewTo: null,
  certifyTo: null,
  makeUpTo: null,
}
const windows = {
  public: { ...inYear, makeUpTo: { after: 1, day: '04-30' } },
  professional: inYear,
  elective: inYear,
}
const papers = formRule('07', { timeBased: false, evidence: [] })
const rules = {
  dayTenths: 80,
  formCaps: { '04': 240 },
  forms: [formRule('01'), formRule('04', { evidence: [] }), papers, patents],
  windows,
}
const record = {
  category: 'professional' as const,
  form: '01',
  startOn: '2026-04-11',
  endOn: '2026-04-12',
  claimedTenths: 160,
  files: 3,
  documents: 3,
  year: 2026,
}
const nothing = { overlapping: [], credited: [], reused: [], counted: [], usedTenths: 0 }
const codesOf = (checks: { code: string }[]) => checks.map(({ code }) => code)

describe('errors before sending', () => {
  test('none for hours that fill the days exactly', () => {
    expect(errorsOf(record, rules)).toEqual([])
  })
  test('a tenth more than the days hold, and what they hold', () => {
    expect(errorsOf({ ...record, claimedTenths: 161 }, rules)).toEqual([
      { code: 'HOURS_ABOVE_DAYS', level: 'error', facts: { days: 2, allowedTenths: 160 } },
    ])
  })
  test('a form that is not paid by time may claim more than its days hold', () => {
    expect(errorsOf({ ...record, form: '07', claimedTenths: 280 }, rules)).toEqual([])
  })
  test('the rule of the year says what takes time, whatever the form is called', () => {
    const turned = { ...rules, forms: [formRule('01', { timeBased: false }), formRule('07')] }
    expect(errorsOf({ ...record, claimedTenths: 161 }, turned)).toEqual([])
    expect(codesOf(errorsOf({ ...record, form: '07', claimedTenths: 161 }, turned))).toEqual([
      'HOURS_ABOVE_DAYS',
    ])
  })
  test('a form that the rules of the year do not have, or that comes by a decision alone', () => {
    const error = { code: 'FORM_NOT_OFFERED', level: 'error', facts: { year: 2026 } }
    expect(errorsOf({ ...record, form: '77' }, rules)).toEqual([error])
    const decided = { ...rules, forms: [formRule('01', { declarable: false })] }
    expect(errorsOf({ ...record, claimedTenths: 9000 }, decided)).toEqual([error])
    expect(fieldsOf([...errorsOf(record, decided)])).toEqual({ form: 'FORM_NOT_OFFERED' })
  })
  test('no evidence, as a field of the refusal', () => {
    const errors = errorsOf({ ...record, files: 0, claimedTenths: 200 }, rules)
    expect(fieldsOf(errors)).toEqual({
      evidence: 'NO_EVIDENCE',
      claimedTenths: 'HOURS_ABOVE_DAYS',
    })
  })
  test('the bound is the rule set’s hours a day times the days, for every stretch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 3000 }),
        (days, claimedTenths) => {
          const endOn = `2026-04-${String(days).padStart(2, '0')}`
          const errors = errorsOf({ ...record, startOn: '2026-04-01', endOn, claimedTenths }, rules)
          expect(errors.length > 0).toBe(claimedTenths > days * 80)
        },
      ),
    )
  })
})

describe('flags', () => {
  test('none for an ordinary record', () => {
    expect(checksOf(record, nothing, rules, '2026-06-01')).toEqual([])
  })
  test('fewer pictures than the form’s papers; a document may hold them all in one', () => {
    const of = (...types: (string | null)[]) =>
      checksOf({ ...record, ...filesOf(types) }, nothing, rules, '2026-06-01')
    expect(of('image/jpeg', 'image/png', null)).toEqual([
      {
        code: 'EVIDENCE_UNUSUAL',
        level: 'flag',
        facts: { expected: '培训通知、结业证书、单位证明', files: 2 },
      },
    ])
    expect(of('image/jpeg', 'image/png', 'image/heic')).toEqual([])
    expect(of('application/pdf')).toEqual([])
    expect(of('image/jpeg', 'application/ofd')).toEqual([])
    expect(codesOf(of(null))).toEqual(['NO_EVIDENCE'])
  })
  test('what the ledger has from elsewhere, by name', () => {
    const credit = { name: '岭南班', startOn: '2026-04-11', endOn: '2026-04-12' }
    const facts = { ...nothing, credited: [credit] }
    expect(checksOf(record, facts, rules, '2026-06-01')).toEqual([
      { code: 'CREDITED_BEFORE', level: 'flag', facts: credit },
    ])
  })
  test('more than its units are worth by the rule, the place among the authors counted', () => {
    const second = { ...record, form: '09', option: '1', units: 1, rank: 2 }
    expect(checksOf({ ...second, claimedTenths: 360 }, nothing, rules, '2026-06-01')).toEqual([])
    expect(checksOf({ ...second, claimedTenths: 361 }, nothing, rules, '2026-06-01')).toEqual([
      { code: 'ABOVE_STANDARD', level: 'flag', facts: { standardTenths: 360 } },
    ])
  })
  test('no standard where no units are told, or of a kind that the rule has not', () => {
    const patent = { ...record, form: '09', claimedTenths: 9000 }
    expect(checksOf(patent, nothing, rules, '2026-06-01')).toEqual([])
    const other = { ...patent, option: '9', units: 1, rank: 1 }
    expect(checksOf(other, nothing, rules, '2026-06-01')).toEqual([])
  })
  test('an achievement that another record of the person has', () => {
    const facts = { ...nothing, counted: ['同一项专利'] }
    expect(checksOf(record, facts, rules, '2026-06-01')).toEqual([
      { code: 'ACHIEVEMENT_USED', level: 'flag', facts: { name: '同一项专利' } },
    ])
  })
  test('what overlaps, by name; a used file, without whose', () => {
    const other = { name: '另一个班', startOn: '2026-04-12', endOn: '2026-04-13' }
    const facts = { ...nothing, overlapping: [other], reused: ['证书.pdf'] }
    expect(checksOf(record, facts, rules, '2026-06-01')).toEqual([
      { code: 'OVERLAP', level: 'flag', facts: other },
      { code: 'FILE_USED_BEFORE', level: 'flag', facts: { file: '证书.pdf' } },
    ])
  })
  test('over the yearly cap of the form by a tenth, not at the cap', () => {
    const conference = { ...record, form: '04' }
    const at = (usedTenths: number) =>
      codesOf(checksOf(conference, { ...nothing, usedTenths }, rules, '2026-06-01'))
    expect(at(80)).toEqual([])
    expect(at(81)).toEqual(['ABOVE_YEARLY_CAP'])
  })
  test('a year that is closed, or has passed where no day closes it', () => {
    const sent = (on: string) => codesOf(checksOf(record, nothing, rules, on))
    expect(sent('2026-12-31')).toEqual([])
    expect(sent('2027-01-01')).toEqual([])
    expect(sent('2027-04-30')).toEqual([])
    const professional = { ...inYear, declareTo: null }
    const open = { ...rules, windows: { ...windows, professional } }
    expect(codesOf(checksOf(record, nothing, open, '2026-12-31'))).toEqual([])
    expect(codesOf(checksOf(record, nothing, open, '2027-01-01'))).toEqual(['YEAR_PASSED'])
    expect(checksOf(record, nothing, rules, '2027-05-01')).toEqual([
      { code: 'DECLARED_LATE', level: 'flag', facts: { year: 2026, to: '2027-04-30' } },
    ])
  })
  test('days that the year does not take', () => {
    const other = { ...record, year: 2025 }
    expect(checksOf(other, nothing, rules, '2026-04-20')).toMatchObject([
      { code: 'OUTSIDE_WINDOW', facts: { year: 2025, from: '2025-01-01', to: '2025-12-31' } },
    ])
    expect(
      codesOf(checksOf({ ...other, category: 'public' }, nothing, rules, '2026-04-20')),
    ).toEqual([])
  })
})

describe('issues of the form', () => {
  const form = {
    name: '研修班',
    category: 'professional' as const,
    form: '01',
    institution: '学院',
    startOn: '2026-04-11',
    endOn: '2026-04-12',
    claimedTenths: 160,
  }
  test.each([
    [{}, {}],
    [{ endOn: '2026-04-10' }, { endOn: 'END_BEFORE_START' }],
    [{ endOn: '2026-06-02' }, { endOn: 'DATE_IN_FUTURE' }],
    [{ startOn: '2009-12-31', endOn: '2009-12-31' }, { startOn: 'DATE_TOO_EARLY' }],
    [{ startOn: '2025-12-31' }, { year: 'YEAR_REQUIRED' }],
    [{ startOn: '2025-12-31', year: 2025 }, {}],
    [{ startOn: '2025-12-31', year: 2026 }, {}],
    [{ startOn: '2025-12-31', year: 2027 }, { year: 'YEAR_NOT_OFFERED' }],
    [{ startOn: '2024-12-31', year: 2025 }, { endOn: 'ACROSS_YEARS' }],
  ])('%j → %j', (given, issues) => {
    expect(declarationIssues({ ...form, ...given }, '2026-06-01')).toEqual(issues)
  })
})

describe('issues of a form that is filled in half', () => {
  test.each([
    [{}, {}],
    [{ startOn: '2026-05-01' }, {}],
    [{ endOn: '2026-06-02' }, { endOn: 'DATE_IN_FUTURE' }],
    [{ startOn: '2026-05-02', endOn: '2026-05-01' }, { endOn: 'END_BEFORE_START' }],
  ])('%j → %j', (part, issues) => {
    expect(declarationIssues(part, '2026-06-01')).toEqual(issues)
  })
})

describe('who is searched for', () => {
  test.each([
    ['曾', { name: '曾', latin: '' }],
    [' Zeng A', { name: 'Zeng A', latin: 'zenga' }],
    ['lü', { name: 'lü', latin: 'lv' }],
    ['', { name: '', latin: '' }],
    ['%', { name: '%', latin: '' }],
  ])('%j → %j', (typed, filter) => {
    expect(personFilter(typed)).toEqual(filter)
  })
})

describe('receipt numbers', () => {
  test('the day, eight digits and the check digit', () => {
    expect(receiptNumber('2026-11-23', 45)).toMatch(/^GD20261123-00000045\d$/)
  })
  test('the check digit is ISO 7064’s: over all digits the running product ends at 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (drawn) => {
        const digits = receiptNumber('2026-11-23', drawn).replace(/\D/g, '')
        expect(isWhole(digits)).toBe(true)
      }),
    )
  })
  test('every single wrong digit is caught', () => {
    const digits = receiptNumber('2026-11-23', 31_415_926).replace(/\D/g, '')
    for (let at = 0; at < digits.length; at++)
      for (const wrong of '0123456789') {
        if (wrong === digits[at]) continue
        expect(isWhole(digits.slice(0, at) + wrong + digits.slice(at + 1))).toBe(false)
      }
  })
})

/** The standard's own way to verify, written apart from ours to make. */
function isWhole(digits: string): boolean {
  let product = 10
  for (const digit of digits.slice(0, -1)) {
    const sum = (product + Number(digit)) % 10
    product = ((sum === 0 ? 10 : sum) * 2) % 11
  }
  return (product + Number(digits.at(-1))) % 10 === 1
}
