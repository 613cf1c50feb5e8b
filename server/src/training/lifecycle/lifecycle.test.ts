import { randomUUID } from 'node:crypto'
import {
  approveClass,
  cancelClass,
  type ClassMove,
  classMoveNames,
  classMoves,
  type ClassState,
  classStates,
  listClassReviews,
  messageClass,
  moveClass,
  plainMoves,
  readClass,
  returnClass,
  submitClass,
} from '@xueshi/contract/training/classes'
import type { Query } from '@xueshi/contract/endpoint'
import { addDays } from '@xueshi/contract/year'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { guangdong, makeStaff, makeUnit, totpSecret } from '../../../test/factories/orgs.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { makeFiledCourse } from '../../../test/factories/filed-course.ts'
import {
  confirmAll,
  enrol,
  type Staffed,
  makeApprovedClass,
  makeClassIn,
  makeDraftClass,
  makeOpenClass,
  makeInstitution,
  makeSubmittedClass,
  officerOf,
} from '../../../test/factories/training.ts'
import { enrolSecondFactor } from '../../accounts/service.ts'
import * as orgs from '../../orgs/service.ts'
import * as restrictions from '../../restrictions/service.ts'
import * as classes from '../classes/service.ts'
import { decide } from '../confirming/service.ts'
import { moveAll } from '../due/service.ts'
import * as lifecycle from './service.ts'

let app: TestApp
let institution: Staffed
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
})
afterAll(() => app.close())

const client = () => institution.clerk.client
const officer = async () => {
  const { accountId, seat } = await officerOf(app, institution.hrss.id)
  return clientFor(app, { accountId: accountId ?? '', seatId: seat?.id ?? '' })
}
const toldTo = async (topic: string) =>
  JSON.stringify(
    await app.platform.db
      .selectFrom('outbox')
      .select('payload')
      .where('topic', '=', topic)
      .execute(),
  )

/** What a class of today, first come by hand, is open for: by the table, with the facts that hold here. */
const lacking: readonly string[] = ['byDraw', 'undrawnBeforeOpening']
const expected = (state: ClassState, kind: 'institution' | 'hrss'): ClassMove[] =>
  classMoveNames.filter((name) => {
    const { from, by, when } = classMoves[name]
    const known: Record<string, boolean> = {
      held: state !== 'running',
    }
    const holds = (fact: string) => known[fact] ?? !lacking.includes(fact)
    return from.some((one) => one === state) && by.some((one) => one === kind) && when.every(holds)
  })

