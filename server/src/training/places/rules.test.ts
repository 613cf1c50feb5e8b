import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundOf, commitmentOf, drawnOrder, place, roomOf } from './rules.ts'

const units = ['a', 'b', 'c'] as const
const wanting = fc
  .array(fc.constantFrom(...units), { maxLength: 12 })
  .map((list) => list.map((unitId, at) => ({ id: String(at), unitId })))
const counts = fc.record({ a: fc.nat(4), b: fc.nat(4), c: fc.nat(4) })
const kept = fc.record({ a: fc.nat(3), b: fc.nat(3) }).map(({ a, b }) => [
  { unitId: 'a', kept: a },
  { unitId: 'b', kept: b },
])

/** Places one after the other, by the rows as they stand after each: what `place` must come to at once. */
function oneByOne(
  plan: number,
  confirmed: Record<string, number>,
  keptFor: { unitId: string; kept: number }[],
  inOrder: { id: string; unitId: string }[],
): string[] {
  const standing = { ...confirmed }
  return inOrder.flatMap(({ id, unitId }) => {
    if (boundOf(roomOf({ plan, confirmed: standing, units: keptFor }), unitId) !== null) return []
    standing[unitId] = (standing[unitId] ?? 0) + 1
    return [id]
  })
}

describe('giving out places', () => {
  test('never more than there are, and the same as if each came alone', () => {
    fc.assert(
      fc.property(fc.nat(14), counts, kept, wanting, (spare, confirmed, keptFor, inOrder) => {
        const has = confirmed.a + confirmed.b + confirmed.c
        const plan = has + spare
        const room = roomOf({ plan, confirmed, units: keptFor })
        const { placed, left } = place(room, inOrder)
        expect(placed.length).toBeLessThanOrEqual(spare)
        expect([...placed, ...left].map(({ id }) => id).toSorted()).toEqual(
          inOrder.map(({ id }) => id).toSorted(),
        )
        expect(placed.map(({ id }) => id)).toEqual(oneByOne(plan, confirmed, keptFor, inOrder))
      }),
    )
  })

  test('nobody is passed by for whom there was a place, within a unit never out of order', () => {
    fc.assert(
      fc.property(fc.nat(14), counts, kept, wanting, (spare, confirmed, keptFor, inOrder) => {
        const plan = confirmed.a + confirmed.b + confirmed.c + spare
        const { placed, left } = place(roomOf({ plan, confirmed, units: keptFor }), inOrder)
        const after = { ...confirmed }
        for (const { unitId } of placed) after[unitId as 'a'] = (after[unitId as 'a'] ?? 0) + 1
        const rest = roomOf({ plan, confirmed: after, units: keptFor })
        for (const { unitId } of left) expect(boundOf(rest, unitId)).not.toBeNull()
        for (const one of left)
          for (const other of placed.filter(({ unitId }) => unitId === one.unitId))
            expect(Number(other.id)).toBeLessThan(Number(one.id))
      }),
    )
  })

  test('a kept place waits for its unit while all others are turned away', () => {
    const room = roomOf({ plan: 3, confirmed: { c: 2 }, units: [{ unitId: 'a', kept: 1 }] })
    expect([boundOf(room, 'a'), boundOf(room, 'c')]).toEqual([null, 'KEPT'])
    const inOrder = [
      { id: '1', unitId: 'c' },
      { id: '2', unitId: 'a' },
      { id: '3', unitId: 'a' },
    ]
    const { placed, left } = place(room, inOrder)
    expect(placed).toEqual([{ id: '2', unitId: 'a', kept: true }])
    expect(left.map(({ id }) => id)).toEqual(['1', '3'])
  })

  test('more kept than there is room for gives nobody a place too many', () => {
    const room = roomOf({ plan: 4, confirmed: { c: 4 }, units: [{ unitId: 'a', kept: 3 }] })
    expect(place(room, [{ id: '1', unitId: 'a' }]).placed).toEqual([])
    expect(boundOf(room, 'a')).toBe('FULL')
  })
})

describe('the draw', () => {
  const numbers = Array.from({ length: 200 }, (_, at) => ({ number: at + 1 }))

  test('anybody comes to the same order from the seed and the numbers', () => {
    const seed = '3f1c0a52b6d94e7788aa11bb22cc33dd'
    const drawn = drawnOrder(seed, numbers).map(({ number }) => number)
    // With no code of ours: `printf '%s' "$seed:$n" | sha256sum | sort`.
    const again = numbers
      .map(
        ({ number }) =>
          `${createHash('sha256').update(`${seed}:${number}`).digest('hex')} ${number}`,
      )
      .toSorted()
      .map((line) => Number(line.split(' ')[1]))
    expect(drawn).toEqual(again)
    expect(commitmentOf(seed)).toBe(createHash('sha256').update(seed).digest('hex'))
  })

  test('the order in which they are listed makes no difference, another seed does', () => {
    const drawn = drawnOrder('one', numbers)
    expect(drawnOrder('one', numbers.toReversed())).toEqual(drawn)
    expect(drawnOrder('other', numbers)).not.toEqual(drawn)
  })

  test('everybody has the same chance', () => {
    // Over 2,000 seeds the first of ten comes first 200 times, give or take five deviations of 13.4.
    const ten = numbers.slice(0, 10)
    let first = 0
    for (let seed = 0; seed < 2000; seed += 1)
      if (drawnOrder(`seed ${seed}`, ten)[0]?.number === 1) first += 1
    expect(first).toBeGreaterThan(133)
    expect(first).toBeLessThan(267)
  })
})
