import type { ActorKind } from '@xueshi/contract/actor'
import type { LazyPage } from '../lazy-page.ts'

/** One row of a portal's table. Without `text` it is a page that the menu does not show. */
export interface Entry {
  path: string
  page: LazyPage
  text?: string
  /** The heading in the menu under which it stands. */
  group?: string
  /** Shown only to those who are not signed in. */
  visitors?: true
}

export interface Portal {
  kind: ActorKind | 'public'
  /** What the switcher calls it. */
  name: string
  home: string
  entries: readonly Entry[]
}

/** True where the menu entry's page, or one below it, is open. */
export function isOpen(portal: Portal, entry: Entry, path: string): boolean {
  if (entry.path === path) return true
  return entry.path !== portal.home && path.startsWith(`${entry.path}/`)
}
