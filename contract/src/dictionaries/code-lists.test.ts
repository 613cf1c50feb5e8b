import { describe, expect, it } from 'vitest'
import { categories, categoryText } from './categories.ts'
import { degreeLabel, degrees } from './degrees.ts'
import { educationLabel, educationRank, educations } from './educations.ts'
import { labelIn } from './entry.ts'
import { ethnicities, ethnicityLabel } from './ethnicities.ts'
import { learningForm, learningFormLabel, learningForms } from './learning-forms.ts'
import { securityQuestionLabel, securityQuestions } from './security-questions.ts'
import { sexes, sexLabel } from './sexes.ts'
import { specialtiesOf } from './specialties.ts'
import {
  titleLevelLabel,
  titleLevels,
  titleSeries,
  titleSeriesLabel,
  titleSeriesOf,
} from './title-series.ts'

describe.each([
  { list: 'sexes', entries: sexes, label: sexLabel, count: 2 },
  {
    list: 'categories',
    entries: categories,
    label: (code: string) => labelIn(categories, code),
    count: 3,
  },
  { list: 'ethnicities', entries: ethnicities, label: ethnicityLabel, count: 58 },
  { list: 'educations', entries: educations, label: educationLabel, count: 40 },
  { list: 'degrees', entries: degrees, label: degreeLabel, count: 60 },
  { list: 'learning forms', entries: learningForms, label: learningFormLabel, count: 21 },
  { list: 'title series', entries: titleSeries, label: titleSeriesLabel, count: 27 },
  { list: 'title levels', entries: titleLevels, label: titleLevelLabel, count: 5 },
  {
    list: 'security questions',
    entries: securityQuestions,
    label: securityQuestionLabel,
    count: 10,
  },
])('$list', ({ entries, label, count }) => {
  it('holds every code and every label once, in the form that the contract admits', () => {
    expect(entries).toHaveLength(count)
    expect(new Set(entries.map((entry) => entry.code)).size).toBe(count)
    expect(new Set(entries.map((entry) => entry.label)).size).toBe(count)
    for (const entry of entries) {
      expect(entry.code).toMatch(/^[A-Za-z0-9]{1,20}$/)
      expect(label(entry.code)).toBe(entry.label)
    }
  })

  it('has no label for a code that it lacks', () => {
    for (const code of ['', 'zz', 'constructor']) expect(label(code)).toBeUndefined()
  })
})

describe('the standards', () => {
  it('numbers the 56 ethnicities without a gap, then two usage codes', () => {
    const numbers = ethnicities.map(({ code }) => Number(code))
    expect(numbers).toEqual([...Array.from({ length: 56 }, (_, at) => at + 1), 97, 98])
    expect(ethnicityLabel('01')).toBe('汉族')
    expect(ethnicityLabel('22')).toBe('畲族')
    expect(ethnicityLabel('56')).toBe('基诺族')
    const letters = ethnicities.flatMap((ethnicity) => ethnicity.letters ?? [])
    expect(new Set(letters).size).toBe(56)
  })

  it('ranks educations as people compare them', () => {
    const fallingCodes = ['11', '14', '17', '21', '31', '41', '71', '81', '90']
    const ranks = fallingCodes.map(educationRank)
    expect(ranks).toEqual(ranks.toSorted((one, other) => other - one))
    expect(new Set(ranks).size).toBe(fallingCodes.length)
    expect(educationRank('61')).toBe(educationRank('41'))
    // Leaving without the diploma never outranks the diploma of the same level.
    expect(educationRank('22')).toBeLessThan(educationRank('21'))
    expect(educationRank('00')).toBe(0)
  })

  it('names the categories in the order of the certificate, for pages and sheets alike', () => {
    expect(Object.entries(categoryText)).toEqual([
      ['public', '公需课'],
      ['professional', '专业课'],
      ['elective', '选修课'],
    ])
    expect(categories.map(({ label }) => label)).toEqual(Object.values(categoryText))
  })

  it('names degrees by level and discipline', () => {
    expect(degreeLabel('208')).toBe('工学博士')
    expect(degreeLabel('310')).toBe('医学硕士')
    expect(degreeLabel('412')).toBe('管理学学士')
    for (const { code, rank } of degrees)
      if (code.length === 3) expect(rank).toBe(5 - Number(code.charAt(0)))
  })

  it('opens with the questions of the manual', () => {
    expect(securityQuestions.slice(0, 3).map(({ label }) => label)).toEqual([
      '您母亲的姓名是?',
      '您配偶的生日是?',
      '您的学号(或者工号)是?',
    ])
  })
})

describe('title series', () => {
  it('sends education and health, and no other series, up to their authorities', () => {
    const chained = titleSeries.filter(({ chain }) => chain !== 'employer')
    expect(chained.map(({ code, chain }) => `${code} ${chain}`)).toEqual([
      '01 education',
      '04 health',
      '21 education',
      '22 education',
    ])
  })

  it('has a title at each level from 正高 to 助理, never one title at two levels', () => {
    for (const { titles } of titleSeries) {
      const names = Object.values(titles).flat()
      expect(new Set(names).size).toBe(names.length)
      for (const level of ['senior', 'associateSenior', 'intermediate', 'assistant'] as const)
        expect(titles[level].length).toBeGreaterThan(0)
    }
    expect(titleSeriesOf('05')?.titles.associateSenior).toEqual(['高级工程师'])
    expect(titleSeriesOf('01')?.titles.junior).toEqual([])
  })

  it('suggests specialties for every series, each once', () => {
    for (const { code } of titleSeries) {
      const names = specialtiesOf(code)
      expect(names.length).toBeGreaterThan(0)
      expect(new Set(names).size).toBe(names.length)
    }
    for (const code of ['99', '', 'constructor']) expect(specialtiesOf(code)).toEqual([])
  })
})

describe('learning forms', () => {
  it('counts in whole tenths and asks for some evidence always', () => {
    for (const form of learningForms) {
      expect(form.tenthsPerUnit ?? 0).toSatisfy(Number.isSafeInteger)
      expect(form.yearlyCapTenths ?? 0).toSatisfy(Number.isSafeInteger)
      expect(form.evidence.every((paper) => paper.length > 0)).toBe(true)
    }
  })

  it('takes a day of class as eight hours and caps papers at 28', () => {
    expect(learningForm('01')).toMatchObject({ unit: '天', tenthsPerUnit: 80, timeBased: true })
    expect(learningForm('07')).toMatchObject({ yearlyCapTenths: 280, timeBased: false })
    expect(learningForm('77')).toBeUndefined()
  })
})
