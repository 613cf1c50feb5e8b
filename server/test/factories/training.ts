import type {
  ClassForm,
  ClassState,
  PlainMove,
  TrainingClass,
} from '@xueshi/contract/training/classes'
import { addDays, instantOf, todayIn } from '@xueshi/contract/year'
import * as orgs from '../../src/orgs/service.ts'
import type { Actor } from '../../src/platform/actor.ts'
import { movedClock } from '../../src/platform/clock.ts'
import * as applying from '../../src/training/applying/service.ts'
import * as authoring from '../../src/training/authoring/service.ts'
import * as classes from '../../src/training/classes/service.ts'
import * as confirming from '../../src/training/confirming/service.ts'
import * as lifecycle from '../../src/training/lifecycle/service.ts'
import * as results from '../../src/training/results/service.ts'
import type { TestApp } from '../app.ts'
import { nextNumber } from './accounts.ts'
import { individualActor } from './declarations.ts'
import { makeFiledCourse } from './filed-course.ts'
import { guangdong, makeStaff, makeUnit, placeOf } from './orgs.ts'

/** Two days in July 2026, sign-up until the week before: right in every field. */
export function classForm(courseId: string, given: Partial<ClassForm> = {}): ClassForm {
  const startsOn = given.startsOn ?? '2026-07-11'
  const second = addDays(startsOn, 1)
  const session = { id: null, online: false, place: null, teacher: null } as const
  return {
    courseId,
    name: `岭南工程实务研修班${nextNumber()}`,
    organisation: 'faceToFace',
    days: 2,
    plan: 30,
    startsOn,
    endsOn: second,
    headTeacher: '何穗生',
    teacher: '梁志明',
    exam: 'computer',
    place: '广州市天河区木棉路 1 号 301 室',
    sessions: [
      { ...session, on: startsOn, from: '09:00', to: '12:00', subject: 1 },
      { ...session, on: startsOn, from: '14:00', to: '17:00', subject: 1 },
      { ...session, on: second, from: '09:00', to: '12:00', subject: 2 },
    ],
    admission: { series: [], levels: [], regionCode: null, units: [], unitsOnly: false },
    signUpFromOn: '2026-05-20',
    signUpFromAt: '09:00',
    signUpToOn: addDays(startsOn, -5),
    signUpToAt: '18:00',
    fee: '免费',
    contactName: '何穗生',
    contactPhone: '020-87654321',
    confirmation: 'hand',
    attendancePercent: 80,
    passMark: 60,
    lateMinutes: 10,
    ...given,
  }
}

/** What classes are made from: an institution's clerk, the office that decides on its classes, and a filed course. */
export type Institution = {
  id: string
  name: string
  actor: Actor
  hrss: { id: string }
  course: { id: string; name: string }
}

/** An institution in 天河区 with a clerk, the HR&SS office of its city, and a filed course. */
export async function makeInstitution(app: TestApp) {
  const unit = await makeUnit(app, { capabilities: ['institution'] })
  const clerk = await makeStaff(app, unit.id, { kind: 'institution' })
  const actor = await orgs.actorFor(app.platform, { accountId: clerk.id, seatId: clerk.seatId })
  const hrss = await officeOf(app)
  return { ...unit, clerk, actor, hrss, course: await makeFiledCourse(app, unit.id) }
}
export type Staffed = Awaited<ReturnType<typeof makeInstitution>>

/** The same for an institution that stands already, with a seat at it. */
export async function institutionAt(
  app: TestApp,
  { accountId, seatId }: { accountId: string | null; seatId?: string },
): Promise<Institution> {
  const desk = { accountId: accountId ?? '', seatId: seatId ?? null }
  const actor = await orgs.actorFor(app.platform, desk)
  if (!actor.seat) throw new Error('no seat at an institution')
  const { unitId: id, unitName: name } = actor.seat
  return { id, name, actor, hrss: await officeOf(app), course: await makeFiledCourse(app, id) }
}

/** The HR&SS office that decides on the classes of 天河区: that of the city, made when it is missing. */
async function officeOf(app: TestApp): Promise<{ id: string }> {
  const { city, county } = placeOf(app)
  const found = await app.platform.db
    .selectFrom('unitCapabilities')
    .select('unitId as id')
    .where('capability', '=', 'hrss')
    .where('regionCode', 'in', [county, city, guangdong])
    .orderBy('regionCode', 'desc')
    .executeTakeFirst()
  return found ?? makeUnit(app, { capabilities: ['hrss'], regionCode: city })
}

/** Somebody of the office that decides on the class, as an actor. */
export async function officerOf(app: TestApp, officeId: string): Promise<Actor> {
  const seat = await app.platform.db
    .selectFrom('unitStaff')
    .select(['id', 'accountId'])
    .where('unitId', '=', officeId)
    .where('kind', 'in', ['hrss', 'industry'])
    .executeTakeFirst()
  const { accountId, id } = seat ?? (await newOfficer(app, officeId))
  return orgs.actorFor(app.platform, { accountId, seatId: id })
}

async function newOfficer(app: TestApp, officeId: string) {
  const { capability } = await app.platform.db
    .selectFrom('unitCapabilities')
    .select('capability')
    .where('unitId', '=', officeId)
    .executeTakeFirstOrThrow()
  const kind = capability === 'industry' ? 'industry' : 'hrss'
  const { id: accountId, seatId: id } = await makeStaff(app, officeId, { kind })
  return { accountId, id }
}

type Given = { form?: Partial<ClassForm>; courseId?: string }

export const makeDraftClass = (
  { actor, course }: Institution,
  { form = {}, courseId = course.id }: Given = {},
): Promise<TrainingClass> => authoring.create(actor, classForm(courseId, form))

