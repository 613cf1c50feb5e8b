import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { makeApplicant } from '../../../test/factories/people.ts'
import { genericPlan } from '../../../test/plan.ts'
import { waitingProfiles } from './store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

test.each([null, ['2026-06-01T02:00:00.000Z', '0198b000-0000-7000-8000-000000000001'] as const])(
  'the queue of a unit is read from its index in order, after %j',
  async (after) => {
    const unit = await makeUnit(app)
    await makeApplicant(app, { unitId: unit.id })
    const plan = await genericPlan(app.platform.db, waitingProfiles(unit.id, after, 21))
    expect(plan).toMatch(/Index Scan using profiles_waiting on profiles/)
    expect(plan).toMatch(/Index Cond:.*unit_id/)
    if (after)
      expect(plan).toMatch(/Index Cond:.*ROW\(submitted_at, id\)|Index Cond:.*submitted_at/)
    expect(plan).not.toMatch(/Sort|Seq Scan/)
  },
)

test('one person has one profile under way, one in force and one main employment, whatever the code does', async () => {
  const { db, clock } = app.platform
  const unit = await makeUnit(app)
  await makeStaff(app, unit.id)
  const { id, profile } = await makeApplicant(app, { unitId: unit.id })
  const row = await db
    .selectFrom('profiles')
    .selectAll()
    .where('id', '=', profile.id)
    .executeTakeFirstOrThrow()
  const copy = (state: 'draft' | 'confirmed', last: number) =>
    db
      .insertInto('profiles')
      .values({
        ...row,
        otherTitles: '[]',
        otherDegrees: '[]',
        returnFields: '{}',
        id: `0198b000-0000-7000-8000-00000000000${last}`,
        state,
      })
      .execute()
  await expect(copy('draft', 1)).rejects.toThrow(/profiles_under_way/)
  await copy('confirmed', 2)
  await expect(copy('confirmed', 3)).rejects.toThrow(/profiles_in_force/)
  const employed = (state: 'applied' | 'confirmed', last: number) =>
    db
      .insertInto('employments')
      .values({
        id: `0198b000-0000-7000-8000-00000000000${last}`,
        personId: id,
        unitId: unit.id,
        kind: 'main',
        state,
        appliedAt: clock.now(),
      })
      .execute()
  await expect(employed('applied', 1)).rejects.toThrow(/employments_application/)
  await employed('confirmed', 2)
  await expect(employed('confirmed', 3)).rejects.toThrow(/employments_main/)
})
