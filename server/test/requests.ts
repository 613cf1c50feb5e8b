import { evidenceLimit } from '@xueshi/contract/declarations'
import { licenceLimit } from '@xueshi/contract/orgs/units'
import type { Profile } from '@xueshi/contract/people'
import { defaultSettings } from '@xueshi/contract/settings'
import * as ledger from '../src/ledger/service.ts'
import type { Actor } from '../src/platform/actor.ts'
import type { TestApp } from './app.ts'
import { heldOf, type Held } from './factories/administration.ts'
import { registrationForm } from './factories/accounts.ts'
import {
  attach,
  declarationForm,
  individualActor,
  makeDraft,
  makeSubmitted,
  pdf,
} from './factories/declarations.ts'
import { creditWholeYear } from './factories/ledger.ts'
import {
  makeJoin,
  makeRegistrant,
  makeStaff,
  makeUnit,
  makeWaitingUnit,
  unitForm,
} from './factories/orgs.ts'
import { makeApplicant, profileForm } from './factories/people.ts'
import type { Caller, Personas, Request } from './personas.ts'

/** Records of the individual and of people who wait for their employer, one for each request to take. */
export type Records = {
  draft: string
  version: number
  evidence: string
  submitted: string
  submittedVersion: number
  /** Of somebody else, who waits for the same employer. */
  profile: Profile
  applicant: Caller
  year: string
  certificate: string
  code: string
  unitId: string
  /** Somebody whose unit is not submitted yet, and one that waits for its office. */
  registrant: Caller
  draftUnit: { version: number }
  waitingUnit: { id: string; version: number }
  /** Of a unit that the individual may ask to join, and an application to the employer. */
  otherCode: string
  join: string
  /** Of a clerk of the employer. */
  seat: string
  held: Held
}

export async function makeRecords(
  app: TestApp,
  { unitId, individual }: Personas,
): Promise<Records> {
  const person = { id: individual.accountId ?? '' }
  const draft = await makeDraft(app, person)
  const actor = await individualActor(app, person.id)
  const evidence = await attach(app, actor, draft.id, pdf())
  const submitted = await makeSubmitted(app, person)
  const { profile, id, client } = await makeApplicant(app, { unitId })
  const certified = await certifiedYear(app, actor, person.id, unitId)
  const registrant = await makeRegistrant(app, { isLicensed: true })
  const waiting = await makeWaitingUnit(app)
  const other = await makeUnit(app)
  return {
    unitId,
    registrant,
    draftUnit: registrant.unit,
    waitingUnit: waiting.unit,
    otherCode: other.code,
    join: await makeJoin(app, unitId),
    seat: (await makeStaff(app, unitId)).seatId,
    draft: draft.id,
    version: draft.version + 1,
    evidence,
    submitted: submitted.id,
    submittedVersion: submitted.version,
    profile,
    applicant: { accountId: id, cookies: client.cookies },
    year: certified.id,
    certificate: certified.certificate?.id ?? '',
    code: certified.certificate?.code ?? '',
    held: await heldOf(app),
  }
}

/** This year of the person, complete and certified, made the first time that it is asked for. */
async function certifiedYear(app: TestApp, actor: Actor, personId: string, unitId: string) {
  const [known] = (await ledger.listYears(actor, {})).items
  if (known) return known
  await creditWholeYear(app, personId, unitId)
  const [met] = (await ledger.listYears(actor, {})).items
  return ledger.certify(actor, met?.id ?? '')
}

const reason = '材料不清楚'