describe('moves × state × role', () => {
  test.each(classStates)(
    '%s: each seat is offered what the table says, and nothing else',
    async (state) => {
      const { id } = await makeClassIn(app, institution, state)
      const { open } = await classes.read(institution.actor, id)
      expect(open).toEqual(expected(state, 'institution'))
      const other = await makeInstitution(app)
      await expect(classes.read(other.actor, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      const seen = await (await officer()).call(readClass, { params: { id } })
      if (state === 'draft') expect(seen.status).toBe(404)
      else expect(seen.body.open).toEqual(expected(state, 'hrss'))
    },
  )

  test.each(classStates)(
    '%s: a plain move answers 200 where it is offered and 409 where it is not',
    async (state) => {
      for (const move of plainMoves) {
        const one = await makeClassIn(app, institution, state)
        const call = { params: { id: one.id }, body: { version: one.version, move } }
        const stranger = await makeInstitution(app)
        expect((await stranger.clerk.client.call(moveClass, call)).status).toBe(404)
        const { status, body, problem } = await client().call(moveClass, call)
        if (one.open.includes(move)) {
          expect([move, status, body.state]).toEqual([move, 200, classMoves[move].to])
          expect(body.version).toBe(one.version + 1)
        } else expect([move, status, problem.code]).toEqual([move, 409, 'WRONG_STATE'])
      }
    },
    60_000,
  )

  test('200: a class that is opened before its day takes applications from that moment', async () => {
    const form = { signUpFromOn: '2026-06-02', signUpFromAt: '09:00' }
    const { id } = await makeOpenClass(app, institution, { form })
    const person = await makePerson(app)
    expect(await enrol(app, person, id)).toMatchObject({ state: 'applied' })
    const { signUpFromOn } = await classes.read(institution.actor, id)
    expect(signUpFromOn).toBe('2026-06-01')
  })

  test('409 STALE with the class where it was moved meanwhile', async () => {
    const one = await makeClassIn(app, institution, 'accepting')
    const call = {
      params: { id: one.id },
      body: { version: one.version - 1, move: 'pause' },
    } as const
    const { status, problem } = await client().call(moveClass, call)
    expect([status, problem.code]).toEqual([409, 'STALE'])
    expect(problem.current).toMatchObject({ state: 'accepting', version: one.version })
  })

  test('two at once: one moves it, the other is told', async () => {
    for (let round = 0; round < 6; round += 1) {
      const one = await makeClassIn(app, institution, 'accepting')
      const call = (move: 'pause' | 'close') =>
        client().call(moveClass, { params: { id: one.id }, body: { version: one.version, move } })
      const answers = await Promise.all([call('pause'), call('close')])
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    }
  })
})

describe('限制开班', () => {
  test('403 while an authority holds the institution back; what was approved opens once that is lifted', async () => {
    const held = await makeInstitution(app)
    const draft = await makeDraftClass(held)
    const due = await makeApprovedClass(app, held)
    const sourceId = randomUUID()
    const { db } = app.platform
    const wanted = { sourceId, toOn: null, unitId: held.id, kind: 'noPublishing' } as const
    await restrictions.restrict(db, held.actor, wanted)
    const submitted = await held.clerk.client.call(submitClass, {
      params: { id: draft.id },
      body: { version: draft.version },
    })
    expect([submitted.status, submitted.problem.code]).toEqual([403, 'PUBLISHING_HELD'])
    const open = { params: { id: due.id }, body: { version: due.version, move: 'open' } } as const
    const opened = await held.clerk.client.call(moveClass, open)
    expect([opened.status, opened.problem.code]).toEqual([403, 'PUBLISHING_HELD'])
    await moveAll(app.platform)
    expect((await classes.read(held.actor, due.id)).state).toBe('approved')
    await restrictions.lift(db, held.actor, sourceId)
    await moveAll(app.platform)
    expect((await classes.read(held.actor, due.id)).state).toBe('accepting')
  })
})

describe('POST /classes/:id/submit', () => {
  test('200: 选修课 and 公需课 wait at the HR&SS office, 专业课 at the authority of its trade', async () => {
    const draft = await makeDraftClass(institution)
    const call = { params: { id: draft.id }, body: { version: draft.version } }
    const elective = await client().call(submitClass, call)
    expect(elective.body).toMatchObject({ state: 'submitted', office: { kind: 'hrss' } })
    const authority = await makeUnit(app, {
      capabilities: ['industry'],
      industryCode: 'health',
      regionCode: guangdong,
    })
    const health = await makeFiledCourse(app, institution.id, {
      category: 'professional',
      series: '04',
    })
    const sent = await makeSubmittedClass(institution, { courseId: health.id })
    expect(sent.office).toEqual({ kind: 'industry', name: authority.name })
  })

  test('422 INVALID once its sign-up is over', async () => {
    const draft = await makeDraftClass(institution, {
      form: { signUpFromOn: '2026-05-01', signUpToOn: '2026-05-31' },
    })
    const call = { params: { id: draft.id }, body: { version: draft.version } }
    const { status, problem } = await client().call(submitClass, call)
    expect([status, problem.fields]).toEqual([422, { signUpToOn: 'SIGN_UP_OVER' }])
  })
})

describe('GET /class-reviews', () => {
  test('200: what waits at the office, the oldest first; what it decided, the newest first', async () => {
    const office = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440104' })
    const elsewhere = await makeUnit(app, { capabilities: ['institution'], regionCode: '440104' })
    const clerk = await makeStaff(app, elsewhere.id, { kind: 'institution' })
    const { client: reader } = await makeStaff(app, office.id, { kind: 'hrss' })
    const actor = await orgs.actorFor(app.platform, { accountId: clerk.id, seatId: clerk.seatId })
    const course = await makeFiledCourse(app, elsewhere.id)
    const there = { ...institution, ...elsewhere, clerk, actor, course, hrss: office }
    const [first, second] = [await makeSubmittedClass(there), await makeSubmittedClass(there)]
    const waiting = await reader.call(listClassReviews, { query: {} })
    expect(waiting.body.items.map(({ id }) => id)).toEqual([first.id, second.id])
    expect(
      (await reader.call(listClassReviews, { query: { category: 'public' } })).body.items,
    ).toEqual([])
    await lifecycle.approve(await officerOf(app, office.id), first)
    const decided = await reader.call(listClassReviews, { query: { decided: '1' } })
    expect(decided.body.items.map(({ id }) => id)).toEqual([first.id])
    const found = async (query: Query<typeof listClassReviews>) =>
      (await reader.call(listClassReviews, { query })).body.items.map(({ id }) => id)
    const { startsOn, name } = second
    expect(await found({ state: 'submitted', name })).toEqual([second.id])
    expect(await found({ state: 'approved', name: first.name })).toEqual([first.id])
    expect(await found({ state: 'returned' })).toEqual([])
    expect(await found({ institution: elsewhere.name.slice(2) })).toEqual([second.id])
    expect(await found({ institution: '没有这个机构' })).toEqual([])
    expect(await found({ from: startsOn, to: startsOn })).toEqual([second.id])
    expect(await found({ from: addDays(startsOn, 1) })).toEqual([])
    expect(await found({ to: addDays(startsOn, -1) })).toEqual([])
    const others = await (await officer()).call(listClassReviews, { query: {} })
    expect(others.body.items.map(({ id }) => id)).not.toContain(second.id)
  })
})

describe('POST /classes/:id/approve and /return', () => {
  test('200: approved, and its institution is told; returned with the reason, and sent again', async () => {
    const sent = await makeSubmittedClass(institution)
    const call = { params: { id: sent.id }, body: { version: sent.version } }
    const approved = await (await officer()).call(approveClass, call)
    expect([approved.status, approved.body.state]).toEqual([200, 'approved'])
    expect(await toldTo('class.approved')).toContain(sent.id)
    const second = await makeSubmittedClass(institution)
    const reason = '请补充课程时间安排'
    const back = await (
      await officer()
    ).call(returnClass, {
      params: { id: second.id },
      body: { version: second.version, reason },
    })
    expect(back.body).toMatchObject({ state: 'returned', reason })
    const again = await lifecycle.submit(
      institution.actor,
      await classes.read(institution.actor, second.id),
    )
    expect(again).toMatchObject({ state: 'submitted', reason: null })
  })

  test('403 OWN_RECORD for an officer who works at the institution, 404 for another office', async () => {
    const sent = await makeSubmittedClass(institution)
    const call = { params: { id: sent.id }, body: { version: sent.version } }
    const { id: accountId } = institution.clerk
    const seat = { unitId: institution.hrss.id, accountId, kind: 'hrss', level: 'clerk' } as const
    const { id: seatId } = await orgs.addStaff(orgs.systemActor(app.platform), seat)
    await enrolSecondFactor(orgs.systemActor(app.platform), accountId, totpSecret)
    const both = await clientFor(app, { accountId, seatId })
    const refused = await both.call(approveClass, call)
    expect([refused.status, refused.problem.code]).toEqual([403, 'OWN_RECORD'])
    const foshan = await makeUnit(app, { capabilities: ['hrss'], regionCode: '440600' })
    const { client: stranger } = await makeStaff(app, foshan.id, { kind: 'hrss' })
    expect((await stranger.call(approveClass, call)).status).toBe(404)
  })
})

describe('the start', () => {
  test('applied and waitlisted end as refused, 班级已开班, and are told; who is confirmed stays', async () => {
    const people = [await makePerson(app), await makePerson(app), await makePerson(app)]
    const one = await makeClassIn(app, institution, 'accepting', { form: { plan: 1 }, people })
    const rows = () =>
      app.platform.db
        .selectFrom('enrolments')
        .select(['id', 'state', 'reason'])
        .where('classId', '=', one.id)
        .orderBy('number')
        .execute()
    const [first, second] = await rows()
    const ids = [first?.id ?? '', second?.id ?? '']
    await decide(institution.actor, one.id, { decision: 'confirm', ids, reason: null })
    await lifecycle.move(institution.actor, { ...one, move: 'start' })
    expect(await rows()).toMatchObject([
      { state: 'confirmed', reason: null },
      { state: 'refused', reason: '班级已开班' },
      { state: 'refused', reason: '班级已开班' },
    ])
    const { places: standing } = await classes.read(institution.actor, one.id)
    expect(standing).toMatchObject({ applied: 1, confirmed: 1, waiting: 0, waitlisted: 0 })
    expect(await toldTo('enrolment.lapsed')).toContain(people[2]?.id)
  })

  test('409 before the day; the clock starts it half an hour before the first session, and opens and closes by its sign-up', async () => {
    const approved = await makeApprovedClass(app, institution)
    const early = {
      params: { id: approved.id },
      body: { version: approved.version, move: 'start' },
    } as const
    expect((await client().call(moveClass, early)).status).toBe(409)
    const before = app.clock.now()
    const stateAt = async (instant: string) => {
      app.clock.set(new Date(instant))
      await moveAll(app.platform)
      const row = await app.platform.db
        .selectFrom('classes')
        .select('state')
        .where('id', '=', approved.id)
        .executeTakeFirst()
      return row?.state
    }
    expect(await stateAt('2026-06-01T03:00:00Z')).toBe('accepting')
    expect(await stateAt('2026-07-06T09:59:59Z')).toBe('accepting')
    expect(await stateAt('2026-07-06T10:00:00Z')).toBe('closed')
    expect(await stateAt('2026-07-11T00:29:59Z')).toBe('closed')
    expect(await stateAt('2026-07-11T00:30:00Z')).toBe('running')
    app.clock.set(before)
  })
})

describe('POST /classes/:id/cancel', () => {
  test('200: everybody’s enrolment is cancelled with the reason, and they are told', async () => {
    const people = [await makePerson(app), await makePerson(app)]
    const one = await makeClassIn(app, institution, 'accepting', { people })
    const reason = '授课老师因故不能到场'
    const call = { params: { id: one.id }, body: { version: one.version, reason } }
    const { body } = await client().call(cancelClass, call)
    expect(body).toMatchObject({ state: 'cancelled', reason, places: { applied: 0, confirmed: 0 } })
    const rows = await app.platform.db
      .selectFrom('enrolments')
      .select(['state', 'reason'])
      .where('classId', '=', one.id)
      .execute()
    expect(rows).toEqual([
      { state: 'withdrawn', reason },
      { state: 'withdrawn', reason },
    ])
    const told = await toldTo('enrolment.cancelled')
    for (const { id } of people) expect(told).toContain(id)
  })
})

describe('POST /classes/:id/message', () => {
  test('200: it reaches those it is meant for, and nobody else', async () => {
    const people = [await makePerson(app), await makePerson(app)]
    const one = await makeClassIn(app, institution, 'accepting', { form: { plan: 1 }, people })
    await confirmAll(app, institution, one.id)
    const body = { to: 'confirmed', text: '请携带身份证，提前十分钟到场。' } as const
    const { status } = await client().call(messageClass, { params: { id: one.id }, body })
    expect(status).toBe(200)
    const told = await toldTo('enrolment.message')
    expect(told).toContain(people[0]?.id)
    expect(told).not.toContain(people[1]?.id)
    const draft = await makeDraftClass(institution)
    expect((await client().call(messageClass, { params: { id: draft.id }, body })).status).toBe(409)
  })
})

test('a draw that nobody held is held before the class starts', async () => {
  const people = [await makePerson(app), await makePerson(app), await makePerson(app)]
  const one = await makeClassIn(app, institution, 'closed', {
    form: { plan: 2, confirmation: 'draw' },
    people,
  })
  const started = await lifecycle.move(institution.actor, { ...one, move: 'start' })
  expect(started.draw?.seed).not.toBeNull()
  expect(started.places).toMatchObject({ confirmed: 2, waitlisted: 0, refused: 1 })
})