export async function makeSubmittedClass(institution: Institution, given: Given = {}) {
  const draft = await makeDraftClass(institution, given)
  return lifecycle.submit(institution.actor, draft)
}

export async function makeApprovedClass(app: TestApp, institution: Institution, given: Given = {}) {
  const sent = await makeSubmittedClass(institution, given)
  const { officeUnitId } = await app.platform.db
    .selectFrom('classes')
    .select('officeUnitId')
    .where('id', '=', sent.id)
    .executeTakeFirstOrThrow()
  await lifecycle.approve(await officerOf(app, officeUnitId ?? ''), sent)
  return classes.read(institution.actor, sent.id)
}

/** A class that takes applications. */
export async function makeOpenClass(app: TestApp, institution: Institution, given: Given = {}) {
  const approved = await makeApprovedClass(app, institution, given)
  return lifecycle.move(institution.actor, { ...approved, move: 'open' })
}

/** The person has applied for the class. */
export const enrol = async (app: TestApp, person: { id: string }, classId: string) =>
  applying.apply(await individualActor(app, person.id), classId)

/** A class of today whose first session is this afternoon: it may start at any moment. */
export const todayForm = (
  given: Partial<ClassForm> = {},
  on = '2026-06-01',
): Partial<ClassForm> => {
  const session = { id: null, on, online: false, place: null, teacher: null } as const
  return {
    startsOn: on,
    endsOn: addDays(on, 1),
    signUpToOn: on,
    signUpToAt: '14:00',
    sessions: [
      { ...session, from: '15:00', to: '18:00', subject: 1 },
      { ...session, on: addDays(on, 1), from: '09:00', to: '12:00', subject: 2 },
    ],
    ...given,
  }
}

/** The same actor at another time. */
export const actorAt = (actor: Actor, instant: Date): Actor => ({
  ...actor,
  platform: { ...actor.platform, clock: movedClock(instant) },
})

/** When a class of `todayForm` is over. */
export const afterToday = instantOf('2026-06-02', '12:00')

/**
 * A class in this state, with whoever applied before it started: of today, or, where it has been held, of two days
 * that are over.
 */
export async function makeClassIn(
  app: TestApp,
  institution: Institution,
  state: ClassState,
  {
    form = {},
    people = [],
    courseId: given,
  }: { form?: Partial<ClassForm>; people?: readonly { id: string }[]; courseId?: string } = {},
): Promise<TrainingClass> {
  const isHeld = state === 'assessing' || state === 'finished'
  // A course counts once: whoever is judged in two classes was in two courses, unless the test says otherwise.
  const courseId =
    given ?? (isHeld ? (await makeFiledCourse(app, institution.id)).id : institution.course.id)
  if (isHeld) return makeHeldClass(app, institution, state, { form, people, courseId })
  const { actor } = institution
  const asked = { form: todayForm(form), courseId }
  const move = async (id: string, name: PlainMove) =>
    lifecycle.move(actor, { ...(await classes.read(actor, id)), move: name })
  if (state === 'draft') return makeDraftClass(institution, asked)
  if (state === 'submitted') return makeSubmittedClass(institution, asked)
  if (state === 'returned') {
    const sent = await makeSubmittedClass(institution, asked)
    const officer = await officerOf(app, institution.hrss.id)
    await lifecycle.giveBack(officer, { ...sent, reason: '请补充授课老师' })
    return classes.read(actor, sent.id)
  }
  if (state === 'approved') return makeApprovedClass(app, institution, asked)
  const { id } = await makeOpenClass(app, institution, asked)
  for (const person of people) await enrol(app, person, id)
  if (state === 'accepting') return classes.read(actor, id)
  if (state === 'paused') return move(id, 'pause')
  if (state === 'cancelled') {
    const { version } = await classes.read(actor, id)
    return lifecycle.cancel(actor, { id, version, reason: '报名人数不足' })
  }
  await move(id, 'close')
  if (state === 'closed') return classes.read(actor, id)
  await confirmAll(app, institution, id)
  return move(id, 'start')
}

async function makeHeldClass(
  app: TestApp,
  institution: Institution,
  state: 'assessing' | 'finished',
  {
    form,
    people,
    courseId,
  }: { form: Partial<ClassForm>; people: readonly { id: string }[]; courseId: string },
): Promise<TrainingClass> {
  const { platform } = app
  const on = addDays(todayIn(platform.clock.now()), -3)
  const morning = instantOf(on, '10:00')
  const then = { ...app, platform: { ...platform, clock: movedClock(morning) } }
  const desk = { ...institution, actor: actorAt(institution.actor, morning) }
  const given = { form: todayForm(form, on), people, courseId }
  const running = await makeClassIn(then, desk, 'running', given)
  const one = await lifecycle.move(institution.actor, { ...running, move: 'assess' })
  if (state === 'finished') await finishNow(institution, one.id)
  return classes.read(institution.actor, one.id)
}

/** Everybody who applied and is undecided is confirmed, as far as there are places. */
export async function confirmAll(app: TestApp, { actor }: Institution, classId: string) {
  const rows = await app.platform.db
    .selectFrom('enrolments')
    .select('id')
    .where('classId', '=', classId)
    .where('state', '=', 'applied')
    .execute()
  const ids = rows.map(({ id }) => id)
  if (ids.length > 0)
    await confirming.decide(actor, classId, { decision: 'confirm', ids, reason: null })
}

/** 结业 of a class as its preview says. */
export async function finishNow({ actor }: Institution, classId: string) {
  const { version } = await classes.read(actor, classId)
  const { digest } = await results.preview(actor, classId)
  return results.finish(actor, classId, { version, digest })
}
