import { Id, Instant } from '@xueshi/contract/shapes'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { cut, readCursor, writeCursor } from './cursor.ts'
import { Refusal } from './refusal.ts'

const key = z.tuple([Instant, Id])

test('a key comes back as it was written', () => {
  const written = ['2026-06-01T02:00:00.000Z', '0198b000-0000-7000-8000-000000000001'] as const
  expect(readCursor(writeCursor(written), key)).toEqual(written)
})

test('whatever we did not write is refused at `after`', () => {
  const other = fc.oneof(
    fc.string(),
    fc.json().map((json) => Buffer.from(json).toString('base64url')),
  )
  fc.assert(
    fc.property(other, (cursor) => {
      expect(() => readCursor(cursor, key)).toThrow(Refusal)
    }),
    { seed: 20_260_601 },
  )
})

test('a page says where the next begins when there is one row more, and only then', () => {
  const rows = ['a', 'b', 'c']
  const next = (count: number) => cut(rows.slice(0, count), 2, (last) => [last])
  expect(next(3)).toEqual({ page: ['a', 'b'], next: writeCursor(['b']) })
  expect(next(2)).toEqual({ page: ['a', 'b'], next: null })
  expect(next(0)).toEqual({ page: [], next: null })
})
