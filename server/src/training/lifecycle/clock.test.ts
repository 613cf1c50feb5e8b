import { finishClass, previewFinish } from '@xueshi/contract/training/attendance'
import { moveClass, type PlainMove, type TrainingClass } from '@xueshi/contract/training/classes'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import {
  actorAt,
  afterToday,
  enrol,
  makeClassIn,
  makeInstitution,
  type Staffed,
} from '../../../test/factories/training.ts'
import { makePerson } from '../../../test/factories/people.ts'
import * as classes from '../classes/service.ts'
import { moveAll } from '../due/service.ts'
import * as lifecycle from './service.ts'

let app: TestApp
let institution: Staffed
const morning = new Date('2026-06-01T02:00:00Z')
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
})
afterAll(() => app.close())
beforeEach(() => app.clock.set(morning))

/** Somebody of the institution who logs in at the present of the test. */
const desk = () =>
  clientFor(app, { accountId: institution.clerk.id, seatId: institution.clerk.seatId })
const press = async (one: TrainingClass, move: PlainMove) =>
  (await desk()).call(moveClass, {
    params: { id: one.id },
    body: { version: one.version, move },
  })
const openMoves = async ({ id }: { id: string }) => (await classes.read(institution.actor, id)).open

describe('开放, 恢复 and 重新开放报名 once the sign-up is over', () => {
  const late = new Date('2026-06-01T06:10:00Z')
  const open = async (one: TrainingClass, move: PlainMove, signUpTo?: { on: string; at: string }) =>
    (await desk()).call(moveClass, {
      params: { id: one.id },
      body: { version: one.version, move, ...(signUpTo && { signUpTo }) },
    })

  test.each([
    ['approved', 'open'],
    ['paused', 'resume'],
    ['closed', 'reopen'],
  ] as const)(
    '%s: 422 until a new deadline is named, then it takes applications',
    async (state, move) => {
      const one = await makeClassIn(app, institution, state)
      const person = await makePerson(app)
      app.clock.set(late)
      const refused = await open(one, move)
      expect([refused.status, refused.problem.fields]).toEqual([
        422,
        { 'signUpTo.on': 'SIGN_UP_OVER' },
      ])
      const past = await open(one, move, { on: '2026-06-01', at: '14:05' })
      expect(past.problem.fields).toEqual({ 'signUpTo.on': 'SIGN_UP_OVER' })
      const after = await open(one, move, { on: '2026-06-01', at: '14:31' })
      expect(after.problem.fields).toEqual({ 'signUpTo.on': 'SIGN_UP_AFTER_START' })
      const opened = await open(one, move, { on: '2026-06-01', at: '14:25' })
      expect(opened.body).toMatchObject({ state: 'accepting', signUpToAt: '14:25' })
      expect(opened.body.timeline.at(-1)?.reason).toBe('报名截止：2026-06-01 14:25')
      await moveAll(app.platform)
      expect((await classes.read(institution.actor, one.id)).state).toBe('accepting')
      expect(await enrol(app, person, one.id)).toMatchObject({ state: 'applied' })
      app.clock.set(new Date('2026-06-01T06:25:00Z'))
      await moveAll(app.platform)
      expect((await classes.read(institution.actor, one.id)).state).toBe('closed')
    },
  )

  test('whoever is in the class is told that others may still come', async () => {
    const person = await makePerson(app)
    const one = await makeClassIn(app, institution, 'closed', { people: [person] })
    app.clock.set(late)
    await open(one, 'reopen', { on: '2026-06-01', at: '14:25' })
    const told = await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', 'enrolment.changed')
      .execute()
    expect(JSON.stringify(told.map(({ payload }) => payload))).toContain(
      '报名截止时间：2026-06-01 14:00 → 2026-06-01 14:25',
    )
  })
})

describe('结束培训 and 结业', () => {
  test('200 once the last session is over, 409 a second before', async () => {
    const one = await makeClassIn(app, institution, 'running')
    app.clock.set(new Date(afterToday.getTime() - 1000))
    expect(await openMoves(one)).not.toContain('assess')
    const early = await press(one, 'assess')
    expect([early.status, early.problem.code]).toEqual([409, 'WRONG_STATE'])
    app.clock.set(afterToday)
    expect(await openMoves(one)).toContain('assess')
    expect((await press(one, 'assess')).status).toBe(200)
  })

  test('200 on its last day for a class without sessions', async () => {
    const form = { organisation: 'online' as const, sessions: [], signUpFromOn: '2026-05-20' }
    const one = await makeClassIn(app, institution, 'accepting', {
      form: { ...form, startsOn: '2026-06-02', endsOn: '2026-06-03', signUpToOn: '2026-06-01' },
    })
    app.clock.set(new Date('2026-06-02T02:00:00Z'))
    const running = await lifecycle.move(institution.actor, { ...one, move: 'start' })
    expect((await press(running, 'assess')).problem.code).toBe('WRONG_STATE')
    app.clock.set(new Date('2026-06-03T02:00:00Z'))
    expect((await press(running, 'assess')).status).toBe(200)
  })

  test('409 for 结业 of what was not held yet, whoever has pressed 结束培训', async () => {
    const one = await makeClassIn(app, institution, 'running')
    const later = actorAt(institution.actor, afterToday)
    const judged = await lifecycle.move(later, { ...one, move: 'assess' })
    const client = await desk()
    const params = { id: one.id }
    const { digest } = (await client.call(previewFinish, { params })).body
    expect(await openMoves(one)).not.toContain('finish')
    const refused = await client.call(finishClass, {
      params,
      body: { version: judged.version, digest },
    })
    expect([refused.status, refused.problem.code]).toEqual([409, 'WRONG_STATE'])
  })
})
