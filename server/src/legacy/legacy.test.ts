import { verifyByNumber } from '@xueshi/contract/certificates'
import {
  acceptLegacyNear,
  checkLegacy,
  commitLegacy,
  listLegacyBatches,
  listLegacyNear,
  listLegacyTotals,
  readLegacyBatch,
  undoLegacy,
} from '@xueshi/contract/legacy'
import { listTaskIssues, readTask } from '@xueshi/contract/tasks'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { makeIndividual, residentNumber } from '../../test/factories/accounts.ts'
import {
  controlsOf,
  makeChecked,
  makeCommitted,
  type PastCells,
  pastCsv,
  pastRow,
  pastYear,
  runLegacy,
} from '../../test/factories/legacy.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { makeInput } from '../../test/factories/tasks.ts'
import { genericPlan } from '../../test/plan.ts'
import * as orgs from '../orgs/service.ts'
import type { Actor } from '../platform/actor.ts'
import { newId } from '../platform/ids.ts'
import { peopleQuery } from './committing/store.ts'
import { unitTotalsQuery } from './controls/store.ts'
import { legacyWorks } from './jobs.ts'
import { nearQuery } from './near/store.ts'
import * as legacy from './service.ts'
import { listQuery } from './store.ts'

let app: TestApp
let office: Awaited<ReturnType<typeof makeStaff>>
let actor: Actor
/** A city for each test, so that no region has two offices; the last ones are strangers'. */
const cities =
  '440100 440200 440300 440400 440500 440600 440700 440800 440900 441200 441300 441400 441500 441600 441700 441800'.split(
    ' ',
  )
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())
beforeEach(async () => {
  const regionCode = cities.pop() ?? ''
  const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode })
  office = await makeStaff(app, unit.id, { kind: 'hrss' })
  actor = await orgs.actorFor(app.platform, { accountId: office.id, seatId: office.seatId })
})
const issuesOf = async (taskId: string) => {
  const { body } = await office.client.call(listTaskIssues, { params: { id: taskId } })
  return body.items.map(({ row, field, code }) => [row, field, code])
}
const entriesOf = async (batchId: string) => {
  const { rows } = await sql<{ standing: number; years: number; certified: number }>`
    SELECT count(*) FILTER (WHERE e.reverses IS NULL AND NOT EXISTS (
        SELECT FROM ledger_entries r WHERE r.reverses = e.id))::int AS standing,
      (SELECT count(*)::int FROM years y WHERE (y.person_id, y.year) IN (
        SELECT person_id, year FROM ledger_entries WHERE source_id = ${batchId})) AS years,
      (SELECT count(*)::int FROM years y WHERE y.state = 'certified' AND (y.person_id, y.year) IN (
        SELECT person_id, year FROM ledger_entries WHERE source_id = ${batchId})) AS certified
    FROM ledger_entries e WHERE e.source_id = ${batchId}`.execute(app.platform.db)
  return rows[0]
}
const commit = (batch: { id: string; version: number }, controls: ReturnType<typeof controlsOf>) =>
  office.client.call(commitLegacy, {
    params: { id: batch.id },
    body: { version: batch.version, controls },
  })

describe('POST /legacy-batches', () => {
  test('200: the file is read, errors stand by row, and nothing reaches the ledger', async () => {
    const number = residentNumber()
    const rows: PastCells[] = [
      ...pastYear({ 证件号码: number }, '粤人继教〔2015〕00123号'),
      pastRow({ 证件号码: '440106198803070010' }),
      pastRow({ 培训年度: '2099' }),
      pastRow({ 学时: '十八' }),
      pastRow({ 课目类型: '必修课' }),
      pastRow({ 统一社会信用代码: '91440101000000000X' }),
      pastRow({ 证件号码: number, 姓名: '王小明' }),
      pastRow({ 继续教育证书号: '粤人继教〔2015〕00123号' }),
    ]
    const inputId = await makeInput(app, actor, pastCsv(rows), { name: '台账.csv' })
    const { status, body } = await office.client.call(checkLegacy, {
      body: { name: '2015 年度', inputId },
    })
    expect([status, body.state]).toEqual([200, 'checking'])
    await runLegacy(app, body.taskId)
    expect(await issuesOf(body.taskId)).toEqual([
      [5, 'documentNumber', expect.any(String)],
      [6, 'year', 'PAST_YEAR'],
      [7, 'hours', 'HOURS_NOT_A_NUMBER'],
      [8, 'category', 'UNKNOWN_CODE'],
      [9, 'unitCode', 'UNIT_ELSEWHERE'],
      [10, 'name', 'NAMES_DIFFER'],
      [11, 'number', 'CERTIFICATE_TAKEN'],
    ])
    const checked = await legacy.read(actor, body.id)
    expect(checked).toMatchObject({
      state: 'checked',
      rowCount: 10,
      wrongCount: 7,
      certificateCount: 1,
      open: ['control'],
      totals: [
        { year: 2015, category: 'public', rowCount: 1, hoursTenths: 180 },
        { year: 2015, category: 'professional', rowCount: 1, hoursTenths: 420 },
        { year: 2015, category: 'elective', rowCount: 1, hoursTenths: 120 },
      ],
    })
    expect(await entriesOf(body.id)).toMatchObject({ standing: 0, years: 0 })
    const refused = await commit(checked, controlsOf(checked))
    expect([refused.status, refused.problem.code]).toEqual([409, 'WRONG_STATE'])
  })

  test('200: a run that was stopped goes on behind its last step', async () => {
    const rows = Array.from({ length: 2_100 }, () => pastRow())
    const inputId = await makeInput(app, actor, pastCsv(rows), { name: '台账.csv' })
    const begun = await legacy.check(actor, { name: '台账', inputId })
    await runLegacy(app, begun.taskId, {
      'legacy.check': (run) =>
        legacyWorks['legacy.check']?.({
          ...run,
          step: async (...given) => {
            await run.step(...given)
            throw new Error('stopped after the first step')
          },
        }) ?? Promise.resolve(),
    })
    const { body: failed } = await office.client.call(readTask, { params: { id: begun.taskId } })
    expect(failed).toMatchObject({ state: 'failed', counts: { rows: 500 } })
    await sql`UPDATE tasks SET state = 'waiting', fault = NULL, ended_at = NULL WHERE id = ${begun.taskId}`.execute(
      app.platform.db,
    )
    await runLegacy(app, begun.taskId)
    expect(await legacy.read(actor, begun.id)).toMatchObject({
      state: 'checked',
      rowCount: 2_100,
      newCount: 2_100,
      totals: [{ rowCount: 2_100, hoursTenths: 2_100 * 180 }],
    })
  })
})

