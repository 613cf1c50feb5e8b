import { expect, test } from 'vitest'
import { freshBytes } from './random.ts'

test('are of the length that was asked for, and never the same twice, across many drawings', () => {
  const seen = new Set<string>()
  for (let round = 0; round < 20_000; round += 1) {
    const bytes = freshBytes(12)
    expect(bytes).toHaveLength(12)
    seen.add(bytes.toString('hex'))
  }
  expect(seen.size).toBe(20_000)
})

test('stay what they were when more are drawn', () => {
  const first = freshBytes(12)
  const kept = first.toString('hex')
  for (let round = 0; round < 2_000; round += 1) freshBytes(12)
  expect(first.toString('hex')).toBe(kept)
})

test('each bit is set about half of the time', () => {
  const counts = Array.from({ length: 96 }, () => 0)
  const rounds = 4_000
  for (let round = 0; round < rounds; round += 1) {
    const bytes = freshBytes(12)
    for (const [at] of counts.entries())
      counts[at] = (counts[at] ?? 0) + (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1)
  }
  // Six standard deviations and more: one run in a hundred million would miss it.
  for (const count of counts) expect(Math.abs(count - rounds / 2)).toBeLessThan(220)
})
