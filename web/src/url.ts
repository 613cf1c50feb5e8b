import type { ActorKind } from '@xueshi/contract/actor'
import { useMemo } from 'react'
import * as z from 'zod/mini'
import { useDrawn } from './page-context.ts'
import { portalAt, type ReviewPortal } from './paths.ts'
import { goTo } from './place.ts'

/** A parameter of the page's path, such as the `id` of `/me/declarations/$id`. */
export function usePathParam(name: string): string {
  const value = useOptionalPathParam(name)
  if (value === undefined) throw new Error(`the path has no ${name}`)
  return value
}

/** The same where a page stands at two paths, with and without it. */
export function useOptionalPathParam(name: string): string | undefined {
  return useDrawn().params[name]
}

/** The portal that the page is open in; null outside the portals. */
export function usePortalKind(): ActorKind | null {
  return portalAt(useDrawn().place.path)
}

/** The same for the pages that reviewing portals share. */
export function useReviewKind(): ReviewPortal {
  const kind = usePortalKind()
  if (kind === 'industry' || kind === 'hrss') return kind
  return 'employer'
}

/** Goes to an address of `paths.ts`: `go(paths.declarations())`. */
export function useGo(): (to: string, options?: { replace?: boolean }) => void {
  return goTo
}

/**
 * State that lives in the URL, so that it survives reloading, going back and sharing. The shape reads
 * strings (`z.object({state: z.optional(z.enum([…]))})`); a value that does not fit is left out.
 * `set` takes the keys to change; undefined or '' removes one.
 */
export function useUrlState<Shape extends z.ZodMiniObject>(
  shape: Shape,
): [z.output<Shape>, (patch: Readonly<Record<string, string | undefined>>) => void] {
  const { search: standing, path } = useDrawn().place
  const value = useMemo(() => readSearch(shape, standing), [shape, standing])
  const set = (patch: Readonly<Record<string, string | undefined>>) => {
    const search = new URLSearchParams(standing)
    for (const [key, text] of Object.entries(patch))
      if (text) search.set(key, text)
      else search.delete(key)
    const text = search.toString()
    goTo(`${path}${text ? `?${text}` : ''}`)
  }
  return [value, set]
}

function readSearch<Shape extends z.ZodMiniObject>(shape: Shape, text: string): z.output<Shape> {
  const given: Record<string, string> = Object.fromEntries(new URLSearchParams(text))
  const first = z.safeParse(shape, given)
  if (first.success) return first.data
  for (const issue of first.error.issues) delete given[String(issue.path[0])]
  return z.parse(shape, given)
}
