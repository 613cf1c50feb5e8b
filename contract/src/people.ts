import * as z from 'zod/mini'
import { documentTypes } from './document-number.ts'
import { endpoint } from './endpoint.ts'
import type { Moves } from './moves.ts'
import { employmentKinds, pendingPolicies } from './people/employments.ts'
import { ProfileForm } from './people/profile-form.ts'
import { ById, ByVersion, Code, Cursor, Day, Id, Instant, pageOf, Version } from './shapes.ts'
import { text } from './text.ts'

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

export {
  employmentKinds,
  type EmploymentKind,
  type EmploymentFact,
  employmentMoves,
  employmentStates,
  type EmploymentState,
  pendingPolicies,
  type PendingPolicy,
} from './people/employments.ts'
export {
  OtherDegree,
  OtherTitle,
  ProfileForm,
  profileIssues,
  profileWarnings,
  titleLevels,
  type TitleLevel,
} from './people/profile-form.ts'

const fieldNames = Object.keys(ProfileForm.shape) as [keyof ProfileForm, ...(keyof ProfileForm)[]] // the shape's own keys
/** Field of the form → what is wrong with it, in the words of whoever returned it. */
export const ReturnFields = z.partialRecord(z.enum(fieldNames), text({ min: 1, max: 200 }))
export type ReturnFields = z.infer<typeof ReturnFields>

export const Profile = z.object({
  id: Id,
  state: z.enum(profileStates),
  version: Version,
  name: z.string(),
  documentType: z.enum(documentTypes),
  documentNumberMasked: z.string(),
  form: ProfileForm,
  unitName: z.nullable(z.string()),
  /** The unit still waits for the approval of its own registration. */
  unitWaits: z.boolean(),
  /** Where the photo may be looked at for ten minutes. */
  photoUrl: z.nullable(z.string()),
  /** What is in force and would be replaced; for the unit that is asked. */
  former: z.nullable(ProfileForm),
  returnReason: z.nullable(z.string()),
  /** What the unit wrote at single fields. */
  returnFields: ReturnFields,
  submittedAt: z.nullable(Instant),
  decidedAt: z.nullable(Instant),
  /** Who confirmed or returned it, by name. */
  decidedBy: z.nullable(z.string()),
  open: z.array(z.enum(moveNames)),
})
export type Profile = z.infer<typeof Profile>

/** The unit that has the person now, and how it does. */
export const Holder = z.object({
  employmentId: Id,
  unitId: Id,
  unitName: z.string(),
  kind: z.enum(employmentKinds),
})
export type Holder = z.infer<typeof Holder>

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
  /** Where the person is employed or hosted now; another unit chosen in the form begins a transfer. */
  holder: z.nullable(Holder),
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
  body: z.object({
    version: z.nullable(Version),
    form: ProfileForm,
    /** Who goes on with what waits at the former unit, when another one is chosen. */
    pendingPolicy: z.optional(z.enum(pendingPolicies)),
  }),
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
  body: z.object({
    version: Version,
    reason: text({ min: 1, max: 500 }),
    fields: z._default(ReturnFields, {}),
  }),
  reply: Profile,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD'],
})
