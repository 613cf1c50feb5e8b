import { lazyRouteComponent, type RouteComponent } from '@tanstack/react-router'
import type { ReactNode } from 'react'

export type LazyPage = RouteComponent

/**
 * A page whose code is fetched when it is first wanted; `fetchModule` is `() => import('…')` of a
 * module whose default export is the page. Files that a deployment has taken away reload the page once.
 */
export function lazy(fetchModule: () => Promise<{ default: () => ReactNode }>): LazyPage {
  return lazyRouteComponent(fetchModule)
}
