import { listTrainees } from '@xueshi/contract/training/confirmations'
import { listEnrolments } from '@xueshi/contract/training/enrolments'
import { listCandidates, listNominations, nominate } from '@xueshi/contract/training/nominations'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makePerson } from '../../../test/factories/people.ts'
import {
  enrol,
  makeClassIn,
  makeInstitution,
  makeOpenClass,
  type Staffed,
} from '../../../test/factories/training.ts'

type Person = Awaited<ReturnType<typeof makePerson>>
let app: TestApp
let institution: Staffed
/** Three of one employer, and somebody of another. */
let ours: Person[]
let other: Person
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  const first = await makePerson(app)
  const of = { unit: { id: first.unitId }, clerk: first.clerk }
  ours = [first, await makePerson(app, of), await makePerson(app, of)]
  other = await makePerson(app)
})
afterAll(() => app.close())
beforeEach(() => app.clock.set(new Date('2026-06-01T02:00:00Z')))

const desk = async ({ clerk }: Person) =>
  clientFor(app, { accountId: clerk.id, seatId: clerk.seatId })
const name = async (by: Person, classId: string, personIds: string[]) =>
  (await desk(by)).call(nominate, { params: { id: classId }, body: { personIds } })
const ids = (people: readonly Person[]) => people.map(({ id }) => id)
const everybody = { series: [], levels: [], regionCode: null, units: [], unitsOnly: false }

describe('POST /open-classes/:id/nominations', () => {
  test('200: in the order of the list, told by whom; who is not theirs or is in already stays out', async () => {
    const [first, second, third] = ours
    if (!first || !second || !third) throw new Error('nobody to nominate')
    const { id } = await makeOpenClass(app, institution)
    await enrol(app, second, id)
    const { status, body } = await name(first, id, ids([third, second, other, first]))
    expect(status).toBe(200)
    expect(body.items.map(({ personId, state, refused }) => [personId, state, refused])).toEqual([
      [third.id, 'applied', null],
      [second.id, null, 'ENROLLED_ALREADY'],
      [other.id, null, 'NOT_OURS'],
      [first.id, 'applied', null],
    ])
    const list = await institution.clerk.client.call(listTrainees, { params: { id }, query: {} })
    expect(
      list.body.items.map(({ number, nominatedBy }) => [number, nominatedBy !== null]),
    ).toEqual([
      [1, false],
      [2, true],
      [3, true],
    ])
    const told = await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', 'enrolment.nominated')
      .execute()
    const texts = told.map(({ payload }) => JSON.stringify(payload))
    for (const { id: personId } of [first, third])
      expect(texts.filter((one) => one.includes(personId))).toHaveLength(1)
    expect(texts.some((one) => one.includes(other.id))).toBe(false)
    const mine = await (
      await clientFor(app, { accountId: third.id })
    ).call(listEnrolments, {
      query: {},
    })
    expect(mine.body.items.map(({ classId }) => classId)).toContain(id)
    const made = await (await desk(first)).call(listNominations, { query: {} })
    expect(made.body.items.filter(({ classId }) => classId === id)).toHaveLength(2)
  })

  test('200 with NOT_ELIGIBLE for whom the class does not admit, as the candidates say before', async () => {
    const [first] = ours
    if (!first) throw new Error('nobody to nominate')
    const admission = { ...everybody, series: ['04'] }
    const { id } = await makeOpenClass(app, institution, { form: { admission } })
    const client = await desk(first)
    const seen = await client.call(listCandidates, { params: { id }, query: {} })
    expect(seen.body.items.map(({ issues }) => issues)).toEqual(
      ours.map(() => ({ series: 'SERIES_NOT_ADMITTED' })),
    )
    const { body } = await name(first, id, ids(ours))
    expect(body.items.map(({ refused }) => refused)).toEqual(ours.map(() => 'NOT_ELIGIBLE'))
  })

  test('200: places kept for the unit are theirs before anybody else’s, the rest wait in the order of the list', async () => {
    const [first, second, third] = ours
    if (!first || !second || !third) throw new Error('nobody to nominate')
    const admission = { ...everybody, units: [{ unitId: first.unitId, kept: 2 }] }
    const form = { plan: 2, confirmation: 'first' as const, admission }
    const { id } = await makeOpenClass(app, institution, { form })
    expect(await enrol(app, other, id)).toMatchObject({
      state: 'waitlisted',
      waiting: { why: 'KEPT' },
    })
    const { body } = await name(first, id, ids([second, third, first]))
    expect(body.items.map(({ state }) => state)).toEqual(['confirmed', 'confirmed', 'waitlisted'])
  })

  test('409 SIGN_UP_CLOSED when the class takes nobody; 404 for a seat that is no employer’s', async () => {
    const [first] = ours
    if (!first) throw new Error('nobody to nominate')
    const closed = await makeClassIn(app, institution, 'closed')
    const refused = await name(first, closed.id, ids(ours))
    expect([refused.status, refused.problem.code]).toEqual([409, 'SIGN_UP_CLOSED'])
    const { id } = await makeOpenClass(app, institution)
    const call = { params: { id }, body: { personIds: ids(ours) } }
    const { status } = await institution.clerk.client.call(nominate, call)
    expect([403, 404]).toContain(status)
  })
})
