import { once } from 'node:events'
import { Readable } from 'node:stream'
import { readTask } from '@xueshi/contract/tasks'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pastLedger } from '../../seed/past-ledger.ts'
import { type TestApp, testApp } from '../../test/app.ts'
import { isBattery } from '../../test/battery.ts'
import { controlsOf } from '../../test/factories/legacy.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { finishElsewhere, startElsewhere } from '../../test/legacy-elsewhere.ts'
import { actors } from '../../test/factories/tasks.ts'
import * as orgs from '../orgs/service.ts'
import type { Actor } from '../platform/actor.ts'
import { csvType } from '../platform/sheet.ts'
import * as tasks from '../tasks/service.ts'
import * as legacy from './service.ts'

const rows = isBattery ? 1_000_000 : 3_000

let app: TestApp
let office: Awaited<ReturnType<typeof makeStaff>>
let actor: Actor
beforeAll(async () => {
  app = await testApp()
  const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440100' })
  office = await makeStaff(app, unit.id, { kind: 'hrss' })
  actor = await orgs.actorFor(app.platform, { accountId: office.id, seatId: office.seatId })
})
afterAll(() => app.close())

/** All that anybody could see of past years. */
async function visible() {
  const { rows: found } = await sql<Record<string, number>>`
    SELECT (SELECT count(*)::int FROM ledger_entries) AS entries, (SELECT count(*)::int FROM years) AS years,
      (SELECT count(*)::int FROM year_results) AS results, (SELECT count(*)::int FROM certificates) AS certificates,
      (SELECT count(*)::int FROM accounts WHERE state = 'unclaimed') AS accounts,
      (SELECT count(*)::int FROM people) AS people,
      (SELECT count(*)::int FROM audit WHERE act = 'legacy.commit') AS told`.execute(
    app.platform.db,
  )
  return found[0]
}
/** Transactions of the application that are not over. */
const underWay = async () => {
  const { rows: found } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()`.execute(
    app.platform.db,
  )
  return found[0]?.count
}
const staged = async () =>
  (
    await sql<{ rows: number }>`SELECT count(*)::int AS rows FROM legacy_rows`.execute(
      app.platform.db,
    )
  ).rows[0]?.rows

// Three processes one after another; a million rows take their time.
const timeout = isBattery ? 3_600_000 : 180_000

test(
  `T15: of ${rows} rows, killed in the middle of their commit, nothing is visible; the next run brings them all`,
  { timeout },
  async () => {
    const bytes = [...pastLedger(rows)].join('')
    const { id: inputId } = await legacy.openInput(actor, {
      name: '台账.csv',
      sizeBytes: Buffer.byteLength(bytes),
    })
    const stored = await app.platform.locker.put(Readable.from([bytes]))
    await tasks.inputReceiver.receive(actor, inputId, { ...stored, type: csvType })
    const { id, taskId } = await legacy.check(actor, { name: '2012-2016 年台账', inputId })
    const checkGrewBy = await finishElsewhere(app, taskId)
    const checked = await legacy.read(actor, id)
    expect(checked).toMatchObject({ state: 'checked', rowCount: rows, wrongCount: 0 })
    const before = await visible()

    const { version } = checked
    const controls = controlsOf(checked)
    const begun = await legacy.commit(actor, { id, version, controls })
    const child = startElsewhere(app, begun.taskId, { stopAt: rows / 2 })
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    expect(String(said)).toMatch(/^stopped behind \d+ rows/)
    // While it is under way nobody sees any of it either, and nobody else can begin it.
    expect(await visible()).toEqual(before)
    expect((await legacy.read(actor, id)).open).not.toContain('commit')
    child.kill('SIGKILL')
    await once(child, 'close')
    // A busy machine takes its time to tell the server that its client is gone.
    await expect.poll(underWay, { timeout: 30_000 }).toBe(0)
    expect(await visible()).toEqual(before)
    expect(await staged()).toBe(rows)
    expect(await legacy.read(actor, id)).toMatchObject({ state: 'checked', taskState: 'running' })

    await sql`UPDATE tasks SET beat_at = beat_at - interval '1 minute' WHERE id = ${begun.taskId}`.execute(
      app.platform.db,
    )
    expect(await tasks.reviveLost(app.platform, actors)).toBe(1)
    const commitGrewBy = await finishElsewhere(app, begun.taskId)
    const { body } = await office.client.call(readTask, { params: { id: begun.taskId } })
    expect(body).toMatchObject({ state: 'done', done: rows, counts: { added: rows } })
    const years = Math.ceil(rows / 3)
    const people = Math.ceil(rows / 15)
    expect(await visible()).toEqual({
      entries: (before?.['entries'] ?? 0) + rows,
      years: (before?.['years'] ?? 0) + years,
      results: (before?.['results'] ?? 0) + years,
      certificates: (before?.['certificates'] ?? 0) + years,
      accounts: (before?.['accounts'] ?? 0) + people,
      people: (before?.['people'] ?? 0) + people,
      told: (before?.['told'] ?? 0) + 1,
    })
    expect(await staged()).toBe(0)
    // Few rows say nothing of it: a process that has just begun grows in any case.
    if (isBattery) {
      const grown = `${checkGrewBy} MB in the check, ${commitGrewBy} MB in the commit`
      process.stdout.write(`memory grew by ${grown}\n`)
      expect(Math.max(checkGrewBy, commitGrewBy)).toBeLessThanOrEqual(200)
    }
  },
)
