import { redirect } from '@tanstack/react-router'
import type { ActorKind } from '@xueshi/contract/actor'
import type { Session } from '@xueshi/contract/orgs'
import { CallError } from './call-error.ts'
import { paths } from './paths.ts'
import { queryClient, reading } from './queries.ts'
import { chooseSeat, chosenSeat } from './seat.ts'
import { sessionReading } from './session.ts'

/** Lets a page open, or throws: a redirect, or the error that the page then shows. */
export type Guard = (place: { pathname: string; href: string }) => Promise<void>

/** The guard of a portal's pages: a login, a seat of the portal's kind, and the way to what comes first. */
export function guardOf(kind: ActorKind): Guard {
  return async ({ pathname, href }) => {
    const session = await queryClient.fetchQuery(sessionReading)
    if (!session.account) throw redirect({ href: paths.login(href) })
    if (session.account.mustChangePassword) throw redirect({ href: paths.password() })
    if (session.account.mustSetSecondFactor) throw redirect({ href: paths.secondFactor() })
    if (kind === 'individual') return individualGuard(session, pathname)
    const seats = session.seats.filter((seat) => seat.kind === kind)
    const [first] = seats
    if (!first) throw new CallError('FORBIDDEN', 403)
    if (!seats.some((seat) => seat.id === chosenSeat(kind))) chooseSeat(kind, first.id)
  }
}

/** What a person without a profile may open all the same: the account, who it says they are, and what was told to it. */
const withinReach = [
  paths.profile(),
  paths.corrections(),
  paths.security('individual'),
  paths.messages('individual'),
]

/** A person without a profile is led to it first. */
async function individualGuard(session: Session, pathname: string): Promise<void> {
  if (!session.individual) throw new CallError('FORBIDDEN', 403)
  if (withinReach.some((path) => pathname.startsWith(path))) return
  // Only the signed in need it: its shapes stay out of the first load.
  const { readOwnProfile } = await import('@xueshi/contract/people')
  const profile = await queryClient.fetchQuery(reading(readOwnProfile, {}))
  if (!profile.current && !profile.confirmed) throw redirect({ href: paths.profile() })
}
