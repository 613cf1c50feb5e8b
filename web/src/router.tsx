import {
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  useRouterState,
  type AnyRoute,
  type ErrorComponentProps,
} from '@tanstack/react-router'
import { Fragment } from 'react'
import { focusOnArrival } from './arrival.ts'
import { takeReload } from './build.ts'
import { guardOf, type Guard } from './guards.ts'
import { lazy, type LazyPage } from './lazy-page.ts'
import { paths } from './paths.ts'
import { portals } from './portals/all.ts'
import { publicPortal } from './portals/public.tsx'
import { Shell } from './portals/shell.tsx'
import { seatNow } from './seat.ts'
import { Skeleton } from './ui/skeleton.tsx'
import { ErrorPage, NotFound } from './ui/whole-page.tsx'

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

/** Another seat is another person at work: nothing typed for the one stays for the other. */
function Seated() {
  // Every arrival counts: the address may be the same, and only the seat another.
  useRouterState({
    select: ({ matches, resolvedLocation }) =>
      `${resolvedLocation?.state.__TSR_key} ${matches[1]?.pathname}`,
  })
  return (
    <Fragment key={seatNow()}>
      <Outlet />
    </Fragment>
  )
}

const root = createRootRoute({
  component: Seated,
  beforeLoad: async ({ location }) => {
    // Another question to the page that is open must not take what is typed in it.
    if (router.state.resolvedLocation?.pathname === location.pathname) return
    if (!takeReload()) return
    window.location.reload()
    // The page is about to go: nothing of the old bundle should still be drawn.
    await new Promise(() => undefined)
  },
})

const routeOf = ({ path, page }: { path: string; page: LazyPage }, guard?: Guard): AnyRoute =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: page,
    ...(guard ? { beforeLoad: ({ location }) => guard(location) } : {}),
  })

const inside = portals.flatMap(({ kind, entries }) => {
  if (kind === 'public') return []
  const guard = guardOf(kind)
  return entries.map((entry) => routeOf(entry, guard))
})

const outside = [
  ...publicPortal.entries,
  { path: paths.accessibility(), page: lazy(() => import('./portals/accessibility.tsx')) },
  // Decided when the bundle is made, so that production does not even hold the page.
  ...(__KIT__ ? [{ path: '/_kit', page: lazy(() => import('./ui/kit/kit.tsx')) }] : []),
]

const Waiting = () => (
  <div className="page">
    <Skeleton lines={4} />
  </div>
)
const Broken = ({ error }: ErrorComponentProps) => (
  <ErrorPage error={error} retry={() => void router.invalidate()} />
)

/**
 * Draws the page of the address bar inside the shell. The former page stays until the guard has
 * spoken and the code is there; only a slow one is replaced by a skeleton.
 */
export const router = createRouter({
  routeTree: root.addChildren([...outside.map((entry) => routeOf(entry)), ...inside]),
  // Around all routes rather than the first of them, so that it stands before any guard has spoken.
  InnerWrap: Shell,
  defaultPendingComponent: Waiting,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: NotFound,
  defaultPendingMs: 300,
  scrollRestoration: true,
  // Plain text in the URL: `?state=draft`, not JSON.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
    const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()
    return text ? `?${text}` : ''
  },
})

router.subscribe('onRendered', focusOnArrival)
