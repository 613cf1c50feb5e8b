import { confirmCase, createCase, proposeCase, withdrawCase } from '@xueshi/contract/integrity'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type TestApp, testApp } from '../../test/app.ts'
import { someFaults } from '../../test/battery.ts'
import { everyStatement } from '../../test/every-statement.ts'
import { caseForm, makeCase, makeProposed } from '../../test/factories/integrity.ts'
import { creditWholeYear } from '../../test/factories/ledger.ts'
import { makeStaff, makeUnit, tianhe } from '../../test/factories/orgs.ts'
import { actorOf, makePerson } from '../../test/factories/people.ts'
import type { Db } from '../platform/database.ts'
import * as decisions from './decisions/service.ts'

type Officer = Awaited<ReturnType<typeof makeStaff>>
let app: TestApp
let plain: Db
let first: Officer
let second: Officer
beforeAll(async () => {
  app = await testApp()
  plain = app.platform.db
  const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: tianhe })
  first = await makeStaff(app, office.id, { kind: 'hrss' })
  second = await makeStaff(app, office.id, { kind: 'hrss' })
})
afterAll(() => app.close())

type Traces = {
  cases: string
  restrictions: number
  lifted: number
  year: string
  events: number
  audited: number
}

/** The cases of a person, what they hold back, how the year stands, and what was put on record. */
async function tracesOf({ personId }: { personId: string }): Promise<Traces> {
  const { rows } = await sql<Traces>`
    SELECT coalesce((SELECT string_agg(c.state, ' ') FROM cases c WHERE c.person_id = p.id), '') AS cases,
      (SELECT count(*)::int FROM restrictions r WHERE r.person_id = p.id) AS restrictions,
      (SELECT count(*)::int FROM restrictions r WHERE r.person_id = p.id AND r.lifted_at IS NOT NULL) AS lifted,
      (SELECT y.state FROM years y WHERE y.person_id = p.id AND y.year = 2026) AS year,
      (SELECT count(*)::int FROM case_events e JOIN cases c ON c.id = e.case_id WHERE c.person_id = p.id) AS events,
      (SELECT count(*)::int FROM audit a JOIN cases c ON c.id = a.record_id WHERE c.person_id = p.id) AS audited
    FROM people p WHERE p.id = ${personId}`.execute(plain)
  const [row] = rows
  if (!row) throw new Error('the person is not there')
  return row
}

const makeSubject = async () => {
  const { id, unitId } = await makePerson(app)
  await creditWholeYear(app, id, unitId)
  return { personId: id }
}
const form = (personId: string, endsOn: string | null = null) =>
  caseForm(personId, { suspendedYears: [2026], endsOn })
const made = async (given: string | null = null) => {
  const { personId } = await makeSubject()
  const one = await makeCase(app, await actorOf(app, first), form(personId, given))
  return { personId, id: one.id, version: one.version }
}
const proposed = async (endsOn: string | null = null) => {
  const { personId } = await makeSubject()
  const one = await makeProposed(app, await actorOf(app, first), form(personId, endsOn))
  return { personId, id: one.id, version: one.version }
}
const inForce = async (endsOn: string | null = null) => {
  const { personId, id, version } = await proposed(endsOn)
  const one = await decisions.confirm(await actorOf(app, second), { id, version })
  return { personId, id, version: one.version }
}
const later = (before: Traces, now: Partial<Traces>) => ({
  ...before,
  events: before.events + 1,
  audited: before.audited + 1,
  ...now,
})

describe(
  'T20: whatever statement goes wrong, all of it or nothing; a retry ends with one effect',
  { timeout: 300_000 },
  () => {
    test('登记', async () => {
      for (const fault of someFaults)
        await everyStatement(app, fault, {
          make: makeSubject,
          act: ({ personId }, key) => first.client.call(createCase, { body: form(personId), key }),
          traces: tracesOf,
          done: (before: Traces) => later(before, { cases: 'draft' }),
        })
    })

    test('提交审定', async () => {
      for (const fault of someFaults)
        await everyStatement(app, fault, {
          make: () => made(),
          act: ({ id, version }, key) =>
            first.client.call(proposeCase, { params: { id }, body: { version }, key }),
          traces: tracesOf,
          done: (before: Traces) => later(before, { cases: 'proposed' }),
        })
    })

    test('审定生效: the year is held back in the same act', async () => {
      for (const fault of someFaults)
        await everyStatement(app, fault, {
          make: () => proposed(),
          act: ({ id, version }, key) =>
            second.client.call(confirmCase, { params: { id }, body: { version }, key }),
          traces: tracesOf,
          done: (before: Traces) =>
            later(before, { cases: 'inForce', restrictions: 1, year: 'suspended' }),
        })
    })

    test('撤销: the year is free in the same act', async () => {
      for (const fault of someFaults)
        await everyStatement(app, fault, {
          make: () => inForce(),
          act: ({ id, version }, key) =>
            first.client.call(withdrawCase, {
              params: { id },
              body: { version, reason: '经复核，材料属实' },
              key,
            }),
          traces: tracesOf,
          done: (before: Traces) => later(before, { cases: 'withdrawn', lifted: 1, year: 'met' }),
        })
    })

    test('到期: the clock frees the year, once', async () => {
      const today = app.clock.now()
      for (const fault of someFaults) {
        await everyStatement(app, fault, {
          make: async () => {
            app.clock.set(today)
            const one = await inForce('2026-06-30')
            app.clock.set(new Date('2026-07-01T02:00:00Z'))
            return one
          },
          act: async () => {
            const failed = await decisions.expire(app.platform).then(
              () => false,
              () => true,
            )
            return { status: failed ? 500 : 200, problem: { code: 'INTERNAL' } }
          },
          traces: tracesOf,
          done: (before: Traces) => later(before, { cases: 'expired', lifted: 1, year: 'met' }),
        })
        app.clock.set(today)
      }
    })
  },
)
