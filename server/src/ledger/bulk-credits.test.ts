import type { Category } from '@xueshi/contract/ledger'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { makePeople } from '../../test/factories/certificates.ts'
import { credit, creditMany, makeCertified, reverse } from '../../test/factories/ledger.ts'
import { makeUnit } from '../../test/factories/orgs.ts'
import { newId } from '../platform/ids.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

/** What somebody's years stand at, without ids and times. */
async function yearsOf(personId: string) {
  const { rows } = await sql<Record<string, unknown>>`
    SELECT y.year, y.state, y.version, y.public_tenths, y.professional_tenths, y.elective_tenths, y.public_count,
      y.professional_count, y.elective_count, y.lacking_tenths, y.unit_id,
      (SELECT count(*)::int FROM year_results r WHERE r.year_id = y.id) AS results,
      (SELECT json_agg(json_build_array(e.series, e.category, e.hours_tenths, e.line, e.revision, e.year_version,
         e.rule_set_id = y.rule_set_id) ORDER BY e.revision, e.category, e.hours_tenths) FROM ledger_entries e
       WHERE e.person_id = y.person_id AND e.year = y.year) AS entries
    FROM years y WHERE y.person_id = ${personId} ORDER BY y.year`.execute(app.platform.db)
  return rows
}
const metTold = async (personId: string) => {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM outbox WHERE topic = 'year.met' AND payload::text LIKE ${`%${personId}%`}`.execute(
    app.platform.db,
  )
  return rows[0]?.count
}
const line = (kind: 'class' | 'platform' = 'class') => ({ kind, id: newId(), line: 1 })

describe('creditAll', () => {
  test('leaves each year as credits one by one would, but computed once', async () => {
    const names = ['陈嘉欣', '梁志明', '何穗生']
    const [one, many] = [
      await makePeople(app.platform, names),
      await makePeople(app.platform, names),
    ]
    const hours: [who: number, category: Category, hoursTenths: number, year: number][] = [
      [0, 'public', 300, 2026],
      [1, 'professional', 420, 2026],
      [0, 'professional', 415, 2026],
      [0, 'elective', 185, 2026],
      [2, 'public', 15, 2025],
      [1, 'elective', 60, 2025],
    ]
    for (const [who, category, hoursTenths, year] of hours)
      await credit(app, one[who] ?? '', { category, hoursTenths, year, source: line() })
    await creditMany(
      app,
      hours.map(([who, category, hoursTenths, year]) => ({
        personId: many[who] ?? '',
        category,
        hoursTenths,
        year,
        source: line(),
      })),
    )
    for (const [at, id] of one.entries()) {
      const apart = await yearsOf(id)
      const together = await yearsOf(many[at] ?? '')
      const states = (rows: typeof apart) =>
        rows.map(({ entries, ...year }) => ({
          ...year,
          version: null,
          results: null,
          entries: (entries as unknown[][]).map((entry) => entry.toSpliced(5, 1)),
        }))
      expect(states(together)).toEqual(states(apart))
      expect(together.map(({ version, results }) => [version, results])).toEqual(
        together.map(() => [2, 1]),
      )
      expect(await metTold(many[at] ?? '')).toBe(await metTold(id))
    }
  })

  test('a line that was reversed is credited anew as its next revision', async () => {
    const [personId = '', other = ''] = await makePeople(app.platform, ['陈嘉欣', '梁志明'])
    const source = await credit(app, personId, {
      category: 'public',
      hoursTenths: 80,
      source: line(),
    })
    await reverse(app, source)
    await creditMany(app, [
      { personId, category: 'public', hoursTenths: 75, source },
      { personId: other, category: 'public', hoursTenths: 75, source: line() },
    ])
    const [year = {}] = await yearsOf(personId)
    expect([year['publicTenths'], year['publicCount']]).toEqual([75, 1])
    const entries = year['entries'] as unknown[][]
    expect(entries.map(([, , tenths, , revision]) => [tenths, revision])).toEqual([
      [80, 1],
      [80, 1],
      [75, 2],
    ])
  })

  test('a line that stands takes the whole act back, the others of it too', async () => {
    const [personId = '', other = ''] = await makePeople(app.platform, ['陈嘉欣', '梁志明'])
    const source = await credit(app, personId, {
      category: 'public',
      hoursTenths: 80,
      source: line(),
    })
    await expect(
      creditMany(app, [
        { personId: other, category: 'public', hoursTenths: 80, source: line() },
        { personId, category: 'public', hoursTenths: 80, source },
      ]),
    ).rejects.toThrow('stands')
    expect(await yearsOf(other)).toEqual([])
    expect((await yearsOf(personId))[0]?.['publicTenths']).toBe(80)
  })

  test('a certified year stays certified, with the rules that it was judged by', async () => {
    const unit = await makeUnit(app, { name: '岭南智造工程技术有限公司' })
    const { personId } = await makeCertified(app, unit.id)
    const before = await yearsOf(personId)
    await creditMany(app, [{ personId, category: 'elective', hoursTenths: 60, source: line() }])
    const [after] = await yearsOf(personId)
    expect(after?.['state']).toBe('certified')
    expect(after?.['unitId']).toBe(before[0]?.['unitId'])
    expect(after?.['electiveTenths']).toBe(240)
  })

  test('eight acts over the same people, each the other way round, all end and all count', async () => {
    const people = await makePeople(app.platform, ['陈嘉欣', '梁志明', '何穗生', '黄木棉'])
    const each = { category: 'professional', hoursTenths: 35 } as const
    await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        creditMany(
          app,
          (at % 2 === 0 ? people : people.toReversed()).map((personId) => ({
            ...each,
            personId,
            source: line('platform'),
          })),
        ),
      ),
    )
    for (const id of people) {
      const [year] = await yearsOf(id)
      expect([year?.['professionalTenths'], year?.['professionalCount']]).toEqual([280, 8])
    }
  })
})
