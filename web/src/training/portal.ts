import type { FilingPortal, OrganiserPortal } from '../paths.ts'
import { useToday } from '../today.ts'
import { usePortalKind } from '../url.ts'

/** The portal in which a unit plans its courses. */
export function useOrganiserKind(): OrganiserPortal {
  return usePortalKind() === 'industry' ? 'industry' : 'institution'
}

/** The portal in which an office files them. */
export function useFilingKind(): FilingPortal {
  return usePortalKind() === 'hrss' ? 'hrss' : 'industry'
}

const firstYear = 2024

/** This year by the server's clock, and the years that there may be courses of, the newest first. */
export function useYears(): { thisYear: number; all: readonly number[] } {
  const thisYear = Number(useToday().slice(0, 4))
  const all = Array.from({ length: thisYear + 2 - firstYear }, (_, at) => thisYear + 1 - at)
  return { thisYear, all }
}
