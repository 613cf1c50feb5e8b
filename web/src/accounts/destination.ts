import type { ActorKind } from '@xueshi/contract/actor'
import { portalAt } from '../public-paths.ts'

/**
 * Where a login leads: back to the page that asked for it, if that is a path of this site and lies in
 * none but the person's own portals; else to `first`, where their logins begin.
 */
export function destination(
  next: string | undefined,
  { first, portals }: { first: string; portals: readonly ActorKind[] },
): string {
  const path = next ? ownPath(next) : null
  if (!next || path === null) return first
  const kind = portalAt(path)
  return kind === null || portals.includes(kind) ? next : first
}

// Any origin will do: an address that leaves it would leave ours.
const anyOrigin = 'https://here.invalid'

/** The path of an address on this site, null for any other: `//host` and `/\host` would leave it. */
function ownPath(next: string): string | null {
  if (!next.startsWith('/')) return null
  const { origin, pathname } = new URL(next, anyOrigin)
  return origin === anyOrigin ? pathname : null
}
