import { applyForClass } from '@xueshi/contract/training/enrolments'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { individualActor } from '../../../test/factories/declarations.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { makeInstitution, makeOpenClass, type Staffed } from '../../../test/factories/training.ts'
import { callAt, type House, startHouse } from '../../../test/houses.ts'
import { unguardedDatabase } from '../../../test/unguarded-database.ts'
import { apply } from './service.ts'

const applicants = 24
const plan = 5
const count = 5

let app: TestApp
let institution: Staffed
let people: { id: string }[]
let houses: House[]
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  const first = await makePerson(app)
  people = [first]
  while (people.length < applicants)
    people.push(await makePerson(app, { unit: { id: first.unitId }, clerk: first.clerk }))
  houses = [await startHouse(app), await startHouse(app)]
}, 120_000)
afterAll(async () => {
  await Promise.all(houses.map((house) => house.stop()))
  await app.close()
})

const opened = () =>
  makeOpenClass(app, institution, { form: { plan, confirmation: 'first' as const } })
const rowsOf = (classId: string) =>
  app.platform.db
    .selectFrom('enrolments')
    .select(['state', 'number'])
    .where('classId', '=', classId)
    .orderBy('number')
    .execute()
/** Whether exactly the first have a place, and everybody has a number of their own. */
async function isExact(classId: string) {
  const rows = await rowsOf(classId)
  return (
    rows.length === applicants &&
    new Set(rows.map(({ number }) => number)).size === applicants &&
    rows.every(({ state }, at) => state === (at < plan ? 'confirmed' : 'waitlisted'))
  )
}

test(`${applicants} apply at two processes at once for ${plan} places by first come: the first have them; without the lock they do not`, async () => {
  const logins: Awaited<ReturnType<typeof clientFor>>[] = []
  for (const { id } of people) logins.push(await clientFor(app, { accountId: id }))
  for (let round = 0; round < count; round += 1) {
    const { id: classId } = await opened()
    const answers = await Promise.all(
      logins.map((login, at) => {
        const house = houses[at % houses.length]
        if (!house) throw new Error('no house stands')
        return callAt(house, login, applyForClass, { body: { classId } })
      }),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await isExact(classId)).toBe(true)
  }

  const { db } = app.platform
  const actors: Awaited<ReturnType<typeof individualActor>>[] = []
  for (const { id } of people) actors.push(await individualActor(app, id))
  const bare = unguardedDatabase(app.database.appUrl, (statement) =>
    statement.replace('FOR UPDATE', ''),
  )
  let unguarded = 0
  try {
    for (let round = 0; round < count; round += 1) {
      const { id: classId } = await opened()
      app.platform.db = bare.db
      await Promise.allSettled(actors.map((actor) => apply(actor, classId)))
      app.platform.db = db
      if (!(await isExact(classId))) unguarded += 1
    }
  } finally {
    app.platform.db = db
    await bare.close()
  }
  // How often it fails without the guard is what this half of the test is for.
  // oxlint-disable-next-line no-console
  console.info(`first come: ${unguarded} of ${count} rounds failed without the lock`)
  expect(unguarded).toBeGreaterThan(0)
}, 300_000)
