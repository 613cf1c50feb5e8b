import type { ActorKind } from '@xueshi/contract/actor'

/** Where each portal begins. The first match of a URL names the portal, and with it the seat. */
export const portalPaths: Record<ActorKind, string> = {
  individual: '/me',
  employer: '/employer',
  institution: '/institution',
  industry: '/industry',
  hrss: '/hrss',
  systemAdmin: '/admin/system',
  securityAdmin: '/admin/security',
  auditAdmin: '/admin/audit',
}

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

/** Every URL of the pages. */
export const paths = {
  home: () => '/',
  login: (next?: string) => (next ? `/login?next=${encodeURIComponent(next)}` : '/login'),
  register: (next?: string) => (next ? `/register?next=${encodeURIComponent(next)}` : '/register'),
  registerUnit: () => '/register/unit',
  invitations: (ticket?: string) => (ticket ? `/invitations/${ticket}` : '/invitations'),
  password: (next?: string) => (next ? `/password?next=${encodeURIComponent(next)}` : '/password'),
  recover: () => '/recover',
  secondFactor: () => '/second-factor',
  verify: (code?: string) => (code ? `/verify/${encodeURIComponent(code)}` : '/verify'),
  accessibility: () => '/accessibility',
  topicCatalogue: () => '/catalogue/topics',
  catalogue: () => '/catalogue/courses',
  catalogueCourse: (id: string) => `/catalogue/courses/${id}`,

  portalHome: (kind: ActorKind) => portalPaths[kind],
  security: (kind: ActorKind) => `${portalPaths[kind]}/security`,

  messages: (kind: ActorKind) => `${portalPaths[kind]}/messages`,
  /** In the demo: what would have been sent. */
  sent: () => '/demo/sent',

  settings: () => '/admin/system/settings',
  houseState: () => '/admin/system/state',
  accounts: () => '/admin/security/accounts',
  account: (id: string) => `/admin/security/accounts/${id}`,
  loginSettings: () => '/admin/security/logins',
  audit: () => '/admin/audit/log',
  integrity: () => '/admin/audit/integrity',
  sensitiveViews: () => '/admin/audit/views',

  profile: () => '/me/profile',
  declarations: () => '/me/declarations',
  newDeclaration: () => '/me/declarations/new',
  declaration: (id: string) => `/me/declarations/${id}`,
  editDeclaration: (id: string) => `/me/declarations/${id}/edit`,
  years: () => '/me/certificates',
  printCertificate: (id: string) => `/me/certificates/${id}`,
  year: (year: number | string) => `/me/years/${year}`,

  ownCases: (kind: ActorKind) => `${portalPaths[kind]}/integrity`,
  ownCase: (kind: ActorKind, id: string) => `${portalPaths[kind]}/integrity/${id}`,
  cases: (kind: ActorKind) => `${portalPaths[kind]}/cases`,
  newCase: (kind: ActorKind) => `${portalPaths[kind]}/cases/new`,
  case: (kind: ActorKind, id: string) => `${portalPaths[kind]}/cases/${id}`,
  editCase: (kind: ActorKind, id: string) => `${portalPaths[kind]}/cases/${id}/edit`,
  courses: coursesPath,
  newCourse: (kind: OrganiserPortal) => `${coursesPath(kind)}/new`,
  course: (kind: OrganiserPortal, id: string) => `${coursesPath(kind)}/${id}`,
  editCourse: (kind: OrganiserPortal, id: string) => `${coursesPath(kind)}/${id}/edit`,
  topics: () => '/hrss/topics',
  filings: (kind: FilingPortal) => `${portalPaths[kind]}/filings`,
  filing: (kind: FilingPortal, id: string) => `${portalPaths[kind]}/filings/${id}`,

  people: () => '/employer/people',
  unit: () => '/employer/unit',
  helpDesk: (kind: StaffedPortal) => `${portalPaths[kind]}/help-desk`,
  staff: (kind: StaffedPortal) => `${portalPaths[kind]}/staff`,
  unitReviews: () => '/hrss/units/waiting',
  unitReview: (id: string) => `/hrss/units/waiting/${id}`,
  reviews: (kind: ReviewPortal) => `${portalPaths[kind]}/reviews`,
  review: (kind: ReviewPortal, id: string) => `${portalPaths[kind]}/reviews/${id}`,
}

/** The portal that a URL's path lies in, or null outside the portals. */
export function portalAt(path: string): ActorKind | null {
  const kinds = Object.keys(portalPaths) as ActorKind[] // keys of a Record over ActorKind
  return (
    kinds.find((kind) => path === portalPaths[kind] || path.startsWith(`${portalPaths[kind]}/`)) ??
    null
  )
}
