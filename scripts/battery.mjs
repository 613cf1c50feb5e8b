// `npm run battery`: the tests that carry a T-number (T08, T09 …), at their full counts, one line a
// number at the end. `npm run battery -- T08 T10` runs those alone.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { findNode, root } from './runtime.mjs'

const asked = process.argv.slice(2)
const wrong = asked.filter((name) => !/^T\d{2}$/.test(name))
if (wrong.length > 0) {
  console.error(`These are no numbers of tests: ${wrong.join(', ')}`)
  process.exit(2)
}
const pattern = asked.length > 0 ? `\\b(${asked.join('|')})\\b` : '\\bT\\d{2}\\b'
const folder = mkdtempSync(join(tmpdir(), 'xueshi-battery-'))
const report = join(folder, 'report.json')
const args = [
  join(root, 'node_modules', 'vitest', 'vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  '--testTimeout=3600000',
  '--hookTimeout=600000',
  // One file after another: timings are asserted here, and nothing else may use the machine.
  '--no-file-parallelism',
  '-t',
  pattern,
  'server',
]
const env = { ...process.env, XUESHI_BATTERY: '1' }
const child = spawn(findNode() ?? process.execPath, args, { cwd: root, env, stdio: 'inherit' })
const code = await new Promise((done) => child.on('close', (status) => done(status ?? 1)))

const totals = new Map()
try {
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'))
  for (const { assertionResults } of testResults)
    for (const { fullName, status } of assertionResults) {
      if (status !== 'passed' && status !== 'failed') continue
      for (const number of new Set(fullName.match(/\bT\d{2}\b/g) ?? [])) {
        const total = totals.get(number) ?? { passed: 0, failed: 0 }
        total[status] += 1
        totals.set(number, total)
      }
    }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
for (const [number, { passed, failed }] of [...totals].toSorted(([one], [other]) =>
  one.localeCompare(other),
))
  console.log(`${number}  ${passed} passed, ${failed} failed`)
const missing = asked.filter((number) => !totals.has(number))
if (missing.length > 0) console.log(`No test carries ${missing.join(', ')}`)
process.exitCode = code === 0 && missing.length === 0 && totals.size > 0 ? 0 : 1
