import { extendLogin } from '@xueshi/contract/accounts/logins'
import { readSession, searchUnits } from '@xueshi/contract/orgs'
import * as reviewLaw from '@xueshi/contract/orgs/reviews'
import * as staffLaw from '@xueshi/contract/orgs/staff'
import * as law from '@xueshi/contract/orgs/units'
import { serve, type Serving } from '../platform/http.ts'
import * as joins from './joins/service.ts'
import * as licences from './licences/service.ts'
import * as reviews from './reviews/service.ts'
import * as orgs from './service.ts'
import * as staff from './staff/service.ts'
import * as units from './units/service.ts'

const done = { done: true } as const

export function serveOrgs(serving: Serving): void {
  serve(serving, readSession, ({ actor }) => orgs.readSession(actor))
  serve(serving, extendLogin, ({ actor }) => orgs.extendLogin(actor))
  serve(serving, searchUnits, ({ actor, query }) => orgs.searchUnits(actor, query.search))
  serveOwnUnit(serving)
  serveStaff(serving)
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
    law.addLicence,
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

function serveStaff(serving: Serving): void {
  serve(
    serving,
    law.applyToJoin,
    ({ actor, body }) => joins.apply(actor, body.code),
    ({ actor }, id) => joins.presentOwn(actor, id),
  )
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
  serve(serving, law.listJoins, ({ actor }) => joins.list(actor))
  serve(
    serving,
    law.acceptJoin,
    ({ actor, params, body }) => joins.decide(actor, { ...params, ...body, state: 'accepted' }),
    async () => done,
  )
  serve(
    serving,
    law.refuseJoin,
    ({ actor, params, body }) => joins.decide(actor, { ...params, ...body, state: 'refused' }),
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
    reviewLaw.mergeUnit,
    ({ actor, params, body }) => reviews.merge(actor, { ...params, ...body }),
    ({ actor }, id) => reviews.read(actor, id),
  )
}
