import type { RouteComponent } from '@tanstack/react-router'
import { lazy } from './portal.ts'

const files = import.meta.glob<{ default: () => React.ReactNode }>(
  '../{accounts,orgs,people,declarations,ledger,certificates,insight}/*.tsx',
)

/** The page in `web/src/<name>.tsx`; null until that file exists, and its entry is absent until then. */
export function page(name: string): RouteComponent | null {
  const load = files[`../${name}.tsx`]
  return load ? lazy(load) : null
}
