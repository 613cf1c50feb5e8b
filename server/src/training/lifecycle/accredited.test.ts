import { moveClass, submitClass } from '@xueshi/contract/training/classes'
import { submitCourse } from '@xueshi/contract/training/courses'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeCourse } from '../../../test/factories/courses.ts'
import { makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import {
  makeApprovedClass,
  makeClassIn,
  makeDraftClass,
  makeInstitution,
} from '../../../test/factories/training.ts'
import * as classes from '../classes/service.ts'
import { moveAll } from '../due/service.ts'

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
