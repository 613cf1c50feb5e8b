import { randomUUID } from 'node:crypto'
import {
  changeClass,
  createClass,
  deleteClass,
  editClass,
  listClasses,
  listCourseChoices,
  readClass,
  submitClass,
} from '@xueshi/contract/training/classes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeFiledCourse } from '../../../test/factories/filed-course.ts'
import {
  actorAt,
  afterToday,
  classForm,
  enrol,
  type Staffed,
  makeClassIn,
  makeDraftClass,
  makeInstitution,
  makeOpenClass,
  makeSubmittedClass,
  todayForm,
} from '../../../test/factories/training.ts'
import { makePerson } from '../../../test/factories/people.ts'
import * as attendance from '../attendance/service.ts'
import * as classes from './service.ts'
import * as lifecycle from '../lifecycle/service.ts'

let app: TestApp
let institution: Staffed
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
})
afterAll(() => app.close())
const client = () => institution.clerk.client

describe('POST /classes', () => {
  test('200: a draft with what its course says and the moves of its institution', async () => {
    const form = classForm(institution.course.id)
    const { status, body } = await client().call(createClass, { body: form })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'draft',
      courseName: institution.course.name,
      category: 'elective',
      hoursTenths: 120,
      subjects: [
        { position: 1, name: '规范与标准', hoursTenths: 80 },
        { position: 2, name: '案例研讨', hoursTenths: 40 },
      ],
      places: { plan: 30, free: 30, applied: 0 },
      open: ['edit', 'delete', 'submit', 'copy'],
    })
    expect(body.sessions.map(({ on, from, to }) => [on, from, to])).toEqual([
      ['2026-07-11', '09:00', '12:00'],
      ['2026-07-11', '14:00', '17:00'],
      ['2026-07-12', '09:00', '12:00'],
    ])
    expect(body.timeline).toMatchObject([{ act: 'create', by: '梁志明' }])
  })

  test.each([
    ['the end before the start', { endsOn: '2026-07-10' }, { endsOn: 'ENDS_BEFORE_START' }],
    ['a turn of the year', { endsOn: '2027-01-01' }, { endsOn: 'CLASS_ACROSS_YEARS' }],
    ['more days than there are', { days: 3 }, { days: 'DAYS_ABOVE_SPAN' }],
    [
      'too few days for its hours',
      { days: 1, organisation: 'mixed' },
      { days: 'COURSE_ABOVE_DAYS' },
    ],
    [
      'sign-up that ends after the start',
      { signUpToOn: '2026-07-12' },
      { signUpToOn: 'SIGN_UP_AFTER_START' },
    ],
    [
      'sign-up that ends before it begins',
      { signUpToOn: '2026-05-01' },
      { signUpToOn: 'ENDS_BEFORE_START' },
    ],
    ['no sessions where people meet', { sessions: [] }, { sessions: 'SESSIONS_REQUIRED' }],
    [
      'a series that is not in the list',
      { admission: { series: ['99'] } },
      { 'admission.series': 'NOT_OFFERED' },
    ],
    [
      'only units and none named',
      { admission: { unitsOnly: true } },
      { 'admission.units': 'UNITS_REQUIRED' },
    ],
    [
      'a unit that is not there',
      { admission: { units: [{ unitId: randomUUID(), kept: 1 }] } },
      { 'admission.units': 'NOT_OFFERED' },
    ],
    [
      'a course of another year',
      { startsOn: '2027-07-11', endsOn: '2027-07-12' },
      { startsOn: 'NOT_IN_COURSE_YEAR' },
    ],
  ])(
    '422 INVALID for %s',
    async (_, { admission, ...given }: object & { admission?: object }, fields) => {
      const plain = classForm(institution.course.id, given)
      const body = { ...plain, admission: { ...plain.admission, ...admission } }
      const { status, problem } = await client().call(createClass, { body })
      expect([status, problem.code]).toEqual([422, 'INVALID'])
      expect(problem.fields).toMatchObject(fields)
    },
  )

  test('422 INVALID at the lines of the timetable that overlap, end early or lie outside', async () => {
    const form = classForm(institution.course.id)
    const [first, ...rest] = form.sessions
    if (!first) throw new Error('a form without sessions')
    const sessions = [
      first,
      { ...first, from: '11:00', to: '12:30' },
      { ...first, from: '15:00', to: '14:00', subject: 3 },
      { ...first, on: '2026-07-20' },
      ...rest,
    ]
    const { problem } = await client().call(createClass, { body: { ...form, sessions } })
    expect(problem.fields).toMatchObject({
      'sessions.1.from': 'SESSIONS_OVERLAP',
      'sessions.2.to': 'TIME_BEFORE_START',
      'sessions.2.subject': 'NOT_OFFERED',
      'sessions.3.on': 'SESSION_OUTSIDE_CLASS',
    })
  })

  test('422 INVALID for a course that another institution keeps to itself; 200 where it is shared and published', async () => {
    const other = await makeInstitution(app)
    const foreign = { body: classForm(other.course.id) }
    expect((await client().call(createClass, foreign)).problem.fields).toEqual({
      courseId: 'NOT_OFFERED',
    })
    // 公布后生效: until then its organiser alone holds classes of it.
    const filed = await makeFiledCourse(app, other.id, { shared: true })
    expect(
      (await client().call(createClass, { body: classForm(filed.id) })).problem.fields,
    ).toEqual({
      courseId: 'NOT_OFFERED',
    })
    const shared = await makeFiledCourse(app, other.id, { shared: true, published: true })
    expect((await client().call(createClass, { body: classForm(shared.id) })).status).toBe(200)
    const { body } = await client().call(listCourseChoices, { query: {} })
    expect(body.items.map(({ id }) => id)).toContain(shared.id)
    for (const { id } of [other.course, filed])
      expect(body.items.map((one) => one.id)).not.toContain(id)
  })

  test('200 with a clash: the same teacher and room in another class of the institution', async () => {
    const sessions = classForm('').sessions.map((one) => ({ ...one, teacher: '周老师' }))
    await makeDraftClass(institution, { form: { sessions, place: '三楼大教室' } })
    const { clashes } = await makeDraftClass(institution, {
      form: { sessions, place: '三楼大教室' },
    })
    expect(clashes.filter(({ what }) => what === 'teacher')).toHaveLength(3)
    expect(clashes.filter(({ what }) => what === 'place')).toHaveLength(3)
    const other = await makeInstitution(app)
    expect(
      (await makeDraftClass(other, { form: { sessions, place: '三楼大教室' } })).clashes,
    ).toEqual([])
  })
})

