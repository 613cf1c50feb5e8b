import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { listMessages } from '@xueshi/contract/messages'
import { listTasks } from '@xueshi/contract/tasks'
import { categories, grantExemption } from '@xueshi/contract/ledger'
import { beginCertification, countMetYears } from '@xueshi/contract/ledger/certification'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { makeMet, makeOfficer, runLedgerTask } from '../../../test/factories/certification.ts'
import { makeDeciders, makePassedExemption } from '../../../test/factories/exemptions.ts'
import { credit, creditWholeYear, reverse } from '../../../test/factories/ledger.ts'
import type { makeStaff } from '../../../test/factories/orgs.ts'
import { guangdong, makeUnit } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { supersede } from '../../../test/factories/rules.ts'
import { actors } from '../../../test/factories/tasks.ts'
import { genericPlan } from '../../../test/plan.ts'
import * as orgs from '../../orgs/service.ts'
import { newId } from '../../platform/ids.ts'
import { prepareJobs } from '../../platform/jobs.ts'
import { relayOnce } from '../../platform/relay.ts'
import * as restrictions from '../../restrictions/service.ts'
import * as tasks from '../../tasks/service.ts'
import { suspendYear } from '../service.ts'
import * as certification from './service.ts'
import { lockMet, metQuery } from './store.ts'

type Staff = Awaited<ReturnType<typeof makeStaff>>
let app: TestApp
beforeAll(async () => {
  app = await testApp()
  await prepareJobs(app.database.ownerUrl)
})
afterAll(() => app.close())

const actorOf = async ({ id, seatId }: Staff) =>
  orgs.actorFor(app.platform, { accountId: id, seatId })
const readOf = async (staff: Staff, id: string) => tasks.read(await actorOf(staff), id)

async function begin(staff: Staff, body: { year: string; series?: string } = { year: '2026' }) {
  const { status, body: task } = await staff.client.call(beginCertification, { body })
  expect(status).toBe(200)
  return task.id
}
/** Begins a certification and runs it to its end; answers what it counted. */
async function certify(staff: Staff, body?: { year: string; series?: string }) {
  const id = await begin(staff, body)
  await runLedgerTask(app, id)
  const { state, counts } = await readOf(staff, id)
  expect(state).toBe('done')
  return counts
}

const yearsOf = (ids: readonly string[]) =>
  app.platform.db
    .selectFrom('years')
    .selectAll()
    .where('personId', 'in', ids)
    .orderBy('personId')
    .execute()
const statesOf = async (ids: readonly string[]) => (await yearsOf(ids)).map(({ state }) => state)
const certificatesOf = (ids: readonly string[]) =>
  app.platform.db
    .selectFrom('certificates')
    .select(['personId', 'number', 'edition', 'state', 'facts'])
    .where('personId', 'in', ids)
    .orderBy('number')
    .execute()
const holdersOf = async (ids: readonly string[]) =>
  (await certificatesOf(ids)).map(({ personId }) => personId).toSorted()
const times = <Value>(count: number, value: Value) => Array.from({ length: count }, () => value)

