import { grantHosting, listManagedUnits, withdrawHosting } from '@xueshi/contract/orgs/registry'
import { readUnit } from '@xueshi/contract/orgs/reviews'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { makeStaff, makeUnit, tianhe } from '../../test/factories/orgs.ts'

const reason = '已取得人力资源服务许可'
let app: TestApp
let county: Awaited<ReturnType<typeof makeStaff>>
beforeAll(async () => {
  app = await testApp()
  const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: tianhe })
  county = await makeStaff(app, office.id, { kind: 'hrss' })
})
afterAll(() => app.close())

const asked = (id: string, version = 1) => ({ params: { id }, body: { version, reason } })

test('200: the office grants it and takes it back, the unit is told, and its staff go on', async () => {
  const unit = await makeUnit(app)
  const staff = await makeStaff(app, unit.id)
  const granted = await county.client.call(grantHosting, asked(unit.id))
  expect(granted.body).toMatchObject({ capabilities: ['employer', 'hosting'], version: 2 })
  expect(granted.body.timeline[0]).toMatchObject({ act: 'grantHosting', reason })
  expect(granted.body.open).toContain('withdrawHosting')
  expect(granted.body.open).not.toContain('grantHosting')
  const query = { capability: 'hosting', search: unit.name } as const
  expect((await county.client.call(listManagedUnits, { query })).body.items).toHaveLength(1)
  const again = await county.client.call(grantHosting, asked(unit.id, 2))
  expect(again.problem.code).toBe('WRONG_STATE')
  const ended = await county.client.call(withdrawHosting, asked(unit.id, 2))
  expect(ended.body).toMatchObject({ capabilities: ['employer'], version: 3 })
  const rows = await app.platform.db.selectFrom('outbox').select(['topic', 'payload']).execute()
  const told = rows.filter(({ payload }) => JSON.stringify(payload).includes(unit.id))
  expect(told.map(({ topic }) => topic)).toEqual(['unit.hosting', 'unit.hostingEnded'])
  expect(staff.seatId).toBeTruthy()
})

test('409: an office, one that is nothing else, one’s own unit, one that changed meanwhile', async () => {
  const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440104' })
  const city = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440100' })
  const above = await makeStaff(app, city.id, { kind: 'hrss' })
  const refused = await above.client.call(grantHosting, asked(office.id))
  expect(refused.problem.code).toBe('WRONG_STATE')
  const alone = await makeUnit(app, { capabilities: ['hosting'] })
  const { problem } = await county.client.call(withdrawHosting, asked(alone.id))
  expect(problem.code).toBe('WRONG_STATE')
  const unit = await makeUnit(app)
  expect((await county.client.call(grantHosting, asked(unit.id, 7))).problem.code).toBe('STALE')
  const { body } = await county.client.call(readUnit, { params: { id: unit.id } })
  expect(body.capabilities).toEqual(['employer'])
})
