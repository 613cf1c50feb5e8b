import type { Moves } from '../moves.ts'

export const yearStates = ['notMet', 'met', 'certified', 'suspended', 'revoked'] as const
export type YearState = (typeof yearStates)[number]
/**
 * onRequest: its rules let the person ask. inTime: their last day to certify it has not passed.
 * heldSeveral: the person had another 专业系列 in it too, and it keeps no rules yet.
 */
export type YearFact = 'own' | 'onRequest' | 'inTime' | 'heldSeveral'

/** 年度认证情况. Between notMet and met the ledger moves the year by itself as entries come and go. */
export const yearMoves = {
  certify: {
    from: ['met'],
    to: 'certified',
    by: ['individual'],
    when: ['own', 'onRequest', 'inTime'],
  },
  /** 年度认证 of a region, as long work. Also where people may ask: who never does has a certificate too. */
  certifyMany: { from: ['met'], to: 'certified', by: ['hrss'], when: ['inTime'] },
  /** 撤销整次年度认证, as long work: what a run certified, where nothing followed from it. */
  uncertifyMany: { from: ['certified'], to: 'met', by: ['hrss'], when: [] },
  /** 选择专业系列: the year counts for another one that was held in it, and is computed by its rules. */
  chooseSeries: {
    from: ['notMet', 'met'],
    to: null,
    by: ['individual'],
    when: ['own', 'heldSeveral'],
  },
  /** Its certificate was withdrawn by hand. */
  revoke: { from: ['certified'], to: 'revoked', by: [], when: [] },
  /** Its next edition is issued by hand. */
  renew: { from: ['certified', 'met', 'revoked'], to: 'certified', by: [], when: [] },
  /** Certified before this system, as a file of past years says, whatever its hours come to now. */
  bringIn: { from: ['notMet', 'met'], to: 'certified', by: [], when: [] },
  /** What a file of past years brought in was taken back. */
  takeBack: { from: ['certified'], to: 'notMet', by: [], when: [] },
} as const satisfies Moves<YearState, YearFact>
export type YearMove = keyof typeof yearMoves
export const yearMoveNames = Object.keys(yearMoves) as [YearMove, ...YearMove[]] // the table's own keys
