import { randomUUID } from 'node:crypto'
import { readHome } from '@xueshi/contract/insight'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../test/app.ts'
import { clientFor } from '../../test/factories/accounts.ts'
import { makeCourse } from '../../test/factories/courses.ts'
import { makePerson } from '../../test/factories/people.ts'
import { makeClassIn, makeInstitution, officerOf } from '../../test/factories/training.ts'
import { genericPlan } from '../../test/plan.ts'
import { institutionTodos } from './store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const todosOf = async (client: Client) =>
  (await client.call(readHome)).body.todos.map(({ kind, count }) => [kind, count])

test('200 for an institution: what came back, who waits for it, what is to be judged; none of another’s', async () => {
  const mine = await makeInstitution(app)
  const other = await makeInstitution(app)
  const person = await makePerson(app)
  await makeClassIn(app, mine, 'returned')
  await makeClassIn(app, mine, 'accepting', { form: { confirmation: 'hand' }, people: [person] })
  // Nobody waits for a decision where the order decides, or where nobody has applied.
  await makeClassIn(app, mine, 'accepting', { form: { confirmation: 'first' }, people: [person] })
  await makeClassIn(app, mine, 'accepting', { form: { confirmation: 'hand' } })
  await makeClassIn(app, mine, 'assessing')
  expect(await todosOf(mine.clerk.client)).toEqual([
    ['correctClasses', 1],
    ['confirmTrainees', 1],
    ['finishClasses', 1],
  ])
  expect(await todosOf(other.clerk.client)).toEqual([])
})

test('200 for an office: courses and classes that wait there', async () => {
  const mine = await makeInstitution(app)
  await makeClassIn(app, mine, 'submitted')
  const desk = { accountId: mine.clerk.id, seatId: mine.clerk.seatId }
  await makeCourse(app, { desk, until: 'submitted' })
  const { accountId, seat } = await officerOf(app, mine.hrss.id)
  const officer = await clientFor(app, { accountId: accountId ?? '', seatId: seat?.id ?? '' })
  expect(await todosOf(officer)).toEqual([
    ['fileCourses', 1],
    ['approveClasses', 1],
  ])
})

test('each count of an institution is read from an index', async () => {
  const plan = await genericPlan(app.platform.db, institutionTodos(randomUUID(), true))
  expect(plan).not.toContain('Seq Scan')
  // Two indexes of the courses begin with their unit.
  for (const index of [/courses_(unit|once)/, /classes_institution/, /enrolments_order/])
    expect(plan).toMatch(index)
})
