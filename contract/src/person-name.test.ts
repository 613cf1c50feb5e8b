import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { checkPersonName, maskName, normalisePersonName, personName } from './person-name.ts'

describe('normal form', () => {
  it('makes every dot the same', () => {
    for (const dot of '.•・．‧·･')
      expect(normalisePersonName(`阿依古丽${dot}买买提`)).toBe('阿依古丽·买买提')
    expect(normalisePersonName('阿依古丽 · 买买提')).toBe('阿依古丽·买买提')
  })

  it('drops padding spaces in Chinese names and keeps those of others', () => {
    expect(normalisePersonName(' 张　三 ')).toBe('张三')
    expect(normalisePersonName('张 三 丰')).toBe('张三丰')
    expect(normalisePersonName('John   Smith')).toBe('John Smith')
  })

  it('composes what was typed in pieces', () => {
    expect(normalisePersonName('Jose\u0301')).toBe('José')
  })

  it('keeps rare characters as they are, one code point each', () => {
    for (const name of ['龙䶮', '赵𬱖', '㛃', '𠮷田', '王𰻞', '李\u{323AF}']) {
      expect(normalisePersonName(name)).toBe(name)
      expect(checkPersonName(name)).toBe('ok')
    }
    expect(checkPersonName('𠮷'.repeat(50))).toBe('ok')
    expect(checkPersonName('𠮷'.repeat(51))).toBe('NAME_TOO_LONG')
  })

  it('is the same when applied twice', () => {
    const unit = fc.constantFrom(...'张三欧阳𬱖䶮aé.•・ 　·')
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit }), fc.string({ unit: 'binary' })), (raw) => {
        const once = normalisePersonName(raw)
        expect(normalisePersonName(once)).toBe(once)
      }),
      { seed: 7, numRuns: 5_000 },
    )
  })
})

describe('check', () => {
  it.each([
    ['', 'NAME_REQUIRED'],
    [' 　', 'NAME_REQUIRED'],
    ['·', 'NAME_REQUIRED'],
    ['张\u0000三', 'NAME_CONTROL_CHARACTER'],
    ['张\n三', 'NAME_CONTROL_CHARACTER'],
    ['\u202E三张', 'NAME_CONTROL_CHARACTER'],
    ['张\u2066三', 'NAME_CONTROL_CHARACTER'],
    ['张\u200B三', 'NAME_INVISIBLE_CHARACTER'],
    ['张\u2060三', 'NAME_INVISIBLE_CHARACTER'],
    ['张\u{E0100}三', 'NAME_INVISIBLE_CHARACTER'],
    ['张\uD840', 'NAME_BROKEN_CHARACTER'],
    ['张\uFFFD', 'NAME_BROKEN_CHARACTER'],
    // 䶮 as old GBK fonts wrote it, in the private use area.
    ['龙\uE863', 'NAME_BROKEN_CHARACTER'],
  ])('refuses %j as %s', (raw, code) => expect(checkPersonName(raw)).toBe(code))

  it('speaks as a shape', () => {
    expect(z.parse(personName, ' 张•三 ')).toBe('张·三')
    expect(z.safeParse(personName, '').error?.issues[0]?.message).toBe('NAME_REQUIRED')
    expect(z.safeParse(personName, undefined).error?.issues[0]?.message).toBe('NAME_REQUIRED')
  })
})

describe('mask', () => {
  it.each([
    ['张三', '张*'],
    ['张三丰', '张**'],
    ['欧阳', '欧*'],
    ['欧阳明月', '欧阳**'],
    ['𠮷田', '𠮷*'],
    ['阿依古丽•买买提', '阿***·***'],
    ['John Smith', 'J*** *****'],
    ['张', '*'],
    ['', ''],
  ])('%s is %s', (name, masked) => expect(maskName(name)).toBe(masked))
})
