import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { Endpoint } from '@xueshi/contract/endpoint'

/** The cache's name for an endpoint: all its readings, for `invalidate`. */
export function keyOf(endpoint: Endpoint): QueryKey {
  return [`${endpoint.method} ${endpoint.path}`]
}

/**
 * After a move: what it names is read anew at once, wherever it is looked at. What nobody looks at
 * just now (the counts of the home page, another tab's list) is read anew when it is opened next.
 */
export async function outdate(client: QueryClient, named: readonly Endpoint[] = []): Promise<void> {
  await client.invalidateQueries({ type: 'inactive', refetchType: 'none' })
  for (const endpoint of named) await client.invalidateQueries({ queryKey: keyOf(endpoint) })
}
