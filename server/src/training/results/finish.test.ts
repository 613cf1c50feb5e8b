import { randomUUID } from 'node:crypto'
import {
  correctResult,
  finishClass,
  listResults,
  previewFinish,
  saveResults,
} from '@xueshi/contract/training/attendance'
import { readEvaluations, readTrainee } from '@xueshi/contract/training/confirmations'
import { evaluateClass, readEnrolment } from '@xueshi/contract/training/enrolments'
import type { TrainingClass } from '@xueshi/contract/training/classes'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { failingDatabase, faults } from '../../../test/failing-database.ts'
import { makePerson } from '../../../test/factories/people.ts'
import {
  finishNow,
  type Staffed,
  makeClassIn,
  makeInstitution,
} from '../../../test/factories/training.ts'
import * as ledger from '../../ledger/service.ts'
import * as attendance from '../attendance/service.ts'
import { individualActor } from '../../../test/factories/declarations.ts'
import * as classes from '../classes/service.ts'
import { verdictOf } from './rules.ts'

let app: TestApp
let institution: Staffed
let people: Awaited<ReturnType<typeof makePerson>>[]
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  people = []
  for (let at = 0; at < 4; at += 1) people.push(await makePerson(app))
})
afterAll(() => app.close())
const client = () => institution.clerk.client

/** A class that waits to be judged, whose trainees were all there, and their enrolments in their order. */
async function assessed(count: number, { form = {}, marks = true } = {}) {
  const enrolled = people.slice(0, count)
  const one = await makeClassIn(app, institution, 'assessing', { form, people: enrolled })
  if (marks)
    for (const { id: sessionId } of one.sessions)
      await attendance.mark(
        institution.actor,
        { id: one.id, sessionId },
        { marks: [], unmarked: 'present' },
      )
  const rows = await app.platform.db
    .selectFrom('enrolments')
    .select('id')
    .where('classId', '=', one.id)
    .orderBy('number')
    .execute()
  return { ...one, ids: rows.map(({ id }) => id) }
}
type Given = { enrolmentId: string; attempt: 1 | 2; score: number | null; passed: boolean | null }
const score = (enrolmentId: string, points: number | null, attempt: 1 | 2 = 1): Given => ({
  enrolmentId,
  attempt,
  score: points,
  passed: null,
})
const save = (one: TrainingClass, items: Given[]) =>
  client().call(saveResults, { params: { id: one.id }, body: { items } })
const preview = async (one: { id: string }) =>
  (await client().call(previewFinish, { params: { id: one.id } })).body
const finish = (one: TrainingClass, digest: string, key = randomUUID()) =>
  client().call(finishClass, {
    params: { id: one.id },
    body: { version: one.version, digest },
    key,
  })
/** Hours of the class that stand in the ledger, by enrolment. */
const creditsOf = async (classId: string) => {
  const { rows } = await sql<{ id: string; lines: number; tenths: number }>`
    SELECT e.id, count(*)::int AS lines, sum(l.hours_tenths)::int AS tenths
    FROM ledger_entries l JOIN enrolments e ON e.id = l.source_id
    WHERE e.class_id = ${classId} AND l.source_kind = 'class' AND l.reverses IS NULL
      AND NOT EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = l.id)
    GROUP BY e.id ORDER BY e.id`.execute(app.platform.db)
  return rows
}
const statesOf = async (classId: string) =>
  (
    await app.platform.db
      .selectFrom('enrolments')
      .select('state')
      .where('classId', '=', classId)
      .orderBy('number')
      .execute()
  ).map(({ state }) => state)

