import { describe, expect, it } from 'vitest'
import * as guangdong from './guangdong.ts'
import * as regions from './regions.ts'

const labels = (list: readonly { label: string }[]) => list.map(({ label }) => label)

describe('Guangdong', () => {
  const cities = guangdong.childrenOf(guangdong.guangdongCode)

  it('has 21 cities and 122 counties, and two cities without counties', () => {
    expect(cities).toHaveLength(21)
    expect(cities.flatMap(({ code }) => guangdong.childrenOf(code))).toHaveLength(122)
    const bare = cities.filter(({ code }) => guangdong.childrenOf(code).length === 0)
    expect(bare).toEqual([
      { code: '441900', label: '东莞市' },
      { code: '442000', label: '中山市' },
    ])
  })

  it('names and places a county', () => {
    expect(guangdong.regionName('440106')).toBe('天河区')
    expect(guangdong.regionPath('440106')).toEqual([
      { code: '440000', label: '广东省' },
      { code: '440100', label: '广州市' },
      { code: '440106', label: '天河区' },
    ])
    expect(guangdong.regionPath('441900').at(-1)).toEqual({ code: '441900', label: '东莞市' })
    expect(guangdong.childrenOf('')).toEqual([{ code: '440000', label: '广东省' }])
  })

  it('knows nothing else', () => {
    for (const code of ['', '44', '440199', '330000', 'constructor']) {
      expect(guangdong.regionName(code)).toBeUndefined()
      expect(guangdong.regionPath(code)).toEqual([])
    }
  })

  it('is the same in the table of the whole country', () => {
    expect(regions.childrenOf('440000')).toEqual(cities)
    for (const { code } of cities)
      expect(regions.childrenOf(code)).toEqual(guangdong.childrenOf(code))
  })
})

describe('the country', () => {
  it('has 34 provinces, in the order of their codes', () => {
    const provinces = regions.childrenOf('')
    expect(provinces).toHaveLength(34)
    expect(provinces[0]).toEqual({ code: '110000', label: '北京市' })
    const codes = provinces.map(({ code }) => code)
    expect(codes).toEqual(codes.toSorted())
  })

  it('puts counties that answer to a province directly under it', () => {
    expect(labels(regions.regionPath('110101'))).toEqual(['北京市', '东城区'])
    expect(labels(regions.regionPath('500235'))).toEqual(['重庆市', '云阳县'])
    expect(labels(regions.regionPath('429004'))).toEqual(['湖北省', '仙桃市'])
    expect(labels(regions.regionPath('330106'))).toEqual(['浙江省', '杭州市', '西湖区'])
    expect(regions.childrenOf('110000')).toHaveLength(16)
  })

  it('holds every division once, each reached from its province, none a statistical zone', () => {
    const seen = new Set<string>()
    const walk = (code: string, depth: number): void => {
      for (const child of regions.childrenOf(code)) {
        expect(child.code).toMatch(/^\d{6}$/)
        expect(child.label).not.toMatch(/^\d|\s|^市辖区$|直辖县级|开发区$/)
        expect(seen.has(child.code)).toBe(false)
        seen.add(child.code)
        expect(regions.regionPath(child.code)).toHaveLength(depth)
        walk(child.code, depth + 1)
      }
    }
    walk('', 1)
    // 34 provinces, 333 cities and prefectures, some 2,850 counties.
    const all = [...seen]
    expect(all.filter((code) => code.endsWith('0000'))).toHaveLength(34)
    expect(all.filter((code) => code.endsWith('00') && !code.endsWith('0000'))).toHaveLength(333)
    expect(all.filter((code) => !code.endsWith('00')).length).toBeGreaterThan(2_830)
    expect(all.filter((code) => !code.endsWith('00')).length).toBeLessThan(2_860)
  })
})
