// `npm test`: every check in turn, on past what fails; the last line is `N passed, N failed`.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { findChromium } from './chromium.mjs'
import { playwrightResult, vitestResult } from './reports.mjs'
import { findNode, root } from './runtime.mjs'

const node = findNode() ?? process.execPath
const bin = join(root, 'node_modules', '.bin')
const reports = mkdtempSync(join(tmpdir(), 'xueshi-report-'))
const chromium = findChromium()

const baseEnv = {
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
  ...(chromium === undefined ? {} : { CHROMIUM: chromium }),
}
// What the shell that starts us has set for a running server must not change what is tested.
for (const name of [
  'CAPTCHA_FIXED',
  'DATABASE_REPLICA_URL',
  'DATABASE_URL',
  'DATA_DIR',
  'DEMO',
  'HOST',
  'KEYS_FILE',
  'NODE_ENV',
  'PORT',
  'PUBLIC_URL',
])
  delete baseEnv[name]

const total = { passed: 0, failed: 0 }
const failed = []
const failures = []

const count = (name, result) => {
  total.passed += result.passed
  total.failed += result.failed
  if (result.failed > 0) failed.push(`${name} (${result.failed})`)
  failures.push(...(result.failures ?? []))
}

/** Runs a program; its exit code, and its output when that is held back rather than streamed. */
const run = (command, args, { env = {}, held = false } = {}) =>
  new Promise((done) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...baseEnv, ...env },
      stdio: held ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    })
    const chunks = []
    child.stdout?.on('data', (chunk) => chunks.push(chunk))
    child.stderr?.on('data', (chunk) => chunks.push(chunk))
    const finish = (code) => done({ code, output: Buffer.concat(chunks).toString('utf8').trim() })
    child.on('error', (error) => {
      chunks.push(Buffer.from(error.message))
      finish(1)
    })
    child.on('close', (code) => finish(code ?? 1))
  })

const seconds = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`

const heading = (title) => console.log(`\n== ${title}`)

/**
 * Checks that only pass or fail, two beside each other: each is one process that waits as much as
 * it computes. Their output is held back and printed whole, under its heading.
 */
const checkAll = async (checks) => {
  const waiting = checks.map((check) => ({ ...check }))
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const start = performance.now()
      const { code, output } = await run(check.command, check.args, { held: true })
      heading(check.title)
      if (output !== '') console.log(output)
      console.log(`-- ${check.title}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds(start)}`)
      count(check.title, code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })
    }
  }
  await Promise.all([worker(), worker()])
}

const readReport = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** A run that ended badly without naming a failed test has failed all the same. */
const atLeastOne = (result, code) =>
  code === 0 || result.failed > 0 ? result : { ...result, failed: 1 }

const vitest = async (title, args, env = {}) => {
  heading(title)
  const start = performance.now()
  const file = join(reports, `${title.replaceAll(/\W+/g, '-')}.json`)
  const { code } = await run(
    node,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...args,
    ],
    { env },
  )
  const result = atLeastOne(vitestResult(readReport(file)), code)
  console.log(`-- ${title}: ${result.passed} passed, ${result.failed} failed in ${seconds(start)}`)
  count(title, result)
}

const hasStories = () =>
  existsSync(join(root, 'e2e')) &&
  readdirSync(join(root, 'e2e'), { recursive: true }).some((name) =>
    String(name).endsWith('.e2e.ts'),
  )

const playwright = async (title) => {
  heading(title)
  if (!hasStories()) return console.log('-- no stories yet')
  const start = performance.now()
  const file = join(reports, 'playwright.json')
  const { code } = await run(
    node,
    [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'],
    { env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file } },
  )
  const result = atLeastOne(playwrightResult(readReport(file)), code)
  console.log(`-- ${title}: ${result.passed} passed, ${result.failed} failed in ${seconds(start)}`)
  count(title, result)
}

const tool = (name) => join(bin, process.platform === 'win32' ? `${name}.cmd` : name)
const linted = ['contract', 'server', 'web', 'e2e', 'bench', 'scripts', 'vitest.config.ts']
const generated = '!server/src/platform/tables.ts'
const oldest = '/usr/lib/postgresql/15/bin/postgres'

const begin = performance.now()
await checkAll([
  ...['contract', 'server', 'web', 'web/tsconfig.test.json'].map((name) => ({
    title: `types: ${name}`,
    command: tool('tsc'),
    args: ['-p', name],
  })),
  { title: 'lint', command: tool('oxlint'), args: ['--type-aware', ...linted] },
  { title: 'format', command: tool('oxfmt'), args: ['--check', ...linted, generated] },
  { title: 'pages', command: node, args: [join(root, 'scripts', 'build.mjs')] },
])
await vitest('tests', [])
// The oldest PostgreSQL, where Debian's is installed, is asked for every plan, every migration and the
// acts with the longest statements of each domain; all the rest of it by XUESHI_TEST_POSTGRES=15.
const oldestTests = [
  'store.test',
  'migrate.test',
  'accounts/login.test',
  'orgs/review-units',
  'people/employments',
  'declarations/submit',
  'declarations/review.test',
  'ledger/certification',
  'training/confirming/confirm',
  'certificates/register.test',
  'messages/',
]
if (existsSync(oldest))
  await vitest('tests on PostgreSQL 15', oldestTests, {
    XUESHI_TEST_POSTGRES: '15',
  })
await playwright('stories in the browser')

rmSync(reports, { recursive: true, force: true })
// Named again where a reader of a long log looks first.
if (failures.length > 0) console.log(`\n== what failed, or passed only when repeated`)
for (const failure of failures) console.log(failure)
console.log(`\nIn ${seconds(begin)}${failed.length > 0 ? `; failed: ${failed.join(', ')}` : ''}`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0