describe('a name that the record does not have', () => {
  test('waits for a clerk; accepted, the rows are that person’s', async () => {
    const known = await makeIndividual(app, { name: '周大河' })
    const checked = await makeChecked(app, actor, [
      pastRow({ 姓名: '周大何', 证件号码: known.documentNumber }),
    ])
    expect(checked).toMatchObject({ nearCount: 1, open: ['control'] })
    const params = { id: checked.id }
    const { body } = await office.client.call(listLegacyNear, { params })
    expect(body.items).toMatchObject([{ row: 2, name: '周大何', nameOnRecord: '周大河' }])
    const accepted = await office.client.call(acceptLegacyNear, {
      params: { ...params, nearId: body.items[0]?.id ?? '' },
      body: {},
    })
    expect(accepted.body).toMatchObject({
      nearCount: 0,
      knownCount: 1,
      open: ['control', 'commit'],
    })
    const begun = await commit(accepted.body, controlsOf(accepted.body))
    await runLegacy(app, begun.body.taskId)
    const { rows } = await sql<{ personId: string }>`
      SELECT person_id FROM ledger_entries WHERE source_id = ${checked.id}`.execute(app.platform.db)
    expect(rows).toEqual([{ personId: known.id }])
  })
})

describe('POST /legacy-batches/:id/commit', () => {
  test('200: the year stands with its certificate, by its own number, and strangers are unclaimed', async () => {
    const number = `粤人继教〔2015〕${newId().slice(-5)}号`
    const batch = await makeCommitted(app, actor, [
      ...pastYear({ 证件号码: residentNumber(), 姓名: '欧阳䶮' }, number),
      pastRow({ 姓名: '何绮雯' }),
    ])
    expect(batch).toMatchObject({ state: 'committed', open: ['undo'] })
    expect(await entriesOf(batch.id)).toEqual({ standing: 4, years: 2, certified: 1 })
    const { rows } = await sql<object>`
      SELECT a.state, y.state AS year, y.public_tenths, y.public_count, c.number, c.facts ->> 'name' AS name
      FROM certificates c JOIN accounts a ON a.id = c.person_id
      JOIN years y ON y.person_id = c.person_id AND y.year = c.year WHERE c.number = ${number}`.execute(
      app.platform.db,
    )
    expect(rows).toEqual([
      {
        state: 'unclaimed',
        year: 'certified',
        publicTenths: 180,
        publicCount: 1,
        number,
        name: '欧阳䶮',
      },
    ])
    const verified = await office.client.call(verifyByNumber, { body: { number, name: '欧阳䶮' } })
    expect(verified.body).toMatchObject({ result: 'valid', certificate: { number, year: 2015 } })
    const again = await makeChecked(app, actor, pastYear({ 证件号码: residentNumber() }, number))
    expect(await issuesOf(again.taskId)).toEqual([[2, 'number', 'CERTIFICATE_TAKEN']])
  })

  test('409 CONTROLS_DIFFER where the books say something else; STALE; 404 for another office', async () => {
    const checked = await makeChecked(app, actor, [pastRow()])
    const [line] = controlsOf(checked)
    const wrong = await commit(checked, line ? [{ ...line, hoursTenths: 190 }] : [])
    expect([wrong.status, wrong.problem.code]).toEqual([409, 'CONTROLS_DIFFER'])
    const none = await commit(checked, [])
    expect(none.problem.code).toBe('CONTROLS_DIFFER')
    const stale = await commit({ ...checked, version: 1 }, controlsOf(checked))
    expect([stale.status, stale.problem.code]).toEqual([409, 'STALE'])
    const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode: '445100' })
    const stranger = await makeStaff(app, unit.id, { kind: 'hrss' })
    const foreign = await stranger.client.call(readLegacyBatch, { params: { id: checked.id } })
    expect(foreign.status).toBe(404)
  })

  test('a run that fails at its end leaves nothing, and the next one brings everything', async () => {
    const checked = await makeChecked(app, actor, [
      ...pastYear({ 证件号码: residentNumber() }, `旧${newId()}`),
      pastRow(),
    ])
    const begun = await commit(checked, controlsOf(checked))
    const { taskId } = begun.body
    await runLegacy(app, taskId, {
      'legacy.commit': (run) =>
        legacyWorks['legacy.commit']?.({
          ...run,
          step: (checkpoint, act) =>
            run.step(checkpoint, async (tx) => {
              await act?.(tx)
              throw new Error('killed at the end')
            }),
        }) ?? Promise.resolve(),
    })
    expect(await entriesOf(checked.id)).toEqual({ standing: 0, years: 0, certified: 0 })
    expect(await legacy.read(actor, checked.id)).toMatchObject({ state: 'checked', newCount: 2 })
    await sql`UPDATE tasks SET state = 'waiting', fault = NULL, ended_at = NULL WHERE id = ${taskId}`.execute(
      app.platform.db,
    )
    await runLegacy(app, taskId)
    expect(await entriesOf(checked.id)).toEqual({ standing: 4, years: 2, certified: 1 })
  })

  test('the same hours are not brought in twice, whoever checked them first', async () => {
    const rows = [pastRow()]
    const one = await makeChecked(app, actor, rows)
    await makeCommitted(app, actor, rows)
    const late = await makeChecked(app, actor, rows)
    expect(await issuesOf(late.taskId)).toEqual([[2, 'year', 'LEGACY_TWICE']])
    const begun = await commit(one, controlsOf(one))
    await runLegacy(app, begun.body.taskId)
    const { body } = await office.client.call(readTask, { params: { id: begun.body.taskId } })
    expect(body).toMatchObject({ state: 'failed', fault: 'LEGACY_TWICE' })
    expect(await entriesOf(one.id)).toMatchObject({ standing: 0 })
  })
})

