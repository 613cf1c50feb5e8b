import { grantExemption, publishRuleSet, submitExemption } from '@xueshi/contract/ledger'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { someFaults } from '../../test/battery.ts'
import { everyStatement } from '../../test/every-statement.ts'
import {
  makeDeciders,
  makeExemption,
  makePassedExemption,
} from '../../test/factories/exemptions.ts'
import { credit } from '../../test/factories/ledger.ts'
import { makePerson } from '../../test/factories/people.ts'
import {
  makeCountedRules,
  ruleMakerOf,
  runLedgerTask,
  shipped2021,
} from '../../test/factories/rules.ts'
import * as orgs from '../orgs/service.ts'
import * as publishing from './rule-publishing/service.ts'

let app: TestApp
let deciders: Awaited<ReturnType<typeof makeDeciders>>
let maker: Awaited<ReturnType<typeof ruleMakerOf>>
beforeAll(async () => {
  app = await testApp()
  deciders = await makeDeciders(app)
  maker = await ruleMakerOf(app)
})
afterAll(() => app.close())

const stricter = { minima: { public: 330, professional: 420, elective: 150 } }
/** A draft that was counted, with the set in whose place it would step. */
async function counted() {
  // What an earlier round made effective would be in the way of this one.
  await sql`UPDATE rule_sets SET state = 'superseded' WHERE state IN ('effective', 'scheduled') AND year_from = 2021
    AND id <> ${shipped2021}`.execute(app.platform.db)
  await sql`UPDATE rule_sets SET state = 'effective' WHERE id = ${shipped2021}`.execute(
    app.platform.db,
  )
  // One office may have only so many tasks waiting.
  const waiting = await app.platform.db
    .selectFrom('tasks')
    .select('id')
    .where('state', '=', 'waiting')
    .execute()
  for (const { id } of waiting) await runLedgerTask(app, id)
  return makeCountedRules(app, maker.actor, stricter)
}

/** The set and the one before it; the task that computes the years anew; what was put on record of it. */
async function rulesTraces({ id }: { id: string }) {
  const { rows } = await sql<Record<string, unknown>>`
    SELECT s.state, s.effective_at IS NOT NULL AS dated,
      (SELECT state FROM rule_sets WHERE id = ${shipped2021}) AS former,
      (SELECT count(*)::int FROM tasks WHERE kind = 'rules.apply' AND request ->> 'ruleSetId' = s.id::text) AS tasks,
      (SELECT count(*)::int FROM audit WHERE record_id = s.id AND act LIKE 'rules.%') AS told,
      (SELECT count(*)::int FROM outbox o WHERE o.payload ->> 'taskId' = s.task_id::text) AS started
    FROM rule_sets s WHERE s.id = ${id}`.execute(app.platform.db)
  return rows[0]
}
type RulesTraces = { tasks: number; told: number }

