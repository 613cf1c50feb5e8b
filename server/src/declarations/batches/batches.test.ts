import {
  type Batch,
  bulkReview,
  createBatch,
  deleteBatch,
  editBatch,
  listBatches,
  listBatchRecords,
  listDeclarations,
  readBatch,
  readDeclaration,
  recogniseDeclaration,
  removeBatchFile,
  removeEvidence,
  runBatch,
  submitDeclaration,
  withdrawDeclaration,
} from '@xueshi/contract/declarations'
import { readYear } from '@xueshi/contract/ledger'
import { listTaskIssues, readTask } from '@xueshi/contract/tasks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { attachToBatch, batchForm, deskActor, makeBatch } from '../../../test/factories/batches.ts'
import { makeSubmitted, pdf } from '../../../test/factories/declarations.ts'
import { makeStaff, makeUnit, tianhe } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { actors, makeInput } from '../../../test/factories/tasks.ts'
import { genericPlan } from '../../../test/plan.ts'
import { runTask } from '../../tasks/service.ts'
import { batchWorks } from '../batch-runs/jobs.ts'
import * as store from './store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  await makeStaff(app, (await makeUnit(app, { capabilities: ['hrss'], regionCode: tianhe })).id, {
    kind: 'hrss',
  })
})
afterAll(() => app.close())

/** A unit with so many people, one clerk who declares for them, and another where it has one. */
async function employer(given: { people?: number; isAlone?: boolean } = {}) {
  const unit = await makeUnit(app)
  const clerk = await makeStaff(app, unit.id)
  const colleague = given.isAlone ? null : await makeStaff(app, unit.id)
  const people = []
  for (let at = 0; at < (given.people ?? 2); at += 1)
    people.push(await makePerson(app, { unit, clerk }))
  return { unit, clerk, colleague, people }
}
type Employer = Awaited<ReturnType<typeof employer>>

const listOf = (people: Employer['people'], hours: string[] = []) =>
  [
    '姓名,证件号码,学时',
    ...people.map(({ documentNumber }, at) => `陈嘉欣,${documentNumber},${hours[at] ?? ''}`),
  ].join('\n')

async function run({ clerk }: Employer, batch: Batch, file: string, dryRun = false) {
  const inputId = await makeInput(app, await deskActor(app, clerk), file)
  const begun = await clerk.client.call(runBatch, {
    params: { id: batch.id },
    body: { version: batch.version, inputId, dryRun },
  })
  expect(begun.status).toBe(200)
  await runTask(app.platform, { works: batchWorks, actors }, begun.body.id)
  const params = { id: begun.body.id }
  const { body: task } = await clerk.client.call(readTask, { params })
  const { body: issues } = await clerk.client.call(listTaskIssues, { params, query: {} })
  return { task, issues: issues.items.map(({ row, field, code }) => `${row} ${field} ${code}`) }
}
const recordOf = async ({ client }: Employer['people'][number]) => {
  const { body } = await client.call(listDeclarations, { query: {} })
  const id = body.items[0]?.id ?? ''
  return (await client.call(readDeclaration, { params: { id } })).body
}

