import {
  createDeclaration,
  deleteDeclarations,
  editDeclaration,
  listDeclarations,
  readDeclaration,
} from '@xueshi/contract/declarations'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/app.ts'
import { clientFor, makeIndividual } from '../../test/factories/accounts.ts'
import {
  attach,
  declarationForm,
  individualActor,
  makeDraft,
  makeSubmitted,
  pdf,
} from '../../test/factories/declarations.ts'
import { makeStaff, makeUnit } from '../../test/factories/orgs.ts'
import { makePerson } from '../../test/factories/people.ts'
import { genericPlan } from '../../test/plan.ts'
import * as declarations from './service.ts'
import * as store from './store.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const countOf = async (table: 'declarations' | 'evidence' | 'files' | 'declarationEvents') => {
  const { count } = await app.platform.db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}
const stranger = () => makePerson(app)
const nobody = '01990000-0000-7000-8000-000000000000'

describe('POST /declarations', () => {
  test('200: a draft with its timeline, and what may be done next', async () => {
    const { client } = await makePerson(app)
    const form = declarationForm({ name: '  𬱖江口岭南研修班  ' })
    const { status, body } = await client.call(createDeclaration, { body: form })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      ...form,
      name: '𬱖江口岭南研修班',
      state: 'draft',
      version: 1,
      year: 2026,
      deletable: true,
      receipt: null,
      steps: [],
      open: ['edit', 'attach', 'delete', 'submit'],
    })
    expect(body.checks.map(({ code }) => code)).toEqual(['NO_EVIDENCE'])
    expect(body.timeline).toMatchObject([{ act: 'create', by: '陈嘉欣', office: null }])
    expect(body.person).toMatchObject({ name: '陈嘉欣', series: '05' })
  })

  test('200 twice with one key: one record, shown twice', async () => {
    const { client } = await makePerson(app)
    const call = { body: declarationForm(), key: 'one-key-for-one-draft' }
    const first = await client.call(createDeclaration, call)
    const second = await client.call(createDeclaration, call)
    expect(second.status).toBe(200)
    expect(second.body.id).toBe(first.body.id)
    const listed = await client.call(listDeclarations)
    expect(listed.body.items).toHaveLength(1)
  })

  test.each([
    [{ claimedTenths: 0 }, { claimedTenths: 'HOURS_NOT_POSITIVE' }],
    [{ claimedTenths: -10 }, { claimedTenths: 'HOURS_NOT_POSITIVE' }],
    [{ claimedTenths: 12.5 }, { claimedTenths: 'HOURS_TOO_PRECISE' }],
    [{ claimedTenths: 100_000 }, { claimedTenths: 'HOURS_TOO_MANY' }],
    [{ claimedTenths: '12' as never }, { claimedTenths: 'HOURS_NOT_A_NUMBER' }],
    [{ claimedTenths: null as never }, { claimedTenths: 'HOURS_REQUIRED' }],
    [{ name: ' ' }, { name: 'TEXT_REQUIRED' }],
    [{ name: '班\u202Egnp.exe' }, { name: 'TEXT_CONTROL_CHARACTER' }],
    [{ form: '77' }, { form: 'NOT_OFFERED' }],
    [{ startOn: '2026-02-30' }, { startOn: 'WRONG_FORMAT' }],
    [{ endOn: '2026-06-02' }, { endOn: 'DATE_IN_FUTURE' }],
    [{ endOn: '2026-04-10' }, { endOn: 'END_BEFORE_START' }],
  ])('422 for %j', async (given, fields) => {
    const { client } = await makePerson(app)
    const before = await countOf('declarations')
    const { status, problem } = await client.call(createDeclaration, {
      body: declarationForm(given),
    })
    expect([status, problem.code, problem.fields]).toEqual([422, 'INVALID', fields])
    expect(await countOf('declarations')).toBe(before)
  })

  test('422: what a record may not be told by its owner changes nothing', async () => {
    const { client } = await makePerson(app)
    const sneaky = {
      ...declarationForm(),
      state: 'recognised',
      recognisedTenths: 160,
      personId: nobody,
    }
    const { body } = await client.call(createDeclaration, { body: sneaky })
    expect(body).toMatchObject({ state: 'draft', recognisedTenths: null })
  })

  test('403 from the seat of a clerk, 401 signed out', async () => {
    const { client } = await makeStaff(app, (await makeUnit(app)).id)
    expect((await client.call(createDeclaration, { body: declarationForm() })).status).toBe(403)
    const visitor = await app.visitor().call(createDeclaration, { body: declarationForm() })
    expect(visitor.status).toBe(401)
  })

  test('409 before the person has begun a profile', async () => {
    const { client } = await makeIndividual(app)
    const { status, problem } = await client.call(createDeclaration, { body: declarationForm() })
    expect([status, problem.code]).toEqual([409, 'PROFILE_NOT_CONFIRMED'])
  })
})

