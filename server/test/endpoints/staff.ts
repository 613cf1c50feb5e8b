import { makeJoin, makeStaff, makeUnit } from '../factories/orgs.ts'
import { makeAbsence, makeInvitation } from '../factories/staff.ts'
import {
  allManagers,
  managers,
  person,
  reason,
  staffed,
  unitStaff,
  type EndpointRows,
} from './rows.ts'

export const staffRows: EndpointRows = {
  doors: {
    'GET /staff': staffed,
    'POST /staff/:id/level': allManagers,
    'POST /staff/:id/end': allManagers,
    'POST /staff/:id/leave': staffed,
    'POST /joins': [...person, ...unitStaff],
    'GET /joins': managers,
    'POST /joins/:id/accept': managers,
    'POST /joins/:id/refuse': managers,
    'POST /invitations': allManagers,
    'GET /invitations': allManagers,
    'POST /invitations/:id/revoke': allManagers,
    'GET /own-invitations': [...person, ...staffed],
    'POST /own-invitations': [...person, ...staffed],
    'POST /own-invitations/:id/accept': [...person, ...staffed],
    'POST /own-invitations/:id/decline': [...person, ...staffed],
    'GET /absences': staffed,
    'POST /absences': staffed,
    'POST /absences/:id/end': staffed,
  },
  make: async (app, { unitId, ...personas }) => {
    const other = await makeUnit(app)
    const { accountId, seatId = '' } = personas['employer.manager']
    const manager = { id: accountId ?? '', seatId }
    const away = await makeStaff(app, unitId)
    const deputy = await makeStaff(app, unitId)
    const third = await makeStaff(app, unitId)
    const leaver = await makeStaff(app, unitId)
    const join = { id: await makeJoin(app, unitId) }
    const { invitation, ...invited } = await makeInvitation(app, manager)
    const offered = { params: { id: invitation.id }, body: { version: invitation.version } }
    const seats = { seatId: away.seatId, deputySeatId: deputy.seatId }
    const absence = { id: await makeAbsence(app, manager, seats) }
    const days = { fromOn: '2026-06-03', toOn: '2026-06-05' }
    return {
      requests: {
        'GET /staff': {},
        'POST /staff/:id/level': { params: { id: third.seatId }, body: { level: 'clerk' } },
        'POST /staff/:id/end': { params: { id: third.seatId }, body: {} },
        'POST /staff/:id/leave': { params: { id: leaver.seatId }, body: {} },
        'POST /joins': { body: { code: other.code } },
        'GET /joins': {},
        'POST /joins/:id/accept': { params: join, body: { version: 1, level: 'clerk' } },
        'POST /joins/:id/refuse': { params: join, body: { version: 1, reason } },
        'POST /invitations': {
          body: { way: 'link', name: '黎小满', address: '13900000001', level: 'clerk' },
        },
        'GET /invitations': {},
        'POST /invitations/:id/revoke': offered,
        'GET /own-invitations': {},
        'POST /own-invitations': { body: { ticket: 'forged' } },
        'POST /own-invitations/:id/accept': offered,
        'POST /own-invitations/:id/decline': offered,
        'GET /absences': {},
        'POST /absences': {
          body: { seatId: third.seatId, deputySeatId: deputy.seatId, ...days },
        },
        'POST /absences/:id/end': { params: absence, body: {} },
      },
      callers: {
        'POST /staff/:id/leave': { accountId: leaver.id, ...leaver.client, seatId: leaver.seatId },
        'POST /own-invitations/:id/accept': invited,
        'POST /own-invitations/:id/decline': invited,
        'POST /absences': { accountId: third.id, ...third.client, seatId: third.seatId },
        'POST /absences/:id/end': { accountId: away.id, ...away.client, seatId: away.seatId },
      },
      ids: [join.id, invitation.id, absence.id],
    }
  },
  // A link is read before anything else.
  withoutEffect: { 'POST /own-invitations': 404 },
}
