import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { matching } from '../ui/filter-search.tsx'
import { actGroups, actName, actText } from './act-text.ts'

const server = join(import.meta.dirname, '../../../server/src')
const sources = globSync('**/*.ts', { cwd: server }).filter((file) => !file.endsWith('.test.ts'))

/** The acts that the server's sources spell out; those made of a noun and a move are not among them. */
const acts = sources.flatMap((file) =>
  [...readFileSync(join(server, file), 'utf8').matchAll(/\bact: '(\w+\.\w+)'/g)].map(
    ([, act = '']) => act,
  ),
)

test('every act that the server puts on record has a name that an auditor can read', () => {
  expect(acts.length).toBeGreaterThan(100)
  expect([...new Set(acts)].filter((act) => actName(act) === act)).toEqual([])
})

test('every act stands under one heading', () => {
  const grouped = actGroups.flatMap(({ options }) => options.map(({ value }) => value))
  expect(new Set(grouped)).toEqual(new Set(Object.keys(actText)))
  expect(grouped).toHaveLength(Object.keys(actText).length)
})

test('acts are found by words, by code and by heading', () => {
  const found = (typed: string) =>
    matching(actGroups, typed).map(({ heading, options }) => [
      heading,
      ...options.map(({ text }) => text),
    ])
  expect(found('新建申报')).toEqual([['申报与审核', '新建申报']])
  expect(found(' Evidence.ADD ')).toEqual([['申报与审核', '添加附件']])
  expect(found('证书').find(([heading]) => heading === '证书')?.length).toBe(
    1 + (actGroups.find(({ heading }) => heading === '证书')?.options.length ?? 0),
  )
  expect(found('没有这样的操作')).toEqual([])
})

test('an act without a name shows its code', () => {
  expect(actName('unheard.of')).toBe('unheard.of')
})
