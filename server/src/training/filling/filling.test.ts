import { confirmInOrder } from '@xueshi/contract/training/confirmations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
import * as orgs from '../../orgs/service.ts'

let app: TestApp
let institution: Staffed
let people: Awaited<ReturnType<typeof makePerson>>[]
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  people = []
  for (let at = 0; at < 4; at += 1) people.push(await makePerson(app))
})
afterAll(() => app.close())
const fill = (classId: string, client = institution.clerk.client) =>
  client.call(confirmInOrder, { params: { id: classId } })
const statesOf = async (classId: string) =>
  (
    await app.platform.db
      .selectFrom('enrolments')
      .select('state')
      .where('classId', '=', classId)
      .orderBy('number')
      .execute()
  ).map(({ state }) => state)

async function classWith(form: object, enrolled = people) {
  const { id } = await makeOpenClass(app, institution, { form })
  for (const person of enrolled) await enrol(app, person, id)
  return id
}

describe('POST /classes/:id/confirm-in-order', () => {
  test('200: the free places to the first of those who applied; the others stay as they are', async () => {
    const id = await classWith({ plan: 3 })
    const { status, body } = await fill(id)
    expect([status, body.confirmed]).toEqual([200, 3])
    expect(body.places).toMatchObject({ confirmed: 3, free: 0, waiting: 1 })
    expect(await statesOf(id)).toEqual(['confirmed', 'confirmed', 'confirmed', 'applied'])
    expect((await fill(id)).body).toMatchObject({ confirmed: 0, changed: 0 })
  })

  test('200: what is kept for a unit goes to its people alone', async () => {
    const last = people[3]?.unitId ?? ''
    const admission = {
      series: [],
      levels: [],
      regionCode: null,
      units: [{ unitId: last, kept: 1 }],
      unitsOnly: false,
    }
    const id = await classWith({ plan: 2, admission })
    await fill(id)
    expect(await statesOf(id)).toEqual(['confirmed', 'applied', 'applied', 'confirmed'])
  })

  test('two at once: exactly as many as there are places', async () => {
    const id = await classWith({ plan: 2 })
    const answers = await Promise.all([fill(id), fill(id)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers.reduce((sum, { body }) => sum + body.confirmed, 0)).toBe(2)
  })

  test('a clerk’s own application is passed over', async () => {
    const [me] = people
    const system = orgs.systemActor(app.platform)
    const seat = { unitId: institution.id, kind: 'institution', level: 'clerk' } as const
    const { id: seatId } = await orgs.addStaff(system, { ...seat, accountId: me?.id ?? '' })
    const id = await classWith({ plan: 1 }, people.slice(0, 2))
    const both = await clientFor(app, { accountId: me?.id ?? '', seatId })
    expect((await fill(id, both)).body.confirmed).toBe(1)
    expect(await statesOf(id)).toEqual(['applied', 'confirmed'])
  })

  test('409 where an order decides, and once the class has started; 404 for a stranger', async () => {
    const first = await classWith({ confirmation: 'first' }, [])
    expect((await fill(first)).problem.code).toBe('WRONG_STATE')
    const running = await makeClassIn(app, institution, 'running')
    expect((await fill(running.id)).problem.code).toBe('WRONG_STATE')
    const stranger = await makeInstitution(app)
    expect((await fill(await classWith({}, []), stranger.clerk.client)).status).toBe(404)
  })
})
