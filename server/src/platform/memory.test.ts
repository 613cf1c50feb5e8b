import { expect, test } from 'vitest'
import { createMemory } from './memory.ts'

test('what was not asked for longest goes first, and never more is kept than allowed', () => {
  const memory = createMemory(10)
  const four = (letter: string) => Buffer.from(letter.repeat(4))
  memory.set('a', four('a'))
  memory.set('b', four('b'))
  expect(String(memory.get('a'))).toBe('aaaa')
  memory.set('c', four('c'))
  expect(['a', 'b', 'c'].map((key) => memory.get(key)?.toString() ?? null)).toEqual([
    'aaaa',
    null,
    'cccc',
  ])
})

test('another value under a key takes the place of the former, bytes and all', () => {
  const memory = createMemory(10)
  for (let turn = 0; turn < 9; turn += 1) memory.set('a', Buffer.from('123456'))
  memory.set('b', Buffer.from('1234'))
  expect([memory.get('a')?.length, memory.get('b')?.length]).toEqual([6, 4])
})

test('what is larger than all of it is not kept, and puts nothing out', () => {
  const memory = createMemory(4)
  memory.set('a', Buffer.from('12'))
  memory.set('b', Buffer.from('12345'))
  expect([memory.get('a')?.length, memory.get('b')]).toEqual([2, undefined])
})
