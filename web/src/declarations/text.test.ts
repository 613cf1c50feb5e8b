import type { Check } from '@xueshi/contract/declarations'
import { describe, expect, test } from 'vitest'
import { waitingText } from './queue.ts'
import { checkLines, checkText } from './text.ts'

const overlap = (name: string, startOn: string, endOn = startOn): Check => ({
  code: 'OVERLAP',
  level: 'flag',
  facts: { name, startOn, endOn },
})
const used = (file: string): Check => ({ code: 'FILE_USED_BEFORE', level: 'flag', facts: { file } })
const none: Check = { code: 'NO_EVIDENCE', level: 'error', facts: {} }

describe('checkLines', () => {
  test('says each of different kinds as it is', () => {
    const checks = [none, overlap('研修', '2026-04-11'), used('证书.pdf')]
    expect(checkLines(checks)).toEqual(checks.map(checkText))
  })
  test('names records that overlap, and files that were used, together where they first stand', () => {
    const checks = [
      overlap('甲', '2026-01-03', '2026-01-04'),
      used('一.pdf'),
      overlap('乙', '2026-01-04'),
      used('二.pdf'),
    ]
    expect(checkLines(checks)).toEqual([
      '学习时间与另外 2 条记录有重叠，请确认不是同一次学习：“甲”（2026-01-03 至 2026-01-04）、“乙”（2026-01-04）。',
      '2 个附件在其他记录中使用过，请确认没有重复申报：“一.pdf”、“二.pdf”。',
    ])
  })
})

test('what waits is told in hours at first, then in days', () => {
  const now = Date.parse('2026-06-10T00:00:00Z')
  const ago = (hours: number) => new Date(now - hours * 3_600_000).toISOString()
  expect([0.2, 1.5, 47, 49, -3].map((hours) => waitingText(ago(hours), now))).toEqual([
    '等待不到 1 小时',
    '等待 1 小时',
    '等待 47 小时',
    '等待 2 天',
    '等待不到 1 小时',
  ])
})
