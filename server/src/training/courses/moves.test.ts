import {
  closeCourse,
  type Course,
  type CourseMove,
  courseMoves,
  courseStates,
  deleteCourse,
  editCourse,
  fileCourse,
  publishCourse,
  readCourse,
  returnCourse,
  stopCourse,
  submitCourse,
  withdrawCourse,
} from '@xueshi/contract/training/courses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { courseForm, makeCourse, seatedActor } from '../../../test/factories/courses.ts'
import { guangdong, makeStaff, makeUnit, tianhe, totpSecret } from '../../../test/factories/orgs.ts'
import * as accounts from '../../accounts/service.ts'
import * as orgs from '../../orgs/service.ts'
import * as courses from './service.ts'

type Staff = Awaited<ReturnType<typeof makeStaff>>
const deskOf = ({ id, seatId }: Staff) => ({ accountId: id, seatId })

let app: TestApp
/** The organiser, the office that files for it, and strangers of each kind. */
let organiser: Staff
let officer: Staff
let others: Record<string, Client>
let above: Awaited<ReturnType<typeof makeUnit>>
beforeAll(async () => {
  app = await testApp()
  const hrss = await makeUnit(app, { capabilities: ['hrss'], regionCode: tianhe })
  officer = await makeStaff(app, hrss.id, { kind: 'hrss' })
  const institution = await makeUnit(app, { capabilities: ['institution'] })
  organiser = await makeStaff(app, institution.id, { kind: 'institution' })
  const second = await makeUnit(app, { capabilities: ['institution'] })
  const authority = await makeUnit(app, {
    capabilities: ['industry'],
    industryCode: 'water',
    regionCode: guangdong,
  })
  above = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangdong })
  others = {
    'another institution': (await makeStaff(app, second.id, { kind: 'institution' })).client,
    'an authority': (await makeStaff(app, authority.id, { kind: 'industry' })).client,
    'the office above': (await makeStaff(app, above.id, { kind: 'hrss' })).client,
  }
})
afterAll(() => app.close())

const make = (until: Course['state']) =>
  makeCourse(app, { desk: deskOf(organiser), office: deskOf(officer), until })
const of = ({ id, version }: Course) => ({ params: { id }, body: { version } })
const because = ({ id, version }: Course) => ({
  params: { id },
  body: { version, reason: '科目与学时不符' },
})
const tries: Record<CourseMove, (client: Client, course: Course) => Promise<{ status: number }>> = {
  edit: (client, { id, version }) =>
    client.call(editCourse, { params: { id }, body: { version, form: courseForm() } }),
  delete: (client, { id }) => client.call(deleteCourse, { params: { id } }),
  submit: (client, course) => client.call(submitCourse, of(course)),
  withdraw: (client, course) => client.call(withdrawCourse, of(course)),
  publish: (client, course) => client.call(publishCourse, of(course)),
  close: (client, course) => client.call(closeCourse, of(course)),
  file: (client, course) => client.call(fileCourse, of(course)),
  return: (client, course) => client.call(returnCourse, because(course)),
  stop: (client, course) => client.call(stopCourse, because(course)),
}
const stateOf = async (id: string) => {
  const row = await app.platform.db
    .selectFrom('courses')
    .select('state')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.state
}

describe('the table of moves', () => {
  test.each(courseStates)(
    'from %s: each move succeeds if and only if `open` offers it',
    async (state) => {
      const callers = { organiser: organiser.client, office: officer.client, ...others }
      let course = await make(state)
      for (const [who, client] of Object.entries(callers))
        for (const [move, attempt] of Object.entries(tries)) {
          const found = await client.call(readCourse, { params: { id: course.id } })
          const open: readonly string[] = found.status === 200 ? found.body.open : []
          const { status } = await attempt(client, course)
          expect([state, who, move, status === 200]).toEqual([
            state,
            who,
            move,
            open.includes(move),
          ])
          if (status !== 200) expect([403, 404, 409]).toContain(status)
          const { to } = courseMoves[move as CourseMove] // the keys of `tries` are moves
          const now = status === 200 ? (move === 'delete' ? undefined : (to ?? state)) : state
          expect([state, who, move, await stateOf(course.id)]).toEqual([state, who, move, now])
          if (status === 200) course = await make(state)
        }
    },
    60_000,
  )

  test('a version that was overtaken is STALE, with the course as it stands', async () => {
    const course = await make('draft')
    await organiser.client.call(editCourse, {
      params: { id: course.id },
      body: { version: course.version, form: courseForm({ name: '新的名称' }) },
    })
    const { status, problem } = await organiser.client.call(submitCourse, of(course))
    expect([status, problem.code]).toEqual([409, 'STALE'])
    expect(problem.current).toMatchObject({ name: '新的名称', version: course.version + 1 })
  })
})

describe('nobody files what they submitted themselves', () => {
  test('403 OWN_RECORD for one with both seats; a colleague may', async () => {
    // The HR&SS office of the province teaches as well, and nobody is above it.
    const system = orgs.systemActor(app.platform)
    await orgs.grantCapability(system, { unitId: above.id, capability: 'institution' })
    const teacher = await makeStaff(app, above.id, { kind: 'institution' })
    const seat = await orgs.addStaff(system, {
      unitId: above.id,
      accountId: teacher.id,
      kind: 'hrss',
      level: 'clerk',
    })
    await accounts.enrolSecondFactor(system, teacher.id, totpSecret)
    const drafted = await courses.create(await seatedActor(app, deskOf(teacher)), courseForm())
    const submitted = await courses.submit(await seatedActor(app, deskOf(teacher)), drafted)
    expect(submitted.office?.name).toBe(above.name)

    const { id } = submitted
    const asOfficer = await clientFor(app, { accountId: teacher.id, seatId: seat.id })
    for (const move of ['file', 'return'] as const) {
      expect((await tries[move](asOfficer, submitted)).status).toBe(403)
      expect(await stateOf(id)).toBe('submitted')
    }
    const shown = await asOfficer.call(readCourse, { params: { id } })
    expect(shown.body.open).not.toContain('file')
    const colleague = await makeStaff(app, above.id, { kind: 'hrss' })
    expect((await tries.file(colleague.client, submitted)).status).toBe(200)
  })
})
