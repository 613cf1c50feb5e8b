import {
  createTopic,
  deleteTopic,
  editTopic,
  listTopicCatalogue,
  listTopics,
  publishTopic,
  type Topic,
  type TopicForm,
  type TopicMove,
  topicMoves,
  topicStates,
  withdrawTopic,
} from '@xueshi/contract/training/topics'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import { guangdong, guangzhou, makeStaff, makeUnit, tianhe } from '../../../test/factories/orgs.ts'
import { topicForm } from '../../../test/factories/topics.ts'
import { genericPlan } from '../../../test/plan.ts'
import { catalogueQuery, listQuery } from './store.ts'

let app: TestApp
/** Offices of the province, a city and a county. */
let province: Client
let city: Client
let county: Client
beforeAll(async () => {
  app = await testApp()
  const officer = async (regionCode: string) => {
    const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode })
    return (await makeStaff(app, unit.id, { kind: 'hrss' })).client
  }
  province = await officer(guangdong)
  city = await officer(guangzhou)
  county = await officer(tianhe)
})
afterAll(() => app.close())

const of = ({ id, version }: Topic) => ({ params: { id }, body: { version } })
const create = async (client: Client, form: Partial<TopicForm> = {}) =>
  (await client.call(createTopic, { body: topicForm(form) })).body
const publish = async (client: Client, topic: Topic) =>
  (await client.call(publishTopic, of(topic))).body

const inState: Record<Topic['state'], () => Promise<Topic>> = {
  draft: () => create(city),
  published: async () => publish(city, await create(city)),
  withdrawn: async () =>
    (await city.call(withdrawTopic, of(await publish(city, await create(city))))).body,
}
const tries: Record<TopicMove, (client: Client, topic: Topic) => Promise<{ status: number }>> = {
  edit: (client, { id, version }) =>
    client.call(editTopic, { params: { id }, body: { version, form: topicForm() } }),
  delete: (client, { id }) => client.call(deleteTopic, { params: { id } }),
  publish: (client, topic) => client.call(publishTopic, of(topic)),
  withdraw: (client, topic) => client.call(withdrawTopic, of(topic)),
}

describe('the table of moves', () => {
  test.each(topicStates)('from %s: a move succeeds if and only if it is open', async (state) => {
    for (const [move, attempt] of Object.entries(tries)) {
      const topic = await inState[state]()
      expect(topic.state).toBe(state)
      // Neither the office above nor the one below keeps it.
      for (const stranger of [province, county])
        expect([move, (await attempt(stranger, topic)).status]).toEqual([move, 404])
      const { status } = await attempt(city, topic)
      const isOpen = topic.open.some((open) => open === move)
      expect([move, status]).toEqual([move, isOpen ? 200 : 409])
      const { items } = (await city.call(listTopics)).body
      const now = items.find(({ id }) => id === topic.id)?.state
      const { to } = topicMoves[move as TopicMove] // the keys of `tries` are moves
      const after = isOpen ? (move === 'delete' ? undefined : (to ?? state)) : state
      expect([move, now]).toEqual([move, after])
      await app.platform.db.deleteFrom('topics').execute()
    }
  })

  test('409 STALE with the topic as it stands when somebody was quicker', async () => {
    const topic = await create(city)
    await city.call(editTopic, {
      params: { id: topic.id },
      body: { version: topic.version, form: topicForm({ title: '新质生产力' }) },
    })
    const { problem } = await city.call(publishTopic, of(topic))
    expect([problem.code, problem.current]).toMatchObject(['STALE', { title: '新质生产力' }])
  })
})

describe('POST /topics', () => {
  test('422 at each field that is wrong', async () => {
    const wrong: [Partial<TopicForm>, Record<string, string>][] = [
      [{ openTo: '2026-03-01' }, { openTo: 'CLOSES_BEFORE_OPENING' }],
      [{ openFrom: '2025-12-01' }, { openFrom: 'NOT_IN_YEAR' }],
      [{ openTo: '2028-01-01' }, { openTo: 'NOT_IN_YEAR' }],
      [{ year: 2028, openFrom: '2028-01-01', openTo: '2028-12-31' }, { year: 'YEAR_TOO_FAR' }],
      [{ hoursTenths: 0 }, { hoursTenths: 'HOURS_NOT_POSITIVE' }],
      [{ url: 'javascript:alert(1)' }, { url: 'ADDRESS_FORMAT' }],
      [{ url: 'https://' }, { url: 'ADDRESS_FORMAT' }],
    ]
    for (const [form, fields] of wrong) {
      const { status, problem } = await city.call(createTopic, { body: topicForm(form) })
      expect([status, problem.fields]).toEqual([422, fields])
    }
  })

  test('422 for a title that the year has on this platform', async () => {
    const form = topicForm()
    await city.call(createTopic, { body: form })
    const again = await city.call(createTopic, { body: form })
    expect(again.problem.fields).toEqual({ title: 'TOPIC_TAKEN' })
    const elsewhere = await city.call(createTopic, { body: { ...form, platform: '另一平台' } })
    expect(elsewhere.status).toBe(200)
    const edited = await city.call(editTopic, {
      params: { id: elsewhere.body.id },
      body: { version: 1, form },
    })
    expect(edited.problem.fields).toEqual({ title: 'TOPIC_TAKEN' })
  })
})

describe('GET /catalogue/topics', () => {
  const catalogue = async (query: { year: string; region?: string; after?: string }) =>
    (await app.visitor().call(listTopicCatalogue, { query })).body

  test('200: the province’s to everybody, a city’s where it holds, drafts to nobody', async () => {
    const own = { year: 2027, openFrom: '2027-01-01', openTo: '2027-12-31' }
    const all = await publish(province, await create(province, own))
    const citys = await publish(city, await create(city, own))
    await create(province, own)
    const ids = async (region?: string) =>
      (await catalogue({ year: '2027', ...(region && { region }) })).items.map(({ id }) => id)
    expect(await ids()).toEqual([all.id])
    expect(await ids('440106')).toEqual([all.id, citys.id])
    expect(await ids('440300')).toEqual([all.id])
    expect(await ids('999999')).toEqual([])
  })

  test('200 page by page', async () => {
    const own = { year: 2026, openFrom: '2026-02-01', openTo: '2026-12-31' }
    for (let at = 0; at < 23; at += 1) await publish(county, await create(county, own))
    const first = await catalogue({ year: '2026', region: tianhe })
    const after = first.next ?? ''
    const second = await catalogue({ year: '2026', region: tianhe, after })
    const ids = new Set([...first.items, ...second.items].map(({ id }) => id))
    expect([first.items.length, ids.size >= 23, second.next]).toEqual([20, true, null])
  })
})

test('both lists are read along their indexes, whatever the plan', async () => {
  const { db } = app.platform
  const id = '00000000-0000-4000-8000-000000000001'
  const kept = await genericPlan(db, listQuery(id, { after: [2026, id] }, 21))
  expect(kept).toContain('topics_unit')
  const shown = await genericPlan(db, catalogueQuery({ year: 2026, regions: [tianhe] }, 21))
  expect(shown).toContain('topics_catalogue')
  for (const plan of [kept, shown]) expect(plan).not.toContain('Seq Scan')
})
