import { randomUUID } from 'node:crypto'
import {
  previewResize,
  resizeClass,
  setPromotion,
  drawClass,
} from '@xueshi/contract/training/classes'
import {
  decideEnrolments,
  listTrainees,
  readTrainee,
} from '@xueshi/contract/training/confirmations'
import { type Decision, readDraw, readEnrolment } from '@xueshi/contract/training/enrolments'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { failingDatabase, faults } from '../../../test/failing-database.ts'
import { makePerson } from '../../../test/factories/people.ts'
import {
  confirmAll,
  enrol,
  type Staffed,
  makeClassIn,
  makeInstitution,
  makeOpenClass,
} from '../../../test/factories/training.ts'
import * as orgs from '../../orgs/service.ts'
import * as classes from '../classes/service.ts'
import * as lifecycle from '../lifecycle/service.ts'
import { commitmentOf, drawnOrder } from '../places/rules.ts'

let app: TestApp
let institution: Staffed
let people: Awaited<ReturnType<typeof makePerson>>[]
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  people = []
  for (let at = 0; at < 5; at += 1) people.push(await makePerson(app))
})
afterAll(() => app.close())

const client = () => institution.clerk.client
/** A class with a plan, and these many who applied; answers the class and the enrolments in their order. */
async function classWith(plan: number, count: number, form = {}) {
  const open = await makeOpenClass(app, institution, { form: { plan, ...form } })
  const ids: string[] = []
  for (const person of people.slice(0, count)) ids.push((await enrol(app, person, open.id)).id)
  return { ...(await classes.read(institution.actor, open.id)), ids }
}
const decide = (
  classId: string,
  ids: string[],
  decision: Decision,
  reason: string | null = null,
  key = randomUUID(),
) =>
  client().call(decideEnrolments, { params: { id: classId }, body: { decision, ids, reason }, key })
const statesOf = async (classId: string) =>
  (
    await app.platform.db
      .selectFrom('enrolments')
      .select('state')
      .where('classId', '=', classId)
      .orderBy('number')
      .execute()
  ).map(({ state }) => state)
const toldTo = async (topic: string) =>
  JSON.stringify(
    await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', topic)
      .execute(),
  )

