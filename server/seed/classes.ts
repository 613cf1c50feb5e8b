import type { ClassForm, ClassState, TrainingClass } from '@xueshi/contract/training/classes'
import { addDays, startOf, todayIn } from '@xueshi/contract/year'
import * as orgs from '../src/orgs/service.ts'
import type { Actor } from '../src/platform/actor.ts'
import type { Platform } from '../src/platform/platform.ts'
import * as applying from '../src/training/applying/service.ts'
import * as attendance from '../src/training/attendance/service.ts'
import * as authoring from '../src/training/authoring/service.ts'
import * as classes from '../src/training/classes/service.ts'
import * as confirming from '../src/training/confirming/service.ts'
import * as enrolments from '../src/training/enrolments/service.ts'
import * as lifecycle from '../src/training/lifecycle/service.ts'
import * as nominations from '../src/training/nominations/service.ts'
import * as places from '../src/training/places/service.ts'
import * as results from '../src/training/results/service.ts'
import { makeClassCourse } from './class-courses.ts'
import { seedClasses, type SeedClass } from './class-list.ts'
import { several } from './several.ts'
import { platformAt, type World } from './world.ts'

/** An actor at an hour of a day; never after the present. */
type At = (day: string, hour?: number) => Actor

type House = { platform: Platform; world: World; today: string }

async function actorOf({ platform }: House, who: Parameters<typeof orgs.actorFor>[1]): Promise<At> {
  const actor = await orgs.actorFor(platform, who)
  return (day, hour = 10) => {
    const at = Math.min(startOf(day).getTime() + hour * 3_600_000, platform.clock.now().getTime())
    return { ...actor, ...platformAt(platform, new Date(at)) }
  }
}

async function clerkOf(house: House, unitId: string | null): Promise<At> {
  const clerk = house.world.clerks.get(unitId ?? '')
  if (!clerk) throw new Error('a unit of the demo province has no clerk')
  return actorOf(house, clerk)
}

/** Classes in each state with those who applied, each act on the day on which it would have been done. */
export async function makeClasses(platform: Platform, world: World): Promise<void> {
  const house = { platform, world, today: todayIn(platform.clock.now()) }
  const people = await confirmedPeople(platform)
  const courses = new Map<string, Promise<string>>()
  await several(seedClasses, async (seed, at) => {
    const startsOn = addDays(house.today, seed.startsIn)
    const year = Number(startsOn.slice(0, 4))
    const key = `${seed.unit} ${seed.category} ${year}`
    courses.set(key, courses.get(key) ?? makeClassCourse(platform, world, { ...seed, year }))
    const courseId = await courses.get(key)
    await makeClass(house, { ...seed, startsOn, courseId: courseId ?? '' }, people, at)
  })
}

/** Those whose profile and employer are confirmed, the demo's own person first, by series. */
async function confirmedPeople({ db }: Platform) {
  return db
    .selectFrom('people')
    .innerJoin('profiles', 'profiles.personId', 'people.id')
    .innerJoin('employments', 'employments.personId', 'people.id')
    .select(['people.id', 'profiles.series', 'employments.unitId'])
    .where('profiles.state', '=', 'confirmed')
    .where('employments.state', '=', 'confirmed')
    .where('employments.kind', '=', 'main')
    .orderBy('people.id')
    .execute()
}
type Person = Awaited<ReturnType<typeof confirmedPeople>>[number]

type Made = SeedClass & { startsOn: string; courseId: string }

