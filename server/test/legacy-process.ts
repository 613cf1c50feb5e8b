// A process of its own that brings a batch of past years into the ledger, for the tests that kill and
// measure it: node legacy-process.ts TASK_ID STOP_AT, with DATABASE_URL, DATA_DIR and perhaps CLOCK_AT. Behind so many rows it
// says so and stops, with the transaction open; else it says at the end by how much its memory grew.
import { writeSync } from 'node:fs'
import { legacyWorks } from '../src/legacy/jobs.ts'
import { movedClock } from '../src/platform/clock.ts'
import { type Run, runTask, type Works } from '../src/tasks/service.ts'
import { actors } from './factories/tasks.ts'
import { createAppPlatform } from './task-work.ts'

const [, , taskId = '', stopAt = '0'] = process.argv
const { platform } = await createAppPlatform(process.env)
const { CLOCK_AT: at } = process.env
if (at !== undefined) platform.clock = movedClock(new Date(at))
const stdout = 1
const before = process.memoryUsage.rss()
let most = before

const watched = (run: Run): Run => ({
  ...run,
  progress(done, total) {
    run.progress(done, total)
    most = Math.max(most, process.memoryUsage.rss())
    if (stopAt === '0' || done < Number(stopAt)) return
    writeSync(stdout, `stopped behind ${done} rows\n`)
    // No timer runs any more either: only a signal ends this.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  },
})
const works: Works = Object.fromEntries(
  Object.entries(legacyWorks).map(([kind, work]) => [kind, (run: Run) => work(watched(run))]),
)
await runTask(platform, { actors, works }, taskId)
writeSync(stdout, `grew by ${Math.round((most - before) / 2 ** 20)} MB\n`)
process.exit(0)
