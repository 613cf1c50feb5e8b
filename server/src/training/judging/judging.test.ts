import { correctResult, finishClass, previewFinish } from '@xueshi/contract/training/attendance'
import { reportCompletions } from '@xueshi/contract/training/completions'
import { readOpenClass } from '@xueshi/contract/training/enrolments'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeFiledCourse } from '../../../test/factories/filed-course.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { completionItem, makeKey, programOf } from '../../../test/factories/programs.ts'
import {
  finishNow,
  makeClassIn,
  makeInstitution,
  makeOpenClass,
  type Staffed,
} from '../../../test/factories/training.ts'
import * as attendance from '../attendance/service.ts'

let app: TestApp
let institution: Staffed
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
})
afterAll(() => app.close())
const client = () => institution.clerk.client
const form = { exam: 'exempt' } as const

/** A class of the course that these have attended and that waits to be finished. */
async function attended(courseId: string, people: readonly { id: string }[]) {
  const one = await makeClassIn(app, institution, 'assessing', { form, people, courseId })
  for (const { id: sessionId } of one.sessions)
    await attendance.mark(
      institution.actor,
      { id: one.id, sessionId },
      { marks: [], unmarked: 'present' },
    )
  return one
}
const finish = async (one: { id: string; version: number }) => {
  const params = { id: one.id }
  const { body } = await client().call(previewFinish, { params })
  return client().call(finishClass, {
    params,
    body: { version: one.version, digest: body.digest },
  })
}
const tenthsOf = async (personId: string) => {
  const { rows } = await sql<{ tenths: number }>`
    SELECT coalesce(sum(hours_tenths) FILTER (WHERE reverses IS NULL), 0)::int
      - coalesce(sum(hours_tenths) FILTER (WHERE reverses IS NOT NULL), 0)::int AS tenths
    FROM ledger_entries WHERE person_id = ${personId}`.execute(app.platform.db)
  return rows[0]?.tenths
}
/** The course is in the catalogue, so that platforms may report it. */
const published = async (courseId: string) => {
  await app.platform.db
    .updateTable('courses')
    .set({ state: 'published', publishedAt: app.clock.now() })
    .where('id', '=', courseId)
    .execute()
  return programOf(app, await makeKey(app, institution.id))
}

describe('a course counts once for a person', () => {
  test('by two classes: the preview says so, 结业 credits the others alone, and no correction gets round it', async () => {
    const { id: courseId } = await makeFiledCourse(app, institution.id)
    const [again, fresh] = [await makePerson(app), await makePerson(app)]
    await finishNow(institution, (await attended(courseId, [again])).id)
    const second = await attended(courseId, [again, fresh])
    const shown = await client().call(previewFinish, { params: { id: second.id } })
    expect(shown.body).toMatchObject({ passes: 1, fails: 1, creditedBefore: 1, totalTenths: 120 })
    expect((await finish(second)).body).toMatchObject({ passed: 1, creditedTenths: 120 })
    expect([await tenthsOf(again.id), await tenthsOf(fresh.id)]).toEqual([120, 120])
    const row = await app.platform.db
      .selectFrom('enrolments')
      .select(['id', 'version', 'state', 'reason'])
      .where('classId', '=', second.id)
      .where('personId', '=', again.id)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ state: 'failed', reason: '已有这门课程的学时，不重复记入' })
    const corrected = await client().call(correctResult, {
      params: { id: second.id, enrolmentId: row.id },
      body: { version: row.version, to: 'completed', reason: '补记' },
    })
    expect([corrected.status, corrected.problem.code]).toEqual([409, 'CREDITED_BEFORE'])
  })

  test('by two classes that are finished at once: once', async () => {
    const { id: courseId } = await makeFiledCourse(app, institution.id)
    const person = await makePerson(app)
    const both = [await attended(courseId, [person]), await attended(courseId, [person])]
    const answers = await Promise.all(both.map(finish))
    // Whoever comes second finds another outcome than was shown, and looks again.
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1)
    expect(await tenthsOf(person.id)).toBe(120)
  })

  test('by a class and a platform, whichever is first', async () => {
    const { id: courseId } = await makeFiledCourse(app, institution.id)
    const program = await published(courseId)
    const [online, present] = [await makePerson(app), await makePerson(app)]
    await program.call(reportCompletions, { body: { items: [completionItem(online, courseId)] } })
    const one = await attended(courseId, [online, present])
    expect((await finish(one)).body).toMatchObject({ passed: 1, failed: 1 })
    const { body } = await program.call(reportCompletions, {
      body: { items: [completionItem(present, courseId)] },
    })
    expect(body.items).toMatchObject([{ state: 'refused', reason: 'CREDITED_BEFORE' }])
    expect([await tenthsOf(online.id), await tenthsOf(present.id)]).toEqual([120, 120])
  })

  test('我要报名 says before that it would bring nothing', async () => {
    const { id: courseId } = await makeFiledCourse(app, institution.id)
    const person = await makePerson(app)
    const over = await attended(courseId, [person])
    const next = await makeOpenClass(app, institution, { courseId })
    const seen = async () =>
      (await person.client.call(readOpenClass, { params: { id: next.id } })).body.same
    expect(await seen()).toEqual([{ name: over.name, credited: false }])
    await finishNow(institution, over.id)
    expect(await seen()).toEqual([{ name: over.name, credited: true }])
  })
})
