import type { QueryInput } from '@xueshi/contract/endpoint'
import type { Capability } from '@xueshi/contract/orgs'
import { listManagedUnits } from '@xueshi/contract/orgs/registry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type Client, type TestApp } from '../../test/app.ts'
import { guangdong, guangzhou, makeStaff, makeUnit, tianhe } from '../../test/factories/orgs.ts'
import { actorAt } from '../../test/factories/staff.ts'
import { genericPlan } from '../../test/plan.ts'
import { readLimit, wayQuery, ways } from './registry/store.ts'

const zhuhai = '440400'
const xiangzhou = '440402'

let app: TestApp
const desks: Record<string, Client & { id: string; seatId: string }> = {}
beforeAll(async () => {
  app = await testApp()
  for (const [name, regionCode] of [
    ['province', guangdong],
    ['guangzhou', guangzhou],
    ['tianhe', tianhe],
    ['foshan', '440600'],
    ['zhuhai', zhuhai],
    ['xiangzhou', xiangzhou],
  ] as const) {
    const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode, name: `人社局${name}` })
    const staff = await makeStaff(app, unit.id, { kind: 'hrss' })
    desks[name] = { ...staff.client, id: staff.id, seatId: staff.seatId }
  }
})
afterAll(() => app.close())

const desk = (name: string) => {
  const found = desks[name]
  if (!found) throw new Error(`no office ${name}`)
  return found
}
type Query = QueryInput<typeof listManagedUnits>
const page = async (name: string, query: Query = {}) =>
  (await desk(name).call(listManagedUnits, { query })).body
const names = async (name: string, query: Query = {}) =>
  (await page(name, query)).items.map((unit) => unit.name)
/** Every page of a list, one after the other. */
const walk = async (name: string, query: Query) => {
  const all: string[] = []
  const sizes: number[] = []
  let after: string | null = ''
  while (after !== null) {
    const given: Query = after === '' ? query : { ...query, after }
    const { items, next } = await page(name, given)
    all.push(...items.map((unit) => unit.name))
    sizes.push(items.length)
    after = next
  }
  return { all, sizes }
}

