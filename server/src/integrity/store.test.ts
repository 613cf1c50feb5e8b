import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { guangdong, guangzhou, makeStaff, makeUnit, tianhe } from '../../test/factories/orgs.ts'
import { genericPlan } from '../../test/plan.ts'
import * as orgs from '../orgs/service.ts'
import { newId } from '../platform/ids.ts'
import type { Scope } from '../platform/scope.ts'
import { casesQuery } from './store.ts'
import { subjectsQuery } from './subjects/store.ts'

// Without a row of statistics: what the planner makes of a few rows says nothing of many.
let app: TestApp
const scopes: Record<string, Scope> = {}
beforeAll(async () => {
  app = await testApp()
  for (const regionCode of [guangdong, guangzhou, tianhe]) {
    const office = await makeUnit(app, { capabilities: ['hrss'], regionCode })
    const { id, seatId } = await makeStaff(app, office.id, { kind: 'hrss' })
    const actor = await orgs.actorFor(app.platform, { accountId: id, seatId })
    scopes[regionCode] = actor.scope
  }
})
afterAll(() => app.close())

const scope = (regionCode: string) => scopes[regionCode] ?? expect.fail('no such office')

test.each([
  [guangdong, 'cases_province'],
  [guangzhou, 'cases_city'],
  [tianhe, 'cases_county'],
])('the cases of %s go by %s', async (regionCode, index) => {
  for (const after of [undefined, newId()]) {
    const query = casesQuery(scope(regionCode), { after, name: '陈' }, 21)
    expect(await genericPlan(app.platform.db, query)).toContain(index)
  }
})

test('subjects are found by the beginning of their names', async () => {
  const query = subjectsQuery(scope(guangzhou), 'unit', { search: '广州' })
  expect(await genericPlan(app.platform.db, query)).toContain('units_name')
})