/** A request for each endpoint that would have its effect if its rightful caller sent it. */
export const requestsOf = (records: Records): Readonly<Record<string, Request>> => {
  const draft = { id: records.draft }
  const submitted = { id: records.submitted }
  const { version } = records
  const profile = { params: { id: records.profile.id }, body: { version: records.profile.version } }
  const review = { version: records.submittedVersion }
  const flow = { id: '00000000-0000-4000-8000-000000000001' }
  const join = { params: { id: records.join } }
  const waiting = {
    params: { id: records.waitingUnit.id },
    body: { version: records.waitingUnit.version },
  }
  const captcha = { id: '00000000-0000-4000-8000-000000000000', answer: 'ABCDE' }
  return {
    'POST /captchas': { body: { kind: 'image' } },
    'POST /accounts': { body: registrationForm() },
    'POST /logins': { body: { userName: 'nobody', password: 'Nothing12', captcha } },
    'POST /logins/second-factor': { body: { code: '000000' } },
    'GET /logins': {},
    'DELETE /logins/:id': { params: flow },
    'DELETE /logins': {},
    'POST /logins/current/extension': {},
    'GET /account': {},
    'POST /account/codes': { body: { contact: 'phone', address: '13900001111' } },
    'POST /account/contacts': { body: { contact: 'phone', code: '000000', password: 'wrong' } },
    'POST /account/questions': {
      body: { questions: registrationForm().questions, password: 'wrong' },
    },
    'POST /account/second-factor': { body: { password: 'wrong' } },
    'POST /account/second-factor/confirmation': { body: { code: '000000' } },
    'POST /account/second-factor/removal': { body: { password: 'wrong' } },
    'POST /account/recovery-codes': { body: { password: 'wrong' } },
    'POST /recoveries': { body: { userName: 'nobody', contact: 'phone', captcha } },
    'POST /recoveries/:id/codes': { params: flow, body: { contact: 'phone' } },
    'POST /recoveries/:id/proof': { params: flow, body: { code: '000000' } },
    'POST /recoveries/:id/answers': { params: flow, body: { answers: ['甲', '乙'] } },
    'POST /recoveries/:id/password': {
      params: flow,
      body: { newPassword: 'Another12x', newPasswordAgain: 'Another12x' },
    },
    'POST /claims': {
      body: { name: '陈嘉欣', documentType: 'residentId', documentNumber: '1', captcha },
    },
    'DELETE /logins/current': {},
    'POST /password': {
      body: { password: 'wrong', newPassword: 'Another12x', newPasswordAgain: 'Another12x' },
    },
    'GET /session': {},
    'GET /units': { query: { search: '广州' } },
    'POST /units': { body: unitForm() },
    'GET /unit': {},
    'PUT /unit': { body: { version: records.draftUnit.version, form: unitForm() } },
    'POST /unit/contact': {
      body: { version: 1, contactName: '何穗生', contactPhone: '020-87654321' },
    },
    'POST /unit/licence': { body: { name: '营业执照.pdf', sizeBytes: licenceLimit.bytes } },
    'POST /unit/submit': { body: { version: records.draftUnit.version } },
    'GET /staff': {},
    'POST /staff/:id/level': { params: { id: records.seat }, body: { level: 'clerk' } },
    'POST /staff/:id/end': { params: { id: records.seat }, body: {} },
    'POST /joins': { body: { code: records.otherCode } },
    'GET /joins': {},
    'POST /joins/:id/accept': { ...join, body: { version: 1, level: 'clerk' } },
    'POST /joins/:id/refuse': { ...join, body: { version: 1, reason } },
    'GET /unit-reviews': {},
    'GET /units/:id': { params: waiting.params },
    'POST /units/:id/approve': waiting,
    'POST /units/:id/return': { ...waiting, body: { ...waiting.body, reason } },
    'POST /units/:id/merge': { ...waiting, body: { ...waiting.body, intoId: records.unitId } },
    'GET /profile': {},
    'POST /profile': { body: { version: null, form: profileForm('440106198803070011') } },
    'POST /profiles/:id/withdraw': profile,
    'GET /profiles': {},
    'GET /profiles/:id': { params: profile.params },
    'POST /profiles/:id/confirm': profile,
    'POST /profiles/:id/return': { ...profile, body: { ...profile.body, reason } },
    'GET /declarations': {},
    'POST /declarations': { body: declarationForm() },
    'GET /declarations/:id': { params: submitted },
    'PUT /declarations/:id': { params: draft, body: { version, form: declarationForm() } },
    'POST /declarations/deletions': { body: { ids: [records.draft] } },
    'POST /declarations/:id/submit': { params: draft, body: { version } },
    'POST /declarations/:id/withdraw': { params: submitted, body: review },
    'POST /declarations/:id/evidence': {
      params: draft,
      body: { name: '证书.pdf', sizeBytes: evidenceLimit.bytes },
    },
    'DELETE /declarations/:id/evidence/:evidenceId': {
      params: { ...draft, evidenceId: records.evidence },
    },
    'GET /reviews': {},
    'POST /declarations/:id/return': { params: submitted, body: { ...review, reason } },
    'POST /declarations/:id/pass': { params: submitted, body: review },
    'POST /declarations/:id/recognise': {
      params: submitted,
      body: { ...review, recognisedTenths: 100, reason },
    },
    'POST /declarations/:id/reject': { params: submitted, body: { ...review, reason } },
    'GET /years': {},
    'GET /years/:year': { params: { year: '2026' } },
    'POST /years/:id/certify': { params: { id: records.year }, body: {} },
    'GET /certificates/:id/pdf': { params: { id: records.certificate } },
    'GET /verifications/:code': { params: { code: records.code } },
    'POST /verifications': { body: { number: '000000', name: '陈嘉欣' } },
    'GET /messages': {},
    'POST /messages/read': { body: { ids: null } },
    'GET /messages/preferences': {},
    'POST /messages/preferences': { body: { sms: true, email: false } },
    'GET /demo/sent': {},
    'GET /home': {},
    'GET /administration/settings': {},
    'PUT /administration/settings': { body: { version: 0, values: defaultSettings.system } },
    'GET /administration/state': {},
    'GET /administration/login-settings': {},
    'PUT /administration/login-settings': { body: { version: 0, values: defaultSettings.login } },
    'GET /administration/accounts': { query: { search: 'user' } },
    'GET /administration/accounts/:id': { params: { id: records.held.id } },
    'POST /administration/accounts/:id/disable': {
      params: { id: records.held.id },
      body: { version: 1, reason },
    },
    'POST /administration/accounts/:id/enable': {
      params: { id: records.held.disabledId },
      body: { version: 2, reason },
    },
    'POST /administration/accounts/:id/rest/removal': {
      params: { id: records.held.id },
      body: { reason },
    },
    'POST /administration/accounts/:id/second-factor/removal': {
      params: { id: records.held.id },
      body: { reason },
    },
    'POST /administration/accounts/:id/logins/:loginId/end': {
      params: { id: records.held.id, loginId: records.held.loginId },
      body: { reason },
    },
    'GET /administration/audit': {},
    'GET /administration/sensitive-views': {},
    'POST /administration/audit/:id/personal': {
      params: { id: records.held.auditId },
      body: { reason },
    },
    'GET /administration/audit-checks': {},
    'POST /administration/audit-checks': { body: {} },
  }
}
