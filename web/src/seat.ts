import type { ActorKind } from '@xueshi/contract/actor'
import { portalAt } from './public-paths.ts'

const storedAs = (kind: ActorKind) => `xueshi.seat.${kind}`

/** Remembers, for this tab alone, from which seat its person acts in a portal. */
export function chooseSeat(kind: ActorKind, seatId: string): void {
  sessionStorage.setItem(storedAs(kind), seatId)
}

/** The seat chosen in this tab for a portal, or null. */
export function chosenSeat(kind: ActorKind): string | null {
  return sessionStorage.getItem(storedAs(kind))
}

/** The seat behind a request sent now: that of the portal in the address bar; null acts as oneself. */
export function seatNow(): string | null {
  const kind = portalAt(window.location.pathname)
  return kind === null || kind === 'individual' ? null : chosenSeat(kind)
}
