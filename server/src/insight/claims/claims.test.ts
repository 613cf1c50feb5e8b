import { randomUUID } from 'node:crypto'
import { readHome } from '@xueshi/contract/insight'
import * as law from '@xueshi/contract/insight/claims'
import { reportCompletions } from '@xueshi/contract/training/completions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { claimForm } from '../../../test/factories/claims.ts'
import { makeCourse, officerFor } from '../../../test/factories/courses.ts'
import { makeSubmitted } from '../../../test/factories/declarations.ts'
import { controlsOf, makeChecked, pastYear, runLegacy } from '../../../test/factories/legacy.ts'
import { guangzhou, makeStaff, makeUnit } from '../../../test/factories/orgs.ts'
import { actorOf, type Desk, makeDesk, makePerson } from '../../../test/factories/people.ts'
import { completionItem, makeKey, programOf } from '../../../test/factories/programs.ts'
import {
  confirmAll,
  enrol,
  makeClassIn,
  makeInstitution,
  makeOpenClass,
  type Staffed,
} from '../../../test/factories/training.ts'
import { genericPlan } from '../../../test/plan.ts'
import { completionQuery, declarationQuery, enrolmentQuery, importQuery } from '../traces/store.ts'
import * as legacy from '../../legacy/service.ts'
import * as claims from './service.ts'
import { ownQuery, queueQuery } from './store.ts'

let app: TestApp
let desk: Desk
let institution: Staffed
let officer: Awaited<ReturnType<typeof makeStaff>>
let person: Awaited<ReturnType<typeof makePerson>>
beforeAll(async () => {
  app = await testApp()
  const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: guangzhou })
  officer = await makeStaff(app, office.id, { kind: 'hrss' })
  desk = await makeDesk(app)
  institution = await makeInstitution(app)
  person = await makePerson(app, { unit: desk, clerk: desk.clerk })
}, 60_000)
afterAll(() => app.close())

type Person = Awaited<ReturnType<typeof makePerson>>
const newPerson = () => makePerson(app, { unit: desk, clerk: desk.clerk })
const fileFor = async (one: Person, given: Partial<law.ClaimForm> = {}) =>
  claims.file(await actorOf(app, one), claimForm(given))
const tracesOf = async (one: Person, year = '2026') =>
  (await one.client.call(law.traceHours, { query: { year } })).body.items

/** A platform reports a course of the person's document under another name. */
async function report(one: Person) {
  const program = programOf(app, await makeKey(app, institution.id))
  const { id: accountId, seatId } = institution.clerk
  const seat = { accountId, seatId }
  const waiting = await makeCourse(app, { desk: seat, until: 'submitted' })
  const office = await officerFor(app, waiting.id)
  const course = await makeCourse(app, { desk: seat, office, until: 'published' })
  const item = completionItem({ ...one, name: '李四' }, course.id)
  const { body } = await program.call(reportCompletions, { body: { items: [item] } })
  expect(body.items[0]?.state).toBe('unmatched')
}

