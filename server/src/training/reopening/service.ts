import type { Body } from '@xueshi/contract/endpoint'
import type { moveClass, PlainMove } from '@xueshi/contract/training/classes'
import { liveStates } from '@xueshi/contract/training/enrolments'
import { clockIn, instantOf, todayIn } from '@xueshi/contract/year'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import type { ClassRecord } from '../classes/store.ts'
import { tellTrainees } from '../notices/service.ts'

/** The moves after which a class takes applications. */
export const isOpening = (name: PlainMove) =>
  name === 'open' || name === 'resume' || name === 'reopen'
export const instantText = (instant: Date) => `${todayIn(instant)} ${clockIn(instant)}`

/**
 * Until when one may apply to a class that is opened: what was asked for, else what it says. SIGN_UP_OVER at the
 * field where nobody could apply, SIGN_UP_AFTER_START where the class would have begun.
 */
export function deadlineOf(
  actor: Actor,
  row: Pick<ClassRecord, 'signUpTo' | 'startsAt'>,
  wanted: Body<typeof moveClass>['signUpTo'],
): Date | undefined {
  const to = wanted ? instantOf(wanted.on, wanted.at) : row.signUpTo
  const refused = (code: string) => fail('INVALID', { fields: { 'signUpTo.on': code } })
  if (to <= actor.platform.clock.now()) return refused('SIGN_UP_OVER')
  if (to > row.startsAt) return refused('SIGN_UP_AFTER_START')
  return wanted && to
}

/** Whoever is in the class is told that others may still come. */
export async function tellDeadline(
  tx: Db,
  actor: Actor,
  row: ClassRecord,
  to: Date,
): Promise<void> {
  const what = `报名截止时间：${instantText(row.signUpTo)} → ${instantText(to)}`
  const whom = { classId: row.id, states: liveStates }
  const facts = { name: row.name, what, reason: '继续接受报名' }
  await tellTrainees(tx, actor, whom, 'enrolment.changed', facts)
}
