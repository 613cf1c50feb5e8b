import {
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  redirect,
  useRouterState,
  type AnyRoute,
  type ErrorComponentProps,
} from '@tanstack/react-router'
import { Fragment } from 'react'
import { focusOnArrival } from './arrival.ts'
import { takeReload } from './build.ts'
import type { Guard } from './guards.ts'
import { lazy, type LazyPage } from './lazy-page.ts'
import { portalPaths } from './public-paths.ts'
import { knowPortals } from './portals/known.ts'
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

const makeRoot = () =>
  createRootRoute({
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

type Place = { path: string; page: LazyPage; guard?: Guard }

const outside: readonly Place[] = [
  ...publicPortal.entries,
  // Decided when the bundle is made, so that production does not even hold the page.
  ...(__KIT__ ? [{ path: '/_kit', page: lazy(() => import('./ui/kit/kit.tsx')) }] : []),
]

/**
 * The tree of all routes. Until the tables of the portals are there, a door stands for each portal:
 * behind it they are fetched and the address is looked up anew. A tree is new in all its parts, since the
 * router looks at nothing else to see that there is another.
 */
function treeOf(inside: readonly Place[]): AnyRoute {
  const root = makeRoot()
  const getParentRoute = () => root
  const places = [...outside, ...inside].map(({ path, page, guard }) =>
    createRoute({
      getParentRoute,
      path,
      component: page,
      ...(guard ? { beforeLoad: ({ location }) => guard(location) } : {}),
    }),
  )
  const isOpen = inside.length > 0
  // An open door stays where it was, for it may be drawn as waiting while the trees are changed; but
  // the portal's own address is its home's, which the router would hold for the lesser fit.
  const doors = Object.values(portalPaths).map((path) =>
    createRoute({
      getParentRoute,
      path: `${path}/$`,
      ...(isOpen
        ? {
            component: NotFound,
            params: { parse: ({ _splat }: { _splat?: string }) => (_splat ? { _splat } : false) },
          }
        : {
            beforeLoad: async ({ location }) => {
              await openPortals()
              throw redirect({ href: location.href, replace: true })
            },
          }),
    }),
  )
  return root.addChildren([...places, ...doors])
}

/** The tables of the portals behind the login; only those who go there need them. */
async function openPortals(): Promise<void> {
  const { portals, guardOf, catchLostFocus } = await import('./portals/inside.ts')
  catchLostFocus()
  knowPortals(portals)
  const inside = portals.flatMap(({ kind, entries }) => {
    const guard = guardOf(kind)
    return entries.map(({ path, page }) => ({ path, page, guard }))
  })
  router.update({ ...router.options, routeTree: treeOf(inside) })
}

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
  routeTree: treeOf([]),
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
