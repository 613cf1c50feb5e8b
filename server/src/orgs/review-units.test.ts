import {
  approveUnit,
  listUnitReviews,
  mergeUnit,
  readUnit,
  returnUnit,
} from '@xueshi/contract/orgs/reviews'
import { listJoins } from '@xueshi/contract/orgs/joins'
import { readOwnUnit, saveUnit, submitUnit } from '@xueshi/contract/orgs/units'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as accounts from '../accounts/service.ts'
import { tasks } from '../app.ts'
import { testApp, type Client, type TestApp } from '../../test/app.ts'
import { clientFor } from '../../test/factories/accounts.ts'
import {
  creditCode,
  guangdong,
  guangzhou,
  makeStaff,
  makeUnit,
  makeWaitingUnit,
  tianhe,
  totpSecret,
  unitForm,
} from '../../test/factories/orgs.ts'
import { makeApplicant } from '../../test/factories/people.ts'
import { genericPlan } from '../../test/plan.ts'
import type { JsonObject } from '../platform/tables.ts'
import { lookalikesQuery, waitingUnits } from './reviews/store.ts'
import * as orgs from './service.ts'

let app: TestApp
const desks: Record<string, Client & { id: string; seatId: string }> = {}
const officeOf = async (name: string, regionCode: string) => {
  const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode })
  const staff = await makeStaff(app, unit.id, { kind: 'hrss' })
  desks[name] = { ...staff.client, id: staff.id, seatId: staff.seatId }
}
beforeAll(async () => {
  app = await testApp()
  await officeOf('province', guangdong)
  await officeOf('guangzhou', guangzhou)
  await officeOf('tianhe', tianhe)
  await officeOf('yuexiu', '440104')
  await officeOf('foshan', '440600')
})
afterAll(() => app.close())

const desk = (name: string) => {
  const found = desks[name]
  if (!found) throw new Error(`no office ${name}`)
  return found
}
const told = async (accountId: string) => {
  const rows = await app.platform.db.selectFrom('outbox').selectAll().execute()
  return rows
    .filter(
      ({ kind, payload }) => kind === 'message' && JSON.stringify(payload).includes(accountId),
    )
    .map(({ topic }) => topic)
}
/** Runs the jobs that the acts so far have asked for, as the relay and the worker would. */
const work = async (job: string) => {
  const rows = await app.platform.db
    .selectFrom('outbox')
    .selectAll()
    .where('topic', '=', job)
    .execute()
  for (const { payload } of rows) {
    const given: unknown = typeof payload === 'string' ? JSON.parse(payload) : payload
    await tasks[job]?.(Object(given) as JsonObject, { platform: app.platform })
  }
}
const idsOf = async (name: string) => {
  const { body } = await desk(name).call(listUnitReviews, {})
  return body.items.map(({ id }) => id)
}

describe('GET /unit-reviews', () => {
  test('200: the county, its city and the province see the unit; other places do not', async () => {
    const { unit } = await makeWaitingUnit(app)
    const sees = async (name: string) => (await idsOf(name)).includes(unit.id)
    for (const name of ['tianhe', 'guangzhou', 'province'])
      expect([name, await sees(name)]).toEqual([name, true])
    for (const name of ['yuexiu', 'foshan']) expect([name, await sees(name)]).toEqual([name, false])
  })

  test('200: 20 a page, oldest first, each once', async () => {
    await officeOf('zhuhai', '440400')
    const made: string[] = []
    for (let count = 0; count < 23; count += 1)
      made.push((await makeWaitingUnit(app, { regionCode: '440402' })).unit.id)
    const first = await desk('zhuhai').call(listUnitReviews, {})
    expect(first.body.items.map(({ id }) => id)).toEqual(made.slice(0, 20))
    const after = first.body.next ?? ''
    const second = await desk('zhuhai').call(listUnitReviews, { query: { after } })
    expect(second.body.items.map(({ id }) => id)).toEqual(made.slice(20))
    expect(second.body.next).toBe(null)
  })

  test('each level reads a range of its own index, in its order', async () => {
    const after = ['2026-06-01T00:00:00Z', '00000000-0000-4000-8000-000000000000'] as const
    for (const [name, level] of [
      ['province', 'province'],
      ['guangzhou', 'city'],
      ['tianhe', 'county'],
    ] as const) {
      const { id, seatId } = desk(name)
      const { scope } = await orgs.actorFor(app.platform, { accountId: id, seatId })
      const plan = await genericPlan(app.platform.db, waitingUnits(scope, after, 21))
      expect(plan).toContain(`units_waiting_${level}`)
      expect(plan).not.toMatch(/Seq Scan|Sort/)
    }
  })
})

