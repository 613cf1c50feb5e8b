import { neighboursIn, type QueueSearch } from './queue.ts'

/** A record of the queue, with the page of it that it stands on. */
export type Found = { id: string; search: QueueSearch }
/** A page of the queue as the server tells it. */
export type QueuePage = { items: readonly { declarationId: string }[]; next: string | null }
export type ReadPage = (search: QueueSearch) => Promise<QueuePage>

/** Record → the one before it on the page that was left to reach it: the server lists forward only. */
const cameFrom = new Map<string, Found>()

/** The record before or after one in the queue, on whichever page; null at its ends. */
export async function neighbourIn(
  read: ReadPage,
  { id, search }: Found,
  to: 'previous' | 'next',
): Promise<Found | null> {
  const page = await read(search)
  const beside = neighboursIn(page.items, id)[to]
  if (beside) return { id: beside, search }
  if (to === 'previous') return search.after ? lastBefore(read, { id, search }) : null
  const found = await firstFrom(read, search, page.next)
  if (found) cameFrom.set(found.id, { id, search })
  return found
}

/** The first record from a cursor on; a page that was searched in vain may still go on. */
export async function firstFrom(
  read: ReadPage,
  search: QueueSearch,
  cursor: string | null,
): Promise<Found | null> {
  for (let after = cursor; after;) {
    const onward = { ...search, after }
    const page = await read(onward)
    const [first] = page.items
    if (first) return { id: first.declarationId, search: onward }
    after = page.next
  }
  return null
}

/** The record before the first of a later page: from where it was reached, else by reading on from the beginning. */
async function lastBefore(read: ReadPage, { id, search }: Found): Promise<Found | null> {
  const known = cameFrom.get(id)
  if (known) return known
  const { after: _, ...whole } = search
  let last: Found | null = null
  let part: QueueSearch = whole
  for (;;) {
    const { items, next } = await read(part)
    const before = neighboursIn(items, id)
    if (before.place > 0) return before.previous ? { id: before.previous, search: part } : last
    const end = items.at(-1)
    if (end) last = { id: end.declarationId, search: part }
    if (!next) return last
    part = { ...whole, after: next }
  }
}

/**
 * The record to open after one was decided: the one that followed it, on the next page where it was the
 * last of its own; else the oldest that is still there, first under the same filters; null when nothing
 * waits. `known`: the page as it was before the decision.
 */
export async function followingIn(
  read: ReadPage,
  { id: decided, search }: Found,
  known: QueuePage | undefined,
): Promise<Found | null> {
  const before = known?.items ?? []
  const followed = neighboursIn(before, decided).next
  const page = await read(search)
  const left = page.items.filter((row) => row.declarationId !== decided)
  const isKnown = (one: string) => before.some((row) => row.declarationId === one)
  // The page has moved up since: what was beyond its end may stand on it now.
  const wanted = left.find(({ declarationId: one }) =>
    followed === null ? isKnown(decided) && !isKnown(one) : one === followed,
  )
  if (wanted) return { id: wanted.declarationId, search }
  const beyond = followed === null ? await firstFrom(read, search, page.next) : null
  if (beyond) return beyond
  if (left[0]) return { id: left[0].declarationId, search }
  const { after: _, ...whole } = search
  const { items } = await read(whole)
  const first = items.find((row) => row.declarationId !== decided)
  return first ? { id: first.declarationId, search: whole } : null
}
