import { certifyYear, chooseYearSeries, listYears, readYear } from '@xueshi/contract/ledger'
import { instantOf } from '@xueshi/contract/year'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { credit, creditWholeYear } from '../../../test/factories/ledger.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { publishRules } from '../../../test/factories/rules.ts'
import { newId } from '../../platform/ids.ts'
import { replay } from '../service.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  // Those of 卫生 ask for more than the rest.
  await publishRules(app, {
    name: '卫生系列（测试）',
    series: '04',
    minima: { public: 300, professional: 420, elective: 180 },
    totalTenths: 1000,
  })
})
afterAll(() => app.close())

type Person = Awaited<ReturnType<typeof makePerson>>
const rowOf = async ({ client }: Person, year = 2026) =>
  (await client.call(listYears)).body.items.find((row) => row.year === year)
const choose = ({ client }: Person, id: string, series: string) =>
  client.call(chooseYearSeries, { params: { id }, body: { series } })

/** The person was of another series from the beginning of the house until that day. */
async function heldUntil(person: Person, series: string, day: string) {
  const at = instantOf(day, '00:00')
  const { db } = app.platform
  const now = await db
    .selectFrom('profiles')
    .selectAll()
    .where('personId', '=', person.id)
    .where('state', '=', 'confirmed')
    .executeTakeFirstOrThrow()
  await db.updateTable('profiles').set({ decidedAt: at }).where('id', '=', now.id).execute()
  await sql`
    INSERT INTO profiles SELECT (jsonb_populate_record(p, ${JSON.stringify({
      id: newId(),
      state: 'superseded',
      series,
      decided_at: '2025-03-01T00:00:00Z',
    })}::jsonb)).* FROM profiles p WHERE p.id = ${now.id}`.execute(db)
}

describe('POST /years/:id/series', () => {
  test('200: the year counts for the other series that was held in it, by its rules, and back', async () => {
    const person = await makePerson(app)
    await heldUntil(person, '04', '2026-02-01')
    await creditWholeYear(app, person.id, person.unitId)
    const row = await rowOf(person)
    expect(row).toMatchObject({
      series: '05',
      seriesHeld: ['04', '05'],
      state: 'met',
      open: ['certify', 'chooseSeries'],
    })
    const chosen = await choose(person, row?.id ?? '', '04')
    expect(chosen.status).toBe(200)
    expect(chosen.body).toMatchObject({ series: '04', state: 'notMet', totalTenths: 900 })
    const { body } = await person.client.call(readYear, { params: { year: '2026' } })
    expect(body).toMatchObject({ ruleSet: { name: '卫生系列（测试）' }, lackingTotalTenths: 100 })
    // A later credit leaves the choice as it is.
    await credit(app, person.id, { category: 'elective', hoursTenths: 100 })
    expect(await rowOf(person)).toMatchObject({ series: '04', state: 'met' })
    expect((await choose(person, row?.id ?? '', '05')).body).toMatchObject({
      series: '05',
      state: 'met',
    })
    for (const { kept, computed } of await replay(app.platform.db, person.id, 2026))
      expect(computed).toEqual(kept)
  })

  test('a series that hours came under may be chosen as well', async () => {
    const person = await makePerson(app)
    await credit(app, person.id, { category: 'public', hoursTenths: 80, series: '04' })
    await credit(app, person.id, { category: 'public', hoursTenths: 80 })
    const row = await rowOf(person)
    expect([row?.series, row?.seriesHeld]).toEqual(['04', ['04', '05']])
    expect((await choose(person, row?.id ?? '', '05')).body.series).toBe('05')
  })

  test('held to the last moment of a year in Asia/Shanghai, and not in the next', async () => {
    const [inside, outside] = [await makePerson(app), await makePerson(app)]
    await heldUntil(inside, '04', '2026-01-02')
    await heldUntil(outside, '04', '2026-01-01')
    await app.platform.db
      .updateTable('profiles')
      .set({ decidedAt: new Date('2025-12-31T15:59:59.999Z') })
      .where('personId', '=', outside.id)
      .where('state', '=', 'confirmed')
      .execute()
    for (const year of [2025, 2026])
      for (const person of [inside, outside])
        await credit(app, person.id, { category: 'public', hoursTenths: 80, year })
    expect((await rowOf(inside))?.seriesHeld).toEqual(['04', '05'])
    expect((await rowOf(outside))?.seriesHeld).toEqual(['05'])
    expect((await rowOf(outside, 2025))?.seriesHeld).toEqual(['04', '05'])
  })

  test('422 for a series that was not held, 404 for somebody else’s year', async () => {
    const person = await makePerson(app)
    const other = await makePerson(app)
    await credit(app, person.id, { category: 'public', hoursTenths: 80 })
    const row = await rowOf(person)
    expect(row?.open).toEqual([])
    const refused = await choose(person, row?.id ?? '', '04')
    expect([refused.status, refused.problem.fields]).toEqual([422, { series: 'NOT_OFFERED' }])
    expect((await choose(other, row?.id ?? '', '05')).status).toBe(404)
  })

  test('409 once it is certified', async () => {
    const person = await makePerson(app)
    await heldUntil(person, '04', '2026-02-01')
    await creditWholeYear(app, person.id, person.unitId)
    const id = (await rowOf(person))?.id ?? ''
    await person.client.call(certifyYear, { params: { id }, body: {} })
    const refused = await choose(person, id, '04')
    expect([refused.status, refused.problem.code]).toEqual([409, 'WRONG_STATE'])
    expect(await rowOf(person)).toMatchObject({ series: '05', state: 'certified', open: [] })
  })
})
