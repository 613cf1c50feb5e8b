import type { Query, Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import {
  type copyCourses,
  type Course,
  type CourseAct,
  type CourseForm,
  courseMoves,
  type CourseRow,
  type listCourses,
  totalOf,
} from '@xueshi/contract/training/courses'
import { yearOf } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import { tell } from '../../messages/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail, failOnIssues } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { decidingOffice, needAccreditation } from '../offices/service.ts'
import { tellStopped } from '../publishing/service.ts'
import { courseFacts, formIssues, placeName, type Viewer } from './rules.ts'
import * as store from './store.ts'

const pageLength = 20

/** How the actor sees courses: from a seat at a unit that is in force. 404 for anyone else. */
export function viewerOf(actor: Actor): Viewer {
  const { accountId, kind, scope } = signedIn(actor)
  const isSeat = kind === 'institution' || kind === 'industry' || kind === 'hrss'
  if (!isSeat || scope.kind === 'own' || scope.kind === 'nothing') fail('NOT_FOUND')
  return { kind, unitId: scope.unitId, accountId }
}

/** 课程计划 of the actor's unit, of the newest year first, 20 at a time. */
export async function list(
  actor: Actor,
  { after, year, ...filter }: Query<typeof listCourses>,
): Promise<Reply<typeof listCourses>> {
  const { unitId } = viewerOf(actor)
  const last = after === undefined ? undefined : readCursor(after, z.tuple([z.int(), z.uuid()]))
  const wanted = { ...filter, year: year === undefined ? undefined : Number(year), after: last }
  const rows = await store.list(actor.platform.db, unitId, wanted, pageLength + 1)
  const { page, next } = cut(rows, pageLength, (end) => [end.year, end.id])
  const { from } = courseMoves.delete
  return {
    items: page.map((row) => ({
      ...presentLine(row),
      deletable: from.some((state) => state === row.state),
    })),
    next,
  }
}

/** A line of any list. */
export function presentLine(row: store.ListedRow): CourseRow {
  const { unitId, unitName, regionCode, submittedAt, updatedAt, ...line } = row
  return {
    id: line.id,
    version: line.version,
    state: line.state,
    year: line.year,
    name: line.name,
    category: line.category,
    series: line.series,
    subjectCount: line.subjectCount,
    totalTenths: line.totalTenths,
    number: line.number,
    organiser: { id: unitId, name: unitName, regionPath: placeName(regionCode) },
    submittedAt: submittedAt?.toISOString() ?? null,
    updatedAt: updatedAt.toISOString(),
  }
}

/** One course as the actor may see it. 404 outside the actor's reach. */
export async function read(actor: Actor, id: string): Promise<Course> {
  return readIn(actor.platform.db, actor, id)
}

async function readIn(db: Db, actor: Actor, id: string): Promise<Course> {
  const viewer = viewerOf(actor)
  const row = await store.find(db, viewer, id)
  return row ? present(viewer, row) : fail('NOT_FOUND')
}

function present(viewer: Viewer, row: store.CourseRow): Course {
  const { unitId, unitName, regionCode, office, officeUnitId, officeName, submittedBy, ...rest } =
    row
  const facts = courseFacts({ ...rest, unitId, office, officeUnitId, submittedBy }, viewer)
  return {
    ...rest,
    organiser: { id: unitId, name: unitName, regionPath: placeName(regionCode) },
    office: office && officeName !== null ? { kind: office, name: officeName } : null,
    submittedAt: row.submittedAt?.toISOString() ?? null,
    filedAt: row.filedAt?.toISOString() ?? null,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
    timeline: row.timeline.map((item) => ({ ...item, at: new Date(item.at).toISOString() })),
    open: openMoves(courseMoves, row.state, viewer.kind, facts),
  }
}

const thisYear = ({ platform }: Actor) => yearOf(platform.clock.now())
const nameTaken = (): never => fail('INVALID', { fields: { name: 'COURSE_NAME_TAKEN' } })

/** The contents as they are kept: with ids for the 科目 and their sum. */
const contentsOf = (form: CourseForm, at: Date) => ({
  ...form,
  totalTenths: totalOf(form),
  subjects: form.subjects.map((subject) => ({ ...subject, id: newId(at) })),
})

/** 添加: a draft stands. INVALID at `name` where the unit has a course of it in the year. */
export async function create(actor: Actor, form: CourseForm): Promise<Course> {
  const { unitId } = viewerOf(actor)
  failOnIssues(formIssues(form, thisYear(actor)))
  const { id } = await transaction(actor, async (tx) => {
    const course = await addDraft(tx, actor, { ...form, unitId })
    return course ?? nameTaken()
  })
  return read(actor, id)
}

/** A draft in the caller's transaction; null where the unit has a course of this name in the year. */
export async function addDraft(
  tx: Db,
  actor: Actor,
  { unitId, ...form }: CourseForm & { unitId: string },
): Promise<{ id: string } | null> {
  const at = actor.platform.clock.now()
  const id = newId(at)
  const course = { ...contentsOf(form, at), id, unitId, at }
  if (!(await store.insert(tx, course, event(actor, 'create')))) return null
  const { year, name, category } = form
  await audit.record(tx, actor, {
    act: 'course.create',
    recordId: id,
    facts: { year, name, category },
  })
  return { id }
}

/** 保存: a draft or returned course says what the form says. */
export async function edit(
  actor: Actor,
  id: string,
  { version, form }: { version: number; form: CourseForm },
): Promise<Course> {
  failOnIssues(formIssues(form, thisYear(actor)))
  const guard = ownGuard(actor, 'edit', { id, version })
  await transaction(actor, async (tx) => {
    const outcome = await store.update(tx, guard, contentsOf(form, guard.at))
    if (outcome === 'refused') return failMove(tx, actor, 'edit', { id, version })
    if (outcome === 'taken') return nameTaken()
    const { year, name, category } = form
    const facts = { version: version + 1, year, name, category, totalTenths: totalOf(form) }
    await audit.record(tx, actor, { act: 'course.edit', recordId: id, facts })
    return { id }
  })
  return read(actor, id)
}

/** 删除: a draft is gone, and one that was returned or withdrawn. */
export async function remove(actor: Actor, id: string): Promise<{ deleted: true }> {
  const viewer = viewerOf(actor)
  await transaction(actor, async (tx) => {
    const row = await store.find(tx, viewer, id)
    const { unitId } = viewer
    if (!(await store.remove(tx, { id, unitId, from: courseMoves.delete.from }))) {
      if (!row || !courseFacts(row, viewer).own) return fail('NOT_FOUND')
      fail('WRONG_STATE', { current: present(viewer, row) })
    }
    await audit.record(tx, actor, {
      act: 'course.delete',
      recordId: id,
      facts: { name: row?.name ?? '' },
    })
    return { id }
  })
  return { deleted: true }
}

/** 复制到另一年度: drafts of the unit's own courses; names that the year has already are passed over. */
export async function copy(
  actor: Actor,
  { ids, year }: { ids: readonly string[]; year: number },
): Promise<Reply<typeof copyCourses>> {
  const { unitId } = viewerOf(actor)
  const now = thisYear(actor)
  const wanted = [...new Set(ids)]
  if (year < now || year > now + 1)
    fail('INVALID', { fields: { year: year < now ? 'YEAR_OVER' : 'YEAR_TOO_FAR' } })
  const { copied } = await transaction(actor, async (tx) => {
    const found = await store.listForCopy(tx, unitId, wanted)
    if (found.length < wanted.length) fail('NOT_FOUND')
    let made = 0
    for (const { id: _, ...contents } of found)
      if (await addDraft(tx, actor, { ...contents, year, unitId })) made += 1
    const facts = { year, of: wanted, copied: made }
    await audit.record(tx, actor, { act: 'course.copy', recordId: unitId, facts })
    return { id: unitId, copied: made }
  })
  return { copied, passedOver: wanted.length - copied }
}

type Seen = { id: string; version: number }

/**
 * 提交备案: the course waits at the office that files it. INVALID where its year has passed meanwhile,
 * NOT_ACCREDITED where the institution may not teach today; an authority needs no accreditation.
 */
export async function submit(actor: Actor, { id, version }: Seen): Promise<Course> {
  const viewer = viewerOf(actor)
  const guard = ownGuard(actor, 'submit', { id, version })
  await transaction(actor, async (tx) => {
    const course = await store.find(tx, viewer, id)
    if (!course || course.version !== version) return failMove(tx, actor, 'submit', { id, version })
    if (viewer.kind === 'institution') await needAccreditation(tx, actor, viewer.unitId)
    failOnIssues(formIssues(course, thisYear(actor)))
    const { kind, id: officeId } = await decidingOffice(tx, course)
    const { to } = courseMoves.submit
    const office = { kind, unitId: officeId }
    const changes = { office, submittedBy: viewer.accountId, reason: null }
    const moved = await store.move(tx, guard, to, changes, event(actor, 'submit'))
    if (!moved) return failMove(tx, actor, 'submit', { id, version })
    await audit.record(tx, actor, { act: 'course.submit', recordId: id, facts: { officeId } })
    const facts = { id, name: moved.name, unitName: actor.seat?.unitName ?? '' }
    tell(tx, actor, { unitId: officeId }, 'course.waiting', facts)
    return { id }
  })
  return read(actor, id)
}

/** 撤回: a course that nobody has decided on is a draft again. */
export const withdraw = (actor: Actor, seen: Seen) => moveOwn(actor, 'withdraw', seen, {})
/** 公布: the course stands in the public catalogue. */
export const publish = (actor: Actor, seen: Seen) =>
  moveOwn(actor, 'publish', seen, { publishes: true })
/** 停用: no more classes of it, approved ones do not open; those that are under way go on. */
export const close = (actor: Actor, seen: Seen) => moveOwn(actor, 'close', seen, {})

async function moveOwn(
  actor: Actor,
  move: 'withdraw' | 'publish' | 'close',
  seen: Seen,
  changes: store.Changes,
): Promise<Course> {
  const guard = ownGuard(actor, move, seen)
  await transaction(actor, async (tx) => {
    const { to } = courseMoves[move]
    const moved = await store.move(tx, guard, to, changes, event(actor, move))
    if (!moved) return failMove(tx, actor, move, seen)
    if (move === 'close') await tellStopped(tx, actor, moved)
    await audit.record(tx, actor, { act: `course.${move}`, recordId: seen.id })
    return { id: seen.id }
  })
  return read(actor, seen.id)
}

function ownGuard(actor: Actor, move: keyof typeof courseMoves, seen: Seen): store.Guard {
  const { from } = courseMoves[move]
  return { ...seen, from, own: viewerOf(actor).unitId, at: actor.platform.clock.now() }
}

/** A line of the timeline by the actor, for the actor's unit. */
export function event(actor: Actor, act: CourseAct, reason: string | null = null): store.EventRow {
  const at = actor.platform.clock.now()
  const officeName = actor.seat?.unitName ?? null
  return { id: newId(at), act, byName: actor.name, officeName, reason, at }
}

/**
 * Says no to a move whose guarded statement changed nothing, by what the course looks like now: 404
 * outside the actor's reach, OWN_RECORD, then WRONG_STATE or STALE with the course.
 */
export async function failMove(
  tx: Db,
  actor: Actor,
  move: keyof typeof courseMoves,
  { id, version }: Seen,
): Promise<never> {
  const viewer = viewerOf(actor)
  const row = await store.find(tx, viewer, id)
  if (!row) fail('NOT_FOUND')
  const facts = courseFacts(row, viewer)
  const { from, when } = courseMoves[move]
  const lacks = (fact: keyof typeof facts) => when.some((one) => one === fact) && !facts[fact]
  // An office that looks at what it did not organise, or an organiser at what it does not file.
  if (lacks('own') || lacks('holdsFiling')) fail('NOT_FOUND')
  if (lacks('notSelf')) fail('OWN_RECORD')
  const current = present(viewer, row)
  const isOver = !from.some((state) => state === row.state)
  return fail(isOver || row.version === version ? 'WRONG_STATE' : 'STALE', { current })
}
