import type { Seat } from '@xueshi/contract/orgs'
import { chosenSeat } from './seat.ts'
import { useSession } from './session.ts'
import { usePortalKind } from './url.ts'

/** The seat from which this tab acts in the portal that is open: a person may have several of its kind. */
export function useSeat(): Seat | undefined {
  const kind = usePortalKind()
  const id = kind && chosenSeat(kind)
  return useSession()?.seats.find((seat) => seat.id === id)
}
