import {
  type Declaration,
  readDeclaration,
  recogniseDeclaration,
} from '@xueshi/contract/declarations'
import { addDays, startOf } from '@xueshi/contract/year'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makeSubmitted } from '../../../test/factories/declarations.ts'
import { guangzhou, makeStaff, makeUnit, tianhe } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { genericPlan } from '../../../test/plan.ts'
import { addWorkingDays } from '../../platform/working-days.ts'
import { escalate, remind, waitedSince } from './service.ts'
import * as store from './store.ts'

let app: TestApp
let person: Awaited<ReturnType<typeof makePerson>>
let county: Awaited<ReturnType<typeof makeStaff>>
let city: Awaited<ReturnType<typeof makeStaff>>
let clerk: Client
beforeAll(async () => {
  app = await testApp()
  const office = async (regionCode: string) => {
    const { id } = await makeUnit(app, { capabilities: ['hrss'], regionCode })
    return makeStaff(app, id, { kind: 'hrss' })
  }
  county = await office(tianhe)
  city = await office(guangzhou)
  person = await makePerson(app)
  clerk = await clientFor(app, { accountId: person.clerk.id, seatId: person.clerk.seatId })
})
afterAll(() => app.close())

/** The record has waited at its office for so many days more. */
const wait = ({ id }: Declaration, days: number) =>
  sql`UPDATE review_steps SET opened_at = opened_at - make_interval(days => ${days})
    WHERE declaration_id = ${id} AND state = 'open'`.execute(app.platform.db)
const read = async (client: Client, { id }: Declaration) =>
  client.call(readDeclaration, { params: { id } })
const told = async (topic: string) => {
  const rows = await app.platform.db.selectFrom('outbox').select('topic').execute()
  return rows.filter((row) => row.topic === topic).length
}

describe('waitedSince', () => {
  test.each([
    // Monday: nothing since the Friday has waited a whole working day more.
    ['2026-06-15', 1, '2026-06-11'],
    // 19 June is 端午, 20 and 21 a weekend.
    ['2026-06-22', 1, '2026-06-17'],
    ['2026-06-23', 1, '2026-06-21'],
    ['2026-06-15', 10, '2026-05-31'],
  ])('on %s, %i working days: what was opened until the end of %s', (today, days, last) => {
    expect(waitedSince(today, days)).toEqual(startOf(addDays(last, 1)))
    expect(addWorkingDays(last, days) < today).toBe(true)
    expect(addWorkingDays(addDays(last, 1), days) < today).toBe(false)
  })
  test('a day more or less moves it', () => {
    const friday = waitedSince('2026-06-12', 10)
    expect(waitedSince('2026-06-15', 10).getTime()).toBeGreaterThan(friday.getTime())
    // A weekend adds no working day.
    expect(waitedSince('2026-06-14', 10)).toEqual(waitedSince('2026-06-13', 10))
  })
})

describe('an office that does not answer', () => {
  test('is reminded once, then the level above decides, and above the last it goes on waiting', async () => {
    const sent = await makeSubmitted(app, person)
    await remind(app.platform)
    await escalate(app.platform)
    expect((await read(person.client, sent)).body.state).toBe('submitted')
    expect(await told('declaration.overdue')).toBe(0)

    await wait(sent, 18)
    await remind(app.platform)
    await remind(app.platform)
    expect(await told('declaration.overdue')).toBe(1)
    await escalate(app.platform)
    expect((await read(person.client, sent)).body.state).toBe('submitted')

    await wait(sent, 18)
    await escalate(app.platform)
    await escalate(app.platform)
    const { body: moved } = await read(person.client, sent)
    expect(moved.state).toBe('underReview')
    expect(moved.steps.map(({ office, state }) => [office, state])).toEqual([
      ['employer', 'lapsed'],
      ['hrss', 'open'],
    ])
    expect(moved.timeline.filter(({ act }) => act === 'escalate')).toHaveLength(1)
    expect((await read(clerk, sent)).status).toBe(404)

    await wait(sent, 40)
    await escalate(app.platform)
    expect((await read(county.client, sent)).status).toBe(404)
    await wait(sent, 40)
    await escalate(app.platform)
    const { body: atTop } = await read(city.client, sent)
    expect([atTop.state, atTop.open.includes('recognise')]).toEqual(['underReview', true])
    const body = { version: atTop.version, recognisedTenths: atTop.claimedTenths, reason: null }
    const params = { id: sent.id }
    expect((await city.client.call(recogniseDeclaration, { params, body })).status).toBe(200)
  })

  test('one that is answered in the same moment is decided or escalated, never both', async () => {
    const recognised: boolean[] = []
    for (let round = 0; round < 10; round += 1) {
      const sent = await makeSubmitted(app, person)
      await wait(sent, 60)
      const body = { version: sent.version, recognisedTenths: sent.claimedTenths, reason: null }
      const params = { id: sent.id }
      const [answer] = await Promise.all([
        clerk.call(recogniseDeclaration, { params, body }),
        escalate(app.platform),
      ])
      const { body: after } = await read(person.client, sent)
      recognised.push(answer.status === 200)
      expect(after.state).toBe(answer.status === 200 ? 'recognised' : 'underReview')
      expect(after.timeline.some(({ act }) => act === 'escalate')).toBe(answer.status !== 200)
    }
    expect(recognised).toHaveLength(10)
  })

  test('the oldest are found by their index, however many wait', async () => {
    const query = store.overdueQuery(app.clock.now(), null, 100)
    expect(await genericPlan(app.platform.db, query)).toContain('review_steps_waiting')
  })
})