describe('GET /units/:id', () => {
  test('200: its facts, its scan, its staff, and units with much the same name', async () => {
    const twin = await makeUnit(app, { name: '广州白云山中药研究院' })
    await makeUnit(app, { name: '广州白云山中药研究院', regionCode: '440605' })
    await makeUnit(app, { name: '湛江港务' })
    const { unit } = await makeWaitingUnit(app, { name: '广州白云山中药研究院有限公司' })
    const { body } = await desk('guangzhou').call(readUnit, { params: { id: unit.id } })
    expect(body).toMatchObject({
      state: 'submitted',
      open: ['approve', 'return', 'reject', 'merge'],
    })
    expect(body.licence?.name).toBe('营业执照.pdf')
    expect(body.staff).toEqual([{ name: '陈嘉欣', level: 'manager' }])
    expect(body.lookalikes).toEqual([
      {
        id: twin.id,
        name: twin.name,
        code: twin.code,
        regionPath: '广东省广州市天河区',
        state: 'approved',
        sameCode: false,
        takes: true,
      },
    ])
  })

  test('200: a unit that is over and had the same code', async () => {
    const code = creditCode()
    await makeUnit(app, { code, name: '从前的厂', state: 'closed' })
    const { unit } = await makeWaitingUnit(app, { code, name: '如今的厂' })
    const { body } = await desk('tianhe').call(readUnit, { params: { id: unit.id } })
    expect(body.lookalikes).toMatchObject([{ name: '从前的厂', sameCode: true, takes: false }])
  })

  test('404: a unit of another place, and one that was never sent', async () => {
    const { unit } = await makeWaitingUnit(app)
    const away = await desk('foshan').call(readUnit, { params: { id: unit.id } })
    expect(away.status).toBe(404)
  })

  test('names and codes are looked up by their indexes', async () => {
    // Among a handful of units any way is as good as the other.
    const { unit } = await makeWaitingUnit(app)
    await sql`
      INSERT INTO units (id, state, name, name_pinyin, name_initials, code, nature, region_code, province_code,
        city_code, contact_name, contact_phone_sealed, created_at)
      SELECT gen_random_uuid(), 'approved', '清远' || n || '中学', 'a', 'a', 'T' || n, 'other', '441800', '440000',
        '441800', '某', '', now() FROM generate_series(1, 5000) n`.execute(app.platform.db)
    const owner = new pg.Client({ connectionString: app.database.ownerUrl })
    await owner.connect()
    await owner.query('ANALYZE units')
    await owner.end()
    const { id, seatId } = desk('guangzhou')
    const { scope } = await orgs.actorFor(app.platform, { accountId: id, seatId })
    // What fits a name is guessed from the name itself, so the plan is asked for with it.
    const plan = await app.platform.db.transaction().execute(async (tx) => {
      await sql`SET LOCAL enable_seqscan = off`.execute(tx)
      const { rows } = await sql<Record<string, string>>`
        EXPLAIN ${lookalikesQuery(scope, unit)}`.execute(tx)
      return rows.flatMap((row) => Object.values(row)).join('\n')
    })
    for (const index of ['units_code_over', 'units_similar']) expect(plan).toContain(index)
    expect(plan).not.toContain('Seq Scan')
  })
})

describe('POST /units/:id/approve', () => {
  test('200: it is in force; its staff are told, and those who had chosen it', async () => {
    const { unit, client, accountId } = await makeWaitingUnit(app)
    const person = await makeApplicant(app, { unitId: unit.id })
    const seen = { params: { id: unit.id }, body: { version: unit.version } }
    const { status, body } = await desk('tianhe').call(approveUnit, seen)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'approved',
      open: ['correct', 'suspend', 'absorb', 'close', 'handOver', 'grantHosting'],
    })
    expect(body.timeline.map(({ act }) => act)).toEqual(['approve', 'submit'])
    expect(await told(accountId)).toContain('unit.approved')
    await work('people.unitApproved')
    expect(await told(person.id)).toContain('unit.opened')
    expect((await client.call(readOwnUnit, {})).body).toMatchObject({
      state: 'approved',
      open: ['contact', 'askChange'],
    })
    expect(await idsOf('tianhe')).not.toContain(unit.id)
  })

  test('409: of two clerks at once, one decides', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { unit } = await makeWaitingUnit(app)
      const seen = { params: { id: unit.id }, body: { version: unit.version } }
      const answers = await Promise.all(
        ['tianhe', 'guangzhou'].map((name) => desk(name).call(approveUnit, seen)),
      )
      expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
        200, 409,
      ])
    }
  })

  test('403: whoever is of its staff', async () => {
    const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440105' })
    const moved = unitForm({ regionCode: '440105' })
    const own = await makeWaitingUnit(app, moved)
    const system = orgs.systemActor(app.platform)
    const seat = { unitId: office.id, kind: 'hrss', level: 'clerk' } as const
    const { id: seatId } = await orgs.addStaff(system, { ...seat, accountId: own.accountId })
    await accounts.enrolSecondFactor(system, own.accountId, totpSecret)
    const client = await clientFor(app, { accountId: own.accountId, seatId })
    const asked = { params: { id: own.unit.id }, body: { version: own.unit.version } }
    expect((await client.call(approveUnit, asked)).problem.code).toBe('OWN_RECORD')
    expect((await client.call(readUnit, { params: { id: own.unit.id } })).body.open).toEqual([])
  })

  test('404: an office elsewhere, for every decision', async () => {
    const { unit } = await makeWaitingUnit(app)
    const params = { id: unit.id }
    const { version } = unit
    const target = await makeUnit(app, { regionCode: '440605' })
    const { call } = desk('foshan')
    const statuses = [
      (await call(approveUnit, { params, body: { version } })).status,
      (await call(returnUnit, { params, body: { version, reason: '不清楚' } })).status,
      (await call(mergeUnit, { params, body: { version, intoId: target.id } })).status,
    ]
    expect(statuses).toEqual([404, 404, 404])
    expect(await idsOf('tianhe')).toContain(unit.id)
  })
})