describe('POST /declaration-batches/:id/runs', () => {
  test('200: a record of everybody waits at the unit, with the evidence, and a colleague decides', async () => {
    const by = await employer()
    // What the form usually needs: a record with flags is not decided together with others.
    const batch = await makeBatch(app, by.clerk, { files: [pdf(), pdf(), pdf()] })
    expect([batch.reviewedBy, batch.open]).toEqual([
      'colleague',
      ['edit', 'delete', 'tryOut', 'send'],
    ])
    const { task, issues } = await run(by, batch, listOf(by.people, ['', '8']))
    expect([task.state, task.counts, issues]).toEqual(['done', { rows: 2, added: 2 }, []])

    const [first, second] = await Promise.all(by.people.map(recordOf))
    expect(first).toMatchObject({
      name: batch.name,
      state: 'submitted',
      claimedTenths: 160,
      declaredBy: '梁志明',
      steps: [{ office: 'employer', state: 'open' }],
      evidence: [1, 2, 3].map(() => ({ name: '签到表.pdf', state: 'ready' })),
    })
    expect(first?.timeline.map(({ act, office }) => [act, office !== null])).toEqual([
      ['create', true],
      ['submit', true],
    ])
    expect(second?.claimedTenths).toBe(80)
    // One training's file is evidence of both, and no reason to ask.
    const flags = await app.platform.db
      .selectFrom('declarations')
      .select('flags')
      .where('batchId', '=', batch.id)
      .execute()
    expect(flags.map((row) => row.flags.includes('FILE_USED_BEFORE'))).toEqual([false, false])
    const told = await app.platform.db
      .selectFrom('outbox')
      .select(['topic', 'payload'])
      .where('topic', 'in', ['declaration.declaredFor', 'declaration.batchWaiting'])
      .execute()
    for (const hours of ['16', '8'])
      expect(JSON.stringify(told)).toContain(JSON.stringify({ hours }).slice(1, -1))
    expect(told.map(({ topic }) => topic).toSorted()).toEqual([
      'declaration.batchWaiting',
      'declaration.declaredFor',
      'declaration.declaredFor',
    ])

    const items = [first, second].map((record) => ({
      id: record?.id ?? '',
      version: record?.version ?? 1,
    }))
    const accept = { body: { act: 'accept' as const, items, reason: null } }
    const own = await by.clerk.client.call(bulkReview, accept)
    expect(own.body.results.map(({ refused }) => refused)).toEqual(['OWN_RECORD', 'OWN_RECORD'])
    const done = await by.colleague?.client.call(bulkReview, accept)
    expect(done?.body.results.map(({ refused }) => refused)).toEqual([null, null])
    const { body } = await by.clerk.client.call(listBatchRecords, {
      params: { id: batch.id },
      query: {},
    })
    expect(body.items.map(({ state, recognisedTenths }) => [state, recognisedTenths])).toEqual([
      ['recognised', 160],
      ['recognised', 80],
    ])
    const { body: after } = await by.clerk.client.call(readBatch, { params: { id: batch.id } })
    expect([after.state, after.people, after.open]).toEqual(['sent', 2, []])
    // The year says that the unit had declared them.
    const year = await by.people[0]?.client.call(readYear, { params: { year: '2026' } })
    expect(year?.body.items.map(({ sourceKind, byUnit }) => [sourceKind, byUnit])).toEqual([
      ['declaration', true],
    ])
  })

  test('where nobody else could review, the office above takes the step', async () => {
    const by = await employer({ people: 1, isAlone: true })
    const batch = await makeBatch(app, by.clerk)
    expect(batch.reviewedBy).toBe('above')
    await run(by, batch, listOf(by.people))
    const [person] = by.people
    const record = person && (await recordOf(person))
    expect(record?.state).toBe('underReview')
    expect(record?.steps.map(({ office, state }) => [office, state])).toEqual([['hrss', 'open']])
  })

  test('of two staff one is listed: their record goes above, the others to them', async () => {
    const by = await employer({ people: 1 })
    const listed = await makePerson(app, { unit: by.unit, clerk: by.clerk })
    await app.platform.db
      .updateTable('unitStaff')
      .set({ accountId: listed.id })
      .where('id', '=', by.colleague?.seatId ?? '')
      .execute()
    const people = [...by.people, listed]
    await run(by, await makeBatch(app, by.clerk), listOf(people))
    const records = await Promise.all(people.map((one) => recordOf(one)))
    expect(records.map(({ steps }) => steps.map(({ office }) => office))).toEqual([
      ['employer'],
      ['hrss'],
    ])
  })

  test('one wrong row: every fault by row and column, and nobody is declared for', async () => {
    const by = await employer()
    const [first, second] = by.people
    const stranger = await makePerson(app)
    const batch = await makeBatch(app, by.clerk)
    const form = { name: batch.name, startOn: batch.startOn, endOn: batch.endOn }
    await makeSubmitted(app, { id: second?.id ?? '' }, { form })
    const list = [
      '姓名,证件类型,证件号码,学时',
      `陈嘉欣,,${first?.documentNumber},`,
      `陈嘉欣,,${first?.documentNumber},8`,
      `李四,,${first?.documentNumber?.slice(0, 17)}#,8.55`,
      `陈嘉欣,,${stranger.documentNumber},`,
      `别名,身份证,${first?.documentNumber},17`,
      `陈嘉欣,,${second?.documentNumber},16`,
      `,,,`,
      `,,${second?.documentNumber},0`,
    ].join('\n')
    const { task, issues } = await run(by, batch, list)
    expect(task).toMatchObject({ state: 'done', counts: { rows: 7, wrong: 6 } })
    expect(issues).toEqual([
      '3 documentNumber LISTED_TWICE',
      '4 documentNumber DOCUMENT_FORMAT',
      '4 hours HOURS_TOO_PRECISE',
      '5 documentNumber NOT_OF_UNIT',
      '6 documentType NOT_OFFERED',
      '6 hours HOURS_ABOVE_BATCH',
      '7 documentNumber DECLARED_BEFORE',
      '9 hours HOURS_NOT_POSITIVE',
      '9 name TEXT_REQUIRED',
    ])
    const { body } = await by.clerk.client.call(readBatch, { params: { id: batch.id } })
    expect(body.state).toBe('draft')
    const { items } = (await by.people[0]?.client.call(listDeclarations, { query: {} }))?.body ?? {}
    expect(items).toEqual([])
  })

  test('a dry run tells what the checks find of each person, and changes nothing', async () => {
    const by = await employer({ people: 1 })
    const batch = await makeBatch(app, by.clerk)
    await makeSubmitted(app, { id: by.people[0]?.id ?? '' })
    const { task, issues } = await run(by, batch, listOf(by.people), true)
    expect(task).toMatchObject({ dryRun: true, counts: { rows: 1, flagged: 1 } })
    expect(issues).toEqual(['2 OVERLAP FLAG_OVERLAP'])
    const { body } = await by.clerk.client.call(readBatch, { params: { id: batch.id } })
    expect([body.state, body.version]).toEqual(['draft', batch.version])
  })

  test('409, 422: without evidence, with too many hours, changed meanwhile, sent already', async () => {
    const by = await employer({ people: 1 })
    const bare = await makeBatch(app, by.clerk, { files: [], form: { claimedTenths: 170 } })
    expect(bare.open).not.toContain('send')
    const inputId = await makeInput(app, await deskActor(app, by.clerk), listOf(by.people))
    const send = (batch: Batch, version = batch.version) =>
      by.clerk.client.call(runBatch, {
        params: { id: batch.id },
        body: { version, inputId, dryRun: false },
      })
    const lacking = await send(bare)
    expect([lacking.status, lacking.problem.code, lacking.problem.fields]).toEqual([
      422,
      'NOT_COMPLETE',
      { evidence: 'NO_EVIDENCE', claimedTenths: 'HOURS_ABOVE_DAYS' },
    ])
    const batch = await makeBatch(app, by.clerk)
    expect((await send(batch, batch.version - 1)).problem.code).toBe('STALE')
    // Begun twice over one version: one of the two is sent, the other changes nothing.
    const begun = await Promise.all([send(batch), send(batch)])
    await Promise.all(
      begun.map(({ body }) => runTask(app.platform, { works: batchWorks, actors }, body.id)),
    )
    const tasks = await Promise.all(
      begun.map(({ body }) => by.clerk.client.call(readTask, { params: { id: body.id } })),
    )
    // The other fails, or, where it reads the list after the first is done, finds its people declared for.
    const added = tasks.filter(
      ({ body }) => body.state === 'done' && (body.counts['added'] ?? 0) > 0,
    )
    expect(added).toHaveLength(1)
    const records = await by.people[0]?.client.call(listDeclarations, { query: {} })
    expect(records?.body.items).toHaveLength(1)
    expect((await send(batch, batch.version + 1)).problem.code).toBe('WRONG_STATE')
  })

  test('two batches of one training at once: nobody is declared for twice', async () => {
    const by = await employer({ people: 3 })
    const form = batchForm()
    for (let round = 0; round < 3; round += 1) {
      const named = { ...form, name: `${form.name}${round}` }
      const pair = await Promise.all([1, 2].map(() => makeBatch(app, by.clerk, { form: named })))
      await Promise.all(pair.map((batch) => run(by, batch, listOf(by.people))))
      const rows = await app.platform.db
        .selectFrom('declarations')
        .select('id')
        .where('name', '=', named.name)
        .execute()
      expect(rows).toHaveLength(3)
    }
  })
})

