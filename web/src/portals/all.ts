import type { ActorKind } from '@xueshi/contract/actor'
import { adminPortals } from './admin.tsx'
import { employerPortal } from './employer.tsx'
import { hrssPortal } from './hrss.tsx'
import { individualPortal } from './individual.tsx'
import { industryPortal } from './industry.tsx'
import { institutionPortal } from './institution.tsx'
import type { Portal } from './portal.ts'
import { publicPortal } from './public.tsx'

/** The portals that need a login, in the order of the switcher. */
export const portals: readonly Portal[] = [
  individualPortal,
  employerPortal,
  institutionPortal,
  industryPortal,
  hrssPortal,
  ...adminPortals,
]

export function portalOf(kind: ActorKind | null): Portal {
  return portals.find((portal) => portal.kind === kind) ?? publicPortal
}
