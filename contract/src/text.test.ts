import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { accountName, checkEmail, cleanText, email, lengthOf, postalCode, text } from './text.ts'

const messageOf = (schema: z.ZodMiniType, value: unknown) =>
  z.safeParse(schema, value).error?.issues.map((issue) => issue.message)

describe('text', () => {
  it('is composed, trimmed, with one kind of line end', () => {
    expect(cleanText('  e\u0301\r\nb\rc\uFEFF ')).toBe('é\nb\nc')
    expect(z.parse(text({ min: 1, max: 2 }), ' ab ')).toBe('ab')
  })

  it('counts code points', () => {
    expect(lengthOf('𬱖䶮a')).toBe(3)
    expect(z.parse(text({ min: 3, max: 3 }), '𬱖𬱖𬱖')).toBe('𬱖𬱖𬱖')
  })

  it.each([
    ['', 'TEXT_REQUIRED'],
    ['   ', 'TEXT_REQUIRED'],
    [undefined, 'TEXT_REQUIRED'],
    [12, 'TEXT_REQUIRED'],
    ['a', 'TEXT_TOO_SHORT'],
    ['abcdef', 'TEXT_TOO_LONG'],
    ['a\u0000b', 'TEXT_CONTROL_CHARACTER'],
    ['a\nb', 'TEXT_CONTROL_CHARACTER'],
    ['a\u202Eb', 'TEXT_CONTROL_CHARACTER'],
    ['a\u2067b', 'TEXT_CONTROL_CHARACTER'],
    ['ab\uD800', 'TEXT_BROKEN_CHARACTER'],
    ['ab\uDC00c', 'TEXT_BROKEN_CHARACTER'],
  ])('refuses %j as %s, and says so once', (value, code) =>
    expect(messageOf(text({ min: 2, max: 5 }), value)).toEqual([code]),
  )

  it('lets line breaks in where asked, but no other control character', () => {
    const notes = text({ min: 0, max: 20, lines: true })
    expect(z.parse(notes, 'a\r\n\tb')).toBe('a\n\tb')
    expect(z.parse(notes, ' ')).toBe('')
    expect(messageOf(notes, 'a\u0007b')).toEqual(['TEXT_CONTROL_CHARACTER'])
    expect(messageOf(notes, 'a\u202Eb')).toEqual(['TEXT_CONTROL_CHARACTER'])
  })

  it('turns into JSON Schema with its limits', () => {
    expect(z.toJSONSchema(text({ min: 1, max: 50 }))).toMatchObject({
      type: 'string',
      minLength: 1,
      maxLength: 50,
    })
  })
})

describe('account name', () => {
  it.each(['abcd', 'Zhang_3', '1234', 'a'.repeat(20)])('accepts %s', (value) =>
    expect(z.parse(accountName, value)).toBe(value),
  )

  it.each([
    ['', 'ACCOUNT_REQUIRED'],
    ['abc', 'ACCOUNT_LENGTH'],
    ['a'.repeat(21), 'ACCOUNT_LENGTH'],
    ['zhang-san', 'ACCOUNT_CHARACTERS'],
    ['张三三三', 'ACCOUNT_CHARACTERS'],
    ['zhang san', 'ACCOUNT_CHARACTERS'],
    ['ｚｈａｎｇ', 'ACCOUNT_CHARACTERS'],
  ])('refuses %j as %s', (value, code) => expect(messageOf(accountName, value)).toEqual([code]))
})

describe('email and postal code', () => {
  it.each(['a@b.cn', "o'brien+x@mail.example.com", 'zhang.san@xn--fiqs8s.example'])(
    'accepts %s',
    (value) => expect(checkEmail(value)).toBe('ok'),
  )

  it.each([
    'a',
    'a@b',
    '@b.cn',
    'a@.cn',
    'a@b..cn',
    '.a@b.cn',
    'a..b@c.cn',
    'a b@c.cn',
    'a@b@c.cn',
    'a@-b.cn',
    '张@b.cn',
    `${'a'.repeat(65)}@b.cn`,
    `a@${'b.'.repeat(130)}cn`,
  ])('refuses %s', (value) => expect(messageOf(email, value)).toEqual(['EMAIL_FORMAT']))

  it('puts the domain alone in lower case', () => {
    expect(z.parse(email, ' San@Example.COM ')).toBe('San@example.com')
  })

  it('takes six digits as a postal code', () => {
    expect(z.parse(postalCode, ' ５１００００ ')).toBe('510000')
    expect(messageOf(postalCode, '51000')).toEqual(['POSTAL_CODE_FORMAT'])
    expect(messageOf(postalCode, '')).toEqual(['POSTAL_CODE_REQUIRED'])
  })

  it('stays quick on hostile input', () => {
    // Linear patterns: 100,000 characters pass through without the exponential case of nested repeats.
    expect(checkEmail(`${'a.'.repeat(50_000)}@b.cn`)).toBe('EMAIL_FORMAT')
  })
})
