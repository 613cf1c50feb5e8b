import { randomUUID } from 'node:crypto'
import {
  type Declaration,
  readDeclaration,
  removeEvidence,
  returnDeclaration,
  submitDeclaration,
  withdrawDeclaration,
} from '@xueshi/contract/declarations'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { clientFor } from '../../test/factories/accounts.ts'
import {
  declarationForm,
  individualActor,
  makeDraft,
  makeSubmitted,
} from '../../test/factories/declarations.ts'
import { guangdong, guangzhou, makeUnit } from '../../test/factories/orgs.ts'
import { makeApplicant, makePerson } from '../../test/factories/people.ts'
import { failingDatabase, faults } from '../../test/failing-database.ts'
import * as declarations from './service.ts'

let app: TestApp
let hrss: { id: string; name: string }
let person: Awaited<ReturnType<typeof makePerson>>
beforeAll(async () => {
  app = await testApp()
  hrss = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  person = await makePerson(app)
})
afterAll(() => app.close())

const employerClerk = ({ clerk }: typeof person) =>
  clientFor(app, { accountId: clerk.id, seatId: clerk.seatId })
const submit = (
  { client }: typeof person,
  { id, version }: { id: string; version: number },
  key?: string,
) =>
  client.call(submitDeclaration, {
    params: { id },
    body: { version },
    ...(key === undefined ? {} : { key }),
  })

/** A record as it is answered, but for the addresses of its files, which are drawn anew each time. */
const withoutTickets = (record: Declaration) => ({
  ...record,
  evidence: record.evidence.map((file) => ({ ...file, viewUrl: file.viewUrl === null })),
})

