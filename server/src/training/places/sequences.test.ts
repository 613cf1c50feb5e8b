import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { rounds } from '../../../test/battery.ts'
import { individualActor } from '../../../test/factories/declarations.ts'
import { makeFiledCourse } from '../../../test/factories/filed-course.ts'
import { makePerson } from '../../../test/factories/people.ts'
import {
  actorAt,
  afterToday,
  enrol,
  type Staffed,
  makeInstitution,
  makeOpenClass,
  finishNow,
  todayForm,
} from '../../../test/factories/training.ts'
import * as orgs from '../../orgs/service.ts'
import { fail, Refusal } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import * as attendance from '../attendance/service.ts'
import * as classes from '../classes/service.ts'
import * as confirming from '../confirming/service.ts'
import * as enrolments from '../enrolments/service.ts'
import { confirmInOrder } from '../filling/service.ts'
import * as lifecycle from '../lifecycle/service.ts'
import * as nominations from '../nominations/service.ts'
import * as results from '../results/service.ts'
import * as resizing from '../resizing/service.ts'
import { boundOf, roomOf } from './rules.ts'
import * as places from './service.ts'
import * as store from './store.ts'

let app: TestApp
let institution: Staffed
let people: Awaited<ReturnType<typeof makePerson>>[]
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  people = []
  // Two of them work for one unit, for which places are kept.
  for (let at = 0; at < 4; at += 1) people.push(await makePerson(app))
  const [first] = people
  if (first) people.push(await makePerson(app, { unit: { id: first.unitId }, clerk: first.clerk }))
}, 60_000)
afterAll(() => app.close())

type Row = {
  id: string
  personId: string
  state: string
  version: number
  number: number
  rank: number
  unitId: string
}
/** `again`: who was refused or displaced and waits again: somebody behind them may have a place since. */
type Model = { confirmation: 'first' | 'hand' | 'draw'; classId: string; again: Set<string> }
type Real = { actors: Map<string, Awaited<ReturnType<typeof individualActor>>> }

const rowsOf = (classId: string): Promise<Row[]> =>
  app.platform.db
    .selectFrom('enrolments')
    .select(['id', 'personId', 'state', 'version', 'number', 'rank', 'unitId'])
    .where('classId', '=', classId)
    .orderBy('rank')
    .orderBy('id')
    .execute()

/** What must hold after every step, whatever was done or refused. */
async function holds({ classId, confirmation, again }: Model): Promise<void> {
  const { db } = app.platform
  const rows = await rowsOf(classId)
  const of = (state: string) => rows.filter((row) => row.state === state)
  const place = await db
    .selectFrom('classPlaces')
    .selectAll()
    .where('classId', '=', classId)
    .executeTakeFirstOrThrow()
  const one = await classes.read(institution.actor, classId)
  expect(of('confirmed').length).toBeLessThanOrEqual(place.planCount)
  expect(place.confirmedCount).toBe(of('confirmed').length)
  expect(place.appliedCount).toBe(
    of('confirmed').length + of('applied').length + of('waitlisted').length,
  )
  const live = rows.filter(({ state }) => state !== 'withdrawn').map(({ personId }) => personId)
  expect(new Set(live).size).toBe(live.length)
  expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length)
  expect(one.places.free + one.places.confirmed).toBe(one.places.plan)
  if (one.state === 'cancelled')
    for (const { state } of rows) expect(['withdrawn', 'refused']).toContain(state)
  const isDrawn = one.draw !== null && one.draw.at !== null
  if (confirmation === 'first' || isDrawn) expect(of('applied')).toEqual([])
  if (confirmation === 'draw' && !isDrawn) expect(of('confirmed')).toEqual([])
  // Nobody waits for a place that is there for them, unless the class has paused that.
  const room = roomOf(await store.findRoom(db, classId))
  if (one.promotes)
    for (const { unitId } of of('waitlisted')) expect(boundOf(room, unitId)).not.toBeNull()
  // Where the order decides, nobody of a unit has a place before somebody of it who stands earlier.
  if (confirmation === 'first' || isDrawn)
    for (const waiting of of('waitlisted').filter(({ id }) => !again.has(id)))
      for (const placed of of('confirmed').filter(({ unitId }) => unitId === waiting.unitId))
        expect(placed.rank).toBeLessThan(waiting.rank)
}

