// `npm run bench:sheets`: an import of a hundred thousand people and their export, in seconds and in
// the memory that the process grew by.
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { addDays } from '@xueshi/contract/year'
import { inventedIdentityNumber } from '../server/seed/numbers.ts'
import { makeWorld } from '../server/seed/world.ts'
import * as orgs from '../server/src/orgs/service.ts'
import * as exports from '../server/src/people/exports/service.ts'
import * as imports from '../server/src/people/imports/service.ts'
import { peopleWorks } from '../server/src/people/jobs.ts'
import { sheetType, writeSheet } from '../server/src/platform/sheet.ts'
import * as tasks from '../server/src/tasks/service.ts'
import { openGround, withPlatform } from './house.ts'
import { meter } from './processor.ts'

const { values: options } = parseArgs({ options: { rows: { type: 'string', default: '100000' } } })
const count = Number(options.rows)

/** The columns of a short list: what the others would hold may be wanting. */
const columns = [
  { key: 'name', header: '姓名', kind: 'text' },
  { key: 'documentNumber', header: '证件号码', kind: 'text' },
  { key: 'phone', header: '联系电话', kind: 'text' },
  { key: 'department', header: '内设部门', kind: 'text' },
] as const

function* roster() {
  for (let n = 0; n < count; n += 1)
    yield {
      name: `林${'志明晓雯子墨思源嘉欣'.charAt(n % 10)}`,
      documentNumber: inventedIdentityNumber(addDays('1965-01-01', Math.floor(n / 900)), n % 900),
      phone: `139${String(n).padStart(8, '0')}`,
      department: `第${n % 50}部`,
    }
}

const actors = { anew: orgs.actorAnew, system: orgs.systemActor }

const ground = await openGround()

/** Runs it and tells seconds, and by how many megabytes the process was larger at most. */
async function timed(
  what: string,
  run: () => Promise<void>,
  limits: { seconds: number; megabytes: number },
) {
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 50)
  const { rows } = await ground.admin.query<{ pid: number }>(
    `SELECT (string_to_array(pg_read_file('postmaster.pid'), E'\\n'))[1]::int AS pid`,
  )
  const stop = meter(rows[0]?.pid ?? 0)
  const begun = performance.now()
  await run()
  const { application, database } = stop()
  const seconds = (performance.now() - begun) / 1000
  clearInterval(watch)
  const megabytes = (most - before) / 2 ** 20
  const isWithin = seconds <= limits.seconds && megabytes <= limits.megabytes
  console.log(
    `${what}: ${seconds.toFixed(1)} s (at most ${limits.seconds}), memory + ${megabytes.toFixed(0)} MB (at most ${limits.megabytes}); processor: application ${(application / 1e6).toFixed(1)} s, database ${(database / 1e6).toFixed(1)} s${isWithin ? '' : ': TOO MUCH'}`,
  )
  if (!isWithin) process.exitCode = 1
}

const folder = await mkdtemp(join(tmpdir(), 'xueshi-sheets-'))
try {
  await withPlatform(ground, async (platform) => {
    const world = await makeWorld(platform)
    const clerk = world.clerks.get(world.unitIds.get('lingnan') ?? '')
    if (!clerk) throw new Error('the employer of the demo province has no clerk')
    const actor = await orgs.actorFor(platform, clerk)
    const path = join(folder, 'people.xlsx')
    await pipeline(writeSheet(columns, roster(), { name: '人员' }), createWriteStream(path))
    const { size: sizeBytes } = await stat(path)
    const { id: inputId } = await tasks.openInput(actor, { name: '人员.xlsx', sizeBytes })
    const stored = await platform.locker.put(createReadStream(path))
    await tasks.inputReceiver.receive(actor, inputId, { ...stored, type: sheetType })
    console.log(`${count} rows, ${(sizeBytes / 2 ** 20).toFixed(1)} MB`)

    const run = async (id: string) => {
      await tasks.runTask(platform, { works: peopleWorks, actors }, id)
      const task = await tasks.read(actor, id)
      if (task.state !== 'done') throw new Error(`the task ended as ${task.state}`)
      console.log(JSON.stringify(task.counts))
    }
    const imported = await imports.begin(actor, { inputId, dryRun: false })
    await timed('import', () => run(imported.id), { seconds: 30, megabytes: 200 })
    const exported = await exports.begin(actor, { filter: {}, unmaskedReason: null })
    await timed('export', () => run(exported.id), { seconds: 10, megabytes: 200 })
  })
} finally {
  await rm(folder, { recursive: true })
  await ground.close()
}
