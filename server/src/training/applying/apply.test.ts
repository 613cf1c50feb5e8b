import { randomUUID } from 'node:crypto'
import {
  applyForClass,
  listEnrolments,
  listOpenClasses,
  readCalendar,
  readEnrolment,
  readOpenClass,
  withdrawEnrolment,
} from '@xueshi/contract/training/enrolments'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { credit } from '../../../test/factories/ledger.ts'
import { makeUnit } from '../../../test/factories/orgs.ts'
import { makeApplicant, makePerson } from '../../../test/factories/people.ts'
import {
  confirmAll,
  enrol,
  type Staffed,
  makeApprovedClass,
  makeClassIn,
  makeInstitution,
  makeOpenClass,
} from '../../../test/factories/training.ts'
import * as classes from '../classes/service.ts'
import * as lifecycle from '../lifecycle/service.ts'

let app: TestApp
let institution: Staffed
let person: Awaited<ReturnType<typeof makePerson>>
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  person = await makePerson(app)
})
afterAll(() => app.close())

const apply = ({ client }: typeof person, classId: string, key?: string) =>
  client.call(applyForClass, { body: { classId }, ...(key === undefined ? {} : { key }) })
const countOf = async (classId: string) =>
  (
    await app.platform.db
      .selectFrom('enrolments')
      .select('id')
      .where('classId', '=', classId)
      .execute()
  ).length