describe('GET /hour-traces', () => {
  test('200: a class not finished, a record at the employer, an online course of nobody: each with its holder', async () => {
    const one = await newPerson()
    await makeClassIn(app, institution, 'assessing', { people: [one] })
    await makeSubmitted(app, one)
    await report(one)
    const found = await tracesOf(one)
    expect(
      found.map(({ source, code, holder }) => [source, code, holder?.office, holder?.name]),
    ).toEqual([
      ['class', 'notFinished', 'institution', institution.name],
      ['declaration', 'atEmployer', 'employer', desk.name],
      ['platform', 'unmatched', 'institution', institution.name],
    ])
    expect(await tracesOf(await newPerson())).toEqual([])
  })

  test('200: what is credited is held by nobody and comes last; a running class is not late', async () => {
    const one = await newPerson()
    await makeClassIn(app, institution, 'finished', { people: [one] })
    await makeClassIn(app, institution, 'running', { people: [one] })
    const found = await tracesOf(one)
    expect(found.map(({ code, holder }) => [code, holder?.office ?? null])).toContainEqual([
      'classUnderWay',
      'institution',
    ])
    const last = found.at(-1)?.code ?? ''
    expect(['credited', 'notPassed']).toContain(last)
  })

  test('200: of a class that has not begun its day is told, and nobody holds it up or can be asked', async () => {
    const one = await newPerson()
    const { id } = await makeOpenClass(app, institution)
    await enrol(app, one, id)
    const toCome = { startsOn: '2026-07-11', holder: null }
    expect(await tracesOf(one)).toMatchObject([{ code: 'placeWaiting', ...toCome }])
    await confirmAll(app, institution, id)
    const [found] = await tracesOf(one)
    expect(found).toMatchObject({ code: 'classNotBegun', ...toCome })
    const record = found ? { source: found.source, id: found.recordId } : null
    const { status, problem } = await one.client.call(law.fileClaim, {
      body: claimForm({ kind: 'class', record }),
    })
    expect([status, problem.fields]).toEqual([422, { record: 'NOT_OFFERED' }])
  })

  test('200: on the first day of a class it is its institution’s to say that it runs', async () => {
    const one = await newPerson()
    const { id } = await makeClassIn(app, institution, 'closed', { people: [one] })
    await confirmAll(app, institution, id)
    expect(await tracesOf(one)).toMatchObject([
      { code: 'classUnderWay', startsOn: null, holder: { office: 'institution' } },
    ])
  })

  test('200: past years wait at the office that brings them in, under another name as well, until they stand', async () => {
    const one = await newPerson()
    const { name, documentNumber } = one
    const actor = await actorOf(app, officer)
    const batch = await makeChecked(app, actor, pastYear({ 姓名: name, 证件号码: documentNumber }))
    const [waits] = await tracesOf(one, '2015')
    expect(waits).toMatchObject({ source: 'import', code: 'importWaiting', hoursTenths: 720 })
    expect(waits?.holder?.office).toBe('hrss')
    const record = { source: 'import', id: batch.id } as const
    const filed = await fileFor(one, { kind: 'past', year: 2015, record })
    expect(filed).toMatchObject({ office: 'hrss', trace: { code: 'importWaiting' } })
    const controls = controlsOf(batch)
    const { taskId } = await legacy.commit(actor, {
      id: batch.id,
      version: batch.version,
      controls,
    })
    await runLegacy(app, taskId)
    expect(await tracesOf(one, '2015')).toMatchObject([
      { source: 'import', code: 'credited', hoursTenths: 720, holder: null },
    ])
    await makeChecked(
      app,
      actor,
      pastYear({ 姓名: '李四', 证件号码: documentNumber, 培训年度: '2014' }),
    )
    expect(await tracesOf(one, '2014')).toMatchObject([{ code: 'importUnmatched' }])
    expect(await tracesOf(await newPerson(), '2015')).toEqual([])
  })

  test('each reading goes along an index', async () => {
    const of = { personId: randomUUID(), year: 2026 }
    const { db } = app.platform
    const classes = await genericPlan(db, enrolmentQuery(of))
    expect(classes).toContain('enrolments_person')
    expect(classes).toContain('ledger_entries_year')
    expect(await genericPlan(db, declarationQuery(of))).toContain('declarations_person')
    expect(await genericPlan(db, completionQuery(of))).toContain('completions_document')
    const imports = await genericPlan(db, importQuery(of))
    // By the person; of empty tables the planner may as well think that skipping from batch to batch is quicker.
    expect(imports).toMatch(/legacy_people_(holder|account)/)
    expect(imports).toMatch(/Index Cond: \(account_id = \$\d+\)/)
    expect(imports).not.toMatch(/Seq Scan/)
    const viewer = { kind: 'employer', unitId: randomUUID(), accountId: randomUUID() } as const
    const after = ['2026-06-01T00:00:00Z', randomUUID()] as const
    expect(await genericPlan(db, ownQuery(randomUUID(), randomUUID(), 21))).toContain(
      'hour_claims_person',
    )
    expect(await genericPlan(db, queueQuery(viewer, { queue: 'open', after }, 21))).toContain(
      'hour_claims_open',
    )
    expect(await genericPlan(db, queueQuery(viewer, { queue: 'answered', after }, 21))).toContain(
      'hour_claims_answered',
    )
  })
})

