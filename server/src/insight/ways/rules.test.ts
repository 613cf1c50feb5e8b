import { expect, test } from 'vitest'
import { gapsOf, waysOf } from './rules.ts'

const none = { public: 0, professional: 0, elective: 0 }

test('what the total asks beyond the minima may be of any category', () => {
  const lacking = { ...none, professional: 200 }
  expect(gapsOf({ lacking, lackingTotalTenths: 260 })).toEqual([
    { category: 'professional', lackingTenths: 200 },
    { category: null, lackingTenths: 60 },
  ])
  expect(gapsOf({ lacking, lackingTotalTenths: 200 })).toHaveLength(1)
  expect(gapsOf({ lacking: none, lackingTotalTenths: 0 })).toEqual([])
})

test('a gap that anything closes is offered every class and every form', () => {
  const one = {
    id: '1',
    name: '甲',
    institutionName: '乙',
    startsOn: '2026-07-01',
    hoursTenths: 80,
    free: 1,
  }
  const form = { category: null }
  const [way] = waysOf([{ category: null, lackingTenths: 60 }], {
    classes: [
      { ...one, category: 'public' },
      { ...one, category: 'elective' },
    ],
    forms: [
      { rule: { ...form, code: '01' }, leftTenths: null, categories: ['public'] },
      {
        rule: { ...form, code: '03', category: 'elective' },
        leftTenths: 10,
        categories: ['elective'],
      },
    ],
  })
  expect(way?.classes).toHaveLength(2)
  expect(way?.forms.map(({ code }) => code)).toEqual(['03', '01'])
})
