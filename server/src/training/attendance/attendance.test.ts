import {
  listAttendance,
  listSessions,
  markAttendance,
  readSignInCodes,
} from '@xueshi/contract/training/attendance'
import { importAttendance } from '@xueshi/contract/training/attendance-sheets'
import { readTrainee } from '@xueshi/contract/training/confirmations'
import { type Mark, readEnrolment, signIn } from '@xueshi/contract/training/enrolments'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makePerson } from '../../../test/factories/people.ts'
import { makeInput } from '../../../test/factories/tasks.ts'
import { type Staffed, makeClassIn, makeInstitution } from '../../../test/factories/training.ts'
import * as orgs from '../../orgs/service.ts'

let app: TestApp
let institution: Staffed
let people: Awaited<ReturnType<typeof makePerson>>[]
const morning = new Date('2026-06-01T02:00:00Z')
/** A minute before the first session of `todayForm`, 15:00 in Asia/Shanghai. */
const beforeSession = new Date('2026-06-01T06:59:00Z')

beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  people = [await makePerson(app), await makePerson(app), await makePerson(app)]
})
afterAll(() => app.close())
beforeEach(() => app.clock.set(morning))

/** A class that has started, its first session and what its trainees are called by. */
async function running(form = {}, enrolled = people.slice(0, 2)) {
  const { id, sessions } = await makeClassIn(app, institution, 'running', {
    form,
    people: enrolled,
  })
  const rows = await app.platform.db
    .selectFrom('enrolments')
    .select('id')
    .where('classId', '=', id)
    .orderBy('number')
    .execute()
  return { id, sessionId: sessions[0]?.id ?? '', enrolled: rows.map((row) => row.id) }
}
const desk = () =>
  clientFor(app, { accountId: institution.clerk.id, seatId: institution.clerk.seatId })
const phone = (at: number) => clientFor(app, { accountId: people[at]?.id ?? '' })

/** What the code on the wall says, as a phone reads it. */
async function wall({ id, sessionId }: { id: string; sessionId: string }) {
  const { status, body, problem } = await (
    await desk()
  ).call(readSignInCodes, { params: { id, sessionId } })
  const codes = (body.codes ?? []).map(({ address }) => {
    const { searchParams } = new URL(address)
    return {
      sessionId: searchParams.get('session') ?? '',
      slot: Number(searchParams.get('slot')),
      mac: searchParams.get('code') ?? '',
    }
  })
  return { status, problem, codes, body }
}
const scan = async (at: number, body: { sessionId: string; slot: number; mac: string }) =>
  (await phone(at)).call(signIn, { body })

describe('signing in by the code on the wall', () => {
  test('200: present, once; the institution sees it, and so does the person', async () => {
    const one = await running()
    app.clock.set(beforeSession)
    const {
      codes: [code],
      body,
    } = await wall(one)
    expect(body).toMatchObject({ slotMilliseconds: 15_000, nextMilliseconds: 15_000, signedIn: 0 })
    if (!code) throw new Error('the wall is empty')
    const first = await scan(0, code)
    expect([first.status, first.body.mark, first.body.again]).toEqual([200, 'present', false])
    const again = await scan(0, code)
    expect(again.body).toEqual({ ...first.body, again: true })
    const params = { id: one.id, sessionId: one.sessionId }
    const list = await (await desk()).call(listAttendance, { params, query: {} })
    expect(list.body.items.map(({ mark, by }) => [mark, by])).toEqual([
      ['present', 'qr'],
      [null, null],
    ])
    const mine = await (
      await phone(0)
    ).call(readEnrolment, { params: { id: one.enrolled[0] ?? '' } })
    expect(mine.body.sessions.map(({ mark }) => mark)).toEqual(['present', null])
  })

  test('200: late after the minutes that the class allows, however wrong the phone’s own clock is', async () => {
    const one = await running({ lateMinutes: 10 })
    app.clock.set(new Date('2026-06-01T07:10:00Z'))
    const [inTime] = (await wall(one)).codes
    app.clock.advance(1)
    const [late] = (await wall(one)).codes
    app.clock.set(new Date('2026-06-01T07:10:00Z'))
    if (!inTime || !late) throw new Error('the wall is empty')
    expect((await scan(0, inTime)).body.mark).toBe('present')
    app.clock.advance(1)
    expect((await scan(1, late)).body.mark).toBe('late')
  })

  test('a code holds for a minute after it was shown; later it is refused, to whoever brings it', async () => {
    const one = await running()
    app.clock.set(beforeSession)
    const [code] = (await wall(one)).codes
    if (!code) throw new Error('the wall is empty')
    app.clock.advance(74_999)
    expect((await scan(0, code)).status).toBe(200)
    app.clock.advance(1)
    const replayed = await scan(1, code)
    expect([replayed.status, replayed.problem.code]).toEqual([422, 'SIGN_IN_CODE_WRONG'])
    const ahead = (await wall(one)).codes[3]
    expect((await scan(1, ahead ?? code)).problem.code).toBe('SIGN_IN_CODE_WRONG')
  })

  test('422 for another class’s code, another session’s, another slot’s and a made-up one', async () => {
    const [one, other] = [await running(), await running()]
    app.clock.set(beforeSession)
    const [mine] = (await wall(one)).codes
    const [theirs] = (await wall(other)).codes
    if (!mine || !theirs) throw new Error('the wall is empty')
    const wrong = [
      { ...mine, mac: theirs.mac },
      { ...mine, sessionId: theirs.sessionId },
      { ...mine, slot: mine.slot - 1 },
      { ...mine, mac: 'A'.repeat(22) },
      { ...mine, sessionId: one.id },
    ]
    for (const code of wrong) {
      const { status, problem } = await scan(0, code)
      expect([status, problem.code]).toEqual([422, 'SIGN_IN_CODE_WRONG'])
    }
    const rows = await app.platform.db
      .selectFrom('attendance')
      .select('mark')
      .where('sessionId', '=', one.sessionId)
      .execute()
    expect(rows).toEqual([])
  })

  test('403 SIGN_IN_NOT_LISTED for who has no place; 409 before, after and where the list has said otherwise', async () => {
    const one = await running()
    app.clock.set(beforeSession)
    const [code] = (await wall(one)).codes
    if (!code) throw new Error('the wall is empty')
    expect((await scan(2, code)).problem.code).toBe('SIGN_IN_NOT_LISTED')
    const params = { id: one.id, sessionId: one.sessionId }
    const marks = [{ enrolmentId: one.enrolled[0] ?? '', mark: 'leave' as const }]
    await (await desk()).call(markAttendance, { params, body: { marks, unmarked: null } })
    expect((await scan(0, code)).problem.code).toBe('SIGN_IN_NOT_NOW')
    app.clock.set(new Date('2026-06-01T06:29:59Z'))
    expect((await wall(one)).problem.code).toBe('WRONG_STATE')
    app.clock.set(new Date('2026-06-01T10:00:00Z'))
    expect((await wall(one)).problem.code).toBe('WRONG_STATE')
  })

  test('404 for the wall of a stranger’s class and of a session of another class', async () => {
    const [one, other] = [await running(), await running()]
    app.clock.set(beforeSession)
    expect((await wall({ id: one.id, sessionId: other.sessionId })).status).toBe(404)
    const stranger = await makeInstitution(app)
    const call = { params: { id: one.id, sessionId: one.sessionId } }
    expect((await stranger.clerk.client.call(readSignInCodes, call)).status).toBe(404)
  })
})

