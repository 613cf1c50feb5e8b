import { reviewers } from '../actor.ts'
import { answerWorkingDays } from '../ledger.ts'
import type { Moves } from '../moves.ts'

export const declarationStates = [
  'draft',
  'submitted',
  'underReview',
  'returned',
  'recognised',
  'rejected',
  'appealed',
  'revoked',
] as const
export type DeclarationState = (typeof declarationStates)[number]

/**
 * own: the record is the actor's. neverSent: it was never submitted. atFirst: its review begins (again)
 * with the employer; atHigher: a higher office returned it. holdsStep: the open review step is at the
 * actor's office. lastStep: no step follows; moreSteps: one does. notSelf: the actor is neither the person nor who declared for
 * them.
 * appealable: a rejection or a cut that was not appealed against yet, for as long as one may.
 * againstRejection, againstCut: what the appeal is against. oversees: the record's employer lies in
 * the actor's region or trade. mayReinstate: the actor's office revoked the record, or stands above
 * the one that did. decidedLast: the actor made the last decision, today, and nothing followed from
 * it. wasSubmitted, wasUnderReview: where the record stood before that decision.
 */
export type DeclarationFact =
  | 'own'
  | 'neverSent'
  | 'atFirst'
  | 'atHigher'
  | 'holdsStep'
  | 'lastStep'
  | 'moreSteps'
  | 'notSelf'
  | 'appealable'
  | 'againstRejection'
  | 'againstCut'
  | 'oversees'
  | 'mayReinstate'
  | 'decidedLast'
  | 'wasSubmitted'
  | 'wasUnderReview'

const inReview = ['submitted', 'underReview'] as const
const authorities = ['industry', 'hrss'] as const
const decides = ['holdsStep', 'notSelf'] as const
const decided = ['underReview', 'returned', 'recognised', 'rejected'] as const

/** Within how many days after a rejection or a cut its person may appeal. */
export const appealDays = 60
/** Within how many hours whoever decided may take it back, as long as nothing followed from it. */
export const undoHours = 24

/** After how many working days without an answer an office is reminded, and after how many the next level takes over. */
export const remindWorkingDays = answerWorkingDays.remind
export const escalateWorkingDays = answerWorkingDays.takeOver
/** So many days before the last day to review by the rules an office is reminded of what it still has. */
export const reviewReminderDays = 7

/** 继续教育记录. What a record lacks is refused by `submit` itself, as NOT_COMPLETE. */
export const declarationMoves = {
  edit: { from: ['draft', 'returned'], to: null, by: ['individual'], when: ['own'] },
  /** Further evidence; while an appeal is heard too, but nothing is taken away then. */
  attach: { from: ['draft', 'returned', 'appealed'], to: null, by: ['individual'], when: ['own'] },
  delete: { from: ['draft'], to: null, by: ['individual'], when: ['own', 'neverSent'] },
  submit: {
    from: ['draft', 'returned'],
    to: 'submitted',
    by: ['individual'],
    when: ['own', 'atFirst'],
  },
  /** 送审 of a record that a higher office returned: it goes back to that office. */
  resubmit: {
    from: ['returned'],
    to: 'underReview',
    by: ['individual'],
    when: ['own', 'atHigher'],
  },
  withdraw: { from: ['submitted'], to: 'draft', by: ['individual'], when: ['own'] },
  return: { from: inReview, to: 'returned', by: reviewers, when: decides },
  pass: { from: inReview, to: 'underReview', by: reviewers, when: [...decides, 'moreSteps'] },
  recognise: { from: inReview, to: 'recognised', by: reviewers, when: [...decides, 'lastStep'] },
  reject: { from: inReview, to: 'rejected', by: reviewers, when: decides },
  /** 逾期未审，转上级: the house itself, when the office did not answer in time. */
  escalate: { from: inReview, to: 'underReview', by: [], when: [] },
  /** The same of an appeal that was not heard in time. */
  escalateAppeal: { from: ['appealed'], to: null, by: [], when: [] },
  /** 申诉 against a rejection or a cut: the level above decides. */
  appeal: {
    from: ['rejected', 'recognised'],
    to: 'appealed',
    by: ['individual'],
    when: ['own', 'appealable'],
  },
  /** 维持: the decision stands as it was. */
  uphold: {
    from: ['appealed'],
    to: 'rejected',
    by: authorities,
    when: [...decides, 'againstRejection'],
  },
  upholdCut: {
    from: ['appealed'],
    to: 'recognised',
    by: authorities,
    when: [...decides, 'againstCut'],
  },
  /** 改判: more hours than the decision gave. */
  grant: { from: ['appealed'], to: 'recognised', by: authorities, when: decides },
  revoke: { from: ['recognised'], to: 'revoked', by: authorities, when: ['oversees', 'notSelf'] },
  reinstate: {
    from: ['revoked'],
    to: 'recognised',
    by: authorities,
    when: ['mayReinstate', 'notSelf'],
  },
  /** 撤销操作: the record is where it was before the last decision, as if that had not been made. */
  undo: { from: decided, to: 'submitted', by: reviewers, when: ['decidedLast', 'wasSubmitted'] },
  undoHigher: {
    from: decided,
    to: 'underReview',
    by: reviewers,
    when: ['decidedLast', 'wasUnderReview'],
  },
} as const satisfies Moves<DeclarationState, DeclarationFact>
export type DeclarationMove = keyof typeof declarationMoves
export const declarationMoveNames = Object.keys(declarationMoves) as [
  DeclarationMove,
  ...DeclarationMove[],
] // the table's own keys

/** lapsed: the office did not answer in time, and the level above took over. */
export const stepStates = [
  'waiting',
  'open',
  'passed',
  'returned',
  'decided',
  'void',
  'lapsed',
] as const
export type StepState = (typeof stepStates)[number]

/** What a step asks of its office: the ordinary review, or to hear an appeal. */
export const stepPurposes = ['review', 'appeal'] as const
export type StepPurpose = (typeof stepPurposes)[number]

/** What a line of the timeline tells of. */
export const declarationActs = [
  'create',
  'submit',
  'withdraw',
  'return',
  'pass',
  'recognise',
  'reject',
  'undo',
  'escalate',
  'follow',
  'appeal',
  'uphold',
  'grant',
  'revoke',
  'reinstate',
] as const
export type DeclarationAct = (typeof declarationActs)[number]