/** What a sent record leaves behind, counted. */
async function tracesOf(id: string) {
  const { db } = app.platform
  const record = await db
    .selectFrom('declarations')
    .select(['state', 'version'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const count = async (rows: Promise<unknown[]>) => (await rows).length
  return {
    ...record,
    steps: await count(
      db.selectFrom('reviewSteps').select('id').where('declarationId', '=', id).execute(),
    ),
    events: await count(
      db
        .selectFrom('declarationEvents')
        .select('id')
        .where('declarationId', '=', id)
        .where('act', '=', 'submit')
        .execute(),
    ),
    audits: await count(
      db
        .selectFrom('audit')
        .select('id')
        .where('recordId', '=', id)
        .where('act', '=', 'declaration.submit')
        .execute(),
    ),
    told: (
      await db
        .selectFrom('outbox')
        .select('payload')
        .where('topic', '=', 'declaration.waiting')
        .execute()
    ).filter(({ payload }) => JSON.stringify(payload).includes(id)).length,
    keys: await count(
      db.selectFrom('idempotencyKeys').select('key').where('recordId', '=', id).execute(),
    ),
  }
}
const unsent = { state: 'draft', steps: 0, events: 0, audits: 0, told: 0, keys: 0 }
const sentOnce = { state: 'submitted', steps: 1, events: 1, audits: 1, told: 1, keys: 1 }

describe('POST /declarations/:id/submit', () => {
  test('200 for somebody whom a hosting unit keeps on its books: that unit reviews', async () => {
    const hosted = await makePerson(app)
    await app.platform.db
      .updateTable('employments')
      .set({ kind: 'hosted' })
      .where('personId', '=', hosted.id)
      .execute()
    const { body } = await submit(hosted, await makeDraft(app, hosted))
    expect([body.state, body.steps.map(({ office }) => office)]).toEqual([
      'submitted',
      ['employer'],
    ])
  })

  test('200: a receipt, the way through review, and what may be done next', async () => {
    const draft = await makeDraft(app, person)
    const { status, body } = await submit(person, draft)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'submitted',
      version: draft.version + 1,
      checks: [],
      deletable: false,
      open: ['withdraw'],
      receipt: { at: '2026-06-01T02:00:00.000Z' },
      steps: [{ office: 'employer', state: 'open' }],
    })
    expect(body.receipt?.number).toMatch(/^GD20260601-\d{9}$/)
    expect(body.timeline.map(({ act }) => act)).toEqual(['create', 'submit'])
    expect(await tracesOf(draft.id)).toMatchObject(sentOnce)
  })

  test('200: the receipt’s day is Asia/Shanghai’s', async () => {
    const draft = await makeDraft(app, person)
    const before = app.clock.now()
    app.clock.set(new Date('2026-06-01T16:00:00Z'))
    const client = await clientFor(app, { accountId: person.id })
    const { body } = await submit({ ...person, client }, draft)
    app.clock.set(before)
    expect(body.receipt?.number).toMatch(/^GD20260602-/)
  })

  test('200: 公需课 goes on to the HR&SS office above the unit', async () => {
    const draft = await makeDraft(app, person, { form: { category: 'public' } })
    const { body } = await submit(person, draft)
    expect(body.steps).toMatchObject([
      { office: 'employer', state: 'open' },
      { office: 'hrss', officeName: hrss.name, state: 'waiting' },
    ])
  })

  test('200: answers what a reading answers right after it, a second time and at a higher office too', async () => {
    const reading = async (id: string) => {
      const { body } = await person.client.call(readDeclaration, { params: { id } })
      return withoutTickets(body)
    }
    const draft = await makeDraft(app, person, { form: { category: 'public' } })
    const first = await submit(person, draft)
    expect(withoutTickets(first.body)).toEqual(await reading(draft.id))
    const reason = '请补充培训通知。'
    const back = await employerClerk(person).then((clerk) =>
      clerk.call(returnDeclaration, {
        params: { id: draft.id },
        body: { version: first.body.version, reason },
      }),
    )
    const second = await submit(person, back.body)
    expect(second.status).toBe(200)
    expect(withoutTickets(second.body)).toEqual(await reading(draft.id))
  })

  test('200: the trade’s authority where there is one, the HR&SS office where there is none', async () => {
    const teacher = await makePerson(app, { form: { series: '22', title: '一级教师' } })
    const first = await submit(teacher, await makeDraft(app, teacher))
    expect(first.body.steps.map(({ office }) => office)).toEqual(['employer', 'hrss'])
    const authority = await makeUnit(app, {
      capabilities: ['industry'],
      industryCode: 'education',
      regionCode: guangdong,
    })
    const second = await submit(teacher, await makeDraft(app, teacher))
    expect(second.body.steps).toMatchObject([
      { office: 'employer' },
      { office: 'industry', officeName: authority.name },
    ])
  })

  test('422 NOT_COMPLETE names what is lacking, and nothing is written', async () => {
    const draft = await makeDraft(app, person, { form: { claimedTenths: 161 }, files: [] })
    const { status, problem } = await submit(person, draft)
    expect([status, problem.code]).toEqual([422, 'NOT_COMPLETE'])
    expect(problem.fields).toEqual({ evidence: 'NO_EVIDENCE', claimedTenths: 'HOURS_ABOVE_DAYS' })
    expect(await tracesOf(draft.id)).toMatchObject(unsent)
  })

  test('409 PROFILE_NOT_CONFIRMED while the employer has not answered', async () => {
    const applicant = await makeApplicant(app)
    const draft = await makeDraft(app, applicant)
    const { status, problem } = await applicant.client.call(submitDeclaration, {
      params: { id: draft.id },
      body: { version: draft.version },
    })
    expect([status, problem.code]).toEqual([409, 'PROFILE_NOT_CONFIRMED'])
    expect(await tracesOf(draft.id)).toMatchObject(unsent)
  })

  test('409 STALE with the record when it changed meanwhile, by a file too', async () => {
    const draft = await makeDraft(app, person)
    const [file] = draft.evidence
    await person.client.call(removeEvidence, {
      params: { id: draft.id, evidenceId: file?.id ?? '' },
    })
    const { status, problem } = await submit(person, draft)
    expect([status, problem.code]).toEqual([409, 'STALE'])
    expect(problem.current).toMatchObject({ version: draft.version + 1, evidence: [] })
  })

  test('403 for a clerk, 404 for a stranger and for what is not there', async () => {
    const draft = await makeDraft(app, person)
    const clerk = await employerClerk(person)
    const call = { params: { id: draft.id }, body: { version: draft.version } }
    expect((await clerk.call(submitDeclaration, call)).status).toBe(403)
    const other = await makePerson(app)
    expect((await submit(other, draft)).status).toBe(404)
    expect((await submit(other, { id: randomUUID(), version: 1 })).status).toBe(404)
    expect(await tracesOf(draft.id)).toMatchObject(unsent)
  })

  test('200 twice with one key: sent once, answered twice', async () => {
    const draft = await makeDraft(app, person)
    const key = randomUUID()
    const first = await submit(person, draft, key)
    const second = await submit(person, draft, key)
    expect([first.status, second.status]).toEqual([200, 200])
    expect(second.body.receipt).toEqual(first.body.receipt)
    expect(await tracesOf(draft.id)).toMatchObject(sentOnce)
  })

  test('two at once: with one key never two effects, with two keys one 200 and one 409', async () => {
    for (let round = 0; round < 8; round++) {
      const draft = await makeDraft(app, person)
      const keys = round % 2 === 0 ? [randomUUID()] : [randomUUID(), randomUUID()]
      const [one, other = one] = keys
      const answers = await Promise.all([submit(person, draft, one), submit(person, draft, other)])
      const statuses = answers.map(({ status }) => status).toSorted((one, other) => one - other)
      expect(statuses[0]).toBe(200)
      if (keys.length === 2) expect(statuses[1]).toBe(409)
      else expect([200, 409]).toContain(statuses[1])
      expect(await tracesOf(draft.id)).toMatchObject(sentOnce)
    }
  })

  test('evidence removed at the same moment: it is sent with its file or not at all', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < 12; round++) {
      const draft = await makeDraft(app, person)
      const evidenceId = draft.evidence[0]?.id ?? ''
      const remove = () =>
        person.client.call(removeEvidence, { params: { id: draft.id, evidenceId } })
      const [sent, removed] =
        round % 2 === 0
          ? await Promise.all([submit(person, draft), remove()])
          : (await Promise.all([remove(), submit(person, draft)])).toReversed()
      const { body } = await person.client.call(readDeclaration, { params: { id: draft.id } })
      expect(body.state === 'submitted').toBe(body.evidence.length === 1)
      expect(
        [sent?.status ?? 0, removed?.status ?? 0].toSorted((one, other) => one - other),
      ).toEqual([200, 409])
      outcomes.add(sent?.status === 200 ? 'sent' : (sent?.problem.code ?? ''))
    }
    for (const outcome of outcomes) expect(['sent', 'STALE']).toContain(outcome)
  })

  test('evidence removed while it is sent by the version to come: it is judged by what is there', async () => {
    const draft = await makeDraft(app, person)
    const { id } = draft
    const coming = { id, version: draft.version + 1 }
    const sending = await app.platform.db.transaction().execute(async (tx) => {
      await sql`UPDATE declarations SET version = version + 1 WHERE id = ${id}`.execute(tx)
      await sql`DELETE FROM evidence WHERE declaration_id = ${id}`.execute(tx)
      let isOver = false
      const sent = submit(person, coming).finally(() => (isOver = true))
      while (!isOver) {
        const { rows } = await sql`SELECT FROM pg_locks WHERE NOT granted`.execute(tx)
        if (rows.length > 0) break
      }
      return { sent }
    })
    expect((await sending.sent).problem.code).toBe('STALE')
    expect((await submit(person, coming)).problem.code).toBe('NOT_COMPLETE')
    expect(await tracesOf(id)).toMatchObject(unsent)
  })

  test.each(faults)(
    'T20: a statement that %s leaves no half, and a retry has one effect',
    async (fault) => {
      const failing = failingDatabase(app.database.appUrl)
      const { db } = app.platform
      let statements = 0
      for (let reached = true; reached;) {
        statements += 1
        const draft = await makeDraft(app, person)
        const key = randomUUID()
        app.platform.db = failing.db
        failing.arm(statements, fault)
        await submit(person, draft, key)
        reached = failing.disarm()
        app.platform.db = db
        const { state } = await tracesOf(draft.id)
        expect(await tracesOf(draft.id)).toMatchObject(state === 'draft' ? unsent : sentOnce)
        let retried = await submit(person, draft, key)
        // The server may take a moment to see that a connection is gone, and with it the key's lock.
        for (let tries = 0; retried.problem.code === 'IN_PROGRESS' && tries < 500; tries++)
          retried = await submit(person, draft, key)
        expect(retried.status).toBe(200)
        expect(await tracesOf(draft.id)).toMatchObject(sentOnce)
      }
      expect(statements).toBeGreaterThan(8)
      await failing.close()
    },
  )
})

