import { reviewers } from '../actor.ts'
import type { Moves } from '../moves.ts'

export const declarationStates = [
  'draft',
  'submitted',
  'underReview',
  'returned',
  'recognised',
  'rejected',
] as const
export type DeclarationState = (typeof declarationStates)[number]

/**
 * own: the record is the actor's. neverSent: it was never submitted. atFirst: its review begins (again)
 * with the employer; atHigher: a higher office returned it. holdsStep: the open review step is at the
 * actor's office. lastStep: no step follows; moreSteps: one does. notSelf: the actor is not the declarant.
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

const inReview = ['submitted', 'underReview'] as const
const decides = ['holdsStep', 'notSelf'] as const

/** 继续教育记录. What a record lacks is refused by `submit` itself, as NOT_COMPLETE. */
export const declarationMoves = {
  edit: { from: ['draft', 'returned'], to: null, by: ['individual'], when: ['own'] },
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
} as const satisfies Moves<DeclarationState, DeclarationFact>
export type DeclarationMove = keyof typeof declarationMoves
export const declarationMoveNames = Object.keys(declarationMoves) as [
  DeclarationMove,
  ...DeclarationMove[],
] // the table's own keys

export const stepStates = ['waiting', 'open', 'passed', 'returned', 'decided', 'void'] as const
export type StepState = (typeof stepStates)[number]
