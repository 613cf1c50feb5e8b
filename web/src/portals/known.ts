import type { ActorKind } from '@xueshi/contract/actor'
import { useSyncExternalStore } from 'react'
import { portalPaths } from '../public-paths.ts'
import { portalNames, type InsidePortal, type Portal } from './portal.ts'
import { publicPortal } from './public.tsx'

let known: readonly InsidePortal[] = []
const listeners = new Set<() => void>()

/** Called once the tables of the portals are there. */
export function knowPortals(portals: readonly InsidePortal[]): void {
  known = portals
  for (const listener of listeners) listener()
}

const listen = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The portal that a page lies in; without entries for the moment in which its table is on the way. */
export function usePortal(kind: ActorKind | null): Portal {
  const portals = useSyncExternalStore(listen, () => known)
  if (kind === null) return publicPortal
  return (
    portals.find((portal) => portal.kind === kind) ?? {
      kind,
      name: portalNames[kind],
      home: portalPaths[kind],
      entries: [],
    }
  )
}
