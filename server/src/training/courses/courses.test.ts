import {
  copyCourses,
  type CourseForm,
  createCourse,
  closeCourse,
  deleteCourse,
  editCourse,
  listCourses,
  readCourse,
  withdrawCourse,
} from '@xueshi/contract/training/courses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { courseForm, makeCourse } from '../../../test/factories/courses.ts'
import { makeStaff, makeUnit, tianhe } from '../../../test/factories/orgs.ts'
import { genericPlan } from '../../../test/plan.ts'
import { listQuery } from './store.ts'

let app: TestApp
/** The office where courses wait. */
let hrss: { id: string }
beforeAll(async () => {
  app = await testApp()
  hrss = await makeUnit(app, { capabilities: ['hrss'], regionCode: tianhe })
})
afterAll(() => app.close())

/** An institution of its own for a test. */
async function institution() {
  const unit = await makeUnit(app, { capabilities: ['institution'] })
  const { id, seatId, client } = await makeStaff(app, unit.id, { kind: 'institution' })
  return { unit, client, desk: { accountId: id, seatId } }
}

describe('POST /courses', () => {
  test('200: a draft with its 科目 in their order and the sum of their hours', async () => {
    const { client, unit } = await institution()
    const form = courseForm({
      category: 'professional',
      series: '05',
      levels: ['intermediate'],
      audience: '从事电子信息的工程技术人员',
      summary: '两天\n含案例',
    })
    const { status, body } = await client.call(createCourse, { body: form })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      ...form,
      subjects: form.subjects,
      totalTenths: 120,
      state: 'draft',
      version: 1,
      number: null,
      office: null,
      organiser: { id: unit.id, name: unit.name, regionPath: '广东省广州市天河区' },
      open: ['edit', 'delete', 'submit'],
    })
    expect(body.timeline.map(({ act, by }) => [act, by])).toEqual([['create', '梁志明']])
  })

  test('200 once for a key that comes twice', async () => {
    const { client } = await institution()
    const given = { body: courseForm(), key: 'a-key-of-a-course-1' }
    const first = await client.call(createCourse, given)
    const second = await client.call(createCourse, given)
    expect(second.body).toEqual(first.body)
    expect((await client.call(listCourses)).body.items).toHaveLength(1)
  })

  test('422 at each field that is wrong', async () => {
    const { client } = await institution()
    const wrong: [Partial<CourseForm>, Record<string, string>][] = [
      [{ year: 2025 }, { year: 'YEAR_OVER' }],
      [{ year: 2028 }, { year: 'YEAR_TOO_FAR' }],
      [{ category: 'professional' }, { series: 'REQUIRED' }],
      [{ series: '99' }, { series: 'NOT_OFFERED' }],
      [{ subjects: [] }, { subjects: 'SUBJECTS_REQUIRED' }],
      [{ name: ' ' }, { name: 'TEXT_REQUIRED' }],
      [
        {
          subjects: [
            { name: '同名', hoursTenths: 10, teachers: null },
            { name: '同名', hoursTenths: 10, teachers: null },
          ],
        },
        { 'subjects.1.name': 'SUBJECT_TWICE' },
      ],
      [
        { subjects: [{ name: '无学时', hoursTenths: 0, teachers: null }] },
        { 'subjects.0.hoursTenths': 'HOURS_NOT_POSITIVE' },
      ],
      [
        {
          subjects: [
            { name: '甲', hoursTenths: 99_999, teachers: null },
            { name: '乙', hoursTenths: 1, teachers: null },
          ],
        },
        { subjects: 'HOURS_TOO_MANY' },
      ],
    ]
    for (const [given, fields] of wrong) {
      const { status, problem } = await client.call(createCourse, { body: courseForm(given) })
      expect([status, problem.code, problem.fields]).toEqual([422, 'INVALID', fields])
    }
    expect((await client.call(listCourses)).body.items).toEqual([])
  })

  test('200 for the name of a course that was closed: what was filed is corrected by another', async () => {
    const officer = await makeStaff(app, hrss.id, { kind: 'hrss' })
    const { client, desk } = await institution()
    const form = courseForm()
    const office = { accountId: officer.id, seatId: officer.seatId }
    const filed = await makeCourse(app, { desk, office, until: 'filed', form })
    expect((await client.call(createCourse, { body: form })).status).toBe(422)
    await client.call(closeCourse, {
      params: { id: filed.id },
      body: { version: filed.version },
    })
    expect((await client.call(createCourse, { body: form })).status).toBe(200)
    expect((await client.call(createCourse, { body: form })).status).toBe(422)
  })

  test('422 for a name that the year has; another year and another institution may have it', async () => {
    const { client } = await institution()
    const form = courseForm()
    await client.call(createCourse, { body: form })
    const again = await client.call(createCourse, { body: form })
    expect([again.status, again.problem.fields]).toEqual([422, { name: 'COURSE_NAME_TAKEN' }])
    const next = await client.call(createCourse, { body: { ...form, year: 2027 } })
    const theirs = await (await institution()).client.call(createCourse, { body: form })
    expect([next.status, theirs.status]).toEqual([200, 200])
  })

  test('the year is that of Asia/Shanghai', async () => {
    const before = app.clock.now()
    app.clock.set(new Date('2026-12-31T16:30:00Z')) // half past midnight there
    const { client } = await institution()
    const { status } = await client.call(createCourse, { body: courseForm({ year: 2026 }) })
    app.clock.set(before)
    expect(status).toBe(422)
  })
})