describe('POST /certifications', () => {
  test('200: everybody of the region who meets the rules, once, with numbers that follow each other', async () => {
    const county = await makeOfficer(app, '440607')
    const { ids, sources } = await makeMet(app, 5, '440607')
    const { ids: elsewhere } = await makeMet(app, 1, '440605')
    if (sources[4]?.[0]) await reverse(app, sources[4][0])
    const waiting = await county.client.call(countMetYears, { query: { year: '2026' } })
    expect(waiting.body.count).toBe(4)
    expect(await certify(county)).toMatchObject({ certified: 4 })
    expect(await statesOf(ids)).toEqual([...times(4, 'certified'), 'notMet'])
    expect(await statesOf(elsewhere)).toEqual(['met'])
    const issued = await certificatesOf(ids)
    expect(issued).toHaveLength(4)
    const sequences = issued.map(({ number }) => Number(number.split('-')[3]))
    expect(sequences.map((each) => each - (sequences[0] ?? 0))).toEqual([0, 1, 2, 3])
    expect((await yearsOf(ids))[0]).toMatchObject({ keepsRules: true })
  })

  test('200: a second run changes nothing', async () => {
    const county = await makeOfficer(app, '440606')
    const { ids } = await makeMet(app, 3, '440606')
    await certify(county)
    const before = [await yearsOf(ids), await certificatesOf(ids)]
    app.clock.advance(60_000)
    expect(await certify(county)).toEqual({})
    expect([await yearsOf(ids), await certificatesOf(ids)]).toEqual(before)
  })

  test('200: whoever is certified is told once, and the act is on record', async () => {
    const county = await makeOfficer(app, '440608')
    const unit = await makeUnit(app, { regionCode: '440608' })
    const person = await makePerson(app)
    await creditWholeYear(app, person.id, unit.id)
    await certify(county)
    while ((await relayOnce(app.platform.db)) > 0);
    const { body } = await person.client.call(listMessages)
    const [certificate] = await certificatesOf([person.id])
    const told = body.items.filter(({ topic }) => topic === 'certificate.issued')
    expect(told).toHaveLength(1)
    expect(told[0]?.text).toContain(certificate?.number)
    const { rows } = await sql<{ facts: unknown }>`
      SELECT a.facts FROM audit a JOIN years y ON y.id = a.record_id
      WHERE a.act = 'year.certify' AND a.actor_id = ${county.id} AND y.person_id = ${person.id}`.execute(
      app.platform.db,
    )
    expect(rows).toEqual([{ facts: { year: 2026, certificate: certificate?.number } }])
  })

  test('200: two offices at the same time, and each person has one certificate', async () => {
    const county = await makeOfficer(app, '440604')
    const { ids } = await makeMet(app, 6, '440604')
    const province = await makeOfficer(app, guangdong)
    const [one, other] = [await begin(county), await begin(province)]
    await Promise.all([runLedgerTask(app, one), runLedgerTask(app, other)])
    expect(await readOf(county, one)).toMatchObject({ state: 'done' })
    expect(await readOf(province, other)).toMatchObject({ state: 'done' })
    expect(await statesOf(ids)).toEqual(times(6, 'certified'))
    expect(await holdersOf(ids)).toEqual(ids)
  })

  test('200: of one 专业系列 alone', async () => {
    const county = await makeOfficer(app, '440303')
    const { ids } = await makeMet(app, 1, '440303')
    expect(await certify(county, { year: '2026', series: '01' })).toEqual({})
    expect(await statesOf(ids)).toEqual(['met'])
    expect(await certify(county, { year: '2026', series: '05' })).toMatchObject({ certified: 1 })
  })

  test('200: officers do not certify their own year; a colleague does', async () => {
    const county = await makeOfficer(app, '440304')
    const unit = await makeUnit(app, { regionCode: '440304' })
    const person = await makePerson(app)
    await creditWholeYear(app, person.id, unit.id)
    const seat = await actorOf(county)
    const { id: seatId } = await orgs.addStaff(orgs.systemActor(app.platform), {
      unitId: seat.seat?.unitId ?? '',
      accountId: person.id,
      kind: 'hrss',
      level: 'clerk',
    })
    const own = await orgs.actorFor(app.platform, { accountId: person.id, seatId })
    await runLedgerTask(app, (await certification.begin(own, { year: '2026' })).id)
    expect(await statesOf([person.id])).toEqual(['met'])
    expect(await certify(county)).toMatchObject({ certified: 1 })
  })
})

describe('what holds a year back', () => {
  test('a restriction suspends it, and one that its state does not show yet does so too', async () => {
    const county = await makeOfficer(app, '440305')
    const { ids } = await makeMet(app, 3, '440305')
    const [suspended = '', late = ''] = ids
    const system = orgs.systemActor(app.platform)
    const restrict = (personId: string) =>
      restrictions.restrict(app.platform.db, system, {
        sourceId: newId(),
        toOn: null,
        personId,
        years: [2026],
      })
    await restrict(suspended)
    await app.platform.db
      .transaction()
      .execute((tx) => suspendYear(tx, system, { personId: suspended, year: 2026 }))
    await restrict(late)
    // Whoever began it reads why the others were passed over, and finds the run again.
    expect(await certify(county)).toEqual({ certified: 1, held: 1, suspended: 1 })
    const list = await county.client.call(listTasks, { query: { kind: 'years.certify' } })
    expect(list.body.items).toMatchObject([{ kind: 'years.certify', year: 2026, state: 'done' }])
    const others = await county.client.call(listTasks, { query: { kind: 'people.export' } })
    expect(others.body.items).toEqual([])
    expect(await statesOf(ids)).toEqual(['suspended', 'met', 'certified'])
    expect(await holdersOf(ids)).toEqual([ids[2]])
  })

  test('hours that are taken back while it waits for its step', async () => {
    const { ids, sources } = await makeMet(app, 1, '440306')
    if (sources[0]?.[1]) await reverse(app, sources[0][1])
    const { db, clock } = app.platform
    expect(await lockMet(db, ids, 2026, clock.now())).toEqual([])
  })

  test('what a decision takes off stands on the certificate', async () => {
    const { person, unit, clerk, officer } = await makeDeciders(app)
    const { id, version } = await makePassedExemption(app, person.id, { clerk: clerk.actor })
    const granted = await officer.client.call(grantExemption, {
      params: { id },
      body: { version, relief: { months: 5, exempt: [] }, reason: '按实际休假时间核定' },
    })
    expect(granted.status).toBe(200)
    const least = { public: 175, professional: 245, elective: 105 } as const
    for (const category of categories)
      await credit(app, person.id, { unitId: unit.id, category, hoursTenths: least[category] })
    expect(await certify(officer)).toMatchObject({ certified: 1 })
    const [certificate] = await certificatesOf([person.id])
    expect(certificate?.facts).toMatchObject({
      totalHoursTenths: 525,
      totalRequiredTenths: 525,
      categories: categories.map((each) => ({ requiredTenths: least[each] })),
    })
  })
})