test('200: claims of an account that was merged are of the one that stays, which does not answer them', async () => {
  const former = await newPerson()
  const standing = await newPerson()
  const { id, version } = await fileFor(former)
  await app.platform.db
    .updateTable('accounts')
    .set({ state: 'merged', mergedIntoId: standing.id })
    .where('id', '=', former.id)
    .execute()
  const { body } = await standing.client.call(law.listClaims, { query: {} })
  expect(body.items.map((item) => item.id)).toEqual([id])
  expect((await standing.client.call(law.readClaim, { params: { id } })).body.open).toContain(
    'withdraw',
  )
  const clerk = await app.platform.db
    .insertInto('unitStaff')
    .values({
      id: randomUUID(),
      unitId: desk.id,
      accountId: standing.id,
      kind: 'employer',
      level: 'clerk',
      createdAt: app.clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const answering = claims.answer(await actorOf(app, { id: standing.id, seatId: clerk.id }), {
    id,
    version,
    outcome: 'explained',
    words: '没有这项记录。',
  })
  await expect(answering).rejects.toMatchObject({ code: 'OWN_RECORD' })
})

describe('POST /hour-claims', () => {
  test('200: about a record, to whoever holds it up, who is told and has it to do', async () => {
    const one = await newPerson()
    await makeClassIn(app, institution, 'assessing', { people: [one] })
    const [trace] = await tracesOf(one)
    const record = trace && { source: trace.source, id: trace.recordId }
    const body = claimForm({ kind: 'class', record: record ?? null })
    const filed = await one.client.call(law.fileClaim, { body })
    expect(filed.body).toMatchObject({
      state: 'open',
      office: 'institution',
      officeName: institution.name,
      trace: { code: 'notFinished' },
      open: ['withdraw'],
    })
    const query = { queue: 'open' } as const
    const { body: queue } = await institution.clerk.client.call(law.listClaimsAt, { query })
    expect(queue.items.map(({ id }) => id)).toContain(filed.body.id)
    const { body: home } = await institution.clerk.client.call(readHome)
    expect(home.todos.map(({ kind }) => kind)).toContain('answerClaims')
    const twice = await one.client.call(law.fileClaim, { body })
    expect([twice.status, twice.problem.code]).toEqual([409, 'CLAIM_EXISTS'])
  })

  test('422: about another’s record, one that nobody holds up, a year to come, an institution that is none', async () => {
    const other = await newPerson()
    const foreign = await makeSubmitted(app, other)
    const asks: [Partial<law.ClaimForm>, Record<string, string>][] = [
      [{ record: { source: 'declaration', id: foreign.id } }, { record: 'NOT_OFFERED' }],
      [{ record: { source: 'class', id: randomUUID() } }, { record: 'NOT_OFFERED' }],
      [{ year: 2027 }, { year: 'NOT_OFFERED' }],
      [{ kind: 'class' }, { institution: 'REQUIRED' }],
      [{ kind: 'platform', institution: 'none' }, { institution: 'NOT_OFFERED' }],
    ]
    for (const [given, fields] of asks) {
      const { status, problem } = await person.client.call(law.fileClaim, {
        body: claimForm(given),
      })
      expect([status, problem.fields]).toEqual([422, fields])
    }
  })

  test('T32: this year is Asia/Shanghai’s, to the second', async () => {
    const one = await newPerson()
    const before = app.clock.now()
    const file = async (instant: string) => {
      app.clock.set(new Date(instant))
      return fileFor(one, { year: 2027 }).then(
        ({ year }) => year,
        () => 'refused',
      )
    }
    expect(await file('2026-12-31T15:59:59.999Z')).toBe('refused')
    expect(await file('2026-12-31T16:00:00.000Z')).toBe(2027)
    app.clock.set(before)
  })

  test('no more than ten are open at once, however many come together', async () => {
    const one = await newPerson()
    const tries = await Promise.allSettled(Array.from({ length: 14 }, () => fileFor(one)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(law.mostOpenClaims)
  })
})

describe('a claim on its way', () => {
  test('answered by the unit, not accepted, answered by the HR&SS office, settled', async () => {
    const one = await newPerson()
    const { id, version } = await fileFor(one)
    const params = { id }
    const answer = { outcome: 'explained', words: '没有查到签到记录。' } as const
    const first = await desk.clerk.client.call(law.answerClaim, {
      params,
      body: { version, ...answer },
    })
    expect(first.body).toMatchObject({ state: 'answered', answer, open: [] })
    const { body: home } = await one.client.call(readHome)
    expect(home.todos).toContainEqual({ kind: 'readAnswers', count: 1, more: false })
    const words = '签到表有本人签名。'
    const raised = await one.client.call(law.raiseClaim, { params, body: { version: 2, words } })
    expect(raised.body).toMatchObject({ state: 'open', office: 'hrss' })
    expect((await desk.clerk.client.call(law.readClaim, { params })).status).toBe(404)
    const mended = { outcome: 'mended', words: '已由单位补报。' } as const
    await officer.client.call(law.answerClaim, { params, body: { version: 3, ...mended } })
    const { body: answered } = await one.client.call(law.readClaim, { params })
    expect(answered.open).toEqual(['accept'])
    const { body } = await one.client.call(law.acceptClaim, { params, body: { version: 4 } })
    expect(body).toMatchObject({ state: 'settled', answer: mended, open: [] })
    expect(body.timeline.map(({ act }) => act)).toEqual([
      'accept',
      'answer',
      'raise',
      'answer',
      'file',
    ])
    const told = await app.platform.db
      .selectFrom('outbox')
      .select('topic')
      .where('topic', 'like', 'claim.%')
      .where((where) => where.or([where(where.cast<string>('payload', 'text'), 'like', `%${id}%`)]))
      .execute()
    expect(told.map(({ topic }) => topic).toSorted()).toEqual([
      'claim.answered',
      'claim.answered',
      'claim.passed',
    ])
  })

  test('passed on to the HR&SS office by whom it is not to settle; 404 to every other office', async () => {
    const { id, version } = await fileFor(person)
    const params = { id }
    const stranger = await makeDesk(app)
    for (const { client } of [stranger.clerk, institution.clerk, officer])
      expect((await client.call(law.readClaim, { params })).status).toBe(404)
    const body = { version, words: '不归本单位办理。' }
    expect((await desk.clerk.client.call(law.passClaim, { params, body })).status).toBe(200)
    expect((await officer.client.call(law.readClaim, { params })).body).toMatchObject({
      office: 'hrss',
      open: ['answer'],
    })
  })

  test('403 OWN_RECORD to a clerk who is the person', async () => {
    const { id, version } = await fileFor(person)
    const { seatId } = await makeSeat(person.id)
    const own = await actorOf(app, { id: person.id, seatId })
    const asked = { id, version, outcome: 'mended', words: '好' } as const
    await expect(claims.answer(own, asked)).rejects.toMatchObject({ code: 'OWN_RECORD' })
  })

  test('withdrawn and answered at once: one of them happens', async () => {
    for (let round = 0; round < 5; round += 1) {
      const one = await newPerson()
      const { id, version } = await fileFor(one)
      const me = await actorOf(app, one)
      const clerk = await actorOf(app, desk.clerk)
      const both = await Promise.allSettled([
        claims.withdraw(me, { id, version }),
        claims.answer(clerk, { id, version, outcome: 'mended', words: '已补登。' }),
      ])
      expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const { state, timeline } = await claims.read(me, id)
      expect(timeline.map(({ act }) => act)).toEqual([
        state === 'withdrawn' ? 'withdraw' : 'answer',
        'file',
      ])
    }
  })
})

/** The person works at the desk's unit as well. */
async function makeSeat(accountId: string) {
  const orgs = await import('../../orgs/service.ts')
  const system = orgs.systemActor(app.platform)
  const { id } = await orgs.addStaff(system, {
    unitId: desk.id,
    accountId,
    kind: 'employer',
    level: 'clerk',
  })
  return { seatId: id }
}