describe('POST /legacy-batches/:id/undo', () => {
  test('200: everything is reversed, the certificate withdrawn, and the right file comes in after it', async () => {
    const number = `旧字${newId()}`
    const rows = pastYear({ 证件号码: residentNumber() }, number)
    const batch = await makeCommitted(app, actor, rows)
    const begun = await office.client.call(undoLegacy, {
      params: { id: batch.id },
      body: { version: batch.version, reason: '年度填错' },
    })
    await runLegacy(app, begun.body.taskId)
    expect(await legacy.read(actor, batch.id)).toMatchObject({
      state: 'undone',
      undoReason: '年度填错',
      open: [],
    })
    expect(await entriesOf(batch.id)).toEqual({ standing: 0, years: 1, certified: 0 })
    const after = await makeCommitted(app, actor, rows)
    expect(await entriesOf(after.id)).toEqual({ standing: 3, years: 1, certified: 1 })
    const verified = await office.client.call(verifyByNumber, { body: { number, name: '梁秋实' } })
    expect(verified.body).toMatchObject({ result: 'valid', certificate: { edition: 2 } })
  })
})

describe('GET /legacy-batches and its parts', () => {
  test('200: the office’s batches, newest first; totals by unit', async () => {
    const first = await makeChecked(app, actor, [pastRow()])
    const second = await makeChecked(app, actor, [pastRow(), pastRow({ 工作单位: '佛山陶瓷厂' })])
    const { body } = await office.client.call(listLegacyBatches)
    expect(body.items.map(({ id }) => id)).toEqual([second.id, first.id])
    const totals = await office.client.call(listLegacyTotals, { params: { id: second.id } })
    expect(totals.body.items.map(({ unitName }) => unitName)).toEqual([
      '佛山陶瓷厂',
      '广州木棉机械厂',
    ])
  })

  test('each list goes by its index', async () => {
    const { db } = app.platform
    const id = newId()
    expect(await genericPlan(db, listQuery(db, id, { after: id, limit: 21 }))).toContain(
      'legacy_batches_unit',
    )
    expect(await genericPlan(db, unitTotalsQuery(id, ['', 0, ''], 21))).toContain(
      'legacy_totals_pkey',
    )
    expect(await genericPlan(db, nearQuery(id, false, 0, 21))).toContain('legacy_people_near')
    expect(await genericPlan(db, nearQuery(id, true, 0, 21))).toContain('legacy_people_decided')
    expect(await genericPlan(db, peopleQuery(id, id, 200))).toContain('legacy_people_account')
  })
})