/** A step that may be refused: what is refused must change nothing, which `holds` finds out. */
function step(
  name: string,
  act: (model: Model, real: Real) => Promise<unknown>,
): fc.AsyncCommand<Model, Real> {
  return {
    check: () => true,
    toString: () => name,
    run: async (model, real) => {
      try {
        await act(model, real)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
      }
      await holds(model)
    },
  }
}

const at = <One>(list: readonly One[], index: number): One | undefined =>
  list[index % Math.max(1, list.length)]

const commands = [
  fc.nat(4).map((who) =>
    step(`apply ${who}`, async ({ classId }) => {
      const person = at(people, who)
      if (person) await enrol(app, person, classId)
    }),
  ),
  fc.nat(9).map((which) =>
    step(`withdraw ${which}`, async ({ classId }, { actors }) => {
      const row = at(await rowsOf(classId), which)
      const actor = row && actors.get(row.personId)
      if (row && actor) await enrolments.withdraw(actor, row)
    }),
  ),
  fc
    .tuple(
      fc.constantFrom('confirm', 'wait', 'refuse', 'reconsider', 'requeue'),
      fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 4 }),
    )
    .map(([decision, which]) =>
      step(`${decision} ${which.join(' ')}`, async ({ classId, again }) => {
        const rows = await rowsOf(classId)
        const ids = [...new Set(which.flatMap((index) => at(rows, index)?.id ?? []))]
        if (ids.length === 0) return
        const reason = '按规定办理'
        await confirming.decide(institution.actor, classId, { decision, ids, reason })
        if (decision === 'requeue') for (const id of ids) again.add(id)
      }),
    ),
  fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(2), fc.boolean()).map(([plan, kept, displaces]) =>
    step(
      `resize to ${plan}, ${kept} kept${displaces ? ', displacing' : ''}`,
      async ({ classId, again }) => {
        const { version } = await classes.read(institution.actor, classId)
        const confirmed = (await rowsOf(classId)).filter(({ state }) => state === 'confirmed')
        const displaced = displaces ? confirmed.slice(plan).map(({ id }) => id) : []
        const units = kept > 0 ? [{ unitId: people[0]?.unitId ?? '', kept }] : []
        await resizing.resize(institution.actor, classId, {
          version,
          plan,
          units,
          displaced,
          reason: '名额调整',
        })
        for (const id of displaced) again.add(id)
      },
    ),
  ),
  fc.tuple(fc.nat(4), fc.nat(4)).map(([who, next]) =>
    step(`nominate ${who} ${next}`, async ({ classId }) => {
      const clerk = at(people, who)?.clerk
      const named = [at(people, who)?.id, at(people, next)?.id].flatMap((id) => id ?? [])
      if (!clerk) return
      const { id: accountId, seatId } = clerk
      const employer = await orgs.actorFor(app.platform, { accountId, seatId })
      await nominations.nominate(employer, classId, named)
    }),
  ),
  fc.constant(
    step('draw', async ({ classId }) => {
      const { version } = await classes.read(institution.actor, classId)
      await places.draw(institution.actor, classId, version)
    }),
  ),
  fc.constant(
    step('the end of kept places', async ({ classId }) => {
      await transaction(orgs.systemActor(app.platform), async (tx) => {
        const locked = await places.lockClass(tx, classId)
        if (locked.keptEnded) fail('WRONG_STATE')
        await places.endKept(tx, orgs.systemActor(app.platform), locked)
        return { id: classId }
      })
    }),
  ),
  fc.constant(
    step('confirm in order', async ({ classId }) => {
      await confirmInOrder(institution.actor, classId)
    }),
  ),
  fc.boolean().map((promotes) =>
    step(`promotion ${promotes}`, async ({ classId }) => {
      const { version } = await classes.read(institution.actor, classId)
      await places.setPromotion(institution.actor, classId, { version, promotes })
    }),
  ),
  fc.constantFrom('pause', 'resume', 'close', 'reopen').map((move) =>
    step(move, async ({ classId }) => {
      const { version } = await classes.read(institution.actor, classId)
      await lifecycle.move(institution.actor, { id: classId, version, move })
    }),
  ),
]
const cancel = fc.constant(
  step('cancel', async ({ classId }) => {
    const { version } = await classes.read(institution.actor, classId)
    await lifecycle.cancel(institution.actor, { id: classId, version, reason: '不再举办' })
  }),
)

