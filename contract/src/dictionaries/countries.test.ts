import { describe, expect, it } from 'vitest'
import { countries, countryLabel } from './countries.ts'

describe('countries', () => {
  it('begins with 中国 and offers none of its parts as a country', () => {
    expect(countries()[0]).toEqual({ code: 'CHN', label: '中国' })
    const codes = countries().map(({ code }) => code)
    for (const code of ['HKG', 'MAC', 'TWN']) expect(codes).not.toContain(code)
  })

  it('labels them for documents that name them', () => {
    expect(['HKG', 'MAC', 'TWN'].map(countryLabel)).toEqual(['中国香港', '中国澳门', '中国台湾'])
    expect(countryLabel('XXX')).toBeUndefined()
  })

  it('has each member of the United Nations that people ask for, by alpha-3, once', () => {
    const codes = countries().map(({ code }) => code)
    expect(codes).toHaveLength(239)
    expect(new Set(codes).size).toBe(codes.length)
    for (const { code, label } of countries()) {
      expect(code).toMatch(/^[A-Z]{3}$/)
      expect(label).toMatch(/^\p{Script=Han}/u)
    }
    expect(countryLabel('USA')).toBe('美国')
    expect(countryLabel('SGP')).toBe('新加坡')
  })
})
