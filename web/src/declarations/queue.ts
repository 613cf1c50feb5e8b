import type { ReviewRow } from '@xueshi/contract/declarations'
import { categories } from '@xueshi/contract/ledger'
import * as z from 'zod/mini'
import { paths, type ReviewPortal } from '../paths.ts'

/** Which part of the queue is open: it stands in the URL of the list and of each record opened from it. */
export const QueueSearch = z.object({
  category: z.optional(z.enum(categories)),
  person: z.optional(z.string()),
  after: z.optional(z.string()),
})
export type QueueSearch = z.infer<typeof QueueSearch>

export function queueQuery({ category, person, after }: QueueSearch): QueueSearch {
  return { ...(category && { category }), ...(person && { person }), ...(after && { after }) }
}

const searchText = (search: QueueSearch) => {
  const text = new URLSearchParams(queueQuery(search)).toString()
  return text ? `?${text}` : ''
}

/** The queue where it was left. */
export const queuePath = (kind: ReviewPortal, search: QueueSearch) =>
  `${paths.reviews(kind)}${searchText(search)}`

/** A record, with the part of the queue that it was opened from. */
export const reviewPath = (kind: ReviewPortal, id: string, search: QueueSearch) =>
  `${paths.review(kind, id)}${searchText(search)}`

/** Before and after a record; one that is in the queue no more comes before the first. */
export function neighboursIn(
  items: readonly Pick<ReviewRow, 'declarationId'>[],
  id: string,
): { previous: string | null; next: string | null; place: number; count: number } {
  const at = items.findIndex((row) => row.declarationId === id)
  return {
    previous: items[at - 1]?.declarationId ?? null,
    next: items[at + 1]?.declarationId ?? null,
    place: at + 1,
    count: items.length,
  }
}
