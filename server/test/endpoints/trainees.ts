import * as attendance from '../../src/training/attendance/service.ts'
import * as scans from '../../src/training/attendance-scans/service.ts'
import * as results from '../../src/training/results/service.ts'
import { makePerson } from '../factories/people.ts'
import { makeInput } from '../factories/tasks.ts'
import {
  enrol,
  finishNow,
  institutionAt,
  makeClassIn,
  makeOpenClass,
} from '../factories/training.ts'
import { sessionNow } from './enrolments.ts'
import { hrss, reason, type EndpointRows } from './rows.ts'

const institution = ['institution'] as const

/** What an institution does with those who applied. */
export const traineeRows: EndpointRows = {
  doors: {
    'GET /classes/:id/enrolments': institution,
    'GET /classes/:id/enrolments/:enrolmentId': institution,
    'POST /classes/:id/decisions': institution,
    'POST /classes/:id/confirm-in-order': institution,
    'GET /classes/:id/evaluations': institution,
    'GET /classes/:id/sessions': institution,
    'GET /classes/:id/sessions/:sessionId/attendance': institution,
    'POST /classes/:id/sessions/:sessionId/attendance': institution,
    'GET /classes/:id/sessions/:sessionId/codes': institution,
    'GET /classes/:id/sessions/:sessionId/sheet': institution,
    'POST /classes/:id/sessions/:sessionId/imports': institution,
    'GET /classes/:id/scans': [...institution, 'industry', ...hrss],
    'POST /classes/:id/sessions/:sessionId/scans': institution,
    'DELETE /classes/:id/sessions/:sessionId/scans/:scanId': institution,
    'GET /classes/:id/roster': institution,
    'GET /classes/:id/notice': institution,
    'GET /classes/:id/sessions/:sessionId/sign-in-sheet': institution,
    'GET /classes/:id/results': institution,
    'POST /classes/:id/results': institution,
    'GET /classes/:id/finish': institution,
    'POST /classes/:id/finish': institution,
    'POST /classes/:id/enrolments/:enrolmentId/correction': institution,
  },
  make: async (app, personas) => {
    const mine = await institutionAt(app, personas.institution)
    const { db } = app.platform
    const trainee = await makePerson(app)
    const enrolmentOf = async (classId: string) =>
      db
        .selectFrom('enrolments')
        .selectAll()
        .where('classId', '=', classId)
        .executeTakeFirstOrThrow()
    const open = await makeOpenClass(app, mine)
    const applied = await enrol(app, trainee, open.id)
    const now = await sessionNow(app, mine, [trainee])
    const form = { exam: 'assessment', attendancePercent: 0 } as const
    const judged = async () => {
      const one = await makeClassIn(app, mine, 'assessing', { form, people: [trainee] })
      const { id: enrolmentId } = await enrolmentOf(one.id)
      for (const { id: sessionId } of one.sessions)
        await attendance.mark(
          mine.actor,
          { id: one.id, sessionId },
          { marks: [], unmarked: 'present' },
        )
      const item = { enrolmentId, attempt: 1 as const, score: null, passed: true }
      await results.save(mine.actor, one.id, { items: [item] })
      return { ...one, item }
    }
    const assessing = await judged()
    const finished = await judged()
    await finishNow(mine, finished.id)
    const { id: enrolmentId, version } = await enrolmentOf(finished.id)
    const { digest } = await results.preview(mine.actor, assessing.id)
    const inputId = await makeInput(app, mine.actor, '报名序号')
    const given = { name: '签到表.pdf', sizeBytes: 1000 }
    const scan = await scans.add(mine.actor, { id: now.id, sessionId: now.sessionId }, given)
    const ofClass = { params: { id: open.id } }
    const ofSession = { params: { id: now.id, sessionId: now.sessionId } }
    const ofJudged = { params: { id: assessing.id } }
    return {
      requests: {
        'GET /classes/:id/enrolments': ofClass,
        'GET /classes/:id/enrolments/:enrolmentId': {
          params: { id: open.id, enrolmentId: applied.id },
        },
        'POST /classes/:id/decisions': {
          ...ofClass,
          body: { decision: 'confirm', ids: [applied.id], reason: null },
        },
        'POST /classes/:id/confirm-in-order': ofClass,
        'GET /classes/:id/evaluations': ofClass,
        'GET /classes/:id/sessions': ofClass,
        'GET /classes/:id/sessions/:sessionId/attendance': ofSession,
        'POST /classes/:id/sessions/:sessionId/attendance': {
          ...ofSession,
          body: { marks: [], unmarked: 'present' },
        },
        'GET /classes/:id/sessions/:sessionId/codes': ofSession,
        'GET /classes/:id/sessions/:sessionId/sheet': ofSession,
        'POST /classes/:id/sessions/:sessionId/imports': {
          ...ofSession,
          body: { inputId, dryRun: false },
        },
        'GET /classes/:id/scans': { params: { id: now.id }, query: { session: now.sessionId } },
        'POST /classes/:id/sessions/:sessionId/scans': {
          ...ofSession,
          body: { name: '签到表.pdf', sizeBytes: 1000 },
        },
        'DELETE /classes/:id/sessions/:sessionId/scans/:scanId': {
          params: { ...ofSession.params, scanId: scan.id },
        },
        'GET /classes/:id/roster': ofClass,
        'GET /classes/:id/notice': ofClass,
        'GET /classes/:id/sessions/:sessionId/sign-in-sheet': ofSession,
        'GET /classes/:id/results': ofJudged,
        'POST /classes/:id/results': { ...ofJudged, body: { items: [assessing.item] } },
        'GET /classes/:id/finish': ofJudged,
        'POST /classes/:id/finish': { ...ofJudged, body: { version: assessing.version, digest } },
        'POST /classes/:id/enrolments/:enrolmentId/correction': {
          params: { id: finished.id, enrolmentId },
          body: { version, to: 'failed', reason },
        },
      },
      ids: [applied.id, enrolmentId],
    }
  },
}
