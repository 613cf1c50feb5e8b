import { describe, expect, it } from 'vitest'
import { checkPhone, maskPhone, normalisePhone } from './phone.ts'

describe('phone', () => {
  it.each([
    ['13812345678', '13812345678'],
    ['138 1234-5678', '13812345678'],
    ['+86 138 1234 5678', '13812345678'],
    ['0086 13812345678', '13812345678'],
    ['８６１３８１２３４５６７８', '13812345678'],
    ['+852 9123 4567', '+85291234567'],
    ['00853 61234567', '+85361234567'],
  ])('takes %s as %s', (raw, normal) => {
    expect(normalisePhone(raw)).toBe(normal)
    expect(checkPhone(raw)).toBe('ok')
  })

  it.each([
    ['', 'PHONE_REQUIRED'],
    [' ', 'PHONE_REQUIRED'],
    ['12812345678', 'PHONE_FORMAT'],
    ['1381234567', 'PHONE_FORMAT'],
    ['138123456789', 'PHONE_FORMAT'],
    ['020-87654321', 'PHONE_FORMAT'],
    ['+85231234567', 'PHONE_FORMAT'],
    ['+85381234567', 'PHONE_FORMAT'],
    ['1381234567八', 'PHONE_FORMAT'],
  ])('refuses %j as %s', (raw, code) => expect(checkPhone(raw)).toBe(code))

  it.each([
    ['13812345678', '138****5678'],
    ['+86 138 1234 5678', '138****5678'],
    ['+85291234567', '+8529****567'],
    ['12345', '*****'],
  ])('masks %s as %s', (raw, masked) => expect(maskPhone(raw)).toBe(masked))
})
