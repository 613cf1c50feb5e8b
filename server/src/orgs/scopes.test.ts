import { listLetters } from '@xueshi/contract/orgs/papers'
import {
  absorbUnit,
  closeUnit,
  correctUnit,
  handOverUnit,
  listManagedUnits,
  suspendUnit,
} from '@xueshi/contract/orgs/registry'
import { readUnit } from '@xueshi/contract/orgs/reviews'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type Client, type TestApp } from '../../test/app.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { rowsOf } from '../../test/rows.ts'

/** Three cities with three counties each. */
const cities = {
  '440100': ['440103', '440104', '440106'],
  '440300': ['440303', '440304', '440305'],
  '440600': ['440604', '440605', '440606'],
} as const

type Unit = { id: string; code: string; name: string; regionCode: string }
let app: TestApp
let admin: pg.Client
const offices: { regionCode: string; client: Client }[] = []
const units: Unit[] = []
beforeAll(async () => {
  app = await testApp()
  admin = new pg.Client({ connectionString: app.database.adminUrl })
  await admin.connect()
  for (const [city, counties] of Object.entries(cities))
    for (const regionCode of [city, ...counties]) {
      const office = await makeUnit(app, { capabilities: ['hrss'], regionCode })
      const { client } = await makeStaff(app, office.id, { kind: 'hrss' })
      offices.push({ regionCode, client })
      if (regionCode === city) continue
      const name = `跨地区检验${regionCode}`
      units.push({ ...(await makeUnit(app, { regionCode, name })), regionCode })
    }
}, 120_000)
afterAll(async () => {
  await admin.end()
  await app.close()
})

const holds = (office: string, { regionCode }: Unit) =>
  office.endsWith('00') ? regionCode.slice(0, 4) === office.slice(0, 4) : regionCode === office
const reason = '地区检验'

/** Each way to a unit by its id, with a request that would have its effect at its own office. */
const probes = (unit: Unit, other: Unit) => {
  const params = { id: unit.id }
  const body = { version: 1, reason }
  const standing = { code: unit.code, nature: 'other' as const, regionCode: unit.regionCode }
  const somebody = { name: '黎小满', userName: 'nobody_1', letterId: other.id }
  return [
    (client: Client) => client.call(readUnit, { params }),
    (client: Client) => client.call(listLetters, { params }),
    (client: Client) => client.call(suspendUnit, { params, body }),
    (client: Client) => client.call(closeUnit, { params, body }),
    (client: Client) =>
      client.call(correctUnit, { params, body: { ...body, ...standing, name: '别的名称' } }),
    (client: Client) => client.call(absorbUnit, { params, body: { ...body, intoId: other.id } }),
    (client: Client) => client.call(handOverUnit, { params, body: { ...body, ...somebody } }),
  ]
}

test(
  'T02: a unit of another region is not there, whatever is asked of it; nothing changes',
  { timeout: 120_000 },
  async () => {
    const before = await rowsOf(admin)
    const absent: Unit = {
      id: '00000000-0000-4000-8000-000000000002',
      code: units[0]?.code ?? '',
      name: '',
      regionCode: '440106',
    }
    let asked = 0
    for (const [turn, { regionCode, client }] of offices.entries())
      for (const [place, unit] of units.entries()) {
        // Each office asks for a third of them, another third in its turn.
        if (holds(regionCode, unit) || (turn + place) % 3 !== 0) continue
        const own = units.find((each) => holds(regionCode, each)) ?? unit
        const never = probes(absent, own)
        for (const [at, probe] of probes(unit, own).entries()) {
          const foreign = await probe(client)
          const none = await never[at]?.(client)
          expect([foreign.status, foreign.problem.code]).toEqual([404, 'NOT_FOUND'])
          expect({ ...foreign.problem, requestId: '' }).toEqual({ ...none?.problem, requestId: '' })
          asked += 1
        }
      }
    expect(asked).toBeGreaterThan(150)
    expect(await rowsOf(admin)).toEqual(before)
  },
)

test('T02: a list holds the units of the own region and no other; none is merged across', async () => {
  for (const { regionCode, client } of offices) {
    const { items } = (await client.call(listManagedUnits, { query: { search: '跨地区检验' } }))
      .body
    const own = units.filter((unit) => holds(regionCode, unit))
    expect(items.map(({ id }) => id).toSorted()).toEqual(own.map(({ id }) => id).toSorted())
    const [unit] = own
    const away = units.find((each) => !holds(regionCode, each))
    if (!unit || !away) throw new Error('every office has units, and every office lacks some')
    const body = { version: 1, reason, intoId: away.id }
    const { problem } = await client.call(absorbUnit, { params: { id: unit.id }, body })
    expect(problem.fields).toEqual({ intoId: 'NOT_OFFERED' })
  }
})
