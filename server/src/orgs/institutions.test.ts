import {
  liftAccreditation,
  listAccreditations,
  listInstitutions,
  revokeAccreditation,
  suspendAccreditation,
} from '@xueshi/contract/orgs/accreditations'
import { closeUnit, correctUnit } from '@xueshi/contract/orgs/registry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import {
  makeAccredited,
  makeAccreditors,
  makeApplication,
} from '../../test/factories/accreditations.ts'
import { guangzhou, makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { actorAt } from '../../test/factories/staff.ts'
import { genericPlan } from '../../test/plan.ts'
import { isAccredited, runOut } from './accreditations/service.ts'
import { listQuery } from './accreditations/store.ts'
import { institutionsQuery } from './institutions/store.ts'
import * as orgs from './service.ts'

let app: TestApp
let offices: Awaited<ReturnType<typeof makeAccreditors>>
beforeAll(async () => {
  app = await testApp()
  offices = await makeAccreditors(app)
})
afterAll(() => app.close())

const reason = '与申报的条件不符'
const makeInstitution = async (name: string, validTo?: string) => {
  const unit = await makeUnit(app, { name })
  const manager = await makeStaff(app, unit.id, { level: 'manager' })
  return makeAccredited(app, offices, { manager, ...(validTo && { validTo }) })
}
type Query = { search?: string; region?: string; category?: 'public' | 'elective'; after?: string }
const page = async (query: Query) => (await app.visitor().call(listInstitutions, { query })).body
const names = async (query: Query) => (await page(query)).items.map(({ name }) => name)
const seen = ({ id, version }: { id: string; version: number }) => ({
  params: { id },
  body: { version, reason },
})

describe('GET /institutions', () => {
  test('200: whoever is accredited, for everybody, by a part of the name, city and category', async () => {
    const made = await makeInstitution('粤海紫荆培训学校')
    expect((await page({ search: '紫荆培训' })).items).toMatchObject([
      { name: '粤海紫荆培训学校', number: made.number, regionPath: '广东省广州市天河区' },
    ])
    expect(await names({ search: '紫荆培训', region: guangzhou })).toHaveLength(1)
    expect(await names({ search: '紫荆培训', region: '440600' })).toEqual([])
    expect(await names({ search: '紫荆培训', category: 'public' })).toHaveLength(1)
    expect(await names({ search: '紫荆培训', category: 'elective' })).toEqual([])
    expect(await names({ search: '\u0000' })).toEqual([])
  })

  test('200: suspended it is not shown, lifted it is, revoked it is no more', async () => {
    const made = await makeInstitution('粤海木棉培训学校')
    const shown = () => names({ search: '木棉培训' })
    const suspended = await offices.city.client.call(suspendAccreditation, seen(made))
    expect(suspended.body).toMatchObject({ state: 'suspended', reason })
    expect(await shown()).toEqual([])
    expect(await isAccredited(app.platform.db, made.unitId, app.clock.now())).toBe(false)
    const lifted = await offices.province.client.call(liftAccreditation, seen(suspended.body))
    expect(await shown()).toHaveLength(1)
    expect(await isAccredited(app.platform.db, made.unitId, app.clock.now())).toBe(true)
    const byCity = await offices.city.client.call(revokeAccreditation, seen(lifted.body))
    expect(byCity.problem.code).toBe('FORBIDDEN')
    const revoked = await offices.province.client.call(revokeAccreditation, seen(lifted.body))
    expect(revoked.body).toMatchObject({ state: 'revoked', open: [] })
    expect(await shown()).toEqual([])
  })

  test('200: a closed unit teaches no more, one that moves stands in its new city', async () => {
    const closing = await makeInstitution('粤海凤凰培训学校')
    const { version, regionCode, code } = await app.platform.db
      .selectFrom('units')
      .selectAll()
      .where('id', '=', closing.unitId)
      .executeTakeFirstOrThrow()
    expect(regionCode).toBe('440106')
    const params = { id: closing.unitId }
    const moved = await offices.province.client.call(correctUnit, {
      params,
      body: {
        version,
        name: '粤海凤凰培训学校',
        code,
        nature: 'other',
        regionCode: '440605',
        reason,
      },
    })
    expect(await names({ search: '凤凰培训', region: '440600' })).toHaveLength(1)
    expect(await names({ search: '凤凰培训', region: guangzhou })).toEqual([])
    const body = { version: moved.body.version, reason }
    await offices.province.client.call(closeUnit, { params, body })
    expect(await names({ search: '凤凰培训' })).toEqual([])
  })

  test('422: a region that is neither the province nor a city of it', async () => {
    for (const region of ['440106', '110000', 'x']) {
      const { problem } = await app.visitor().call(listInstitutions, { query: { region } })
      expect(problem.fields).toEqual({ region: 'NOT_OFFERED' })
    }
  })

  test('200: 20 a page, each once, along a range of its own index', async () => {
    // Those that the house makes institutions are accredited by its word.
    for (let count = 0; count < 23; count += 1)
      await makeUnit(app, { capabilities: ['institution'], name: `粤海第${count}学校` })
    const first = await page({ search: '粤海第' })
    const second = await page({ search: '粤海第', ...(first.next && { after: first.next }) })
    const all = [...first.items, ...second.items].map(({ number }) => number)
    expect([first.items.length, new Set(all).size, second.next]).toEqual([20, 23, null])
    for (const [region, index] of [
      ['440000', 'institutions_province'],
      [guangzhou, 'institutions_city'],
    ] as const) {
      const query = institutionsQuery({ region, today: '2026-11-23', after: 'SJ' }, 21)
      const plan = await genericPlan(app.platform.db, query)
      expect(plan).toContain(index)
      expect(plan).not.toContain('Seq Scan')
    }
  })
})

describe('GET /accreditations', () => {
  test('200: each office’s own turn, oldest first; 佛山 sees none of 广州', async () => {
    const { id } = await makeApplication(app)
    const ids = async (of: typeof offices.city, query: object = {}) =>
      (await of.client.call(listAccreditations, { query })).body.items.map((row) => row.id)
    expect(await ids(offices.city)).toContain(id)
    expect(await ids(offices.county, { state: 'applied' })).toContain(id)
    expect(await ids(offices.province)).not.toContain(id)
    expect(await ids(offices.foshan, { state: 'applied' })).toEqual([])
    const standing = await offices.province.client.call(listAccreditations, {
      query: { state: 'accredited' },
    })
    expect(standing.body).toMatchObject({ state: 'accredited' })
    expect(standing.body.items).toHaveLength(20)
  })

  test('each level reads a range of its own index, in its order', async () => {
    const after = ['2026-01-01T00:00:00.000000Z', '00000000-0000-4000-8000-000000000000'] as const
    for (const [of, index] of [
      [offices.province, 'accreditations_province'],
      [offices.city, 'accreditations_city'],
      [offices.county, 'accreditations_county'],
    ] as const) {
      const { scope } = await actorAt(app, of)
      const plan = await genericPlan(app.platform.db, listQuery(scope, 'applied', after, 21))
      expect(plan).toContain(index)
      expect(plan).not.toMatch(/Seq Scan|Sort/)
    }
  })
})

test('what is over ends by itself, once; what ends soon is reminded of, once', async () => {
  const { db } = app.platform
  const system = orgs.systemActor(app.platform)
  const day = (days: number) =>
    new Date(app.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)
  const ending = await makeInstitution('粤海将尽学校', day(30))
  await runOut(system)
  await runOut(system)
  const told = async (topic: string) => {
    const rows = await db.selectFrom('outbox').selectAll().where('topic', '=', topic).execute()
    return rows.filter((row) => JSON.stringify(row).includes(ending.unitId)).length
  }
  expect([await told('accreditation.ending'), await told('accreditation.expired')]).toEqual([1, 0])
  // Its last day is a day of teaching still.
  app.clock.set(new Date(`${day(30)}T15:59:00Z`))
  expect(await isAccredited(db, ending.unitId, app.clock.now())).toBe(true)
  await runOut(orgs.systemActor(app.platform))
  expect(await told('accreditation.expired')).toBe(0)
  app.clock.set(new Date(app.clock.now().getTime() + 120_000))
  expect(await isAccredited(db, ending.unitId, app.clock.now())).toBe(false)
  await runOut(orgs.systemActor(app.platform))
  await runOut(orgs.systemActor(app.platform))
  expect(await told('accreditation.expired')).toBe(1)
  const { state } = await db
    .selectFrom('accreditations')
    .select('state')
    .where('id', '=', ending.id)
    .executeTakeFirstOrThrow()
  expect(state).toBe('expired')
})
