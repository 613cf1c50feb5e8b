import { describe, expect, it } from 'vitest'
import { isCommonPassword } from './common-passwords.ts'
import { checkPassword } from './password.ts'

const owner = { account: 'zhang_san', phone: '13812345678', birthDate: '1990-03-07' }

describe('password', () => {
  it.each(['Kuaixue7', 'tea&rain9', 'x2-long.enough!!'])('accepts %s', (password) =>
    expect(checkPassword(password, owner)).toEqual([]),
  )

  it.each([
    ['', ['PASSWORD_REQUIRED']],
    ['teahou7', ['PASSWORD_TOO_SHORT']],
    ['teahouse-rain-77x', ['PASSWORD_TOO_LONG']],
    ['teahouse', ['PASSWORD_NO_DIGIT']],
    ['73950264', ['PASSWORD_NO_LETTER']],
    ['tea house7', ['PASSWORD_CHARACTERS']],
    ['teahouse7茶', ['PASSWORD_CHARACTERS']],
    ['teahouse７x', ['PASSWORD_CHARACTERS', 'PASSWORD_NO_DIGIT']],
    ['Abc12345', ['PASSWORD_COMMON']],
    ['P@ssw0rd', ['PASSWORD_COMMON']],
    ['zhang_san1', ['PASSWORD_PERSONAL']],
    ['Zhang_San99', ['PASSWORD_PERSONAL']],
    ['a13812345678', ['PASSWORD_PERSONAL']],
    ['a19900307', ['PASSWORD_PERSONAL']],
    ['ab900307', ['PASSWORD_PERSONAL']],
    ['abc', ['PASSWORD_TOO_SHORT', 'PASSWORD_NO_DIGIT']],
  ])('finds in %j %j', (password, faults) => expect(checkPassword(password, owner)).toEqual(faults))

  it('lets the setting raise the ceiling, and knows nothing of an owner not told', () => {
    expect(checkPassword('teahouse-rain-77x', { ceiling: 64 })).toEqual([])
    expect(checkPassword('a19900307', {})).toEqual([])
  })

  it('lets a long password mention a personal fact', () => {
    expect(checkPassword('tea-19900307-rain', { ...owner, ceiling: 64 })).toEqual([])
  })

  it('lists as common only what the other rules would let through', () => {
    for (const password of ['a1234567', 'woaini520', 'P@ssw0rd123', '1QAZ2wsx'])
      expect(isCommonPassword(password)).toBe(true)
    expect(isCommonPassword('')).toBe(false)
    expect(isCommonPassword('teahouse7')).toBe(false)
  })
})
