import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'

/** What waits for the actor, by kind; a page names each kind and links to its list. */
export const todoKinds = [
  'completeProfile', // the person has no profile yet, or only a draft
  'correctProfile', // the employer returned it
  'provePhone', // no code to the person's phone was given back yet
  'answerInvitations', // units that ask the person to work for them
  'correctDeclarations', // returned records
  'finishDrafts', // records never sent, or withdrawn
  'correctCorrections', // 更正申请 that came back
  'correctExemptions', // returned applications for 免修减免
  'finishUnit', // the unit was not submitted yet, or came back
  'decideJoins', // people who ask the manager for a seat
  'reviewUnits', // units of the region that wait
  'decideCorrections', // people who ask the office for another name or document
  'reviewUnitChanges', // units of the region that ask to be called otherwise
  'reviewAccreditations', // 机构资质 whose turn it is at the office
  'correctAccreditation', // the unit's 机构资质 came back to its manager
  'decideSubUnits', // units that ask the manager to stand below this one
  'confirmPeople', // profiles that wait for the employer
  'decidePartTime', // people who ask to work for the unit beside their own
  'answerTransfers', // people who leave, to which the unit may object
  'decideTransfers', // objections on which the office decides
  'reviewDeclarations', // records that wait at the office
  'reviewExemptions', // applications for 免修减免 that wait at the office
  'correctCourses', // returned by the office that files them
  'correctClasses', // returned by the office that approves them
  'confirmTrainees', // classes in which people wait for the institution's decision
  'finishClasses', // classes that are to be judged
  'fileCourses', // courses that wait at the office
  'approveClasses', // classes that wait at the office
  'answerClaims', // hours that people miss, held up at the seat's office
  'readAnswers', // claims of the person that were answered
  'decideCases', // 失信 entered by colleagues, that wait for another officer
  'failedTasks', // long work that failed within seven days, for the system administrator
  'failedJobs', // work of the house itself that was tried to the end
  'restingAccounts', // accounts that are kept out for a while, for the security administrator
  'auditFindings', // what the last check of the audit found, for the audit administrator
  'auditUnverified', // 1: seals, and no check of them within seven days
] as const
export type TodoKind = (typeof todoKinds)[number]

/** Counts are capped at 99 and then say `more`: nobody counts a large table for a badge. */
export const readHome = endpoint('GET /home', {
  summary: '首页待办',
  by: 'signedIn',
  repeat: 'natural',
  reply: z.object({
    todos: z.array(z.object({ kind: z.enum(todoKinds), count: z.int(), more: z.boolean() })),
  }),
})
