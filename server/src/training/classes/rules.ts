import type { TitleLevel } from '@xueshi/contract/people'
import type { ActorKind } from '@xueshi/contract/actor'
import type { Facts } from '@xueshi/contract/moves'
import {
  type Changeable,
  changeable,
  changeLabel,
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
  levels: TitleLevel[]
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

/** Where a class would admit whom its course, as it was filed, is not for. */
export function audienceIssues(
  { admission }: Pick<ClassForm, 'admission'>,
  { series, levels }: Pick<CourseOf, 'series' | 'levels'>,
): Record<string, string> {
  const outside = <One>(own: readonly One[], course: readonly One[]) =>
    course.length > 0 && own.some((one) => !course.includes(one))
  return {
    ...(outside(admission.series, series === null ? [] : [series]) && {
      'admission.series': 'OUTSIDE_COURSE',
    }),
    ...(outside(admission.levels, levels) && { 'admission.levels': 'OUTSIDE_COURSE' }),
  }
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

const lineText = ({ on, from, to }: SessionForm) => `${on} ${from}—${to}`
/** So many lessons are named one by one. */
const namedLessons = 4

/** What a field said, as a notice of its change tells it; what belongs together is told once. */
function saidOf(form: ClassForm, label: string, field: Changeable): string {
  if (label === changeLabel.signUpFromOn)
    return `${form.signUpFromOn} ${form.signUpFromAt} 至 ${form.signUpToOn} ${form.signUpToAt}`
  if (field === 'days') return `${form.days} 天`
  if (field === 'lateMinutes') return `上课 ${form.lateMinutes} 分钟后为迟到`
  return field === 'sessions' ? '' : String(form[field])
}

/** Lessons that are no longer so, and those in their place; a teacher or room of its own counts too. */
function lessonsText(before: ClassForm, after: ClassForm): string {
  const keyOf = (session: SessionForm) => JSON.stringify({ ...session, id: null })
  const without = (form: ClassForm, other: ClassForm) => {
    const known = new Set(other.sessions.map(keyOf))
    return form.sessions.filter((session) => !known.has(keyOf(session)))
  }
  const told = (lines: readonly SessionForm[]) =>
    lines.length > namedLessons ? `${lines.length} 节课` : lines.map(lineText).join('、') || '无'
  return `${told(without(before, after))} → ${told(without(after, before))}`
}

/** What changed, old → new, for those who are in the class and the office that approved it. */
export function changeText(
  before: ClassForm,
  after: ClassForm,
  changed: readonly Changeable[],
): string {
  const told = new Map(
    changed.map((field) => {
      const label = changeLabel[field]
      const text =
        field === 'sessions'
          ? lessonsText(before, after)
          : `${saidOf(before, label, field)} → ${saidOf(after, label, field)}`
      return [label, text] as const
    }),
  )
  return [...told].map(([label, text]) => `${label}：${text}`).join('；')
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

/**
 * The same class of another course: its sessions teach what is called the same there, and it admits nobody whom that
 * course is not for.
 */
export function ofCourse(
  form: ClassForm,
  former: CourseOf['subjects'],
  { id, series, levels, subjects }: CourseOf,
): ClassForm {
  const moved = (position: number | null) => {
    const name = former.find((subject) => subject.position === position)?.name
    return subjects.find((subject) => subject.name === name)?.position ?? null
  }
  const { admission, sessions } = form
  return {
    ...form,
    courseId: id,
    sessions: sessions.map((session) => ({ ...session, subject: moved(session.subject) })),
    admission: {
      ...admission,
      series: inside(admission.series, series === null ? [] : [series]),
      levels: inside(admission.levels, levels),
    },
  }
}

/** What of a choice the course allows; nothing of it, or no limit at all: whatever the course says. */
const inside = <One>(own: readonly One[], course: readonly One[]): One[] =>
  course.length === 0 ? [...own] : own.filter((one) => course.includes(one))
