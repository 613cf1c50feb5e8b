import { createClass } from '@xueshi/contract/training/classes'
import { applyForClass, listOpenClasses, readOpenClass } from '@xueshi/contract/training/enrolments'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeFiledCourse } from '../../../test/factories/filed-course.ts'
import { makeApplicant, makePerson } from '../../../test/factories/people.ts'
import {
  classForm,
  makeInstitution,
  makeOpenClass,
  type Staffed,
} from '../../../test/factories/training.ts'

let app: TestApp
let institution: Staffed
/** Somebody of 工程 at the intermediate level. */
let person: Awaited<ReturnType<typeof makePerson>>
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  person = await makePerson(app)
})
afterAll(() => app.close())
const everybody = classForm('').admission

describe('whom a course is for binds its classes', () => {
  test.each([
    ['its level', { levels: ['senior'] as const }, { titleLevel: 'LEVEL_NOT_ADMITTED' }],
    ['its series', { series: '04' }, { series: 'SERIES_NOT_ADMITTED' }],
    ['none of them', { levels: ['intermediate'] as const, series: '05' }, null],
  ])('%s: an application is decided by it, whatever the class says', async (_, given, fields) => {
    const course = await makeFiledCourse(app, institution.id, given)
    const { id } = await makeOpenClass(app, institution, { courseId: course.id })
    const seen = await person.client.call(readOpenClass, { params: { id } })
    expect(seen.body.issues).toEqual(fields ?? {})
    const { status, problem } = await person.client.call(applyForClass, { body: { classId: id } })
    expect([status, problem.fields ?? null]).toEqual([fields ? 409 : 200, fields])
  })

  test('422 at the field of a class that would admit others; its own narrower audience stands', async () => {
    const course = await makeFiledCourse(app, institution.id, {
      series: '05',
      levels: ['intermediate', 'senior'],
    })
    const { client } = institution.clerk
    const wider = { ...everybody, series: ['05', '04'], levels: ['junior' as const] }
    const wrong = await client.call(createClass, {
      body: classForm(course.id, { admission: wider }),
    })
    expect(wrong.problem.fields).toEqual({
      'admission.series': 'OUTSIDE_COURSE',
      'admission.levels': 'OUTSIDE_COURSE',
    })
    const narrower = { ...everybody, levels: ['senior' as const] }
    const { id } = await makeOpenClass(app, institution, {
      courseId: course.id,
      form: { admission: narrower },
    })
    const { body } = await person.client.call(readOpenClass, { params: { id } })
    expect(body.admission).toMatchObject({ series: ['05'], levels: ['senior'] })
    expect(body.issues).toEqual({ titleLevel: 'LEVEL_NOT_ADMITTED' })
  })
})

describe('补我所缺的类型', () => {
  test('of this year alone, and only what admits me', async () => {
    const own = await makeFiledCourse(app, institution.id)
    const next = await makeFiledCourse(app, institution.id, { year: 2027 })
    const others = await makeFiledCourse(app, institution.id, { levels: ['senior'] })
    const open = async (courseId: string, form = {}) =>
      (await makeOpenClass(app, institution, { courseId, form })).id
    const fits = await open(own.id)
    const unlike = [
      await open(next.id, { startsOn: '2027-01-11', signUpToOn: '2027-01-05' }),
      await open(others.id),
      await open(own.id, { admission: { ...everybody, series: ['04'] } }),
      await open(own.id, { admission: { ...everybody, regionCode: '440600' } }),
    ]
    const listed = async (query: { lacking?: '1' }) => {
      const { body } = await person.client.call(listOpenClasses, { query })
      return body.items.map(({ id }) => id)
    }
    const all = await listed({})
    for (const id of [fits, ...unlike]) expect(all).toContain(id)
    const wanted = await listed({ lacking: '1' })
    expect(wanted).toContain(fits)
    for (const id of unlike) expect(wanted).not.toContain(id)
  })
})

describe('我要报名 before one applies', () => {
  test('how many places are free, and which limit would keep me out', async () => {
    const kept = { ...everybody, units: [{ unitId: institution.id, kept: 1 }] }
    const full = await makeOpenClass(app, institution, { form: { plan: 1, admission: kept } })
    const open = await makeOpenClass(app, institution, { form: { plan: 2, admission: kept } })
    const seen = async (id: string) =>
      (await person.client.call(readOpenClass, { params: { id } })).body
    expect(await seen(full.id)).toMatchObject({ free: 1, bound: 'KEPT', profileConfirmed: true })
    expect(await seen(open.id)).toMatchObject({ free: 2, bound: null })
  })

  test('that the profile is not confirmed', async () => {
    const applicant = await makeApplicant(app)
    const { id } = await makeOpenClass(app, institution)
    const { body } = await applicant.client.call(readOpenClass, { params: { id } })
    expect(body).toMatchObject({ profileConfirmed: false, open: [] })
  })
})
