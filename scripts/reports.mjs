// What the runs of tests left in their reports: how many passed and failed, and which failed and why.
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from './runtime.mjs'

/** Where the reason stands; the rest of a failure is above, where the run printed it. */
const reasonLines = 12

const told = (file, name, message = '') => {
  const reason = stripVTControlCharacters(message).trim().split('\n').slice(0, reasonLines)
  return [`${relative(root, file)} › ${name}`, ...reason.map((line) => `    ${line}`)].join('\n')
}

/** The counts of a vitest report, and what failed: a skipped test has shown nothing, so it counts as failed. */
export const vitestResult = (report) => {
  if (report === undefined) return { passed: 0, failed: 0, failures: [] }
  const files = report.testResults
  const unloaded = files.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const failures = [
    ...unloaded.map(({ name, message }) => told(name, 'could not be loaded', message)),
    ...files.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status !== 'passed')
        .map(({ fullName, status, failureMessages }) =>
          told(name, status === 'failed' ? fullName : `${fullName}: ${status}`, failureMessages[0]),
        ),
    ),
  ]
  const skipped = report.numPendingTests + report.numTodoTests
  const failed = report.numFailedTests + unloaded.length + skipped
  return { passed: report.numPassedTests, failed, failures }
}

const specsOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(specsOf)]

/** The same of a report of Playwright's; what passed only when it was repeated is told, but has passed. */
export const playwrightResult = (report) => {
  if (report === undefined) return { passed: 0, failed: 0, failures: [] }
  const { expected, unexpected, flaky, skipped } = report.stats
  const failures = specsOf(report).flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status !== 'expected')
      .map(({ status, results }) =>
        told(
          `${root}/e2e/${file}`,
          status === 'flaky' ? `${title}: passed at the second try` : title,
          results.find(({ error }) => error)?.error.message,
        ),
      ),
  )
  return { passed: expected + flaky, failed: unexpected + skipped, failures }
}