describe('a teacher who is wanted twice', () => {
  const on = { startsOn: '2026-08-11', place: '' }
  const named = (teacher: string, ofSessions: string | null, place: string) => ({
    ...classForm('', { ...on, teacher, place }),
    sessions: classForm('', on).sessions.map((one) => ({ ...one, teacher: ofSessions })),
  })
  const held = async (one: { id: string }) =>
    (await classes.read(institution.actor, one.id)).clashes.map(({ what, name }) => [what, name])

  test.each([
    ['by the classes themselves', ['李文彬', null], ['李文彬', null], '李文彬'],
    ['by a session here and the class there', ['何老师', '黄德聪'], ['黄德聪', null], '黄德聪'],
    ['as one of several', ['陈一 、陈二', null], ['陈三', '陈二，陈四'], '陈二'],
  ] as const)('%s: either class tells it', async (_, one, other, name) => {
    const make = ([teacher, ofSessions]: readonly [string, string | null], place: string) =>
      makeDraftClass(institution, {
        form: { ...named(teacher, ofSessions, place), courseId: institution.course.id },
      })
    const first = await make(one, '甲教室')
    const second = await make(other, '乙教室')
    const thrice = Array.from({ length: 3 }, () => ['teacher', name])
    expect([await held(first), await held(second)]).toEqual([thrice, thrice])
    for (const { id } of [first, second]) await client().call(deleteClass, { params: { id } })
  })

  test('not by whoever is named nowhere twice', async () => {
    const make = (teacher: string, place: string) =>
      makeDraftClass(institution, {
        form: { ...named(teacher, null, place), courseId: institution.course.id },
      })
    const first = await make('林一', '丙教室')
    await make('林一一', '丁教室')
    expect(await held(first)).toEqual([])
  })
})

