import { decideEnrolments } from '@xueshi/contract/training/confirmations'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { everyStatement } from '../../../test/every-statement.ts'
import { makePerson } from '../../../test/factories/people.ts'
import {
  enrol,
  makeInstitution,
  makeOpenClass,
  type Staffed,
} from '../../../test/factories/training.ts'
import { faults } from '../../../test/failing-database.ts'

let app: TestApp
let institution: Staffed
let people: Awaited<ReturnType<typeof makePerson>>[]
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  people = [await makePerson(app), await makePerson(app)]
}, 60_000)
afterAll(() => app.close())

/** A class by hand with one place, for which two have applied. */
async function wanted() {
  const { id } = await makeOpenClass(app, institution, { form: { plan: 1, confirmation: 'hand' } })
  const ids: string[] = []
  for (const person of people) ids.push((await enrol(app, person, id)).id)
  return { id, ids }
}

const tracesOf = async ({ id, ids }: { id: string; ids: readonly string[] }) => {
  const { db } = app.platform
  const rows = await db
    .selectFrom('enrolments')
    .select(['state', 'version'])
    .where('classId', '=', id)
    .orderBy('number')
    .execute()
  const { confirmedCount, appliedCount } = await db
    .selectFrom('classPlaces')
    .select(['confirmedCount', 'appliedCount'])
    .where('classId', '=', id)
    .executeTakeFirstOrThrow()
  const audits = await db
    .selectFrom('audit')
    .select('act')
    .where('recordId', 'in', [...ids])
    .where('act', '=', 'enrolment.confirm')
    .execute()
  return { rows, confirmedCount, appliedCount, audits: audits.length }
}

test.each(faults)(
  'T20: %s at every statement of a confirmation in turn: both are decided on or neither, and a retry does it once',
  async (fault) => {
    const statements = await everyStatement(app, fault, {
      make: wanted,
      act: ({ id, ids }, key) =>
        institution.clerk.client.call(decideEnrolments, {
          params: { id },
          body: { decision: 'confirm', ids, reason: null },
          key,
        }),
      traces: tracesOf,
      done: () => ({
        rows: [
          { state: 'confirmed', version: 2 },
          { state: 'waitlisted', version: 2 },
        ],
        confirmedCount: 1,
        appliedCount: 2,
        audits: 2,
      }),
    })
    expect(statements).toBeGreaterThan(6)
  },
  120_000,
)
