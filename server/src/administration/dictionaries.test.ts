import {
  readDictionary,
  readKeptDictionary,
  saveKeptDictionary,
} from '@xueshi/contract/administration/dictionaries'
import { shippedDictionaries } from '@xueshi/contract/dictionaries/shipped'
import { changeContact, readOwnUnit } from '@xueshi/contract/orgs/units'
import type { KeptDictionary } from '@xueshi/contract/settings'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, type TestApp, testApp } from '../../test/app.ts'
import { makeAdministrator } from '../../test/factories/administration.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'

let app: TestApp
let system: Client
beforeAll(async () => {
  app = await testApp()
  system = (await makeAdministrator(app, 'systemAdmin')).client
})
afterAll(() => app.close())

const standing = async (name: KeptDictionary) =>
  (await system.call(readKeptDictionary, { params: { name } })).body
type Entries = Parameters<typeof put>[1]
const put = (
  name: KeptDictionary,
  entries: { code: string | null; label: string; retired: boolean }[],
  version: number,
) => system.call(saveKeptDictionary, { params: { name }, body: { version, entries } })
const change = async (name: KeptDictionary, edit: (entries: Entries) => Entries) => {
  const { version, values } = await standing(name)
  return put(name, edit(values.entries), version)
}
const offered = async (name: KeptDictionary) =>
  (await app.visitor().call(readDictionary, { params: { name } })).body.entries

describe('PUT /administration/dictionaries/:name', () => {
  test('200: what is shipped stands until it is worded otherwise; then everybody is offered that', async () => {
    expect(await standing('cutReasons')).toEqual({
      version: 0,
      values: { entries: shippedDictionaries.cutReasons },
      changes: [],
    })
    const saved = await change('cutReasons', ([first, ...rest]) => [
      ...rest,
      { ...first, code: first?.code ?? '', label: '按证书载明的学时认定。', retired: true },
      { code: null, label: '按实际出勤认定。', retired: false },
    ])
    expect(saved.status).toBe(200)
    expect((await offered('cutReasons')).slice(-2)).toEqual([
      { code: 'asProven', label: '按证书载明的学时认定。', retired: true },
      { code: 'own1', label: '按实际出勤认定。', retired: false },
    ])
    expect(saved.body.changes[0]?.changes).toMatchObject({
      asProven: { from: '按附件载明的学时认定。', to: '按证书载明的学时认定。（停用）' },
      own1: { from: null, to: '按实际出勤认定。' },
      order: { to: 'absent converted ranked asProven' },
    })
  })

  test('200: a code is never given twice, and a new entry alone moves nothing', async () => {
    const add = (label: string) =>
      change('rejectReasons', (entries) => [...entries, { code: null, label, retired: false }])
    await add('材料系伪造。')
    const { body } = await add('学习地点存疑。')
    expect((await offered('rejectReasons')).slice(-2).map(({ code }) => code)).toEqual([
      'own1',
      'own2',
    ])
    expect(Object.keys(body.changes[0]?.changes ?? {})).toEqual(['own2'])
  })

  test('409: somebody saved in between', async () => {
    const { version, values } = await standing('upholdReasons')
    await change('upholdReasons', (entries) => entries.toReversed())
    const late = await put('upholdReasons', values.entries, version)
    expect([late.status, late.problem.code]).toEqual([409, 'STALE'])
  })

  test.each([
    ['one is missing', (entries: Entries) => entries.slice(1), 'ENTRY_LOST'],
    [
      'a code that nobody gave',
      (entries: Entries) => [...entries, { code: 'own99', label: '其他', retired: false }],
      'ENTRY_LOST',
    ],
    [
      'a name twice',
      (entries: Entries) => entries.map((entry) => ({ ...entry, label: '相同' })),
      'ENTRY_TWICE',
    ],
    ['a code twice', (entries: Entries) => [...entries, ...entries.slice(0, 1)], 'ENTRY_TWICE'],
  ])('422: %s', async (_, edit, code) => {
    const refused = await change('returnReasons', edit)
    expect([refused.status, refused.problem.fields]).toEqual([422, { entries: code }])
    expect(await offered('returnReasons')).toEqual(shippedDictionaries.returnReasons)
  })

  test('404: what no page changes', async () => {
    const params = { name: 'ethnicities' as KeptDictionary }
    expect((await system.call(readKeptDictionary, { params })).status).toBe(404)
  })
})

test('a trade that is added can be chosen, and one that is retired is kept by those who have it', async () => {
  const unit = await makeUnit(app)
  const { client } = await makeStaff(app, unit.id, { kind: 'employer', level: 'manager' })
  const choose = async (industryCodes: string[]) => {
    const { version } = (await client.call(readOwnUnit)).body
    const contact = { contactName: '林秋白', contactPhone: '020-83000000' }
    return client.call(changeContact, { body: { version, ...contact, industryCodes } })
  }
  expect((await choose(['own1'])).problem.fields).toEqual({ industryCodes: 'NOT_OFFERED' })
  await change('industries', (entries) => [
    ...entries,
    { code: null, label: '海洋渔业', retired: false },
  ])
  expect((await choose(['own1'])).status).toBe(200)
  const retire = (code: string) =>
    change('industries', (entries) =>
      entries.map((entry) => (entry.code === code ? { ...entry, retired: true } : entry)),
    )
  await retire('own1')
  await retire('water')
  expect((await choose(['own1'])).status).toBe(200)
  expect((await choose(['own1', 'water'])).problem.fields).toEqual({ industryCodes: 'NOT_OFFERED' })
  expect((await client.call(readOwnUnit)).body.industryCodes).toEqual(['own1'])
})
