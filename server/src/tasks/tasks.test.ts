import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { listMessages } from '@xueshi/contract/messages'
import {
  cancelTask,
  listTaskIssues,
  listTasks,
  openTaskInput,
  readTask,
  readTaskResult,
  retryTask,
  taskInputLimit,
  watchTasks,
} from '@xueshi/contract/tasks'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { makeIndividual } from '../../test/factories/accounts.ts'
import { makeAdministrator } from '../../test/factories/administration.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import {
  makeDoneTask,
  makeFailedTask,
  makeInput,
  makeTask,
  runTask,
} from '../../test/factories/tasks.ts'
import * as orgs from '../orgs/service.ts'
import type { Actor } from '../platform/actor.ts'
import { relayOnce } from '../platform/relay.ts'
import { prepareJobs } from '../platform/jobs.ts'

let app: TestApp
let unitId: string
let clerk: Awaited<ReturnType<typeof makeStaff>>
let actor: Actor
beforeAll(async () => {
  app = await testApp()
  await prepareJobs(app.database.ownerUrl)
})
afterAll(() => app.close())
beforeEach(async () => {
  unitId = (await makeUnit(app)).id
  clerk = await makeStaff(app, unitId)
  actor = await orgs.actorFor(app.platform, { accountId: clerk.id, seatId: clerk.seatId })
})

const read = async (id: string) => (await clerk.client.call(readTask, { params: { id } })).body

/** What lies in the locker. */
const storedFiles = async () =>
  (await readdir(join(app.platform.config.dataDir, 'files'), { recursive: true })).toSorted()

describe('GET /tasks', () => {
  test('200: those of the unit for its staff, newest first, page by page', async () => {
    const ids: string[] = []
    for (let made = 0; made < 21; made += 1) ids.push(await makeDoneTask(app, actor))
    const colleague = await makeStaff(app, unitId)
    const first = await colleague.client.call(listTasks)
    expect(first.body.items.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 20))
    expect(first.body.items[0]).toMatchObject({ byName: '梁志明', own: false, open: [] })
    const after = first.body.next ?? ''
    const second = await colleague.client.call(listTasks, { query: { after } })
    expect(second.body).toMatchObject({ items: [{ id: ids[0] }], next: null })
  })

  test('200: an individual sees their own, not those that they began from a seat', async () => {
    const person = await makeIndividual(app)
    const plain = await orgs.actorFor(app.platform, { accountId: person.id, seatId: null })
    const id = await makeTask(plain)
    expect((await person.client.call(listTasks)).body.items).toMatchObject([{ id, own: true }])
    expect((await clerk.client.call(listTasks)).body.items).toEqual([])
  })

  test('422 for a cursor that is none', async () => {
    const { status, problem } = await clerk.client.call(listTasks, { query: { after: 'x' } })
    expect([status, problem.fields]).toEqual([422, { after: 'WRONG_FORMAT' }])
  })
})