describe('POST /classes/:id/decisions', () => {
  test('200: 确认 in the order of applications as far as there are places; the rest are 候补', async () => {
    const { id, ids } = await classWith(2, 4)
    const { status, body } = await decide(id, ids.toReversed(), 'confirm')
    expect(status).toBe(200)
    expect(body).toMatchObject({ confirmed: 2, waitlisted: 2, changed: 4 })
    expect(body.places).toEqual({
      plan: 2,
      kept: 0,
      free: 0,
      applied: 4,
      waiting: 0,
      confirmed: 2,
      waitlisted: 2,
      refused: 0,
    })
    expect(await statesOf(id)).toEqual(['confirmed', 'confirmed', 'waitlisted', 'waitlisted'])
    const told = await toldTo('enrolment.waitlisted')
    for (const { id: person } of people.slice(2, 4)) expect(told).toContain(person)
    const list = await client().call(listTrainees, {
      params: { id },
      query: { state: 'waitlisted' },
    })
    expect(list.body.items.map(({ position, number }) => [position, number])).toEqual([
      [1, 3],
      [2, 4],
    ])
  })

  test('200: 未通过 with a reason frees the place for the next; 撤销决定 puts them back where they stood', async () => {
    const { id, ids } = await classWith(1, 3)
    await decide(id, ids, 'confirm')
    const [first = ''] = ids
    expect((await decide(id, [first], 'refuse')).problem.code).toBe('REASON_REQUIRED')
    const refused = await decide(id, [first], 'refuse', '材料不符')
    expect(refused.body).toMatchObject({ confirmed: 1, changed: 1 })
    expect(await statesOf(id)).toEqual(['refused', 'confirmed', 'waitlisted'])
    const seen = await people[0]?.client.call(readEnrolment, { params: { id: first } })
    expect(seen?.body).toMatchObject({ state: 'refused', reason: '材料不符', open: [] })
    expect((await decide(id, [first], 'reconsider')).body.changed).toBe(1)
    expect((await decide(id, [first], 'reconsider')).problem.code).toBe('WRONG_STATE')
    expect(await statesOf(id)).toEqual(['applied', 'confirmed', 'waitlisted'])
  })

  test('200: 列入候补 takes the place away with a reason, behind all others', async () => {
    const { id, ids } = await classWith(1, 2)
    await decide(id, ids, 'confirm')
    const [first = ''] = ids
    expect((await decide(id, [first], 'wait')).problem.code).toBe('REASON_REQUIRED')
    await decide(id, [first], 'wait', '与其他班级时间冲突')
    expect(await statesOf(id)).toEqual(['waitlisted', 'confirmed'])
    const { body } = await client().call(listTrainees, {
      params: { id },
      query: { state: 'waitlisted' },
    })
    expect(body.items).toMatchObject([{ id: first, position: 1 }])
  })

  test('409 for all where one is not open to it: nothing is changed', async () => {
    const { id, ids } = await classWith(3, 3)
    await decide(id, ids.slice(0, 1), 'confirm')
    const both = await decide(id, ids, 'confirm')
    expect([both.status, both.problem.code]).toEqual([409, 'WRONG_STATE'])
    expect(await statesOf(id)).toEqual(['confirmed', 'applied', 'applied'])
    const other = await classWith(1, 1)
    expect((await decide(id, [...ids.slice(1), ...other.ids], 'confirm')).status).toBe(404)
    const stranger = await makeInstitution(app)
    const call = { params: { id }, body: { decision: 'confirm', ids, reason: null } } as const
    expect((await stranger.clerk.client.call(decideEnrolments, call)).status).toBe(404)
  })

  test('409 once the class has started, and where places go by an order', async () => {
    const running = await makeClassIn(app, institution, 'running', { people: people.slice(0, 1) })
    const [row] = await app.platform.db
      .selectFrom('enrolments')
      .select('id')
      .where('classId', '=', running.id)
      .execute()
    expect((await decide(running.id, [row?.id ?? ''], 'refuse', '未到')).problem.code).toBe(
      'WRONG_STATE',
    )
    const first = await classWith(1, 2, { confirmation: 'first' })
    expect((await decide(first.id, first.ids.slice(1), 'confirm')).problem.code).toBe('WRONG_STATE')
  })

  test('403 OWN_RECORD for a clerk who applied themselves', async () => {
    const me = await makePerson(app)
    const system = orgs.systemActor(app.platform)
    const seat = {
      unitId: institution.id,
      accountId: me.id,
      kind: 'institution',
      level: 'clerk',
    } as const
    const { id: seatId } = await orgs.addStaff(system, seat)
    const { id } = await classWith(3, 1)
    const mine = await enrol(app, me, id)
    const both = await clientFor(app, { accountId: me.id, seatId })
    const call = {
      params: { id },
      body: { decision: 'confirm' as const, ids: [mine.id], reason: null },
    }
    const refused = await both.call(decideEnrolments, call)
    expect([refused.status, refused.problem.code]).toEqual([403, 'OWN_RECORD'])
    const { body } = await both.call(listTrainees, { params: { id }, query: {} })
    expect(body.items.find((one) => one.id === mine.id)?.open).toEqual([])
  })

  test.each(faults)(
    'T20: a statement that %s leaves no half, and a retry has one effect',
    async (fault) => {
      const failing = failingDatabase(app.database.appUrl)
      const { db } = app.platform
      let statements = 0
      for (let reached = true; reached;) {
        statements += 1
        const { id, ids } = await classWith(1, 2)
        const key = randomUUID()
        app.platform.db = failing.db
        failing.arm(statements, fault)
        await decide(id, ids, 'confirm', null, key)
        reached = failing.disarm()
        app.platform.db = db
        const states = await statesOf(id)
        expect([
          ['applied', 'applied'],
          ['confirmed', 'waitlisted'],
        ]).toContainEqual(states)
        const { rows } = { rows: await tracesOf(id) }
        expect(rows).toEqual(states[0] === 'applied' ? [0, 0, 0] : [1, 2, 2])
        let retried = await decide(id, ids, 'confirm', null, key)
        for (let tries = 0; retried.problem.code === 'IN_PROGRESS' && tries < 500; tries += 1)
          retried = await decide(id, ids, 'confirm', null, key)
        expect(retried.status).toBe(200)
        expect(await statesOf(id)).toEqual(['confirmed', 'waitlisted'])
        expect(await tracesOf(id)).toEqual([1, 2, 2])
      }
      expect(statements).toBeGreaterThan(6)
      await failing.close()
    },
  )
})

