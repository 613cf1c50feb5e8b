import { beginCertification, countMetYears } from '@xueshi/contract/ledger/certification'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { makePeople } from '../../test/factories/certificates.ts'
import { creditWholeYear, reverse } from '../../test/factories/ledger.ts'
import { guangdong, makeStaff, makeUnit, tianhe } from '../../test/factories/orgs.ts'
import { actors } from '../../test/factories/tasks.ts'
import { genericPlan } from '../../test/plan.ts'
import * as orgs from '../orgs/service.ts'
import { newId } from '../platform/ids.ts'
import * as tasks from '../tasks/service.ts'
import { metQuery } from './certification/store.ts'
import { ledgerWorks } from './jobs.ts'

type Staff = Awaited<ReturnType<typeof makeStaff>>
let app: TestApp
let county: Staff
beforeAll(async () => {
  app = await testApp()
  county = await officeAt(tianhe)
})
afterAll(() => app.close())

async function officeAt(regionCode: string) {
  const office = await makeUnit(app, { capabilities: ['hrss'], regionCode })
  return makeStaff(app, office.id, { kind: 'hrss' })
}

/** People whose years are complete, of an employer of their own. */
async function makeMet(count: number, regionCode = tianhe) {
  const unit = await makeUnit(app, { regionCode })
  const ids = await makePeople(
    app.platform,
    Array.from({ length: count }, () => '陈嘉欣'),
  )
  const sources = []
  for (const id of ids) sources.push(await creditWholeYear(app, id, unit.id))
  return { ids, sources }
}

const runTask = (id: string, works = ledgerWorks) =>
  tasks.runTask(app.platform, { works, actors }, id)

const begin = async (staff: Staff, query: { year: string; series?: string } = { year: '2026' }) => {
  const { status, body } = await staff.client.call(beginCertification, { body: query })
  expect(status).toBe(200)
  return body.id
}

const statesOf = async (ids: readonly string[]) => {
  const { db } = app.platform
  const years = await db
    .selectFrom('years')
    .select(['personId', 'state'])
    .where('personId', 'in', ids)
    .execute()
  return ids.map((id) => years.find(({ personId }) => personId === id)?.state)
}
const certificatesOf = (ids: readonly string[]) =>
  app.platform.db
    .selectFrom('certificates')
    .select(['personId', 'number', 'edition', 'state'])
    .where('personId', 'in', ids)
    .orderBy('number')
    .execute()

describe('POST /certifications', () => {
  test('200: everybody of the region who meets the rules, once, with numbers that follow each other', async () => {
    const { ids, sources } = await makeMet(5)
    const { ids: elsewhere } = await makeMet(1, '440305')
    if (sources[4]?.[0]) await reverse(app, sources[4][0])
    const waiting = await county.client.call(countMetYears, { query: { year: '2026' } })
    expect(waiting.body.count).toBe(4)
    await runTask(await begin(county))
    expect(await statesOf(ids)).toEqual([...Array<string>(4).fill('certified'), 'notMet'])
    expect(await statesOf(elsewhere)).toEqual(['met'])
    const issued = await certificatesOf(ids)
    expect(issued).toHaveLength(4)
    const sequences = issued.map(({ number }) => Number(number.split('-')[3]))
    expect(sequences.map((each) => each - (sequences[0] ?? 0))).toEqual([0, 1, 2, 3])

    // Nobody is certified twice.
    const again = await begin(county)
    await runTask(again)
    expect(await certificatesOf(ids)).toHaveLength(4)
    const task = await tasks.read(await actorOf(county), again)
    expect(task).toMatchObject({ state: 'done', counts: {} })
  })

  test('two at once and a lost run: each person has one certificate', async () => {
    const { ids } = await makeMet(6)
    const province = await officeAt(guangdong)
    const [one, other] = [await begin(county), await begin(province)]
    await Promise.all([runTask(one), runTask(other)])
    expect(await statesOf(ids)).toEqual(Array<string>(6).fill('certified'))
    expect((await certificatesOf(ids)).map(({ personId }) => personId).toSorted()).toEqual(
      ids.toSorted(),
    )
  })

  test('of one 专业系列 alone', async () => {
    const { ids } = await makeMet(1)
    await runTask(await begin(county, { year: '2026', series: '01' }))
    expect(await statesOf(ids)).toEqual(['met'])
    await runTask(await begin(county, { year: '2026', series: '05' }))
    expect(await statesOf(ids)).toEqual(['certified'])
  })
})

const actorOf = async ({ id, seatId }: Staff) =>
  orgs.actorFor(app.platform, { accountId: id, seatId })

test('a stretch is read along the years that wait, and no further', async () => {
  const { scope } = await actorOf(county)
  for (const after of [null, newId()]) {
    const query = metQuery(scope, { year: 2026, series: '05', after, limit: 500 })
    const plan = await genericPlan(app.platform.db, query)
    expect(plan).toContain('years_met')
  }
})
