import * as z from 'zod/mini'
import { documentTypes } from '../document-number.ts'
import { endpoint } from '../endpoint.ts'
import { ById, Code, Cursor, Day, Id, Instant, pageOf } from '../shapes.ts'
import { text } from '../text.ts'
import { employmentKinds, employmentStates, endReasons } from './employments.ts'
import { titleLevels } from './profile-form.ts'

const FoundPerson = z.object({
  personId: Id,
  name: z.string(),
  documentNumberMasked: z.string(),
  unitName: z.string(),
  regionPath: z.string(),
  series: z.nullable(Code),
  title: z.nullable(z.string()),
})
export type FoundPerson = z.infer<typeof FoundPerson>

/**
 * 人员查询 of an authority: who works in its scope, by the beginning of a name (two characters), its pinyin
 * or initials (three letters), the last four of the document number, or the whole of it. A page may
 * hold few where the scope is small: `next` goes on.
 */
export const findPeople = endpoint('GET /people/search', {
  summary: '人员查询',
  by: ['industry', 'hrss'],
  repeat: 'natural',
  query: z.object({ search: text({ min: 1, max: 50 }), after: z.optional(Cursor) }),
  reply: pageOf(FoundPerson),
  errors: ['INVALID'],
})

/** One person as their employer or an authority in whose scope they work may see them. */
export const PersonPage = z.object({
  id: Id,
  name: z.string(),
  documentType: z.enum(documentTypes),
  documentNumberMasked: z.string(),
  claimed: z.boolean(),
  /** Whether the actor may see the number in full: not of people of a unit below. */
  mayReveal: z.boolean(),
  photoUrl: z.nullable(z.string()),
  /** What is in force; null before the first confirmation. */
  profile: z.nullable(
    z.object({
      sex: z.enum(['male', 'female']),
      birthDate: Day,
      ethnicity: Code,
      education: Code,
      degree: z.nullable(Code),
      major: z.nullable(z.string()),
      school: z.nullable(z.string()),
      graduatedOn: z.nullable(Day),
      startedWorkOn: Day,
      phoneMasked: z.string(),
      titleLevel: z.enum(titleLevels),
      title: z.string(),
      titleObtainedOn: z.nullable(Day),
      series: Code,
      specialty: z.string(),
      workRegion: Code,
      confirmedAt: z.nullable(Instant),
    }),
  ),
  /** Former units included, the newest first. */
  employments: z.array(
    z.object({
      id: Id,
      unitName: z.string(),
      kind: z.enum(employmentKinds),
      state: z.enum(employmentStates),
      startedOn: z.nullable(Day),
      endedOn: z.nullable(Day),
      endReason: z.nullable(z.enum(endReasons)),
    }),
  ),
})
export type PersonPage = z.infer<typeof PersonPage>

export const readPerson = endpoint('GET /people/:id', {
  summary: '查看人员',
  by: ['employer', 'industry', 'hrss'],
  repeat: 'natural',
  params: ById,
  reply: PersonPage,
  errors: ['NOT_FOUND'],
})

/** 查看完整证件号码: with a reason, which stands in the audit with who looked. */
export const revealNumber = endpoint('POST /people/:id/number', {
  summary: '查看完整证件号码',
  by: ['employer', 'industry', 'hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({ reason: text({ min: 5, max: 200 }) }),
  reply: z.object({ documentNumber: z.string() }),
  errors: ['NOT_FOUND'],
})
