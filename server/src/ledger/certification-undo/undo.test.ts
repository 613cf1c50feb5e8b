import { verifyByCode } from '@xueshi/contract/certificates'
import { withdrawCertificate } from '@xueshi/contract/certificates/register'
import {
  type ListedOutcome,
  listCertifications,
  listCertified,
  readCertification,
  undoCertification,
} from '@xueshi/contract/ledger/certification-runs'
import { beginCertification } from '@xueshi/contract/ledger/certification'
import { listMessages } from '@xueshi/contract/messages'
import { readTask, retryTask } from '@xueshi/contract/tasks'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import {
  certifyRegion,
  makeMet,
  makeOfficer,
  type Officer,
  runLedgerTask,
  undoRun,
} from '../../../test/factories/certification.ts'
import { creditWholeYear, reverse } from '../../../test/factories/ledger.ts'
import { makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { supersede } from '../../../test/factories/rules.ts'
import { actors } from '../../../test/factories/tasks.ts'
import { genericPlan } from '../../../test/plan.ts'
import * as orgs from '../../orgs/service.ts'
import { newId } from '../../platform/ids.ts'
import { prepareJobs } from '../../platform/jobs.ts'
import { relayOnce } from '../../platform/relay.ts'
import * as tasks from '../../tasks/service.ts'
import { othersQuery, outcomesQuery } from '../certification-runs/store.ts'
import * as undoing from './service.ts'
import { certifiedQuery } from './store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  await prepareJobs(app.database.ownerUrl)
})
afterAll(() => app.close())

const yearsOf = (ids: readonly string[]) =>
  app.platform.db
    .selectFrom('years')
    .select(['state', 'keepsRules'])
    .where('personId', 'in', ids)
    .orderBy('personId')
    .execute()
const statesOf = async (ids: readonly string[]) => (await yearsOf(ids)).map(({ state }) => state)
const certificatesOf = (ids: readonly string[]) =>
  app.platform.db
    .selectFrom('certificates')
    .select(['id', 'personId', 'state', 'version', 'code', 'number', 'endReason'])
    .where('personId', 'in', ids)
    .orderBy('personId')
    .orderBy('edition')
    .execute()
const taskOf = async ({ client }: Officer, id: string) =>
  (await client.call(readTask, { params: { id } })).body
const readRun = async ({ client }: Officer, id: string) =>
  (await client.call(readCertification, { params: { id } })).body
const peopleOf = async ({ client }: Officer, id: string, outcome: ListedOutcome) =>
  (await client.call(listCertified, { params: { id }, query: { outcome } })).body.items

describe('GET /certifications', () => {
  test('200: what a run certified and what it left out and why, also when its task is gone', async () => {
    const officer = await makeOfficer(app, '440507')
    const { ids, sources } = await makeMet(app, 3, '440507')
    if (sources[2]?.[0]) await reverse(app, sources[2][0])
    const run = await certifyRegion(app, officer)
    expect(run).toMatchObject({
      year: 2026,
      state: 'standing',
      counts: { certified: 2, notMet: 1 },
      undoing: { uncertified: 2, verified: 0, ended: 0, own: 0 },
      open: ['undo'],
    })
    const certified = await peopleOf(officer, run.id, 'certified')
    expect(certified.map(({ personId }) => personId)).toEqual(ids.slice(0, 2))
    expect(certified[0]).toMatchObject({ certificate: { state: 'valid' }, undo: null })
    const lacking = await peopleOf(officer, run.id, 'notMet')
    expect(lacking).toMatchObject([{ personId: ids[2], name: '陈嘉欣', certificate: null }])
    expect(lacking[0]?.documentNumberMasked).toContain('*')
    expect(lacking[0]?.lackingTenths).toBeGreaterThan(0)
    await sql`DELETE FROM tasks WHERE id = ${run.id}`.execute(app.platform.db)
    const { body } = await officer.client.call(listCertifications)
    expect(body.items).toMatchObject([{ id: run.id, taskState: null, open: ['undo'] }])
  })

  test('404: another office has runs of its own', async () => {
    const officer = await makeOfficer(app, '440511')
    await makeMet(app, 1, '440511')
    const { id } = await certifyRegion(app, officer)
    const stranger = await makeOfficer(app, '440512')
    const params = { id }
    const query = { outcome: 'certified' } as const
    const body = { version: 1, reason: '年度选错了' }
    expect((await stranger.client.call(listCertifications)).body.items).toEqual([])
    expect((await stranger.client.call(readCertification, { params })).status).toBe(404)
    expect((await stranger.client.call(listCertified, { params, query })).status).toBe(404)
    expect((await stranger.client.call(undoCertification, { params, body })).status).toBe(404)
  })
})