describe('GET /classes', () => {
  test('200: the institution’s own, newest first, by name, state and year, page by page', async () => {
    const mine = await makeInstitution(app)
    const made = []
    for (let at = 0; at < 23; at += 1) made.push((await makeDraftClass(mine)).id)
    const list = (query: Record<string, string>) => mine.clerk.client.call(listClasses, { query })
    const first = await list({})
    expect(first.body.items.map(({ id }) => id)).toEqual(made.toReversed().slice(0, 20))
    const second = await list({ after: first.body.next ?? '' })
    expect(second.body.items.map(({ id }) => id)).toEqual(made.toReversed().slice(20))
    expect(second.body.next).toBeNull()
    expect((await list({ state: 'accepting' })).body.items).toEqual([])
    expect((await list({ year: '2025' })).body.items).toEqual([])
    expect((await list({ name: first.body.items[0]?.name ?? '' })).body.items).toHaveLength(1)
  })
})

describe('PUT /classes/:id', () => {
  test('200: the form stands, lines of the timetable keep their ids', async () => {
    const draft = await makeDraftClass(institution)
    const { sessions: kept } = draft
    const form = { ...classForm(institution.course.id), sessions: kept.slice(0, 2), plan: 12 }
    const call = { params: { id: draft.id }, body: { version: draft.version, form } }
    const { status, body } = await client().call(editClass, call)
    expect(status).toBe(200)
    expect(body).toMatchObject({ version: 2, plan: 12, places: { plan: 12, free: 12 } })
    expect(body.sessions).toEqual(kept.slice(0, 2))
  })

  test('a line of another class’s timetable is not moved by it', async () => {
    const [mine, other] = [await makeDraftClass(institution), await makeDraftClass(institution)]
    const form = { ...classForm(institution.course.id), sessions: other.sessions }
    const call = { params: { id: mine.id }, body: { version: 1, form } }
    const { body } = await client().call(editClass, call)
    expect(body.sessions).toHaveLength(3)
    for (const { id } of body.sessions)
      expect(other.sessions.map((one) => one.id)).not.toContain(id)
    const read = await client().call(readClass, { params: { id: other.id } })
    expect(read.body.sessions).toEqual(other.sessions)
  })

  test('409 STALE when it changed, WRONG_STATE once it was submitted; 404 for another institution', async () => {
    const draft = await makeDraftClass(institution)
    const form = classForm(institution.course.id)
    const call = (version: number) => ({ params: { id: draft.id }, body: { version, form } })
    expect((await client().call(editClass, call(7))).problem.code).toBe('STALE')
    await client().call(submitClass, { params: { id: draft.id }, body: { version: 1 } })
    const late = await client().call(editClass, call(2))
    expect([late.status, late.problem.code]).toEqual([409, 'WRONG_STATE'])
    expect(late.problem.current).toMatchObject({ state: 'submitted' })
    const other = await makeInstitution(app)
    expect((await other.clerk.client.call(editClass, call(2))).status).toBe(404)
  })
})

describe('DELETE /classes/:id', () => {
  test('200 for a draft, one that was withdrawn and one that was returned; 409 for what waits, 404 for a stranger’s', async () => {
    const draft = await makeDraftClass(institution)
    const params = { id: draft.id }
    const other = await makeInstitution(app)
    expect((await other.clerk.client.call(deleteClass, { params })).status).toBe(404)
    expect((await client().call(deleteClass, { params })).status).toBe(200)
    expect((await client().call(readClass, { params })).status).toBe(404)
    const sent = await makeSubmittedClass(institution)
    const late = await client().call(deleteClass, { params: { id: sent.id } })
    expect([late.status, late.problem.code]).toEqual([409, 'WRONG_STATE'])
    const withdrawn = await lifecycle.move(institution.actor, { ...sent, move: 'withdraw' })
    const returned = await makeClassIn(app, institution, 'returned')
    for (const { id } of [withdrawn, returned])
      expect((await client().call(deleteClass, { params: { id } })).status).toBe(200)
  })
})

