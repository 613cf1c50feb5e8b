import { saveResults } from '@xueshi/contract/training/attendance'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { makeClassIn, makeInstitution } from '../../../test/factories/training.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

test('a make-up that waits for a correction of the first attempt is judged by what that came to', async () => {
  const institution = await makeInstitution(app)
  const people = [await makePerson(app)]
  const { id } = await makeClassIn(app, institution, 'assessing', { people })
  const { db } = app.platform
  const { id: enrolmentId } = await db
    .selectFrom('enrolments')
    .select('id')
    .where('classId', '=', id)
    .executeTakeFirstOrThrow()
  const save = (attempt: 1 | 2, score: number) =>
    institution.clerk.client.call(saveResults, {
      params: { id },
      body: { items: [{ enrolmentId, attempt, score, passed: null }] },
    })
  expect((await save(1, 30)).status).toBe(200)
  const saving = await db.transaction().execute(async (tx) => {
    await sql`SELECT FROM enrolments WHERE id = ${enrolmentId} FOR UPDATE`.execute(tx)
    let isOver = false
    const saved = save(2, 80).finally(() => (isOver = true))
    while (!isOver) {
      const { rows } = await sql`SELECT FROM pg_locks WHERE NOT granted`.execute(tx)
      if (rows.length > 0) break
    }
    await sql`UPDATE results SET score = 90, passed = true WHERE enrolment_id = ${enrolmentId}`.execute(
      tx,
    )
    return { saved }
  })
  const { status, problem } = await saving.saved
  expect([status, problem.fields]).toEqual([422, { 'items.0.score': 'FIRST_ATTEMPT_PASSED' }])
})
