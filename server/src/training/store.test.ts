import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { genericPlan } from '../../test/plan.ts'
import { attendeesQuery } from './attendance/store.ts'
import { listQuery as classesQuery } from './classes/store.ts'
import { traineesQuery } from './confirming/store.ts'
import { listQuery as enrolmentsQuery } from './enrolments/store.ts'
import { queueQuery } from './class-reviews/store.ts'
import { candidatesQuery, nominationsQuery } from './nominations/store.ts'
import { fittingQuery, listQuery as openQuery } from './openings/store.ts'
import { judgedQuery } from './results/store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  // Without rows to count, the index of all main employments looks as good as that of one unit.
  const owner = new pg.Client({ connectionString: app.database.ownerUrl })
  await owner.connect()
  await owner.query('DROP INDEX employments_main')
  await owner.end()
})
afterAll(() => app.close())

const id = randomUUID()
const queue = { office: 'hrss', unitId: id } as const
const instant = '2026-06-01T02:00:00.000000Z'
const open = { state: 'accepting', personId: id } as const

describe('how the lists of training are read', () => {
  test.each([
    [
      'classes of an institution',
      classesQuery(id, { name: '工程', state: 'accepting', after: id }, 21),
      /classes_institution/,
    ],
    [
      'classes that wait at an office',
      queueQuery({ ...queue, decided: false, after: [instant, id] }, 21),
      /classes_waiting/,
    ],
    [
      'classes that it decided',
      queueQuery({ ...queue, decided: true, institution: '学院', after: [instant, id] }, 21),
      /classes_office/,
    ],
    [
      'classes to apply for',
      openQuery({ ...open, after: ['2026-06-01', id] }, 21),
      /classes_soonest/,
    ],
    [
      'classes to apply for, searched',
      openQuery({ ...open, name: '工程', region: '440100', from: '2026-06-01', free: true }, 21),
      /classes_soonest/,
    ],
    [
      'the public catalogue',
      openQuery({ ...open, personId: null, categories: ['public'] }, 21),
      /classes_soonest/,
    ],
    [
      'those of a class who wait',
      traineesQuery({ classId: id, state: 'waitlisted', name: '陈', after: [1, id] }, 21),
      /enrolments_order/,
    ],
    [
      'all who applied for a class',
      traineesQuery({ classId: id, after: [1, id] }, 21),
      /enrolments_class_id_number_key/,
    ],
    [
      'enrolments of a person',
      enrolmentsQuery(id, { name: '工程', state: 'applied', after: id }, 21),
      /enrolments_person/,
    ],
    [
      'nominations of a unit',
      nominationsQuery(id, { name: '陈', after: id }, 51),
      /enrolments_nominated/,
    ],
    [
      'candidates of a unit',
      candidatesQuery(id, { classId: id, name: '陈', after: id }, 51),
      /employments_unit/,
    ],
    [
      'the attendance of a session',
      attendeesQuery({ classId: id, sessionId: id, after: 1 }, 101),
      /enrolments_class_id_number_key/,
    ],
    [
      'the results of a class',
      judgedQuery({ classId: id, after: 1 }, 101),
      /enrolments_class_id_number_key/,
    ],
  ])(
    '%s by one index, in its order, nothing sorted and nothing read whole',
    async (_, query, index) => {
      const plan = await genericPlan(app.platform.db, query)
      expect(plan).toMatch(index)
      expect(plan).not.toMatch(/Seq Scan/)
      // Children of a line (its 科目, its attempts) are put in order by themselves.
      const [top = ''] = plan.split(/SubPlan|InitPlan|Aggregate/)
      expect(top).not.toMatch(/\bSort\b/)
    },
  )

  test('classes that fit: one walk of the soonest that ends, and no table read whole', async () => {
    const applicant = {
      series: '05',
      titleLevel: 'intermediate',
      unitId: id,
      regions: ['440100'],
    } as const
    const asked = { personId: id, applicant, year: 2026, now: new Date() }
    const plan = await genericPlan(
      app.platform.db,
      fittingQuery({ ...asked, categories: ['public'] }, 3),
    )
    expect(plan).toMatch(/Limit.*\n.*classes_soonest/)
    expect(plan).not.toMatch(/Seq Scan/)
  })
})
