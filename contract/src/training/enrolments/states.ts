import type { Moves } from '../../moves.ts'

export const enrolmentStates = [
  'applied',
  'confirmed',
  'waitlisted',
  'refused',
  'withdrawn',
  'completed',
  'failed',
] as const
export type EnrolmentState = (typeof enrolmentStates)[number]

/** 报名状态, in the manual's words. */
export const enrolmentStateText: Record<EnrolmentState, string> = {
  applied: '已报名待确认',
  confirmed: '报名成功',
  waitlisted: '候补',
  refused: '未通过',
  withdrawn: '已取消',
  completed: '已结业',
  failed: '未合格',
}

/**
 * own: the enrolment is the actor's. notSelf: it is not. nominated: the actor's unit named them, and they are still of it. beforeStart: the class has not started. byHand: its places are
 * given out by hand, not in an order that is fixed. undecided: by hand, or by a draw that is still to come; ordered:
 * by an order that stands. attended: they were there. unjudged: they have not said how it was.
 */
export type EnrolmentFact =
  | 'own'
  | 'notSelf'
  | 'nominated'
  | 'beforeStart'
  | 'byHand'
  | 'undecided'
  | 'ordered'
  | 'attended'
  | 'unjudged'

const institution = ['institution'] as const
const decided = ['notSelf', 'beforeStart'] as const

/** 报名. `confirm` ends in 候补 where the class is full; the house makes it so at the start and when it ends. */
export const enrolmentMoves = {
  withdraw: {
    from: ['applied', 'confirmed', 'waitlisted'],
    to: 'withdrawn',
    by: ['individual'],
    when: ['own', 'beforeStart'],
  },
  /** 收回提名, by the employer. */
  recall: {
    from: ['applied', 'confirmed', 'waitlisted'],
    to: 'withdrawn',
    by: ['employer'],
    when: ['nominated', 'beforeStart'],
  },
  confirm: {
    from: ['applied', 'waitlisted'],
    to: 'confirmed',
    by: institution,
    when: [...decided, 'byHand'],
  },
  wait: {
    from: ['applied', 'confirmed'],
    to: 'waitlisted',
    by: institution,
    when: [...decided, 'byHand'],
  },
  refuse: {
    from: ['applied', 'waitlisted', 'confirmed'],
    to: 'refused',
    by: institution,
    when: decided,
  },
  /** 撤销决定: as if nobody had decided. */
  reconsider: {
    from: ['refused', 'waitlisted', 'confirmed'],
    to: 'applied',
    by: institution,
    when: [...decided, 'undecided'],
  },
  /** 撤销决定 where an order stands: they wait where they stood in it. */
  requeue: {
    from: ['refused'],
    to: 'waitlisted',
    by: institution,
    when: [...decided, 'ordered'],
  },
  /** A score, or whether it was passed; and whether they were there. */
  mark: { from: ['confirmed'], to: null, by: institution, when: ['notSelf'] },
  complete: { from: ['confirmed'], to: 'completed', by: institution, when: [] },
  fail: { from: ['confirmed'], to: 'failed', by: institution, when: [] },
  /** 更正: the hours are credited, or taken back by an entry of their own. */
  acknowledge: { from: ['failed'], to: 'completed', by: institution, when: ['notSelf'] },
  revoke: { from: ['completed'], to: 'failed', by: institution, when: ['notSelf'] },
  evaluate: {
    from: ['confirmed', 'completed', 'failed'],
    to: null,
    by: ['individual'],
    when: ['own', 'attended', 'unjudged'],
  },
} as const satisfies Moves<EnrolmentState, EnrolmentFact>
export type EnrolmentMove = keyof typeof enrolmentMoves
export const enrolmentMoveNames = Object.keys(enrolmentMoves) as [EnrolmentMove, ...EnrolmentMove[]] // the table's own keys

/** What 报名确认 may do with several at once. */
export const decisions = ['confirm', 'wait', 'refuse', 'reconsider', 'requeue'] as const
export type Decision = (typeof decisions)[number]

/** Those who hold or want a place. */
export const liveStates = ['applied', 'confirmed', 'waitlisted'] as const

export const enrolmentActs = [
  'apply',
  'nominate',
  'withdraw',
  'recall',
  'confirm',
  'wait',
  'refuse',
  'reconsider',
  /** The house itself: a freed place, a draw, the start, the end of a class. */
  'promote',
  'draw',
  'displace',
  'lapse',
  'complete',
  'fail',
  'acknowledge',
  'revoke',
  'cancel',
] as const
export type EnrolmentAct = (typeof enrolmentActs)[number]
