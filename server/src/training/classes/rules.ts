import type { ActorKind } from '@xueshi/contract/actor'
import type { Facts } from '@xueshi/contract/moves'
import {
  type Changeable,
  changeable,
  type ClassFact,
  type ClassForm,
  classIssues,
  type ClassOffice,
  type Confirmation,
  type SessionForm,
} from '@xueshi/contract/training/classes'
import { addDays, clockIn, daysInclusive, instantOf, todayIn } from '@xueshi/contract/year'
import { regionPath } from '@xueshi/contract/dictionaries/guangdong'
import { titleSeriesOf } from '@xueshi/contract/dictionaries/title-series'

/** From which seat a class is looked at. */
export type Viewer = {
  kind: Extract<ActorKind, 'institution'> | ClassOffice
  unitId: string
  accountId: string
}

/** A course of which a class may be held, as far as classes go by it. */
export type CourseOf = {
  id: string
  year: number
  name: string
  category: 'public' | 'professional' | 'elective'
  series: string | null
  hoursTenths: number
  subjects: { position: number; name: string; hoursTenths: number }[]
}

/** Field → issue code, with what the course and the dictionaries say. `dayTenths`: hours of a day, in tenths. */
export function formIssues(
  form: ClassForm,
  course: CourseOf | undefined,
  dayTenths: number,
): Record<string, string> {
  const issues = classIssues(form)
  const { admission, sessions } = form
  if (admission.series.some((code) => !titleSeriesOf(code)))
    issues['admission.series'] = 'NOT_OFFERED'
  if (admission.regionCode !== null && regionPath(admission.regionCode).length === 0)
    issues['admission.regionCode'] = 'NOT_OFFERED'
  if (!course) return { ...issues, courseId: 'NOT_OFFERED' }
  if (Number(form.startsOn.slice(0, 4)) !== course.year) issues['startsOn'] = 'NOT_IN_COURSE_YEAR'
  for (const [at, { subject }] of sessions.entries())
    if (subject !== null && !course.subjects.some(({ position }) => position === subject))
      issues[`sessions.${at}.subject`] = 'NOT_OFFERED'
  if (form.organisation !== 'online' && course.hoursTenths > form.days * dayTenths)
    issues['days'] ??= 'COURSE_ABOVE_DAYS'
  return issues
}

/** What the table of moves asks of a class and whoever looks at it. */
export function classFacts(
  row: {
    startsAt: Date
    startsOn: string
    endsOn: string
    sessions: readonly { endsAt: Date }[]
    confirmation: Confirmation
    drawnAt: Date | null
    ownStaff: boolean
  },
  now: Date,
): Facts<ClassFact> {
  return {
    notSelf: !row.ownStaff,
    beforeStart: now < row.startsAt,
    due: todayIn(now) >= row.startsOn,
    held: isHeld(row, now),
    byDraw: row.confirmation === 'draw',
    undrawn: row.drawnAt === null,
  }
}

/** Whether all of a class lies behind: hours are for training that was held. */
const isHeld = (
  { endsOn, sessions }: { endsOn: string; sessions: readonly { endsAt: Date }[] },
  now: Date,
) =>
  sessions.length === 0 ? todayIn(now) >= endsOn : sessions.every(({ endsAt }) => endsAt <= now)

/** A stretch of time as a line of the timetable has it, in Asia/Shanghai. */
export const sessionTimes = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }) => ({
  on: todayIn(startsAt),
  from: clockIn(startsAt),
  to: clockIn(endsAt),
})

/** The instants of a line of the timetable. */
export const sessionInstants = ({ on, from, to }: SessionForm) => ({
  startsAt: instantOf(on, from),
  endsAt: instantOf(on, to),
})

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
/** Ids aside: a line of the timetable that was not touched comes back with its own. */
const plain = (form: ClassForm, field: keyof ClassForm) =>
  field === 'sessions' ? form.sessions.map((session) => ({ ...session, id: null })) : form[field]

/** Which fields of an approved class the form says otherwise, and which of them may not change any more. */
export function changesOf(
  before: ClassForm,
  after: ClassForm,
): { changed: Changeable[]; fixed: (keyof ClassForm)[] } {
  const fields = Object.keys(before) as (keyof ClassForm)[] // the form's own keys
  const differs = (field: keyof ClassForm) => !same(plain(before, field), plain(after, field))
  return {
    changed: changeable.filter(differs),
    fixed: fields.filter((field) => !changeable.some((one) => one === field) && differs(field)),
  }
}

/** The form of a class that begins on another day: every date moves by as much. */
export function movedTo(form: ClassForm, startsOn: string): ClassForm {
  const by = daysInclusive(form.startsOn, startsOn) - 1
  const move = (day: string) => addDays(day, by)
  return {
    ...form,
    startsOn,
    endsOn: move(form.endsOn),
    signUpFromOn: move(form.signUpFromOn),
    signUpToOn: move(form.signUpToOn),
    sessions: form.sessions.map((session) => ({ ...session, id: null, on: move(session.on) })),
  }
}
