import {
  addEvidence,
  appealDeclaration,
  appealDays,
  type Declaration,
  type DeclarationForm,
  grantDeclaration,
  listReviews,
  passDeclaration,
  readDeclaration,
  recogniseDeclaration,
  rejectDeclaration,
  removeEvidence,
  upholdDeclaration,
} from '@xueshi/contract/declarations'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makeSubmitted } from '../../../test/factories/declarations.ts'
import { guangdong, guangzhou, makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { everyStatement } from '../../../test/every-statement.ts'
import { someFaults } from '../../../test/battery.ts'

let app: TestApp
let person: Awaited<ReturnType<typeof makePerson>>
let clerk: Client
/** The HR&SS office of the employer's city, and the province's above it. */
let officer: Client
let province: Client
let hrss: { id: string; name: string }

beforeAll(async () => {
  app = await testApp()
  hrss = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  person = await makePerson(app)
  clerk = await clientFor(app, { accountId: person.clerk.id, seatId: person.clerk.seatId })
  officer = (await makeStaff(app, hrss.id, { kind: 'hrss', name: '罗文' })).client
})
afterAll(() => app.close())

const submitted = (form: Partial<DeclarationForm> = {}) => makeSubmitted(app, person, { form })
const decided = async (recognisedTenths: number) => {
  const { id, version } = await submitted()
  const body = { version, recognisedTenths, reason: '第二天下午未签到' }
  return (await clerk.call(recogniseDeclaration, { params: { id }, body })).body
}
const rejected = async (form: Partial<DeclarationForm> = {}) => {
  const { id, version } = await submitted(form)
  const body = { version, reason: '不属于继续教育' }
  return (await clerk.call(rejectDeclaration, { params: { id }, body })).body
}
const reason = '附件第二页有签到记录，请复核。'
const appeal = ({ id, version }: Pick<Declaration, 'id' | 'version'>, client = person.client) =>
  client.call(appealDeclaration, { params: { id }, body: { version, reason } })
const grant = (
  client: Client,
  { id, version }: Pick<Declaration, 'id' | 'version'>,
  recognisedTenths: number,
  given: { reason?: string | null; key?: string } = {},
) =>
  client.call(grantDeclaration, {
    params: { id },
    body: { version, recognisedTenths, reason: given.reason ?? null },
    ...(given.key === undefined ? {} : { key: given.key }),
  })
const uphold = (client: Client, { id, version }: Pick<Declaration, 'id' | 'version'>) =>
  client.call(upholdDeclaration, { params: { id }, body: { version, reason: '原决定符合规定' } })
/** The person's hours of the year that stand, by the ledger's entries and by the year itself. */
const hoursOf = async (id: string) => {
  const { rows } = await sql<{ standing: number; entries: number; counted: number }>`
    SELECT (SELECT coalesce(sum(e.hours_tenths), 0)::int FROM ledger_entries e WHERE e.source_id = ${id}
        AND e.reverses IS NULL AND NOT EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = e.id)) AS standing,
      (SELECT count(*)::int FROM ledger_entries WHERE source_id = ${id}) AS entries,
      (SELECT professional_tenths FROM years WHERE person_id = ${person.id}) AS counted
  `.execute(app.platform.db)
  return rows[0] ?? { standing: 0, entries: 0, counted: 0 }
}

describe('POST /declarations/:id/appeal', () => {
  test('200: against a rejection, to the level above, which finds it in its queue', async () => {
    const record = await rejected()
    const { status, body } = await appeal(record)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'appealed',
      recognisedTenths: null,
      open: ['attach'],
      steps: [
        { office: 'employer', state: 'decided', purpose: 'review' },
        { office: 'hrss', officeName: hrss.name, state: 'open', purpose: 'appeal' },
      ],
    })
    expect(body.timeline.at(-1)).toMatchObject({ act: 'appeal', reason })
    const { body: queue } = await officer.call(listReviews)
    expect(queue.items.at(-1)).toMatchObject({ declarationId: record.id, purpose: 'appeal' })
    const { body: seen } = await officer.call(readDeclaration, { params: { id: record.id } })
    expect(seen.open).toEqual(['uphold', 'grant'])
  })

  test('200: against a cut, whose hours stay in the ledger meanwhile', async () => {
    const record = await decided(150)
    const { body } = await appeal(record)
    expect(body).toMatchObject({ state: 'appealed', recognisedTenths: 150 })
    expect(await hoursOf(record.id)).toMatchObject({ standing: 150, entries: 1 })
  })

  test('200: what had been passed by the employer is heard above the office that rejected it', async () => {
    const record = await rejected({ category: 'public' })
    const { body } = await appeal(record)
    // The employer rejected it, so the next office of its own chain hears it.
    expect(body.steps.at(-1)).toMatchObject({ officeName: hrss.name, purpose: 'appeal' })
  })

  test('409 against a whole recognition, twice, after sixty days, and by a version that is past', async () => {
    expect((await appeal(await decided(160))).problem.code).toBe('WRONG_STATE')
    const record = await rejected()
    expect((await appeal({ ...record, version: record.version - 1 })).problem.code).toBe('STALE')
    const { body } = await appeal(record)
    const upheld = (await uphold(officer, body)).body
    expect((await appeal(upheld)).problem.code).toBe('WRONG_STATE')
    const late = await rejected()
    const before = app.clock.now()
    app.clock.advance(appealDays * 86_400_000)
    const client = await clientFor(app, { accountId: person.id })
    expect((await appeal(late, client)).problem.code).toBe('WRONG_STATE')
    app.clock.set(before)
  })

  test('409 NO_HIGHER_OFFICE where the last level decided', async () => {
    const employer = await makeUnit(app, { regionCode: guangdong })
    const other = await makePerson(app, { unit: employer })
    const top = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangdong })
    const { client } = await makeStaff(app, top.id, { kind: 'hrss' })
    province = client
    const seat = await clientFor(app, { accountId: other.clerk.id, seatId: other.clerk.seatId })
    const { id, version } = await makeSubmitted(app, other, { form: { category: 'public' } })
    const passed = await seat.call(passDeclaration, { params: { id }, body: { version } })
    const ended = await province.call(rejectDeclaration, {
      params: { id },
      body: { version: passed.body.version, reason: '材料不足' },
    })
    const refused = await appeal(ended.body, other.client)
    expect([refused.status, refused.problem.code]).toEqual([409, 'NO_HIGHER_OFFICE'])
  })

  test('404 for a stranger; 403 for a clerk; 422 without a reason', async () => {
    const record = await rejected()
    const { client } = await makePerson(app)
    expect((await appeal(record, client)).status).toBe(404)
    expect((await appeal(record, clerk)).status).toBe(403)
    const { id, version } = record
    const empty = { params: { id }, body: { version, reason: ' ' } }
    expect((await person.client.call(appealDeclaration, empty)).status).toBe(422)
  })
})