describe('POST /certifications/:id/undo', () => {
  test('200: certificates are withdrawn with the reason, people told, and all may be certified again', async () => {
    const officer = await makeOfficer(app, '440513')
    const unit = await makeUnit(app, { regionCode: '440513' })
    const person = await makePerson(app)
    await creditWholeYear(app, person.id, unit.id)
    const run = await certifyRegion(app, officer)
    const taskId = await undoRun(app, officer, run)
    const counts = { uncertified: 1 }
    expect(await taskOf(officer, taskId)).toMatchObject({ state: 'done', done: 1, counts })
    expect(await yearsOf([person.id])).toEqual([{ state: 'met', keepsRules: false }])
    const [certificate] = await certificatesOf([person.id])
    expect(certificate).toMatchObject({ state: 'withdrawn', endReason: '年度选错了' })
    const params = { code: certificate?.code ?? '' }
    expect((await person.client.call(verifyByCode, { params })).body.result).toBe('withdrawn')
    while ((await relayOnce(app.platform.db)) > 0);
    const told = (await person.client.call(listMessages)).body.items.filter(
      ({ topic }) => topic === 'certificate.withdrawn',
    )
    expect(told).toHaveLength(1)
    expect(told[0]?.text).toContain('年度选错了')
    expect(await readRun(officer, run.id)).toMatchObject({
      state: 'undone',
      undo: { taskId, taskState: 'done', reason: '年度选错了' },
      undoing: null,
      open: [],
    })
    const [one] = await peopleOf(officer, run.id, 'certified')
    expect(one).toMatchObject({ undo: 'uncertified', certificate: { state: 'withdrawn' } })
    expect((await certifyRegion(app, officer)).counts.certified).toBe(1)
    const editions = await certificatesOf([person.id])
    expect(editions.map(({ state }) => state)).toEqual(['withdrawn', 'valid'])
    expect(editions[0]?.number).not.toBe(editions[1]?.number)
  })

  test('200: what had ended by another act stays as it is, and so does what is the officer’s own', async () => {
    const officer = await makeOfficer(app, '440514')
    const { ids, sources } = await makeMet(app, 3, '440514')
    const run = await certifyRegion(app, officer)
    const [byHand] = await certificatesOf(ids)
    await officer.client.call(withdrawCertificate, {
      params: { id: byHand?.id ?? '' },
      body: { version: byHand?.version ?? 1, reason: '照片有误' },
    })
    if (sources[1]?.[0]) await reverse(app, sources[1][0])
    // A colleague who was certified by the run takes it back.
    const { unitId } = await app.platform.db
      .selectFrom('unitStaff')
      .select('unitId')
      .where('accountId', '=', officer.id)
      .executeTakeFirstOrThrow()
    const accountId = ids[2] ?? ''
    const { id: seatId } = await orgs.addStaff(orgs.systemActor(app.platform), {
      unitId,
      accountId,
      kind: 'hrss',
      level: 'clerk',
    })
    const own = await orgs.actorFor(app.platform, { accountId, seatId })
    const given = { id: run.id, version: run.version, reason: '年度选错了' }
    const task = await undoing.begin(own, given)
    await runLedgerTask(app, task.id)
    expect((await tasks.read(own, task.id)).counts).toEqual({ ended: 2, own: 1 })
    expect(await statesOf(ids)).toEqual(['revoked', 'notMet', 'certified'])
    const ends = (await certificatesOf(ids)).map(({ state, endReason }) => [state, endReason])
    expect(ends).toEqual([
      ['withdrawn', '照片有误'],
      ['withdrawn', '该年度学时发生变动，不再达标'],
      ['valid', null],
    ])
  })

  test('409: while the run goes on, a second time, and when it was seen otherwise; 422 without a reason', async () => {
    const officer = await makeOfficer(app, '440402')
    const { client } = officer
    await makeMet(app, 1, '440402')
    const { body: task } = await client.call(beginCertification, { body: { year: '2026' } })
    const params = { id: task.id }
    const body = { version: 1, reason: '年度选错了' }
    const early = await client.call(undoCertification, { params, body })
    expect([early.status, early.problem.code]).toEqual([409, 'WRONG_STATE'])
    await runLedgerTask(app, task.id)
    const silent = await client.call(undoCertification, { params, body: { ...body, reason: '' } })
    expect(silent.status).toBe(422)
    const stale = await client.call(undoCertification, { params, body: { ...body, version: 7 } })
    expect([stale.status, stale.problem.code]).toEqual([409, 'STALE'])
    await undoRun(app, officer, await readRun(officer, task.id))
    const again = await client.call(undoCertification, { params, body: { ...body, version: 2 } })
    expect([again.status, again.problem.code]).toEqual([409, 'WRONG_STATE'])
  })

  test('a run that failed and was taken back certifies nobody when it is begun again', async () => {
    const officer = await makeOfficer(app, '440404')
    const { ids } = await makeMet(app, 2, '440404')
    const run = await certifyRegion(app, officer)
    await sql`UPDATE tasks SET state = 'failed', fault = 'INTERNAL', checkpoint = NULL WHERE id = ${run.id}`.execute(
      app.platform.db,
    )
    await undoRun(app, officer, run)
    const { version } = await taskOf(officer, run.id)
    await officer.client.call(retryTask, { params: { id: run.id }, body: { version } })
    await runLedgerTask(app, run.id)
    expect(await taskOf(officer, run.id)).toMatchObject({ state: 'failed', fault: 'WRONG_STATE' })
    expect(await statesOf(ids)).toEqual(['met', 'met'])
  })

  test('a run that is lost between two steps goes on behind the last one', async () => {
    const officer = await makeOfficer(app, '440403')
    const { ids } = await makeMet(app, 3, '440403')
    const run = await certifyRegion(app, officer)
    const body = { version: run.version, reason: '年度选错了' }
    const begun = await officer.client.call(undoCertification, { params: { id: run.id }, body })
    const { id } = begun.body
    let steps = 0
    const broken = (of: tasks.Run) =>
      undoing.run(
        {
          ...of,
          step: async (...given) => {
            if (steps > 0) throw new Error('the process is gone')
            steps += 1
            await of.step(...given)
          },
        },
        1,
      )
    await tasks.runTask(app.platform, { works: { 'years.uncertify': broken }, actors }, id)
    expect(await statesOf(ids)).toEqual(['met', 'certified', 'certified'])
    const { version } = await taskOf(officer, id)
    await officer.client.call(retryTask, { params: { id }, body: { version } })
    await runLedgerTask(app, id)
    const counts = { uncertified: 3 }
    expect(await taskOf(officer, id)).toMatchObject({ state: 'done', done: 3, total: 3, counts })
    expect(await statesOf(ids)).toEqual(['met', 'met', 'met'])
  })
})

