import { randomUUID } from 'node:crypto'
import {
  type Declaration,
  type DeclarationForm,
  passDeclaration,
  readDeclaration,
  recogniseDeclaration,
  rejectDeclaration,
  returnDeclaration,
  submitDeclaration,
  withdrawDeclaration,
} from '@xueshi/contract/declarations'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../test/app.ts'
import { clientFor } from '../../test/factories/accounts.ts'
import { individualActor, makeSubmitted } from '../../test/factories/declarations.ts'
import { guangzhou, makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { makePerson } from '../../test/factories/people.ts'
import { failingDatabase, faults } from '../../test/failing-database.ts'
import * as orgs from '../orgs/service.ts'
import * as declarations from './service.ts'

let app: TestApp
let person: Awaited<ReturnType<typeof makePerson>>
/** Two clerks of the person's employer, one of the HR&SS office above it, one of another employer. */
let clerk: Client
let colleague: Client
let officer: Client
let outsider: Client
let hrss: { id: string; name: string }

beforeAll(async () => {
  app = await testApp()
  hrss = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  person = await makePerson(app)
  clerk = await clientFor(app, { accountId: person.clerk.id, seatId: person.clerk.seatId })
  colleague = (await makeStaff(app, person.unitId, { name: '黄小燕' })).client
  officer = (await makeStaff(app, hrss.id, { kind: 'hrss', name: '罗文' })).client
  outsider = (await makeStaff(app, (await makeUnit(app)).id)).client
})
afterAll(() => app.close())

const submitted = (form: Partial<DeclarationForm> = {}) => makeSubmitted(app, person, { form })
const recognise = (
  client: Client,
  { id, version }: Pick<Declaration, 'id' | 'version'>,
  recognisedTenths = 160,
  { reason = null, key }: { reason?: string | null; key?: string } = {},
) =>
  client.call(recogniseDeclaration, {
    params: { id },
    body: { version, recognisedTenths, reason },
    ...(key === undefined ? {} : { key }),
  })
const withReason = ({ id, version }: Declaration, reason = '缺少结业证书') => ({
  params: { id },
  body: { version, reason },
})
const ofVersion = ({ id, version }: Declaration) => ({ params: { id }, body: { version } })
const entriesOf = (id: string) =>
  app.platform.db.selectFrom('ledgerEntries').selectAll().where('sourceId', '=', id).execute()
const stateOf = async (id: string) =>
  app.platform.db
    .selectFrom('declarations')
    .select(['state', 'version'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()

describe('POST /declarations/:id/recognise', () => {
  test('200: the hours stand in the ledger when this answers', async () => {
    const record = await submitted()
    const { status, body } = await recognise(clerk, record)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'recognised',
      recognisedTenths: 160,
      reviewedAt: '2026-06-01T02:00:00.000Z',
      steps: [{ office: 'employer', state: 'decided' }],
      open: ['undo'],
    })
    expect(body.timeline.at(-1)).toMatchObject({ act: 'recognise', by: '梁志明' })
    expect(await entriesOf(record.id)).toMatchObject([
      {
        personId: person.id,
        unitId: person.unitId,
        year: 2026,
        series: '05',
        category: 'professional',
        hoursTenths: 160,
        subjects: 1,
        revision: 1,
        item: { name: record.name, startOn: '2026-04-11', endOn: '2026-04-12' },
      },
    ])
    const told = await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', 'declaration.recognised')
      .execute()
    expect(JSON.stringify(told)).toContain(record.id)
  })

  test('200: fewer hours with a reason, which the person reads', async () => {
    const record = await submitted()
    const { body } = await recognise(clerk, record, 155, { reason: '第二天下午未签到' })
    expect(body).toMatchObject({ recognisedTenths: 155, reason: '第二天下午未签到' })
    expect(await entriesOf(record.id)).toMatchObject([{ hoursTenths: 155 }])
    const { body: read } = await person.client.call(readDeclaration, { params: { id: record.id } })
    expect(read).toMatchObject({ state: 'recognised', reason: '第二天下午未签到' })
  })

  test('422: more than claimed, fewer without a reason, none, parts of a tenth', async () => {
    const record = await submitted()
    const before = await stateOf(record.id)
    const codes = []
    for (const hours of [161, 155, 0, -1, 15.5]) {
      const { status, problem } = await recognise(clerk, record, hours)
      codes.push([status, problem.code])
    }
    expect(codes).toEqual([
      [422, 'HOURS_ABOVE_CLAIM'],
      [422, 'REASON_REQUIRED'],
      [422, 'INVALID'],
      [422, 'INVALID'],
      [422, 'INVALID'],
    ])
    expect(await stateOf(record.id)).toEqual(before)
    expect(await entriesOf(record.id)).toEqual([])
  })

  test('403 OWN_RECORD for a clerk who declared it', async () => {
    const own = await makePerson(app, { unit: { id: person.unitId }, clerk: person.clerk })
    const { id: seatId } = await orgs.addStaff(orgs.systemActor(app.platform), {
      unitId: person.unitId,
      accountId: own.id,
      kind: 'employer',
      level: 'clerk',
    })
    const seated = await clientFor(app, { accountId: own.id, seatId })
    const record = await makeSubmitted(app, own)
    const { body: seen } = await seated.call(readDeclaration, { params: { id: record.id } })
    expect(seen.open).toEqual([])
    const { status, problem } = await recognise(seated, record)
    expect([status, problem.code]).toEqual([403, 'OWN_RECORD'])
    expect((await seated.call(rejectDeclaration, withReason(record))).problem.code).toBe(
      'OWN_RECORD',
    )
    expect(await entriesOf(record.id)).toEqual([])
    expect((await recognise(clerk, record)).status).toBe(200)
  })

  test('404 for another employer, an office above that is not asked, and an absent id, alike', async () => {
    const record = await submitted()
    for (const [client, id] of [
      [outsider, record.id],
      [officer, record.id],
      [clerk, randomUUID()],
    ] as const) {
      const { status, problem } = await recognise(client, { id, version: record.version })
      expect([status, problem.code, problem.current]).toEqual([404, 'NOT_FOUND', undefined])
    }
    expect(await stateOf(record.id)).toMatchObject({ state: 'submitted' })
  })

  test('409 STALE when the record was withdrawn, changed and sent anew', async () => {
    const record = await submitted()
    const actor = await individualActor(app, person.id)
    const draft = await declarations.withdraw(actor, record.id, record.version)
    await declarations.submit(actor, draft.id, draft.version)
    const { status, problem } = await recognise(clerk, record)
    expect([status, problem.code]).toEqual([409, 'STALE'])
    expect(problem.current).toMatchObject({ version: record.version + 2, state: 'submitted' })
  })

  test('two clerks at once: one decides, the other reads who did; one credit', async () => {
    for (let round = 0; round < 10; round++) {
      const record = await submitted()
      const answers = await Promise.all([
        recognise(clerk, record),
        round % 2 === 0
          ? recognise(colleague, record)
          : colleague.call(rejectDeclaration, withReason(record)),
      ])
      const won = answers.filter(({ status }) => status === 200)
      const lost = answers.filter(({ status }) => status !== 200)
      expect([won.length, lost.length]).toEqual([1, 1])
      expect(lost[0]?.problem.code).toBe('WRONG_STATE')
      expect(lost[0]?.problem.current).toMatchObject({ timeline: won[0]?.body.timeline })
      const credits = (await entriesOf(record.id)).length
      expect(credits).toBe(won[0]?.body.state === 'recognised' ? 1 : 0)
    }
  })

  test('twice with one key: one credit, answered twice', async () => {
    const record = await submitted()
    const key = randomUUID()
    const first = await recognise(clerk, record, 160, { key })
    const second = await recognise(clerk, record, 160, { key })
    expect([first.status, second.status]).toEqual([200, 200])
    expect(second.body).toEqual({ ...first.body, evidence: second.body.evidence })
    expect(await entriesOf(record.id)).toHaveLength(1)
    const other = await recognise(clerk, record, 150, { reason: '改主意', key })
    expect([other.status, other.problem.code]).toEqual([422, 'KEY_REUSED'])
  })

  test('many at once for one person’s year: the year is the sum of its credits', async () => {
    const other = await makePerson(app, { unit: { id: person.unitId }, clerk: person.clerk })
    const records = []
    for (let at = 0; at < 12; at++) records.push(await makeSubmitted(app, other))
    const answers = await Promise.all(
      records.map((record, at) => recognise(at % 2 === 0 ? clerk : colleague, record)),
    )
    const recognised = answers.filter(({ status }) => status === 200).length
    for (const { status, problem } of answers) if (status !== 200) expect(problem.code).toBe('BUSY')
    const year = await app.platform.db
      .selectFrom('years')
      .select(['professionalTenths', 'professionalCount'])
      .where('personId', '=', other.id)
      .executeTakeFirstOrThrow()
    expect(year).toEqual({ professionalTenths: recognised * 160, professionalCount: recognised })
  })

  test.each(faults)(
    'T20: a statement that %s leaves no half, and a retry has one effect',
    async (fault) => {
      const failing = failingDatabase(app.database.appUrl)
      const { db } = app.platform
      let statements = 0
      for (let reached = true; reached;) {
        statements += 1
        const record = await submitted()
        const key = randomUUID()
        const before = await tracesOf(record.id)
        app.platform.db = failing.db
        failing.arm(statements, fault)
        await recognise(clerk, record, 160, { key })
        reached = failing.disarm()
        app.platform.db = db
        const found = await tracesOf(record.id)
        expect(found).toEqual(found.state === 'submitted' ? before : recognisedOnce(before))
        let retried = await recognise(clerk, record, 160, { key })
        // The server may take a moment to see that a connection is gone, and with it the key's lock.
        for (let tries = 0; retried.problem.code === 'IN_PROGRESS' && tries < 500; tries++)
          retried = await recognise(clerk, record, 160, { key })
        expect(retried.status).toBe(200)
        expect(await tracesOf(record.id)).toEqual(recognisedOnce(before))
      }
      expect(statements).toBeGreaterThan(10)
      await failing.close()
    },
  )
})

/** What a recognised record leaves behind, counted, with the person's year. */
async function tracesOf(id: string) {
  const { rows } = await sql<Record<string, number | string>>`
    SELECT d.state, d.version,
      (SELECT count(*)::int FROM review_steps WHERE declaration_id = d.id AND state = 'decided') AS decided,
      (SELECT count(*)::int FROM declaration_events WHERE declaration_id = d.id) AS events,
      (SELECT count(*)::int FROM ledger_entries WHERE source_id = d.id) AS credits,
      (SELECT coalesce(sum(hours_tenths), 0)::int FROM ledger_entries WHERE person_id = d.person_id) AS sum,
      (SELECT coalesce(sum(professional_tenths), 0)::int FROM years WHERE person_id = d.person_id) AS counted,
      (SELECT count(*)::int FROM audit WHERE record_id = d.id AND act = 'declaration.recognise') AS audits,
      (SELECT count(*)::int FROM outbox WHERE topic = 'declaration.recognised'
        AND payload -> 'facts' ->> 'id' = d.id::text) AS told
    FROM declarations d WHERE d.id = ${id}
  `.execute(app.platform.db)
  return rows[0] ?? {}
}
type Traces = Awaited<ReturnType<typeof tracesOf>>
const recognisedOnce = (before: Traces): Traces => ({
  state: 'recognised',
  version: Number(before['version']) + 1,
  decided: 1,
  events: Number(before['events']) + 1,
  credits: 1,
  sum: Number(before['sum']) + 160,
  counted: Number(before['counted']) + 160,
  audits: 1,
  told: 1,
})

describe('a chain of two offices', () => {
  const passed = async () => {
    const record = await submitted({ category: 'public' })
    const { status, body } = await clerk.call(passDeclaration, ofVersion(record))
    expect(status).toBe(200)
    return body
  }

  test('the first passes and cannot recognise; the second recognises', async () => {
    const record = await submitted({ category: 'public' })
    const early = await recognise(clerk, record)
    expect([early.status, early.problem.code]).toEqual([409, 'WRONG_STATE'])
    const { body } = await clerk.call(passDeclaration, ofVersion(record))
    expect(body).toMatchObject({
      state: 'underReview',
      steps: [{ state: 'passed' }, { office: 'hrss', officeName: hrss.name, state: 'open' }],
      open: ['undo'],
    })
    const late = await recognise(clerk, body)
    expect([late.status, late.problem.code]).toEqual([403, 'NOT_YOUR_STEP'])
    const { body: seen } = await officer.call(readDeclaration, { params: { id: record.id } })
    expect(seen.open).toEqual(['return', 'recognise', 'reject'])
    const last = await officer.call(passDeclaration, ofVersion(seen))
    expect([last.status, last.problem.code]).toEqual([409, 'WRONG_STATE'])
    expect((await recognise(officer, seen)).body).toMatchObject({ state: 'recognised' })
    expect(await entriesOf(record.id)).toMatchObject([
      { category: 'public', item: { recognisedBy: hrss.name } },
    ])
  })

  test('returned by the second, it goes back to the second, not to the first', async () => {
    const record = await passed()
    const { body: returned } = await officer.call(returnDeclaration, withReason(record))
    expect(returned).toMatchObject({
      state: 'returned',
      steps: [{ state: 'passed' }, { state: 'returned' }],
    })
    const { body: own } = await person.client.call(readDeclaration, { params: { id: record.id } })
    expect(own.open).toEqual(['edit', 'attach', 'resubmit'])
    const { status, body } = await person.client.call(submitDeclaration, ofVersion(own))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'underReview',
      steps: [{ state: 'passed' }, { state: 'open' }],
      open: [],
    })
    expect((await recognise(officer, body)).body).toMatchObject({ state: 'recognised' })
  })

  test('a withdrawal comes too late', async () => {
    const record = await passed()
    const { problem } = await person.client.call(withdrawDeclaration, ofVersion(record))
    expect(problem.code).toBe('WRONG_STATE')
  })

  test('returned by the first, the second never hears of it', async () => {
    const record = await submitted({ category: 'public' })
    const { body } = await clerk.call(returnDeclaration, withReason(record))
    expect(body.steps).toMatchObject([{ state: 'returned' }, { state: 'void' }])
    expect((await officer.call(readDeclaration, { params: { id: record.id } })).status).toBe(404)
  })
})

describe('POST /declarations/:id/return and /reject', () => {
  test('422 without a reason; 200 with one, which the person reads', async () => {
    const record = await submitted()
    for (const endpoint of [returnDeclaration, rejectDeclaration]) {
      const { status, problem } = await clerk.call(endpoint, withReason(record, '  '))
      expect([status, problem.fields]).toEqual([422, { reason: 'TEXT_REQUIRED' }])
    }
    const { body } = await clerk.call(rejectDeclaration, withReason(record, '不属于继续教育'))
    expect(body).toMatchObject({
      state: 'rejected',
      reason: '不属于继续教育',
      recognisedTenths: null,
    })
    const { body: own } = await person.client.call(readDeclaration, { params: { id: record.id } })
    expect(own).toMatchObject({ state: 'rejected', reason: '不属于继续教育', open: ['appeal'] })
    expect(await entriesOf(record.id)).toEqual([])
  })
})
