import { decideEnrolments } from '@xueshi/contract/training/confirmations'
import {
  decisions,
  enrolmentMoves,
  enrolmentStates,
  type EnrolmentState,
  withdrawEnrolment,
} from '@xueshi/contract/training/enrolments'
import type { Confirmation } from '@xueshi/contract/training/classes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makePerson } from '../../../test/factories/people.ts'
import {
  enrol,
  makeInstitution,
  makeOpenClass,
  type Staffed,
} from '../../../test/factories/training.ts'

let app: TestApp
let institution: Staffed
let person: Awaited<ReturnType<typeof makePerson>>
let strangers: Client[]
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  person = await makePerson(app)
  strangers = [
    (await makeInstitution(app)).clerk.client,
    await clientFor(app, { accountId: person.clerk.id, seatId: person.clerk.seatId }),
    (await makePerson(app)).client,
  ]
})
afterAll(() => app.close())

/** What the institution may press, by how places are given out; a draw is still to come. */
const offered: Record<Confirmation, readonly string[]> = {
  hand: ['confirm', 'wait', 'refuse', 'reconsider'],
  draw: ['refuse', 'reconsider'],
  first: ['refuse', 'requeue'],
}

/** An enrolment in this state of a class that takes applications: set, for not each comes about in each mode. */
async function made(confirmation: Confirmation, state: EnrolmentState) {
  const { id: classId } = await makeOpenClass(app, institution, { form: { confirmation } })
  const { id } = await enrol(app, person, classId)
  const { db } = app.platform
  await db.updateTable('enrolments').set({ state }).where('id', '=', id).execute()
  const confirmedCount = state === 'confirmed' ? 1 : 0
  await db
    .updateTable('classPlaces')
    .set({ confirmedCount })
    .where('classId', '=', classId)
    .execute()
  return { classId, id }
}
/** How somebody is answered for whom it is not there. */
const nothing = [403, 404]
const stateOf = async (id: string) =>
  await app.platform.db
    .selectFrom('enrolments')
    .select(['state', 'version'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()

describe.each(['hand', 'draw', 'first'] as const)('places by %s', (confirmation) => {
  test.each(enrolmentStates)(
    '%s: what the table allows is done, and nothing else',
    async (state) => {
      for (const decision of decisions) {
        const one = await made(confirmation, state)
        const call = {
          params: { id: one.classId },
          body: { decision, ids: [one.id], reason: '按规定办理' },
        }
        for (const stranger of strangers)
          expect(nothing).toContain((await stranger.call(decideEnrolments, call)).status)
        const { status, problem } = await institution.clerk.client.call(decideEnrolments, call)
        const { from } = enrolmentMoves[decision]
        const may = offered[confirmation].includes(decision) && from.some((one) => one === state)
        expect([decision, status]).toEqual([decision, may ? 200 : 409])
        if (!may) {
          expect(problem.code).toBe('WRONG_STATE')
          expect((await stateOf(one.id)).state).toBe(state)
        }
      }
      const mine = await made(confirmation, state)
      const call = { params: { id: mine.id }, body: { version: (await stateOf(mine.id)).version } }
      for (const stranger of strangers)
        expect(nothing).toContain((await stranger.call(withdrawEnrolment, call)).status)
      const clerk = await institution.clerk.client.call(withdrawEnrolment, call)
      expect(nothing).toContain(clerk.status)
      const { status } = await person.client.call(withdrawEnrolment, call)
      const { from } = enrolmentMoves.withdraw
      expect(status).toBe(from.some((one) => one === state) ? 200 : 409)
    },
  )
})