describe('POST /enrolments', () => {
  test('200: an application with its number and who was before, as a reading answers it', async () => {
    const { id } = await makeOpenClass(app, institution)
    await enrol(app, await makePerson(app), id)
    const { status, body } = await apply(person, id)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'applied',
      number: 2,
      before: 1,
      applied: 2,
      waiting: null,
      open: ['withdraw'],
      timeline: [{ act: 'apply', by: '陈嘉欣' }],
    })
    const read = await person.client.call(readEnrolment, { params: { id: body.id } })
    // The dates of its sessions are read with it; the answer leaves them for later.
    expect({ ...read.body, sessions: [] }).toEqual(body)
  })

  test('200: by the order of applications there is a place at once, then a place in the order', async () => {
    const given = { form: { confirmation: 'first', plan: 1 } } as const
    const { id } = await makeOpenClass(app, institution, given)
    const [first, second, third] = [
      await makePerson(app),
      await makePerson(app),
      await makePerson(app),
    ]
    expect((await apply(first, id)).body).toMatchObject({ state: 'confirmed', waiting: null })
    expect((await apply(second, id)).body).toMatchObject({
      state: 'waitlisted',
      waiting: { position: 1, why: 'FULL' },
    })
    const last = await apply(third, id)
    expect(last.body.waiting).toEqual({ position: 2, why: 'FULL' })
    const read = await third.client.call(readEnrolment, { params: { id: last.body.id } })
    expect({ ...read.body, sessions: [] }).toEqual(last.body)
  })

  test('200: a place that is kept for their unit, while others wait for it in vain', async () => {
    const units = [{ unitId: person.unitId, kept: 1 }]
    const admission = { series: [], levels: [], regionCode: null, units, unitsOnly: false }
    const given = { form: { confirmation: 'first', plan: 2, admission } } as const
    const { id } = await makeOpenClass(app, institution, given)
    const [first, second] = [await makePerson(app), await makePerson(app)]
    expect((await apply(first, id)).body.state).toBe('confirmed')
    expect((await apply(second, id)).body.waiting).toEqual({ position: 1, why: 'KEPT' })
    expect((await apply(person, id)).body.state).toBe('confirmed')
  })

  test('409 NOT_ELIGIBLE with each reason', async () => {
    const admission = {
      series: ['22'],
      levels: ['senior' as const],
      regionCode: '440600',
      units: [{ unitId: institution.hrss.id, kept: 0 }],
      unitsOnly: true,
    }
    const { id } = await makeOpenClass(app, institution, { form: { admission } })
    const { status, problem } = await apply(person, id)
    expect([status, problem.code]).toEqual([409, 'NOT_ELIGIBLE'])
    expect(problem.fields).toEqual({
      series: 'SERIES_NOT_ADMITTED',
      titleLevel: 'LEVEL_NOT_ADMITTED',
      region: 'REGION_NOT_ADMITTED',
      unit: 'UNIT_NOT_ADMITTED',
    })
    expect(await countOf(id)).toBe(0)
  })

  test('409 PROFILE_NOT_CONFIRMED before the employer has answered', async () => {
    const { id } = await makeOpenClass(app, institution)
    const { client } = await makeApplicant(app)
    const { status, problem } = await client.call(applyForClass, { body: { classId: id } })
    expect([status, problem.code]).toEqual([409, 'PROFILE_NOT_CONFIRMED'])
  })

  test('409 ENROLLED_ALREADY, also when both come at once; withdrawn one may apply again, behind all others', async () => {
    const { id } = await makeOpenClass(app, institution)
    const both = await Promise.all([apply(person, id), apply(person, id)])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    expect((await apply(person, id)).problem.code).toBe('ENROLLED_ALREADY')
    await enrol(app, await makePerson(app), id)
    const first = both.find(({ status }) => status === 200)?.body
    const call = { params: { id: first?.id ?? '' }, body: { version: 1 } }
    expect((await person.client.call(withdrawEnrolment, call)).body.state).toBe('withdrawn')
    expect((await apply(person, id)).body).toMatchObject({ number: 3, before: 1 })
  })

  test('409 SIGN_UP_CLOSED before and after its time, and in every other state; 404 before it was approved', async () => {
    const tomorrow = { signUpFromOn: '2026-06-02' }
    const later = await makeApprovedClass(app, institution, { form: tomorrow })
    expect((await apply(person, later.id)).problem.code).toBe('SIGN_UP_CLOSED')
    const soon = { signUpToOn: '2026-06-01', signUpToAt: '10:20' }
    const ending = await makeOpenClass(app, institution, { form: soon })
    const now = app.clock.now()
    app.clock.set(new Date('2026-06-01T02:20:00Z'))
    expect((await apply(person, ending.id)).problem.code).toBe('SIGN_UP_CLOSED')
    app.clock.set(now)
    for (const state of [
      'approved',
      'paused',
      'closed',
      'running',
      'assessing',
      'cancelled',
    ] as const) {
      const { id } = await makeClassIn(app, institution, state)
      expect([state, (await apply(person, id)).problem.code]).toEqual([state, 'SIGN_UP_CLOSED'])
    }
    for (const state of ['draft', 'submitted', 'returned'] as const) {
      const { id } = await makeClassIn(app, institution, state)
      expect([state, (await apply(person, id)).status]).toEqual([state, 404])
    }
    expect((await apply(person, randomUUID())).status).toBe(404)
  })

  test('200 twice with one key: entered once', async () => {
    const { id } = await makeOpenClass(app, institution)
    const key = randomUUID()
    const [first, second] = [await apply(person, id, key), await apply(person, id, key)]
    expect([second.status, second.body.id]).toEqual([200, first.body.id])
    expect(await countOf(id)).toBe(1)
  })

  test('closed at the same moment: whoever was entered had come before', async () => {
    for (let round = 0; round < 6; round += 1) {
      const open = await makeOpenClass(app, institution)
      const newcomer = await makePerson(app)
      const [applied, moved] = await Promise.all([
        apply(newcomer, open.id),
        lifecycle.move(institution.actor, { ...open, move: 'close' }),
      ])
      expect(moved.state).toBe('closed')
      expect([200, 409]).toContain(applied.status)
      expect(await countOf(open.id)).toBe(applied.status === 200 ? 1 : 0)
    }
  })
})

