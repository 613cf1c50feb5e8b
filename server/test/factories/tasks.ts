import { Readable } from 'node:stream'
import type { openTaskInput } from '@xueshi/contract/tasks'
import type { Body } from '@xueshi/contract/endpoint'
import * as orgs from '../../src/orgs/service.ts'
import type { Actor } from '../../src/platform/actor.ts'
import * as audit from '../../src/platform/audit.ts'
import { csvType } from '../../src/platform/sheet.ts'
import type { JsonObject } from '../../src/platform/tables.ts'
import { transaction } from '../../src/platform/transaction.ts'
import * as tasks from '../../src/tasks/service.ts'
import type { TestApp } from '../app.ts'

/** Makers of actors, as the app gives them. */
export const actors: tasks.Actors = { anew: orgs.actorAnew, system: orgs.systemActor }

/** Somebody's task that waits; its kind says nothing, as the test gives the work. */
export async function makeTask(
  actor: Actor,
  given: { request?: JsonObject; inputId?: string; total?: number } = {},
): Promise<string> {
  const { id } = await transaction(actor, async (tx) => {
    const task = await tasks.begin(tx, actor, { kind: 'people.export', request: {}, ...given })
    await audit.record(tx, actor, { act: 'test.begin', recordId: task.id })
    return task
  })
  return id
}

/** Runs the task with this work. */
export const runTask = ({ platform }: TestApp, id: string, work: tasks.Work, stop?: AbortSignal) =>
  tasks.runTask(platform, { works: { 'people.export': work }, actors }, id, stop)

/** A task that has failed. */
export async function makeFailedTask(app: TestApp, actor: Actor): Promise<string> {
  const id = await makeTask(actor)
  await runTask(app, id, () => Promise.reject(new Error('a fault of ours')))
  return id
}

/** A task that is done, with a result to be fetched. */
export async function makeDoneTask(app: TestApp, actor: Actor): Promise<string> {
  const id = await makeTask(actor)
  await runTask(app, id, async (run) => {
    run.issue(2, 'name', 'REQUIRED')
    await run.step({ row: 2 })
    await run.result('结果.csv', Readable.from([Buffer.from('姓名\n')]), csvType)
  })
  return id
}

/** A file for tasks, brought in past the wire. */
export async function makeInput(
  { platform }: TestApp,
  actor: Actor,
  content: Buffer | string,
  given: Partial<Body<typeof openTaskInput>> = {},
): Promise<string> {
  const bytes = Buffer.from(content)
  const place = { name: '人员.csv', sizeBytes: bytes.length, ...given }
  const { id } = await tasks.openInput(actor, place)
  const stored = await platform.locker.put(Readable.from([bytes]))
  await tasks.inputReceiver.receive(actor, id, { ...stored, type: csvType })
  return id
}