describe('a process that is killed at the end of its second step', () => {
  test('leaves one step; another one goes on behind it, and each person has one certificate', async () => {
    const county = await makeOfficer(app, '440309')
    const { ids } = await makeMet(app, 5, '440309')
    const id = await begin(county)
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('../../../test/certifying-process.ts', import.meta.url)), id],
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
    // A number without a record would show here: two were allotted to people who have none now.
    expect(await statesOf(ids)).toEqual([...times(2, 'certified'), ...times(3, 'met')])
    expect(await holdersOf(ids)).toEqual(ids.slice(0, 2))
    expect(await readOf(county, id)).toMatchObject({ state: 'running', done: 2, total: 5 })

    await sql`UPDATE tasks SET beat_at = beat_at - interval '1 minute' WHERE id = ${id}`.execute(
      app.platform.db,
    )
    expect(await tasks.reviveLost(app.platform, actors)).toBe(1)
    await runLedgerTask(app, id)
    expect(await readOf(county, id)).toMatchObject({
      state: 'done',
      done: 5,
      counts: { certified: 5 },
    })
    expect(await holdersOf(ids)).toEqual(ids)
    const sequences = (await certificatesOf(ids)).map(({ number }) => Number(number.split('-')[3]))
    expect(sequences.map((each) => each - (sequences[0] ?? 0))).toEqual([0, 1, 2, 3, 4])
  })
})

test('a step that fails takes back the next one, which is read already', async () => {
  const county = await makeOfficer(app, '440311')
  const { ids } = await makeMet(app, 5, '440311')
  const id = await begin(county)
  let begun = 0
  const work = (run: tasks.Run) =>
    certification.run(
      {
        ...run,
        step: (checkpoint, act) => {
          begun += 1
          const isSecond = begun === 2
          return run.step(checkpoint, async (tx) => {
            await act?.(tx)
            if (isSecond) await expect.poll(() => begun).toBe(3)
            if (isSecond) throw new Error('the second step cannot be written')
          })
        },
      },
      2,
    )
  await tasks.runTask(app.platform, { works: { 'years.certify': work }, actors }, id)
  expect(await readOf(county, id)).toMatchObject({ state: 'failed', done: 2 })
  expect(await statesOf(ids)).toEqual([...times(2, 'certified'), ...times(3, 'met')])
  expect(await certify(county)).toMatchObject({ certified: 3 })
  const sequences = (await certificatesOf(ids)).map(({ number }) => Number(number.split('-')[3]))
  expect(sequences.map((each) => each - (sequences[0] ?? 0))).toEqual([0, 1, 2, 3, 4])
})

test('a stretch is read along the years that wait, and no further', async () => {
  const { scope } = await actorOf(await makeOfficer(app, '440310'))
  const wanted = { year: 2026, series: '05', exceptId: newId(), after: newId(), limit: 500 }
  const plan = await genericPlan(app.platform.db, metQuery(scope, wanted))
  expect(plan).toMatch(/Index (Only )?Scan using years_met/)
  expect(plan).toMatch(/Index Cond: .*person_id >/)
})

describe('when the rules change', () => {
  test('a year is computed by those of today first, and keeps them', async () => {
    const county = await makeOfficer(app, '440307')
    const { ids, unitId } = await makeMet(app, 2, '440307')
    const [rich = '', poor = ''] = ids
    await credit(app, rich, { unitId, category: 'public', hoursTenths: 60 })
    const former = await yearsOf(ids)
    await supersede(app, 330)
    expect(await certify(county)).toMatchObject({ certified: 1 })
    expect(await statesOf([poor])).toEqual(['notMet'])
    const [now] = await yearsOf([rich])
    expect(now).toMatchObject({ state: 'certified', keepsRules: true })
    expect(now?.ruleSetId).not.toBe(former[0]?.ruleSetId)
    const [certificate] = await certificatesOf([rich])
    expect(certificate?.facts).toMatchObject({
      categories: [{ requiredTenths: 330 }, { requiredTenths: 420 }, { requiredTenths: 180 }],
    })
    expect(JSON.stringify(certificate?.facts)).toContain('修订')
  })
})
