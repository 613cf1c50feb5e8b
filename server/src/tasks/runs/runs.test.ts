import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { readTask } from '@xueshi/contract/tasks'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { actors, makeTask } from '../../../test/factories/tasks.ts'
import { workRows, works } from '../../../test/task-work.ts'
import * as orgs from '../../orgs/service.ts'
import { relayOnce } from '../../platform/relay.ts'
import { prepareJobs, startJobs } from '../../platform/jobs.ts'
import { taskRunner } from '../jobs.ts'
import { reviveLost, runTask } from '../service.ts'

let app: TestApp
let clerk: Awaited<ReturnType<typeof makeStaff>>
let id: string
beforeAll(async () => {
  app = await testApp()
  await prepareJobs(app.database.ownerUrl)
})
afterAll(() => app.close())
beforeEach(async () => {
  clerk = await makeStaff(app, (await makeUnit(app)).id)
  const { id: accountId, seatId } = clerk
  id = await makeTask(await orgs.actorFor(app.platform, { accountId, seatId }))
})

const read = async () => (await clerk.client.call(readTask, { params: { id } })).body
const straight = works(async () => undefined)
const run = (given = straight, stop?: AbortSignal) =>
  runTask(app.platform, { works: given, actors }, id, stop)

/** The rows that the work has left, in order. */
async function rowsLeft(): Promise<number[]> {
  const { rows } = await sql<{ row: number }>`
    SELECT (facts ->> 'row')::int AS row FROM audit
    WHERE act = 'test.row' AND actor_id = ${clerk.id} ORDER BY row`.execute(app.platform.db)
  return rows.map(({ row }) => row)
}
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1)

/** As if the run had given no sign of life for a minute. */
const lose = () =>
  sql`UPDATE tasks SET beat_at = beat_at - interval '1 minute' WHERE id = ${id}`.execute(
    app.platform.db,
  )

describe('a process that is killed in the middle of a step', () => {
  test('leaves whole steps; another one goes on behind them, and each row has its effect once', async () => {
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('../../../test/task-process.ts', import.meta.url)), id],
      {
        env: {
          ...process.env,
          DATABASE_URL: app.database.appUrl,
          DATA_DIR: app.platform.config.dataDir,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'close')
    expect(await rowsLeft()).toEqual(upTo(10))
    expect(await read()).toMatchObject({ state: 'running', done: 10, counts: { rows: 10 } })

    // It may live still, as far as anybody knows: nothing is begun on it yet.
    expect(await reviveLost(app.platform, actors)).toBe(0)
    await run()
    expect(await rowsLeft()).toEqual(upTo(10))

    await lose()
    expect(await reviveLost(app.platform, actors)).toBe(1)
    expect(await read()).toMatchObject({ state: 'waiting' })
    await run()
    expect(await rowsLeft()).toEqual(upTo(workRows))
    expect(await read()).toMatchObject({
      state: 'done',
      done: workRows,
      total: workRows,
      counts: { rows: workRows },
      issueCount: workRows / 5,
    })
  })
})

describe('two runs of one task', () => {
  /** The first run is held in its second step until the other one has taken its place and ended. */
  async function overtaken(isGuarded: boolean): Promise<void> {
    let goOn: () => void = () => undefined
    let isHeld: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      isHeld = resolve
    })
    const first = run(
      works(async (step) => {
        if (step !== 2) return
        isHeld()
        await new Promise<void>((resolve) => {
          goOn = resolve
        })
      }),
    )
    await held
    await lose()
    await reviveLost(app.platform, actors)
    await run()
    // Without its number a run could not be told from the one that took its place.
    if (!isGuarded)
      await sql`UPDATE tasks SET run = 1, state = 'running', ended_at = NULL WHERE id = ${id}`.execute(
        app.platform.db,
      )
    goOn()
    await first
  }

  test('the one that was lost writes nothing more', async () => {
    await overtaken(true)
    expect(await rowsLeft()).toEqual(upTo(workRows))
    expect(await read()).toMatchObject({ state: 'done', counts: { rows: workRows } })
  })

  test('without the number of the run it would write everything twice', async () => {
    await overtaken(false)
    expect((await rowsLeft()).length).toBeGreaterThan(workRows)
  })
})

describe('a house that stops', () => {
  test('leaves the task to the next one, which goes on at once', async () => {
    const stop = new AbortController()
    await run(
      works(async (step) => {
        if (step === 3) stop.abort()
      }),
      stop.signal,
    )
    expect(await rowsLeft()).toEqual(upTo(10))
    expect(await reviveLost(app.platform, actors)).toBe(1)
    await run()
    expect(await rowsLeft()).toEqual(upTo(workRows))
    expect(await read()).toMatchObject({ state: 'done' })
  })

  test('a task that stumbles five times without a step is given up', async () => {
    let end: () => void = () => undefined
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    const stuck: Promise<void>[] = []
    for (let round = 1; round <= 5; round += 1) {
      stuck.push(run({ 'people.export': () => ended }))
      await expect.poll(async () => (await read()).state).toBe('running')
      await lose()
      expect(await reviveLost(app.platform, actors)).toBe(1)
    }
    expect(await read()).toMatchObject({ state: 'failed', fault: 'TASK_GIVEN_UP' })
    end()
    await Promise.all(stuck)
    expect(await read()).toMatchObject({ state: 'failed', fault: 'TASK_GIVEN_UP' })
  })
})

describe('the jobs', () => {
  test('run what was begun, in a lane of its own', async () => {
    const lane = taskRunner(straight, actors)
    const jobs = await startJobs(app.platform, app.database.appUrl, {}, [], lane)
    while ((await relayOnce(app.platform.db)) > 0);
    await expect.poll(async () => (await read()).state, { timeout: 20_000 }).toBe('done')
    await jobs.stop()
    expect(await rowsLeft()).toEqual(upTo(workRows))
  })
})
