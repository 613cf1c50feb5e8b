import type { Moves } from '../moves.ts'

export const exemptionStates = [
  'draft',
  'submitted',
  'underReview',
  'returned',
  'granted',
  'refused',
  'revoked',
] as const
export type ExemptionState = (typeof exemptionStates)[number]

/**
 * own: the application is the actor's. atFirst: its review begins (again) with the employer; atHigher:
 * the HR&SS office returned it. holds: the actor's office decides now. notSelf: the actor is not the person.
 */
export type ExemptionFact = 'own' | 'atFirst' | 'atHigher' | 'holds' | 'notSelf'

const decides = ['holds', 'notSelf'] as const
const offices = ['employer', 'hrss'] as const

/** After how many working days without an answer an office is reminded, and after how many another takes over. */
export const answerWorkingDays = { remind: 10, takeOver: 20 } as const

/** 免修减免申请: the person applies with evidence, the employer and then the HR&SS office decide. */
export const exemptionMoves = {
  edit: { from: ['draft', 'returned'], to: null, by: ['individual'], when: ['own'] },
  delete: { from: ['draft'], to: null, by: ['individual'], when: ['own'] },
  submit: {
    from: ['draft', 'returned'],
    to: 'submitted',
    by: ['individual'],
    when: ['own', 'atFirst'],
  },
  /** 送审 of one that the HR&SS office returned: it goes back there. */
  resubmit: {
    from: ['returned'],
    to: 'underReview',
    by: ['individual'],
    when: ['own', 'atHigher'],
  },
  withdraw: { from: ['submitted'], to: 'draft', by: ['individual'], when: ['own'] },
  pass: { from: ['submitted'], to: 'underReview', by: ['employer'], when: decides },
  /** 逾期未审，转人社部门: the house itself, when the employer did not answer in time. */
  escalate: { from: ['submitted'], to: 'underReview', by: [], when: [] },
  return: { from: ['submitted', 'underReview'], to: 'returned', by: offices, when: decides },
  refuse: { from: ['submitted', 'underReview'], to: 'refused', by: offices, when: decides },
  grant: { from: ['underReview'], to: 'granted', by: ['hrss'], when: decides },
  /** 撤销: the year asks again what it asked before. */
  revoke: { from: ['granted'], to: 'revoked', by: ['hrss'], when: decides },
} as const satisfies Moves<ExemptionState, ExemptionFact>
export type ExemptionMove = keyof typeof exemptionMoves
export const exemptionMoveNames = Object.keys(exemptionMoves) as [ExemptionMove, ...ExemptionMove[]] // the table's own keys

/** What a line of the timeline tells. */
export const exemptionActs = [
  'create',
  'submit',
  'withdraw',
  'pass',
  'escalate',
  'return',
  'refuse',
  'grant',
  'revoke',
] as const
export type ExemptionAct = (typeof exemptionActs)[number]