describe('a run', () => {
  test('shows its progress, counts and errors, and tells when it is done', async () => {
    const id = await makeTask(actor, { request: { dryRun: true }, total: 3 })
    expect(await read(id)).toMatchObject({ state: 'waiting', dryRun: true, done: 0, total: 3 })
    await runTask(app, id, async (run) => {
      expect(run.actor).toMatchObject({ kind: 'employer', accountId: clerk.id })
      expect(run.request).toEqual({ dryRun: true })
      run.progress(2)
      run.count('rows', 2)
      run.count('wrong')
      run.issue(3, 'number', 'DOCUMENT_CHECK')
      run.issue(2, '', 'OWN_RECORD')
      await run.step({ row: 3 })
      expect(await read(id)).toMatchObject({ state: 'running', done: 2, issueCount: 2 })
      run.progress(3)
      await run.result('人员.csv', Readable.from([Buffer.from('姓名\n陈嘉欣\n')]))
    })
    expect(await read(id)).toMatchObject({
      state: 'done',
      done: 3,
      counts: { rows: 2, wrong: 1 },
      issueCount: 2,
      resultName: '人员.csv',
      open: [],
    })
    const issues = await clerk.client.call(listTaskIssues, { params: { id } })
    expect(issues.body.items).toEqual([
      { row: 2, field: '', code: 'OWN_RECORD' },
      { row: 3, field: 'number', code: 'DOCUMENT_CHECK' },
    ])
    await relayOnce(app.platform.db)
    const { body } = await clerk.client.call(listMessages)
    expect(body.items[0]).toMatchObject({ topic: 'task.done', recordId: id })
    expect(body.items[0]?.text).toContain('导出人员')
  })

  test('that throws ends the task as failed, and nothing of its step stands', async () => {
    const id = await makeTask(actor)
    await runTask(app, id, async (run) => {
      run.count('rows')
      await run.step({ row: 1 })
      run.count('rows')
      await run.result('半.csv', Readable.from([Buffer.from('x')]))
      throw new Error('a fault of ours')
    })
    expect(await read(id)).toMatchObject({
      state: 'failed',
      fault: 'INTERNAL',
      counts: { rows: 1 },
      resultName: null,
      open: ['retry'],
    })
  })

  test('whose seat has ended does nothing: TASK_NOBODY', async () => {
    const id = await makeTask(actor)
    await app.platform.db
      .updateTable('unitStaff')
      .set({ endedAt: app.clock.now() })
      .where('id', '=', clerk.seatId)
      .execute()
    let ran = false
    await runTask(app, id, async () => {
      ran = true
    })
    const row = await app.platform.db
      .selectFrom('tasks')
      .select(['state', 'fault'])
      .where('id', '=', id)
      .executeTakeFirst()
    expect([ran, row]).toEqual([false, { state: 'failed', fault: 'TASK_NOBODY' }])
  })

  test('a disabled account’s does nothing either', async () => {
    const id = await makeTask(actor)
    await app.platform.db
      .updateTable('accounts')
      .set({ state: 'disabled' })
      .where('id', '=', clerk.id)
      .execute()
    await runTask(app, id, () => Promise.reject(new Error('it ran')))
    const { fault } = await app.platform.db
      .selectFrom('tasks')
      .select('fault')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(fault).toBe('TASK_NOBODY')
  })

  test('of a task that is over, or runs, begins nothing', async () => {
    const id = await makeDoneTask(app, actor)
    await runTask(app, id, () => Promise.reject(new Error('it ran')))
    expect(await read(id)).toMatchObject({ state: 'done' })
  })

  test('keeps the first ten thousand errors and counts all', async () => {
    const id = await makeTask(actor)
    await runTask(app, id, async (run) => {
      for (let row = 1; row <= 10_050; row += 1) run.issue(row, 'name', 'REQUIRED')
      await run.step({ row: 10_050 })
    })
    expect(await read(id)).toMatchObject({ issueCount: 10_050 })
    const { rows } = await app.platform.db
      .selectFrom('taskIssues')
      .select((is) => is.fn.countAll<number>().as('rows'))
      .where('taskId', '=', id)
      .executeTakeFirstOrThrow()
    expect(rows).toBe(10_000)
  })
})

describe('POST /tasks/:id/cancel', () => {
  test('200: a waiting task never runs', async () => {
    const id = await makeTask(actor)
    const { status, body } = await clerk.client.call(cancelTask, { params: { id } })
    expect([status, body.state, body.open]).toEqual([200, 'cancelled', ['retry']])
    await runTask(app, id, () => Promise.reject(new Error('it ran')))
    expect(await read(id)).toMatchObject({ state: 'cancelled' })
  })

  test('200: a running one ends at its next step, which is taken back; its file is gone', async () => {
    const id = await makeTask(actor)
    const before = await storedFiles()
    let after = false
    await runTask(app, id, async (run) => {
      run.count('rows')
      await run.step({ row: 1 })
      await run.result('半.csv', Readable.from([Buffer.from('x')]))
      await clerk.client.call(cancelTask, { params: { id } })
      run.count('rows')
      await run.step({ row: 2 })
      after = true
    })
    expect(after).toBe(false)
    expect(await read(id)).toMatchObject({ state: 'cancelled', counts: { rows: 1 }, fault: null })
    expect(await storedFiles()).toEqual(before)
  })

  test('409 when it is over, or a colleague’s; 404 for a stranger’s', async () => {
    const id = await makeDoneTask(app, actor)
    const again = await clerk.client.call(cancelTask, { params: { id } })
    expect([again.status, again.problem.code]).toEqual([409, 'WRONG_STATE'])
    const colleague = await makeStaff(app, unitId)
    const theirs = await colleague.client.call(cancelTask, {
      params: { id: await makeTask(actor) },
    })
    expect([theirs.status, theirs.problem.code]).toEqual([409, 'WRONG_STATE'])
    const stranger = await makeStaff(app, (await makeUnit(app)).id)
    expect((await stranger.client.call(cancelTask, { params: { id } })).status).toBe(404)
  })
})

