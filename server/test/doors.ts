import type { Endpoint } from '@xueshi/contract/endpoint'
import { roles, type Role } from './personas.ts'

export const signedIn = roles.filter((role) => !['visitor', 'pending', 'disabled'].includes(role))
const early = [...signedIn, 'pending'] as const
const person = ['individual'] as const
const employer = ['employer.clerk', 'employer.manager'] as const
const managers = ['employer.manager'] as const
const unitStaff = [...employer, 'institution'] as const
const hrss = ['hrss.province', 'hrss.city', 'hrss.county'] as const
const offices = [...employer, 'industry', 'hrss.province', 'hrss.city', 'hrss.county'] as const

/** Who may come in where, by hand: what is not said here is forbidden. */
export const mayEnter: Readonly<Record<string, readonly Role[]>> = {
  'POST /captchas': roles,
  'POST /accounts': roles,
  'POST /logins': roles,
  'POST /logins/second-factor': roles,
  'GET /logins': signedIn,
  'DELETE /logins/:id': signedIn,
  'DELETE /logins': signedIn,
  'POST /logins/current/extension': early,
  'GET /account': signedIn,
  'POST /account/codes': signedIn,
  'POST /account/contacts': signedIn,
  'POST /account/questions': signedIn,
  'POST /account/second-factor': early,
  'POST /account/second-factor/confirmation': early,
  'POST /account/second-factor/removal': signedIn,
  'POST /account/recovery-codes': signedIn,
  'POST /recoveries': roles,
  'POST /recoveries/:id/codes': roles,
  'POST /recoveries/:id/proof': roles,
  'POST /recoveries/:id/answers': roles,
  'POST /recoveries/:id/password': roles,
  'POST /claims': roles,
  'DELETE /logins/current': early,
  'POST /password': early,
  'GET /session': roles,
  'GET /units': signedIn,
  'POST /units': [...person, ...unitStaff],
  'GET /unit': unitStaff,
  'PUT /unit': unitStaff,
  'POST /unit/licence': unitStaff,
  'POST /unit/submit': unitStaff,
  'GET /staff': [...offices, 'institution'],
  'POST /staff/:id/level': managers,
  'POST /staff/:id/end': managers,
  'POST /joins': [...person, ...unitStaff],
  'GET /joins': managers,
  'POST /joins/:id/accept': managers,
  'POST /joins/:id/refuse': managers,
  'GET /unit-reviews': hrss,
  'GET /units/:id': hrss,
  'POST /units/:id/approve': hrss,
  'POST /units/:id/return': hrss,
  'POST /units/:id/merge': hrss,
  'GET /profile': person,
  'POST /profile': person,
  'POST /profiles/:id/withdraw': person,
  'GET /profiles': employer,
  'GET /profiles/:id': employer,
  'POST /profiles/:id/confirm': employer,
  'POST /profiles/:id/return': employer,
  'GET /declarations': person,
  'POST /declarations': person,
  'GET /declarations/:id': [...person, ...offices],
  'PUT /declarations/:id': person,
  'POST /declarations/deletions': person,
  'POST /declarations/:id/submit': person,
  'POST /declarations/:id/withdraw': person,
  'POST /declarations/:id/evidence': person,
  'DELETE /declarations/:id/evidence/:evidenceId': person,
  'GET /reviews': offices,
  'POST /declarations/:id/return': offices,
  'POST /declarations/:id/pass': offices,
  'POST /declarations/:id/recognise': offices,
  'POST /declarations/:id/reject': offices,
  'GET /years': person,
  'GET /years/:year': person,
  'POST /years/:id/certify': person,
  'GET /certificates/:id/pdf': person,
  'GET /verifications/:code': roles,
  'POST /verifications': roles,
  'GET /messages': signedIn,
  'POST /messages/read': signedIn,
  'GET /messages/preferences': signedIn,
  'POST /messages/preferences': signedIn,
  'GET /demo/sent': roles,
  'GET /home': signedIn,
}

/** An endpoint as the table names it. */
export const lineOf = ({ method, path }: Endpoint) => `${method} ${path}`
