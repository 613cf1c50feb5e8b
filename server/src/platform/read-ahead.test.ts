import { expect, test } from 'vitest'
import { readAhead } from './read-ahead.ts'

/** Items 1 to `count`, noting what has been read; the last one may be a fault. */
function source(count: number, isFaulty = false) {
  const read: number[] = []
  let isClosed = false
  async function* items() {
    try {
      for (let at = 1; at <= count; at += 1) {
        read.push(at)
        if (isFaulty && at === count) throw new Error('the file is cut off')
        yield at
      }
    } finally {
      isClosed = true
    }
  }
  return { items: items(), read, isClosed: () => isClosed }
}

test('all of them in their order, one ahead and no more', async () => {
  const { items, read } = source(5)
  const seen: number[] = []
  for await (const item of readAhead(items)) {
    seen.push(item)
    await new Promise(setImmediate)
    expect(read.length).toBe(Math.min(item + 1, 5))
  }
  expect(seen).toEqual([1, 2, 3, 4, 5])
})

test('a fault comes where its item would have come', async () => {
  const { items } = source(3, true)
  const seen: number[] = []
  await expect(async () => {
    for await (const item of readAhead(items)) seen.push(item)
  }).rejects.toThrow('cut off')
  expect(seen).toEqual([1, 2])
})

test('whoever stops early closes the source, and a fault behind it is nobody’s', async () => {
  const { items, isClosed } = source(2, true)
  for await (const item of readAhead(items)) {
    expect(item).toBe(1)
    await new Promise(setImmediate)
    break
  }
  expect(isClosed()).toBe(true)
})
