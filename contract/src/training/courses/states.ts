import type { ActorKind } from '../../actor.ts'
import type { Moves } from '../../moves.ts'

export const courseStates = [
  'draft',
  'submitted',
  'returned',
  'filed',
  'published',
  'closed',
] as const
export type CourseState = (typeof courseStates)[number]

/** The seats from which courses are planned. */
export const organisers = ['institution', 'industry'] as const satisfies readonly ActorKind[]
/** The offices that file them. */
export const filingOffices = ['industry', 'hrss'] as const satisfies readonly ActorKind[]
export type FilingOffice = (typeof filingOffices)[number]

/**
 * own: the actor's unit organises the course. holdsFiling: it was submitted to the actor's office. notSelf: the actor is not the one who submitted it.
 */
export type CourseFact = 'own' | 'holdsFiling' | 'notSelf'

const files = ['holdsFiling', 'notSelf'] as const

/** 课程计划. Classes hang on a course that is filed or published; a closed one takes no more of them. */
export const courseMoves = {
  edit: { from: ['draft', 'returned'], to: null, by: organisers, when: ['own'] },
  delete: { from: ['draft', 'returned'], to: null, by: organisers, when: ['own'] },
  submit: { from: ['draft', 'returned'], to: 'submitted', by: organisers, when: ['own'] },
  withdraw: { from: ['submitted'], to: 'draft', by: organisers, when: ['own'] },
  return: { from: ['submitted'], to: 'returned', by: filingOffices, when: files },
  file: { from: ['submitted'], to: 'filed', by: filingOffices, when: files },
  publish: { from: ['filed'], to: 'published', by: organisers, when: ['own'] },
  close: { from: ['filed', 'published'], to: 'closed', by: organisers, when: ['own'] },
  /** The office that filed it stops it, with a reason. */
  stop: { from: ['filed', 'published'], to: 'closed', by: filingOffices, when: files },
} as const satisfies Moves<CourseState, CourseFact>
export type CourseMove = keyof typeof courseMoves
export const courseMoveNames = Object.keys(courseMoves) as [CourseMove, ...CourseMove[]] // the table's own keys

/** What a course's timeline tells. */
export const courseActs = [
  'create',
  'submit',
  'withdraw',
  'return',
  'file',
  'publish',
  'close',
  'stop',
] as const
export type CourseAct = (typeof courseActs)[number]
