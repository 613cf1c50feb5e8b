import type { Moves } from '../moves.ts'

export const legacyStates = ['checking', 'checked', 'committed', 'undone', 'discarded'] as const
export type LegacyState = (typeof legacyStates)[number]

/** right: no row is wrong. decided: no name waits for a clerk. idle: no task is at the batch. */
export type LegacyFact = 'right' | 'decided' | 'idle'

/**
 * A batch of years from before this system. It is checked by a task, which tries it and changes
 * nothing; it is committed as a whole or not at all, and undone as a whole.
 */
export const legacyMoves = {
  /** 台账合计: what the office's own books come to is written down. */
  control: { from: ['checked'], to: null, by: ['hrss'], when: ['idle'] },
  commit: { from: ['checked'], to: 'committed', by: ['hrss'], when: ['right', 'decided', 'idle'] },
  undo: { from: ['committed'], to: 'undone', by: ['hrss'], when: ['idle'] },
  /** By the task, when the whole file was read. */
  settle: { from: ['checking'], to: 'checked', by: [], when: [] },
  /** By night, a month after nobody has committed it. */
  discard: { from: ['checking', 'checked'], to: 'discarded', by: [], when: [] },
} as const satisfies Moves<LegacyState, LegacyFact>
export type LegacyMove = keyof typeof legacyMoves
export const legacyMoveNames = Object.keys(legacyMoves) as [LegacyMove, ...LegacyMove[]] // the table's own keys

/** Somebody of a batch: whom the record knows, whom nobody knows, or who may be somebody. */
export const nearStates = ['known', 'new', 'near'] as const
export type NearState = (typeof nearStates)[number]

/**
 * checked, committed: where the batch stands; idle: no task is at it. unclaimed: the number is nobody's. decided:
 * by a clerk; standing: and not taken back. notSelf: it is not the clerk.
 */
export type NearFact =
  | 'checked'
  | 'committed'
  | 'idle'
  | 'unclaimed'
  | 'decided'
  | 'standing'
  | 'notSelf'
const by = ['hrss'] as const

/** 疑似同一人: a clerk decides, and may decide anew, until the batch is imported; afterwards it may be taken back. */
export const nearMoves = {
  accept: { from: ['near'], to: 'known', by, when: ['checked', 'idle', 'notSelf'] },
  /** Not where the number is somebody's: there the file is wrong. */
  refuse: { from: ['near'], to: 'new', by, when: ['checked', 'idle', 'unclaimed', 'notSelf'] },
  reopen: {
    from: ['known', 'new'],
    to: 'near',
    by,
    when: ['checked', 'idle', 'decided', 'standing', 'notSelf'],
  },
  /** It stays written down as whose it was. */
  takeBack: {
    from: ['known'],
    to: null,
    by,
    when: ['committed', 'idle', 'decided', 'standing', 'notSelf'],
  },
  /** By the task that checks: their name is near somebody's. */
  offer: { from: ['new'], to: 'near', by: [], when: [] },
} as const satisfies Moves<NearState, NearFact>
export type NearMove = keyof typeof nearMoves
export const nearMoveNames = Object.keys(nearMoves) as [NearMove, ...NearMove[]] // the table's own keys
