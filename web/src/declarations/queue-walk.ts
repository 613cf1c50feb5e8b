import { listReviews } from '@xueshi/contract/declarations'
import { queryClient, reading, useRead } from '../queries.ts'
import { neighboursIn, queueQuery, type QueueSearch } from './queue.ts'
import { followingIn, type Found, neighbourIn } from './queue-pages.ts'

/** The neighbours of a record in the page of the queue that it was opened from, and whether others lie beyond. */
export function useNeighbours(search: QueueSearch, id: string) {
  const page = useRead(listReviews, { query: queueQuery(search) }).data
  const { previous, next, place, count } = neighboursIn(page?.items ?? [], id)
  const mayGoBack = previous !== null || Boolean(search.after)
  return { place, count, mayGoBack, mayGoOn: next !== null || Boolean(page?.next) }
}

const pageOf = (staleTime: number) => (search: QueueSearch) =>
  queryClient.fetchQuery({ ...reading(listReviews, { query: queueQuery(search) }), staleTime })

/** The record before or after one in the queue, on whichever page; null at its ends. */
export const neighbourOf = (from: Found, to: 'previous' | 'next'): Promise<Found | null> =>
  neighbourIn(pageOf(60_000), from, to)

/** The record to open after one was decided; null when nothing waits. */
export function nextAfter(decided: Found): Promise<Found | null> {
  const { queryKey } = reading(listReviews, { query: queueQuery(decided.search) })
  return followingIn(pageOf(0), decided, queryClient.getQueryData(queryKey))
}
