import { stepPurposes, waitingDays, type ReviewRow } from '@xueshi/contract/declarations'
import { categories } from '@xueshi/contract/ledger'
import { YearText } from '@xueshi/contract/shapes'
import * as z from 'zod/mini'
import { paths, type ReviewPortal } from '../paths.ts'

/** Which part of the queue is open: it stands in the URL of the list and of each record opened from it. */
export const QueueSearch = z.object({
  category: z.optional(z.enum(categories)),
  form: z.optional(z.string()),
  person: z.optional(z.string()),
  flags: z.optional(z.enum(['none', 'some'])),
  waiting: z.optional(z.enum(waitingDays)),
  unit: z.optional(z.string()),
  year: z.optional(YearText),
  purpose: z.optional(z.enum(stepPurposes)),
  after: z.optional(z.string()),
})
export type QueueSearch = z.infer<typeof QueueSearch>

export function queueQuery(search: QueueSearch): QueueSearch {
  const given = Object.entries(search).filter(([name, value]) => value && name in QueueSearch.shape)
  return Object.fromEntries(given) // what is left out of a search is what was empty in it
}

/** Whether anything but the place in the list is chosen. */
export const isFiltered = (search: QueueSearch) =>
  Object.entries(search).some(([name, value]) => name !== 'after' && Boolean(value))

/** Every filter taken off. */
export const wholeQueue = {
  category: undefined,
  form: undefined,
  person: undefined,
  flags: undefined,
  waiting: undefined,
  unit: undefined,
  year: undefined,
  purpose: undefined,
  after: undefined,
} as const

const searchText = (search: QueueSearch) => {
  const text = new URLSearchParams(queueQuery(search)).toString()
  return text ? `?${text}` : ''
}

/** The queue where it was left. */
export const queuePath = (kind: ReviewPortal, search: QueueSearch) =>
  `${paths.reviews(kind)}${searchText(search)}`

/** A record, with the part of the queue that it was opened from. */
export const reviewPath = (kind: ReviewPortal, id: string, search: QueueSearch = {}) =>
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

const hourMilliseconds = 3_600_000

/** How long something has waited, as people say it: 等待 3 天, 等待不到 1 小时. */
export function waitingText(since: string, now: number): string {
  const text = spanText(Math.max(0, (now - Date.parse(since)) / hourMilliseconds))
  return /^\d/.test(text) ? `等待 ${text}` : `等待${text}`
}

/** A stretch of hours as people say it. */
export function spanText(hours: number): string {
  if (hours < 1) return '不到 1 小时'
  if (hours < 48) return `${Math.floor(hours)} 小时`
  return `${Math.floor(hours / 24)} 天`
}