describe('GET /declarations', () => {
  test('200: twenty at a time, newest first, each once', async () => {
    const person = await makePerson(app)
    const actor = await individualActor(app, person.id)
    const made: string[] = []
    for (let at = 0; at < 43; at++)
      made.push((await declarations.create(actor, declarationForm())).id)
    const seen: string[] = []
    let after: string | undefined
    for (let page = 0; page < 3; page++) {
      const { body } = await person.client.call(listDeclarations, { query: after ? { after } : {} })
      seen.push(...body.items.map(({ id }) => id))
      after = body.next ?? undefined
    }
    expect(after).toBeUndefined()
    expect(seen).toEqual(made.toReversed())
  })

  test('200: filters narrow, and hasDrafts tells of drafts that they hide', async () => {
    const person = await makePerson(app)
    const draft = await makeDraft(app, person, {
      form: { name: 'Node.js 100% 入门', category: 'elective' },
    })
    const sent = await makeSubmitted(app, person, { form: { name: '岭南建筑' } })
    const found = async (query: Record<string, string>) => {
      const { body } = await person.client.call(listDeclarations, { query })
      return { ids: body.items.map(({ id }) => id), hasDrafts: body.hasDrafts }
    }
    expect(await found({})).toEqual({ ids: [sent.id, draft.id], hasDrafts: true })
    expect(await found({ name: 'node.JS 100%' })).toEqual({ ids: [draft.id], hasDrafts: true })
    expect(await found({ name: '1_0' })).toEqual({ ids: [], hasDrafts: true })
    expect(await found({ category: 'elective' })).toEqual({ ids: [draft.id], hasDrafts: true })
    expect(await found({ state: 'submitted' })).toEqual({ ids: [sent.id], hasDrafts: true })
    expect(await found({ state: 'recognised' })).toEqual({ ids: [], hasDrafts: true })
    await person.client.call(deleteDeclarations, { body: { ids: [draft.id] } })
    expect(await found({ state: 'draft' })).toEqual({ ids: [], hasDrafts: false })
  })

  test('200: nobody else’s', async () => {
    await makeDraft(app, await makePerson(app))
    const { client } = await makePerson(app)
    const { body } = await client.call(listDeclarations)
    expect(body).toEqual({ items: [], next: null, hasDrafts: false })
  })

  test('422 for a cursor that we did not write', async () => {
    const { client } = await makePerson(app)
    for (const after of ['nonsense', Buffer.from('["x"]').toString('base64url')]) {
      const { status, problem } = await client.call(listDeclarations, { query: { after } })
      expect([status, problem.fields]).toEqual([422, { after: 'WRONG_FORMAT' }])
    }
  })

  test('the plan reads one index in its order', async () => {
    const person = await makePerson(app)
    for (const filter of [{}, { after: nobody, state: 'draft', category: 'public', name: '班' }]) {
      const plan = await genericPlan(app.platform.db, store.listQuery(person.id, filter, 21))
      expect(plan).toContain('Index Scan using declarations_person on declarations d')
      expect(plan).not.toMatch(/Sort|Seq Scan/)
    }
  })
})

describe('GET /declarations/:id', () => {
  test('200: overlaps and used files are flagged, without whose they are', async () => {
    const person = await makePerson(app)
    const file = pdf()
    await makeDraft(app, await makePerson(app), { files: [file] })
    const other = await makeDraft(app, person, { form: { name: '同一天的班' } })
    const paper = await makeDraft(app, person, { form: { form: '07', claimedTenths: 280 } })
    const { id } = await makeDraft(app, person, { files: [file, pdf(), pdf()] })
    const { body } = await person.client.call(readDeclaration, { params: { id } })
    expect(body.checks).toEqual([
      {
        code: 'OVERLAP',
        level: 'flag',
        facts: { name: other.name, startOn: '2026-04-11', endOn: '2026-04-12' },
      },
      { code: 'FILE_USED_BEFORE', level: 'flag', facts: { file: '结业证书.pdf' } },
    ])
    const { body: ofPaper } = await person.client.call(readDeclaration, {
      params: { id: paper.id },
    })
    expect(ofPaper.checks).toEqual([])
  })

  test('404 for a stranger, a stranger’s employer and an id that is not there, alike', async () => {
    const person = await makePerson(app)
    const draft = await makeDraft(app, person)
    const { client, clerk } = await stranger()
    const asClerk = await clientFor(app, { accountId: clerk.id, seatId: clerk.seatId })
    for (const [caller, id] of [
      [client, draft.id],
      [asClerk, draft.id],
      [client, nobody],
      [client, 'no-id'],
    ] as const) {
      const { status, problem } = await caller.call(readDeclaration, { params: { id } })
      expect([status, problem.code, problem.current]).toEqual([404, 'NOT_FOUND', undefined])
    }
  })

  test('404 for the person’s own employer before it is sent and after it is withdrawn', async () => {
    const person = await makePerson(app)
    const clerk = await clientFor(app, { accountId: person.clerk.id, seatId: person.clerk.seatId })
    const sent = await makeSubmitted(app, person)
    const statusFor = async () =>
      (await clerk.call(readDeclaration, { params: { id: sent.id } })).status
    expect(await statusFor()).toBe(200)
    await declarations.withdraw(await individualActor(app, person.id), sent.id, sent.version)
    expect(await statusFor()).toBe(404)
  })
})

