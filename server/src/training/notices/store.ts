import type { EnrolmentState } from '@xueshi/contract/training/enrolments'
import type { Db } from '../../platform/database.ts'

/** Who is in the class in one of these states, with the enrolment that a notice leads to. */
export function listTrainees(db: Db, classId: string, states: readonly EnrolmentState[]) {
  return db
    .selectFrom('enrolments')
    .select(['id', 'personId'])
    .where('classId', '=', classId)
    .where('state', 'in', states)
    .orderBy('rank')
    .orderBy('id')
    .execute()
}
