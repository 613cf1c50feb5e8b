import { correctResult } from '@xueshi/contract/training/attendance'
import { listTrainees } from '@xueshi/contract/training/confirmations'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makePerson } from '../../../test/factories/people.ts'
import {
  enrol,
  finishNow,
  type Staffed,
  makeClassIn,
  makeInstitution,
  makeOpenClass,
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

const noShowsIn = async (classId: string) => {
  const { body } = await client().call(listTrainees, { params: { id: classId }, query: {} })
  return body.items.map(({ noShows }) => noShows)
}

test('whoever had a place and never came is known by it in another class, until that is corrected', async () => {
  const [absent, present] = [await makePerson(app), await makePerson(app)]
  const over = await makeClassIn(app, institution, 'assessing', {
    form: { exam: 'exempt' },
    people: [absent, present],
  })
  const next = await makeOpenClass(app, institution)
  for (const person of [absent, present]) await enrol(app, person, next.id)
  expect(await noShowsIn(next.id)).toEqual([0, 0])
  const rows = await app.platform.db
    .selectFrom('enrolments')
    .select('id')
    .where('classId', '=', over.id)
    .orderBy('number')
    .execute()
  const [missed = '', came = ''] = rows.map(({ id }) => id)
  for (const { id: sessionId } of over.sessions)
    await attendance.mark(
      institution.actor,
      { id: over.id, sessionId },
      { marks: [{ enrolmentId: came, mark: 'present' }], unmarked: 'absent' },
    )
  await finishNow(institution, over.id)
  expect(await noShowsIn(next.id)).toEqual([1, 0])
  const corrected = await client().call(correctResult, {
    params: { id: over.id, enrolmentId: missed },
    body: { version: 3, to: 'completed', reason: '签到表漏登' },
  })
  expect(corrected.status).toBe(200)
  expect(await noShowsIn(next.id)).toEqual([0, 0])
})
