import type { ActorKind } from '../../actor.ts'
import type { Moves } from '../../moves.ts'

export const classStates = [
  'draft',
  'submitted',
  'returned',
  'approved',
  'accepting',
  'paused',
  'closed',
  'running',
  'assessing',
  'finished',
  'cancelled',
] as const
export type ClassState = (typeof classStates)[number]

/** Who approves a class: the industry authority 专业课, the HR&SS office the others. */
export const classOffices = ['industry', 'hrss'] as const satisfies readonly ActorKind[]
export type ClassOffice = (typeof classOffices)[number]

/**
 * notSelf: the actor has no seat at the institution. beforeStart: its first
 * session has not come. due: the day on which it starts has. held: its last session is over; without sessions, its last
 * day has come. byDraw, undrawn: places go by draw, and none was held.
 */
export type ClassFact = 'notSelf' | 'beforeStart' | 'due' | 'held' | 'byDraw' | 'undrawn'

const institution = ['institution'] as const
const beforeClasses = ['approved', 'accepting', 'paused', 'closed'] as const
const signUp = ['accepting', 'paused', 'closed'] as const

/** 培训班. What a class lacks is refused by `submit` itself, as INVALID at its fields. */
export const classMoves = {
  edit: { from: ['draft', 'returned'], to: null, by: institution, when: [] },
  /** Nobody can have applied to one that no office has approved. */
  delete: { from: ['draft', 'returned'], to: null, by: institution, when: [] },
  submit: { from: ['draft', 'returned'], to: 'submitted', by: institution, when: [] },
  withdraw: { from: ['submitted'], to: 'draft', by: institution, when: [] },
  approve: { from: ['submitted'], to: 'approved', by: classOffices, when: ['notSelf'] },
  return: { from: ['submitted'], to: 'returned', by: classOffices, when: ['notSelf'] },
  open: { from: ['approved'], to: 'accepting', by: institution, when: ['beforeStart'] },
  pause: { from: ['accepting'], to: 'paused', by: institution, when: [] },
  resume: { from: ['paused'], to: 'accepting', by: institution, when: ['beforeStart'] },
  close: { from: ['accepting', 'paused'], to: 'closed', by: institution, when: [] },
  reopen: {
    from: ['closed'],
    to: 'accepting',
    by: institution,
    when: ['beforeStart', 'undrawn'],
  },
  /** Places are drawn once, when nobody can apply any more. */
  draw: { from: ['closed'], to: null, by: institution, when: ['byDraw', 'undrawn'] },
  /** 确认, 未通过, 候补 … of those who applied. */
  decide: { from: signUp, to: null, by: institution, when: [] },
  /** 拟招人数 and the places kept for units. */
  resize: { from: beforeClasses, to: null, by: institution, when: [] },
  /** Whether a freed place goes to the next who waits. */
  promotion: { from: signUp, to: null, by: institution, when: [] },
  /** Other days, rooms, teachers: told to those who are in. */
  change: { from: [...beforeClasses, 'running'], to: null, by: institution, when: [] },
  start: { from: signUp, to: 'running', by: institution, when: ['due'] },
  /** Of one session: once one may sign in for it. */
  mark: { from: ['running', 'assessing'], to: null, by: institution, when: [] },
  assess: { from: ['running'], to: 'assessing', by: institution, when: ['held'] },
  /** 继续培训: 待考核 was pressed too early. */
  continue: { from: ['assessing'], to: 'running', by: institution, when: [] },
  score: { from: ['assessing'], to: null, by: institution, when: [] },
  finish: { from: ['assessing'], to: 'finished', by: institution, when: ['held'] },
  correct: { from: ['finished'], to: null, by: institution, when: [] },
  cancel: {
    from: [...beforeClasses, 'running', 'assessing'],
    to: 'cancelled',
    by: institution,
    when: [],
  },
  message: {
    from: [...beforeClasses, 'running', 'assessing', 'finished'],
    to: null,
    by: institution,
    when: [],
  },
  copy: { from: classStates, to: null, by: institution, when: [] },
} as const satisfies Moves<ClassState, ClassFact>
export type ClassMove = keyof typeof classMoves
export const classMoveNames = Object.keys(classMoves) as [ClassMove, ...ClassMove[]] // the table's own keys

/** Moves that need nothing but the press of their button. */
export const plainMoves = [
  'withdraw',
  'open',
  'pause',
  'resume',
  'close',
  'reopen',
  'start',
  'assess',
  'continue',
] as const satisfies readonly ClassMove[]
export type PlainMove = (typeof plainMoves)[number]

/** What anybody may see of a class. */
export const publicStates = [
  'approved',
  'accepting',
  'paused',
  'closed',
  'running',
  'assessing',
  'finished',
  'cancelled',
] as const satisfies readonly ClassState[]