test('the people of a run, and of those that it did not look at, are read along an index', async () => {
  const { db } = app.platform
  const page = { outcome: 'notMet', after: newId(), limit: 21 } as const
  const officer = await makeStaff(app, (await makeUnit(app, { capabilities: ['hrss'] })).id, {
    kind: 'hrss',
  })
  const { scope } = await orgs.actorFor(app.platform, {
    accountId: officer.id,
    seatId: officer.seatId,
  })
  const others = await genericPlan(
    db,
    othersQuery(scope, { year: 2026, series: '05', exceptId: newId() }, page),
  )
  expect(others).toContain('years_not_certified')
  const looked = { ...page, outcome: 'certified' } as const
  expect(await genericPlan(db, outcomesQuery(newId(), looked))).toContain('certification_outcomes_')
  expect(await genericPlan(db, certifiedQuery(newId(), newId(), 500))).toContain(
    'certification_outcomes_',
  )
})

describe('when the rules have changed since', () => {
  test('a year goes by those of today', async () => {
    const officer = await makeOfficer(app, '440515')
    const { ids } = await makeMet(app, 1, '440515')
    const run = await certifyRegion(app, officer)
    await supersede(app, 330)
    expect(await statesOf(ids)).toEqual(['certified'])
    await undoRun(app, officer, run)
    expect(await yearsOf(ids)).toEqual([{ state: 'notMet', keepsRules: false }])
  })
})
