import { describe, expect, it } from 'vitest'
import {
  certificateNumber,
  checkCertificateNumber,
  checkCharacter,
  makeVerificationCode,
} from './rules.ts'

describe('checkCharacter', () => {
  it('agrees with the published example of the Global Release Identifier', () => {
    // A1-2425G-ABC1234002-M, IFPI GRid Standard 2.1, which uses ISO 7064 MOD 37,36.
    expect(checkCharacter('A12425GABC1234002')).toBe('M')
  })
})

describe('certificateNumber', () => {
  it('says year, city and sequence, and checks itself', () => {
    const number = certificateNumber(2026, '4401', 12_345)
    expect(number).toMatch(/^GDJX-2026-4401-00012345-[0-9A-Z]$/)
    expect(checkCertificateNumber(number)).toBe(true)
    expect(certificateNumber(2026, '4401', 99_999_999)).toContain('-99999999-')
  })

  it('refuses parts that do not fit', () => {
    expect(() => certificateNumber(2026, '4401', 100_000_000)).toThrow()
    expect(() => certificateNumber(2026, '4401', 0)).toThrow()
    expect(() => certificateNumber(2026, '4401', 1.5)).toThrow()
    expect(() => certificateNumber(2026, '440106', 1)).toThrow()
    expect(() => certificateNumber(26, '4401', 1)).toThrow()
  })
})

describe('checkCertificateNumber', () => {
  const number = certificateNumber(2026, '4401', 12_345)

  it('finds every wrong digit', () => {
    for (let at = 5; at < number.length - 2; at += 1) {
      if (number[at] === '-') continue
      for (const digit of '0123456789') {
        if (digit === number[at]) continue
        const wrong = number.slice(0, at) + digit + number.slice(at + 1)
        expect(checkCertificateNumber(wrong), wrong).toBe(false)
      }
    }
  })

  it('finds every swap of neighbouring digits', () => {
    for (let at = 5; at < number.length - 3; at += 1) {
      const [one = '', other = ''] = number.slice(at, at + 2)
      if (one === other || one === '-' || other === '-') continue
      const wrong = number.slice(0, at) + other + one + number.slice(at + 2)
      expect(checkCertificateNumber(wrong), wrong).toBe(false)
    }
  })

  it('knows other texts as none', () => {
    for (const text of ['', number.toLowerCase(), number.replaceAll('-', ''), ` ${number}`]) {
      expect(checkCertificateNumber(text)).toBe(false)
    }
  })
})

describe('makeVerificationCode', () => {
  it('is 22 URL-safe characters, another each time', () => {
    const codes = Array.from({ length: 1_000 }, makeVerificationCode)
    expect(codes.every((code) => /^[\w-]{22}$/.test(code))).toBe(true)
    expect(new Set(codes).size).toBe(1_000)
  })
})
