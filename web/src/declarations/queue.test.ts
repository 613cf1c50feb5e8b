import { describe, expect, test } from 'vitest'
import { neighboursIn, queuePath, reviewPath } from './queue.ts'

const items = ['a', 'b', 'c'].map((declarationId) => ({ declarationId }))

describe('neighboursIn', () => {
  test('knows the one before and the one after', () => {
    expect(neighboursIn(items, 'b')).toEqual({ previous: 'a', next: 'c', place: 2, count: 3 })
  })
  test('ends at both ends', () => {
    expect(neighboursIn(items, 'a').previous).toBeNull()
    expect(neighboursIn(items, 'c').next).toBeNull()
  })
  test('leads from a record that has left the queue to its first', () => {
    expect(neighboursIn(items, 'z')).toEqual({ previous: null, next: 'a', place: 0, count: 3 })
  })
})

describe('paths', () => {
  test('carry the filters from the list to the record and back', () => {
    const search = { category: 'public', person: '张' } as const
    expect(reviewPath('hrss', 'a', search)).toBe(
      `/hrss/reviews/a?category=public&person=${encodeURIComponent('张')}`,
    )
    expect(queuePath('employer', {})).toBe('/employer/reviews')
  })
})
