import { type Declaration, listReviews, recogniseDeclaration } from '@xueshi/contract/declarations'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { rounds } from '../../../test/battery.ts'
import { makeSubmitted, pdf } from '../../../test/factories/declarations.ts'
import { makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { callAt, type House, startHouse } from '../../../test/houses.ts'
import { unguardedDatabase } from '../../../test/unguarded-database.ts'
import { several } from '../../../seed/several.ts'
import { computeYear } from '../../ledger/rules.ts'
import { ruleSetFor } from '../../ledger/service.ts'

let app: TestApp
let unit: { id: string }
let desk: Awaited<ReturnType<typeof makeStaff>>
let houses: readonly House[]
beforeAll(async () => {
  app = await testApp()
  unit = await makeUnit(app)
  desk = await makeStaff(app, unit.id)
  houses = await Promise.all([startHouse(app), startHouse(app)])
}, 120_000)
afterAll(async () => {
  await Promise.all(houses.map((house) => house.stop()))
  await app.close()
})

/** 18 有考核的自学 counts 18 hours a year at most; each of these is worth two. */
const each = { category: 'elective', form: '18', claimedTenths: 20 } as const
const cap = 180
/** Of each house its pool, all of them at work. */
const connections = 8

const makePersonHere = () => makePerson(app, { unit, clerk: desk })
type Person = Awaited<ReturnType<typeof makePersonHere>>

/** So many records of one person that wait at the unit, two and two with the same file. */
async function makeWaiting(person: Person, count: number): Promise<Declaration[]> {
  const files = Array.from({ length: Math.ceil(count / 2) }, () => pdf())
  return several(Array.from({ length: count }), (_, at) =>
    makeSubmitted(app, person, { form: each, files: [files[Math.floor(at / 2)] ?? pdf()] }),
  )
}

const inputOf = ({ id, version, claimedTenths }: Declaration) => ({
  params: { id },
  body: { version, recognisedTenths: claimedTenths, reason: null },
})

/** What the year says, what stands in the ledger, and whether each kept result is of all that stood then. */
async function yearOf({ id }: Person) {
  const { db } = app.platform
  const { rows } = await sql<{ ledger: number; entries: number; counted: number; results: number }>`
    SELECT (SELECT coalesce(sum(hours_tenths), 0)::int FROM ledger_entries WHERE person_id = y.person_id) AS ledger,
      (SELECT count(DISTINCT e.source_id)::int FROM ledger_entries e WHERE e.person_id = y.person_id) AS entries,
      y.elective_tenths AS counted,
      (SELECT count(*)::int FROM year_results r WHERE r.year_id = y.id) AS results
    FROM years y WHERE y.person_id = ${id} AND y.year = 2026`.execute(db)
  return rows[0]
}

/** The year is what its entries come to under its rules. */
async function isWhole({ id }: Person, count: number): Promise<boolean> {
  const { db } = app.platform
  const { rows: standing } = await sql<Parameters<typeof computeYear>[0][number]>`
    SELECT id, category, hours_tenths, subjects, form FROM ledger_entries
    WHERE person_id = ${id} AND reverses IS NULL`.execute(db)
  const { counted } = computeYear(standing, await ruleSetFor(db, { year: 2026, series: '05' }))
  const year = await yearOf({ id } as Person)
  return standing.length === count && year?.counted === counted.elective
}

/** The year's row is looked at, and nobody waits for anybody. */
const withoutLock = (statement: string) => {
  const person = /SELECT (\$\d+)::uuid, (\$\d+)::uuid, (\$\d+)::int/.exec(statement)
  if (!statement.includes('ON CONFLICT (person_id, year) DO UPDATE') || !person) return statement
  return statement
    .replace('locked AS (\n      INSERT INTO years', 'fresh AS (\n      INSERT INTO years')
    .replace(
      /ON CONFLICT \(person_id, year\) DO UPDATE SET updated_at = excluded\.updated_at\s+RETURNING \*\s+\)/,
      `ON CONFLICT (person_id, year) DO NOTHING RETURNING *),
       locked AS (SELECT * FROM fresh UNION ALL SELECT * FROM years WHERE person_id = ${person[2]} AND year = ${person[3]} LIMIT 1)`,
    )
}

describe('T14: many recognitions of one person’s year across a cap, in two processes', () => {
  test('all at once, two and two with the same evidence: never over the cap, and the ledger holds them all', async () => {
    const count = rounds(200)
    const person = await makePersonHere()
    const waiting = await makeWaiting(person, count)
    const { body: queue } = await desk.client.call(listReviews, { query: {} })
    expect(queue.items.flatMap(({ flags }) => flags)).toContain('FILE_USED_BEFORE')
    const caller = { cookies: desk.client.cookies, seatId: desk.seatId }
    const left = [...waiting.entries()]
    const clerk = async () => {
      const statuses: number[] = []
      for (let next = left.pop(); next; next = left.pop()) {
        const house = houses[next[0] % houses.length]
        if (!house) throw new Error('there is no house')
        const { status } = await callAt(house, caller, recogniseDeclaration, inputOf(next[1]))
        statuses.push(status)
      }
      return statuses
    }
    const told = await Promise.all(Array.from({ length: 2 * connections }, clerk))
    expect(told.flat().filter((status) => status !== 200)).toEqual([])
    expect(await yearOf(person)).toEqual({
      ledger: 20 * count,
      entries: count,
      counted: Math.min(cap, 20 * count),
      results: count,
    })
  }, 600_000)

  test('without the lock on the year, hours get lost', async () => {
    const count = rounds(200)
    const together = 7
    const { db } = app.platform
    const bare = unguardedDatabase(app.database.appUrl, withoutLock)
    const failed = { guarded: 0, unguarded: 0 }
    try {
      for (let round = 0; round < count; round += 1)
        for (const kind of ['guarded', 'unguarded'] as const) {
          const person = await makePersonHere()
          // The year stands: without the lock it is the hours that get lost, not the row.
          const [first, ...waiting] = await makeWaiting(person, together)
          if (!first) throw new Error('nothing waits')
          await desk.client.call(recogniseDeclaration, inputOf(first))
          if (kind === 'unguarded') app.platform.db = bare.db
          const told = await Promise.all(
            waiting.map((record) => desk.client.call(recogniseDeclaration, inputOf(record))),
          )
          app.platform.db = db
          // Each clerk is told that it is done, guarded or not.
          expect(told.map(({ status }) => status)).toEqual(told.map(() => 200))
          if (!(await isWhole(person, together))) failed[kind] += 1
        }
    } finally {
      app.platform.db = db
      await bare.close()
    }
    // How often it fails without the guard is what this test is for.
    // oxlint-disable-next-line no-console
    console.info(`years: ${failed.unguarded} of ${count} rounds lost hours without the lock`)
    expect(failed.guarded).toBe(0)
    expect(failed.unguarded).toBeGreaterThan(0)
  }, 600_000)
})