describe('POST /units/:id/return', () => {
  test('200: the staff read why, correct it and send it again', async () => {
    const { unit, client, accountId } = await makeWaitingUnit(app)
    const reason = '营业执照不清晰，请重新扫描。'
    const body = { version: unit.version, reason }
    const returned = await desk('tianhe').call(returnUnit, { params: { id: unit.id }, body })
    expect(returned.body).toMatchObject({ state: 'returned', returnReason: reason })
    expect(await told(accountId)).toContain('unit.returned')
    const own = (await client.call(readOwnUnit, {})).body
    expect(own).toMatchObject({ returnReason: reason, open: ['save', 'submit', 'discard'] })
    const form = unitForm({ code: own.code })
    const saved = await client.call(saveUnit, { body: { version: own.version, form } })
    const again = await client.call(submitUnit, { body: { version: saved.body.version } })
    expect(again.body).toMatchObject({ state: 'submitted', returnReason: null, name: form.name })
  })

  test('422: never without a reason', async () => {
    const { unit } = await makeWaitingUnit(app)
    const body = { version: unit.version, reason: ' ' }
    const { problem } = await desk('tianhe').call(returnUnit, { params: { id: unit.id }, body })
    expect(problem.fields).toEqual({ reason: 'TEXT_REQUIRED' })
  })
})

describe('POST /units/:id/merge', () => {
  test('200: its staff ask to join the other, and who had chosen it has chosen the other', async () => {
    const into = await makeUnit(app)
    const manager = await makeStaff(app, into.id, { level: 'manager' })
    const { unit, accountId, client } = await makeWaitingUnit(app)
    const person = await makeApplicant(app, { unitId: unit.id })
    const body = { version: unit.version, intoId: into.id }
    const merged = await desk('tianhe').call(mergeUnit, { params: { id: unit.id }, body })
    expect(merged.body).toMatchObject({ state: 'merged', staff: [], open: [] })
    expect(await told(accountId)).toContain('unit.merged')
    expect((await client.call(readOwnUnit, {})).status).toBe(403)
    const joins = await manager.client.call(listJoins, {})
    expect(joins.body.items).toMatchObject([{ name: '陈嘉欣' }])
    await work('people.unitMerged')
    await work('people.unitMerged')
    const { db } = app.platform
    const profile = await db
      .selectFrom('profiles')
      .innerJoin('employments', 'employments.personId', 'profiles.personId')
      .select(['profiles.unitId', 'employments.unitId as appliedTo'])
      .where('profiles.personId', '=', person.id)
      .execute()
    expect(profile).toEqual([{ unitId: into.id, appliedTo: into.id }])
    expect((await told(person.id)).filter((topic) => topic === 'unit.moved')).toHaveLength(1)
  })

  test('422: into itself, into one that waits too, into one of another place', async () => {
    const { unit } = await makeWaitingUnit(app)
    const other = await makeWaitingUnit(app)
    const away = await makeUnit(app, { regionCode: '440605' })
    const nobody = '00000000-0000-4000-8000-000000000000'
    for (const intoId of [unit.id, other.unit.id, away.id, nobody]) {
      const body = { version: unit.version, intoId }
      const { problem } = await desk('tianhe').call(mergeUnit, { params: { id: unit.id }, body })
      expect(problem).toMatchObject({ code: 'INVALID', fields: { intoId: 'NOT_OFFERED' } })
    }
  })
})
