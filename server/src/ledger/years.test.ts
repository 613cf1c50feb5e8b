import { certifyYear, listYears, readYear } from '@xueshi/contract/ledger'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { makeIndividual } from '../../test/factories/accounts.ts'
import { credit, creditWholeYear, newSource, reverse } from '../../test/factories/ledger.ts'
import { makePerson } from '../../test/factories/people.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const rowOf = async (client: Awaited<ReturnType<typeof makePerson>>['client']) =>
  (await client.call(listYears)).body.items[0]

describe('crediting', () => {
  test('a line of a source stands once: a second credit takes the whole act back', async () => {
    const person = await makePerson(app)
    const source = await credit(app, person.id, { category: 'public', hoursTenths: 80 })
    await expect(
      credit(app, person.id, { category: 'public', hoursTenths: 80, source }),
    ).rejects.toThrow('stands')
    expect((await rowOf(person.client))?.public).toEqual({ count: 1, hoursTenths: 80 })
  })

  test('eight credits at once for one year are all in its total', async () => {
    const person = await makePerson(app)
    const each = { category: 'professional', hoursTenths: 35 } as const
    await Promise.all(Array.from({ length: 8 }, () => credit(app, person.id, each)))
    const row = await rowOf(person.client)
    expect(row?.professional).toEqual({ count: 8, hoursTenths: 280 })
    const { rows } = await sql<{ sum: number }>`
      SELECT sum(hours_tenths)::int AS sum FROM ledger_entries WHERE person_id = ${person.id}
    `.execute(app.platform.db)
    expect(rows[0]?.sum).toBe(row?.totalTenths)
  })

  test('one source sent eight times at once is credited once', async () => {
    const person = await makePerson(app)
    const same = { category: 'public', hoursTenths: 40, source: newSource() } as const
    const done = await Promise.allSettled(
      Array.from({ length: 8 }, () => credit(app, person.id, same)),
    )
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await rowOf(person.client))?.public.hoursTenths).toBe(40)
  })

  test('the application may neither change nor remove an entry', async () => {
    const { db } = app.platform
    const refused = /permission denied/
    await expect(sql`UPDATE ledger_entries SET hours_tenths = 1`.execute(db)).rejects.toThrow(
      refused,
    )
    await expect(sql`DELETE FROM ledger_entries`.execute(db)).rejects.toThrow(refused)
    await expect(sql`DELETE FROM audit`.execute(db)).rejects.toThrow(refused)
  })

  test('each computation of a year is kept, with its rule set', async () => {
    const person = await makePerson(app)
    await credit(app, person.id, { category: 'public', hoursTenths: 80 })
    await credit(app, person.id, { category: 'elective', hoursTenths: 20 })
    const results = await app.platform.db
      .selectFrom('yearResults')
      .innerJoin('years', 'years.id', 'yearResults.yearId')
      .select(['yearResults.version', 'yearResults.ruleSetId'])
      .where('years.personId', '=', person.id)
      .orderBy('yearResults.version')
      .execute()
    expect(results.map(({ version }) => version)).toEqual([2, 3])
  })
})

describe('reversing', () => {
  test('takes the hours back, withdraws nothing that was not issued, and may be credited again', async () => {
    const person = await makePerson(app)
    const [source] = await creditWholeYear(app, person.id)
    if (!source) throw new Error('no source')
    await reverse(app, source)
    expect(await rowOf(person.client)).toMatchObject({
      state: 'notMet',
      public: { hoursTenths: 0 },
    })
    await credit(app, person.id, { category: 'public', hoursTenths: 300, source })
    expect(await rowOf(person.client)).toMatchObject({ state: 'met', totalTenths: 900 })
    const revisions = await app.platform.db
      .selectFrom('ledgerEntries')
      .select(['revision', 'reverses', 'follows'])
      .where('sourceId', '=', source.id)
      .orderBy('revision')
      .execute()
    expect(revisions.map(({ revision }) => revision)).toEqual([1, 1, 2])
    expect(revisions[2]?.follows).not.toBeNull()
  })

  test('a credit is reversed once', async () => {
    const person = await makePerson(app)
    const source = await credit(app, person.id, { category: 'public', hoursTenths: 80 })
    await reverse(app, source)
    await expect(reverse(app, source)).rejects.toThrow('no credit')
  })
})