describe('PUT /courses/:id', () => {
  test('200: the 科目 are what the form says, no more and no fewer', async () => {
    const { client, desk } = await institution()
    const { id, version } = await makeCourse(app, { desk })
    const form = courseForm({ subjects: [{ name: '唯一', hoursTenths: 305, teachers: null }] })
    const { body } = await client.call(editCourse, { params: { id }, body: { version, form } })
    expect(body.totalTenths).toBe(305)
    expect(body.subjects.map(({ name }) => name)).toEqual(['唯一'])
    expect(body.version).toBe(version + 1)
  })

  test('422 for a name that another course of the year has, and nothing is changed', async () => {
    const { client, desk } = await institution()
    const other = await makeCourse(app, { desk })
    const { id, version, ...mine } = await makeCourse(app, { desk })
    const { status, problem } = await client.call(editCourse, {
      params: { id },
      body: { version, form: courseForm({ name: other.name, subjects: [] }) },
    })
    expect(status).toBe(422)
    expect(problem.fields).toEqual({ 'form.subjects': 'SUBJECTS_REQUIRED' })
    const taken = await client.call(editCourse, {
      params: { id },
      body: { version, form: courseForm({ name: other.name }) },
    })
    expect(taken.problem.fields).toEqual({ name: 'COURSE_NAME_TAKEN' })
    const { body } = await client.call(readCourse, { params: { id } })
    expect(body).toMatchObject({ ...mine, version })
  })
})

describe('GET /courses', () => {
  test('200: of the newest year first, page by page, by each filter', async () => {
    const { client, desk } = await institution()
    for (let at = 0; at < 22; at += 1)
      await makeCourse(app, { desk, form: { year: at < 3 ? 2027 : 2026 } })
    const named = await makeCourse(app, { desk, form: { name: 'Ｗeb 安全', category: 'elective' } })
    await makeCourse(app, { desk, until: 'submitted' }).catch(() => undefined)
    const first = (await client.call(listCourses)).body
    const after = first.next ?? ''
    const second = (await client.call(listCourses, { query: { after } })).body
    const years = [...first.items, ...second.items].map(({ year }) => year)
    expect(years).toHaveLength(24)
    expect(years).toEqual(years.toSorted((one, other) => other - one))
    expect(second.next).toBeNull()
    const found = async (
      query: NonNullable<Parameters<typeof client.call<typeof listCourses>>[1]>['query'],
    ) => (await client.call(listCourses, { query: query ?? {} })).body.items.map(({ id }) => id)
    expect(await found({ name: '安全' })).toEqual([named.id])
    expect(await found({ category: 'elective', year: '2026' })).toEqual([named.id])
    expect(await found({ year: '2027' })).toHaveLength(3)
    expect(await found({ state: 'filed' })).toEqual([])
  })

  test('422 for a cursor that is none of ours', async () => {
    const { client } = await institution()
    const { status, problem } = await client.call(listCourses, { query: { after: 'nonsense' } })
    expect([status, problem.fields]).toEqual([422, { after: 'WRONG_FORMAT' }])
  })

  test('it is read along its index, whatever the plan', async () => {
    const unitId = '00000000-0000-4000-8000-000000000001'
    const query = listQuery(unitId, { after: [2026, unitId] }, 21)
    const plan = await genericPlan(app.platform.db, query)
    expect(plan).toContain('courses_unit')
    expect(plan).not.toMatch(/Seq Scan|Sort/)
  })
})