describe('who passes', () => {
  const rule = { exam: 'computer', attendancePercent: 80, passMark: 60 } as const
  const passed = [{ attempt: 1, passed: true }]
  test.each([
    [
      'four of five sessions and the exam',
      { attended: 4, held: 5, attempts: passed },
      rule,
      'passes',
    ],
    ['a session too few', { attended: 3, held: 4, attempts: passed }, rule, 'ABSENT'],
    [
      'nobody who never came',
      { attended: 0, held: 3, attempts: passed },
      { ...rule, attendancePercent: 0 },
      'NEVER_CAME',
    ],
    ['no result', { attended: 5, held: 5, attempts: [] }, rule, 'NO_RESULT'],
    [
      'a failed exam',
      { attended: 5, held: 5, attempts: [{ attempt: 1, passed: false }] },
      rule,
      'EXAM_FAILED',
    ],
    [
      'the make-up',
      {
        attended: 5,
        held: 5,
        attempts: [
          { attempt: 1, passed: false },
          { attempt: 2, passed: true },
        ],
      },
      rule,
      'passes',
    ],
    [
      'no exam at all',
      { attended: 5, held: 5, attempts: [] },
      { ...rule, exam: 'exempt' as const },
      'passes',
    ],
    [
      'an online class without sessions',
      { attended: 0, held: 0, attempts: passed },
      rule,
      'passes',
    ],
  ])('%s', (_, course, by, verdict) => {
    expect(verdictOf(course, by)).toBe(verdict)
  })
})

describe('POST /classes/:id/results', () => {
  test('200: scores by the pass mark, a make-up once, after a first that was failed', async () => {
    const one = await assessed(3)
    const [first = '', second = '', third = ''] = one.ids
    expect((await save(one, [score(first, 60), score(second, 59)])).body).toEqual({ saved: 2 })
    const { body } = await client().call(listResults, { params: { id: one.id }, query: {} })
    expect(body.items.map(({ verdict }) => verdict)).toEqual(['passes', 'EXAM_FAILED', 'NO_RESULT'])
    expect((await save(one, [score(second, 70, 2)])).status).toBe(200)
    const wrong = await save(one, [
      score(first, 90, 2),
      score(third, 90, 2),
      score(second, 80),
      score(third, null),
    ])
    expect([wrong.status, wrong.problem.fields]).toEqual([
      422,
      {
        'items.0.score': 'FIRST_ATTEMPT_PASSED',
        'items.1.score': 'FIRST_ATTEMPT_MISSING',
        'items.2.score': 'MAKE_UP_GIVEN',
        'items.3.score': 'REQUIRED',
      },
    ])
  })

  test('422 at the field for what is no score; a score is entered again, and the audit has both', async () => {
    const one = await assessed(2)
    const [first = '', second = ''] = one.ids
    const wrong = await save(one, [score(first, 950), score(second, 59.5)])
    expect([wrong.status, wrong.problem.fields]).toEqual([
      422,
      { 'items.0.score': 'SCORE_RANGE', 'items.1.score': 'SCORE_NOT_WHOLE' },
    ])
    await save(one, [score(first, 19)])
    expect((await save(one, [score(first, 91)])).status).toBe(200)
    const { body } = await client().call(listResults, { params: { id: one.id }, query: {} })
    expect(body.items[0]?.attempts).toEqual([{ attempt: 1, score: 91, passed: true }])
    const [last] = await app.platform.db
      .selectFrom('audit')
      .select('facts')
      .where('recordId', '=', one.id)
      .where('act', '=', 'result.save')
      .orderBy('id', 'desc')
      .execute()
    expect(last?.facts).toMatchObject({
      results: [{ enrolmentId: first, attempt: 1, score: 91, passed: true }],
      before: [{ enrolmentId: first, attempt: 1, score: 19, passed: false }],
    })
  })

  test('200 for 考查: passed or not; 422 where there is no exam, 409 before 待考核, 404 for another class', async () => {
    const one = await assessed(1, { form: { exam: 'assessment' } })
    const item = { enrolmentId: one.ids[0] ?? '', attempt: 1 as const, score: null, passed: true }
    expect((await save(one, [item])).status).toBe(200)
    const exempt = await assessed(1, { form: { exam: 'exempt' } })
    const none = await save(exempt, [{ ...item, enrolmentId: exempt.ids[0] ?? '' }])
    expect(none.problem.fields).toEqual({ 'items.0.score': 'EXAM_EXEMPT' })
    expect((await save(exempt, [item])).status).toBe(404)
    const running = await makeClassIn(app, institution, 'running', { people: people.slice(0, 1) })
    expect((await save(running, [item])).problem.code).toBe('WRONG_STATE')
  })
})

