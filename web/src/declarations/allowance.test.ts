import type { FormRule } from '@xueshi/contract/ledger'
import { describe, expect, test } from 'vitest'
import { allowanceOf, dayTenthsOf, isByHours, ruleNote } from './allowance.ts'

/** A rule of no shipped set: a day of five hours. */
const rule = (change: Partial<FormRule> = {}): FormRule => ({
  code: '01',
  unit: '天',
  options: [{ code: '1', label: '', tenthsPerUnit: 50 }],
  rankStepTenths: 0,
  capTenths: null,
  category: null,
  evidence: ['培训通知', '结业证书'],
  numberLabel: null,
  timeBased: true,
  declarable: true,
  note: '',
  ...change,
})
const kinds = [
  { code: '1', label: '全国性会议', tenthsPerUnit: 50 },
  { code: '2', label: '省级会议', tenthsPerUnit: 30 },
]

describe('allowanceOf', () => {
  test('counts both ends, and suggests what the rule gives for its days', () => {
    expect(allowanceOf(rule(), '2026-03-01', '2026-03-03', 70)).toEqual({
      days: 3,
      mostTenths: 210,
      suggestedTenths: 150,
    })
  })
  test('suggests no more than the days of the rule set allow', () => {
    expect(allowanceOf(rule(), '2020-03-01', '2020-03-02', 40)?.suggestedTenths).toBe(80)
  })
  test('has an upper bound but no suggestion where time is counted otherwise', () => {
    expect(allowanceOf(rule({ unit: '课时' }), '2026-03-01', '2026-03-01', 70)).toEqual({
      days: 1,
      mostTenths: 70,
      suggestedTenths: null,
    })
  })
  test('has neither where the rule does not count time', () => {
    expect(allowanceOf(rule({ timeBased: false }), '2026-03-01', '2026-03-01', 70)).toEqual({
      days: 1,
      mostTenths: null,
      suggestedTenths: null,
    })
  })
  test('suggests nothing before the kind is chosen, or where a decision says the hours', () => {
    expect(dayTenthsOf(rule({ options: kinds }))).toBeNull()
    expect(dayTenthsOf(rule({ options: [] }))).toBeNull()
  })
  test('says nothing while a date is missing, impossible or before the other', () => {
    expect(allowanceOf(rule(), '', '2026-03-03', 70)).toBeNull()
    expect(allowanceOf(rule(), '2026-02-30', '2026-03-03', 70)).toBeNull()
    expect(allowanceOf(rule(), '2026-03-04', '2026-03-03', 70)).toBeNull()
  })
})

describe('ruleNote', () => {
  test('names unit, hours, cap, papers and the words of the rule', () => {
    expect(ruleNote(rule({ capTenths: 150, note: '含往返路途' }))).toBe(
      '每天折算 5 学时；每年最多计 15 学时；通常需要：培训通知、结业证书；含往返路途。',
    )
  })
  test('leaves the hours to the kind, or to the decision', () => {
    expect(ruleNote(rule({ options: kinds }))).toContain('按类别和数量（天）折算')
    expect(ruleNote(rule({ options: [] }))).toContain('以批准文件或决定为准')
  })
  test('asks for no papers where the rule expects none', () => {
    expect(ruleNote(rule({ evidence: [] }))).toBe('每天折算 5 学时。')
  })
})

test('hours that are counted as hours are not converted', () => {
  const hour = { code: '1', label: '', tenthsPerUnit: 10 }
  const byHours = rule({ unit: '学时', options: [hour], timeBased: false })
  expect(isByHours(byHours)).toBe(true)
  expect(ruleNote(byHours)).toMatch(/^按实际学时计；/)
  const double = rule({ unit: '学时', options: [{ ...hour, tenthsPerUnit: 20 }] })
  expect(isByHours(double)).toBe(false)
  expect(isByHours(rule({ unit: '课时', options: [hour] }))).toBe(false)
})