async function makeClass(
  house: House,
  seed: Made,
  people: readonly Person[],
  at: number,
): Promise<void> {
  const institution = await clerkOf(house, house.world.unitIds.get(seed.unit) ?? null)
  const { startsOn } = seed
  const before = (days: number) => addDays(startsOn, -days)
  const draft = await authoring.create(institution(before(50)), formOf(seed))
  if (seed.fate === 'draft') return
  const sent = await lifecycle.submit(institution(before(48)), draft)
  if (seed.fate === 'submitted') return
  const { officeUnitId } = await house.platform.db
    .selectFrom('classes')
    .select('officeUnitId')
    .where('id', '=', sent.id)
    .executeTakeFirstOrThrow()
  const office = (await clerkOf(house, officeUnitId))(before(45))
  if (seed.fate === 'returned') {
    await lifecycle.giveBack(office, { ...sent, reason: '请写明每节课的授课老师。' })
    return
  }
  const approved = await lifecycle.approve(office, sent)
  if (seed.fate === 'approved') return
  await lifecycle.move(institution(before(40)), { ...approved, move: 'open' })
  const those = people
    .filter(({ series }) => seed.series === undefined || series === seed.series)
    .slice(seed.from ?? 3 * at, (seed.from ?? 3 * at) + seed.applicants)
  await apply(house, seed, sent.id, those)
  await goOn({ house, institution, seed, id: sent.id })
  if (seed.fate === 'finished') await evaluate(house, seed, sent.id, those)
}

/** The day after the class opened for the first of them, and so on; the last half was nominated where the seed says so. */
async function apply(
  house: House,
  seed: Made,
  classId: string,
  people: readonly Person[],
): Promise<void> {
  const day = (at: number) => addDays(seed.startsOn, at - 38)
  for (const [at, person] of people.entries())
    if (seed.nominates) {
      const employer = await clerkOf(house, person.unitId)
      await nominations.nominate(employer(day(at)), classId, [person.id])
    } else {
      const me = await actorOf(house, { accountId: person.id, seatId: null })
      await applying.apply(me(day(at)), classId)
    }
  if (!seed.withdraws) return
  const [first] = people
  if (!first) return
  const me = (await actorOf(house, { accountId: first.id, seatId: null }))(day(people.length))
  const { items } = await enrolments.list(me, {})
  const mine = items.find((one) => one.classId === classId)
  if (mine) await enrolments.withdraw(me, mine)
}

/** Two days after it was over the first two of them say how it was. */
async function evaluate(
  house: House,
  { startsOn }: Made,
  classId: string,
  people: readonly Person[],
): Promise<void> {
  const said = [
    { content: 5, teaching: 5, organisation: 4, comment: '案例贴近工作，希望增加现场演练。' },
    { content: 4, teaching: 5, organisation: 4, comment: null },
  ]
  for (const [at, form] of said.entries()) {
    const person = people[at]
    if (!person) continue
    const me = (await actorOf(house, { accountId: person.id, seatId: null }))(addDays(startsOn, 3))
    const { items } = await enrolments.list(me, {})
    const mine = items.find((one) => one.classId === classId)
    if (mine) await enrolments.evaluate(me, mine.id, form)
  }
}

type Going = { house: House; institution: At; seed: Made; id: string }

/** From an open class to where the seed says that it stands. */
async function goOn({ institution, seed, id }: Going): Promise<void> {
  const { fate, startsOn } = seed
  const before = (days: number, hour?: number) => institution(addDays(startsOn, -days), hour)
  const read = (actor: Actor): Promise<TrainingClass> => classes.read(actor, id)
  const move = async (actor: Actor, name: Parameters<typeof lifecycle.move>[1]['move']) =>
    lifecycle.move(actor, { ...(await read(actor)), move: name })
  if (seed.confirmation === 'hand') await decideSome(before(20), seed, id)
  if (fate === 'accepting') return
  if (fate === 'paused') {
    await move(before(15), 'pause')
    return
  }
  await move(before(10), 'close')
  if (seed.confirmation === 'draw')
    await places.draw(before(9), id, (await read(before(9))).version)
  if (fate === 'closed') return
  if (fate === 'cancelled') {
    const reason = '授课老师因故不能到课，改期另行开班。'
    await lifecycle.cancel(before(5), { ...(await read(before(5))), reason })
    return
  }
  const started = before(0, 8.6)
  await move(started, 'start')
  await markAll(institution(startsOn, 12.5), id)
  if (fate === 'running') return
  const after = institution(addDays(startsOn, 1), 18)
  await move(after, 'assess')
  await score(after, id, fate)
  if (fate === 'assessing') return
  const preview = await results.preview(after, id)
  await results.finish(after, id, { version: (await read(after)).version, digest: preview.digest })
}

