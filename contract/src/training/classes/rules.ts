import type { Part } from '../../issues.ts'
import { daysInclusive, instantOf } from '../../year.ts'
import { type ClassForm, signInLeadMinutes, type SessionForm } from './shapes.ts'

const minute = 60_000

/** When the class starts: as sign-in opens for its first session; without sessions, with its first day. */
export function startOfClass(form: Pick<ClassForm, 'startsOn' | 'sessions'>): Date {
  return startBySessions(form.sessions) ?? instantOf(form.startsOn, '00:00')
}

function startBySessions(sessions: readonly Pick<SessionForm, 'on' | 'from'>[]): Date | null {
  if (sessions.length === 0) return null
  const begins = sessions.map(({ on, from }) => instantOf(on, from).getTime())
  return new Date(Math.min(...begins) - signInLeadMinutes * minute)
}

/** The same as far as it is known, null where it is not: a session without its time may be the first one or not. */
function latestStart({ startsOn, sessions }: Part<ClassForm>): Date | null {
  const known = sessions?.flatMap(({ on, from }) => (on && from ? [{ on, from }] : [])) ?? []
  const withoutSessions = sessions?.length === 0 && startsOn ? instantOf(startsOn, '00:00') : null
  return startBySessions(known) ?? withoutSessions
}

/** From when until when one may apply. */
export const signUpOf = (form: ClassForm) => ({
  from: instantOf(form.signUpFromOn, form.signUpFromAt),
  to: instantOf(form.signUpToOn, form.signUpToAt),
})

type Issues = Record<string, string>

/** Whether two stretches of one day touch the same minute, as far as is known of them. */
const overlap = (one: Part<SessionForm>, other: Part<SessionForm>) =>
  one.on !== undefined &&
  one.on === other.on &&
  isBefore(one.from, other.to) &&
  isBefore(other.from, one.to)

const isBefore = (one: string | undefined, other: string | undefined) =>
  one !== undefined && other !== undefined && one < other

/** What the shape alone cannot say of the timetable: field → issue code. Nobody can sit in two rooms at once. */
function sessionIssues({ startsOn, endsOn, organisation, sessions }: Part<ClassForm>): Issues {
  const issues: Issues = {}
  for (const [at, session] of sessions?.entries() ?? []) {
    const { on, from, to } = session
    const line = `sessions.${at}`
    if (from && to && to <= from) issues[`${line}.to`] = 'TIME_BEFORE_START'
    if (isBefore(on, startsOn) || isBefore(endsOn, on))
      issues[`${line}.on`] = 'SESSION_OUTSIDE_CLASS'
    if (sessions?.slice(0, at).some((former) => overlap(former, session)))
      issues[`${line}.from`] = 'SESSIONS_OVERLAP'
  }
  // An online class may be open at any hour; where people meet, they must know when.
  if (organisation && organisation !== 'online' && sessions?.length === 0)
    issues['sessions'] = 'SESSIONS_REQUIRED'
  return issues
}

function daysIssues({ startsOn, endsOn, days = 0 }: Part<ClassForm>): Issues {
  if (!startsOn || !endsOn) return {}
  if (endsOn < startsOn) return { endsOn: 'ENDS_BEFORE_START' }
  if (endsOn.slice(0, 4) !== startsOn.slice(0, 4)) return { endsOn: 'CLASS_ACROSS_YEARS' }
  return days > daysInclusive(startsOn, endsOn) ? { days: 'DAYS_ABOVE_SPAN' } : {}
}

function signUpIssues(form: Part<ClassForm>): Issues {
  const { signUpFromOn, signUpFromAt, signUpToOn, signUpToAt } = form
  if (!signUpToOn || !signUpToAt) return {}
  const to = instantOf(signUpToOn, signUpToAt)
  if (signUpFromOn && signUpFromAt && to <= instantOf(signUpFromOn, signUpFromAt))
    return { signUpToOn: 'ENDS_BEFORE_START' }
  const start = latestStart(form)
  return start && to > start ? { signUpToOn: 'SIGN_UP_AFTER_START' } : {}
}

function unitsIssues({ plan, admission = {} }: Part<ClassForm>): Issues {
  const { units, unitsOnly } = admission
  if (!units) return {}
  if (unitsOnly && units.length === 0) return { 'admission.units': 'UNITS_REQUIRED' }
  const ids = units.flatMap(({ unitId }) => unitId ?? [])
  if (new Set(ids).size < ids.length) return { 'admission.units': 'UNIT_TWICE' }
  const isFull = plan !== undefined && keptIn(units) > plan
  return isFull ? { 'admission.units': 'KEPT_ABOVE_PLAN' } : {}
}

/** What the shape alone cannot say of a class: field path → issue code. */
export const classIssues = (form: Part<ClassForm>): Issues => ({
  ...sessionIssues(form),
  ...daysIssues(form),
  ...signUpIssues(form),
  ...unitsIssues(form),
})

export const keptIn = (units: readonly { readonly kept?: number }[]): number =>
  units.reduce((sum, { kept = 0 }) => sum + kept, 0)
