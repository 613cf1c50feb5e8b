import {
  addEvidence,
  appealDeclaration,
  type Declaration,
  readDeclaration,
  recogniseDeclaration,
  reinstateDeclaration,
  rejectDeclaration,
  removeEvidence,
  returnDeclaration,
  revokeDeclaration,
  upholdDeclaration,
  withdrawDeclaration,
} from '@xueshi/contract/declarations'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../test/app.ts'
import { someFaults } from '../../test/battery.ts'
import { type Act, everyStatement } from '../../test/every-statement.ts'
import { clientFor } from '../../test/factories/accounts.ts'
import { makeDraft, makeSubmitted } from '../../test/factories/declarations.ts'
import { guangzhou, makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { makePerson } from '../../test/factories/people.ts'
import { escalate } from './deadlines/service.ts'

let app: TestApp
let person: Awaited<ReturnType<typeof makePerson>>
let clerk: Client
let officer: Client
beforeAll(async () => {
  app = await testApp()
  const hrss = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  officer = (await makeStaff(app, hrss.id, { kind: 'hrss' })).client
  person = await makePerson(app)
  clerk = await clientFor(app, { accountId: person.clerk.id, seatId: person.clerk.seatId })
})
afterAll(() => app.close())

const reason = '缺少结业证书'
const seen = ({ id, version }: Declaration, key?: string) => ({
  params: { id },
  body: { version, reason },
  ...(key === undefined ? {} : { key }),
})
const onDecision = ({ id, version }: Declaration, key?: string) => ({
  params: { id },
  body: { version, reason, decision: '粤人社决〔2026〕1号' },
  ...(key === undefined ? {} : { key }),
})
const submitted = () => makeSubmitted(app, person)
const rejected = async () => (await clerk.call(rejectDeclaration, seen(await submitted()))).body
const appealed = async () =>
  (await person.client.call(appealDeclaration, seen(await rejected()))).body
const revoked = async () => {
  const { id, version, claimedTenths } = await submitted()
  const body = { version, recognisedTenths: claimedTenths, reason: null }
  const { body: given } = await clerk.call(recogniseDeclaration, { params: { id }, body })
  return (await officer.call(revokeDeclaration, onDecision(given))).body
}
const overdue = async () => {
  const sent = await submitted()
  await sql`UPDATE review_steps SET opened_at = opened_at - interval '60 days' WHERE declaration_id = ${sent.id}`.execute(
    app.platform.db,
  )
  return sent
}

/** All that a move of a record leaves behind: counts, and where things stand. */
async function tracesOf({ id }: { id: string }) {
  const { rows } = await sql<Record<string, string | number>>`
    SELECT d.state, d.version, d.reason,
      (SELECT string_agg(s.state || ' ' || s.purpose, ', ' ORDER BY s.round, s.position) FROM review_steps s
        WHERE s.declaration_id = d.id) AS steps,
      (SELECT count(*)::int FROM declaration_events v WHERE v.declaration_id = d.id) AS events,
      (SELECT count(*)::int FROM evidence e WHERE e.declaration_id = d.id) AS files,
      (SELECT count(*)::int FROM audit a WHERE a.record_id = d.id) AS told,
      (SELECT count(*)::int FROM outbox o WHERE o.payload::text LIKE '%' || d.id || '%') AS sent,
      (SELECT count(*)::int FROM ledger_entries l WHERE l.source_id = d.id) AS entries,
      (SELECT count(*)::int FROM declaration_revocations r WHERE r.declaration_id = d.id AND r.ended_at IS NULL) AS revocations
    FROM declarations d WHERE d.id = ${id}`.execute(app.platform.db)
  return rows[0] ?? {}
}
type Traces = Awaited<ReturnType<typeof tracesOf>>

/** What the act leaves where nothing goes wrong, as what it makes of any traces. */
async function wholeOf({ make, act }: Pick<Act<Declaration>, 'make' | 'act'>) {
  const made = await make()
  const before = await tracesOf(made)
  expect((await act(made, randomUUID())).status).toBe(200)
  const after = await tracesOf(made)
  expect(after).not.toEqual(before)
  return (now: Traces): Traces =>
    Object.fromEntries(
      Object.entries(after).map(([name, value]) => {
        const [was, is] = [before[name], now[name]]
        const isCount = typeof value === 'number' && typeof was === 'number'
        return [name, isCount ? Number(is) + value - was : value]
      }),
    )
}

/** What is asked without a key, and does nothing the second time. */
const plainly = async (act: () => Promise<unknown>) =>
  act().then(
    () => ({ status: 200, problem: { code: '' } }),
    () => ({ status: 500, problem: { code: '' } }),
  )

const acts: Record<string, Pick<Act<Declaration>, 'make' | 'act'>> = {
  withdraw: {
    make: submitted,
    act: (record, key) => person.client.call(withdrawDeclaration, seen(record, key)),
  },
  return: {
    make: submitted,
    act: (record, key) => clerk.call(returnDeclaration, seen(record, key)),
  },
  appeal: {
    make: rejected,
    act: (record, key) => person.client.call(appealDeclaration, seen(record, key)),
  },
  uphold: {
    make: appealed,
    act: (record, key) => officer.call(upholdDeclaration, seen(record, key)),
  },
  reinstate: {
    make: revoked,
    act: (record, key) => officer.call(reinstateDeclaration, onDecision(record, key)),
  },
  'a file more': {
    make: () => makeDraft(app, person),
    act: ({ id }, key) =>
      person.client.call(addEvidence, {
        params: { id },
        body: { name: '通知.pdf', sizeBytes: 10 },
        key,
      }),
  },
  'a file less': {
    make: () => makeDraft(app, person),
    act: async ({ id, evidence }) => {
      const params = { id, evidenceId: evidence[0]?.id ?? '' }
      const answer = await person.client.call(removeEvidence, { params })
      // What is gone already is as it was wanted.
      const left = await person.client.call(readDeclaration, { params: { id } })
      return answer.status === 404 && left.body.evidence?.length === 0
        ? { status: 200, problem: answer.problem }
        : answer
    },
  },
  escalate: { make: overdue, act: () => plainly(() => escalate(app.platform)) },
}

describe('T20: whatever statement goes wrong, all of it or nothing; a retry ends with one effect', () => {
  test.each(Object.keys(acts))('%s', async (name) => {
    const given = acts[name]
    if (!given) throw new Error('no such act')
    const done = await wholeOf(given)
    for (const fault of someFaults) {
      const traces = async (made: Declaration) => tracesOf(made)
      const statements = await everyStatement(app, fault, { ...given, traces, done })
      expect(statements).toBeGreaterThan(3)
    }
  })
})
