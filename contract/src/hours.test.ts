import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { formatHours, hoursTenths, mostHoursTenths, parseHours, sumHours } from './hours.ts'

describe('hours', () => {
  it.each([
    ['12.5', 125],
    ['12', 120],
    ['12.0', 120],
    [' 0.1 ', 1],
    ['１２．５', 125],
    ['007', 70],
    ['+3', 30],
    ['9999.9', mostHoursTenths],
  ])('reads %s as %d tenths', (raw, tenths) => expect(parseHours(raw)).toBe(tenths))

  it.each([
    ['', 'HOURS_REQUIRED'],
    ['  ', 'HOURS_REQUIRED'],
    ['十二', 'HOURS_NOT_A_NUMBER'],
    ['1e3', 'HOURS_NOT_A_NUMBER'],
    ['1,5', 'HOURS_NOT_A_NUMBER'],
    ['.5', 'HOURS_NOT_A_NUMBER'],
    ['5.', 'HOURS_NOT_A_NUMBER'],
    ['0x10', 'HOURS_NOT_A_NUMBER'],
    ['1 2', 'HOURS_NOT_A_NUMBER'],
    ['Infinity', 'HOURS_NOT_A_NUMBER'],
    ['1.25', 'HOURS_TOO_PRECISE'],
    ['1.50', 'HOURS_TOO_PRECISE'],
    ['0', 'HOURS_NOT_POSITIVE'],
    ['0.0', 'HOURS_NOT_POSITIVE'],
    ['-1', 'HOURS_NOT_POSITIVE'],
    ['10000', 'HOURS_TOO_MANY'],
    ['9'.repeat(400), 'HOURS_TOO_MANY'],
  ])('refuses %j as %s', (raw, code) => expect(parseHours(raw)).toBe(code))

  it('reads back every amount that it writes', () => {
    for (let tenths = 1; tenths <= mostHoursTenths; tenths += 1)
      if (parseHours(formatHours(tenths)) !== tenths) expect.fail(`${tenths} tenths`)
  })

  it('writes reversals with their sign', () => {
    expect(formatHours(-125)).toBe('-12.5')
    expect(formatHours(-5)).toBe('-0.5')
    expect(formatHours(0)).toBe('0')
    expect(() => formatHours(1.5)).toThrow(RangeError)
  })

  it('adds without loss, in any order', () => {
    expect(sumHours([])).toBe(0)
    // In floating point 0.1 added ten times is not 1.
    expect(sumHours(Array.from({ length: 10 }, () => 1))).toBe(10)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -99_999, max: 99_999 })), (parts) => {
        const expected = parts.reduce((total, part) => total + BigInt(part), 0n)
        expect(BigInt(sumHours(parts))).toBe(expected)
        expect(sumHours(parts.toReversed())).toBe(sumHours(parts))
      }),
      { seed: 11, numRuns: 2_000 },
    )
    expect(() => sumHours([0.5])).toThrow(RangeError)
    expect(() => sumHours([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError)
  })

  it.each([
    [0, 'HOURS_NOT_POSITIVE'],
    [-1, 'HOURS_NOT_POSITIVE'],
    [1.5, 'HOURS_TOO_PRECISE'],
    ['1', 'HOURS_NOT_A_NUMBER'],
    [null, 'HOURS_REQUIRED'],
    [undefined, 'HOURS_REQUIRED'],
    [100_000, 'HOURS_TOO_MANY'],
  ])('the shape refuses %j as %s', (value, code) =>
    expect(z.safeParse(hoursTenths, value).error?.issues[0]?.message).toBe(code),
  )
})
