import type { Query, Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import {
  type ClassAct,
  type ClassForm,
  type ClassMove,
  classMoves,
  type ClassPlaces,
  type ClassRow,
  type Clash,
  type listClasses,
  type listCourseChoices,
  type TrainingClass,
} from '@xueshi/contract/training/classes'
import { clockIn, todayIn, yearOf } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import { type Actor, signedIn } from '../../platform/actor.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { findClashes } from '../clashes/store.ts'
import { classFacts, sessionTimes, type Viewer } from './rules.ts'
import * as store from './store.ts'

const pageLength = 20

/** How the actor sees classes: for the institution or the office of the seat. 404 for anyone else. */
export function viewerOf(actor: Actor): Viewer {
  const { accountId, kind, scope } = signedIn(actor)
  const isSeat = kind === 'institution' || kind === 'industry' || kind === 'hrss'
  if (!isSeat || scope.kind === 'own' || scope.kind === 'nothing') fail('NOT_FOUND')
  return { kind, unitId: scope.unitId, accountId }
}

/** The institution for which the actor acts. 404 from any other seat. */
export function institutionOf(actor: Actor): Viewer & { kind: 'institution' } {
  const viewer = viewerOf(actor)
  return viewer.kind === 'institution' ? { ...viewer, kind: 'institution' } : fail('NOT_FOUND')
}

/** 培训班管理, newest first, 20 at a time. */
export async function list(
  actor: Actor,
  { after, year, ...filter }: Query<typeof listClasses>,
): Promise<Reply<typeof listClasses>> {
  const { unitId } = institutionOf(actor)
  const [last] = after === undefined ? [] : readCursor(after, z.tuple([z.uuid()]))
  const wanted = { ...filter, year: year === undefined ? undefined : Number(year), after: last }
  const rows = await store.list(actor.platform.db, unitId, wanted, pageLength + 1)
  const { page, next } = cut(rows, pageLength, ({ id }) => [id])
  return { items: page.map(presentLine), next }
}

/** A line of a list of the institution or of an office. */
export const presentLine = (row: store.ListedRow): ClassRow => ({
  ...row,
  signUpTo: row.signUpTo.toISOString(),
  submittedAt: row.submittedAt?.toISOString() ?? null,
})

/** Courses of this year and the next of which the institution may hold a class. */
export async function listChoices(
  actor: Actor,
  { search = '' }: Query<typeof listCourseChoices>,
): Promise<Reply<typeof listCourseChoices>> {
  const { unitId } = institutionOf(actor)
  const { db, clock } = actor.platform
  const year = yearOf(clock.now())
  const items = await store.searchCourses(db, unitId, { search, year })
  return {
    items: items.map(({ subjects, ...course }) => ({
      ...course,
      subjects: subjects.map(({ name, hoursTenths }) => ({ name, hoursTenths })),
    })),
  }
}

/** One class as the actor may see it. 404 outside the actor's reach. */
export async function read(actor: Actor, id: string): Promise<TrainingClass> {
  return readIn(actor.platform.db, actor, id)
}

/** As `read`, inside a transaction. */
export async function readIn(db: Db, actor: Actor, id: string): Promise<TrainingClass> {
  return present(db, actor, await found(db, actor, id))
}

/** The class within the actor's reach. 404 outside it. */
export async function found(db: Db, actor: Actor, id: string): Promise<store.ClassRecord> {
  return (await store.find(db, viewerOf(actor), id)) ?? fail('NOT_FOUND')
}

/** The form that the class would be written by again. */
export function formOf(row: store.ClassRecord): ClassForm {
  return {
    courseId: row.courseId,
    name: row.name,
    organisation: row.organisation,
    days: row.days,
    plan: row.planCount,
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    headTeacher: row.headTeacher,
    teacher: row.teacher,
    exam: row.exam,
    place: row.place,
    sessions: row.sessions.map(presentSession),
    admission: {
      series: row.admitsSeries,
      levels: row.admitsLevels,
      regionCode: row.admitsRegion,
      units: row.units.map(({ unitId, kept }) => ({ unitId, kept })),
      unitsOnly: row.unitsOnly,
    },
    signUpFromOn: todayIn(row.signUpFrom),
    signUpFromAt: clockIn(row.signUpFrom),
    signUpToOn: todayIn(row.signUpTo),
    signUpToAt: clockIn(row.signUpTo),
    fee: row.fee,
    contactName: row.contactName,
    contactPhone: row.contactPhone,
    confirmation: row.confirmation,
    attendancePercent: row.attendancePercent,
    passMark: row.passMark,
    lateMinutes: row.lateMinutes,
  }
}

export function presentSession(session: store.SessionRow) {
  const { id, online, place, subject, teacher } = session
  return { id, ...sessionTimes(session), online, place, subject, teacher }
}

/** How the places of a class stand, so that they add up: confirmed and free make the plan. */
export function placesOf(row: store.PlacesRow): ClassPlaces {
  const { planCount: plan, confirmedCount: confirmed, units, counts } = row
  const count = (state: string) => counts[state] ?? 0
  const ended = count('completed') + count('failed')
  return {
    plan,
    free: plan - confirmed,
    kept: units.reduce(
      (sum, unit) => sum + Math.max(0, unit.kept - unit.released - unit.confirmed),
      0,
    ),
    applied: count('applied') + count('confirmed') + count('waitlisted') + ended,
    waiting: count('applied'),
    confirmed,
    waitlisted: count('waitlisted'),
    refused: count('refused'),
  }
}

async function present(db: Db, actor: Actor, row: store.ClassRecord): Promise<TrainingClass> {
  const facts = classFacts(row, actor.platform.clock.now())
  const { id, version, state, institutionId, institutionName } = row
  return {
    ...formOf(row),
    id,
    version,
    state,
    institution: { id: institutionId, name: institutionName },
    courseName: row.courseName,
    category: row.category,
    series: row.series,
    levels: row.levels,
    year: row.year,
    hoursTenths: row.hoursTenths,
    subjects: row.subjects,
    sessions: row.sessions.map(presentSession),
    admission: {
      ...formOf(row).admission,
      units: row.units.map(({ unitId, kept, released, name }) => ({
        unitId,
        kept,
        released,
        name,
      })),
    },
    places: placesOf(row),
    promotes: row.promotes,
    keptEnded: row.keptEnded,
    draw: presentDraw(row),
    office: row.office && row.officeName ? { kind: row.office, name: row.officeName } : null,
    submittedAt: row.submittedAt?.toISOString() ?? null,
    reason: row.reason,
    courseStopped: row.courseStopped,
    clashes: await clashes(db, row),
    timeline: row.timeline.map((item) => ({ ...item, at: new Date(item.at).toISOString() })),
    open: openMoves(classMoves, state, signedIn(actor).kind, facts),
  }
}

/** A draw as anybody may see it: its seed only once it was held. */
export function presentDraw({
  commitment,
  seed,
  drawnAt,
}: Pick<store.ClassRecord, 'commitment' | 'seed' | 'drawnAt'>): TrainingClass['draw'] {
  if (commitment === null) return null
  return { commitment, seed: drawnAt ? seed : null, at: drawnAt?.toISOString() ?? null }
}

/** Teachers and rooms that the institution wants twice at one time. */
async function clashes(db: Db, row: store.ClassRecord): Promise<Clash[]> {
  const { cancel, edit, withdraw } = classMoves
  const planned = [...edit.from, ...withdraw.from, ...cancel.from]
  if (row.sessions.length === 0 || !planned.some((state) => state === row.state)) return []
  const found = await findClashes(db, row, planned)
  return found.map(({ from, to, ...clash }) => ({
    ...clash,
    from: from.toISOString(),
    to: to.toISOString(),
  }))
}

/** A line of the class's timeline by the actor, for the actor's unit. */
export function event(actor: Actor, act: ClassAct, reason: string | null = null): store.EventRow {
  const at = actor.platform.clock.now()
  const byName = actor.name || '系统'
  return { id: newId(at), act, byName, officeName: actor.seat?.unitName ?? null, reason, at }
}

/**
 * Says no to a move whose guarded UPDATE changed nothing: 404 outside the reach, then OWN_RECORD, WRONG_STATE
 * and STALE, each with the class as it stands. A class that would allow it all has changed in between: STALE.
 */
export async function failMove(
  tx: Db,
  actor: Actor,
  { id, version, move }: { id: string; version?: number; move: ClassMove },
): Promise<never> {
  const row = await found(tx, actor, id)
  const facts = classFacts(row, actor.platform.clock.now())
  const { from, by, when } = classMoves[move]
  if (!by.some((kind) => kind === actor.kind)) fail('NOT_FOUND')
  const lacks = (fact: keyof typeof facts) => when.some((one) => one === fact) && !facts[fact]
  if (lacks('notSelf')) fail('OWN_RECORD')
  const current = await present(tx, actor, row)
  const isOpen = from.some((state) => state === row.state) && when.every((fact) => facts[fact])
  return fail(isOpen && version !== undefined ? 'STALE' : 'WRONG_STATE', { current })
}