describe('POST /enrolments/:id/withdraw', () => {
  test('200: the freed place goes to the next in the same act, and they are told', async () => {
    const { id } = await makeOpenClass(app, institution, { form: { plan: 1 } })
    const next = await makePerson(app)
    const mine = await enrol(app, person, id)
    const theirs = await enrol(app, next, id)
    await confirmAll(app, institution, id)
    const before = await next.client.call(readEnrolment, { params: { id: theirs.id } })
    expect(before.body).toMatchObject({
      state: 'waitlisted',
      waiting: { position: 1, why: 'FULL' },
    })
    const call = { params: { id: mine.id }, body: { version: 2 } }
    expect((await person.client.call(withdrawEnrolment, call)).body.state).toBe('withdrawn')
    const after = await next.client.call(readEnrolment, { params: { id: theirs.id } })
    expect(after.body).toMatchObject({ state: 'confirmed', waiting: null })
    expect(after.body.timeline.at(-1)).toMatchObject({ act: 'promote' })
    const { rows } = {
      rows: await app.platform.db
        .selectFrom('outbox')
        .select('payload')
        .where('topic', '=', 'enrolment.promoted')
        .execute(),
    }
    expect(JSON.stringify(rows)).toContain(next.id)
  })

  test('409 once the class has started, 409 STALE where it was decided meanwhile, 404 for a stranger', async () => {
    const { id } = await makeOpenClass(app, institution)
    const mine = await enrol(app, person, id)
    const call = { params: { id: mine.id }, body: { version: 1 } }
    const other = await makePerson(app)
    expect((await other.client.call(withdrawEnrolment, call)).status).toBe(404)
    await confirmAll(app, institution, id)
    const stale = await person.client.call(withdrawEnrolment, call)
    expect([stale.status, stale.problem.code]).toEqual([409, 'STALE'])
    const today = await makeClassIn(app, institution, 'running', { people: [person] })
    const row = await app.platform.db
      .selectFrom('enrolments')
      .select(['id', 'version'])
      .where('classId', '=', today.id)
      .executeTakeFirstOrThrow()
    const late = await person.client.call(withdrawEnrolment, {
      params: { id: row.id },
      body: { version: row.version },
    })
    expect([late.status, late.problem.code]).toEqual([409, 'WRONG_STATE'])
  })
})

describe('GET /open-classes', () => {
  test('200: the soonest first, where I stand, by category, region, days and places', async () => {
    const there = await makeInstitution(app)
    const late = await makeOpenClass(app, there, {
      form: { startsOn: '2026-08-20', confirmation: 'first', plan: 1 },
    })
    const soon = await makeOpenClass(app, there, { form: { startsOn: '2026-06-20' } })
    await enrol(app, person, late.id)
    const list = async (query: Record<string, string>) => {
      const { body } = await person.client.call(listOpenClasses, { query })
      return body.items.filter(({ institutionName }) => institutionName === there.name)
    }
    expect((await list({ name: '' })).map(({ id }) => id)).toEqual([soon.id, late.id])
    expect((await list({}))[1]).toMatchObject({
      applied: 1,
      confirmed: 1,
      mine: { state: 'confirmed' },
    })
    expect((await list({ free: '1' })).map(({ id }) => id)).toEqual([soon.id])
    expect((await list({ from: '2026-08-01' })).map(({ id }) => id)).toEqual([late.id])
    expect((await list({ to: '2026-08-01' })).map(({ id }) => id)).toEqual([soon.id])
    expect(await list({ category: 'public' })).toEqual([])
    expect(await list({ region: '440600' })).toEqual([])
    expect(await list({ region: '440100' })).toHaveLength(2)
    // A county alone, and a city with all of its counties.
    expect(await list({ region: '440106' })).toHaveLength(2)
    expect(await list({ region: '440104' })).toEqual([])
    expect(await list({ state: 'closed' })).toEqual([])
  })

  test('200: what fits what I lack, and what a class would do for my year', async () => {
    const mine = await makePerson(app)
    const { id } = await makeOpenClass(app, institution)
    const fits = async () => {
      const { body } = await mine.client.call(listOpenClasses, { query: { lacking: '1' } })
      return body.items.map((one) => one.id).includes(id)
    }
    expect(await fits()).toBe(true)
    await credit(app, mine.id, { category: 'elective', hoursTenths: 100 })
    const open = await mine.client.call(readOpenClass, { params: { id } })
    expect(open.body.gain).toEqual({
      requiredTenths: 180,
      haveTenths: 100,
      lackingTenths: 80,
      lackingAfterTenths: 0,
    })
    await credit(app, mine.id, { category: 'elective', hoursTenths: 80 })
    expect(await fits()).toBe(false)
  })

  test('200 on one class: what stands in the way, and what else is at the same time', async () => {
    const [one, other] = [
      await makeOpenClass(app, institution),
      await makeOpenClass(app, institution),
    ]
    const mine = await makePerson(app)
    await enrol(app, mine, one.id)
    const { body } = await mine.client.call(readOpenClass, { params: { id: other.id } })
    expect(body.clashes).toHaveLength(3)
    expect(body.clashes[0]).toMatchObject({ className: one.name })
    expect(body.open).toEqual(['apply'])
    expect((await mine.client.call(readOpenClass, { params: { id: one.id } })).body).toMatchObject({
      mine: { state: 'applied' },
      open: [],
    })
    const unit = await makeUnit(app)
    const admission = {
      series: [],
      levels: [],
      regionCode: null,
      units: [{ unitId: unit.id, kept: 0 }],
      unitsOnly: true,
    }
    const closed = await makeOpenClass(app, institution, { form: { admission } })
    const refused = await mine.client.call(readOpenClass, { params: { id: closed.id } })
    expect(refused.body).toMatchObject({ issues: { unit: 'UNIT_NOT_ADMITTED' }, open: [] })
  })
})