describe('POST /classes/:id/change', () => {
  const reason = '原教室检修'
  test('200: other days and rooms, and whoever is in the class is told what changed', async () => {
    const open = await makeOpenClass(app, institution)
    const person = await makePerson(app)
    await enrol(app, person, open.id)
    const { sessions } = open
    const form = {
      ...classForm(institution.course.id, { name: open.name }),
      place: '佛山大道 9 号',
      sessions: sessions.map((one, at) => (at === 0 ? { ...one, from: '10:00' } : one)),
    }
    const call = { params: { id: open.id }, body: { version: open.version, form, reason } }
    const { status, body } = await client().call(changeClass, call)
    expect(status).toBe(200)
    const what =
      '学习地点：广州市天河区木棉路 1 号 301 室 → 佛山大道 9 号；' +
      '课程时间安排：2026-07-11 09:00—12:00 → 2026-07-11 10:00—12:00'
    expect(body.timeline.at(-1)).toMatchObject({
      act: 'change',
      reason: `${what}。原因：${reason}`,
    })
    const told = await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', 'enrolment.changed')
      .execute()
    expect(JSON.stringify(told)).toContain(person.id)
    expect(JSON.stringify(told)).toContain(what)
    const office = await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', 'class.changed')
      .execute()
    expect(JSON.stringify(office)).toContain(institution.hrss.id)
    expect(JSON.stringify(office)).toContain(reason)
  })

  test('422 without a reason, and with fewer days than the course needs', async () => {
    const open = await makeOpenClass(app, institution)
    const { days: _, ...rest } = classForm(institution.course.id, { name: open.name })
    const form = { ...rest, days: 1, sessions: open.sessions }
    const call = (why: string) =>
      client().call(changeClass, {
        params: { id: open.id },
        body: { version: open.version, form, reason: why },
      })
    expect((await call('')).problem.fields).toHaveProperty('reason')
    expect((await call(reason)).problem.fields).toEqual({ days: 'COURSE_ABOVE_DAYS' })
  })

  test('422 SESSION_HELD where a lesson that somebody was marked for would be another', async () => {
    const one = await makeClassIn(app, institution, 'running', { people: [await makePerson(app)] })
    const [first] = one.sessions
    const marking = { id: one.id, sessionId: first?.id ?? '' }
    const later = actorAt(institution.actor, afterToday)
    await attendance.mark(later, marking, { marks: [], unmarked: 'present' })
    const stays = classForm(institution.course.id, { ...todayForm(), name: one.name })
    const change = (sessions: typeof one.sessions) =>
      client().call(changeClass, {
        params: { id: one.id },
        body: { version: one.version, form: { ...stays, sessions }, reason },
      })
    const moved = one.sessions.map((line, at) => (at === 0 ? { ...line, to: '17:30' } : line))
    expect((await change(moved)).problem.fields).toEqual({ sessions: 'SESSION_HELD' })
    expect((await change(one.sessions.slice(1))).problem.fields).toEqual({
      sessions: 'SESSION_HELD',
    })
    const other = one.sessions.map((line, at) => (at === 1 ? { ...line, to: '11:30' } : line))
    expect((await change(other)).status).toBe(200)
  })

  test('422 INVALID with FIXED at what was approved', async () => {
    const open = await makeOpenClass(app, institution)
    const form = {
      ...classForm(institution.course.id, { name: open.name }),
      plan: 99,
      fee: '300 元',
    }
    const call = { params: { id: open.id }, body: { version: open.version, form, reason } }
    const { problem } = await client().call(changeClass, call)
    expect(problem.fields).toEqual({ plan: 'FIXED', fee: 'FIXED' })
  })
})
