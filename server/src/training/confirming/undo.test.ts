import { drawClass, type TrainingClass } from '@xueshi/contract/training/classes'
import { decideEnrolments, listTrainees } from '@xueshi/contract/training/confirmations'
import { type Decision, readEnrolment } from '@xueshi/contract/training/enrolments'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makePerson } from '../../../test/factories/people.ts'
import {
  enrol,
  type Staffed,
  makeInstitution,
  makeOpenClass,
} from '../../../test/factories/training.ts'
import * as lifecycle from '../lifecycle/service.ts'

let app: TestApp
let institution: Staffed
let people: Awaited<ReturnType<typeof makePerson>>[]
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  people = [await makePerson(app), await makePerson(app), await makePerson(app)]
})
afterAll(() => app.close())
const client = () => institution.clerk.client

/** A class with these places, for which all three applied, and their enrolments in their order. */
async function classWith(confirmation: 'first' | 'hand' | 'draw', plan: number) {
  const one = await makeOpenClass(app, institution, { form: { plan, confirmation } })
  const ids: string[] = []
  for (const person of people) ids.push((await enrol(app, person, one.id)).id)
  return { one, ids }
}
const decide = ({ id }: TrainingClass, ids: string[], decision: Decision, reason?: string) =>
  client().call(decideEnrolments, {
    params: { id },
    body: { decision, ids, reason: reason ?? null },
  })
const statesOf = async ({ id }: TrainingClass) => {
  const { body } = await client().call(listTrainees, { params: { id }, query: {} })
  return body.items.map(({ state }) => state)
}
const toldOf = async (topic: string, personId: string) => {
  const rows = await app.platform.db
    .selectFrom('outbox')
    .select('payload')
    .where('topic', '=', topic)
    .execute()
  return rows.map(({ payload }) => JSON.stringify(payload)).filter((row) => row.includes(personId))
}

describe('撤销决定', () => {
  test('by hand: a wrong 确认 of several is undone with a reason, and nobody keeps a place by it', async () => {
    const { one, ids } = await classWith('hand', 2)
    await decide(one, ids, 'confirm')
    expect(await statesOf(one)).toEqual(['confirmed', 'confirmed', 'waitlisted'])
    const unsaid = await decide(one, ids, 'reconsider')
    expect([unsaid.status, unsaid.problem.code]).toEqual([422, 'REASON_REQUIRED'])
    const { body } = await decide(one, ids, 'reconsider', '误点了批量录取')
    expect(body).toMatchObject({ changed: 3, confirmed: 0, places: { confirmed: 0, waiting: 3 } })
    expect(await statesOf(one)).toEqual(['applied', 'applied', 'applied'])
    const [told] = await toldOf('enrolment.unconfirmed', people[0]?.id ?? '')
    expect(told).toContain('误点了批量录取')
    expect(await toldOf('enrolment.unconfirmed', people[2]?.id ?? '')).toEqual([])
    expect(await toldOf('enrolment.reconsidered', people[2]?.id ?? '')).toHaveLength(1)
  })

  test('by hand: the place of one whose 确认 is undone goes to the next who waits', async () => {
    const { one, ids } = await classWith('hand', 1)
    await decide(one, ids.slice(0, 2), 'confirm')
    await decide(one, ids.slice(0, 1), 'reconsider', '录取有误')
    expect(await statesOf(one)).toEqual(['applied', 'confirmed', 'applied'])
  })

  test('by first come: who was refused waits where they stood, and nobody loses a place for it', async () => {
    const { one, ids } = await classWith('first', 1)
    const [first = '', second = '', third = ''] = ids
    expect((await decide(one, [second], 'reconsider')).problem.code).toBe('WRONG_STATE')
    await decide(one, [first], 'refuse', '材料不符')
    expect(await statesOf(one)).toEqual(['refused', 'confirmed', 'waitlisted'])
    const { body } = await decide(one, [first], 'requeue')
    expect(body).toMatchObject({ changed: 1, waitlisted: 1, confirmed: 0 })
    expect(await statesOf(one)).toEqual(['waitlisted', 'confirmed', 'waitlisted'])
    const seen = await people[0]?.client.call(readEnrolment, { params: { id: first } })
    expect(seen?.body.waiting).toEqual({ position: 1, why: 'FULL' })
    expect(await toldOf('enrolment.requeued', people[0]?.id ?? '')).toHaveLength(1)
    expect((await decide(one, [third], 'requeue')).problem.code).toBe('WRONG_STATE')
  })

  test('by first come: a place that is free is theirs at once', async () => {
    const { one, ids } = await classWith('first', 3)
    await decide(one, ids.slice(0, 1), 'refuse', '材料不符')
    const { body } = await decide(one, ids.slice(0, 1), 'requeue')
    expect(body).toMatchObject({ confirmed: 1 })
    expect(await statesOf(one)).toEqual(['confirmed', 'confirmed', 'confirmed'])
  })

  test('by draw: 待确认 before it was held, in the drawn order after', async () => {
    const { one, ids } = await classWith('draw', 1)
    await decide(one, ids.slice(0, 1), 'refuse', '材料不符')
    expect((await decide(one, ids.slice(0, 1), 'requeue')).problem.code).toBe('WRONG_STATE')
    await decide(one, ids.slice(0, 1), 'reconsider')
    expect(await statesOf(one)).toEqual(['applied', 'applied', 'applied'])
    const { id, version } = await lifecycle.move(institution.actor, { ...one, move: 'close' })
    await client().call(drawClass, { params: { id }, body: { version } })
    const states = await statesOf(one)
    const winner = ids[states.indexOf('confirmed')] ?? ''
    await decide(one, [winner], 'refuse', '材料不符')
    expect((await decide(one, [winner], 'reconsider')).problem.code).toBe('WRONG_STATE')
    expect((await decide(one, [winner], 'requeue')).status).toBe(200)
    const list = await client().call(listTrainees, {
      params: { id },
      query: { state: 'waitlisted' },
    })
    expect(list.body.items.map((row) => [row.id, row.position])).toContainEqual([winner, 1])
  })

  test('by draw: who was refused before it was held had no part in it, and waits behind all others', async () => {
    const { one, ids } = await classWith('draw', 1)
    const [first = ''] = ids
    await decide(one, [first], 'refuse', '材料不符')
    const { id, version } = await lifecycle.move(institution.actor, { ...one, move: 'close' })
    await client().call(drawClass, { params: { id }, body: { version } })
    expect((await decide(one, [first], 'requeue')).status).toBe(200)
    const list = await client().call(listTrainees, {
      params: { id },
      query: { state: 'waitlisted' },
    })
    expect(list.body.items.map((row) => row.id).at(-1)).toBe(first)
    expect(list.body.items).toHaveLength(2)
  })
})