/** The first are confirmed, the next waits, the one after is refused, the rest wait for a decision. */
async function decideSome(actor: Actor, { fate, plan }: Made, classId: string): Promise<void> {
  const { items } = await confirming.list(actor, classId, {})
  const ids = items.map(({ id }) => id)
  const decide = async (
    decision: 'confirm' | 'wait' | 'refuse',
    those: string[],
    reason: string | null,
  ) => {
    if (those.length > 0) await confirming.decide(actor, classId, { decision, ids: those, reason })
  }
  if (fate !== 'accepting') {
    await decide('confirm', ids, null)
    return
  }
  await decide('confirm', ids.slice(0, plan), null)
  await decide('wait', ids.slice(plan, plan + 1), null)
  await decide('refuse', ids.slice(plan + 1, plan + 2), '专业方向与课程内容不符。')
}

/** Everybody came to the first session; the last of them came late, and to no other. */
async function markAll(actor: Actor, classId: string): Promise<void> {
  const { items: sessions } = await attendance.sessions(actor, classId)
  const now = actor.platform.clock.now()
  for (const [at, session] of sessions.entries()) {
    if (new Date(session.from) > now) continue
    const ids = { id: classId, sessionId: session.id }
    const { items } = await attendance.list(actor, ids, {})
    const last = items.at(-1)
    const marks = last
      ? [
          {
            enrolmentId: last.enrolmentId,
            mark: at === 0 ? ('late' as const) : ('absent' as const),
          },
        ]
      : []
    await attendance.mark(actor, ids, { marks, unmarked: 'present' })
  }
}

/** Good scores, but for the second, who did not pass; while the class is being assessed the last has none yet. */
async function score(actor: Actor, classId: string, fate: ClassState): Promise<void> {
  const { items } = await results.list(actor, classId, {})
  const judged = items.filter(({ state }) => state === 'confirmed')
  const known = fate === 'assessing' ? judged.slice(0, -1) : judged
  await results.save(actor, classId, {
    items: known.map(({ enrolmentId }, at) => ({
      enrolmentId,
      attempt: 1 as const,
      score: at === 1 ? 52 : 78 + at * 4,
      passed: null,
    })),
  })
}

function formOf({ startsOn, ...seed }: Made): ClassForm {
  const endsOn = addDays(startsOn, seed.twoDays ? 1 : 0)
  const session = { id: null, on: startsOn, online: false, place: null, teacher: null, subject: 1 }
  return {
    courseId: seed.courseId,
    name: seed.name,
    organisation: seed.organisation ?? 'faceToFace',
    days: seed.twoDays ? 2 : 1,
    plan: seed.plan,
    startsOn,
    endsOn,
    headTeacher: '黄德聪',
    teacher: '李文彬',
    exam: 'computer',
    place: seed.place ?? '广州市越秀区演示路 1 号 301 室',
    sessions: [
      { ...session, from: '09:00', to: '12:00' },
      { ...session, on: endsOn, from: '14:00', to: '17:00' },
    ],
    admission: {
      series: seed.series === undefined ? [] : [seed.series],
      levels: [],
      regionCode: null,
      units: [],
      unitsOnly: false,
    },
    // An approved class opens by itself when its sign-up begins: that one still has to come.
    signUpFromOn: addDays(startsOn, seed.fate === 'approved' ? -20 : -42),
    signUpFromAt: '09:00',
    signUpToOn: addDays(startsOn, -2),
    signUpToAt: '17:00',
    fee: '免费',
    contactName: '黄德聪',
    contactPhone: '020-83330000',
    confirmation: seed.confirmation,
    attendancePercent: 50,
    passMark: 60,
    lateMinutes: 10,
  }
}
