import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type BatchForm, printBatch } from '@xueshi/contract/certificates/batches'
import { listTaskIssues, readTask, readTaskResult } from '@xueshi/contract/tasks'
import { PDFDocument } from 'pdf-lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { issueMany, makePeople, yearFacts } from '../../../test/factories/certificates.ts'
import { makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { makePhotographed } from '../../../test/factories/people.ts'
import { actorAt } from '../../../test/factories/staff.ts'
import { actors } from '../../../test/factories/tasks.ts'
import { genericPlan } from '../../../test/plan.ts'
import * as orgs from '../../orgs/service.ts'
import { transaction } from '../../platform/transaction.ts'
import * as audit from '../../platform/audit.ts'
import { newId } from '../../platform/ids.ts'
import * as tasks from '../../tasks/service.ts'
import { certificateWorks } from '../jobs.ts'
import { withdraw } from '../service.ts'
import * as batches from './service.ts'
import { batchQuery } from './store.ts'

const shell = promisify(execFile)

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

/** A unit with certificates of these people for 2026, and its clerk. */
async function makeHolders(names: readonly string[]) {
  const unit = await makeUnit(app)
  const clerk = await makeStaff(app, unit.id)
  const people = await makePeople(app.platform, names)
  const asked = people.map((personId) => ({
    personId,
    unitId: unit.id,
    series: '05',
    facts: yearFacts(),
  }))
  const issued = await issueMany(app.platform, asked)
  return { unit, clerk, people, issued }
}
type Clerk = Awaited<ReturnType<typeof makeHolders>>['clerk']

/** Begins a batch, runs it and answers how it ended with the file that it made. */
async function printed(
  clerk: Clerk,
  form: BatchForm,
  { ids, inPart }: { ids?: string[]; inPart?: number } = {},
) {
  const asked = { year: '2026', form, ...(ids && { ids }) }
  const begun = await clerk.client.call(printBatch, { body: asked })
  expect(begun.status).toBe(200)
  const params = { id: begun.body.id }
  const works = {
    ...certificateWorks,
    ...(inPart && { 'certificates.print': (run: tasks.Run) => batches.run(run, inPart) }),
  }
  await tasks.runTask(app.platform, { works, actors }, params.id)
  const { body: task } = await clerk.client.call(readTask, { params })
  const { body } = await clerk.client.call(readTaskResult, { params })
  const file = await app.server.inject({ url: body.url, cookies: clerk.client.cookies })
  return { task, file, bytes: file.rawPayload }
}

async function inFolder<Result>(act: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'xueshi-batch-'))
  try {
    return await act(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

describe('POST /certificates/batches', () => {
  test('200: an archive of signed files, one a person, of those alone that are valid', async () => {
    const names = ['陈嘉欣', '欧阳䶮', '买买提·阿依古丽']
    const { clerk, people, issued } = await makeHolders([...names, '梁子墨'])
    await makeHolders(['何绮雯'])
    const system = orgs.systemActor(app.platform)
    await transaction(system, async (tx) => {
      const of = { personId: people[3] ?? '', year: 2026, reason: '学时有误' }
      await withdraw(tx, system, of)
      await audit.record(tx, system, { act: 'test.withdraw', recordId: null })
      return { id: newId() }
    })
    const { task, file, bytes } = await printed(clerk, 'zip')
    expect(task).toMatchObject({ state: 'done', done: 3, total: 3, counts: { written: 3 } })
    expect(file.headers['content-disposition']).toContain('attachment')
    await inFolder(async (folder) => {
      const path = join(folder, 'batch.zip')
      await writeFile(path, bytes)
      // It checks the sum of every file; its names are UTF-8 wherever the machine is.
      const env = { ...process.env, LC_ALL: 'C.UTF-8' }
      await shell('unzip', ['-q', path, '-d', folder], { env })
      for (const [at, name] of names.entries()) {
        const one = join(folder, `${name}_${issued[at]?.number}.pdf`)
        const { stdout: text } = await shell('pdftotext', ['-layout', one, '-'])
        expect(text.replaceAll(/\s/g, '')).toContain(name)
        const { stdout: signature } = await shell('pdfsig', ['-nocert', one])
        expect(signature).toContain('Signature is Valid')
      }
    })
  })

  test('200: one PDF with the pages of all, in the order of their numbers', async () => {
    const { clerk, issued } = await makeHolders(['陈嘉欣', '梁子墨', '何绮雯'])
    const { task, bytes } = await printed(clerk, 'pdf')
    expect(task).toMatchObject({ state: 'done', counts: { written: 3 } })
    expect((await PDFDocument.load(bytes)).getPageCount()).toBe(6)
    await inFolder(async (folder) => {
      const path = join(folder, 'batch.pdf')
      await writeFile(path, bytes)
      await shell('qpdf', ['--check', path])
      const { stdout: text } = await shell('pdftotext', ['-layout', path, '-'])
      const places = issued.map(({ number }) => text.indexOf(number))
      expect(places.every((place) => place >= 0)).toBe(true)
      expect(places).toEqual(places.toSorted((one, other) => one - other))
    })
  })

  test('200: with the photos of those who have one, in the archive and in the one file', async () => {
    const { clerk, unit } = await makeHolders(['陈嘉欣'])
    const { id: personId } = await makePhotographed(app, unit)
    await issueMany(app.platform, [{ personId, unitId: unit.id, series: '05', facts: yearFacts() }])
    const { bytes: bound } = await printed(clerk, 'pdf')
    const { bytes: archive } = await printed(clerk, 'zip')
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'batch.pdf'), bound)
      await writeFile(join(folder, 'batch.zip'), archive)
      await shell('unzip', ['-q', 'batch.zip'], { cwd: folder })
      const pictures = async (name: string) => {
        const { stdout } = await shell('pdfimages', ['-list', name], { cwd: folder })
        return stdout.trim().split('\n').slice(2)
      }
      expect(await pictures('batch.pdf')).toEqual([
        expect.stringMatching(/ 3 .*\b358\s+441\b.*jpeg/),
      ])
      const names = (await readdir(folder)).filter((name) => name.includes('GDJX'))
      const counts = await Promise.all(names.map(async (name) => (await pictures(name)).length))
      expect(counts.toSorted((one, other) => one - other)).toEqual([0, 1])
    })
  })

  test('200: one that no font can print is named and left out', async () => {
    // A character of a plane that no font of ours has.
    const { clerk } = await makeHolders(['陈嘉欣', '王\u{F0000}', '梁子墨'])
    const { task } = await printed(clerk, 'pdf')
    expect(task).toMatchObject({ state: 'done', counts: { written: 2 }, issueCount: 1 })
    const { body } = await clerk.client.call(listTaskIssues, { params: { id: task.id } })
    expect(body.items).toEqual([{ row: 2, field: '', code: 'UNPRINTABLE' }])
  })

  test('a run that was lost begins anew, and takes the files that the first one made', async () => {
    const { clerk } = await makeHolders(['陈嘉欣', '梁子墨'])
    const first = await printed(clerk, 'zip')
    const again = await printed(clerk, 'zip')
    expect(again.bytes.equals(first.bytes)).toBe(true)
  })

  test('409 where nobody has a certificate; 422 beyond what one task prints', async () => {
    const { clerk, unit } = await makeHolders(['陈嘉欣'])
    const body = { year: '2020', form: 'zip' } as const
    const none = await clerk.client.call(printBatch, { body })
    expect([none.status, none.problem.code]).toEqual([409, 'NOTHING_TO_PRINT'])
    const actor = await actorAt(app, clerk)
    await issueMany(
      app.platform,
      (await makePeople(app.platform, ['何绮雯'])).map((personId) => ({
        personId,
        unitId: unit.id,
        series: '05',
        facts: yearFacts(),
      })),
    )
    const many = batches.begin(actor, { year: '2026', form: 'pdf' }, 1)
    await expect(many).rejects.toMatchObject({ code: 'BATCH_TOO_LARGE' })
  })

  test('200: more than one PDF binds are several in a ZIP, in their order', async () => {
    const { clerk, issued } = await makeHolders(['陈嘉欣', '梁子墨', '何绮雯'])
    const { task, file, bytes } = await printed(clerk, 'pdf', { inPart: 2 })
    expect(task).toMatchObject({ state: 'done', done: 3, counts: { written: 3 } })
    expect(file.headers['content-type']).toContain('zip')
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'batch.zip'), bytes)
      const env = { ...process.env, LC_ALL: 'C.UTF-8' }
      await shell('unzip', ['-q', 'batch.zip'], { cwd: folder, env })
      const names = (await readdir(folder)).filter((name) => name.endsWith('.pdf')).toSorted()
      expect(names).toEqual(['2026年度继续教育证书（1-2）.pdf', '2026年度继续教育证书（2-2）.pdf'])
      const texts: string[] = []
      for (const name of names)
        texts.push((await shell('pdftotext', ['-layout', name, '-'], { cwd: folder })).stdout)
      const within = issued.map(({ number }) => texts.map((text) => text.includes(number)))
      expect(within).toEqual([
        [true, false],
        [true, false],
        [false, true],
      ])
    })
  })

  test('200: of those picked alone; another unit’s, and one that is not valid, are not among them', async () => {
    const { clerk, people, issued } = await makeHolders(['陈嘉欣', '梁子墨', '何绮雯'])
    const stranger = await makeHolders(['周大河'])
    const system = orgs.systemActor(app.platform)
    await transaction(system, async (tx) => {
      await withdraw(tx, system, { personId: people[1] ?? '', year: 2026, reason: '学时有误' })
      await audit.record(tx, system, { act: 'test.withdraw', recordId: null })
      return { id: newId() }
    })
    const ids = [issued[0], issued[1], stranger.issued[0]].map((one) => one?.id ?? '')
    const { task, bytes } = await printed(clerk, 'pdf', { ids })
    expect(task).toMatchObject({ state: 'done', total: 1, counts: { written: 1 } })
    expect((await PDFDocument.load(bytes)).getPageCount()).toBe(2)
    const none = await clerk.client.call(printBatch, {
      body: { year: '2026', form: 'pdf', ids: ids.slice(1) },
    })
    expect([none.status, none.problem.code]).toEqual([409, 'NOTHING_TO_PRINT'])
  })
})

test('a batch is read along the unit’s certificates', async () => {
  const plan = await genericPlan(
    app.platform.db,
    batchQuery({ unitId: newId(), year: 2026 }, newId(), 100),
  )
  expect(plan).toContain('certificates_unit')
})
