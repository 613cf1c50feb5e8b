import {
  type Exemption,
  grantExemption,
  passExemption,
  readExemption,
} from '@xueshi/contract/ledger'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import {
  makeDeciders,
  makePassedExemption,
  makeSentExemption,
} from '../../../test/factories/exemptions.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { genericPlan } from '../../../test/plan.ts'
import { remind, takeOver } from './service.ts'
import * as store from './store.ts'

let app: TestApp
let by: Awaited<ReturnType<typeof makeDeciders>>
beforeAll(async () => {
  app = await testApp()
  by = await makeDeciders(app)
})
afterAll(() => app.close())

const newcomer = () => makePerson(app, { unit: by.unit, clerk: by.clerk })
/** The application has waited for so many days more. */
const wait = ({ id }: Exemption, days: number) =>
  sql`UPDATE exemptions SET updated_at = updated_at - make_interval(days => ${days}) WHERE id = ${id}`.execute(
    app.platform.db,
  )
const told = async (topic: string) => {
  const rows = await app.platform.db.selectFrom('outbox').select('topic').execute()
  return rows.filter((row) => row.topic === topic).length
}

describe('an application that nobody answers', () => {
  test('its employer is reminded once, then the HR&SS office decides, and the person is told', async () => {
    const person = await newcomer()
    const sent = await makeSentExemption(app, person.id)
    await remind(app.platform)
    await takeOver(app.platform)
    expect(await told('exemption.overdue')).toBe(0)

    await wait(sent, 18)
    await remind(app.platform)
    await remind(app.platform)
    await takeOver(app.platform)
    expect(await told('exemption.overdue')).toBe(1)
    const params = { id: sent.id }
    expect((await person.client.call(readExemption, { params })).body.state).toBe('submitted')
    expect((await by.officer.client.call(readExemption, { params })).status).toBe(404)

    await wait(sent, 18)
    await takeOver(app.platform)
    await takeOver(app.platform)
    const { body: taken } = await by.officer.client.call(readExemption, { params })
    expect(taken).toMatchObject({ state: 'underReview', open: ['return', 'refuse', 'grant'] })
    expect(taken.timeline.filter(({ act }) => act === 'escalate')).toHaveLength(1)
    expect([await told('exemption.lapsed'), await told('exemption.escalated')]).toEqual([1, 1])
    const late = await by.clerk.client.call(passExemption, {
      params,
      body: { version: sent.version },
    })
    expect(late.problem.code).toBe('WRONG_STATE')
    const relief = { months: 5, exempt: [] }
    const body = { version: taken.version, relief, reason: null }
    expect((await by.officer.client.call(grantExemption, { params, body })).status).toBe(200)
  })

  test('the HR&SS office is reminded anew, from the day that it has it, and nobody takes it over', async () => {
    const { id } = await newcomer()
    const passed = await makePassedExemption(app, id, { clerk: by.clerk.actor })
    const before = await told('exemption.overdue')
    await remind(app.platform)
    expect(await told('exemption.overdue')).toBe(before)
    await wait(passed, 60)
    await remind(app.platform)
    await takeOver(app.platform)
    expect(await told('exemption.overdue')).toBe(before + 1)
    const { body } = await by.officer.client.call(readExemption, { params: { id: passed.id } })
    expect([body.state, body.version]).toEqual(['underReview', passed.version])
  })

  test('one that is answered in the same moment is passed on or taken over, never both', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await newcomer()
      const sent = await makeSentExemption(app, id)
      await wait(sent, 60)
      const params = { id: sent.id }
      const [answer] = await Promise.all([
        by.clerk.client.call(passExemption, { params, body: { version: sent.version } }),
        takeOver(app.platform),
      ])
      const { body } = await by.officer.client.call(readExemption, { params })
      const acts = body.timeline.map(({ act }) => act)
      expect(acts.includes('pass')).toBe(answer.status === 200)
      expect(acts.includes('escalate')).toBe(answer.status !== 200)
    }
  })

  test('the oldest are found by their index, however many there are', async () => {
    const query = store.overdueQuery(app.clock.now(), 100)
    expect(await genericPlan(app.platform.db, query)).toContain('exemptions_waiting')
  })
})
