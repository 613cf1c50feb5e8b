import type { ActorKind } from '@xueshi/contract/actor'
import type { LazyPage } from '../lazy-page.ts'

/** What the switcher calls them: also where their tables have not come yet. */
export const portalNames: Readonly<Record<ActorKind, string>> = {
  individual: '个人业务',
  employer: '单位业务',
  institution: '施教业务',
  industry: '行业管理',
  hrss: '人社管理',
  systemAdmin: '系统管理',
  securityAdmin: '安全管理',
  auditAdmin: '审计管理',
}

/** One row of a portal's table. Without `text` it is a page that the menu does not show. */
export interface Entry {
  path: string
  page: LazyPage
  text?: string
  /** The menu's page that leads to this one, where its address does not say so. */
  under?: string
  /** The heading in the menu under which it stands. */
  group?: string
  /** Shows how many messages wait to be read. */
  unread?: true
  /** Shown only to those who are not signed in. */
  visitors?: true
}

export interface Portal {
  kind: ActorKind | 'public'
  name: string
  home: string
  entries: readonly Entry[]
}

export interface InsidePortal extends Portal {
  kind: ActorKind
}

/** True where the menu entry's page, or one below it, is open. */
export function isOpen(portal: Portal, entry: Entry, path: string): boolean {
  if (entry.path === path) return true
  if (entry.path !== portal.home && path.startsWith(`${entry.path}/`)) return true
  return portal.entries.some((other) => other.under === entry.path && isOpen(portal, other, path))
}
