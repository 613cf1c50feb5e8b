import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { genericPlan } from '../../test/plan.ts'
import { testPlatform, type TestPlatform } from '../../test/platform.ts'
import * as store from './store.ts'

let house: TestPlatform
beforeAll(async () => {
  house = await testPlatform()
  // As many as it takes for an index to pay.
  await sql`
    INSERT INTO tasks (id, kind, state, account_id, by_name, unit_id, request, created_at, beat_at, ended_at)
    SELECT gen_random_uuid(), 'people.export', CASE WHEN n % 20 = 0 THEN 'waiting' ELSE 'cancelled' END, gen_random_uuid(), '梁志明',
           CASE WHEN n % 2 = 0 THEN gen_random_uuid() END, '{}', now(), now(), CASE WHEN n % 20 <> 0 THEN now() END
    FROM generate_series(1, 5000) AS n`.execute(house.platform.db)
  const owner = new pg.Client({ connectionString: house.database.ownerUrl })
  await owner.connect()
  await owner.query('ANALYZE tasks')
  await owner.end()
})
afterAll(() => house.close())

const after = randomUUID()
const own = { accountId: after, unitId: null }

test.each([
  ['one’s own', () => store.listQuery(house.platform.db, own, { after, limit: 21 }), 'tasks_own'],
  [
    'the unit’s',
    () => store.listQuery(house.platform.db, { ...own, unitId: after }, { after, limit: 21 }),
    'tasks_unit',
  ],
  [
    'everybody’s in a state',
    () => store.watchQuery(house.platform.db, { state: 'waiting', after, limit: 21 }),
    'tasks_state',
  ],
  [
    'everybody’s',
    () => store.watchQuery(house.platform.db, { state: undefined, after, limit: 21 }),
    'tasks_pkey',
  ],
  [
    'errors by row',
    () => store.issuesQuery(house.platform.db, after, { after: [1, ''], limit: 51 }),
    'task_issues_pkey',
  ],
])('a page of %s goes by its index in order', async (_, query, index) => {
  const plan = await genericPlan(house.platform.db, query())
  expect(plan).toContain(`using ${index}`)
  expect(plan).not.toContain('Sort')
})
