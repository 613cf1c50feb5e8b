import { listReviews, readDeclaration } from '@xueshi/contract/declarations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makeDraft, makeSubmitted } from '../../../test/factories/declarations.ts'
import { credit, reverse, type Source } from '../../../test/factories/ledger.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { genericPlan } from '../../../test/plan.ts'
import { newId } from '../../platform/ids.ts'
import { sql } from 'kysely'
import * as store from './store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

type Person = Awaited<ReturnType<typeof makePerson>>
const item = {
  name: '人工智能赋能制造业',
  institution: '省平台',
  startOn: '2026-01-01',
  endOn: '2026-12-31',
  recognisedBy: '省平台',
}
/** Hours that came to the person's year without a record of theirs. */
const creditFrom = (
  { id }: Person,
  kind: Source['kind'],
  given: { form?: string; item?: typeof item } = {},
) =>
  credit(app, id, {
    category: 'professional',
    hoursTenths: 160,
    source: { kind, id: newId(), line: 0 },
    form: '01',
    item,
    ...given,
  })
const checksOf = async (person: Person, id: string) => {
  const { body } = await person.client.call(readDeclaration, { params: { id } })
  return body.checks.map(({ code, facts }) => [code, facts['name']])
}

describe('what the ledger has from elsewhere', () => {
  test('a class on the same days, by name, to the person and the reviewer alike', async () => {
    const person = await makePerson(app)
    const course = { ...item, name: '岭南班：软件工程', startOn: '2026-04-12', endOn: '2026-04-14' }
    await creditFrom(person, 'class', { item: course })
    const draft = await makeDraft(app, person)
    expect(await checksOf(person, draft.id)).toEqual([['CREDITED_BEFORE', course.name]])
    const later = { startOn: '2026-04-15', endOn: '2026-04-16' }
    const other = await makeDraft(app, person, { form: later })
    expect(await checksOf(person, other.id)).toEqual([])

    const sent = await makeSubmitted(app, person, {
      form: { startOn: '2026-04-14', endOn: '2026-04-14', claimedTenths: 80 },
    })
    const { clerk } = person
    const desk = await clientFor(app, { accountId: clerk.id, seatId: clerk.seatId })
    const { body } = await desk.call(readDeclaration, { params: { id: sent.id } })
    expect(body.checks.map(({ code }) => code)).toEqual(['CREDITED_BEFORE'])
    const { body: queue } = await desk.call(listReviews, { query: {} })
    expect(queue.items.map(({ flags }) => flags)).toEqual([['CREDITED_BEFORE']])
  })

  test('a platform’s or a past year’s of the same name, whatever the days; no other', async () => {
    const person = await makePerson(app)
    await creditFrom(person, 'platform', { form: '02' })
    await creditFrom(person, 'legacy', { form: '历史数据', item: { ...item, name: 'Excel 实务' } })
    const of = async (name: string) =>
      checksOf(person, (await makeDraft(app, person, { form: { name, form: '03' } })).id)
    expect(await of(item.name)).toEqual([['CREDITED_BEFORE', item.name]])
    const again = await of('EXCEL 实务')
    expect(again).toContainEqual(['CREDITED_BEFORE', 'Excel 实务'])
    expect((await of('别的学习')).map(([code]) => code)).not.toContain('CREDITED_BEFORE')
  })

  test('nothing of somebody else, of what was taken back, or of a recognised record', async () => {
    const person = await makePerson(app)
    const form = { name: item.name }
    await creditFrom(await makePerson(app), 'class')
    await creditFrom(person, 'declaration')
    await reverse(app, await creditFrom(person, 'class'))
    const draft = await makeDraft(app, person, { form })
    expect(await checksOf(person, draft.id)).toEqual([])
  })

  test('it is found among the person’s entries of those years', async () => {
    const person = await makePerson(app)
    const { id } = await makeDraft(app, person)
    const row = await store.find(app.platform.db, { kind: 'own', personId: person.id }, id)
    if (!row) throw new Error('the draft is gone')
    const { credited } = store.asked(row, ['01'])
    const plan = await genericPlan(app.platform.db, sql`SELECT EXISTS (SELECT ${credited})`)
    expect(plan).toContain('ledger_entries_year')
  })
})

describe('what a record would bring', () => {
  test('the yearly cap of its form cuts it, for the person and the reviewer alike; lists do not ask', async () => {
    const person = await makePerson(app)
    const conference = { form: '04', claimedTenths: 160 }
    await creditFrom(person, 'declaration', { form: '04' })
    const draft = await makeDraft(app, person, { form: conference })
    expect(draft.brings).toEqual({
      haveTenths: 160,
      requiredTenths: 420,
      countedTenths: 80,
      capTenths: 240,
      lackingTotalTenths: 660,
    })
    const sent = await makeSubmitted(app, person, { form: conference })
    expect(sent.brings).toBe(null)
    const { clerk } = person
    const desk = await clientFor(app, { accountId: clerk.id, seatId: clerk.seatId })
    const { body } = await desk.call(readDeclaration, { params: { id: sent.id } })
    expect(body.brings).toEqual(draft.brings)
  })

  test('all of it where no cap is, in a year that has nothing yet', async () => {
    const person = await makePerson(app)
    expect((await makeDraft(app, person)).brings).toMatchObject({
      haveTenths: 0,
      countedTenths: 160,
      capTenths: null,
      lackingTotalTenths: 740,
    })
  })
})
