import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { genericPlan } from '../../../test/plan.ts'
import { newId } from '../../platform/ids.ts'
import { yearQuery } from './store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

test('a year and its credits are found by person, however few there were when it was planned', async () => {
  const plan = await genericPlan(app.platform.db, yearQuery(newId(), 2026))
  expect(plan).toContain('years_year')
  expect(plan).toContain('ledger_entries_year')
  expect(plan).toContain('ledger_entries_reverses_key')
  expect(plan).not.toContain('ledger_entries_once')
  expect(plan).not.toMatch(/Hash .*Join|Merge .*Join|Seq Scan on (ledger_entries|years)/)
})
