import { describe, expect, test } from 'vitest'
import type { QueueSearch } from './queue.ts'
import { followingIn, neighbourIn } from './queue-pages.ts'

/** A queue as the server would tell it now: cursor of a page → what stands on it, and where it goes on. */
const queueOf =
  (pages: Record<string, [ids: string[], next: string | null]>) =>
  async ({ after = '' }: QueueSearch) => {
    const [ids, next] = pages[after] ?? [[], null]
    return { items: ids.map((declarationId) => ({ declarationId })), next }
  }
const first = { person: '张' }
const third = { ...first, after: 'three' }
// The second page was searched in vain.
const read = queueOf({ '': [['a', 'b'], 'two'], two: [[], 'three'], three: [['c', 'd'], null] })

describe('neighbourIn', () => {
  test('within a page, and over its end past a page with nothing on it', async () => {
    expect(await neighbourIn(read, { id: 'a', search: first }, 'next')).toEqual({
      id: 'b',
      search: first,
    })
    expect(await neighbourIn(read, { id: 'b', search: first }, 'next')).toEqual({
      id: 'c',
      search: third,
    })
  })
  test('back to where it came from, and without that by reading from the beginning', async () => {
    const back = { id: 'b', search: first }
    expect(await neighbourIn(read, { id: 'c', search: third }, 'previous')).toEqual(back)
    const other = queueOf({ '': [['a', 'b'], 'three'], three: [['x', 'd'], null] })
    expect(await neighbourIn(other, { id: 'x', search: third }, 'previous')).toEqual(back)
  })
  test('null at both ends of the queue', async () => {
    expect(await neighbourIn(read, { id: 'a', search: first }, 'previous')).toBeNull()
    expect(await neighbourIn(read, { id: 'd', search: third }, 'next')).toBeNull()
  })
})

describe('followingIn', () => {
  const pageOf = (...ids: string[]) => ({
    items: ids.map((declarationId) => ({ declarationId })),
    next: null,
  })
  const after = (id: string, search: QueueSearch, known: string[], now = read) =>
    followingIn(now, { id, search }, pageOf(...known))
  test('the one that followed it', async () => {
    expect(await after('a', first, ['a', 'b'])).toEqual({ id: 'b', search: first })
  })
  test('of the last of a page the first of the next, whether it has moved up or not', async () => {
    expect(await after('b', first, ['a', 'b'])).toEqual({ id: 'c', search: third })
    const moved = queueOf({ '': [['a', 'c'], 'two'] })
    expect(await after('b', first, ['a', 'b'], moved)).toEqual({ id: 'c', search: first })
  })
  test('of the last of all the oldest that is left, under the same filters; null without any', async () => {
    expect(await after('d', third, ['c', 'd'])).toEqual({ id: 'c', search: third })
    const alone = queueOf({ '': [['a'], 'three'], three: [[], null] })
    expect(await after('d', third, ['d'], alone)).toEqual({ id: 'a', search: first })
    expect(await after('d', third, ['d'], queueOf({}))).toBeNull()
  })
})
