import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { actName } from './act-text.ts'

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

test('an act without a name shows its code', () => {
  expect(actName('unheard.of')).toBe('unheard.of')
})