describe('while an appeal is heard', () => {
  test('evidence may be added, and nothing that was judged is taken away', async () => {
    const { body } = await appeal(await rejected())
    const { id } = body
    const added = await person.client.call(addEvidence, {
      params: { id },
      body: { name: '签到表.pdf', sizeBytes: 10 },
    })
    expect(added.status).toBe(200)
    const evidenceId = body.evidence[0]?.id ?? ''
    const removed = await person.client.call(removeEvidence, { params: { id, evidenceId } })
    expect([removed.status, removed.problem.code]).toEqual([409, 'WRONG_STATE'])
    const dropped = await person.client.call(removeEvidence, {
      params: { id, evidenceId: added.body.id },
    })
    expect(dropped.status).toBe(200)
  })
})

describe('POST /declarations/:id/uphold', () => {
  test('200: rejected as before, and for good', async () => {
    const { body } = await appeal(await rejected())
    const upheld = await uphold(officer, body)
    expect(upheld.body).toMatchObject({ state: 'rejected', reason: '原决定符合规定', open: [] })
    const { body: own } = await person.client.call(readDeclaration, { params: { id: body.id } })
    expect(own.open).toEqual([])
  })

  test('200: a cut stays what it was, hours and all', async () => {
    const { body } = await appeal(await decided(150))
    const upheld = await uphold(officer, body)
    expect(upheld.body).toMatchObject({ state: 'recognised', recognisedTenths: 150 })
    expect(await hoursOf(body.id)).toMatchObject({ standing: 150, entries: 1 })
  })

  test('404 for who does not hear it, 403 for the employer, 409 twice', async () => {
    const { body } = await appeal(await rejected())
    const { client } = await makeStaff(
      app,
      (await makeUnit(app, { capabilities: ['hrss'], regionCode: '440300' })).id,
      { kind: 'hrss' },
    )
    expect((await uphold(client, body)).status).toBe(404)
    expect((await uphold(clerk, body)).status).toBe(403)
    expect((await uphold(officer, body)).status).toBe(200)
    expect((await uphold(officer, body)).problem.code).toBe('WRONG_STATE')
  })
})

describe('POST /declarations/:id/grant', () => {
  test('200: after a rejection the hours are credited', async () => {
    const { body } = await appeal(await rejected())
    const { counted } = await hoursOf(body.id)
    const granted = await grant(officer, body, 160)
    expect(granted.body).toMatchObject({ state: 'recognised', recognisedTenths: 160, reason: null })
    expect(await hoursOf(body.id)).toEqual({ standing: 160, entries: 1, counted: counted + 160 })
  })

  test('200: more than a cut had left take its place in the ledger, computed once', async () => {
    const { body } = await appeal(await decided(100))
    const { counted } = await hoursOf(body.id)
    const granted = await grant(officer, body, 155, { reason: '核减半小时' })
    expect(granted.body).toMatchObject({ state: 'recognised', recognisedTenths: 155 })
    expect(await hoursOf(body.id)).toEqual({ standing: 155, entries: 3, counted: counted + 55 })
  })

  test('422: no more than there were, more than claimed, fewer without a reason', async () => {
    const { body } = await appeal(await decided(100))
    const before = await hoursOf(body.id)
    const codes = []
    for (const hours of [100, 99, 161, 155])
      codes.push((await grant(officer, body, hours)).problem.code)
    expect(codes).toEqual([
      'HOURS_NOT_ABOVE',
      'HOURS_NOT_ABOVE',
      'HOURS_ABOVE_CLAIM',
      'REASON_REQUIRED',
    ])
    expect(await hoursOf(body.id)).toEqual(before)
  })

  test('T20: a statement that goes wrong leaves no half, and a retry has one effect', async () => {
    for (const fault of someFaults) {
      const statements = await everyStatement(app, fault, {
        make: async () => (await appeal(await decided(100))).body,
        act: (record, key) => grant(officer, record, 160, { key }),
        traces: async ({ id }) => ({
          ...(await hoursOf(id)),
          ...(await app.platform.db
            .selectFrom('declarations')
            .select(['state', 'recognisedTenths'])
            .where('id', '=', id)
            .executeTakeFirstOrThrow()),
        }),
        done: (before: { counted: number }) => ({
          standing: 160,
          entries: 3,
          counted: before.counted + 60,
          state: 'recognised',
          recognisedTenths: 160,
        }),
      })
      expect(statements).toBeGreaterThan(8)
    }
  })
})
