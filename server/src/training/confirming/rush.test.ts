import { randomUUID } from 'node:crypto'
import { decideEnrolments } from '@xueshi/contract/training/confirmations'
import { applyForClass, withdrawEnrolment } from '@xueshi/contract/training/enrolments'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import { rounds } from '../../../test/battery.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makeStaff } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { makeInstitution, makeOpenClass, type Staffed } from '../../../test/factories/training.ts'
import { callAt, type House, startHouse } from '../../../test/houses.ts'
import { place } from '../places/rules.ts'
import { roomIn } from '../places/service.ts'

/** T13: so many apply for so many places, and eight clerks in two processes confirm all of them at once. */
const applicants = rounds(10_000)
const plan = 100
const clerks = 8
/** So many of them give their application up meanwhile. */
const fickle = 30

let app: TestApp
let institution: Staffed
let ids: string[]
let houses: House[]
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  ids = await makeCrowd(await makePerson(app))
  houses = [await startHouse(app), await startHouse(app)]
}, 120_000)
afterAll(async () => {
  await Promise.all(houses.map((house) => house.stop()))
  await app.close()
})

/** As many as apply, copied from one with profile and employer: what is tested is not their joining. */
async function makeCrowd({ id }: { id: string }): Promise<string[]> {
  const { db } = app.platform
  const all = Array.from({ length: applicants }, () => randomUUID())
  for (const table of ['accounts', 'people'])
    await sql`INSERT INTO ${sql.table(table)}
      SELECT (jsonb_populate_record(t, jsonb_build_object('id', made.id))).*
      FROM ${sql.table(table)} t, unnest(${all}::uuid[]) AS made (id) WHERE t.id = ${id}`.execute(
      db,
    )
  for (const table of ['profiles', 'employments'])
    await sql`INSERT INTO ${sql.table(table)}
      SELECT (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'person_id', made.id))).*
      FROM ${sql.table(table)} t, unnest(${all}::uuid[]) AS made (id) WHERE t.person_id = ${id}`.execute(
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

/** Runs the acts, so many at once, each at one of the houses in turn. */
async function atOnce<One>(
  many: number,
  all: readonly One[],
  act: (one: One, house: House) => Promise<void>,
): Promise<void> {
  const waiting = all.map((one, at) => ({ one, house: houses[at % houses.length] })).toReversed()
  const worker = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop())
      if (next.house) await act(next.one, next.house)
  }
  await Promise.all(Array.from({ length: many }, worker))
}

const stateOf = (ids: readonly string[]) =>
  app.platform.db
    .selectFrom('enrolments')
    .select(['id', 'state', 'version'])
    .where('id', 'in', [...ids])
    .execute()

test(`T13: ${applicants} apply for ${plan} places at two processes, eight clerks confirm all of them while some withdraw: each once, exactly ${plan}`, async () => {
  const { id: classId } = await makeOpenClass(app, institution, {
    form: { plan, confirmation: 'hand' },
  })
  const logins = new Map<string, Awaited<ReturnType<typeof clientFor>>>()
  for (const accountId of ids) logins.set(accountId, await clientFor(app, { accountId }))
  const loginOf = (personId: string) => logins.get(personId) ?? app.visitor()

  const enrolmentIds = new Map<string, string>()
  const again: number[] = []
  await atOnce(16, ids, async (personId, house) => {
    const apply = () => callAt(house, loginOf(personId), applyForClass, { body: { classId } })
    const { status, body } = await apply()
    expect(status).toBe(200)
    enrolmentIds.set(personId, body.id)
    // One in ten presses twice.
    if (enrolmentIds.size % 10 === 0) again.push((await apply()).status)
  })
  expect(new Set(again)).toEqual(new Set([409]))
  const inOrder = [...enrolmentIds.values()]
  expect(new Set(inOrder).size).toBe(applicants)

  const desks: { cookies: Client['cookies']; seatId: string }[] = []
  for (let clerk = 0; clerk < clerks; clerk += 1) {
    const { client, seatId } = await makeStaff(app, institution.id, { kind: 'institution' })
    desks.push({ cookies: client.cookies, seatId })
  }
  /** Those who are undecided still, until there are none: somebody may have withdrawn or been decided on meanwhile. */
  const confirmLot = async (house: House, desk: (typeof desks)[number], lot: string[]) => {
    for (let left = lot; left.length > 0;) {
      const { status } = await callAt(house, desk, decideEnrolments, {
        params: { id: classId },
        body: { decision: 'confirm', ids: left, reason: null },
      })
      expect([200, 409]).toContain(status)
      left = (await stateOf(left)).filter(({ state }) => state === 'applied').map(({ id }) => id)
    }
  }
  const leave = async (personId: string, house: House) => {
    for (;;) {
      const [row] = await stateOf([enrolmentIds.get(personId) ?? ''])
      if (!row) throw new Error('an enrolment is gone')
      const { status } = await callAt(house, loginOf(personId), withdrawEnrolment, {
        params: { id: row.id },
        body: { version: row.version },
      })
      if (status === 200) return
      expect(status).toBe(409)
    }
  }
  const theFickle = ids.filter((_, at) => at % Math.floor(applicants / fickle) === 0)
  await Promise.all([
    ...desks.map(async (desk, clerk) => {
      const house = houses[clerk % houses.length]
      for (const lot of lotsOf(inOrder, clerk)) if (house) await confirmLot(house, desk, lot)
    }),
    atOnce(2, theFickle, leave),
  ])

  const left = theFickle.length
  expect(await countOf(classId)).toEqual({
    confirmed: plan,
    waitlisted: applicants - plan - left,
    withdrawn: left,
  })
  const places = await app.platform.db
    .selectFrom('classPlaces')
    .select(['confirmedCount', 'appliedCount'])
    .where('classId', '=', classId)
    .executeTakeFirstOrThrow()
  expect(places).toEqual({ confirmedCount: plan, appliedCount: applicants - left })

  // Places that are given up later go to the first who wait, in their order.
  const holding = await app.platform.db
    .selectFrom('enrolments')
    .select(['id', 'personId', 'state'])
    .where('classId', '=', classId)
    .where('state', 'in', ['confirmed', 'waitlisted'])
    .orderBy('rank')
    .execute()
  const next = holding.filter(({ state }) => state === 'waitlisted').slice(0, fickle)
  const leaving = holding.filter(({ state }) => state === 'confirmed').slice(0, fickle)
  await atOnce(
    8,
    leaving.map(({ personId }) => personId),
    leave,
  )
  expect(new Set((await stateOf(next.map(({ id }) => id))).map(({ state }) => state))).toEqual(
    new Set(['confirmed']),
  )
  expect((await countOf(classId))['confirmed']).toBe(plan)
}, 3_600_000)
