import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { build, type Manifest } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'

const web = join(import.meta.dirname, '..')
const limits = { javascript: 130 * 1024, css: 10 * 1024 }
const out = mkdtempSync(join(tmpdir(), 'xueshi-web-'))
const former = { ...process.env }
let manifest: Manifest = {}

beforeAll(async () => {
  delete process.env['BUILD_ID']
  delete process.env['VITE_KIT']
  // Vitest's own NODE_ENV would put React's development build into the bundle.
  process.env['NODE_ENV'] = 'production'
  await build({
    root: web,
    configFile: join(web, 'vite.config.ts'),
    mode: 'production',
    logLevel: 'warn',
    build: { outDir: out, emptyOutDir: true },
  })
  const written = readFileSync(join(out, '.vite', 'manifest.json'), 'utf8')
  manifest = JSON.parse(written) as Manifest // Vite wrote it a moment ago
}, 120_000)

afterAll(() => {
  process.env = former
  rmSync(out, { recursive: true, force: true })
})

/** Everything that the browser must have before a page is drawn: the chunk and what it imports. */
function needed(keys: readonly string[], seen = new Set<string>()): Set<string> {
  for (const key of keys) {
    if (seen.has(key)) continue
    seen.add(key)
    needed(manifest[key]?.imports ?? [], seen)
  }
  return seen
}

const weigh = (file: string) => brotliCompressSync(readFileSync(join(out, file))).length

test('the first route stays within its budget, compressed with brotli', () => {
  const home = Object.keys(manifest).find((key) => manifest[key]?.name === 'home')
  expect(home, 'the chunk of the home page').toBeDefined()
  const keys = [...needed(['index.html', ...(home ? [home] : [])])]
  const scripts = keys.map((key) => manifest[key]?.file ?? '')
  const styles = new Set(keys.flatMap((key) => manifest[key]?.css ?? []))
  const javascript = scripts.reduce((sum, file) => sum + weigh(file), 0)
  const css = [...styles].reduce((sum, file) => sum + weigh(file), 0)
  expect(
    { javascript: javascript <= limits.javascript, css: css <= limits.css },
    `${javascript} bytes of JavaScript, ${css} of CSS`,
  ).toEqual({ javascript: true, css: true })
})

test('nothing stands inline that the content security policy would refuse', () => {
  const html = readFileSync(join(out, 'index.html'), 'utf8')
  expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=/)
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/)
})

test('the page names its build, which changes with its content alone', () => {
  const html = readFileSync(join(out, 'index.html'), 'utf8')
  expect(html).toMatch(/<meta name="build" content="[0-9a-f]{16}" \/>/)
})

test('the page of all pieces is not part of a production build', () => {
  expect(Object.keys(manifest).filter((key) => key.includes('/kit/'))).toEqual([])
})

test('full zod, which is four times its mini, stays out', () => {
  const scripts = Object.values(manifest).map(({ file }) => file)
  for (const file of scripts.filter((name) => name.endsWith('.js')))
    expect(readFileSync(join(out, file), 'utf8'), file).not.toMatch(/["`']ZodString["`']/)
})