describe('attendance by list', () => {
  test('200: marks stand, the rest at one press; the sessions count them', async () => {
    const one = await running()
    app.clock.set(beforeSession)
    const params = { id: one.id, sessionId: one.sessionId }
    const marks = [{ enrolmentId: one.enrolled[0] ?? '', mark: 'late' as const }]
    const marked = await (
      await desk()
    ).call(markAttendance, { params, body: { marks, unmarked: 'absent' } })
    expect(marked.body).toEqual({ marked: 2 })
    const sessions = await (await desk()).call(listSessions, { params: { id: one.id } })
    expect(sessions.body).toMatchObject({
      trainees: 2,
      items: [{ late: 1, absent: 1, present: 0 }, { late: 0 }],
    })
    const corrected = [{ enrolmentId: one.enrolled[1] ?? '', mark: 'present' as const }]
    const reason = '迟到，补签了名。'
    await (
      await desk()
    ).call(markAttendance, { params, body: { marks: corrected, unmarked: 'absent', reason } })
    const again = await (await desk()).call(listSessions, { params: { id: one.id } })
    expect(again.body.items[0]).toMatchObject({ late: 1, absent: 0, present: 1 })
  })

  test('422 where a mark stands and no reason is given; with one, what it was is kept and shown', async () => {
    const one = await running()
    app.clock.set(beforeSession)
    const params = { id: one.id, sessionId: one.sessionId }
    const [first = '', second = ''] = one.enrolled
    const [code] = (await wall(one)).codes
    if (!code) throw new Error('the wall is empty')
    await scan(0, code)
    const mark = async (marks: { enrolmentId: string; mark: Mark }[], reason?: string) =>
      (await desk()).call(markAttendance, {
        params,
        body: { marks, unmarked: null, ...(reason && { reason }) },
      })
    const both = [
      { enrolmentId: first, mark: 'absent' as const },
      { enrolmentId: second, mark: 'late' as const },
    ]
    app.clock.advance(60_000)
    const unsaid = await mark(both)
    expect([unsaid.status, unsaid.problem.code, unsaid.problem.fields]).toEqual([
      422,
      'REASON_REQUIRED',
      { reason: 'REASON_REQUIRED' },
    ])
    const list = async () =>
      (await (await desk()).call(listAttendance, { params, query: {} })).body.items
    expect((await list()).map((row) => [row.mark, row.by, row.changes])).toEqual([
      ['present', 'qr', []],
      [null, null, []],
    ])
    expect((await mark(both, '由他人代签。')).body).toEqual({ marked: 2 })
    // The same mark again says nothing new: neither who nor when changes.
    app.clock.advance(60_000)
    expect((await mark(both)).body).toEqual({ marked: 0 })
    const [changed, made] = await list()
    const change = {
      former: 'present',
      formerBy: 'qr',
      formerAt: beforeSession.toISOString(),
      mark: 'absent',
      at: new Date(beforeSession.getTime() + 60_000).toISOString(),
      by: '梁志明',
      reason: '由他人代签。',
    }
    expect([changed?.mark, changed?.by, changed?.changes]).toEqual(['absent', 'list', [change]])
    expect([made?.mark, made?.changes]).toEqual(['late', []])
    const mine = await (await phone(0)).call(readEnrolment, { params: { id: first } })
    expect(mine.body.sessions[0]?.changes).toEqual([change])
    const file = await (
      await desk()
    ).call(readTrainee, { params: { id: one.id, enrolmentId: first } })
    expect(file.body.sessions.map(({ changes }) => changes.length)).toEqual([1, 0])
    const told = await app.platform.db
      .selectFrom('audit')
      .select('facts')
      .where('act', '=', 'attendance.mark')
      .where('recordId', '=', one.sessionId)
      .executeTakeFirstOrThrow()
    expect(told.facts).toMatchObject({
      made: [{ enrolmentId: second, mark: 'late' }],
      changed: [{ enrolmentId: first, former: 'present', formerSource: 'qr', mark: 'absent' }],
    })
  })

  test('two clerks who mark the same person at once: one of them is asked for a reason', async () => {
    const one = await running()
    app.clock.set(beforeSession)
    const params = { id: one.id, sessionId: one.sessionId }
    const client = await desk()
    const mark = (is: Mark) =>
      client.call(markAttendance, {
        params,
        body: { marks: [{ enrolmentId: one.enrolled[0] ?? '', mark: is }], unmarked: null },
      })
    const replies = await Promise.all([mark('present'), mark('absent')])
    expect(replies.map(({ status }) => String(status)).toSorted()).toEqual(['200', '422'])
  })

  test('409 SESSION_NOT_BEGUN until one may sign in for it, by list as by a sheet', async () => {
    app.clock.set(morning)
    const one = await running()
    const params = { id: one.id, sessionId: one.sessionId }
    const mark = async () =>
      (await desk()).call(markAttendance, { params, body: { marks: [], unmarked: 'present' } })
    const begun = async () =>
      (await (await desk()).call(listSessions, { params: { id: one.id } })).body.items.map(
        (session) => session.begun,
      )
    app.clock.set(new Date('2026-06-01T06:29:59Z'))
    const early = await mark()
    expect([early.status, early.problem.code]).toEqual([409, 'SESSION_NOT_BEGUN'])
    const inputId = await makeInput(app, institution.actor, '报名序号,考勤')
    const sheet = await (
      await desk()
    ).call(importAttendance, { params, body: { inputId, dryRun: true } })
    expect(sheet.problem.code).toBe('SESSION_NOT_BEGUN')
    expect(await begun()).toEqual([false, false])
    app.clock.set(new Date('2026-06-01T06:30:00Z'))
    expect((await mark()).body).toEqual({ marked: 2 })
    expect(await begun()).toEqual([true, false])
  })

  test('409 before the class has started, 404 for somebody of another class, 403 for oneself', async () => {
    const closed = await makeClassIn(app, institution, 'closed')
    const early = {
      params: { id: closed.id, sessionId: closed.sessions[0]?.id ?? '' },
      body: { marks: [], unmarked: 'present' },
    } as const
    expect(
      (await (await desk()).call(markAttendance, { ...early, body: { ...early.body, marks: [] } }))
        .problem.code,
    ).toBe('WRONG_STATE')
    const [one, other] = [await running(), await running()]
    app.clock.set(beforeSession)
    const foreign = [{ enrolmentId: other.enrolled[0] ?? '', mark: 'present' as const }]
    const call = {
      params: { id: one.id, sessionId: one.sessionId },
      body: { marks: foreign, unmarked: null },
    }
    expect((await (await desk()).call(markAttendance, call)).status).toBe(404)
    app.clock.set(morning)
    const me = await makePerson(app)
    const seat = {
      unitId: institution.id,
      accountId: me.id,
      kind: 'institution',
      level: 'clerk',
    } as const
    const { id: seatId } = await orgs.addStaff(orgs.systemActor(app.platform), seat)
    const mine = await running({}, [me, ...people.slice(0, 1)])
    app.clock.set(beforeSession)
    const both = await clientFor(app, { accountId: me.id, seatId })
    const params = { id: mine.id, sessionId: mine.sessionId }
    const own = [{ enrolmentId: mine.enrolled[0] ?? '', mark: 'present' as const }]
    const refused = await both.call(markAttendance, {
      params,
      body: { marks: own, unmarked: null },
    })
    expect([refused.status, refused.problem.code]).toEqual([403, 'OWN_RECORD'])
    const rest = await both.call(markAttendance, {
      params,
      body: { marks: [], unmarked: 'present' },
    })
    expect(rest.body).toEqual({ marked: 1 })
  })
})
