import { moveClass, submitClass } from '@xueshi/contract/training/classes'
import { closeCourse, submitCourse } from '@xueshi/contract/training/courses'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeCourse } from '../../../test/factories/courses.ts'
import { makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import {
  makeApprovedClass,
  makeClassIn,
  makeDraftClass,
  makeInstitution,
  makeSubmittedClass,
  officerOf,
} from '../../../test/factories/training.ts'
import * as orgs from '../../orgs/service.ts'
import * as classes from '../classes/service.ts'
import { moveAll } from '../due/service.ts'
import * as lifecycle from './service.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const setAccreditation = (unitId: string, state: 'suspended' | 'accredited') =>
  app.platform.db
    .updateTable('accreditations')
    .set({ state })
    .where('unitId', '=', unitId)
    .execute()

const seen = ({ id, version }: { id: string; version: number }) => ({
  params: { id },
  body: { version },
})

test('403 NOT_ACCREDITED: nothing begins while the accreditation is suspended; what was approved opens after that', async () => {
  const institution = await makeInstitution(app)
  const { client, id: accountId, seatId } = institution.clerk
  const draft = await makeDraftClass(institution)
  const due = await makeApprovedClass(app, institution)
  const paused = await makeClassIn(app, institution, 'paused')
  const course = await makeCourse(app, { desk: { accountId, seatId } })
  await setAccreditation(institution.id, 'suspended')
  const by = ({ id, version }: { id: string; version: number }, move: 'open' | 'resume') => ({
    params: { id },
    body: { version, move },
  })
  for (const { status, problem } of [
    await client.call(submitClass, seen(draft)),
    await client.call(submitCourse, seen(course)),
    await client.call(moveClass, by(due, 'open')),
    await client.call(moveClass, by(paused, 'resume')),
  ])
    expect([status, problem.code]).toEqual([403, 'NOT_ACCREDITED'])
  await moveAll(app.platform)
  expect((await classes.read(institution.actor, due.id)).state).toBe('approved')
  await setAccreditation(institution.id, 'accredited')
  await moveAll(app.platform)
  expect((await classes.read(institution.actor, due.id)).state).toBe('accepting')
  expect((await client.call(submitCourse, seen(course))).status).toBe(200)
  expect((await client.call(submitClass, seen(draft))).status).toBe(200)
})

test('409 COURSE_STOPPED: of a course that was closed nothing opens, by hand or by the clock, and its institution is told', async () => {
  const institution = await makeInstitution(app)
  const { client } = institution.clerk
  const due = await makeApprovedClass(app, institution)
  const sent = await makeSubmittedClass(institution)
  const open = await makeClassIn(app, institution, 'paused')
  const { course } = institution
  const closing = { params: { id: course.id }, body: { version: 1 } }
  expect((await client.call(closeCourse, closing)).status).toBe(200)
  const opened = await client.call(moveClass, {
    params: { id: due.id },
    body: { version: due.version, move: 'open' },
  })
  expect([opened.status, opened.problem.code]).toEqual([409, 'COURSE_STOPPED'])
  const officer = await officerOf(app, institution.hrss.id)
  await expect(lifecycle.approve(officer, sent)).rejects.toMatchObject({ code: 'COURSE_STOPPED' })
  await moveAll(app.platform)
  await expect(
    lifecycle.moveDue(orgs.systemActor(app.platform), { id: due.id, move: 'open' }),
  ).rejects.toMatchObject({ code: 'WRONG_STATE' })
  const read = await classes.read(institution.actor, due.id)
  expect(read).toMatchObject({ state: 'approved', courseStopped: true })
  const told = await app.platform.db
    .selectFrom('outbox')
    .select('payload')
    .where('topic', '=', 'class.courseStopped')
    .execute()
  const said = told
    .map(({ payload }) => JSON.stringify(payload))
    .filter((one) => one.includes(course.name))
  expect(said).toHaveLength(2)
  for (const { name } of [due, sent]) expect(said.some((one) => one.includes(name))).toBe(true)
  // What took applications already goes on, and the one that cannot open may be called off.
  expect(
    (
      await client.call(moveClass, {
        params: { id: open.id },
        body: { version: open.version, move: 'resume' },
      })
    ).status,
  ).toBe(200)
  expect(read.open).toContain('cancel')
})

test('200: what runs goes on without it', async () => {
  const institution = await makeInstitution(app)
  const one = await makeClassIn(app, institution, 'assessing')
  await setAccreditation(institution.id, 'suspended')
  const { client } = institution.clerk
  const body = { version: one.version, move: 'continue' } as const
  const { status } = await client.call(moveClass, { params: { id: one.id }, body })
  expect(status).toBe(200)
})

test('200 for a course of an industry authority, which needs no accreditation', async () => {
  const unit = await makeUnit(app, { capabilities: ['industry'], industryCode: 'housing' })
  const officer = await makeStaff(app, unit.id, { kind: 'industry' })
  const desk = { accountId: officer.id, seatId: officer.seatId }
  // Its office: whoever decides on the courses of the region.
  await makeInstitution(app)
  const course = await makeCourse(app, { desk })
  expect((await officer.client.call(submitCourse, seen(course))).status).toBe(200)
})
