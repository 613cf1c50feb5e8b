import { searchUnits } from '@xueshi/contract/orgs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type Client, type TestApp } from '../../test/app.ts'
import { makeIndividual } from '../../test/factories/accounts.ts'
import {
  creditCode,
  guangdong,
  guangzhou,
  makeStaff,
  makeUnit,
  tianhe,
} from '../../test/factories/orgs.ts'
import { genericPlan } from '../../test/plan.ts'
import * as orgs from './service.ts'
import { hrssOfficeQuery, industryOfficeQuery, searchUnitsQuery } from './store.ts'

let app: TestApp
let client: Client
beforeAll(async () => {
  app = await testApp()
  client = (await makeIndividual(app)).client
})
afterAll(() => app.close())

const search = async (text: string) => {
  const { body } = await client.call(searchUnits, { query: { search: text } })
  return body.items
}
const names = async (text: string) => (await search(text)).map(({ name }) => name)

describe('GET /units', () => {
  test('200: by the beginning of name, pinyin, initials or code, in any case', async () => {
    const unit = await makeUnit(app, { name: '珠海绿榕（集团）公司', regionCode: '440400' })
    const texts = ['珠海绿', 'zhuhailv', 'Zhu Hai LÜ', 'zhlr', 'ZHLRJTGS', unit.code.slice(0, 16)]
    for (const text of texts) expect(await names(text)).toContain(unit.name)
    for (const text of ['海绿', 'huhai', 'hlr', '珠海绿x', '%', '_'])
      expect(await names(text)).toEqual([])
  })

  test('200: enough to tell twins apart, and not the whole code', async () => {
    const unit = await makeUnit(app, { name: '云帆设计院', state: 'submitted' })
    expect(await search('云帆')).toEqual([
      {
        id: unit.id,
        name: '云帆设计院',
        codeTail: unit.code.slice(-4),
        regionCode: tianhe,
        regionPath: '广东省广州市天河区',
        state: 'submitted',
      },
    ])
  })

  test('200: employers and hosting units that live, and no others', async () => {
    await makeUnit(app, { name: '木兰人才中心', capabilities: ['hosting'] })
    await makeUnit(app, { name: '木兰学院', capabilities: ['institution'] })
    await makeUnit(app, { name: '木兰人社局', capabilities: ['hrss'], regionCode: '440500' })
    await makeUnit(app, { name: '木兰厂', state: 'closed' })
    await makeUnit(app, { name: '木兰社', state: 'returned' })
    await makeUnit(app, { name: '木兰公司' })
    expect(await names('木兰')).toEqual(['木兰人才中心', '木兰公司'])
  })

  test('200: a unit found in several ways is told once, and at most 20 are told', async () => {
    await makeUnit(app, { name: 'abc' })
    expect(await names('abc')).toEqual(['abc'])
    for (let count = 0; count < 22; count += 1) await makeUnit(app, { name: `百花${count}` })
    expect(await search('百花')).toHaveLength(20)
  })

  test('422: nothing to search for', async () => {
    const answer = await client.call(searchUnits, { query: { search: '' } })
    expect(answer.problem).toMatchObject({ code: 'INVALID', fields: { search: 'REQUIRED' } })
    expect(await names('  ')).toEqual([])
  })

  test('401: nobody is signed in', async () => {
    const answer = await app.visitor().call(searchUnits, { query: { search: '广州' } })
    expect(answer.problem.code).toBe('SIGNED_OUT')
  })

  test('each way of searching is a range of its own index, whatever the plan', async () => {
    const query = searchUnitsQuery({ name: 'gz', latin: 'gz' })
    const plan = await genericPlan(app.platform.db, query)
    for (const index of ['units_name', 'units_name_pinyin', 'units_name_initials', 'units_code'])
      expect(plan).toContain(`Index Scan using ${index} on units`)
    expect(plan).not.toContain('Seq Scan on units')
  })
})

