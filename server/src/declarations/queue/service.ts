import type {
  findRecords as findRecordsEndpoint,
  listDecided as listDecidedEndpoint,
  listReviews as listReviewsEndpoint,
  readQueue as readQueueEndpoint,
  ReviewRow,
} from '@xueshi/contract/declarations'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import * as z from 'zod/mini'
import type { Actor } from '../../platform/actor.ts'
import { CursorInstant, cut, readCursor, writeCursor } from '../../platform/cursor.ts'
import { officeOf } from '../record/service.ts'
import { personFilter } from '../rules.ts'
import * as store from './store.ts'

const pageLength = 20
const dayMilliseconds = 86_400_000

const anchorOf = (after: string | undefined) =>
  after === undefined ? undefined : readCursor(after, z.tuple([CursorInstant, z.uuid()]))

/** 待审核记录 of the actor's office, the longest waiting first. A page may be short and still go on. */
export async function listReviews(
  actor: Actor,
  {
    after,
    category,
    form,
    person,
    flags,
    waiting,
    unit,
    year,
    purpose,
  }: Query<typeof listReviewsEndpoint>,
): Promise<Reply<typeof listReviewsEndpoint>> {
  const { db, clock } = actor.platform
  const { office, unitId } = officeOf(actor)
  const filter: store.QueueFilter = {
    office,
    unitId,
    category,
    form,
    person: person === undefined ? undefined : personFilter(person),
    unitName: unit?.normalize('NFKC').trim() || undefined,
    year: year === undefined ? undefined : Number(year),
    purpose,
    flagged: flags === undefined ? undefined : flags === 'some',
    before: waiting && new Date(clock.now().getTime() - Number(waiting) * dayMilliseconds),
    after: anchorOf(after),
  }
  const rows = await store.listQueue(db, filter, pageLength + 1)
  const items = rows.slice(0, pageLength)
  const end = rows.length > pageLength ? items.at(-1) : undefined
  const isSearch = [category, form, person, flags, unit, year, purpose].some(
    (given) => given !== undefined,
  )
  const stopped = !end && isSearch ? await store.endOfReading(db, filter) : undefined
  const next = end ? [end.openedAt, end.stepId] : stopped && [stopped.openedAt, stopped.id]
  return {
    items: items.map(presentLine),
    next: next ? writeCursor(next) : null,
  }
}

const presentLine = (row: store.QueueRow): ReviewRow => ({
  declarationId: row.declarationId,
  version: row.version,
  personName: row.personName,
  unitName: row.unitName,
  name: row.name,
  category: row.category,
  form: row.form,
  claimedTenths: row.claimedTenths,
  year: row.year,
  submittedAt: row.submittedAt.toISOString(),
  waitingSince: row.waitingSince.toISOString(),
  reviewTo: row.reviewTo,
  flags: row.flags,
  purpose: row.purpose,
  lastStep: row.lastStep,
})

/** 审核概况: how many records wait at the actor's office and since when, and how long its decisions take. */
export async function readQueue(actor: Actor): Promise<Reply<typeof readQueueEndpoint>> {
  const { office, unitId } = officeOf(actor)
  const found = await store.findSummary(actor.platform.db, { office, unitId })
  const { waiting = 0, oldestSince = null, medianHours = null } = found ?? {}
  return {
    waiting: Math.min(waiting, store.mostCounted),
    more: waiting > store.mostCounted,
    oldestSince: oldestSince?.toISOString() ?? null,
    medianHours: medianHours === null ? null : Math.round(medianHours * 10) / 10,
  }
}

/** 已审核: the decisions of the actor's office, the latest first. A page may be short and still go on. */
export async function listDecided(
  actor: Actor,
  { after, person, state }: Query<typeof listDecidedEndpoint>,
): Promise<Reply<typeof listDecidedEndpoint>> {
  const { db } = actor.platform
  const { office, unitId } = officeOf(actor)
  const filter: store.DecidedFilter = {
    office,
    unitId,
    person: person === undefined ? undefined : personFilter(person),
    state,
    after: anchorOf(after),
  }
  const rows = await store.listDecided(db, filter, pageLength + 1)
  const items = rows.slice(0, pageLength)
  const end = rows.length > pageLength ? items.at(-1) : undefined
  const isSearch = person !== undefined || state !== undefined
  const stopped = !end && isSearch ? await store.endOfDecided(db, filter) : undefined
  const next = end ? [end.exactlyAt, end.stepId] : stopped && [stopped.exactlyAt, stopped.id]
  return {
    items: items.map(({ stepId: _stepId, exactlyAt: _exactlyAt, decidedAt, ...item }) => ({
      ...item,
      decidedAt: decidedAt.toISOString(),
    })),
    next: next ? writeCursor(next) : null,
  }
}

/** 查询记录: what the actor's office may look at, by 受理编号 or of one person, the latest first. */
export async function findRecords(
  actor: Actor,
  { receipt, personId, after }: Query<typeof findRecordsEndpoint>,
): Promise<Reply<typeof findRecordsEndpoint>> {
  const viewer = officeOf(actor)
  const number = receipt?.normalize('NFKC').trim().toUpperCase()
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const by = number ? { receipt: number } : personId && { personId, after: last }
  if (!by) return { items: [], next: null }
  const rows = await store.listFound(actor.platform.db, viewer, by, pageLength + 1)
  const { page: items, next } = cut(rows, pageLength, (end) => [end.declarationId])
  return {
    items: items.map(({ reviewedAt, ...item }) => ({
      ...item,
      reviewedAt: reviewedAt?.toISOString() ?? null,
    })),
    next,
  }
}