describe('POST /tasks/:id/retry', () => {
  test('200: goes on behind the last step', async () => {
    const id = await makeTask(actor)
    const seen: unknown[] = []
    const work = async (run: {
      checkpoint: unknown
      step: (at: { row: number }) => Promise<void>
    }) => {
      seen.push(run.checkpoint)
      await run.step({ row: seen.length })
      if (seen.length === 1) throw new Error('not yet')
    }
    await runTask(app, id, work)
    const { version } = await read(id)
    const { status, body } = await clerk.client.call(retryTask, {
      params: { id },
      body: { version },
    })
    expect([status, body.state, body.fault]).toEqual([200, 'waiting', null])
    await runTask(app, id, work)
    expect(seen).toEqual([null, { row: 1 }])
    expect(await read(id)).toMatchObject({ state: 'done' })
  })

  test('409 when it has changed since, and when it is done', async () => {
    const id = await makeFailedTask(app, actor)
    const stale = await clerk.client.call(retryTask, { params: { id }, body: { version: 1 } })
    expect([stale.status, stale.problem.code]).toEqual([409, 'STALE'])
    const done = await makeDoneTask(app, actor)
    const { version } = await read(done)
    const over = await clerk.client.call(retryTask, { params: { id: done }, body: { version } })
    expect([over.status, over.problem.code]).toEqual([409, 'WRONG_STATE'])
  })

  test('409 TASKS_TOO_MANY beside five that are under way', async () => {
    const failed = await makeFailedTask(app, actor)
    for (let made = 0; made < 5; made += 1) await makeTask(actor)
    const { version } = await read(failed)
    const { status, problem } = await clerk.client.call(retryTask, {
      params: { id: failed },
      body: { version },
    })
    expect([status, problem.code]).toEqual([409, 'TASKS_TOO_MANY'])
    await expect(makeTask(actor)).rejects.toThrow('TASKS_TOO_MANY')
  })
})

describe('GET /tasks/:id/result', () => {
  test('200: a ticket for whoever began it; the file is an attachment', async () => {
    const id = await makeDoneTask(app, actor)
    const { body } = await clerk.client.call(readTaskResult, { params: { id } })
    const file = await app.server.inject({ url: body.url, cookies: clerk.client.cookies })
    expect([file.statusCode, file.body]).toEqual([200, '姓名\n'])
    expect(file.headers['content-disposition']).toContain('attachment')
    const colleague = await makeStaff(app, unitId)
    const theirs = await app.server.inject({ url: body.url, cookies: colleague.client.cookies })
    expect(theirs.statusCode).toBe(404)
  })

  test('404 for a colleague, and where there is none', async () => {
    const id = await makeDoneTask(app, actor)
    const colleague = await makeStaff(app, unitId)
    expect((await colleague.client.call(readTask, { params: { id } })).status).toBe(200)
    expect((await colleague.client.call(readTaskResult, { params: { id } })).status).toBe(404)
    const failed = await makeFailedTask(app, actor)
    expect((await clerk.client.call(readTaskResult, { params: { id: failed } })).status).toBe(404)
  })
})

describe('POST /task-inputs', () => {
  test('200, and the file is there for the run; 422 for an empty one, 413 for one too large', async () => {
    const inputId = await makeInput(app, actor, '姓名\n陈嘉欣\n')
    const id = await makeTask(actor, { inputId })
    let content = ''
    await runTask(app, id, async (run) => {
      content = await readFile(await run.inputPath(), 'utf8')
    })
    expect(content).toBe('姓名\n陈嘉欣\n')
    expect(await read(id)).toMatchObject({ inputId, inputName: '人员.csv' })
    const open = (sizeBytes: number) =>
      clerk.client.call(openTaskInput, { body: { name: '人员.csv', sizeBytes } })
    expect((await open(0)).problem.code).toBe('FILE_EMPTY')
    expect((await open(taskInputLimit.bytes + 1)).problem.code).toBe('FILE_TOO_LARGE')
  })

  test('422 TASK_INPUT to begin on one that has not come, is another’s, or is nobody’s', async () => {
    const { body } = await clerk.client.call(openTaskInput, {
      body: { name: '人员.csv', sizeBytes: 7 },
    })
    await expect(makeTask(actor, { inputId: body.id })).rejects.toThrow('TASK_INPUT')
    await expect(makeTask(actor, { inputId: randomUUID() })).rejects.toThrow('TASK_INPUT')
    const colleague = await makeStaff(app, unitId)
    const theirs = await orgs.actorFor(app.platform, {
      accountId: colleague.id,
      seatId: colleague.seatId,
    })
    const inputId = await makeInput(app, theirs, 'x')
    await expect(makeTask(actor, { inputId })).rejects.toThrow('TASK_INPUT')
  })
})

describe('GET /administration/tasks', () => {
  test('200: states of everybody’s, and nothing of what they hold', async () => {
    const admin = await makeAdministrator(app, 'systemAdmin')
    const id = await makeFailedTask(app, actor)
    const { body } = await admin.client.call(watchTasks, { query: { state: 'failed' } })
    expect(body.items[0]).toMatchObject({ id, state: 'failed', runs: 1, fault: 'INTERNAL' })
    expect(body.items.every(({ state }) => state === 'failed')).toBe(true)
    expect(JSON.stringify(body)).not.toContain('梁志明')
    expect((await admin.client.call(watchTasks)).body.items[0]).toMatchObject({ id })
  })
})