describe('POST /declarations/:id/withdraw', () => {
  test('200: a draft again that cannot be deleted; its next round is the second', async () => {
    const sent = await makeSubmitted(app, person)
    const { client } = person
    const call = { params: { id: sent.id }, body: { version: sent.version } }
    const { status, body } = await client.call(withdrawDeclaration, call)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'draft',
      steps: [{ state: 'void' }],
      open: ['edit', 'attach', 'submit'],
      receipt: sent.receipt,
    })
    const again = await submit(person, body)
    expect(again.body).toMatchObject({
      state: 'submitted',
      receipt: { number: sent.receipt?.number },
    })
    expect(again.body.steps).toEqual(sent.steps)
  })

  test('409 once the employer has decided, with who did; 404 for a stranger', async () => {
    const sent = await makeSubmitted(app, person)
    const clerk = await employerClerk(person)
    const call = { params: { id: sent.id }, body: { version: sent.version } }
    const { client: other } = await makePerson(app)
    expect((await other.call(withdrawDeclaration, call)).status).toBe(404)
    await clerk.call(returnDeclaration, { ...call, body: { ...call.body, reason: '缺少结业证书' } })
    const { status, problem } = await person.client.call(withdrawDeclaration, call)
    expect([status, problem.code]).toEqual([409, 'WRONG_STATE'])
    expect(problem.current).toMatchObject({ state: 'returned', reason: '缺少结业证书' })
  })

  test('at once with a decision: one of the two holds, never both', async () => {
    const clerk = await employerClerk(person)
    for (let round = 0; round < 8; round++) {
      const sent = await makeSubmitted(app, person)
      const call = { params: { id: sent.id }, body: { version: sent.version } }
      const answers = await Promise.all([
        person.client.call(withdrawDeclaration, call),
        clerk.call(returnDeclaration, { ...call, body: { ...call.body, reason: '材料不清' } }),
      ])
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      const actor = await individualActor(app, person.id)
      const { timeline } = await declarations.read(actor, sent.id)
      expect(timeline.filter(({ act }) => act === 'withdraw' || act === 'return')).toHaveLength(1)
    }
  })
})

describe('a returned record', () => {
  test('is corrected and sent again, to the employer that returned it', async () => {
    const sent = await makeSubmitted(app, person)
    const clerk = await employerClerk(person)
    const { body: returned } = await clerk.call(returnDeclaration, {
      params: { id: sent.id },
      body: { version: sent.version, reason: '学时请按通知填写' },
    })
    expect(returned).toMatchObject({
      state: 'returned',
      reason: '学时请按通知填写',
      open: ['undo'],
    })
    const actor = await individualActor(app, person.id)
    const form = declarationForm({ claimedTenths: 120 })
    const edited = await declarations.edit(actor, sent.id, { version: returned.version, form })
    expect(edited.open).toEqual(['edit', 'attach', 'submit'])
    const { body } = await submit(person, edited)
    expect(body).toMatchObject({ state: 'submitted', reason: null, claimedTenths: 120 })
    expect(body.timeline.map(({ act }) => act)).toEqual(['create', 'submit', 'return', 'submit'])
  })
})
