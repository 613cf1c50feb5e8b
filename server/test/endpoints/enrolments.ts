import { signInMac, slotAt } from '../../src/training/attendance/rules.ts'
import type { TestApp } from '../app.ts'
import {
  enrol,
  type Institution,
  institutionAt,
  makeClassIn,
  makeOpenClass,
} from '../factories/training.ts'
import { employer, person, reason, type EndpointRows } from './rows.ts'

/** A class in which the person has a place and whose first session is on now. */
export async function sessionNow(
  app: TestApp,
  institution: Institution,
  people: readonly { id: string }[],
) {
  const { db, clock } = app.platform
  const { id, sessions } = await makeClassIn(app, institution, 'running', { people })
  const sessionId = sessions[0]?.id ?? ''
  const endsAt = new Date(clock.now().getTime() + 3_600_000)
  await db
    .updateTable('classSessions')
    .set({ startsAt: clock.now(), endsAt })
    .where('id', '=', sessionId)
    .execute()
  return { id, sessionId }
}

/** An enrolment of the person's in a class that is over for them to judge. */
async function attended(app: TestApp, institution: Institution, own: { id: string }) {
  const { db, clock } = app.platform
  const one = await makeClassIn(app, institution, 'assessing', { people: [own] })
  const { id } = await db
    .selectFrom('enrolments')
    .select('id')
    .where('classId', '=', one.id)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('attendance')
    .values({
      sessionId: one.sessions[0]?.id ?? '',
      enrolmentId: id,
      mark: 'present',
      source: 'list',
      at: clock.now(),
    })
    .execute()
  return id
}

/** An enrolment of the person's by their employer. */
async function nominated(app: TestApp, institution: Institution, own: { id: string }) {
  const { id: classId } = await makeOpenClass(app, institution)
  const { id } = await enrol(app, own, classId)
  return app.platform.db
    .updateTable('enrolments')
    .set(({ ref }) => ({ nominatedBy: ref('unitId') }))
    .where('id', '=', id)
    .returning(['id', 'version'])
    .executeTakeFirstOrThrow()
}

/** What people and employers do with classes. */
export const enrolmentRows: EndpointRows = {
  doors: {
    'GET /open-classes': [...person, ...employer],
    'GET /open-classes/:id': [...person, ...employer],
    'POST /enrolments': person,
    'GET /enrolments': person,
    'GET /enrolments/:id': person,
    'POST /enrolments/:id/withdraw': person,
    'GET /enrolments/:id/calendar': person,
    'GET /enrolments/:id/notice': person,
    'POST /enrolments/:id/evaluation': person,
    'POST /sign-ins': person,
    'GET /open-classes/:id/candidates': employer,
    'POST /open-classes/:id/nominations': employer,
    'GET /nominations': employer,
    'GET /nominations/sheet': employer,
    'POST /nominations/:id/recall': employer,
  },
  make: async (app, personas) => {
    const institution = await institutionAt(app, personas.institution)
    const own = { id: personas.individual.accountId ?? '' }
    const open = await makeOpenClass(app, institution)
    const other = await makeOpenClass(app, institution)
    const mine = await enrol(app, own, other.id)
    const named = await nominated(app, institution, own)
    const judged = await attended(app, institution, own)
    const now = await sessionNow(app, institution, [own])
    const slot = slotAt(app.clock.now())
    const asked = { classId: now.id, sessionId: now.sessionId, slot }
    const mac = signInMac(app.platform.keys.ticketKey, asked)
    const form = { content: 5, teaching: 5, organisation: 5, comment: null }
    return {
      requests: {
        'GET /open-classes': { query: { state: 'finished' } },
        'GET /open-classes/:id': { params: { id: open.id } },
        'POST /enrolments': { body: { classId: open.id } },
        'GET /enrolments': {},
        'GET /enrolments/:id': { params: { id: mine.id } },
        'POST /enrolments/:id/withdraw': {
          params: { id: mine.id },
          body: { version: mine.version },
        },
        'GET /enrolments/:id/calendar': { params: { id: mine.id } },
        'GET /enrolments/:id/notice': { params: { id: judged } },
        'POST /enrolments/:id/evaluation': { params: { id: judged }, body: form },
        'POST /sign-ins': { body: { sessionId: now.sessionId, slot, mac } },
        'GET /open-classes/:id/candidates': { params: { id: open.id } },
        'POST /open-classes/:id/nominations': {
          params: { id: open.id },
          body: { personIds: [own.id] },
        },
        'GET /nominations': {},
        'GET /nominations/sheet': {},
        'POST /nominations/:id/recall': {
          params: { id: named.id },
          body: { version: named.version, reason },
        },
      },
      ids: [mine.id, judged, named.id],
    }
  },
}