/** The count kept, the lines of the timelines and the audit rows that a decision on two leaves behind. */
async function tracesOf(classId: string) {
  const { db } = app.platform
  const place = await db
    .selectFrom('classPlaces')
    .select('confirmedCount')
    .where('classId', '=', classId)
    .executeTakeFirstOrThrow()
  const events = await db
    .selectFrom('enrolmentEvents')
    .innerJoin('enrolments', 'enrolments.id', 'enrolmentEvents.enrolmentId')
    .select('act')
    .where('classId', '=', classId)
    .where('act', 'in', ['confirm', 'wait'])
    .execute()
  const audits = await db
    .selectFrom('audit')
    .innerJoin('enrolments', 'enrolments.id', 'audit.recordId')
    .select('audit.id')
    .where('classId', '=', classId)
    .where('audit.act', '=', 'enrolment.confirm')
    .execute()
  return [place.confirmedCount, events.length, audits.length]
}

describe('POST /classes/:id/resize', () => {
  const resize = (
    one: { id: string; version: number },
    body: { plan: number; displaced?: string[]; reason?: string | null },
  ) =>
    client().call(resizeClass, {
      params: { id: one.id },
      body: { version: one.version, units: [], displaced: [], reason: null, ...body },
    })

  test('200: more places go to who waits, in their order; never to somebody who is 待确认', async () => {
    const one = await classWith(1, 4)
    await decide(one.id, one.ids.slice(0, 3), 'confirm')
    expect(await statesOf(one.id)).toEqual(['confirmed', 'waitlisted', 'waitlisted', 'applied'])
    const { body } = await resize(one, { plan: 9 })
    expect(body.places).toMatchObject({ plan: 9, confirmed: 3, free: 6, waiting: 1 })
    expect(await statesOf(one.id)).toEqual(['confirmed', 'confirmed', 'confirmed', 'applied'])
  })

  test('409 PLAN_BELOW_CONFIRMED until those who lose their place are named; they wait first and are told why', async () => {
    const one = await classWith(2, 3)
    await decide(one.id, one.ids, 'confirm')
    const refused = await resize(one, { plan: 1 })
    expect([refused.status, refused.problem.code]).toEqual([409, 'PLAN_BELOW_CONFIRMED'])
    expect(await statesOf(one.id)).toEqual(['confirmed', 'confirmed', 'waitlisted'])
    const [first = ''] = one.ids
    expect((await resize(one, { plan: 1, displaced: [first] })).problem.code).toBe(
      'REASON_REQUIRED',
    )
    const reason = '教室调整，名额减少'
    const { body } = await resize(one, { plan: 1, displaced: [first], reason })
    expect(body.timeline.at(-1)).toMatchObject({
      act: 'resize',
      reason: `拟招人数 2 → 1；原因：${reason}`,
    })
    expect(body.places).toMatchObject({ plan: 1, confirmed: 1, waitlisted: 2 })
    const list = await client().call(listTrainees, {
      params: { id: one.id },
      query: { state: 'waitlisted' },
    })
    expect(list.body.items.map((each) => each.id)).toEqual([first, one.ids[2]])
    expect(await toldTo('enrolment.displaced')).toContain(reason)
  })

  test('200 preview: who would come in by name and who stays, and nobody is moved by asking', async () => {
    const one = await classWith(1, 4)
    await decide(one.id, one.ids.slice(0, 3), 'confirm')
    const ask = (plan: number, units: { unitId: string; kept: number }[] = []) =>
      client().call(previewResize, { params: { id: one.id }, body: { plan, units } })
    const { body } = await ask(2)
    expect(body).toMatchObject({ confirmed: 1, over: 0, comes: 1, waits: 1, undecided: 1, free: 0 })
    expect(body.comingIn.map(({ id, number }) => [id, number])).toEqual([[one.ids[1], 2]])
    expect(body.comingIn[0]?.name).not.toBe('')
    expect(await statesOf(one.id)).toEqual(['confirmed', 'waitlisted', 'waitlisted', 'applied'])
    // What was foretold is what happens.
    await resize(one, { plan: 2 })
    expect(await statesOf(one.id)).toEqual(['confirmed', 'confirmed', 'waitlisted', 'applied'])
    const lower = await ask(1)
    expect(lower.body).toMatchObject({ confirmed: 2, over: 1, comes: 0, comingIn: [] })
    // Places kept for a unit of which nobody waits bring nobody in.
    const kept = await ask(3, [{ unitId: institution.id, kept: 1 }])
    expect(kept.body).toMatchObject({ comes: 0, waits: 1, free: 1, kept: 1 })
    expect((await ask(1, [{ unitId: institution.id, kept: 2 }])).problem.code).toBe('INVALID')
  })

  test('200: no freed place goes on while that is paused; resumed, they go at once', async () => {
    const one = await classWith(1, 3)
    await decide(one.id, one.ids, 'confirm')
    const call = (promotes: boolean, version: number) =>
      client().call(setPromotion, { params: { id: one.id }, body: { version, promotes } })
    const paused = await call(false, one.version)
    expect(paused.body).toMatchObject({ promotes: false })
    await decide(one.id, one.ids.slice(0, 1), 'refuse', '材料不符')
    expect(await statesOf(one.id)).toEqual(['refused', 'waitlisted', 'waitlisted'])
    const seen = await people[1]?.client.call(readEnrolment, { params: { id: one.ids[1] ?? '' } })
    expect(seen?.body.waiting).toEqual({ position: 1, why: 'PAUSED' })
    await call(true, paused.body.version)
    expect(await statesOf(one.id)).toEqual(['refused', 'confirmed', 'waitlisted'])
  })
})

