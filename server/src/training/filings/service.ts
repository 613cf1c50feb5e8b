import { randomInt } from 'node:crypto'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import { type Course, courseMoves, type listFilings } from '@xueshi/contract/training/courses'
import * as z from 'zod/mini'
import { tell } from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { CursorInstant, readCursor, writeCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { transaction } from '../../platform/transaction.ts'
import { courseNumber } from '../courses/rules.ts'
import { event, failMove, presentLine, read, viewerOf } from '../courses/service.ts'
import { tellStopped } from '../publishing/service.ts'
import * as courses from '../courses/store.ts'
import * as store from './store.ts'

const pageLength = 20

/** 课程备案: those that wait at the actor's office oldest first, all others newest first. A page may be short and still go on. */
export async function list(
  actor: Actor,
  { after, year, ...filter }: Query<typeof listFilings>,
): Promise<Reply<typeof listFilings>> {
  const { db } = actor.platform
  const viewer = viewerOf(actor)
  const last =
    after === undefined ? undefined : readCursor(after, z.tuple([CursorInstant, z.uuid()]))
  const page = { ...filter, year: year === undefined ? undefined : Number(year), after: last }
  const rows = await store.list(db, viewer, page, pageLength + 1)
  const end = rows.length > pageLength ? rows[pageLength - 1] : undefined
  const isSearch = Object.values({ ...filter, year }).some((value) => value !== undefined)
  const stopped = !end && isSearch ? await store.endOfReading(db, viewer, page) : undefined
  const next = end ?? stopped
  return {
    items: rows.slice(0, pageLength).map(presentLine),
    next: next ? writeCursor([next.key, next.id]) : null,
  }
}

type Seen = { id: string; version: number }
type Reasoned = Seen & { reason: string }

/** 准予备案: the course has its number, and classes may hang on it. */
export function file(actor: Actor, seen: Seen): Promise<Course> {
  return decide(actor, 'file', seen, {}, (tx, course, office) => {
    const { id, unitId, name, number } = course
    tell(tx, actor, { unitId }, 'course.filed', { id, name, office, number })
  })
}

/** 退回: the course is its organiser's to correct, with the reason. */
export function giveBack(actor: Actor, { reason, ...seen }: Reasoned): Promise<Course> {
  return decide(actor, 'return', seen, { reason }, (tx, course, office) => {
    const { id, unitId, name } = course
    tell(tx, actor, { unitId }, 'course.returned', { id, name, office, reason })
  })
}

/** 责令停用: no more classes of it, with the reason. */
export function stop(actor: Actor, { reason, ...seen }: Reasoned): Promise<Course> {
  return decide(actor, 'stop', seen, { reason }, async (tx, course, office) => {
    const { id, unitId, name } = course
    tell(tx, actor, { unitId }, 'course.stopped', { id, name, office, reason })
    await tellStopped(tx, actor, course)
  })
}

/** One decision with its audit row and what is told of it, or why the actor may not. */
async function decide(
  actor: Actor,
  move: 'file' | 'return' | 'stop',
  seen: Seen,
  { reason = null }: { reason?: string | null },
  follow: (tx: Db, course: courses.Moved, office: string) => void | Promise<void>,
): Promise<Course> {
  const viewer = viewerOf(actor)
  const { from, to } = courseMoves[move]
  const guard = { ...seen, from, office: viewer, at: actor.platform.clock.now() }
  await transaction(actor, async (tx) => {
    const course = await courses.find(tx, viewer, seen.id)
    // Drawn before the statement, for the year is the course's own.
    const numbers =
      move === 'file' && course
        ? [1, 2, 3, 4].map(() => courseNumber(course.year, randomInt(100_000_000)))
        : undefined
    const changes = { reason, ...(numbers ? { numbers } : {}) }
    const moved = await courses.move(tx, guard, to, changes, event(actor, move, reason))
    if (!moved) return failMove(tx, actor, move, seen)
    const facts = { unitId: moved.unitId, number: moved.number, reason }
    await audit.record(tx, actor, { act: `course.${move}`, recordId: seen.id, facts })
    await follow(tx, moved, actor.seat?.unitName ?? '')
    return { id: seen.id }
  })
  return read(actor, seen.id)
}
