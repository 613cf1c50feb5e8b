import * as law from '@xueshi/contract/insight/claims'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { claimForm } from '../../../test/factories/claims.ts'
import { makeIndividual } from '../../../test/factories/accounts.ts'
import { guangdong, guangzhou, makeStaff, makeUnit, tianhe } from '../../../test/factories/orgs.ts'
import { actorOf, type Desk, makeDesk, makePerson } from '../../../test/factories/people.ts'
import { genericPlan } from '../../../test/plan.ts'
import * as claims from '../claims/service.ts'
import { escalate, remind } from './service.ts'
import * as store from './store.ts'

let app: TestApp
let desk: Desk
let city: Awaited<ReturnType<typeof makeStaff>>
let province: Awaited<ReturnType<typeof makeStaff>>
let provinceId: string
let names: { city: string; province: string }
beforeAll(async () => {
  app = await testApp()
  const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  city = await makeStaff(app, office.id, { kind: 'hrss' })
  const highest = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangdong })
  province = await makeStaff(app, highest.id, { kind: 'hrss' })
  provinceId = highest.id
  names = { city: office.name, province: highest.name }
  desk = await makeDesk(app)
})
afterAll(() => app.close())

type Person = Awaited<ReturnType<typeof makePerson>>
const newPerson = () => makePerson(app, { unit: desk, clerk: desk.clerk })
const fileFor = async (one: Person, given: Partial<law.ClaimForm> = {}) =>
  claims.file(await actorOf(app, one), claimForm(given))
const readBy = ({ client }: Pick<Person, 'client'>, id: string) =>
  client.call(law.readClaim, { params: { id } })
/** The claim has waited for so many days more. */
const wait = (id: string, days: number) =>
  sql`UPDATE hour_claims SET since = since - make_interval(days => ${days}) WHERE id = ${id}`.execute(
    app.platform.db,
  )
const told = async (topic: string) => {
  const rows = await app.platform.db.selectFrom('outbox').select('topic').execute()
  return rows.filter((row) => row.topic === topic).length
}

describe('a claim that nobody answers', () => {
  test('its unit is reminded once, then the HR&SS office answers, then the province’s, which keeps it', async () => {
    const one = await newPerson()
    const { id, answerBy, nextOfficeName } = await fileFor(one)
    // From 1 June: nineteen working days more, 端午 on the 19th.
    expect([answerBy, nextOfficeName]).toEqual(['2026-06-30', names.city])
    await remind(app.platform)
    await escalate(app.platform)
    expect(await told('claim.overdue')).toBe(0)

    await wait(id, 18)
    await remind(app.platform)
    await remind(app.platform)
    await escalate(app.platform)
    expect(await told('claim.overdue')).toBe(1)
    expect((await readBy(one, id)).body).toMatchObject({ office: 'employer', version: 1 })

    await wait(id, 18)
    await escalate(app.platform)
    await escalate(app.platform)
    expect((await readBy(desk.clerk, id)).status).toBe(404)
    const { body: taken } = await readBy(city, id)
    expect(taken).toMatchObject({
      office: 'hrss',
      officeName: names.city,
      nextOfficeName: names.province,
      answerBy: '2026-06-30',
      open: ['answer'],
    })
    expect(taken.timeline[0]).toMatchObject({ act: 'escalate', by: '系统', office: desk.name })
    expect([await told('claim.lapsed'), await told('claim.escalated')]).toEqual([1, 1])

    await wait(id, 60)
    await remind(app.platform)
    await escalate(app.platform)
    expect(await told('claim.overdue')).toBe(2)
    expect((await readBy(city, id)).status).toBe(404)
    await wait(id, 60)
    await escalate(app.platform)
    const { body: last } = await readBy(province, id)
    expect(last).toMatchObject({ officeName: names.province, nextOfficeName: null })
    const body = { version: last.version, outcome: 'mended', words: '已补登。' } as const
    const answered = await province.client.call(law.answerClaim, { params: { id }, body })
    expect(answered.body).toMatchObject({ state: 'answered', answerBy: null, nextOfficeName: null })
  })

  test('one that is answered in the same moment is answered or handed on, never both', async () => {
    for (let round = 0; round < 5; round += 1) {
      const one = await newPerson()
      const { id, version } = await fileFor(one)
      await wait(id, 60)
      const body = { version, outcome: 'explained', words: '没有签到记录。' } as const
      const [answer] = await Promise.all([
        desk.clerk.client.call(law.answerClaim, { params: { id }, body }),
        escalate(app.platform),
      ])
      const { timeline } = (await readBy(one, id)).body
      const acts = timeline.map(({ act }) => act)
      expect(acts.includes('answer')).toBe(answer.status === 200)
      expect(acts.includes('escalate')).toBe(answer.status !== 200)
    }
  })

  test('many at once: every one of them is handed on, also behind those that nobody stands above', async () => {
    const person = await makePerson(app, { unit: desk, clerk: desk.clerk })
    const { id } = await fileFor(person, { kind: 'past', year: 2010 })
    await sql`
      INSERT INTO hour_claims (id, person_id, state, kind, year, name, words, office, office_unit_id, since, filed_at)
      SELECT gen_random_uuid(), c.person_id, 'open', c.kind, c.year, c.name, c.words, 'hrss', ${provinceId},
        c.since - interval '90 days', c.filed_at
      FROM hour_claims c, generate_series(1, 120) WHERE c.id = ${id}`.execute(app.platform.db)
    await wait(id, 60)
    await escalate(app.platform)
    expect((await readBy(person, id)).body.officeName).toBe(names.province)
  })

  test('the oldest are found by their index, however many there are', async () => {
    const query = store.overdueQuery(app.clock.now(), null, 100)
    expect(await genericPlan(app.platform.db, query)).toContain('hour_claims_waiting')
  })
})

describe('whom a claim goes to', () => {
  test('without an employer: the HR&SS office of the place that the person names', async () => {
    const one = await makeIndividual(app)
    const traces = await one.client.call(law.traceHours, { query: { year: '2026' } })
    expect(traces.body.hasUnit).toBe(false)
    for (const kind of ['unit', 'past'] as const) {
      const without = await one.client.call(law.fileClaim, { body: claimForm({ kind }) })
      expect([without.status, without.problem.fields]).toEqual([422, { regionCode: 'REQUIRED' }])
      const body = claimForm({ kind, regionCode: tianhe })
      const filed = await one.client.call(law.fileClaim, { body })
      expect(filed.body).toMatchObject({ office: 'hrss', officeName: names.city, unitName: null })
    }
    const beyond = await one.client.call(law.fileClaim, {
      body: claimForm({ regionCode: '110101' }),
    })
    expect([beyond.status, beyond.problem.fields]).toEqual([422, { regionCode: 'NOT_OFFERED' }])
  })

  test('where nobody but the person could answer, the office above does', async () => {
    const unit = await makeUnit(app, { capabilities: ['employer'], regionCode: tianhe })
    const only = await makeStaff(app, unit.id, { kind: 'employer' })
    const one = await makePerson(app, { unit, clerk: only })
    await app.platform.db
      .updateTable('unitStaff')
      .set({ accountId: one.id })
      .where('id', '=', only.seatId)
      .execute()
    expect(await fileFor(one)).toMatchObject({ office: 'hrss', officeName: names.city })
  })
})
