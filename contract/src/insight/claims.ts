import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { Part } from '../issues.ts'
import type { Moves } from '../moves.ts'
import {
  ById,
  ByVersion,
  Code,
  Cursor,
  Day,
  HoursTenths,
  Id,
  Instant,
  pageOf,
  Version,
  Year,
  YearText,
} from '../shapes.ts'
import { text } from '../text.ts'

/** Where hours may be that a person misses: what the house has of them. */
export const traceSources = ['class', 'declaration', 'platform', 'import'] as const
export type TraceSource = (typeof traceSources)[number]

/** How far it has come, and what it waits for. */
export const traceCodes = [
  'credited', // its hours stand in a year
  'takenBack', // they stood there and were reversed
  // a class
  'placeWaiting', // the institution has not decided on the application
  'notEnrolled', // it came to nothing
  'classNotBegun', // its first day is to come: nobody holds anything up
  'classUnderWay', // the class is not over
  'notFinished', // it is over, and the institution has not finished it
  'notPassed',
  // a declaration
  'notSent',
  'returned',
  'atEmployer',
  'atOffice',
  'notRecognised',
  // a completion that a platform reported
  'unmatched', // of nobody, as it was written: the name differs from the document's
  'refused', // it did not fit the course, the year or the person
  // past years that an office brings in
  'importWaiting', // checked, and not committed yet
  'importUnmatched', // the number is the person's, the name another
] as const
export type TraceCode = (typeof traceCodes)[number]

/** Who holds hours up, and answers for them. */
export const holders = ['institution', 'employer', 'industry', 'hrss'] as const
export type Holder = (typeof holders)[number]

export const Trace = z.object({
  source: z.enum(traceSources),
  recordId: Id,
  name: z.string(),
  /** Institution, or where it was learned. */
  organisation: z.string(),
  year: Year,
  hoursTenths: HoursTenths,
  code: z.enum(traceCodes),
  /** 计划开班日期 of a class that has not begun; null of anything else. */
  startsOn: z.nullable(Day),
  /** Null where nobody but the person can do anything, or nothing is to be done. */
  holder: z.nullable(z.object({ office: z.enum(holders), name: z.string() })),
})
export type Trace = z.infer<typeof Trace>

/** What the house has of a year of the person: enrolments, declarations, completions, each with where it is held up. */
export const traceHours = endpoint('GET /hour-traces', {
  summary: '查找缺失的学时',
  by: ['individual'],
  repeat: 'natural',
  query: z.object({ year: YearText }),
  /** hasUnit: a confirmed employer says which HR&SS office is theirs. */
  reply: z.object({ items: z.array(Trace), hasUnit: z.boolean() }),
})

export const claimStates = ['open', 'answered', 'settled', 'withdrawn'] as const
export type ClaimState = (typeof claimStates)[number]

/** own: the person's. holds: it waits at the actor's office. notSelf: of somebody else. below: an HR&SS office stands above. */
export type ClaimFact = 'own' | 'holds' | 'notSelf' | 'below'

/** 缺失学时: filed by a person, answered by whoever holds the hours up, else by the HR&SS office. */
export const claimMoves = {
  withdraw: { from: ['open'], to: 'withdrawn', by: ['individual'], when: ['own'] },
  answer: { from: ['open'], to: 'answered', by: holders, when: ['holds', 'notSelf'] },
  /** 转人社部门: it is not theirs to settle. */
  pass: { from: ['open'], to: null, by: holders, when: ['holds', 'notSelf', 'below'] },
  /** 逾期未答复，转上级: by night, where an office stands above. */
  escalate: { from: ['open'], to: null, by: [], when: [] },
  accept: { from: ['answered'], to: 'settled', by: ['individual'], when: ['own'] },
  /** 不同意答复: the HR&SS office answers next. */
  raise: { from: ['answered'], to: 'open', by: ['individual'], when: ['own', 'below'] },
} as const satisfies Moves<ClaimState, ClaimFact>
export type ClaimMove = keyof typeof claimMoves
export const claimMoveNames = Object.keys(claimMoves) as [ClaimMove, ...ClaimMove[]] // the table's own keys

/** What is missing: a class, an online course, what the own unit knows of, or a year before the system. */
export const claimKinds = ['class', 'platform', 'unit', 'past'] as const
export type ClaimKind = (typeof claimKinds)[number]

/** 已补登 or 已说明. */
export const claimOutcomes = ['mended', 'explained'] as const
export type ClaimOutcome = (typeof claimOutcomes)[number]

export const claimActs = [
  'file',
  'answer',
  'pass',
  'escalate',
  'accept',
  'raise',
  'withdraw',
] as const

const Words = text({ min: 1, max: 500 })