describe('PUT /declarations/:id', () => {
  test('200: the form stands, the year follows the study, the audit keeps both sides sealed', async () => {
    const person = await makePerson(app)
    const { id, version } = await makeDraft(app, person)
    const form = declarationForm({ startOn: '2025-12-30', endOn: '2025-12-31', claimedTenths: 155 })
    const call = { params: { id }, body: { version, form } }
    const { status, body } = await person.client.call(editDeclaration, call)
    expect(status).toBe(200)
    expect(body).toMatchObject({ ...form, year: 2025, version: version + 1 })
    expect(body.checks.map(({ code }) => code)).toContain('DECLARED_LATE')
    const row = await app.platform.db
      .selectFrom('audit')
      .select(['facts', 'personalSealed', 'subjectId'])
      .where('act', '=', 'declaration.edit')
      .where('recordId', '=', id)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ facts: {}, subjectId: person.id })
    expect(row.personalSealed).not.toBeNull()
  })

  test('409 STALE with the record as it is now; 422 leaves it alone', async () => {
    const person = await makePerson(app)
    const { id, version } = await makeDraft(app, person)
    const name = '先保存的名称'
    const save = (form: Partial<ReturnType<typeof declarationForm>>) =>
      person.client.call(editDeclaration, {
        params: { id },
        body: { version, form: declarationForm(form) },
      })
    expect((await save({ claimedTenths: 0 })).status).toBe(422)
    expect((await save({ name })).status).toBe(200)
    const { status, problem } = await save({})
    expect([status, problem.code]).toEqual([409, 'STALE'])
    expect(problem.current).toMatchObject({ id, name, version: version + 1 })
  })

  test('409 WRONG_STATE once it is sent', async () => {
    const person = await makePerson(app)
    const { id, version } = await makeSubmitted(app, person)
    const { status, problem } = await person.client.call(editDeclaration, {
      params: { id },
      body: { version, form: declarationForm() },
    })
    expect([status, problem.code]).toEqual([409, 'WRONG_STATE'])
    expect(problem.current).toMatchObject({ state: 'submitted' })
  })

  test('404 for a stranger', async () => {
    const { id, version } = await makeDraft(app, await makePerson(app))
    const { client } = await stranger()
    const call = { params: { id }, body: { version, form: declarationForm() } }
    expect((await client.call(editDeclaration, call)).status).toBe(404)
  })
})

describe('POST /declarations/deletions', () => {
  test('200: the drafts and their files are gone, the bytes by a job', async () => {
    const person = await makePerson(app)
    const one = await makeDraft(app, person)
    const two = await makeDraft(app, person, { files: [] })
    const { key } = await app.platform.db
      .selectFrom('evidence')
      .innerJoin('files', 'files.id', 'evidence.fileId')
      .select('files.key')
      .where('declarationId', '=', one.id)
      .executeTakeFirstOrThrow()
    const { status, body } = await person.client.call(deleteDeclarations, {
      body: { ids: [one.id, two.id, one.id] },
    })
    expect([status, body]).toEqual([200, { deleted: 2 }])
    const { rows } = await sql<{ payload: unknown }>`
      SELECT payload FROM outbox WHERE topic = 'files.delete' AND payload @> ${JSON.stringify({ keys: [key] })}::jsonb
    `.execute(app.platform.db)
    expect(rows).toEqual([{ payload: { keys: [key] } }])
    const left = await app.platform.db
      .selectFrom('files')
      .select('id')
      .where('key', '=', key)
      .execute()
    expect(left).toEqual([])
  })

  test('409, and none is gone, when one was ever sent; 404 when one is a stranger’s', async () => {
    const person = await makePerson(app)
    const draft = await makeDraft(app, person)
    const sent = await makeSubmitted(app, person)
    const actor = await individualActor(app, person.id)
    const withdrawn = await declarations.withdraw(actor, sent.id, sent.version)
    expect(withdrawn).toMatchObject({ state: 'draft', deletable: false })
    const foreign = await makeDraft(app, await makePerson(app))
    const before = [
      await countOf('declarations'),
      await countOf('evidence'),
      await countOf('files'),
    ]
    const remove = (ids: string[]) => person.client.call(deleteDeclarations, { body: { ids } })
    expect((await remove([draft.id, sent.id])).problem.code).toBe('WRONG_STATE')
    expect((await remove([draft.id, foreign.id])).status).toBe(404)
    expect((await remove([draft.id, nobody])).status).toBe(404)
    const after = [await countOf('declarations'), await countOf('evidence'), await countOf('files')]
    expect(after).toEqual(before)
  })

  test('a file that comes in while its draft is deleted is not left behind', async () => {
    const person = await makePerson(app)
    const actor = await individualActor(app, person.id)
    for (let round = 0; round < 5; round++) {
      const { id } = await makeDraft(app, person, { files: [] })
      const before = await countOf('files')
      await Promise.allSettled([attach(app, actor, id, pdf()), declarations.remove(actor, [id])])
      expect(await countOf('files')).toBe(before)
    }
  })
})