describe('GET /enrolments', () => {
  test('200: my own, newest first, by state and name; nobody else’s', async () => {
    const mine = await makePerson(app)
    const made = []
    for (let at = 0; at < 22; at += 1) {
      const { id } = await makeOpenClass(app, institution)
      made.push((await enrol(app, mine, id)).id)
    }
    const list = (query: Record<string, string>) => mine.client.call(listEnrolments, { query })
    const first = await list({})
    expect(first.body.items.map(({ id }) => id)).toEqual(made.toReversed().slice(0, 20))
    expect((await list({ after: first.body.next ?? '' })).body.items).toHaveLength(2)
    expect((await list({ state: 'confirmed' })).body.items).toEqual([])
    expect((await list({ name: first.body.items[0]?.className ?? '' })).body.items).toHaveLength(1)
  })

  test('200: when and where each session is, who teaches it, where the class says nothing else of it', async () => {
    const room = '广州市天河区木棉路 1 号机房'
    const session = { id: null, online: false, place: null, teacher: null, subject: null } as const
    const sessions = [
      { ...session, on: '2026-07-11', from: '09:00', to: '12:00' },
      { ...session, on: '2026-07-11', from: '14:00', to: '17:00', place: room, subject: 2 },
      { ...session, on: '2026-07-12', from: '09:00', to: '12:00', online: true, teacher: '关少芬' },
    ]
    const { id } = await makeOpenClass(app, institution, { form: { sessions } })
    const made = await enrol(app, await makePerson(app), id)
    const other = await makePerson(app)
    const mine = await enrol(app, other, id)
    expect(made.id).not.toBe(mine.id)
    const { body } = await other.client.call(readEnrolment, { params: { id: mine.id } })
    const where = '广州市天河区木棉路 1 号 301 室'
    expect(body.sessions).toMatchObject([
      { place: where, online: false, subject: null, teacher: '梁志明', mark: null },
      { place: room, online: false, subject: '案例研讨', teacher: '梁志明', mark: null },
      { place: where, online: true, subject: null, teacher: '关少芬', mark: null },
    ])
  })

  test('200: a calendar file with an event for each session', async () => {
    const { id } = await makeApprovedClass(app, institution)
    await lifecycle.move(institution.actor, {
      ...(await classes.read(institution.actor, id)),
      move: 'open',
    })
    const mine = await enrol(app, person, id)
    const { status, body, headers } = await person.client.call(readCalendar, {
      params: { id: mine.id },
    })
    const text = Buffer.from(body as Uint8Array).toString()
    expect([status, headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8'])
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(3)
    expect(text).toContain('DTSTART:20260711T010000Z')
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    const stranger = await makePerson(app)
    expect((await stranger.client.call(readCalendar, { params: { id: mine.id } })).status).toBe(404)
  })

  test('200: of a class without sessions one event over its days, to the end of the last', async () => {
    const { id } = await makeOpenClass(app, institution, {
      form: { organisation: 'online', sessions: [] },
    })
    const mine = await enrol(app, person, id)
    const { body } = await person.client.call(readCalendar, { params: { id: mine.id } })
    const text = Buffer.from(body as Uint8Array).toString()
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1)
    for (const line of ['DTSTART;VALUE=DATE:20260711', 'DTEND;VALUE=DATE:20260713'])
      expect(text).toContain(line)
  })
})
