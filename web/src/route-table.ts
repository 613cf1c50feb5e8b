/** A path pattern with what stands at it: `/me/declarations/$id`. */
export interface Patterned {
  path: string
}

export interface Match<Route extends Patterned> {
  route: Route
  params: Readonly<Record<string, string>>
}

const segmentsOf = (path: string) => path.split('/').filter(Boolean)

/**
 * Finds the route of a path. A literal segment beats a parameter, so `/declarations/new` is not the
 * declaration called new. Null where nothing fits, or a parameter is not valid URL encoding.
 */
export function matcher<Route extends Patterned>(
  routes: readonly Route[],
): (path: string) => Match<Route> | null {
  const table = routes
    .map((route) => ({ route, segments: segmentsOf(route.path) }))
    .sort((one, other) => openness(one.segments) - openness(other.segments))
  return (path) => {
    const given = segmentsOf(path)
    for (const { route, segments } of table) {
      const params = segments.length === given.length ? read(segments, given) : null
      if (params) return { route, params }
    }
    return null
  }
}

const openness = (segments: readonly string[]) =>
  segments.filter((segment) => segment.startsWith('$')).length

function read(pattern: readonly string[], given: readonly string[]) {
  const params: Record<string, string> = {}
  for (const [at, segment] of pattern.entries()) {
    const text = given[at] ?? ''
    if (!segment.startsWith('$')) {
      if (segment !== text) return null
      continue
    }
    try {
      params[segment.slice(1)] = decodeURIComponent(text)
    } catch {
      return null
    }
  }
  return params
}
