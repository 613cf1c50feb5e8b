import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const source = join(import.meta.dirname, '..')
const sheets = globSync('**/*.css', { cwd: source }).map((name) => ({
  name,
  text: readFileSync(join(source, name), 'utf8').replaceAll(/\/\*.*?\*\//gs, ''),
}))

/** What the rules whose selector names the theme declare. */
const declared = sheets.flatMap(({ name, text }) =>
  [...text.matchAll(/\[data-theme[^{}]*\{([^{}]*)\}/g)].flatMap(([, body = '']) =>
    body
      .split(';')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => `${name}: ${line}`),
  ),
)

// The browser stories hold the dark look against the rules of colours alone, since nothing moves in it.
test('the dark look is other colours and nothing else', () => {
  expect(declared.length).toBeGreaterThan(20)
  const colour =
    /^.+: (--[a-z-]+: #[\da-f]{3,8}|--veil: rgba\(.+\)|--shadow: .+|color-scheme: dark)$/
  expect(declared.filter((line) => !colour.test(line))).toEqual([])
})

test('and it takes the place of tokens that light has too', () => {
  const tokens = readFileSync(join(source, 'ui', 'tokens.css'), 'utf8')
  const light = tokens.slice(0, tokens.indexOf('[data-theme'))
  const names = declared.flatMap((line) => /--[a-z-]+/.exec(line)?.[0] ?? [])
  expect(names.filter((name) => !light.includes(`${name}:`))).toEqual([])
})
