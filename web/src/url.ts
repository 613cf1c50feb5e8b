import { useMatch, useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router'
import type { ActorKind } from '@xueshi/contract/actor'
import { useCallback, useMemo } from 'react'
import * as z from 'zod/mini'
import type { ReviewPortal } from './paths.ts'
import { portalAt } from './public-paths.ts'

/** A parameter of the page's path, such as the `id` of `/me/declarations/$id`. */
export function usePathParam(name: string): string {
  const value = useOptionalPathParam(name)
  if (value === undefined) throw new Error(`the path has no ${name}`)
  return value
}

/** The same where a page stands at two paths, with and without it. */
export function useOptionalPathParam(name: string): string | undefined {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false })
  return params[name]
}

/** The portal that the page is open in; null outside the portals. */
export function usePortalKind(): ActorKind | null {
  // Of the page that asks: it stays in its portal while the next page is being fetched.
  return portalAt(useMatch({ strict: false, select: ({ pathname }) => pathname }))
}

/** The same for the pages that reviewing portals share. */
export function useReviewKind(): ReviewPortal {
  const kind = usePortalKind()
  if (kind === 'industry' || kind === 'hrss') return kind
  return 'employer'
}

/** Goes to an address of `paths.ts`: `go(paths.declarations())`. */
export function useGo(): (to: string, options?: { replace?: boolean }) => void {
  const { history } = useRouter()
  return useCallback(
    (to, options) => {
      if (options?.replace) history.replace(to)
      else history.push(to)
      // At once: what is sent next goes out from the seat of the portal in the address bar, and the seat of
      // the one that is left may be over.
      history.flush()
    },
    [history],
  )
}

/** What the URL asks of the page that stands there: `?name=…`, as text. */
export function useSearchText(): Readonly<Record<string, string>> {
  return useSearch({ strict: false })
}

/**
 * State that lives in the URL, so that it survives reloading, going back and sharing. The shape reads
 * strings (`z.object({state: z.optional(z.enum([…]))})`); a value that does not fit is left out.
 * `set` takes the keys to change; undefined or '' removes one.
 */
export function useUrlState<Shape extends z.ZodMiniObject>(
  shape: Shape,
): [z.output<Shape>, (patch: Readonly<Record<string, string | undefined>>) => void] {
  const standing = useSearchText()
  const navigate = useNavigate()
  const value = useMemo(() => readSearch(shape, standing), [shape, standing])
  const set = (patch: Readonly<Record<string, string | undefined>>) =>
    // The page stays, so it keeps its place under the eyes.
    void navigate({ to: '.', search: { ...standing, ...patch }, resetScroll: false })
  return [value, set]
}

function readSearch<Shape extends z.ZodMiniObject>(
  shape: Shape,
  standing: Readonly<Record<string, string>>,
): z.output<Shape> {
  const first = z.safeParse(shape, standing)
  if (first.success) return first.data
  const given = { ...standing }
  for (const issue of first.error.issues) delete given[String(issue.path[0])]
  return z.parse(shape, given)
}
