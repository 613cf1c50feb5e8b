import { listReviews, recogniseDeclaration } from '@xueshi/contract/declarations'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../test/app.ts'
import { makeDraft, makeSubmitted } from '../../test/factories/declarations.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { makePerson } from '../../test/factories/people.ts'
import { genericPlan } from '../../test/plan.ts'
import * as queueStore from './queue/store.ts'

let app: TestApp
let person: Awaited<ReturnType<typeof makePerson>>
let outsider: Client
beforeAll(async () => {
  app = await testApp()
  person = await makePerson(app)
  outsider = (await makeStaff(app, (await makeUnit(app)).id)).client
})
afterAll(() => app.close())

describe('GET /reviews', () => {
  test('200: what waits at the office, oldest first, page by page, and nothing else', async () => {
    const { id: unitId } = await makeUnit(app)
    const seat = await makeStaff(app, unitId)
    const one = await makePerson(app, {
      unit: { id: unitId },
      clerk: seat,
      account: { name: '曾阿婆' },
    })
    const two = await makePerson(app, {
      unit: { id: unitId },
      clerk: seat,
      account: { name: '温可' },
    })
    const waiting: string[] = []
    for (let at = 0; at < 23; at++) {
      waiting.push(
        (
          await makeSubmitted(app, at % 2 === 0 ? one : two, {
            form: { category: at < 2 ? 'elective' : 'professional' },
          })
        ).id,
      )
      app.clock.advance(1000)
    }
    await makeDraft(app, one)
    const decided = await makeSubmitted(app, one)
    await seat.client.call(recogniseDeclaration, {
      params: { id: decided.id },
      body: { version: decided.version, recognisedTenths: 160, reason: null },
    })
    const first = await seat.client.call(listReviews)
    const { next } = first.body
    const second = await seat.client.call(listReviews, { query: { after: next ?? '' } })
    const ids = [...first.body.items, ...second.body.items].map(
      ({ declarationId }) => declarationId,
    )
    expect(ids).toEqual(waiting)
    expect([first.body.items.length, second.body.next]).toEqual([20, null])
    const found = async (query: { person?: string; category?: 'elective' }) =>
      (await seat.client.call(listReviews, { query })).body.items.map(
        ({ personName }) => personName,
      )
    expect(await found({ category: 'elective' })).toEqual(['曾阿婆', '温可'])
    expect(new Set(await found({ person: '阿' }))).toEqual(new Set(['曾阿婆']))
    expect(await found({ person: '%' })).toEqual([])
    expect((await outsider.call(listReviews)).body).toEqual({ items: [], next: null })
    expect((await person.client.call(listReviews)).status).toBe(403)
  })

  test('a queue of thousands is read by its index, in order, and a rare search ends and goes on', async () => {
    const { id: unitId } = await makeUnit(app)
    const seat = await makeStaff(app, unitId)
    const owner = new pg.Client({ connectionString: app.database.ownerUrl })
    await owner.connect()
    try {
      await owner.query(
        `WITH made AS (
           INSERT INTO declarations (id, person_id, state, name, category, form, institution, start_on, end_on, year,
             claimed_tenths, unit_id, series, receipt_number, created_at, updated_at, submitted_at)
           SELECT gen_random_uuid(), $1, 'submitted', '班', CASE WHEN n = 2900 THEN 'elective' ELSE 'professional' END,
             '01', '学院', '2026-04-11', '2026-04-12', 2026, 160, $2, '05', 'made-' || n, now(), now(),
             timestamptz '2026-05-01T00:00:00Z' + n * interval '1 second'
           FROM generate_series(1, 2950) n RETURNING id, submitted_at)
         INSERT INTO review_steps (id, declaration_id, round, position, office, office_unit_id, state, opened_at)
         SELECT gen_random_uuid(), id, 1, 1, 'employer', $2, 'open', submitted_at FROM made`,
        [person.id, unitId],
      )
      await owner.query('ANALYZE declarations, review_steps, people, units')
      const query = queueStore.queueQuery({ office: 'employer', unitId }, 21)
      const plan = await genericPlan(app.platform.db, query)
      expect(plan).toContain('using review_steps_queue on review_steps')
      expect(plan).not.toMatch(/Sort|Seq Scan on (declarations|review_steps)/)

      const pages: number[] = []
      let after: string | null | undefined
      while (after !== null) {
        const given = after === undefined ? {} : { after }
        const { body } = await seat.client.call(listReviews, {
          query: { category: 'elective', ...given },
        })
        pages.push(body.items.length)
        after = body.next
      }
      expect(pages).toEqual([0, 0, 1])
    } finally {
      await owner.query(`DELETE FROM declarations WHERE unit_id = $1`, [unitId])
      await owner.end()
    }
  })
})
