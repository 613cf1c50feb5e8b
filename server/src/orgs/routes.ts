import { readUnread } from '@xueshi/contract/messages'
import { extendLogin } from '@xueshi/contract/accounts/logins'
import { readSession, searchUnits } from '@xueshi/contract/orgs'
import * as absenceLaw from '@xueshi/contract/orgs/absences'
import * as invitationLaw from '@xueshi/contract/orgs/invitations'
import * as joinLaw from '@xueshi/contract/orgs/joins'
import { addLicence } from '@xueshi/contract/orgs/licences'
import * as reviewLaw from '@xueshi/contract/orgs/reviews'
import * as staffLaw from '@xueshi/contract/orgs/staff'
import * as law from '@xueshi/contract/orgs/units'
import { serve, type Serving } from '../platform/http.ts'
import * as absences from './absences/service.ts'
import * as invitations from './invitations/service.ts'
import * as joins from './joins/service.ts'
import * as licences from './licences/service.ts'
import * as reviews from './reviews/service.ts'
import * as registrations from './registrations/service.ts'
import * as orgs from './service.ts'
import * as staff from './staff/service.ts'
import * as units from './units/service.ts'

const done = { done: true } as const

export function serveOrgs(serving: Serving): void {
  serve(serving, readSession, ({ actor }) => orgs.readSession(actor))
  serve(serving, extendLogin, ({ actor }) => orgs.extendLogin(actor))
  serve(serving, readUnread, ({ actor }) => orgs.readUnread(actor))
  serve(serving, searchUnits, ({ actor, query }) => orgs.searchUnits(actor, query.search))
  serveOwnUnit(serving)
  serveGivingUp(serving)
  serveStaff(serving)
  serveJoins(serving)
  serveInvitations(serving)
  serveAbsences(serving)
  serveReviews(serving)
}

function serveOwnUnit(serving: Serving): void {
  serve(
    serving,
    law.registerUnit,
    ({ actor, body }) => units.register(actor, body),
    ({ actor }, id) => units.presentRegistered(actor, id),
  )
  serve(serving, law.readOwnUnit, ({ actor }) => units.readOwn(actor))
  serve(
    serving,
    law.saveUnit,
    ({ actor, body }) => units.save(actor, body),
    ({ actor }) => units.readOwn(actor),
  )
  serve(
    serving,
    law.changeContact,
    ({ actor, body }) => units.changeContact(actor, body),
    ({ actor }) => units.readOwn(actor),
  )
  serve(
    serving,
    addLicence,
    ({ actor, body }) => licences.addLicence(actor, body),
    ({ actor }, id) => licences.presentUpload(actor, id),
  )
  serve(
    serving,
    law.submitUnit,
    ({ actor, body }) => units.submit(actor, body),
    ({ actor }) => units.readOwn(actor),
  )
}

function serveGivingUp(serving: Serving): void {
  serve(
    serving,
    law.withdrawUnit,
    ({ actor, body }) => registrations.withdraw(actor, body),
    async () => done,
  )
  serve(
    serving,
    law.discardUnit,
    ({ actor, body }) => registrations.discard(actor, body),
    async () => done,
  )
}

function serveStaff(serving: Serving): void {
  serve(serving, staffLaw.listStaff, ({ actor }) => staff.list(actor))
  serve(
    serving,
    staffLaw.setStaffLevel,
    ({ actor, params, body }) => staff.setLevel(actor, params.id, body.level),
    async () => done,
  )
  serve(
    serving,
    staffLaw.endStaff,
    ({ actor, params }) => staff.end(actor, params.id),
    async () => done,
  )
  serve(
    serving,
    staffLaw.leaveStaff,
    ({ actor, params }) => staff.leave(actor, params.id),
    async () => done,
  )
}

function serveJoins(serving: Serving): void {
  serve(
    serving,
    joinLaw.applyToJoin,
    ({ actor, body }) => joins.apply(actor, body.code),
    ({ actor }, id) => joins.presentOwn(actor, id),
  )
  serve(serving, joinLaw.listJoins, ({ actor }) => joins.list(actor))
  serve(
    serving,
    joinLaw.acceptJoin,
    ({ actor, params, body }) => joins.decide(actor, { ...params, ...body, state: 'accepted' }),
    async () => done,
  )
  serve(
    serving,
    joinLaw.refuseJoin,
    ({ actor, params, body }) => joins.decide(actor, { ...params, ...body, state: 'refused' }),
    async () => done,
  )
}

function serveInvitations(serving: Serving): void {
  serve(
    serving,
    invitationLaw.invite,
    ({ actor, body }) => invitations.invite(actor, body),
    ({ actor }, id) => invitations.presentSent(actor, id),
  )
  serve(serving, invitationLaw.listInvitations, ({ actor }) => invitations.listSent(actor))
  serve(
    serving,
    invitationLaw.revokeInvitation,
    ({ actor, params, body }) => invitations.revoke(actor, { ...params, ...body }),
    ({ actor }, id) => invitations.presentSent(actor, id),
  )
  serve(serving, invitationLaw.listOwnInvitations, ({ actor }) => invitations.listOwn(actor))
  serve(serving, invitationLaw.claimInvitation, ({ actor, body }) =>
    invitations.claim(actor, body.ticket),
  )
  serve(
    serving,
    invitationLaw.acceptInvitation,
    ({ actor, params, body }) => invitations.accept(actor, { ...params, ...body }),
    async (_, seatId) => ({ seatId }),
  )
  serve(
    serving,
    invitationLaw.declineInvitation,
    ({ actor, params, body }) => invitations.decline(actor, { ...params, ...body }),
    async () => done,
  )
}

function serveAbsences(serving: Serving): void {
  serve(serving, absenceLaw.listAbsences, ({ actor }) => absences.list(actor))
  serve(
    serving,
    absenceLaw.nameDeputy,
    ({ actor, body }) => absences.nameDeputy(actor, body),
    ({ actor }, id) => absences.read(actor, id),
  )
  serve(
    serving,
    absenceLaw.endAbsence,
    ({ actor, params }) => absences.end(actor, params.id),
    async () => done,
  )
}

function serveReviews(serving: Serving): void {
  serve(serving, reviewLaw.listUnitReviews, ({ actor, query }) =>
    reviews.listWaiting(actor, query.after),
  )
  serve(serving, reviewLaw.readUnit, ({ actor, params }) => reviews.read(actor, params.id))
  serve(
    serving,
    reviewLaw.approveUnit,
    ({ actor, params, body }) => reviews.approve(actor, { ...params, ...body }),
    ({ actor }, id) => reviews.read(actor, id),
  )
  serve(
    serving,
    reviewLaw.returnUnit,
    ({ actor, params, body }) => reviews.giveBack(actor, { ...params, ...body }),
    ({ actor }, id) => reviews.read(actor, id),
  )
  serve(
    serving,
    reviewLaw.rejectUnit,
    ({ actor, params, body }) => reviews.reject(actor, { ...params, ...body }),
    ({ actor }, id) => reviews.read(actor, id),
  )
  serve(
    serving,
    reviewLaw.mergeUnit,
    ({ actor, params, body }) => reviews.merge(actor, { ...params, ...body }),
    ({ actor }, id) => reviews.read(actor, id),
  )
}
