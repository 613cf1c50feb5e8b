import * as z from 'zod/mini'
import type { Part } from '../issues.ts'
import { checkPhone } from '../phone.ts'
import { Code, Day, Id } from '../shapes.ts'
import { email, postalCode, text } from '../text.ts'

export const titleLevels = [
  'none',
  'senior',
  'associateSenior',
  'intermediate',
  'assistant',
  'junior',
] as const
export type TitleLevel = (typeof titleLevels)[number]

/** A title beside the one in force: an earlier one, or one of another series. */
export const OtherTitle = z.object({
  titleLevel: z.enum(titleLevels),
  title: text({ min: 1, max: 50 }),
  obtainedOn: z.nullable(Day),
  series: Code,
  specialty: text({ min: 1, max: 50 }),
})
export type OtherTitle = z.infer<typeof OtherTitle>

/** An education or degree beside the highest. */
export const OtherDegree = z.object({
  education: Code,
  degree: z.nullable(Code),
  major: z.nullable(text({ min: 1, max: 50 })),
  school: z.nullable(text({ min: 1, max: 100 })),
  graduatedOn: z.nullable(Day),
})
export type OtherDegree = z.infer<typeof OtherDegree>

const mostOthers = 10

/** The manual's form 3.2.1 without what the account already knows (name, document). Empty: null. */
export const ProfileForm = z.object({
  sex: z.enum(['male', 'female']),
  birthDate: Day,
  ethnicity: Code,
  nativePlace: Code,
  education: Code,
  degree: z.nullable(Code),
  major: z.nullable(text({ min: 1, max: 50 })),
  school: z.nullable(text({ min: 1, max: 100 })),
  graduatedOn: z.nullable(Day),
  startedWorkOn: Day,
  phone: z.string().check(z.minLength(1), z.maxLength(20)),
  email,
  /** The title in force: what the certificate prints. */
  titleLevel: z.enum(titleLevels),
  title: text({ min: 1, max: 50 }),
  titleObtainedOn: z.nullable(Day),
  series: Code,
  specialty: text({ min: 1, max: 50 }),
  postalCode: z.nullable(postalCode),
  /** null: the employer is not in the system yet; the form is then kept as a draft. */
  unitId: z.nullable(Id),
  workRegion: Code,
  /** The name of an employer that has not registered yet, so that the person can be told when it has. */
  wantedUnit: z._default(z.nullable(text({ min: 2, max: 100 })), null),
  photoId: z._default(z.nullable(Id), null),
  otherTitles: z._default(z.array(OtherTitle).check(z.maxLength(mostOthers)), []),
  otherDegrees: z._default(z.array(OtherDegree).check(z.maxLength(mostOthers)), []),
})
export type ProfileForm = z.infer<typeof ProfileForm>

type Dates = Pick<
  ProfileForm,
  'birthDate' | 'graduatedOn' | 'startedWorkOn' | 'titleObtainedOn' | 'otherTitles' | 'otherDegrees'
>

/** Every date of the form but the birth's, by its field's path. */
function* datesOf(form: Part<Dates>): Generator<[path: string, day: string]> {
  for (const field of ['graduatedOn', 'startedWorkOn', 'titleObtainedOn'] as const)
    if (form[field]) yield [field, form[field]]
  for (const [at, { obtainedOn }] of form.otherTitles?.entries() ?? [])
    if (obtainedOn) yield [`otherTitles.${at}.obtainedOn`, obtainedOn]
  for (const [at, { graduatedOn }] of form.otherDegrees?.entries() ?? [])
    if (graduatedOn) yield [`otherDegrees.${at}.graduatedOn`, graduatedOn]
}

/**
 * What the shape alone cannot say of a profile: field → issue code. Dates that cannot be are
 * refused; those that are merely odd are `profileWarnings`. `today` is Asia/Shanghai's day.
 */
export function profileIssues(form: Part<ProfileForm>, today: string): Record<string, string> {
  const { birthDate, phone, titleLevel, titleObtainedOn, unitId, wantedUnit } = form
  const issues: Record<string, string> = {}
  if (birthDate && birthDate > today) issues['birthDate'] = 'DATE_IN_FUTURE'
  for (const [path, day] of datesOf(form))
    if (day > today) issues[path] = 'DATE_IN_FUTURE'
    else if (birthDate && day <= birthDate) issues[path] = 'DATE_BEFORE_BIRTH'
  const reached = phone === undefined ? 'ok' : checkPhone(phone)
  if (reached !== 'ok') issues['phone'] = reached
  if (birthDate && birthDate < '1900-01-01') issues['birthDate'] = 'DATE_TOO_EARLY'
  if (titleLevel && titleLevel !== 'none' && titleObtainedOn === null)
    issues['titleObtainedOn'] = 'REQUIRED'
  // Without either nobody could be asked to confirm, nor the person told when the employer is there.
  if (unitId === null && wantedUnit === null) issues['unitId'] = 'UNIT_UNNAMED'
  return issues
}

/** The day on which somebody born on the day is so many years old. */
const birthday = (birthDate: string, years: number) =>
  `${String(Number(birthDate.slice(0, 4)) + years).padStart(4, '0')}${birthDate.slice(4)}`

/**
 * Dates that life seldom writes: field → code. They are shown to the person before they save and to
 * the employer before it confirms, and stop neither.
 */
export function profileWarnings(form: Dates): Record<string, string> {
  const warnings: Record<string, string> = {}
  const { birthDate, graduatedOn, startedWorkOn, titleObtainedOn } = form
  if (graduatedOn && graduatedOn < birthday(birthDate, 15))
    warnings['graduatedOn'] = 'ODD_GRADUATION'
  if (startedWorkOn && startedWorkOn < birthday(birthDate, 16))
    warnings['startedWorkOn'] = 'ODD_WORK'
  if (startedWorkOn && startedWorkOn >= birthday(birthDate, 50))
    warnings['startedWorkOn'] = 'ODD_WORK'
  if (titleObtainedOn && titleObtainedOn < birthday(birthDate, 18))
    warnings['titleObtainedOn'] = 'ODD_TITLE_AGE'
  else if (titleObtainedOn && startedWorkOn && titleObtainedOn < startedWorkOn)
    warnings['titleObtainedOn'] = 'ODD_TITLE_BEFORE_WORK'
  return warnings
}

/** The fields that differ, lists as a whole; what an employer is shown of a change. */
export function changedFields(former: ProfileForm, form: ProfileForm): (keyof ProfileForm)[] {
  const fields = Object.keys(ProfileForm.shape) as (keyof ProfileForm)[] // the shape's own keys
  return fields.filter((field) => JSON.stringify(former[field]) !== JSON.stringify(form[field]))
}
