import { daysInclusive, instantOf } from '../../year.ts'
import { type ClassForm, signInLeadMinutes, type SessionForm } from './shapes.ts'

const minute = 60_000

/** When the class starts: as sign-in opens for its first session; without sessions, with its first day. */
export function startOfClass({
  startsOn,
  sessions,
}: Pick<ClassForm, 'startsOn' | 'sessions'>): Date {
  const begins = sessions.map(({ on, from }) => instantOf(on, from).getTime())
  if (begins.length === 0) return instantOf(startsOn, '00:00')
  return new Date(Math.min(...begins) - signInLeadMinutes * minute)
}

/** From when until when one may apply. */
export const signUpOf = (form: ClassForm) => ({
  from: instantOf(form.signUpFromOn, form.signUpFromAt),
  to: instantOf(form.signUpToOn, form.signUpToAt),
})

/** Whether two stretches of one day touch the same minute. */
const overlap = (one: SessionForm, other: SessionForm) =>
  one.on === other.on && one.from < other.to && other.from < one.to

/** What the shape alone cannot say of the timetable: field → issue code. Nobody can sit in two rooms at once. */
function sessionIssues(form: ClassForm): Record<string, string> {
  const issues: Record<string, string> = {}
  for (const [at, session] of form.sessions.entries()) {
    const { on, from, to } = session
    const line = `sessions.${at}`
    if (to <= from) issues[`${line}.to`] = 'TIME_BEFORE_START'
    if (on < form.startsOn || on > form.endsOn) issues[`${line}.on`] = 'SESSION_OUTSIDE_CLASS'
    if (form.sessions.slice(0, at).some((former) => overlap(former, session)))
      issues[`${line}.from`] = 'SESSIONS_OVERLAP'
  }
  // An online class may be open at any hour; where people meet, they must know when.
  if (form.organisation !== 'online' && form.sessions.length === 0)
    issues['sessions'] = 'SESSIONS_REQUIRED'
  return issues
}

/** What the shape alone cannot say of a class: field path → issue code. */
export function classIssues(form: ClassForm): Record<string, string> {
  const issues = sessionIssues(form)
  const { startsOn, endsOn, days, plan, admission } = form
  if (endsOn < startsOn) issues['endsOn'] = 'ENDS_BEFORE_START'
  else if (endsOn.slice(0, 4) !== startsOn.slice(0, 4)) issues['endsOn'] = 'CLASS_ACROSS_YEARS'
  else if (days > daysInclusive(startsOn, endsOn)) issues['days'] = 'DAYS_ABOVE_SPAN'
  const { from, to } = signUpOf(form)
  if (to <= from) issues['signUpToOn'] = 'ENDS_BEFORE_START'
  else if (to > startOfClass(form)) issues['signUpToOn'] = 'SIGN_UP_AFTER_START'
  const { units, unitsOnly } = admission
  if (unitsOnly && units.length === 0) issues['admission.units'] = 'UNITS_REQUIRED'
  if (units.some(({ unitId }, at) => units.findIndex((unit) => unit.unitId === unitId) < at))
    issues['admission.units'] = 'UNIT_TWICE'
  else if (keptIn(admission.units) > plan) issues['admission.units'] = 'KEPT_ABOVE_PLAN'
  return issues
}

export const keptIn = (units: readonly { kept: number }[]): number =>
  units.reduce((sum, { kept }) => sum + kept, 0)
