import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hoursTenths, parseHours } from '@xueshi/contract/hours'
import { Day } from '@xueshi/contract/shapes'
import { email, text } from '@xueshi/contract/text'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import type { CallCode } from '../call-error.ts'
import { addIssueTexts, errorText, issueCode, issueText } from './errors.ts'
import './refusal-texts.ts'

const name = { label: '姓名', choose: false } as const

/** The code of the first issue of a value, as the forms read it. */
function codeOf(shape: z.ZodMiniType, value: unknown): string | null {
  const read = z.safeParse(shape, value, { reportInput: true })
  const [issue] = read.error?.issues ?? []
  return issue ? issueCode(issue) : null
}

test('what was left empty is told apart from what is wrong', () => {
  for (const empty of ['', null, undefined]) {
    expect(issueText(codeOf(Day, empty) ?? '', name)).toBe('请填写姓名')
    expect(issueText(codeOf(email, empty) ?? '', name)).toBe('请填写姓名')
  }
  expect(codeOf(Day, '2026-02-30')).toBe('invalid_format')
})

test('our own rules speak through their codes', () => {
  expect(codeOf(text({ min: 1, max: 3 }), '四个字符')).toBe('TEXT_TOO_LONG')
  expect(codeOf(email, 'not an address')).toBe('EMAIL_FORMAT')
  expect(codeOf(hoursTenths, 0)).toBe('HOURS_NOT_POSITIVE')
})

test('hours that could not be read say why, and none at all ask to be filled in', () => {
  expect(codeOf(hoursTenths, parseHours('12.55'))).toBe('HOURS_TOO_PRECISE')
  expect(issueText(codeOf(hoursTenths, parseHours('')) ?? '', name)).toBe('请填写姓名')
})

test('the verb fits the field', () => {
  expect(issueText('REQUIRED', { label: '民族', choose: true })).toBe('请选择民族')
  expect(issueText('REQUIRED', { label: '我已核对', choose: 'tick' })).toBe('请勾选“我已核对”')
})

test("a refusal's code may stand at a field, and an unknown one never shows itself", () => {
  expect(issueText('ACCOUNT_TAKEN', name)).toContain('已注册')
  expect(issueText('SOMETHING_NEW', name)).toBe('姓名不正确，请核对')
  expect(issueText('SOMETHING_REQUIRED', name)).toBe('请填写姓名')
})

const src = join(import.meta.dirname, '..')

test('a code has one text, whichever pages were opened before', async () => {
  const adding = globSync(`${src}/**/*.{ts,tsx}`).filter(
    (path) =>
      !/errors(\.test)?\.ts$/.test(path) && readFileSync(path, 'utf8').includes('addIssueTexts('),
  )
  expect(adding.length).toBeGreaterThan(10)
  // A second, different text throws as its module is read.
  for (const path of adding) await import(path)
  expect(() => addIssueTexts({ END_BEFORE_START: '结束不能早于开始' })).toThrow('END_BEFORE_START')
  // What any act may answer says the same at every field: a narrower text has a code of its own.
  for (const code of ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'FORBIDDEN'])
    expect(issueText(code, name)).toBe(errorText(code as CallCode)) // codes of the contract
})

test('a text that several forms share speaks of the field where it stands', () => {
  const said = (code: string, label: string, choose = false) => issueText(code, { label, choose })
  expect(said('END_BEFORE_START', '学习结束时间')).toBe('学习结束时间不能早于学习开始时间')
  expect(said('END_BEFORE_START', '结束日期')).toBe('结束日期不能早于开始日期')
  expect(said('END_BEFORE_START', '终止')).toBe('终止不能早于开始')
  expect(said('UNKNOWN_CODE', '民族', true)).toBe('请从列表中选择民族')
  expect(said('UNKNOWN_CODE', '民族')).toBe('民族不在可选范围内，请核对')
})

test.each(['TOO_SMALL', 'TOO_BIG', 'WRONG_TYPE', 'WRONG_FORMAT', 'NOT_OFFERED', 'INVALID'])(
  'what the server says by zod has a text of its own: %s',
  (code) => {
    expect(issueText(code, name)).toContain('姓名')
    if (code !== 'INVALID') expect(issueText(code, name)).not.toBe(issueText('unknown', name))
  },
)

test('a domain adds texts of its own', () => {
  addIssueTexts({ TEST_RULE: ({ label }) => `${label}测试` })
  expect(issueText('TEST_RULE', name)).toBe('姓名测试')
})
