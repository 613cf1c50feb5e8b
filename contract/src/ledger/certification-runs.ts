import * as z from 'zod/mini'
import { certificateStates } from '../certificates.ts'
import { endpoint } from '../endpoint.ts'
import type { Moves } from '../moves.ts'
import {
  ById,
  ByVersion,
  Code,
  Cursor,
  HoursTenths,
  Id,
  Instant,
  pageOf,
  Version,
  Year,
} from '../shapes.ts'
import { Task, taskStates } from '../tasks.ts'
import { text } from '../text.ts'

export const runStates = ['standing', 'undone'] as const
export type RunState = (typeof runStates)[number]
/** over: its task is. recorded: it is known whom it certified, and it certified somebody. */
export type RunFact = 'over' | 'recorded'

/** A run of 年度认证. Taken back, it stays so, whatever its task comes to. */
export const runMoves = {
  /** By its task: what became of the people of a step is written down. */
  keep: { from: ['standing'], to: null, by: [], when: [] },
  undo: { from: ['standing'], to: 'undone', by: ['hrss'], when: ['over', 'recorded'] },
} as const satisfies Moves<RunState, RunFact>
export type RunMove = keyof typeof runMoves
export const runMoveNames = Object.keys(runMoves) as [RunMove, ...RunMove[]] // the table's own keys

/** What became of somebody whom the run looked at. */
export const runOutcomes = ['certified', 'closed', 'held', 'moved', 'outdated'] as const
export type RunOutcome = (typeof runOutcomes)[number]
/** Whom it did not look at, by where their year stands. */
export const otherOutcomes = ['notMet', 'suspended', 'revoked'] as const
const allOutcomes = [...runOutcomes, ...otherOutcomes] as const
export type ListedOutcome = (typeof allOutcomes)[number]

/** What taking a run back did to somebody: `ended`: their certificate had ended already. `own`: it is the officer's. */
export const undoOutcomes = ['uncertified', 'ended', 'own'] as const
export type UndoOutcome = (typeof undoOutcomes)[number]

const Run = {
  id: Id,
  year: Year,
  series: z.nullable(Code),
  state: z.enum(runStates),
  version: Version,
  /** null: the task was swept long ago. */
  taskState: z.nullable(z.enum(taskStates)),
  byName: z.string(),
  createdAt: Instant,
  counts: z.partialRecord(z.enum(allOutcomes), z.int()),
  /** Whether it is known whom it certified and passed over. */
  isRecorded: z.boolean(),
  undo: z.nullable(
    z.object({
      taskId: Id,
      taskState: z.nullable(z.enum(taskStates)),
      reason: z.string(),
      byName: z.string(),
      at: Instant,
    }),
  ),
  open: z.array(z.enum(runMoveNames)),
}
export const CertificationRun = z.object(Run)
export type CertificationRun = z.infer<typeof CertificationRun>

export const CertificationRunDetail = z.object({
  ...Run,
  /** What taking it back would come to now; null where that is not open. */
  undoing: z.nullable(
    z.object({
      /** Whose certificates would be withdrawn. */
      uncertified: z.int(),
      /** Of these certificates, how many somebody has verified already. */
      verified: z.int(),
      /** Left out: withdrawn or replaced since. */
      ended: z.int(),
      /** Left out: the officer's own. */
      own: z.int(),
    }),
  ),
})
export type CertificationRunDetail = z.infer<typeof CertificationRunDetail>

export const listCertifications = endpoint('GET /certifications', {
  summary: '历次认证',
  by: ['hrss'],
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(CertificationRun),
})

export const readCertification = endpoint('GET /certifications/:id', {
  summary: '一次年度认证',
  by: ['hrss'],
  repeat: 'natural',
  params: ById,
  reply: CertificationRunDetail,
  errors: ['NOT_FOUND'],
})

export const CertifiedPerson = z.object({
  personId: Id,
  name: z.string(),
  documentNumberMasked: z.string(),
  unitName: z.nullable(z.string()),
  series: z.string(),
  /** What the year lacks today. */
  lackingTenths: HoursTenths,
  certificate: z.nullable(
    z.object({ id: Id, number: z.string(), state: z.enum(certificateStates) }),
  ),
  undo: z.nullable(z.enum(undoOutcomes)),
})
export type CertifiedPerson = z.infer<typeof CertifiedPerson>

/**
 * Whom the run certified, whom it passed over for this reason, or, of those whom it did not look at,
 * whose year stands so today. A page may be short though others follow.
 */
export const listCertified = endpoint('GET /certifications/:id/people', {
  summary: '一次年度认证的人员',
  by: ['hrss'],
  repeat: 'natural',
  params: ById,
  query: z.object({ outcome: z.enum(allOutcomes), after: z.optional(Cursor) }),
  reply: pageOf(CertifiedPerson),
  errors: ['NOT_FOUND'],
})

/** 撤销整次认证: what the run certified and nothing followed from is taken back, as long work. */
export const undoCertification = endpoint('POST /certifications/:id/undo', {
  summary: '撤销整次年度认证',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({ ...ByVersion.shape, reason: text({ min: 1, max: 500 }) }),
  reply: Task,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'TASKS_TOO_MANY'],
})
