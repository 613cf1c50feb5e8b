import type { Query, Reply } from '@xueshi/contract/endpoint'
import { categories, type Category } from '@xueshi/contract/ledger'
import type { TitleLevel } from '@xueshi/contract/people'
import { openMoves } from '@xueshi/contract/moves'
import { publicStates } from '@xueshi/contract/training/classes'
import {
  admissionIssues,
  type Applicant,
  type listOpenClasses,
  type listPublicClasses,
  type OpenClass,
  type OpenClassRow,
  type PublicClass,
  type readDraw as readDrawEndpoint,
  within,
} from '@xueshi/contract/training/enrolments'
import { yearOf } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import * as ledger from '../../ledger/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import { readCursor, writeCursor } from '../../platform/cursor.ts'
import { fail } from '../../platform/refusal.ts'
import { presentDraw, presentSession } from '../classes/service.ts'
import { listSame } from '../judging/store.ts'
import { boundOf } from '../places/rules.ts'
import { roomIn } from '../places/service.ts'
import { applyFacts, applyMoves } from './rules.ts'
import * as store from './store.ts'

const pageLength = 20
const Place = z.tuple([z.iso.date(), z.uuid()])

/** The person whose own enrolments the actor may see; null for an employer. 404 from any other seat. */
export function askerOf(actor: Actor): string | null {
  const { kind, scope } = signedIn(actor)
  if (scope.kind === 'own') return scope.personId
  return kind === 'employer' && scope.kind === 'unit' ? null : fail('NOT_FOUND')
}

/** 培训班目录, for anybody: the soonest first, 20 at a time; 接受报名 unless told otherwise. */
export const listPublic = (
  actor: Actor,
  query: Query<typeof listPublicClasses>,
): Promise<Reply<typeof listPublicClasses>> => page(actor, null, query)

/** 培训班报名申请: the same, with where the asker stands in each; `lacking` by what the present year lacks. */
export async function listOpen(
  actor: Actor,
  { lacking, ...query }: Query<typeof listOpenClasses>,
): Promise<Reply<typeof listOpenClasses>> {
  const personId = askerOf(actor)
  if (lacking !== '1' || personId === null) return page(actor, personId, query)
  const thisYear = yearOf(actor.platform.clock.now())
  const year = await ledger.readYear(actor, thisYear)
  const wanted = categories.filter((category) => year.lacking[category] > 0)
  const applicant = await store.findApplicant(actor.platform.db, personId)
  return page(actor, personId, query, { categories: wanted, year: thisYear, applicant })
}

/** What would help somebody: which categories, of which year, and whom the class must admit. */
type Fitting = {
  categories: readonly (typeof categories)[number][]
  year: number
  applicant: Applicant | undefined
}

async function page(
  actor: Actor,
  personId: string | null,
  { after, state = 'accepting', category, free, ...rest }: Query<typeof listPublicClasses>,
  fitting?: Fitting,
): Promise<Reply<typeof listPublicClasses>> {
  const { db } = actor.platform
  const chosen =
    category === undefined
      ? fitting?.categories
      : [category].filter((one) => fitting?.categories.includes(one) ?? true)
  const filter = {
    ...rest,
    state,
    personId,
    categories: chosen,
    year: fitting?.year,
    applicant: fitting?.applicant,
    free: free === '1',
    after: after === undefined ? undefined : readCursor(after, Place),
  }
  const rows = await store.list(db, filter, pageLength + 1)
  const items = rows.slice(0, pageLength).map(presentRow)
  const end = rows.length > pageLength ? items.at(-1) : undefined
  const stopped = !end && store.isSearch(filter) ? await store.endOfReading(db, filter) : undefined
  const last = end ?? stopped
  return { items, next: last ? writeCursor([last.startsOn, last.id]) : null }
}

function presentRow({ myId, myState, signUpFrom, signUpTo, ...row }: store.OpenRow): OpenClassRow {
  return {
    ...row,
    signUpFrom: signUpFrom.toISOString(),
    signUpTo: signUpTo.toISOString(),
    mine: myId !== null && myState !== null ? { id: myId, state: myState } : null,
  }
}

/** One class of the catalogue. 404 before it was approved. */
export async function readPublic({ platform }: Actor, id: string): Promise<PublicClass> {
  const row = await store.find(platform.db, { id, states: publicStates, personId: null })
  return row ? presentPublic(row) : fail('NOT_FOUND')
}