/** Of a record that was found, or, where none was, of what it should be. */
export const ClaimForm = z.object({
  year: Year,
  kind: z.enum(claimKinds),
  record: z.nullable(z.object({ source: z.enum(traceSources), id: Id })),
  /** Of a class or an online course that left no trace: the institution, by its number in 施教机构名录. */
  institution: z.nullable(text({ min: 1, max: 40 })),
  /** 受理地区: whose HR&SS office answers whoever has no confirmed employer; not read of anybody else. */
  regionCode: z.nullable(Code),
  /** 课程、培训班或平台名称. */
  name: text({ min: 1, max: 100 }),
  hoursTenths: z.nullable(HoursTenths),
  words: Words,
})
export type ClaimForm = z.infer<typeof ClaimForm>

/** What the shape alone cannot say of a claim: field → issue code. */
export function claimIssues(
  { year, kind, record, institution }: Part<ClaimForm>,
  thisYear: number,
): Record<string, string> {
  const needsInstitution = record === null && (kind === 'class' || kind === 'platform')
  return {
    ...(year !== undefined && year > thisYear && { year: 'NOT_OFFERED' }),
    ...(needsInstitution && institution === null && { institution: 'REQUIRED' }),
  }
}

/** So many of one person may be open at once. */
export const mostOpenClaims = 10

export const ClaimRow = z.object({
  id: Id,
  version: Version,
  state: z.enum(claimStates),
  kind: z.enum(claimKinds),
  year: Year,
  name: z.string(),
  hoursTenths: z.nullable(HoursTenths),
  personName: z.string(),
  /** Where it waits, or who answered last. */
  office: z.enum(holders),
  officeName: z.string(),
  filedAt: Instant,
  /** 答复期限: the last day on which its office answers before the one above does; null once it need not. */
  answerBy: z.nullable(Day),
})
export type ClaimRow = z.infer<typeof ClaimRow>

export const Claim = z.object({
  ...ClaimRow.shape,
  words: z.string(),
  unitName: z.nullable(z.string()),
  documentNumberMasked: z.string(),
  /** Who answers where its office has not by that day; null above the last, or where nobody need answer. */
  nextOfficeName: z.nullable(z.string()),
  /** How the record stands now; null where none was found. */
  trace: z.nullable(Trace),
  answer: z.nullable(z.object({ outcome: z.enum(claimOutcomes), words: z.string() })),
  timeline: z.array(
    z.object({
      at: Instant,
      act: z.enum(claimActs),
      by: z.string(),
      office: z.nullable(z.string()),
      words: z.nullable(z.string()),
    }),
  ),
  open: z.array(z.enum(claimMoveNames)),
})
export type Claim = z.infer<typeof Claim>

const everybody = ['individual', ...holders] as const

/** 缺失学时 of the person, newest first. */
export const listClaims = endpoint('GET /hour-claims', {
  summary: '我的缺失学时',
  by: ['individual'],
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(ClaimRow),
})

/** What waits at the seat's office, the longest waiting first; or what it has answered, newest first. */
export const listClaimsAt = endpoint('GET /hour-claim-queue', {
  summary: '缺失学时办理',
  by: holders,
  repeat: 'natural',
  query: z.object({ queue: z.enum(['open', 'answered']), after: z.optional(Cursor) }),
  reply: pageOf(ClaimRow),
})

export const readClaim = endpoint('GET /hour-claims/:id', {
  summary: '缺失学时详情',
  by: everybody,
  repeat: 'natural',
  params: ById,
  reply: Claim,
  errors: ['NOT_FOUND'],
})

export const fileClaim = endpoint('POST /hour-claims', {
  summary: '提交缺失学时',
  by: ['individual'],
  repeat: 'key',
  body: ClaimForm,
  reply: Claim,
  errors: ['CLAIM_EXISTS', 'CLAIMS_TOO_MANY', 'NO_OFFICE_FOR_CLAIM'],
})

const move = {
  repeat: 'key',
  params: ById,
  reply: Claim,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
} as const
const Reasoned = z.object({ version: Version, words: Words })

export const withdrawClaim = endpoint('POST /hour-claims/:id/withdraw', {
  ...move,
  summary: '撤回缺失学时',
  by: ['individual'],
  body: ByVersion,
})

export const answerClaim = endpoint('POST /hour-claims/:id/answer', {
  ...move,
  summary: '答复缺失学时',
  by: holders,
  errors: [...move.errors, 'OWN_RECORD'],
  body: z.object({ ...Reasoned.shape, outcome: z.enum(claimOutcomes) }),
})

export const passClaim = endpoint('POST /hour-claims/:id/pass', {
  ...move,
  summary: '转人社部门',
  by: holders,
  errors: [...move.errors, 'OWN_RECORD'],
  body: Reasoned,
  /** Theirs no longer: they see it no more. */
  reply: z.object({ id: Id }),
})

export const acceptClaim = endpoint('POST /hour-claims/:id/accept', {
  ...move,
  summary: '确认已解决',
  by: ['individual'],
  body: ByVersion,
})

export const raiseClaim = endpoint('POST /hour-claims/:id/raise', {
  ...move,
  summary: '不认可答复',
  by: ['individual'],
  errors: [...move.errors, 'CLAIMS_TOO_MANY'],
  body: Reasoned,
})
