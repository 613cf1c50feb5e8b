import type { ActorKind } from '@xueshi/contract/actor'
import type { Session } from '@xueshi/contract/orgs'
import { CallError } from './call-error.ts'
import { lazy, type LazyPage } from './lazy-page.ts'
import { paths } from './paths.ts'
import type { Place } from './place.ts'
import { portals } from './portals/all.ts'
import { publicPortal } from './portals/public.tsx'
import { preloadBy } from './preload.ts'
import { queryClient, reading } from './queries.ts'
import { matcher } from './route-table.ts'
import { chooseSeat, chosenSeat } from './seat.ts'
import { sessionReading } from './session.ts'

/** Answers where to go instead, or null when the page may open; throws what the page then shows. */
type Guard = (place: Place) => Promise<string | null>

interface Route {
  path: string
  page: LazyPage
  guard?: Guard
}

function guardOf(kind: ActorKind): Guard {
  return async ({ path, search }) => {
    const session = await queryClient.fetchQuery(sessionReading)
    if (!session.account) return paths.login(path + search)
    if (session.account.mustChangePassword) return paths.password()
    if (session.account.mustSetSecondFactor) return paths.secondFactor()
    if (kind === 'individual') return individualGuard(session, path)
    const seats = session.seats.filter((seat) => seat.kind === kind)
    const [first] = seats
    if (!first) throw new CallError('FORBIDDEN', 403)
    if (!seats.some((seat) => seat.id === chosenSeat(kind))) chooseSeat(kind, first.id)
    return null
  }
}

/** A person without a profile is led to it first; the account stays within reach. */
async function individualGuard(session: Session, path: string): Promise<string | null> {
  if (!session.individual) throw new CallError('FORBIDDEN', 403)
  if (path === paths.profile() || path === paths.security('individual')) return null
  // Only the signed in need it: its shapes stay out of the first load.
  const { readOwnProfile } = await import('@xueshi/contract/people')
  const profile = await queryClient.fetchQuery(reading(readOwnProfile, {}))
  return profile.current || profile.confirmed ? null : paths.profile()
}

const accessibility: Route = {
  path: paths.accessibility(),
  page: lazy(() => import('./portals/accessibility.tsx')),
}

// Decided when the bundle is made, so that production does not even hold the page.
const kit: Route[] = __KIT__
  ? [{ path: '/_kit', page: lazy(() => import('./ui/kit/kit.tsx')) }]
  : []

const inside = portals.flatMap(({ kind, entries }): Route[] => {
  if (kind === 'public') return []
  const guard = guardOf(kind)
  return entries.map(({ path, page }) => ({ path, page, guard }))
})

/** The route of a path, from the portals' tables; null where there is no page. */
export const routeAt = matcher<Route>([...publicPortal.entries, accessibility, ...kit, ...inside])

preloadBy((to) => {
  const [path = to] = to.split('?')
  routeAt(path)
    ?.route.page.load()
    .catch(() => undefined)
})
