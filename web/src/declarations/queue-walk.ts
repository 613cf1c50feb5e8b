import { listReviews } from '@xueshi/contract/declarations'
import { queryClient, reading, useRead } from '../queries.ts'
import { neighboursIn, queueQuery, type QueueSearch } from './queue.ts'

/** The neighbours of a record in the page of the queue that it was opened from. */
export function useNeighbours(search: QueueSearch, id: string) {
  const items = useRead(listReviews, { query: queueQuery(search) }).data?.items ?? []
  return neighboursIn(items, id)
}

/**
 * The record to open after one was decided: the one that followed it, else the oldest that is still
 * there, first under the same filters; null when nothing waits.
 */
export async function nextAfter(
  search: QueueSearch,
  decided: string,
  followed: string | null,
): Promise<{ id: string; search: QueueSearch } | null> {
  const { after: _, ...filters } = search
  for (const part of [search, filters]) {
    const { items } = await queryClient.fetchQuery({
      ...reading(listReviews, { query: queueQuery(part) }),
      staleTime: 0,
    })
    const left = items.filter((row) => row.declarationId !== decided)
    const next = left.find((row) => row.declarationId === followed) ?? left[0]
    if (next) return { id: next.declarationId, search: part }
  }
  return null
}
