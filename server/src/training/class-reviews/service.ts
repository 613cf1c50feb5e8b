import type { Query, Reply } from '@xueshi/contract/endpoint'
import type { listClassReviews } from '@xueshi/contract/training/classes'
import * as z from 'zod/mini'
import type { Actor } from '../../platform/actor.ts'
import { CursorInstant, readCursor, writeCursor } from '../../platform/cursor.ts'
import { fail } from '../../platform/refusal.ts'
import { presentLine, viewerOf } from '../classes/service.ts'
import * as store from './store.ts'

const pageLength = 20

/**
 * 培训班审批 of the actor's office: the longest waiting first, or what was decided, newest first. A page of a
 * search may be short and still go on.
 */
export async function list(
  actor: Actor,
  { after, decided, state, ...searched }: Query<typeof listClassReviews>,
): Promise<Reply<typeof listClassReviews>> {
  const { db } = actor.platform
  const { kind: office, unitId } = viewerOf(actor)
  if (office === 'institution') fail('NOT_FOUND')
  const last =
    after === undefined ? undefined : readCursor(after, z.tuple([CursorInstant, z.uuid()]))
  const isDecided = decided === '1' || (state !== undefined && state !== 'submitted')
  const filter = { office, unitId, decided: isDecided, state, ...searched, after: last }
  const rows = await store.listQueue(db, filter, pageLength + 1)
  const end = rows.length > pageLength ? rows[pageLength - 1] : undefined
  const isSearch = Object.values({ state, ...searched }).some((value) => value !== undefined)
  const next = end ?? (isSearch ? await store.endOfReading(db, filter) : undefined)
  return {
    items: rows.slice(0, pageLength).map(({ standsAt: _standsAt, ...row }) => presentLine(row)),
    next: next ? writeCursor([next.standsAt, next.id]) : null,
  }
}