describe('POST /classes/:id/draw', () => {
  test('200: as the promised seed says; anybody can draw again from what is published', async () => {
    const one = await classWith(2, 5, { confirmation: 'draw' })
    expect(one.draw).toMatchObject({ seed: null, at: null })
    const visitor = app.visitor()
    const read = () => visitor.call(readDraw, { params: { id: one.id } })
    expect((await read()).status).toBe(404)
    const call = { params: { id: one.id }, body: { version: one.version } }
    expect((await client().call(drawClass, call)).problem.code).toBe('WRONG_STATE')
    const closed = await lifecycle.move(institution.actor, { ...one, move: 'close' })
    const drawing = { params: { id: one.id }, body: { version: closed.version } }
    const { status, body } = await client().call(drawClass, drawing)
    expect([status, body.draw?.commitment]).toEqual([200, one.draw?.commitment])
    const published = (await read()).body
    expect(commitmentOf(published.seed)).toBe(published.commitment)
    const numbers = [1, 2, 3, 4, 5].map((number) => ({ number }))
    const again = drawnOrder(published.seed, numbers).map(({ number }) => number)
    expect(published.order.map(({ number }) => number)).toEqual(again)
    expect(published.order.map(({ placed }) => placed)).toEqual([true, true, false, false, false])
    const states = await statesOf(one.id)
    for (const [at, number] of again.entries())
      expect(states[number - 1]).toBe(at < 2 ? 'confirmed' : 'waitlisted')
    const twice = await client().call(drawClass, {
      params: { id: one.id },
      body: { version: body.version },
    })
    expect(twice.problem.code).toBe('WRONG_STATE')
  })
})

describe('GET /classes/:id/enrolments/:enrolmentId', () => {
  test('200: the trainee’s file, number and phone masked; 404 by way of another class', async () => {
    const { id, ids } = await classWith(2, 1)
    const [enrolmentId = ''] = ids
    await confirmAll(app, institution, id)
    const { body } = await client().call(readTrainee, { params: { id, enrolmentId } })
    expect(body).toMatchObject({
      name: '陈嘉欣',
      state: 'confirmed',
      title: '工程师',
      sessions: [{ mark: null }, { mark: null }, { mark: null }],
      attempts: [],
      credits: [],
      timeline: [{ act: 'apply' }, { act: 'confirm' }],
    })
    expect(body.documentNumberMasked).toMatch(/^\d{3}\*+\w{4}$/)
    expect(body.phoneMasked).toMatch(/^\d{3}\*{4}\d{4}$/)
    const other = await classWith(1, 1)
    expect(
      (await client().call(readTrainee, { params: { id: other.id, enrolmentId } })).status,
    ).toBe(404)
  })
})
