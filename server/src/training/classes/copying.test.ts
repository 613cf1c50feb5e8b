import { copyClass } from '@xueshi/contract/training/classes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeFiledCourse } from '../../../test/factories/filed-course.ts'
import { makeUnit } from '../../../test/factories/orgs.ts'
import {
  classForm,
  makeDraftClass,
  makeInstitution,
  makeSubmittedClass,
  type Staffed,
} from '../../../test/factories/training.ts'

let app: TestApp
let institution: Staffed
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
})
afterAll(() => app.close())

const client = () => institution.clerk.client

describe('POST /classes/:id/copy', () => {
  test('200: the same contents, every date as much later', async () => {
    const first = await makeSubmittedClass(institution)
    const call = { params: { id: first.id }, body: { startsOn: '2026-09-01' } }
    const { status, body } = await client().call(copyClass, call)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'draft',
      name: first.name,
      startsOn: '2026-09-01',
      endsOn: '2026-09-02',
      signUpToOn: '2026-08-27',
    })
    expect(body.sessions.map(({ on }) => on)).toEqual(['2026-09-01', '2026-09-01', '2026-09-02'])
  })

  test('200 into another year: of that year’s course of the same name; 422 while none is filed', async () => {
    const { db } = app.platform
    const course = await makeFiledCourse(app, institution.id)
    const unit = await makeUnit(app)
    const form = classForm(course.id)
    const first = await makeDraftClass(institution, {
      courseId: course.id,
      form: {
        ...form,
        attendancePercent: 0,
        admission: {
          series: ['05'],
          levels: ['senior', 'intermediate'],
          regionCode: '440100',
          units: [{ unitId: unit.id, kept: 3 }],
          unitsOnly: true,
        },
      },
    })
    const call = { params: { id: first.id }, body: { startsOn: '2027-03-10' } }
    const refused = await client().call(copyClass, call)
    expect([refused.status, refused.problem.fields]).toEqual([
      422,
      { startsOn: 'COURSE_NOT_IN_YEAR' },
    ])
    const next = await makeFiledCourse(app, institution.id, { year: 2027, levels: ['senior'] })
    await db.updateTable('courses').set({ name: course.name }).where('id', '=', next.id).execute()
    // The 科目 of next year stand in another order.
    for (const [name, position] of [
      ['规范与标准', 3],
      ['案例研讨', 1],
      ['规范与标准', 2],
    ] as const)
      await db
        .updateTable('courseSubjects')
        .set({ position })
        .where('courseId', '=', next.id)
        .where('name', '=', name)
        .execute()
    const { body } = await client().call(copyClass, call)
    expect(body).toMatchObject({
      courseId: next.id,
      year: 2027,
      startsOn: '2027-03-10',
      plan: first.plan,
      attendancePercent: 0,
      admission: {
        series: ['05'],
        // As far as the course of that year is for them.
        levels: ['senior'],
        regionCode: '440100',
        units: [{ unitId: unit.id, kept: 3 }],
        unitsOnly: true,
      },
    })
    expect(body.sessions.map(({ subject }) => subject)).toEqual([2, 2, 1])
  })
})
