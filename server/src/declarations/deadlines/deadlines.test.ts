import {
  appealDeclaration,
  type Declaration,
  readDeclaration,
  recogniseDeclaration,
  rejectDeclaration,
  upholdDeclaration,
} from '@xueshi/contract/declarations'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makeSubmitted } from '../../../test/factories/declarations.ts'
import { guangzhou, makeStaff, makeUnit, tianhe } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { genericPlan } from '../../../test/plan.ts'
import { escalate, remind } from './service.ts'
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

  test('an appeal is reminded of and heard a level further up, and above the last it goes on waiting', async () => {
    const sent = await makeSubmitted(app, person)
    const params = { id: sent.id }
    const reason = '缺少结业证书'
    const { body: rejected } = await clerk.call(rejectDeclaration, {
      params,
      body: { version: sent.version, reason },
    })
    const appealing = { params, body: { version: rejected.version, reason } }
    const { body: appealed } = await person.client.call(appealDeclaration, appealing)
    const before = await told('declaration.overdue')
    await wait(appealed, 18)
    await remind(app.platform)
    await remind(app.platform)
    expect(await told('declaration.overdue')).toBe(before + 1)
    await escalate(app.platform)
    expect((await read(county.client, sent)).body.open).toContain('uphold')

    await wait(appealed, 18)
    await escalate(app.platform)
    await escalate(app.platform)
    expect((await read(county.client, sent)).status).toBe(404)
    const { body: above } = await read(city.client, sent)
    expect([above.state, above.open.includes('uphold'), above.open.includes('grant')]).toEqual([
      'appealed',
      true,
      true,
    ])
    expect(above.timeline.filter(({ act }) => act === 'escalate')).toHaveLength(1)
    await wait(appealed, 60)
    await escalate(app.platform)
    const upheld = await city.client.call(upholdDeclaration, {
      params,
      body: { version: above.version, reason },
    })
    expect(upheld.body.state).toBe('rejected')
    expect((await read(person.client, sent)).body.open).not.toContain('appeal')
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
