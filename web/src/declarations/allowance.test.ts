import { learningForm, type LearningForm } from '@xueshi/contract/dictionaries/learning-forms'
import { describe, expect, test } from 'vitest'
import { allowanceOf, formNote } from './allowance.ts'

const form = (code: string): LearningForm => {
  const found = learningForm(code)
  if (!found) throw new Error(`no learning form ${code}`)
  return found
}

describe('allowanceOf', () => {
  test('counts both ends, and suggests what the form gives for its days', () => {
    expect(allowanceOf(form('01'), '2026-03-01', '2026-03-03', 80)).toEqual({
      days: 3,
      mostTenths: 240,
      suggestedTenths: 240,
    })
  })
  test('suggests no more than the days of the rule set allow', () => {
    expect(allowanceOf(form('01'), '2020-03-01', '2020-03-02', 60)?.suggestedTenths).toBe(120)
  })
  test('has an upper bound but no suggestion where time is counted otherwise', () => {
    expect(allowanceOf(form('02'), '2026-03-01', '2026-03-01', 80)).toEqual({
      days: 1,
      mostTenths: 80,
      suggestedTenths: null,
    })
  })
  test('has no bound where hours come from an achievement', () => {
    expect(allowanceOf(form('07'), '2026-03-01', '2026-03-01', 80)?.mostTenths).toBeNull()
  })
  test('says nothing while a date is missing, impossible or before the other', () => {
    expect(allowanceOf(form('01'), '', '2026-03-03', 80)).toBeNull()
    expect(allowanceOf(form('01'), '2026-02-30', '2026-03-03', 80)).toBeNull()
    expect(allowanceOf(form('01'), '2026-03-04', '2026-03-03', 80)).toBeNull()
  })
})

describe('formNote', () => {
  test('names unit, hours, cap and papers', () => {
    expect(formNote(form('03'))).toBe(
      '每天折算 8 学时；每年最多计 90 学时；通常需要：研修通知、结业证书、单位证明。',
    )
  })
  test('leaves the hours to the decision where the form has none', () => {
    expect(formNote(form('20'))).toContain('以批准文件或决定为准')
  })
})
