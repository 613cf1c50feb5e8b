import type { Facts, Moves } from '@xueshi/contract/moves'
import type { ClassState } from '@xueshi/contract/training/classes'

type ApplyFact = 'inTime' | 'notIn'

/** [报名] and 提名: while the class takes applications, by those who are not in it. */
export const applyMoves = {
  apply: { from: ['accepting'], to: null, by: ['individual'], when: ['inTime', 'notIn'] },
  nominate: { from: ['accepting'], to: null, by: ['employer'], when: ['inTime'] },
} as const satisfies Moves<ClassState, ApplyFact>

export function applyFacts(
  row: { signUpFrom: Date; signUpTo: Date; myId: string | null },
  now: Date,
): Facts<ApplyFact> {
  return { inTime: row.signUpFrom <= now && now < row.signUpTo, notIn: row.myId === null }
}