describe('what follows', () => {
  test('the person takes the record over: it is theirs, and the clerk may decide on it', async () => {
    const by = await employer({ people: 2 })
    const batch = await makeBatch(app, by.clerk)
    await run(by, batch, listOf(by.people))
    const [person, other] = by.people
    if (!person || !other) throw new Error('two people were made')
    const { id, version } = await recordOf(person)
    const params = { id }
    const taken = await person.client.call(withdrawDeclaration, { params, body: { version } })
    expect(taken.body.state).toBe('draft')
    const file = taken.body.evidence[0]?.id ?? ''
    const without = await person.client.call(removeEvidence, {
      params: { id, evidenceId: file },
    })
    expect(without.status).toBe(200)
    // The file is the training's still, and that of the other's record.
    expect((await recordOf(other)).evidence).toMatchObject([{ state: 'ready' }])

    const again = await makeSubmitted(app, person, { form: { name: '本人申报' } })
    expect(again.declaredBy).toBeNull()
    const clerk = await clientFor(app, { accountId: by.clerk.id, seatId: by.clerk.seatId })
    const body = { version: again.version, recognisedTenths: again.claimedTenths, reason: null }
    const call = { params: { id: again.id }, body }
    expect((await clerk.call(recogniseDeclaration, call)).status).toBe(200)
  })

  test('sent again by the person, a record is nobody else’s any more', async () => {
    const by = await employer({ people: 1 })
    await run(by, await makeBatch(app, by.clerk), listOf(by.people))
    const [person] = by.people
    if (!person) throw new Error('one person was made')
    const sent = await recordOf(person)
    const params = { id: sent.id }
    const { body: draft } = await person.client.call(withdrawDeclaration, {
      params,
      body: { version: sent.version },
    })
    const { body: own } = await person.client.call(submitDeclaration, {
      params,
      body: { version: draft.version },
    })
    expect([own.state, own.declaredBy, own.receipt?.number]).toEqual([
      'submitted',
      null,
      sent.receipt?.number,
    ])
  })
})

