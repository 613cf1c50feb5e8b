import { listOffices, type OfficeForm, openOffice } from '@xueshi/contract/orgs/offices'
import { listManagedUnits } from '@xueshi/contract/orgs/registry'
import { readSession } from '@xueshi/contract/orgs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { clientFor, makeAccount } from '../../test/factories/accounts.ts'
import { creditCode, guangdong, guangzhou, makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { genericPlan } from '../../test/plan.ts'
import { officesQuery, rangeOf } from './offices/store.ts'
import * as orgs from './service.ts'

type Staff = Awaited<ReturnType<typeof makeStaff>>
let app: TestApp
let city: Staff
let authority: Staff
let province: Staff
beforeAll(async () => {
  app = await testApp()
  const at = async (regionCode: string, industryCode: string | null = null) => {
    const kind = industryCode === null ? ('hrss' as const) : ('industry' as const)
    const unit = await makeUnit(app, { capabilities: [kind], regionCode, industryCode })
    return makeStaff(app, unit.id, { kind, level: 'manager' })
  }
  province = await at(guangdong)
  city = await at(guangzhou)
  authority = await at(guangdong, 'health')
})
afterAll(() => app.close())

const formOf = async (given: Partial<OfficeForm> = {}): Promise<OfficeForm> => {
  const { accountName } = await makeAccount(app, { name: '黎小满' })
  return {
    kind: 'hrss',
    industryCode: null,
    name: '某区人力资源和社会保障局',
    code: creditCode(),
    regionCode: '440111',
    contactName: '何穗生',
    contactPhone: '020-87654321',
    managerName: '黎小满',
    managerUserName: accountName,
    ...given,
  }
}
const open = async (by: Staff, form: OfficeForm) => by.client.call(openOffice, { body: form })
const fieldsOf = async (by: Staff, given: Partial<OfficeForm>) =>
  (await open(by, await formOf(given))).problem.fields
const regionsOf = async (by: Staff, region?: string) => {
  const query = region === undefined ? {} : { region }
  const { items } = (await by.client.call(listOffices, { query })).body
  return items.map(({ regionCode, kind }) => `${regionCode} ${kind}`)
}

describe('POST /offices', () => {
  test('200: it stands, its manager is seated and sees its own region alone', async () => {
    const manager = await makeAccount(app, { name: '黎小满' })
    const form = await formOf({ regionCode: '440112', managerUserName: manager.accountName })
    expect((await open(city, form)).status).toBe(200)
    const { body } = await (await clientFor(app, { accountId: manager.id })).call(readSession)
    expect(body.seats).toMatchObject([{ kind: 'hrss', level: 'manager', unitName: form.name }])
    const seatId = body.seats[0]?.id ?? null
    const actor = await orgs.actorFor(app.platform, { accountId: manager.id, seatId })
    expect(actor.scope).toMatchObject({ kind: 'region', regionCode: '440112' })
    expect(await regionsOf(city)).toContain('440112 hrss')
    const unit = await makeUnit(app, { regionCode: '440112' })
    expect(await orgs.officeOf(app.platform.db, { unitId: unit.id, office: 'hrss' })).toMatchObject(
      { name: form.name },
    )
  })

  test('200: an authority of the office’s own region, and one below an authority’s', async () => {
    const own = await formOf({ kind: 'industry', industryCode: 'housing', regionCode: guangzhou })
    expect((await open(city, own)).status).toBe(200)
    const below = await formOf({ kind: 'industry', industryCode: 'health', regionCode: guangzhou })
    expect((await open(authority, below)).status).toBe(200)
    expect(await regionsOf(authority)).toEqual([`${guangdong} industry`, `${guangzhou} industry`])
  })

  test('422: elsewhere, the own region, another trade, none, a second one there', async () => {
    const region = { regionCode: 'NOT_OFFERED' }
    expect(await fieldsOf(city, { regionCode: '440604' })).toEqual(region)
    expect(await fieldsOf(city, { regionCode: guangzhou })).toEqual(region)
    expect(await fieldsOf(city, { regionCode: guangdong })).toEqual(region)
    expect(await fieldsOf(authority, { regionCode: '440300' })).toEqual({
      industryCode: 'NOT_OFFERED',
    })
    const education = { kind: 'industry', industryCode: 'education', regionCode: '440300' } as const
    expect(await fieldsOf(authority, education)).toEqual({ industryCode: 'NOT_OFFERED' })
    expect(await fieldsOf(city, { kind: 'industry', regionCode: '440111' })).toMatchObject({
      industryCode: 'NOT_OFFERED',
    })
    await open(city, await formOf({ regionCode: '440113' }))
    expect(await fieldsOf(city, { regionCode: '440113' })).toEqual({ regionCode: 'OFFICE_EXISTS' })
  })

  test('422: another unit’s code, nobody of both names, oneself', async () => {
    const { code } = await makeUnit(app)
    expect(await fieldsOf(city, { code })).toEqual({ code: 'CREDIT_CODE_TAKEN' })
    expect(await fieldsOf(city, { managerName: '黎大满' })).toEqual({
      managerUserName: 'PERSON_NOT_FOUND',
    })
    const self = { managerName: '梁志明', managerUserName: city.accountName }
    expect(await fieldsOf(city, self)).toEqual({ managerUserName: 'HANDOVER_SELF' })
  })

  test('two that open the same at once: one stands, in each of many rounds', async () => {
    for (const regionCode of ['440114', '440115', '440117', '440118']) {
      const forms = [await formOf({ regionCode }), await formOf({ regionCode })]
      const answers = await Promise.all(forms.map((form) => open(city, form)))
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 422])
    }
  })

  test('403 for a clerk', async () => {
    const { unitId } = await app.platform.db
      .selectFrom('unitStaff')
      .select('unitId')
      .where('id', '=', city.seatId)
      .executeTakeFirstOrThrow()
    const clerk = await makeStaff(app, unitId, { kind: 'hrss' })
    expect((await open(clerk, await formOf())).status).toBe(403)
  })
})

describe('GET /offices', () => {
  test('200: a subtree in the order of its regions; 广州 sees nothing of 佛山', async () => {
    await open(province, await formOf({ regionCode: '440600' }))
    await open(province, await formOf({ regionCode: '440604' }))
    expect(await regionsOf(province, '440600')).toEqual(['440600 hrss', '440604 hrss'])
    const seen = await regionsOf(city)
    expect(seen[0]).toBe(`${guangzhou} hrss`)
    expect(seen.filter((line) => line.startsWith('4406'))).toEqual([])
    expect(seen).toEqual(seen.toSorted())
    const { problem } = await city.client.call(listOffices, { query: { region: '440600' } })
    expect(problem.fields).toEqual({ region: 'NOT_OFFERED' })
    const units = await city.client.call(listManagedUnits, { query: { search: 'x' } })
    expect(units.status).toBe(200)
  })

  test('the subtree is a range of one index, in its order', async () => {
    expect([guangdong, guangzhou, '440106'].map(rangeOf)).toEqual([
      ['44', '45'],
      ['4401', '4402'],
      ['440106', '440107'],
    ])
    const after = ['440106', 'hrss', '', '00000000-0000-4000-8000-000000000000'] as const
    const plan = await genericPlan(
      app.platform.db,
      officesQuery({ regionCode: guangdong }, after, 51),
    )
    expect(plan).toContain('unit_capabilities_tree')
    expect(plan).not.toMatch(/Sort/)
  })
})