describe('POST /courses/copies', () => {
  test('200: drafts of next year with the same contents; a second time passes over them', async () => {
    const { client, desk } = await institution()
    const audience = {
      levels: ['senior', 'intermediate'],
      audience: '在岗的工程技术人员',
      shared: true,
    } as const
    const source = await makeCourse(app, {
      desk,
      form: { category: 'professional', series: '05', ...audience, levels: [...audience.levels] },
    })
    const other = await makeCourse(app, { desk })
    const body = { ids: [source.id, other.id, source.id], year: 2027 }
    const first = await client.call(copyCourses, { body })
    expect(first.body).toEqual({ copied: 2, passedOver: 0 })
    const second = await client.call(copyCourses, { body })
    expect(second.body).toEqual({ copied: 0, passedOver: 2 })
    const { items } = (await client.call(listCourses, { query: { year: '2027' } })).body
    const copied = items.find(({ name }) => name === source.name)
    const copy = (await client.call(readCourse, { params: { id: copied?.id ?? '' } })).body
    const { subjects, ...contents } = courseForm({ name: source.name })
    expect(copy).toMatchObject({
      ...contents,
      ...audience,
      category: 'professional',
      series: '05',
      year: 2027,
    })
    expect(copy.state).toBe('draft')
    expect(copy.subjects.map(({ id: _id, ...subject }) => subject)).toEqual(subjects)
    expect(copy.subjects.map(({ id }) => id)).not.toEqual(source.subjects.map(({ id }) => id))
  })

  test('404 with one that is another’s, and none is copied', async () => {
    const { client, desk } = await institution()
    const mine = await makeCourse(app, { desk })
    const theirs = await makeCourse(app, { desk: (await institution()).desk })
    const { status } = await client.call(copyCourses, {
      body: { ids: [mine.id, theirs.id], year: 2027 },
    })
    expect(status).toBe(404)
    expect((await client.call(listCourses)).body.items).toHaveLength(1)
  })

  test('422 into a year that has passed', async () => {
    const { client, desk } = await institution()
    const { id } = await makeCourse(app, { desk })
    const { problem } = await client.call(copyCourses, { body: { ids: [id], year: 2025 } })
    expect(problem.fields).toEqual({ year: 'YEAR_OVER' })
  })
})

describe('DELETE /courses/:id', () => {
  test('200 for a draft and one that was returned; 409 for what waits at its office', async () => {
    const { client, desk } = await institution()
    const draft = await makeCourse(app, { desk })
    expect((await client.call(deleteCourse, { params: { id: draft.id } })).status).toBe(200)
    expect((await client.call(deleteCourse, { params: { id: draft.id } })).status).toBe(404)
    const sent = await makeCourse(app, { desk, until: 'submitted' })
    const { problem } = await client.call(deleteCourse, { params: { id: sent.id } })
    expect([problem.code, problem.current]).toMatchObject(['WRONG_STATE', { id: sent.id }])
    const { version } = sent
    await client.call(withdrawCourse, { params: { id: sent.id }, body: { version } })
    expect((await client.call(deleteCourse, { params: { id: sent.id } })).status).toBe(200)
  })
})