/**
 * The class starts as it stands, all who have a place come, the first of them passes the exam and the class is
 * finished, twice: who passed has each 科目 once, and nobody else has anything.
 */
async function finishes(classId: string): Promise<void> {
  const { state } = await classes.read(institution.actor, classId)
  if (state === 'cancelled') return
  const move = async (by: typeof institution.actor, name: 'start' | 'assess') =>
    lifecycle.move(by, { ...(await classes.read(by, classId)), move: name })
  const { sessions } = await move(institution.actor, 'start')
  const actor = actorAt(institution.actor, afterToday)
  for (const { id: sessionId } of sessions)
    await attendance.mark(actor, { id: classId, sessionId }, { marks: [], unmarked: 'present' })
  await move(actor, 'assess')
  const trainees = (await rowsOf(classId)).filter((row) => row.state === 'confirmed')
  const items = trainees.map(({ id: enrolmentId }, index) => ({
    enrolmentId,
    attempt: 1 as const,
    score: index === 0 ? 90 : 30,
    passed: null,
  }))
  if (items.length > 0) await results.save(actor, classId, { items })
  const later = { ...institution, actor }
  await finishNow(later, classId)
  await expect(finishNow(later, classId)).rejects.toBeInstanceOf(Refusal)
  const { rows: credited } = await sql<{ id: string; lines: number }>`
    SELECT e.id, count(*)::int AS lines FROM ledger_entries l JOIN enrolments e ON e.id = l.source_id
    WHERE e.class_id = ${classId} GROUP BY e.id`.execute(app.platform.db)
  expect(credited).toEqual(trainees.slice(0, 1).map(({ id }) => ({ id, lines: 2 })))
  for (const { id, state: now } of await rowsOf(classId))
    if (trainees.some((one) => one.id === id))
      expect(now).toBe(id === trainees[0]?.id ? 'completed' : 'failed')
    else expect(['withdrawn', 'refused']).toContain(now)
}

test('whatever order people apply, are decided on and withdraw in, and whatever becomes of the places', async () => {
  const actors = new Map<string, Awaited<ReturnType<typeof individualActor>>>()
  for (const { id } of people) actors.set(id, await individualActor(app, id))
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('first' as const, 'hand' as const, 'draw' as const),
      fc.integer({ min: 1, max: 3 }),
      fc.commands([...commands, ...commands, cancel], { maxCommands: 20 }),
      async (confirmation, plan, steps) => {
        const course = await makeFiledCourse(app, institution.id)
        const { id: classId } = await makeOpenClass(app, institution, {
          courseId: course.id,
          form: todayForm({ confirmation, plan }),
        })
        await fc.asyncModelRun(
          () => ({ model: { confirmation, classId, again: new Set<string>() }, real: { actors } }),
          steps,
        )
        await finishes(classId)
      },
    ),
    { numRuns: rounds(400), seed: 20_260_601, endOnFailure: true },
  )
}, 1_800_000)
