import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { individualActor } from '../../../test/factories/declarations.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { makeInstitution, makeOpenClass, type Staffed } from '../../../test/factories/training.ts'
import * as enrolments from '../enrolments/service.ts'
import { place } from '../places/rules.ts'
import { roomIn } from '../places/service.ts'
import { decide } from './service.ts'

/** A tenth of T13: so many apply for so many places, and eight clerks confirm all of them at once. */
const applicants = 1000
const plan = 100
const clerks = 8

let app: TestApp
let institution: Staffed
let ids: string[]
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  ids = await makeCrowd(await makePerson(app))
}, 60_000)
afterAll(() => app.close())

/** As many as apply, copied from one in two statements: what is tested is not their joining. */
async function makeCrowd({ id }: { id: string }): Promise<string[]> {
  const { db } = app.platform
  const all = Array.from({ length: applicants }, () => randomUUID())
  for (const table of ['accounts', 'people'])
    await sql`INSERT INTO ${sql.table(table)}
      SELECT (jsonb_populate_record(t, jsonb_build_object('id', made.id))).*
      FROM ${sql.table(table)} t, unnest(${all}::uuid[]) AS made (id) WHERE t.id = ${id}`.execute(
      db,
    )
  return all
}

/** A class by hand for which all of them have applied. */
async function makeWanted(): Promise<{ id: string; enrolmentIds: string[] }> {
  const { db, clock } = app.platform
  const { id } = await makeOpenClass(app, institution, { form: { plan, confirmation: 'hand' } })
  const enrolmentIds = ids.map(() => randomUUID())
  await sql`INSERT INTO enrolments (id, class_id, person_id, state, number, rank, unit_id, series, title_level, applied_at)
    SELECT made.id, ${id}, made.person_id, 'applied', made.at, made.at, ${institution.id}, '05', 'intermediate', ${clock.now()}
    FROM unnest(${enrolmentIds}::uuid[], ${ids}::uuid[]) WITH ORDINALITY AS made (id, person_id, at)`.execute(
    db,
  )
  await sql`UPDATE class_places SET applied_count = ${applicants}, last_number = ${applicants}, last_rank = ${applicants}
    WHERE class_id = ${id}`.execute(db)
  return { id, enrolmentIds }
}

const countOf = async (classId: string) => {
  const { rows } = await sql<{ state: string; n: number }>`
    SELECT state, count(*)::int AS n FROM enrolments WHERE class_id = ${classId} GROUP BY state`.execute(
    app.platform.db,
  )
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}

/** Every eighth of them, in lots of 25. */
const lotsOf = (enrolmentIds: readonly string[], clerk: number): string[][] => {
  const mine = enrolmentIds.filter((_, at) => at % clerks === clerk)
  return Array.from({ length: Math.ceil(mine.length / 25) }, (_, lot) =>
    mine.slice(lot * 25, lot * 25 + 25),
  )
}

test('without the lock, clerks who count first and write afterwards oversell', async () => {
  const { id, enrolmentIds } = await makeWanted()
  const { db } = app.platform
  const rooms = await Promise.all(Array.from({ length: clerks }, () => roomIn(db, id)))
  for (const [clerk, room] of rooms.entries()) {
    const mine = lotsOf(enrolmentIds, clerk).flat()
    const { placed } = place(
      room,
      mine.map((one) => ({ id: one, unitId: institution.id })),
    )
    await db
      .updateTable('enrolments')
      .set({ state: 'confirmed' })
      .where(
        'id',
        'in',
        placed.map((one) => one.id),
      )
      .execute()
  }
  expect((await countOf(id))['confirmed']).toBeGreaterThan(plan)
})

test('T13: eight clerks confirm 1,000 at once while some withdraw: each once, exactly as many as there are places', async () => {
  const { id, enrolmentIds } = await makeWanted()
  const work = Array.from({ length: clerks }, async (_, clerk) => {
    for (const lot of lotsOf(enrolmentIds, clerk))
      await decide(institution.actor, id, { decision: 'confirm', ids: lot, reason: null })
  })
  await Promise.all(work)
  expect(await countOf(id)).toEqual({ confirmed: plan, waitlisted: applicants - plan })
  const confirmed = await app.platform.db
    .selectFrom('enrolments')
    .select(['id', 'personId', 'version'])
    .where('classId', '=', id)
    .where('state', '=', 'confirmed')
    .limit(30)
    .execute()
  await Promise.all(
    confirmed.map(async (one) =>
      enrolments.withdraw(await individualActor(app, one.personId), one),
    ),
  )
  const rest = applicants - plan - confirmed.length
  expect(await countOf(id)).toEqual({
    confirmed: plan,
    waitlisted: rest,
    withdrawn: confirmed.length,
  })
  const places = await app.platform.db
    .selectFrom('classPlaces')
    .select(['confirmedCount', 'appliedCount'])
    .where('classId', '=', id)
    .executeTakeFirstOrThrow()
  expect(places).toEqual({ confirmedCount: plan, appliedCount: applicants - confirmed.length })
  // Of those who were left, the first in the order came next.
  const waiting = await app.platform.db
    .selectFrom('enrolments')
    .select((one) => [one.fn.min('rank').as('first')])
    .where('classId', '=', id)
    .where('state', '=', 'waitlisted')
    .executeTakeFirstOrThrow()
  const { rows } = await sql<{ passedBy: number }>`
    SELECT count(*)::int AS passed_by FROM enrolment_events v JOIN enrolments e ON e.id = v.enrolment_id
    WHERE e.class_id = ${id} AND v.act = 'promote' AND e.rank > ${waiting.first}`.execute(
    app.platform.db,
  )
  expect(rows[0]?.passedBy).toBe(0)
}, 60_000)