function presentPublic(row: store.OpenRecord): PublicClass {
  const { series, levels, regionCode, unitsOnly } = admissionOf(row)
  const units = row.units.map(({ name, kept }) => ({ name, kept }))
  return {
    ...presentRow({
      id: row.id,
      name: row.name,
      courseName: row.courseName,
      category: row.category,
      institutionName: row.institutionName,
      startsOn: row.startsOn,
      endsOn: row.endsOn,
      hoursTenths: row.hoursTenths,
      plan: row.plan,
      applied: row.applied,
      confirmed: row.confirmed,
      state: row.state,
      signUpFrom: row.signUpFrom,
      signUpTo: row.signUpTo,
      myId: row.myId,
      myState: row.myState,
    }),
    year: row.year,
    series: row.series,
    organisation: row.organisation,
    days: row.days,
    headTeacher: row.headTeacher,
    teacher: row.teacher,
    exam: row.exam,
    place: row.place,
    fee: row.fee,
    contactName: row.contactName,
    contactPhone: row.contactPhone,
    confirmation: row.confirmation,
    attendancePercent: row.attendancePercent,
    passMark: row.passMark,
    lateMinutes: row.lateMinutes,
    subjects: row.subjects,
    sessions: row.sessions.map(presentSession),
    admission: { series, levels, regionCode, units, unitsOnly },
    draw: presentDraw(row),
    reason: row.reason,
  }
}

/** 抽签结果: seed and order, from which anybody comes to the same. 404 before it was held. */
export async function readDraw(
  { platform }: Actor,
  id: string,
): Promise<Reply<typeof readDrawEndpoint>> {
  const draw = await store.findDraw(platform.db, id)
  if (!draw) fail('NOT_FOUND')
  return {
    commitment: draw.commitment,
    seed: draw.seed,
    at: draw.drawnAt.toISOString(),
    plan: draw.planCount,
    order: draw.outcome.map(([number, placed, kept]) => ({ number, placed, kept })),
  }
}

/**
 * Classes of these categories and the year that the actor may apply for now, three of each at most;
 * none before the employer has confirmed them.
 */
export async function fittingClasses(
  actor: Actor,
  { year, categories: wanted }: { year: number; categories: readonly Category[] },
): Promise<store.FittingClass[]> {
  const { db, clock } = actor.platform
  const personId = askerOf(actor)
  const applicant = personId === null ? undefined : await store.findApplicant(db, personId)
  if (personId === null || !applicant) return []
  const asked = { personId, applicant, year, categories: wanted, now: clock.now() }
  return store.listFitting(db, asked, offeredOfEach)
}
const offeredOfEach = 3

/** 我要报名: the class, whether it admits the asker, what it would do for their year, and what else is at the same time. */
export async function readOpen(actor: Actor, id: string): Promise<OpenClass> {
  const { db, clock } = actor.platform
  const personId = askerOf(actor)
  const row = await store.find(db, { id, states: publicStates, personId })
  if (!row) fail('NOT_FOUND')
  const facts = applyFacts(row, clock.now())
  const { kind } = signedIn(actor)
  const open = openMoves(applyMoves, row.state, kind, facts)
  const room = await roomIn(db, id)
  const free = Math.max(0, room.free)
  if (personId === null)
    return {
      ...presentPublic(row),
      issues: {},
      gain: null,
      clashes: [],
      same: [],
      free,
      bound: free > 0 ? null : 'FULL',
      profileConfirmed: true,
      open,
    }
  const applicant = await store.findApplicant(db, personId)
  const clashes = await store.findClashes(db, { classId: id, personId })
  const issues = applicant ? admissionIssues(admissionOf(row), applicant) : {}
  const isAdmitted = applicant !== undefined && Object.keys(issues).length === 0
  return {
    ...presentPublic(row),
    issues,
    gain: await gainOf(actor, row),
    clashes: clashes.map(({ className, from, to }) => ({
      className,
      from: from.toISOString(),
      to: to.toISOString(),
    })),
    same: await listSame(db, { classId: id, personId }),
    free,
    bound: boundOf(room, applicant?.unitId ?? ''),
    profileConfirmed: applicant !== undefined,
    open: isAdmitted ? open : [],
  }
}

/** Whom a class admits, as the contract's rule reads it: within what its course is for. */
export const admissionOf = (row: {
  series: string | null
  courseLevels: readonly TitleLevel[]
  admitsSeries: readonly string[]
  admitsLevels: readonly TitleLevel[]
  admitsRegion: string | null
  unitsOnly: boolean
  units: readonly { unitId: string }[]
}) => ({
  series: within(row.admitsSeries, row.series === null ? [] : [row.series]),
  levels: within(row.admitsLevels, row.courseLevels),
  regionCode: row.admitsRegion,
  units: row.units,
  unitsOnly: row.unitsOnly,
})

/** Hours of the class's category in the asker's year, before and after. In tenths. */
async function gainOf(
  actor: Actor,
  { year, category, hoursTenths }: store.OpenRecord,
): Promise<OpenClass['gain']> {
  const mine = await ledger.readYear(actor, year)
  const lackingTenths = mine.lacking[category]
  return {
    requiredTenths: mine.required[category],
    haveTenths: mine.counted[category],
    lackingTenths,
    lackingAfterTenths: Math.max(0, lackingTenths - hoursTenths),
  }
}
