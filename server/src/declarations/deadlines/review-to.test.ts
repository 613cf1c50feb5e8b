import {
  listReviews,
  readDeclaration,
  recogniseDeclaration,
  submitDeclaration,
  withdrawDeclaration,
} from '@xueshi/contract/declarations'
import type { WindowsByCategory } from '@xueshi/contract/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makeSubmitted } from '../../../test/factories/declarations.ts'
import { makeUnit, tianhe } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { publishRules } from '../../../test/factories/rules.ts'
import { genericPlan } from '../../../test/plan.ts'
import { remindDue } from './service.ts'
import * as store from './store.ts'

const day = '2027-05-31'
/** The last moment of that day in Asia/Shanghai. */
const lastMoment = new Date('2027-05-31T15:59:59.999Z')

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  const plain = {
    learnFrom: { after: 0, day: '01-01' },
    learnTo: { after: 0, day: '12-31' },
    declareTo: null,
    reviewTo: { after: 1, day: '05-31' },
    certifyTo: null,
    makeUpTo: null,
  }
  const windows: WindowsByCategory = {
    public: plain,
    professional: plain,
    elective: { ...plain, reviewTo: null },
  }
  await publishRules(app, { windows })
  await makeUnit(app, { capabilities: ['hrss'], regionCode: tianhe })
})
afterAll(() => app.close())

/** A record of 2026 that waits at its employer since that instant. */
async function makeWaiting(at: Date, category: 'professional' | 'elective' = 'professional') {
  app.clock.set(at)
  const person = await makePerson(app)
  const sent = await makeSubmitted(app, person, { form: { category } })
  const clerk = await clientFor(app, { accountId: person.clerk.id, seatId: person.clerk.seatId })
  const decide = () =>
    clerk.call(recogniseDeclaration, {
      params: { id: sent.id },
      body: { version: sent.version, recognisedTenths: sent.claimedTenths, reason: null },
    })
  const told = async () => {
    const rows = await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', 'declaration.reviewDue')
      .execute()
    return rows
      .map(({ payload }) => payload)
      .filter((one) => JSON.stringify(one).includes(person.unitId))
  }
  return { person, sent, clerk, decide, told }
}

describe('审核截止', () => {
  test('is shown to its person, and to the office in its queue and its record', async () => {
    const { person, sent, clerk } = await makeWaiting(lastMoment)
    const { body } = await person.client.call(readDeclaration, { params: { id: sent.id } })
    expect(body.reviewTo).toBe(day)
    const queue = await clerk.call(listReviews)
    expect(queue.body.items.map(({ reviewTo }) => reviewTo)).toEqual([day])
  })

  test('is none where the rules give none', async () => {
    const { sent, clerk, decide } = await makeWaiting(lastMoment, 'elective')
    expect(sent.reviewTo).toBeNull()
    expect((await clerk.call(listReviews)).body.items[0]?.reviewTo).toBeNull()
    app.clock.advance(1)
    const { body } = await decide()
    expect(body.timeline.some(({ late }) => late)).toBe(false)
  })

  test('a review in its last millisecond is in time, and one in the next is 逾期审核', async () => {
    const inTime = await makeWaiting(lastMoment)
    const late = await makeWaiting(lastMoment)
    const lateActs = ({ body }: Awaited<ReturnType<typeof inTime.decide>>) =>
      body.timeline.filter((item) => item.late).map(({ act }) => act)
    const first = await inTime.decide()
    expect([first.status, lateActs(first)]).toEqual([200, []])
    app.clock.advance(1)
    const second = await late.decide()
    expect([second.status, lateActs(second)]).toEqual([200, ['recognise']])
  })

  test('what is withdrawn has none any more, and is sent again with it', async () => {
    const { person, sent } = await makeWaiting(lastMoment)
    const params = { id: sent.id }
    const draft = await person.client.call(withdrawDeclaration, {
      params,
      body: { version: sent.version },
    })
    expect(draft.body.reviewTo).toBeNull()
    const again = await person.client.call(submitDeclaration, {
      params,
      body: { version: draft.body.version },
    })
    expect(again.body.reviewTo).toBe(day)
  })
})

describe('the reminder before it', () => {
  test('reaches the office that holds the record, once, within a week of the day', async () => {
    const { person, told } = await makeWaiting(new Date('2027-05-23T02:00:00Z'))
    await makeSubmitted(app, person)
    await remindDue(app.platform)
    expect(await told()).toEqual([])
    app.clock.set(new Date('2027-05-24T02:00:00Z'))
    await remindDue(app.platform)
    await remindDue(app.platform)
    const messages = await told()
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatchObject({ facts: { count: 2, day } })
  })

  test('is not sent for what was decided, nor behind the day', async () => {
    const decided = await makeWaiting(new Date('2027-05-30T02:00:00Z'))
    await decided.decide()
    const behind = await makeWaiting(new Date(lastMoment.getTime() + 1))
    await remindDue(app.platform)
    expect([await decided.told(), await behind.told()]).toEqual([[], []])
  })

  test('finds what is due by its index, however many records there are', async () => {
    const query = store.dueQuery('2027-05-24', day, 100)
    expect(await genericPlan(app.platform.db, query)).toContain('declarations_review_due')
  })
})
