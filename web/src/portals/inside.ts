import { adminPortals } from './admin.tsx'
import { employerPortal } from './employer.tsx'
import { hrssPortal } from './hrss.tsx'
import { individualPortal } from './individual.tsx'
import { industryPortal } from './industry.tsx'
import { institutionPortal } from './institution.tsx'
import type { InsidePortal } from './portal.ts'

export { guardOf } from '../guards.ts'
export { catchLostFocus } from './lost-focus.ts'

/** The portals that need a login, in the order of the switcher. The first page does without them. */
export const portals: readonly InsidePortal[] = [
  individualPortal,
  employerPortal,
  institutionPortal,
  industryPortal,
  hrssPortal,
  ...adminPortals,
]
