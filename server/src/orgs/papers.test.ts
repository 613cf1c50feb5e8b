import { Readable } from 'node:stream'
import {
  addLetter,
  addPaper,
  listPapers,
  paperLimit,
  removePaper,
} from '@xueshi/contract/orgs/papers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { pdf } from '../../test/factories/declarations.ts'
import { makeRegistrant, makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { actorAt } from '../../test/factories/staff.ts'
import { makeChange, makeOffices, makePaper } from '../../test/factories/units.ts'
import { tasks } from '../app.ts'
import { paperReceiver } from './papers/service.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const file = { name: '公函.pdf', sizeBytes: 1000 }
const papers = () => app.platform.db.selectFrom('unitPapers').select(['id', 'fileId']).execute()

describe('POST /unit-papers and /units/:id/papers', () => {
  test('200: a place and a ticket for it', async () => {
    const unit = await makeUnit(app)
    const { client } = await makeStaff(app, unit.id)
    const { status, body } = await client.call(addPaper, { body: { purpose: 'change', ...file } })
    expect([status, body.uploadUrl]).toEqual([200, '/api/uploads'])
    expect(await papers()).toEqual([{ id: body.id, fileId: null }])
  })

  test('422 413: an empty file, one too large; 409: a unit that is not in force', async () => {
    const { client } = await makeStaff(app, (await makeUnit(app)).id)
    const ask = async (sizeBytes: number) =>
      (await client.call(addPaper, { body: { purpose: 'change', ...file, sizeBytes } })).problem
        .code
    expect(await ask(0)).toBe('FILE_EMPTY')
    expect(await ask(paperLimit.bytes + 1)).toBe('FILE_TOO_LARGE')
    const draft = await makeRegistrant(app)
    const early = await draft.client.call(addPaper, { body: { purpose: 'change', ...file } })
    expect(early.problem.code).toBe('WRONG_STATE')
  })

  test('404: a letter for a unit elsewhere', async () => {
    const offices = await makeOffices(app)
    const unit = await makeUnit(app)
    const asked = { params: { id: unit.id }, body: file }
    expect((await offices.foshan.client.call(addLetter, asked)).status).toBe(404)
    expect((await offices.county.client.call(addLetter, asked)).status).toBe(200)
  })
})

describe('GET /unit-papers and DELETE /unit-papers/:id', () => {
  test('200: one’s own that belong to nothing yet; removed, they are gone', async () => {
    const unit = await makeUnit(app)
    const staff = await makeStaff(app, unit.id)
    const colleague = await makeStaff(app, unit.id)
    const id = await makePaper(app, await actorAt(app, staff))
    const listed = async (of: typeof staff) =>
      (await of.client.call(listPapers, { query: { purpose: 'change' } })).body.items
    expect(await listed(staff)).toMatchObject([{ id, name: '变更通知书.pdf' }])
    expect(await listed(colleague)).toEqual([])
    const params = { id }
    expect((await colleague.client.call(removePaper, { params })).status).toBe(404)
    expect((await staff.client.call(removePaper, { params })).status).toBe(200)
    expect(await listed(staff)).toEqual([])
    const { papers: attached } = await makeChange(app, staff)
    const kept = { params: { id: attached[0]?.id ?? '' } }
    expect((await staff.client.call(removePaper, kept)).status).toBe(404)
  })
})

test('a file of another type closes its place', async () => {
  const staff = await makeStaff(app, (await makeUnit(app)).id)
  const body = { purpose: 'change', ...file } as const
  const { id } = (await staff.client.call(addPaper, { body })).body
  const stored = await app.platform.locker.put(Readable.from([pdf()]))
  const actor = await actorAt(app, staff)
  const received = paperReceiver.receive(actor, id, { ...stored, type: 'image/heic' })
  await expect(received).rejects.toMatchObject({ code: 'FILE_TYPE' })
  expect((await papers()).map((paper) => paper.id)).not.toContain(id)
})

test('what belongs to nothing is swept after two days, with its file; the rest stays', async () => {
  const staff = await makeStaff(app, (await makeUnit(app)).id)
  const actor = await actorAt(app, staff)
  const loose = await makePaper(app, actor)
  const { papers: attached } = await makeChange(app, staff)
  const sweep = () => tasks['orgs.sweepPapers']?.({}, app)
  await sweep()
  const before = (await papers()).map(({ id }) => id)
  expect(before).toContain(loose)
  app.clock.set(new Date(app.clock.now().getTime() + 49 * 3_600_000))
  await sweep()
  const after = (await papers()).map(({ id }) => id)
  expect(after).not.toContain(loose)
  expect(after).toEqual(expect.arrayContaining(attached.map(({ id }) => id)))
  const jobs = await app.platform.db
    .selectFrom('outbox')
    .select('payload')
    .where('topic', '=', 'files.delete')
    .execute()
  expect(jobs.length).toBeGreaterThan(0)
})
