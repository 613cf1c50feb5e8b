import { describe, expect, it } from 'vitest'
import { movedClock, systemClock } from './clock.ts'
import { newId } from './ids.ts'

describe('newId', () => {
  it('is a version 7 UUID that carries its millisecond', () => {
    const now = new Date('2026-03-04T05:06:07.089Z')
    const id = newId(now)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(now.getTime())
  })

  it('rises within a millisecond and never repeats', () => {
    const now = new Date('2026-03-04T05:06:07.089Z')
    const ids = Array.from({ length: 20_000 }, () => newId(now))
    expect(ids).toEqual([...ids].sort())
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.every((id) => /^[0-9a-f-]{14}7[0-9a-f]{3}-[89ab]/.test(id))).toBe(true)
  })

  it('follows a clock that goes back', () => {
    const later = newId(new Date('2026-03-04T00:00:00Z'))
    const earlier = newId(new Date('2024-03-04T00:00:00Z'))
    expect(earlier < later).toBe(true)
  })
})

describe('clocks', () => {
  it('stand, jump and go on', () => {
    const clock = movedClock(new Date('2026-01-01T00:00:00Z'))
    clock.now().setFullYear(1999)
    expect(clock.now().toISOString()).toBe('2026-01-01T00:00:00.000Z')
    clock.advance(90_000)
    expect(clock.now().toISOString()).toBe('2026-01-01T00:01:30.000Z')
    clock.set(new Date('2025-06-01T00:00:00Z'))
    expect(clock.now().toISOString()).toBe('2025-06-01T00:00:00.000Z')
  })

  it('tell the time of the machine', () => {
    const before = Date.now()
    const told = systemClock.now().getTime()
    expect(told).toBeGreaterThanOrEqual(before)
    expect(told).toBeLessThanOrEqual(Date.now())
  })
})
