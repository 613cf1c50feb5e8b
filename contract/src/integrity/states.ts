import type { Moves } from '../moves.ts'

export const caseStates = [
  'draft',
  'proposed',
  'inForce',
  'dismissed',
  'withdrawn',
  'expired',
] as const
export type CaseState = (typeof caseStates)[number]

/** own: entered by the actor's office. proposer, notProposer: whether the actor entered it. supported: there is evidence. */
export type CaseFact = 'own' | 'proposer' | 'notProposer' | 'supported'

const authorities = ['hrss', 'industry'] as const

/** 失信: entered by one officer, decided by another of the same office. `expire` is the house's own. */
export const caseMoves = {
  edit: { from: ['draft'], to: null, by: authorities, when: ['own', 'proposer'] },
  delete: { from: ['draft'], to: null, by: authorities, when: ['own', 'proposer'] },
  propose: {
    from: ['draft'],
    to: 'proposed',
    by: authorities,
    when: ['own', 'proposer', 'supported'],
  },
  /** Back to whoever entered it, with what is to be mended. */
  return: { from: ['proposed'], to: 'draft', by: authorities, when: ['own', 'notProposer'] },
  confirm: { from: ['proposed'], to: 'inForce', by: authorities, when: ['own', 'notProposer'] },
  dismiss: { from: ['proposed'], to: 'dismissed', by: authorities, when: ['own', 'notProposer'] },
  withdraw: { from: ['inForce'], to: 'withdrawn', by: authorities, when: ['own'] },
} as const satisfies Moves<CaseState, CaseFact>
export type CaseMove = keyof typeof caseMoves
export const caseMoveNames = Object.keys(caseMoves) as [CaseMove, ...CaseMove[]] // the table's own keys

/** What its subject sees: nothing before it holds, everything after. */
export const shownToSubject = ['inForce', 'withdrawn', 'expired'] as const satisfies CaseState[]

/** 失信人类型. */
export const subjectKinds = ['person', 'unit', 'institution'] as const
export type SubjectKind = (typeof subjectKinds)[number]

/** 失信内容: what was done, by those who may have done it. */
export const caseKinds = [
  'falsifiedRecord',
  'falsifiedEvidence',
  'substitution',
  'tradedCertificate',
  'falseConfirmation',
  'falseHours',
  'irregularClass',
  'obstruction',
] as const
export type CaseKind = (typeof caseKinds)[number]

const persons = ['person'] as const
const units = ['unit', 'institution'] as const
export const kindsOf: Readonly<Record<CaseKind, readonly SubjectKind[]>> = {
  falsifiedRecord: subjectKinds,
  falsifiedEvidence: subjectKinds,
  substitution: persons,
  tradedCertificate: subjectKinds,
  falseConfirmation: units,
  falseHours: units,
  irregularClass: ['institution'],
  obstruction: units,
}
