import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { genericPlan } from '../../../test/plan.ts'
import { newId } from '../../platform/ids.ts'
import { entriesQuery } from '../rule-changes/store.ts'
import { creditedQuery, takenQuery } from './store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

// Planned once, while a ledger is nearly empty; then a million rows come in one transaction, and no
// statistics of them before it ends. Only what looks each row up stays as quick as it was.
test.each([
  ['the entries of years', entriesQuery([{ id: newId(), personId: newId(), year: 2016 }])],
  ['what was brought in before', takenQuery([newId()])],
  ['what a source brought in', creditedQuery(newId(), [newId()])],
])('%s are looked up by person, however few there were when it was planned', async (_, query) => {
  const plan = await genericPlan(app.platform.db, query)
  expect(plan).toContain('ledger_entries_year')
  expect(plan).toContain('ledger_entries_reverses_key')
  expect(plan).not.toContain('ledger_entries_once')
  expect(plan).not.toMatch(
    /Hash (Anti |Semi )?Join|Merge .*Join|Seq Scan on (ledger_entries|years)/,
  )
})
