import { certifyYear, listYears } from '@xueshi/contract/ledger'
import {
  type Declaration,
  editDeclaration,
  listReviews,
  passDeclaration,
  readDeclaration,
  recogniseDeclaration,
  rejectDeclaration,
  returnDeclaration,
  undoDecision,
  undoHours,
} from '@xueshi/contract/declarations'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import { rounds, someFaults } from '../../../test/battery.ts'
import { everyStatement } from '../../../test/every-statement.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { declarationForm, makeSubmitted } from '../../../test/factories/declarations.ts'
import { guangzhou, makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'

let app: TestApp
let person: Awaited<ReturnType<typeof makePerson>>
let clerk: Client
let colleague: Client
let officer: Client

beforeAll(async () => {
  app = await testApp()
  const hrss = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  person = await makePerson(app)
  clerk = await clientFor(app, { accountId: person.clerk.id, seatId: person.clerk.seatId })
  colleague = (await makeStaff(app, person.unitId, { name: '黄小燕' })).client
  officer = (await makeStaff(app, hrss.id, { kind: 'hrss', name: '罗文' })).client
})
afterAll(() => app.close())

type Versioned = Pick<Declaration, 'id' | 'version'>
const ofVersion = ({ id, version }: Versioned, key?: string) => ({
  params: { id },
  body: { version },
  ...(key === undefined ? {} : { key }),
})
const withReason = ({ id, version }: Versioned) => ({
  params: { id },
  body: { version, reason: '缺少结业证书' },
})
const recognise = (client: Client, { id, version }: Versioned, recognisedTenths = 160) =>
  client.call(recogniseDeclaration, {
    params: { id },
    body: { version, recognisedTenths, reason: '按签到记录认定' },
  })

/** All that a decision may change of a record, but for its version and its timeline; with the queue it waits in. */
async function standingOf(id: string, client: Client) {
  const { rows } = await sql<Record<string, unknown>>`
    SELECT to_jsonb(d) - 'version' - 'updated_at' AS record,
      (SELECT jsonb_agg(to_jsonb(s) ORDER BY s.round, s.position) FROM review_steps s WHERE s.declaration_id = d.id) AS steps,
      (SELECT coalesce(sum(e.hours_tenths), 0)::int FROM ledger_entries e WHERE e.person_id = d.person_id
        AND e.reverses IS NULL AND NOT EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = e.id)) AS standing,
      (SELECT coalesce(sum(y.public_tenths + y.professional_tenths + y.elective_tenths), 0)::int FROM years y
        WHERE y.person_id = d.person_id) AS counted
    FROM declarations d WHERE d.id = ${id}
  `.execute(app.platform.db)
  const { body } = await client.call(listReviews)
  const queue = body.items.map(({ declarationId }) => declarationId)
  return { ...rows[0], queue }
}

describe('POST /declarations/:id/undo', () => {
  test('whatever was decided, undoing it restores exactly what was there', async () => {
    const decisions = {
      recognise: (record: Versioned) => recognise(clerk, record),
      cut: (record: Versioned) => recognise(clerk, record, 95),
      return: (record: Versioned) => clerk.call(returnDeclaration, withReason(record)),
      reject: (record: Versioned) => clerk.call(rejectDeclaration, withReason(record)),
      pass: (record: Versioned) => clerk.call(passDeclaration, ofVersion(record)),
    }
    const names = Object.keys(decisions) as (keyof typeof decisions)[] // the object's own keys
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }),
        async (chosen) => {
          const category = chosen.includes('pass') ? 'public' : 'professional'
          const record = await makeSubmitted(app, person, { form: { category } })
          const before = await standingOf(record.id, clerk)
          let { version } = record
          for (const name of chosen) {
            const decided = await decisions[name]({ id: record.id, version })
            // 认定 is not open where another office follows: nothing to undo then.
            if (decided.status !== 200) continue
            const undone = await clerk.call(undoDecision, ofVersion(decided.body))
            expect(undone.status).toBe(200)
            ;({ version } = undone.body)
            expect(await standingOf(record.id, clerk)).toEqual(before)
          }
        },
      ),
      { numRuns: rounds(100), seed: 20_261_129 },
    )
  }, 300_000)

  test('200 at a higher office: the step is open there again, and nowhere else', async () => {
    const record = await makeSubmitted(app, person, { form: { category: 'public' } })
    const { body: passed } = await clerk.call(passDeclaration, ofVersion(record))
    const before = await standingOf(record.id, officer)
    const { body } = await recognise(officer, passed)
    expect(body.open).toEqual(['revoke', 'undoHigher'])
    const undone = await officer.call(undoDecision, ofVersion(body))
    expect(undone.body).toMatchObject({ state: 'underReview', recognisedTenths: null })
    expect(await standingOf(record.id, officer)).toEqual(before)
    expect(undone.body.timeline.map(({ act }) => act)).toEqual([
      'create',
      'submit',
      'pass',
      'recognise',
      'undo',
    ])
  })

  test('200: what was undone can be decided again, as the next revision of its credit', async () => {
    const record = await makeSubmitted(app, person)
    const { body: first } = await recognise(clerk, record)
    const { body: undone } = await clerk.call(undoDecision, ofVersion(first))
    const second = await recognise(clerk, undone, 120)
    expect(second.body).toMatchObject({ state: 'recognised', recognisedTenths: 120 })
    const entries = await app.platform.db
      .selectFrom('ledgerEntries')
      .select(['revision', 'hoursTenths'])
      .where('sourceId', '=', record.id)
      .where('reverses', 'is', null)
      .orderBy('revision')
      .execute()
    expect(entries).toEqual([
      { revision: 1, hoursTenths: 160 },
      { revision: 2, hoursTenths: 120 },
    ])
  })

  test('409 once the person has begun to correct, for a colleague, and a day later', async () => {
    const record = await makeSubmitted(app, person)
    const { body } = await clerk.call(returnDeclaration, withReason(record))
    expect((await colleague.call(undoDecision, ofVersion(body))).problem.code).toBe('WRONG_STATE')
    await person.client.call(editDeclaration, {
      params: { id: body.id },
      body: { version: body.version, form: declarationForm() },
    })
    expect((await clerk.call(undoDecision, ofVersion(body))).problem.code).toBe('STALE')
    const other = (await recognise(clerk, await makeSubmitted(app, person))).body
    const before = app.clock.now()
    app.clock.advance(undoHours * 3_600_000)
    const later = await clientFor(app, {
      accountId: person.clerk.id,
      seatId: person.clerk.seatId,
    })
    expect((await later.call(undoDecision, ofVersion(other))).problem.code).toBe('WRONG_STATE')
    app.clock.set(before)
  })

  test('409 once the next office has decided; 403 for the person; 404 for a stranger', async () => {
    const record = await makeSubmitted(app, person, { form: { category: 'public' } })
    const { body: passed } = await clerk.call(passDeclaration, ofVersion(record))
    await recognise(officer, passed)
    expect((await clerk.call(undoDecision, ofVersion(passed))).status).toBe(409)
    expect((await person.client.call(undoDecision, ofVersion(passed))).status).toBe(403)
    const { client: stranger } = await makeStaff(app, (await makeUnit(app)).id)
    expect((await stranger.call(undoDecision, ofVersion(passed))).status).toBe(404)
  })

  test('409 once the year of the hours is certified', async () => {
    const other = await makePerson(app, { unit: { id: person.unitId }, clerk: person.clerk })
    let last: Declaration | undefined
    for (const [category, claimedTenths] of [
      ['public', 300],
      ['professional', 420],
      ['elective', 180],
    ] as const) {
      const form = { category, claimedTenths, endOn: '2026-04-16' }
      const record = await makeSubmitted(app, other, { form })
      const passed =
        category === 'public' ? (await clerk.call(passDeclaration, ofVersion(record))).body : record
      const client = category === 'public' ? officer : clerk
      last = (await recognise(client, passed, claimedTenths)).body
    }
    const { body } = await other.client.call(listYears)
    const [year] = body.items
    if (!year || !last) throw new Error('there is no year')
    const certified = await other.client.call(certifyYear, { params: { id: year.id }, body: {} })
    expect(certified.body.state).toBe('certified')
    const { body: seen } = await clerk.call(readDeclaration, { params: { id: last.id } })
    expect(seen.open).toEqual([])
    expect((await clerk.call(undoDecision, ofVersion(last))).problem.code).toBe('WRONG_STATE')
  })

  test('twice at once with two keys: undone once', async () => {
    for (let round = 0; round < rounds(40); round++) {
      const { body } = await recognise(clerk, await makeSubmitted(app, person))
      const answers = await Promise.all([0, 1].map(() => clerk.call(undoDecision, ofVersion(body))))
      const statuses = answers.map(({ status }) => status).toSorted((one, other) => one - other)
      expect(statuses).toEqual([200, 409])
    }
  })

  test('T20: a statement that goes wrong leaves no half, and a retry has one effect', async () => {
    for (const fault of someFaults)
      await everyStatement(app, fault, {
        make: async () => (await recognise(clerk, await makeSubmitted(app, person))).body,
        act: (record, key) => clerk.call(undoDecision, ofVersion(record, key)),
        traces: async ({ id }) => {
          const { rows } = await sql`
            SELECT state, recognised_tenths,
              (SELECT count(*)::int FROM ledger_entries WHERE source_id = ${id}) AS entries,
              (SELECT count(*)::int FROM audit WHERE record_id = ${id} AND act = 'declaration.undo') AS audits
            FROM declarations WHERE id = ${id}`.execute(app.platform.db)
          return rows[0]
        },
        done: () => ({ state: 'submitted', recognisedTenths: null, entries: 2, audits: 1 }),
      })
  })
})
