import type { ActorKind } from '@xueshi/contract/actor'
import type { Category } from '@xueshi/contract/ledger'
import { portalPaths, publicPaths } from './public-paths.ts'

export { portalAt, portalPaths } from './public-paths.ts'

/** The portals whose offices review records. */
export type ReviewPortal = 'employer' | 'industry' | 'hrss'

/** The portals of units that have staff. */
export type StaffedPortal = ReviewPortal | 'institution'

/** The portals in which courses are planned, and those in which they are filed. */
export type OrganiserPortal = 'institution' | 'industry'
export type FilingPortal = 'industry' | 'hrss'

/** An authority plans its own courses beside those that it files. */
const coursesPath = (kind: OrganiserPortal) =>
  kind === 'institution' ? '/institution/courses' : '/industry/filings/own'

/** An address with these in its search; what is not given is not asked. */
function withSearch(path: string, asked: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(asked).filter((one): one is [string, string] => Boolean(one[1]))
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`
}

/** Every URL of the pages. */
export const paths = {
  ...publicPaths,

  security: (kind: ActorKind) => `${portalPaths[kind]}/security`,

  tasks: (kind: ActorKind) => `${portalPaths[kind]}/tasks`,
  watchedTasks: () => '/admin/system/tasks',
  messages: (kind: ActorKind) => `${portalPaths[kind]}/messages`,

  settings: () => '/admin/system/settings',
  templates: () => '/admin/system/settings/templates',
  dictionaries: () => '/admin/system/dictionaries',
  dictionary: (name: string) => `/admin/system/dictionaries/${name}`,
  interfaces: () => '/admin/system/interfaces',
  houseState: () => '/admin/system/state',
  accounts: () => '/admin/security/accounts',
  account: (id: string) => `/admin/security/accounts/${id}`,
  loginSettings: () => '/admin/security/logins',
  audit: () => '/admin/audit/log',
  integrity: () => '/admin/audit/integrity',
  sensitiveViews: () => '/admin/audit/views',

  exemptions: () => '/me/exemptions',
  newExemption: () => '/me/exemptions/new',
  exemption: (id: string) => `/me/exemptions/${id}`,
  editExemption: (id: string) => `/me/exemptions/${id}/edit`,

  profile: () => '/me/profile',
  corrections: () => '/me/corrections',
  newCorrection: () => '/me/corrections/new',
  correction: (id: string) => `/me/corrections/${id}`,
  declarations: () => '/me/declarations',
  /** With what is chosen already in its form, or a former record to copy. */
  newDeclaration: (
    chosen: { form?: string; category?: Category | undefined; copy?: string } = {},
  ) => withSearch('/me/declarations/new', chosen),
  declaration: (id: string) => `/me/declarations/${id}`,
  editDeclaration: (id: string) => `/me/declarations/${id}/edit`,
  years: () => '/me/certificates',
  printCertificate: (id: string) => `/me/certificates/${id}`,
  recentYears: () => '/me/years',
  year: (year: number | string) => `/me/years/${year}`,
  hourOrigin: (year: number | string, hour: string) => `/me/years/${year}/hours/${hour}`,

  missingHours: () => '/me/missing-hours',
  newMissingHours: () => '/me/missing-hours/new',
  missingHoursClaim: (id: string) => `/me/missing-hours/${id}`,
  claims: (kind: ActorKind) => `${portalPaths[kind]}/missing-hours`,
  claim: (kind: ActorKind, id: string) => `${portalPaths[kind]}/missing-hours/${id}`,
  ownCases: (kind: ActorKind) => `${portalPaths[kind]}/integrity`,
  ownCase: (kind: ActorKind, id: string) => `${portalPaths[kind]}/integrity/${id}`,
  legacyBatches: () => '/hrss/legacy',
  legacyBatch: (id: string) => `/hrss/legacy/${id}`,
  certification: () => '/hrss/certification',
  certificationRun: (id: string) => `/hrss/certification/${id}`,
  certificateTemplates: () => '/hrss/certificate-templates',
  newCertificateTemplate: () => '/hrss/certificate-templates/new',
  certificateTemplate: (id: string) => `/hrss/certificate-templates/${id}`,
  editCertificateTemplate: (id: string) => `/hrss/certificate-templates/${id}/edit`,
  certificates: (kind: ActorKind) => `${portalPaths[kind]}/certificates`,
  certificate: (kind: ActorKind, id: string) => `${portalPaths[kind]}/certificates/${id}`,
  cases: (kind: ActorKind) => `${portalPaths[kind]}/cases`,
  newCase: (kind: ActorKind) => `${portalPaths[kind]}/cases/new`,
  case: (kind: ActorKind, id: string) => `${portalPaths[kind]}/cases/${id}`,
  editCase: (kind: ActorKind, id: string) => `${portalPaths[kind]}/cases/${id}/edit`,
  courses: coursesPath,
  newCourse: (kind: OrganiserPortal) => `${coursesPath(kind)}/new`,
  course: (kind: OrganiserPortal, id: string) => `${coursesPath(kind)}/${id}`,
  editCourse: (kind: OrganiserPortal, id: string) => `${coursesPath(kind)}/${id}/edit`,
  topics: () => '/hrss/topics',
  completions: (batch?: string) => withSearch('/institution/interface', { batch }),
  completionBatches: () => '/institution/interface/batches',
  reportableCourses: () => '/institution/interface/courses',
  apiKeys: () => '/institution/interface/keys',
  webhooks: () => '/institution/interface/webhooks',
  filings: (kind: FilingPortal) => `${portalPaths[kind]}/filings`,
  filing: (kind: FilingPortal, id: string) => `${portalPaths[kind]}/filings/${id}`,

  classes: () => '/institution/classes',
  newClass: () => '/institution/classes/new',
  class: (id: string) => `/institution/classes/${id}`,
  editClass: (id: string) => `/institution/classes/${id}/edit`,
  changeClass: (id: string) => `/institution/classes/${id}/change`,
  confirming: () => '/institution/enrolments',
  confirmingClass: (id: string) => `/institution/enrolments/${id}`,
  attending: () => '/institution/attendance',
  attendanceOf: (id: string) => `/institution/attendance/${id}`,
  sessionOf: (id: string, sessionId: string) => `/institution/attendance/${id}/${sessionId}`,
  signInCode: (id: string, sessionId: string) => `/institution/attendance/${id}/${sessionId}/code`,
  grading: () => '/institution/results',
  resultsOf: (id: string) => `/institution/results/${id}`,
  /** Where the codes on the wall lead; the server writes the address. */
  signIn: () => '/me/sign-in',
  classReviews: (kind: FilingPortal) => `${portalPaths[kind]}/classes`,
  classReview: (kind: FilingPortal, id: string) => `${portalPaths[kind]}/classes/${id}`,
  openClasses: (category?: Category) => withSearch('/me/classes', { category }),
  openClass: (id: string) => `/me/classes?class=${id}`,
  enrolments: () => '/me/enrolments',
  enrolment: (id: string) => `/me/enrolments/${id}`,
  nominations: () => '/employer/nominations',
  nominationsMade: () => '/employer/nominations/made',
  nominate: (id: string) => `/employer/nominations/${id}`,

  employments: () => '/me/employments',
  people: () => '/employer/people',
  staffPeople: () => '/employer/staff-people',
  personYears: (kind: ActorKind, id: string) => `${portalPaths[kind]}/people/${id}/years`,
  personYear: (kind: ActorKind, id: string, year: number | string) =>
    `${portalPaths[kind]}/people/${id}/years/${year}`,
  personHourOrigin: (kind: ActorKind, id: string, year: number | string, hour: string) =>
    `${portalPaths[kind]}/people/${id}/years/${year}/hours/${hour}`,
  lookup: (kind: FilingPortal) => `${portalPaths[kind]}/people`,
  unit: () => '/employer/unit',
  helpDesk: (kind: StaffedPortal) => `${portalPaths[kind]}/help-desk`,
  staff: (kind: StaffedPortal) => `${portalPaths[kind]}/staff`,
  correctionReviews: () => '/hrss/corrections',
  correctionReview: (id: string) => `/hrss/corrections/${id}`,
  offices: (kind: 'hrss' | 'industry') => `${portalPaths[kind]}/offices`,
  officeTree: () => '/admin/security/offices',
  accreditation: (id: string) => `/hrss/accreditations/${id}`,
  accreditations: () => '/hrss/accreditations',
  ownAccreditation: (kind: 'employer' | 'institution') => `${portalPaths[kind]}/accreditation`,
  subUnits: () => '/employer/sub-units',
  managedUnits: () => '/hrss/units/all',
  managedUnit: (id: string) => `/hrss/units/all/${id}`,
  unitChanges: () => '/hrss/units/changes',
  unitChange: (id: string) => `/hrss/units/changes/${id}`,
  exemptionReviews: (kind: 'employer' | 'hrss') => `${portalPaths[kind]}/exemptions`,
  exemptionReview: (kind: 'employer' | 'hrss', id: string) =>
    `${portalPaths[kind]}/exemptions/${id}`,
  ruleSets: () => '/hrss/rules',
  ruleSet: (id: string) => `/hrss/rules/${id}`,
  editRuleSet: (id: string) => `/hrss/rules/${id}/edit`,
  unitReviews: () => '/hrss/units/waiting',
  unitReview: (id: string) => `/hrss/units/waiting/${id}`,
  batches: () => '/employer/batches',
  newBatch: () => '/employer/batches/new',
  batch: (id: string) => `/employer/batches/${id}`,
  editBatch: (id: string) => `/employer/batches/${id}/edit`,
  reviews: (kind: ReviewPortal) => `${portalPaths[kind]}/reviews`,
  review: (kind: ReviewPortal, id: string) => `${portalPaths[kind]}/reviews/${id}`,
}