describe('T20: whatever statement goes wrong, all of it or nothing; a retry ends with one effect', () => {
  test('批准 of 免修减免: the year asks less in the same act', async () => {
    for (const fault of someFaults) {
      const statements = await everyStatement(app, fault, {
        make: async () => {
          const person = await makePerson(app, { unit: deciders.unit, clerk: deciders.clerk })
          const given = { hoursTenths: 80, unitId: deciders.unit.id } as const
          await credit(app, person.id, { category: 'public', ...given })
          return makePassedExemption(app, person.id, { clerk: deciders.clerk.actor })
        },
        act: ({ id, version }, key) =>
          deciders.officer.client.call(grantExemption, {
            params: { id },
            body: { version, relief: { months: 5, exempt: [] }, reason: null },
            key,
          }),
        traces: async ({ id }) => {
          const { rows } = await sql<Record<string, unknown>>`
            SELECT x.state, x.version, y.obligation_id IS NOT NULL AS relieved, y.lacking_tenths AS lacking,
              (SELECT count(*)::int FROM obligations o WHERE o.exemption_id = x.id) AS obligations,
              (SELECT count(*)::int FROM year_results r WHERE r.year_id = y.id) AS results,
              (SELECT count(*)::int FROM exemption_events e WHERE e.exemption_id = x.id) AS events,
              (SELECT count(*)::int FROM audit a WHERE a.record_id = x.id) AS told
            FROM exemptions x JOIN years y ON y.person_id = x.person_id AND y.year = x.year
            WHERE x.id = ${id}`.execute(app.platform.db)
          return rows[0]
        },
        done: (before: { version: number; results: number; events: number; told: number }) => ({
          ...before,
          state: 'granted',
          version: before.version + 1,
          relieved: true,
          lacking: 525 - 80,
          obligations: 1,
          results: before.results + 1,
          events: before.events + 1,
          told: before.told + 1,
        }),
      })
      expect(statements).toBeGreaterThan(8)
    }
  })

  test('送审 of 免修减免: it waits, and its employer is told once', async () => {
    for (const fault of someFaults) {
      await everyStatement(app, fault, {
        make: async () => {
          const person = await makePerson(app, { unit: deciders.unit, clerk: deciders.clerk })
          return { ...(await makeExemption(app, person.id)), client: person.client }
        },
        act: ({ id, version, client }, key) =>
          client.call(submitExemption, { params: { id }, body: { version }, key }),
        traces: async ({ id }) => {
          const { rows } = await sql<Record<string, unknown>>`
            SELECT x.state, x.version, x.unit_id IS NOT NULL AS frozen,
              (SELECT count(*)::int FROM exemption_events e WHERE e.exemption_id = x.id) AS events,
              (SELECT count(*)::int FROM audit a WHERE a.record_id = x.id) AS told,
              (SELECT count(*)::int FROM outbox o WHERE o.payload::text LIKE '%' || x.id || '%') AS sent
            FROM exemptions x WHERE x.id = ${id}`.execute(app.platform.db)
          return rows[0]
        },
        done: (before: { version: number; events: number; told: number; sent: number }) => ({
          state: 'submitted',
          version: before.version + 1,
          frozen: true,
          events: before.events + 1,
          told: before.told + 1,
          sent: before.sent + 1,
        }),
      })
    }
  })

  test('发布 of rules that hold at once: they, their predecessor and the task that computes anew', async () => {
    for (const fault of someFaults) {
      const statements = await everyStatement(app, fault, {
        make: counted,
        act: ({ id, version }, key) =>
          maker.client.call(publishRuleSet, {
            params: { id },
            body: { version, effectiveAt: null },
            key,
          }),
        traces: rulesTraces,
        done: (before: RulesTraces) => ({
          ...before,
          state: 'effective',
          dated: true,
          former: 'superseded',
          tasks: 1,
          told: before.told + 3,
          started: 1,
        }),
      })
      expect(statements).toBeGreaterThan(8)
    }
  })

  test('rules whose moment has come: the clock does all of it or nothing, and it once', async () => {
    for (const fault of someFaults)
      await everyStatement(app, fault, {
        make: async () => {
          const draft = await counted()
          const effectiveAt = new Date(app.clock.now().getTime() + 60_000).toISOString()
          const { version } = draft
          const waiting = await publishing.publish(maker.actor, draft.id, { version, effectiveAt })
          app.clock.advance(120_000)
          return waiting
        },
        // The clock asks again by itself and has no key.
        act: async () => {
          const none = { status: 200, problem: { code: '' } }
          return publishing.takeDue(orgs.systemActor(app.platform)).then(
            () => none,
            () => ({ ...none, status: 500 }),
          )
        },
        traces: rulesTraces,
        done: (before: RulesTraces) => ({
          ...before,
          state: 'effective',
          former: 'superseded',
          tasks: 1,
          told: before.told + 2,
          started: 1,
        }),
      })
  })
})
