import { registerUnit } from '@xueshi/contract/orgs/units'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { everyStatement } from '../../test/every-statement.ts'
import { faults } from '../../test/failing-database.ts'
import { makeIndividual } from '../../test/factories/accounts.ts'
import { unitForm } from '../../test/factories/orgs.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

type Registrant = Awaited<ReturnType<typeof registrant>>
const registrant = async () => ({ ...(await makeIndividual(app)), form: unitForm() })

/** All that registering a unit leaves behind. */
async function traces({ id, form }: Registrant) {
  const { rows } = await sql<Record<string, number>>`
    SELECT count(*)::int AS units,
      (SELECT count(*)::int FROM unit_staff s WHERE s.account_id = ${id}) AS seats,
      (SELECT count(*)::int FROM unit_capabilities c WHERE c.unit_id IN (SELECT id FROM units WHERE name = ${form.name}))
        AS capabilities,
      (SELECT count(*)::int FROM unit_industries i WHERE i.unit_id IN (SELECT id FROM units WHERE name = ${form.name}))
        AS industries,
      (SELECT count(*)::int FROM audit a WHERE a.actor_id = ${id} AND a.act LIKE 'unit.%') AS told,
      (SELECT count(*)::int FROM idempotency_keys k WHERE k.caller = ${id}) AS keys
    FROM units WHERE name = ${form.name}`.execute(app.platform.db)
  return rows
}

test.each(faults)(
  'T20: a unit whose registration %s at any statement is not there, or all of it',
  async (fault) => {
    const statements = await everyStatement(app, fault, {
      make: registrant,
      act: ({ client, form }, key) => client.call(registerUnit, { body: form, key }),
      traces,
      done: () => [{ units: 1, seats: 1, capabilities: 1, industries: 1, told: 1, keys: 1 }],
    })
    expect(statements).toBeGreaterThan(3)
  },
  120_000,
)