describe('createUnit', () => {
  const unit = (given: Partial<orgs.NewUnit> = {}) => makeUnit(app, given)

  test('freezes the province, city and county of its region', async () => {
    const places = async (regionCode: string) => {
      const { id } = await unit({ regionCode })
      return app.platform.db
        .selectFrom('units')
        .select(['provinceCode', 'cityCode', 'countyCode'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
    }
    const province = { provinceCode: guangdong, cityCode: null, countyCode: null }
    expect(await places(guangdong)).toEqual(province)
    expect(await places('441900')).toEqual({ ...province, cityCode: '441900' })
    const county = { ...province, cityCode: guangzhou, countyCode: tianhe }
    expect(await places(tianhe)).toEqual(county)
  })

  test('refuses a wrong check character, a code that a live unit has, a region elsewhere', async () => {
    const code = creditCode()
    const wrong = `${code.slice(0, 17)}${code.endsWith('0') ? '1' : '0'}`
    const fields = (of: Record<string, string>) => ({ code: 'INVALID', fields: of })
    await expect(unit({ code: wrong })).rejects.toMatchObject(
      fields({ code: 'CREDIT_CODE_CHECK_DIGIT' }),
    )
    await expect(unit({ regionCode: '110101' })).rejects.toMatchObject(
      fields({ regionCode: 'NOT_OFFERED' }),
    )
    await unit({ code, state: 'closed' })
    await unit({ code })
    await expect(unit({ code: ` ${code.toLowerCase()}` })).rejects.toMatchObject(
      fields({ code: 'CREDIT_CODE_TAKEN' }),
    )
  })

  test("is the house's alone, as are grants and seats", async () => {
    const { id } = await unit()
    const staff = await makeStaff(app, id, { level: 'manager' })
    const actor = await orgs.actorFor(app.platform, { accountId: staff.id, seatId: staff.seatId })
    const forbidden = { code: 'FORBIDDEN' }
    const grant = orgs.grantCapability(actor, { unitId: id, capability: 'hrss' })
    await expect(grant).rejects.toMatchObject(forbidden)
    const seat = { unitId: id, accountId: staff.id, kind: 'hrss', level: 'manager' } as const
    await expect(orgs.addStaff(actor, seat)).rejects.toMatchObject(forbidden)
  })
})

describe('officeOf', () => {
  const regionCode = '440783' // 开平市 below 江门市: nobody else's office stands there
  const city = '440700'
  const office = (unitId: string, kind: 'employer' | 'industry' | 'hrss', series?: string) =>
    orgs.officeOf(app.platform.db, { unitId, office: kind, series })
  const shown = ({ id, name }: { id: string; name: string }) => ({ id, name })

  test('the employer is itself', async () => {
    const unit = await makeUnit(app)
    expect(await office(unit.id, 'employer')).toEqual(shown(unit))
    expect(await office('00000000-0000-4000-8000-000000000000', 'employer')).toBe(null)
  })

  test('the HR&SS office is the nearest up: province, then city, then county as they come', async () => {
    const unit = await makeUnit(app, { regionCode })
    expect(await office(unit.id, 'hrss')).toBe(null)
    for (const at of [guangdong, city, regionCode]) {
      const made = await makeUnit(app, { regionCode: at, capabilities: ['hrss'] })
      expect(await office(unit.id, 'hrss')).toEqual(shown(made))
    }
    const provincial = await makeUnit(app, { regionCode: guangdong })
    expect((await office(provincial.id, 'hrss'))?.id).not.toBe((await office(unit.id, 'hrss'))?.id)
  })

  test("the authority is of the unit's own trade, or of the series' where that has one", async () => {
    const authority = (industryCode: string, at: string) =>
      makeUnit(app, { regionCode: at, capabilities: ['industry'], industryCode })
    const builder = await makeUnit(app, { regionCode, industryCodes: ['housing'] })
    expect(await office(builder.id, 'industry')).toBe(null)
    const housing = await authority('housing', city)
    const health = await authority('health', guangdong)
    expect(await office(builder.id, 'industry')).toEqual(shown(housing))
    expect(await office(builder.id, 'industry', '05')).toEqual(shown(housing))
    expect(await office(builder.id, 'industry', '04')).toEqual(shown(health))
    expect(await office(builder.id, 'industry', '22')).toBe(null)
    const nobody = await makeUnit(app, { regionCode })
    expect(await office(nobody.id, 'industry')).toBe(null)
  })

  test('is found by the index of offices', async () => {
    const { id } = await makeUnit(app)
    for (const query of [hrssOfficeQuery(id), industryOfficeQuery(id, 'health')]) {
      const plan = await genericPlan(app.platform.db, query)
      expect(plan).toContain('unit_capabilities_office')
      expect(plan).not.toContain('Seq Scan')
    }
  })

  test('one office a region, one authority a trade and region', async () => {
    const regionOfOne = '440785'
    await makeUnit(app, { regionCode: regionOfOne, capabilities: ['hrss'] })
    const second = makeUnit(app, { regionCode: regionOfOne, capabilities: ['hrss'] })
    await expect(second).rejects.toThrow(/unit_capabilities_office/)
  })
})
