import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type AnyRoute,
  type ErrorComponentProps,
} from '@tanstack/react-router'
import type { ActorKind } from '@xueshi/contract/actor'
import type { Session } from '@xueshi/contract/orgs'
import { takeReload } from './build.ts'
import { CallError } from './call.ts'
import { paths, portalAt } from './paths.ts'
import { portals } from './portals/all.ts'
import type { Portal } from './portals/portal.ts'
import { publicPortal } from './portals/public.tsx'
import { Shell } from './portals/shell.tsx'
import { queryClient, reading } from './queries.ts'
import { chooseSeat, chosenSeat } from './seat.ts'
import { sessionReading } from './session.ts'
import { Skeleton } from './ui/skeleton.tsx'
import { ErrorPage, NotFound } from './ui/states.tsx'

const root = createRootRoute({
  component: Shell,
  beforeLoad: async ({ location, preload }) => {
    if (preload || !takeReload()) return
    window.location.replace(location.href)
    // The page is about to go: nothing of the old bundle should still be drawn.
    await new Promise(() => undefined)
  },
})

type Guard = (place: { pathname: string; href: string }) => Promise<void>

const entriesOf = (portal: Portal, guard?: Guard): AnyRoute[] =>
  portal.entries.map(({ path, page }) =>
    createRoute({
      getParentRoute: () => root,
      path,
      component: page,
      // A pointer that comes near only fetches code: guards read for the seat of the page that is open.
      ...(guard
        ? { beforeLoad: ({ location, preload }) => (preload ? undefined : guard(location)) }
        : {}),
    }),
  )

function guardOf(kind: ActorKind): Guard {
  return async ({ pathname, href }) => {
    const session = await queryClient.fetchQuery(sessionReading)
    if (!session.account) throw redirect({ href: paths.login(href) })
    if (session.account.mustChangePassword) throw redirect({ href: paths.password() })
    if (kind === 'individual') return individualGuard(session, pathname)
    const seats = session.seats.filter((seat) => seat.kind === kind)
    const [first] = seats
    if (!first) throw new CallError('FORBIDDEN', 403)
    if (!seats.some((seat) => seat.id === chosenSeat(kind))) chooseSeat(kind, first.id)
  }
}

/** A person without a profile is led to it first; the account stays within reach. */
async function individualGuard(session: Session, pathname: string): Promise<void> {
  if (!session.individual) throw new CallError('FORBIDDEN', 403)
  if (pathname === paths.profile() || pathname === paths.security('individual')) return
  // Only the signed in need it: its shapes stay out of the first load.
  const { readOwnProfile } = await import('@xueshi/contract/people')
  const profile = await queryClient.fetchQuery(reading(readOwnProfile, {}))
  if (!profile.current && !profile.confirmed) throw redirect({ href: paths.profile() })
}

const accessibility = createRoute({
  getParentRoute: () => root,
  path: paths.accessibility(),
  component: lazyRouteComponent(() => import('./portals/accessibility.tsx')),
})

// The condition is decided when the bundle is made, so that production does not even hold the page.
const kit = __KIT__
  ? [
      createRoute({
        getParentRoute: () => root,
        path: '/_kit',
        component: lazyRouteComponent(() => import('./ui/kit/kit.tsx')),
      }),
    ]
  : []

const kinds = portals.flatMap((portal) =>
  portal.kind === 'public' ? [] : entriesOf(portal, guardOf(portal.kind)),
)

const Waiting = () => (
  <div className="page">
    <Skeleton lines={4} />
  </div>
)
const Broken = ({ error, reset }: ErrorComponentProps) => <ErrorPage error={error} retry={reset} />

export const router = createRouter({
  routeTree: root.addChildren([...entriesOf(publicPortal), ...kinds, accessibility, ...kit]),
  defaultPendingComponent: Waiting,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: NotFound,
  defaultPendingMs: 300,
  scrollRestoration: true,
  // Plain text in the URL: `?state=draft`, not JSON.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const entries = Object.entries(search).map(([key, value]) => [key, String(value)])
    const text = new URLSearchParams(entries).toString()
    return text ? `?${text}` : ''
  },
})

/**
 * A login that ended while the page was open: a reading leads to the login page and back; a move
 * does not, so that nothing typed is lost: the person can log in in another tab and send it again.
 */
export function leaveWhenSignedOut(error: unknown, act: 'read' | 'move'): void {
  if (!(error instanceof CallError)) return
  if (error.code === 'PASSWORD_CHANGE_REQUIRED') router.history.push(paths.password())
  if (error.code !== 'SIGNED_OUT') return
  void queryClient.invalidateQueries({ queryKey: sessionReading.queryKey })
  const { pathname, href } = router.state.location
  if (act === 'read' && portalAt(pathname)) router.history.push(paths.login(href))
}