describe('GET /managed-units', () => {
  test('200: a clerk of 广州 sees 天河 and not 佛山, the province both, 天河 itself alone', async () => {
    const here = await makeUnit(app, { name: '范围测试甲' })
    const away = await makeUnit(app, { name: '范围测试乙', regionCode: '440605' })
    const found = (name: string) => names(name, { search: '范围测试' })
    expect(await found('province')).toEqual([away.name, here.name].toSorted())
    expect(await found('guangzhou')).toEqual([here.name])
    expect(await found('tianhe')).toEqual([here.name])
    expect(await found('foshan')).toEqual([away.name])
  })

  test('200: by the beginning of name, initials, pinyin or code, each unit once', async () => {
    const unit = await makeUnit(app, { name: '珠海绿榕集团', regionCode: xiangzhou })
    for (const search of ['珠海绿', 'zhlr', 'ZhuHaiLv', unit.code.slice(0, 17), unit.code])
      expect(await names('zhuhai', { search })).toContain(unit.name)
    for (const search of ['海绿', 'hlr', '%', '\u0000'])
      expect(await names('zhuhai', { search })).toEqual([])
    await makeUnit(app, { name: 'abc 绿榕', regionCode: xiangzhou })
    expect(await names('zhuhai', { search: 'abc' })).toEqual(['abc 绿榕'])
  })

  test('200: by state, capability and a region within', async () => {
    const place = { regionCode: xiangzhou }
    await makeUnit(app, { name: '筛选甲', ...place, state: 'submitted' })
    await makeUnit(app, { name: '筛选乙', ...place, state: 'closed' })
    await makeUnit(app, { name: '筛选丙', ...place, capabilities: ['employer', 'institution'] })
    await makeUnit(app, { name: '筛选丁', regionCode: '440403' })
    const found = (query: Query) => names('zhuhai', { search: '筛选', ...query })
    expect(await found({})).toHaveLength(4)
    expect(await found({ state: 'submitted' })).toEqual(['筛选甲'])
    expect(await found({ state: 'closed' })).toEqual(['筛选乙'])
    expect(await found({ capability: 'institution' })).toEqual(['筛选丙'])
    expect(await found({ region: '440403' })).toEqual(['筛选丁'])
  })

  test('200: what the row tells: capabilities and how many manage it', async () => {
    const { id } = await makeUnit(app, {
      name: '有管理员的单位',
      capabilities: ['employer', 'hosting'],
    })
    await makeStaff(app, id, { level: 'manager' })
    await makeStaff(app, id)
    const [unit] = (await page('tianhe', { search: '有管理员' })).items
    const capabilities: Capability[] = ['employer', 'hosting']
    expect(unit).toMatchObject({ id, capabilities, managers: 1, regionPath: '广东省广州市天河区' })
  })

  test('200: drafts are nobody’s business', async () => {
    await makeUnit(app, { name: '草稿单位', state: 'draft' })
    expect(await names('tianhe', { search: '草稿单位' })).toEqual([])
  })

  test('422: a region outside the subtree, or none at all', async () => {
    for (const region of [guangzhou, '440600', '110000', 'x']) {
      const { problem } = await desk('tianhe').call(listManagedUnits, { query: { region } })
      expect(problem.fields).toEqual({ region: 'NOT_OFFERED' })
    }
  })

  test('200: 20 a page in the order of the page, each once, over the ways of a search', async () => {
    const made: string[] = []
    // 23 whose name begins so, 21 whose initials do and whose name does not.
    for (let count = 0; count < 23; count += 1)
      made.push((await makeUnit(app, { name: `mk${count + 10}厂`, regionCode: '440404' })).name)
    for (let count = 0; count < 21; count += 1)
      made.push((await makeUnit(app, { name: `木棉${count + 10}厂`, regionCode: '440404' })).name)
    const { all, sizes } = await walk('zhuhai', { search: 'm' })
    expect(sizes).toEqual([20, 20, 4])
    expect(all.toSorted()).toEqual(made.toSorted())
    const whole = await walk('zhuhai', { region: '440404' })
    expect(whole.all.toSorted()).toEqual(made.toSorted())
  })

  test('200: a page ends at the limit of reading and still goes on', async () => {
    const { id, seatId } = desk('xiangzhou')
    const { scope } = await actorAt(app, { id, seatId })
    expect(scope.kind).toBe('region')
    const rows = Array.from({ length: readLimit + 5 }, (_, at) => ({
      id: crypto.randomUUID(),
      state: 'approved' as const,
      name: `香洲大量${String(at).padStart(5, '0')}`,
      namePinyin: `xiangzhoudaliang${String(at).padStart(5, '0')}`,
      nameInitials: 'xzdl',
      code: `BULK${at}`,
      nature: 'other',
      regionCode: xiangzhou,
      provinceCode: guangdong,
      cityCode: zhuhai,
      countyCode: xiangzhou,
      contactName: '某',
      contactPhoneSealed: Buffer.from(''),
      createdAt: app.clock.now(),
    }))
    await app.platform.db.insertInto('units').values(rows).execute()
    const last = rows.at(-1)
    await app.platform.db
      .updateTable('units')
      .set({ state: 'suspended' })
      .where('id', '=', last?.id ?? '')
      .execute()
    const search = { search: '香洲大量', state: 'suspended' } as const
    const first = await page('xiangzhou', search)
    expect([first.items.length, first.next === null]).toEqual([0, false])
    const { all } = await walk('xiangzhou', search)
    expect(all).toEqual([last?.name])
  })

  test('each way within each level reads a range of its own index, in its order', async () => {
    const place = { key: 'm', id: '00000000-0000-4000-8000-000000000000' }
    for (const [name, level] of [
      ['province', 'province'],
      ['guangzhou', 'city'],
      ['tianhe', 'county'],
    ] as const)
      for (const way of ways) {
        const { id, seatId } = desk(name)
        const { scope } = await actorAt(app, { id, seatId })
        if (scope.kind !== 'region') throw new Error('an office sees a region')
        const asked = { scope, region: scope.regionCode, prefixes: { [way]: 'm' } }
        const plan = await genericPlan(app.platform.db, wayQuery(asked, way, { way, ...place }, 21))
        expect(plan).toContain(`units_${level}_${way}`)
        expect(plan).not.toContain('Seq Scan')
      }
  })
})