describe('a batch before it is sent', () => {
  test('200: made, changed, its files taken away, deleted', async () => {
    const { clerk } = await employer({ people: 0 })
    const made = await clerk.client.call(createBatch, { body: batchForm() })
    expect(made.body).toMatchObject({ state: 'draft', people: null, year: 2026 })
    expect(made.body.checks.map(({ code }) => code)).toEqual(['NO_EVIDENCE'])
    const params = { id: made.body.id }
    const fileId = await attachToBatch(app, await deskActor(app, clerk), made.body.id, pdf())
    const taken = await clerk.client.call(removeBatchFile, { params: { ...params, fileId } })
    expect([taken.body.files, taken.body.version]).toEqual([[], 3])
    const form = batchForm({ name: '安全生产培训' })
    const edit = { params, body: { version: 3, form } }
    expect((await clerk.client.call(editBatch, edit)).body.name).toBe('安全生产培训')
    expect((await clerk.client.call(editBatch, edit)).problem.code).toBe('STALE')
    const listed = await clerk.client.call(listBatches, { query: {} })
    expect(listed.body.items.map(({ name }) => name)).toEqual(['安全生产培训'])
    const gone = await clerk.client.call(deleteBatch, { params, body: { version: 4 } })
    expect(gone.body).toEqual({ done: true })
    expect((await clerk.client.call(readBatch, { params })).status).toBe(404)
  })

  test.each([
    [{ form: '07' }, { form: 'NOT_OFFERED' }],
    [{ form: '77' }, { form: 'NOT_OFFERED' }],
    [{ endOn: '2026-06-02' }, { endOn: 'DATE_IN_FUTURE' }],
    [{ startOn: '2025-12-31', endOn: '2026-01-01' }, { year: 'YEAR_REQUIRED' }],
    [{ startOn: '2025-12-31', endOn: '2026-01-01', year: 2025 }, { year: 'YEAR_NOT_OFFERED' }],
  ])('422 for %j', async (given, fields) => {
    const { clerk } = await employer({ people: 0 })
    const { status, problem } = await clerk.client.call(createBatch, { body: batchForm(given) })
    expect([status, problem.fields]).toEqual([422, fields])
  })

  test('404 for another unit’s, whatever is asked of it', async () => {
    const { clerk } = await employer({ people: 0 })
    const stranger = await employer({ people: 0 })
    const { id, version, files } = await makeBatch(app, clerk)
    const params = { id }
    const { client } = stranger.clerk
    const answers = await Promise.all([
      client.call(readBatch, { params }),
      client.call(listBatchRecords, { params, query: {} }),
      client.call(editBatch, { params, body: { version, form: batchForm() } }),
      client.call(deleteBatch, { params, body: { version } }),
      client.call(removeBatchFile, { params: { id, fileId: files[0]?.id ?? id } }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
  })
})

test('lists go along their indexes', async () => {
  const { unit, clerk } = await employer({ people: 0 })
  const { id } = await makeBatch(app, clerk)
  const { db } = app.platform
  expect(await genericPlan(db, store.listQuery(unit.id, id, 21))).toContain(
    'declaration_batches_unit',
  )
  expect(await genericPlan(db, store.recordsQuery(id, id, 51))).toContain('declarations_batch')
})
