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

/** Every URL that the first page names or leads to. Weight for all: no page of a portal stands here. */
export const publicPaths = {
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
  publicClasses: () => '/catalogue/classes',
  publicClass: (id: string) => `/catalogue/classes/${id}`,
  rules: () => '/rules',
  rule: (id: string) => `/rules/${id}`,
  topicCatalogue: () => '/catalogue/topics',
  catalogue: () => '/catalogue/courses',
  catalogueCourse: (id: string) => `/catalogue/courses/${id}`,
  institutions: () => '/institutions',

  portalHome: (kind: ActorKind) => portalPaths[kind],

  /** In the demo: what would have been sent. */
  sent: () => '/demo/sent',
}

/** The portal that a URL's path lies in, or null outside the portals. */
export function portalAt(path: string): ActorKind | null {
  const kinds = Object.keys(portalPaths) as ActorKind[] // keys of a Record over ActorKind
  return (
    kinds.find((kind) => path === portalPaths[kind] || path.startsWith(`${portalPaths[kind]}/`)) ??
    null
  )
}
