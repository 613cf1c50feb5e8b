import { findPeople, readPerson, revealNumber } from '@xueshi/contract/people/lookup'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { guangzhou, makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { actorOf, type Desk, makeDesk, makePerson } from '../../../test/factories/people.ts'
import { genericPlan } from '../../../test/plan.ts'
import { findQuery, type Wanted } from './store.ts'

let app: TestApp
let here: Desk
let away: Desk
type Staff = Awaited<ReturnType<typeof makeStaff>>
let city: Staff
let trade: Staff
beforeAll(async () => {
  app = await testApp()
  here = await makeDesk(app, { industryCodes: ['housing'] })
  away = await makeDesk(app, { regionCode: '440305', industryCodes: ['health'] })
  const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  city = await makeStaff(app, office.id, { kind: 'hrss' })
  const authority = await makeUnit(app, {
    capabilities: ['industry'],
    regionCode: guangzhou,
    industryCode: 'health',
  })
  trade = await makeStaff(app, authority.id, { kind: 'industry' })
})
afterAll(() => app.close())

const hire = (name: string, unit = here) =>
  makePerson(app, { unit, clerk: unit.clerk, account: { name } })
const found = async (search: string, { client }: Staff = city) => {
  const { status, body } = await client.call(findPeople, { query: { search } })
  expect(status).toBe(200)
  return body.items.map(({ personId }) => personId)
}

describe('GET /people/search', () => {
  test('200: by the beginning of a name, its pinyin or initials, of the scope alone', async () => {
    const { id } = await hire('上官晓棠')
    await hire('上官晓棠', away)
    for (const search of ['上官', '上官晓棠', 'shangguan', 'sgxt'])
      expect(await found(search)).toEqual([id])
    expect(await found('晓棠')).toEqual([])
  })

  test('200: by the whole document number and by its end', async () => {
    const { id, documentNumber } = await hire('司徒秋水')
    const stranger = await hire('司徒秋水', away)
    expect(await found(documentNumber)).toEqual([id])
    expect(await found(documentNumber.slice(-4))).toContain(id)
    expect(await found(stranger.documentNumber)).toEqual([])
    expect(await found(stranger.documentNumber.slice(-4))).not.toContain(stranger.id)
  })

  test('200: an industry authority finds those of its trade in its region', async () => {
    const clinic = await makeDesk(app, { industryCodes: ['health'] })
    const { id } = await hire('端木青禾', clinic)
    await hire('端木青禾')
    await hire('端木青禾', away)
    expect(await found('端木', trade)).toEqual([id])
  })

  test('200 page by page, also where most lie outside the scope', async () => {
    const ids = []
    for (let made = 0; made < 42; made += 1) {
      const { id } = await hire('诸葛云帆', made % 2 ? here : away)
      if (made % 2) ids.push(id)
    }
    const first = await city.client.call(findPeople, { query: { search: '诸葛' } })
    expect(first.body.items).toHaveLength(20)
    const query = { search: '诸葛', after: first.body.next ?? '' }
    const second = await city.client.call(findPeople, { query })
    const all = [...first.body.items, ...second.body.items].map(({ personId }) => personId)
    expect(all).toEqual(ids)
    expect(second.body.next).toBeNull()
  })

  test('422 for what is too short to look for', async () => {
    for (const search of ['上', 'sg']) {
      const { status, problem } = await city.client.call(findPeople, { query: { search } })
      expect([status, problem.fields]).toEqual([422, { search: 'SEARCH_TOO_SHORT' }])
    }
  })

  test.each<[string, Wanted, string]>([
    ['a name', { by: 'name', text: '上官' }, 'people_name'],
    ['pinyin', { by: 'namePinyin', text: 'shangguan' }, 'people_pinyin'],
    ['initials', { by: 'nameInitials', text: 'sgxt' }, 'people_initials'],
    ['the end of a number', { by: 'numberTail', tail: Buffer.alloc(16) }, 'people_tail'],
  ])('%s is looked for along its index in order', async (_, wanted, index) => {
    const { scope } = await actorOf(app, city)
    const plan = await genericPlan(app.platform.db, findQuery(scope, wanted, null, 20))
    expect(plan).toContain(`using ${index}`)
    expect(plan).not.toContain('Seq Scan')
  })
})

describe('GET /people/:id', () => {
  test('200 for the employer and an authority of the scope, masked; 404 for any other', async () => {
    const { id, documentNumber } = await hire('陈嘉欣')
    const params = { id }
    for (const { client } of [here.clerk, city]) {
      const { status, body } = await client.call(readPerson, { params })
      expect(status).toBe(200)
      expect(body).toMatchObject({
        claimed: true,
        profile: { title: '工程师', phoneMasked: '138****5678' },
        employments: [{ unitName: here.name, state: 'confirmed', kind: 'main' }],
      })
      expect(JSON.stringify(body)).not.toContain(documentNumber)
    }
    for (const { client } of [away.clerk, trade])
      expect((await client.call(readPerson, { params })).status).toBe(404)
  })
})

describe('POST /people/:id/number', () => {
  test('200 with a reason, which is on record; 422 without, 404 outside the scope', async () => {
    const { id, documentNumber } = await hire('陈嘉欣')
    const request = { params: { id }, body: { reason: '核对社保缴纳记录' } }
    const { status, body } = await city.client.call(revealNumber, request)
    expect([status, body.documentNumber]).toEqual([200, documentNumber])
    const row = await app.platform.db
      .selectFrom('audit')
      .select(['actorId', 'facts'])
      .where('act', '=', 'person.reveal')
      .where('recordId', '=', id)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ actorId: city.id, facts: { reason: '核对社保缴纳记录' } })
    expect(JSON.stringify(row)).not.toContain(documentNumber)
    const short = { ...request, body: { reason: '看' } }
    expect((await city.client.call(revealNumber, short)).status).toBe(422)
    expect((await trade.client.call(revealNumber, request)).status).toBe(404)
  })
})
