import * as z from 'zod/mini'
import { documentTypes } from './document-number.ts'
import { endpoint } from './endpoint.ts'
import type { Moves } from './moves.ts'
import { checkPhone } from './phone.ts'
import { ById, ByVersion, Code, Cursor, Day, Id, Instant, pageOf, Version } from './shapes.ts'
import { email, postalCode, text } from './text.ts'

export const profileStates = ['draft', 'submitted', 'returned', 'confirmed', 'superseded'] as const
export type ProfileState = (typeof profileStates)[number]
/** own: the actor's. holds: the actor's unit is asked. notSelf: the actor is not the person. */
export type ProfileFact = 'own' | 'holds' | 'notSelf'

/** 人员基本信息: a version is written by the person and accepted by the employer. */
export const profileMoves = {
  /** [保存] without an employer. */
  keep: { from: ['draft', 'returned'], to: 'draft', by: ['individual'], when: ['own'] },
  submit: { from: ['draft', 'returned'], to: 'submitted', by: ['individual'], when: ['own'] },
  withdraw: { from: ['submitted'], to: 'draft', by: ['individual'], when: ['own'] },
  return: { from: ['submitted'], to: 'returned', by: ['employer'], when: ['holds', 'notSelf'] },
  confirm: { from: ['submitted'], to: 'confirmed', by: ['employer'], when: ['holds', 'notSelf'] },
} as const satisfies Moves<ProfileState, ProfileFact>
export type ProfileMove = keyof typeof profileMoves
const moveNames = Object.keys(profileMoves) as [ProfileMove, ...ProfileMove[]] // the table's own keys

export const employmentStates = ['applied', 'confirmed', 'refused', 'withdrawn', 'ended'] as const
export type EmploymentState = (typeof employmentStates)[number]
/** own and holds as above; an application follows the profile that it came with. */
export type EmploymentFact = 'own' | 'holds' | 'notSelf'

/** 工作单位: applied for by the person, decided by the unit; a new employment ends the former. */
export const employmentMoves = {
  withdraw: { from: ['applied'], to: 'withdrawn', by: ['individual'], when: ['own'] },
  refuse: { from: ['applied'], to: 'refused', by: ['employer'], when: ['holds', 'notSelf'] },
  confirm: { from: ['applied'], to: 'confirmed', by: ['employer'], when: ['holds', 'notSelf'] },
  end: { from: ['confirmed'], to: 'ended', by: ['individual', 'employer'], when: [] },
} as const satisfies Moves<EmploymentState, EmploymentFact>

export const employmentKinds = ['main', 'partTime', 'hosted'] as const
export type EmploymentKind = (typeof employmentKinds)[number]

export const titleLevels = [
  'none',
  'senior',
  'associateSenior',
  'intermediate',
  'assistant',
  'junior',
] as const
export type TitleLevel = (typeof titleLevels)[number]

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
  titleLevel: z.enum(titleLevels),
  title: text({ min: 1, max: 50 }),
  titleObtainedOn: z.nullable(Day),
  series: Code,
  specialty: text({ min: 1, max: 50 }),
  postalCode: z.nullable(postalCode),
  /** null: the employer is not in the system yet; the form is then kept as a draft. */
  unitId: z.nullable(Id),
  workRegion: Code,
})
export type ProfileForm = z.infer<typeof ProfileForm>

/**
 * What the shape alone cannot say of a profile: field → issue code. Dates that cannot be are
 * refused; dates that are merely odd are a reviewer's business. `today` is Asia/Shanghai's day.
 */
export function profileIssues(form: ProfileForm, today: string): Record<string, string> {
  const issues: Record<string, string> = {}
  const days = ['birthDate', 'graduatedOn', 'startedWorkOn', 'titleObtainedOn'] as const
  for (const day of days) {
    const value = form[day]
    if (value !== null && value > today) issues[day] = 'DATE_IN_FUTURE'
    else if (value !== null && day !== 'birthDate' && value <= form.birthDate)
      issues[day] = 'DATE_BEFORE_BIRTH'
  }
  const phone = checkPhone(form.phone)
  if (phone !== 'ok') issues['phone'] = phone
  if (form.birthDate < '1900-01-01') issues['birthDate'] = 'DATE_TOO_EARLY'
  if (form.titleLevel !== 'none' && form.titleObtainedOn === null)
    issues['titleObtainedOn'] = 'REQUIRED'
  return issues
}

export const Profile = z.object({
  id: Id,
  state: z.enum(profileStates),
  version: Version,
  name: z.string(),
  documentType: z.enum(documentTypes),
  documentNumberMasked: z.string(),
  form: ProfileForm,
  unitName: z.nullable(z.string()),
  returnReason: z.nullable(z.string()),
  submittedAt: z.nullable(Instant),
  decidedAt: z.nullable(Instant),
  open: z.array(z.enum(moveNames)),
})
export type Profile = z.infer<typeof Profile>

export const OwnProfile = z.object({
  /** What the account knows already and what the document number tells. */
  known: z.object({
    name: z.string(),
    documentType: z.enum(documentTypes),
    documentNumberMasked: z.string(),
    birthDate: z.nullable(Day),
    sex: z.nullable(z.enum(['male', 'female'])),
    phone: z.string(),
    email: z.string(),
  }),
  /** The version under way: draft, submitted or returned. */
  current: z.nullable(Profile),
  /** The version in force. */
  confirmed: z.nullable(Profile),
})
export type OwnProfile = z.infer<typeof OwnProfile>

export const readOwnProfile = endpoint('GET /profile', {
  summary: '本人基本信息',
  by: ['individual'],
  repeat: 'natural',
  reply: OwnProfile,
})

/**
 * [保存]: writes the version under way and submits it to the employer in the same act; without an
 * employer it is kept as a draft. `version` is that of the version under way, null when there is none.
 */
export const saveProfile = endpoint('POST /profile', {
  summary: '保存人员基本信息',
  by: ['individual'],
  repeat: 'key',
  body: z.object({ version: z.nullable(Version), form: ProfileForm }),
  reply: Profile,
  errors: ['STALE', 'WRONG_STATE', 'INVALID'],
})

export const withdrawProfile = endpoint('POST /profiles/:id/withdraw', {
  summary: '撤回人员基本信息',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Profile,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

export const listProfiles = endpoint('GET /profiles', {
  summary: '待单位确认的人员',
  by: ['employer'],
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(
    z.object({
      id: Id,
      version: Version,
      name: z.string(),
      documentNumberMasked: z.string(),
      series: Code,
      title: z.string(),
      submittedAt: Instant,
      /** A person who is here already changes their profile; a new one also joins the unit. */
      joins: z.boolean(),
    }),
  ),
})

export const readProfile = endpoint('GET /profiles/:id', {
  summary: '查看人员基本信息',
  by: ['employer'],
  repeat: 'natural',
  params: ById,
  reply: Profile,
  errors: ['NOT_FOUND'],
})

/** [确认]: accepts the profile and, the first time, the employment with it. */
export const confirmProfile = endpoint('POST /profiles/:id/confirm', {
  summary: '确认人员',
  by: ['employer'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Profile,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD'],
})

export const returnProfile = endpoint('POST /profiles/:id/return', {
  summary: '退回人员基本信息',
  by: ['employer'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: text({ min: 1, max: 500 }) }),
  reply: Profile,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD'],
})