describe('POST /classes/:id/finish', () => {
  test('200: what the preview said: a line for each 科目 of who passed, nothing for the others', async () => {
    const one = await assessed(3)
    const [first = '', second = ''] = one.ids
    await save(one, [score(first, 88), score(second, 20)])
    const shown = await preview(one)
    expect(shown).toMatchObject({
      passes: 1,
      fails: 2,
      withoutResult: 1,
      totalTenths: 120,
      hoursTenths: 120,
    })
    expect(shown.lines.map(({ name }) => name)).toEqual(['规范与标准', '案例研讨'])
    const { status, body } = await finish(one, shown.digest)
    expect([status, body]).toEqual([
      200,
      { classId: one.id, passed: 1, failed: 2, creditedTenths: 120 },
    ])
    expect(await statesOf(one.id)).toEqual(['completed', 'failed', 'failed'])
    expect(await creditsOf(one.id)).toEqual([{ id: first, lines: 2, tenths: 120 }])
    const year = await ledger.readYear(await individualActor(app, people[0]?.id ?? ''), 2026)
    expect(year.items.filter(({ sourceId }) => sourceId === first)).toMatchObject([
      {
        name: `${one.courseName}：规范与标准`,
        hoursTenths: 80,
        institution: institution.name,
        category: 'elective',
      },
      { name: `${one.courseName}：案例研讨`, hoursTenths: 40 },
    ])
    const told = await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', 'enrolment.failed')
      .execute()
    expect(JSON.stringify(told)).toContain('考核未合格')
    expect(JSON.stringify(told)).toContain('没有考核成绩')
  })

  test('409 STALE where the outcome is another than the one shown: nothing is credited', async () => {
    const one = await assessed(1)
    const shown = await preview(one)
    await save(one, [score(one.ids[0] ?? '', 90)])
    const { status, problem } = await finish(one, shown.digest)
    expect([status, problem.code]).toEqual([409, 'STALE'])
    expect(await creditsOf(one.id)).toEqual([])
    expect(await statesOf(one.id)).toEqual(['confirmed'])
  })

  test('two at once: credited once', async () => {
    const one = await assessed(2)
    await save(
      one,
      one.ids.map((id) => score(id, 90)),
    )
    const { digest } = await preview(one)
    const answers = await Promise.all([finish(one, digest), finish(one, digest)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    expect((await creditsOf(one.id)).map(({ lines }) => lines)).toEqual([2, 2])
  })

  test('409 in any other state, 404 for a stranger', async () => {
    const running = await makeClassIn(app, institution, 'running')
    expect((await finish(running, 'x')).problem.code).toBe('WRONG_STATE')
    const one = await assessed(1)
    const stranger = await makeInstitution(app)
    const call = { params: { id: one.id }, body: { version: one.version, digest: 'x' } }
    expect((await stranger.clerk.client.call(finishClass, call)).status).toBe(404)
  })

  test.each(faults)(
    'T20: a statement that %s leaves no half, and a retry has one effect',
    async (fault) => {
      const failing = failingDatabase(app.database.appUrl)
      const { db } = app.platform
      let statements = 0
      for (let reached = true; reached;) {
        statements += 1
        const one = await assessed(2)
        await save(
          one,
          one.ids.map((id) => score(id, 90)),
        )
        const { digest } = await preview(one)
        const key = randomUUID()
        app.platform.db = failing.db
        failing.arm(statements, fault)
        await finish(one, digest, key)
        reached = failing.disarm()
        app.platform.db = db
        const states = await statesOf(one.id)
        const isDone = states[0] === 'completed'
        expect(states).toEqual(isDone ? ['completed', 'completed'] : ['confirmed', 'confirmed'])
        expect((await creditsOf(one.id)).map(({ lines }) => lines)).toEqual(isDone ? [2, 2] : [])
        let retried = await finish(one, digest, key)
        for (let tries = 0; retried.problem.code === 'IN_PROGRESS' && tries < 500; tries += 1)
          retried = await finish(one, digest, key)
        expect(retried.status).toBe(200)
        expect((await creditsOf(one.id)).map(({ lines }) => lines)).toEqual([2, 2])
      }
      expect(statements).toBeGreaterThan(6)
      await failing.close()
    },
    120_000,
  )
})

describe('POST /classes/:id/enrolments/:enrolmentId/correction', () => {
  test('200: hours are taken back by entries of their own with the reason, and credited anew', async () => {
    const one = await assessed(1)
    const [enrolmentId = ''] = one.ids
    await save(one, [score(enrolmentId, 90)])
    await finishNow(institution, one.id)
    const correct = (to: 'completed' | 'failed', version: number, reason = '成绩登记有误') =>
      client().call(correctResult, {
        params: { id: one.id, enrolmentId },
        body: { version, to, reason },
      })
    const wrong = await correct('completed', 3)
    expect([wrong.status, wrong.problem.code]).toEqual([409, 'WRONG_STATE'])
    const revoked = await correct('failed', 3)
    expect(revoked.body).toMatchObject({ state: 'failed', version: 4 })
    expect(await creditsOf(one.id)).toEqual([])
    const reversals = await app.platform.db
      .selectFrom('ledgerEntries')
      .select('reason')
      .where('sourceId', '=', enrolmentId)
      .where('reverses', 'is not', null)
      .execute()
    expect(reversals).toEqual([{ reason: '成绩登记有误' }, { reason: '成绩登记有误' }])
    expect((await correct('completed', 3)).problem.code).toBe('STALE')
    expect((await correct('completed', 4)).body.state).toBe('completed')
    expect(await creditsOf(one.id)).toEqual([{ id: enrolmentId, lines: 2, tenths: 120 }])
    const file = await client().call(readTrainee, { params: { id: one.id, enrolmentId } })
    expect(file.body.credits.map(({ reversed }) => reversed)).toEqual([true, false, true, false])
    expect((await classes.read(institution.actor, one.id)).state).toBe('finished')
  })
})

describe('POST /enrolments/:id/evaluation', () => {
  test('200 once by those who were there, read without names; 409 for who was not, 404 for a stranger', async () => {
    const one = await assessed(2, { marks: false })
    const [first = '', second = ''] = one.ids
    const marks = [{ enrolmentId: first, mark: 'present' as const }]
    await attendance.mark(
      institution.actor,
      { id: one.id, sessionId: one.sessions[0]?.id ?? '' },
      { marks, unmarked: 'absent' },
    )
    const form = { content: 5, teaching: 4, organisation: 3, comment: '案例贴近实际' }
    const evaluate = (at: number, id: string) =>
      people[at]?.client.call(evaluateClass, { params: { id }, body: form })
    expect(
      (await people[0]?.client.call(readEnrolment, { params: { id: first } }))?.body.open,
    ).toContain('evaluate')
    expect((await evaluate(0, first))?.status).toBe(200)
    expect((await evaluate(0, first))?.problem.code).toBe('WRONG_STATE')
    expect((await evaluate(1, second))?.problem.code).toBe('WRONG_STATE')
    expect((await evaluate(2, first))?.status).toBe(404)
    const { body } = await client().call(readEvaluations, { params: { id: one.id } })
    expect(body).toEqual({
      count: 1,
      content: 50,
      teaching: 40,
      organisation: 30,
      comments: ['案例贴近实际'],
    })
  })
})