describe('GET /years', () => {
  test('200: all years when nothing is chosen, newest first, narrowed by year and series', async () => {
    const person = await makePerson(app)
    for (const year of [2024, 2026, 2025])
      await credit(app, person.id, { category: 'public', hoursTenths: 80, year })
    const all = await person.client.call(listYears)
    expect(all.body.items.map(({ year }) => year)).toEqual([2026, 2025, 2024])
    const some = await person.client.call(listYears, { query: { from: '2025', to: '2025' } })
    expect(some.body.items.map(({ year }) => year)).toEqual([2025])
    const none = await person.client.call(listYears, { query: { series: '04' } })
    expect(none.body.items).toEqual([])
  })

  test('422: a year that is none', async () => {
    const person = await makePerson(app)
    const refused = await person.client.call(listYears, { query: { from: '26' } })
    expect(refused.status).toBe(422)
    expect(refused.problem.fields).toEqual({ from: 'WRONG_FORMAT' })
  })

  test('the years of others are not there', async () => {
    const one = await makePerson(app)
    const other = await makePerson(app)
    await credit(app, one.id, { category: 'public', hoursTenths: 80 })
    expect((await other.client.call(listYears)).body.items).toEqual([])
  })
})

describe('GET /years/:year', () => {
  test('200: what there is, what is required and lacking, and each credit', async () => {
    const person = await makePerson(app)
    await credit(app, person.id, { category: 'public', hoursTenths: 80 })
    const { body } = await person.client.call(readYear, { params: { year: '2026' } })
    expect(body).toMatchObject({
      state: 'notMet',
      required: { public: 300, professional: 420, elective: 180 },
      counted: { public: 80, professional: 0, elective: 0 },
      lacking: { public: 220, professional: 420, elective: 180 },
      lackingTotalTenths: 820,
    })
    expect(body.items[0]).toMatchObject({ form: '面授培训班', reversed: false })
  })

  test('200: a year without credits lacks everything, under the rules of that year', async () => {
    const person = await makeIndividual(app)
    const { body } = await person.client.call(readYear, { params: { year: '2018' } })
    expect(body).toMatchObject({ ruleSet: { totalTenths: 720 }, lackingTotalTenths: 720 })
  })

  test('404: a year before any rule', async () => {
    const person = await makeIndividual(app)
    expect((await person.client.call(readYear, { params: { year: '1999' } })).status).toBe(404)
  })
})

describe('POST /years/:id/certify', () => {
  test('200: met becomes certified, with a number of its own', async () => {
    const person = await makePerson(app)
    await creditWholeYear(app, person.id, person.unitId)
    const row = await rowOf(person.client)
    expect(row?.open).toEqual(['certify'])
    const { status, body } = await person.client.call(certifyYear, {
      params: { id: row?.id ?? '' },
      body: {},
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'certified', open: [] })
    expect(body.certificate?.number).toMatch(/^GDJX-2026-4401-\d{8}-[0-9A-Z]$/)
  })

  test('the same key twice is one certificate and the same answer; two keys at once too', async () => {
    const person = await makePerson(app)
    await creditWholeYear(app, person.id)
    const id = (await rowOf(person.client))?.id ?? ''
    const certify = (key?: string) =>
      person.client.call(certifyYear, { params: { id }, body: {}, ...(key && { key }) })
    const key = 'one-intent-of-the-person'
    const [first, twin] = [await certify(key), await certify(key)]
    expect(twin.body).toEqual(first.body)
    const others = await Promise.all([certify(), certify(), certify()])
    expect(others.map(({ status }) => status)).toEqual([409, 409, 409])
    const issued = await app.platform.db
      .selectFrom('certificates')
      .select('number')
      .where('personId', '=', person.id)
      .execute()
    expect(issued).toHaveLength(1)
  })

  test('409 WRONG_STATE with the year as it stands, while hours are lacking', async () => {
    const person = await makePerson(app)
    await credit(app, person.id, { category: 'public', hoursTenths: 80 })
    const row = await rowOf(person.client)
    const refused = await person.client.call(certifyYear, {
      params: { id: row?.id ?? '' },
      body: {},
    })
    expect(refused.status).toBe(409)
    expect(refused.problem).toMatchObject({ code: 'WRONG_STATE', current: { state: 'notMet' } })
  })

  test('404: a year of somebody else', async () => {
    const one = await makePerson(app)
    const other = await makePerson(app)
    await creditWholeYear(app, one.id)
    const id = (await rowOf(one.client))?.id ?? ''
    expect((await other.client.call(certifyYear, { params: { id }, body: {} })).status).toBe(404)
  })
})
