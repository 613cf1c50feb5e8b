import type { Verdict } from '@xueshi/contract/training/attendance'
import type { Db } from '../../platform/database.ts'
import type { ClassRecord } from '../classes/store.ts'
import { findCredited, holdPeople } from '../completions/store.ts'
import { verdictOf } from '../results/rules.ts'
import * as store from '../results/store.ts'

/** More than any class has. */
const wholeClass = 10_000

export type JudgedRow = store.JudgedRow & { verdict: Verdict }

/** What each of them comes to; who has the hours of the course already, by another class or a platform, has none for it. */
export async function judge(
  db: Db,
  row: ClassRecord,
  rows: readonly store.JudgedRow[],
): Promise<JudgedRow[]> {
  const people = rows.flatMap(({ state, personId }) => (state === 'confirmed' ? personId : []))
  const credited = await findCredited(db, people, [row.courseId])
  const hasCredit = (personId: string) => credited.has(`${personId} ${row.courseId}`)
  return rows.map((one) => ({
    ...one,
    verdict: verdictOf({ ...one, hasCredit: hasCredit(one.personId) }, row),
  }))
}

/** Everybody of a class with their verdict; those whom it has ended for are left out. */
export async function judgeAll(db: Db, row: ClassRecord): Promise<JudgedRow[]> {
  const rows = await store.listJudged(db, { classId: row.id }, wholeClass)
  return judge(
    db,
    row,
    rows.filter(({ state }) => state === 'confirmed'),
  )
}

/**
 * As `judgeAll`, with these people held until the act is done: what is reported of them, or finished beside
 * this, for the same course comes before or after.
 */
export async function judgeHeld(tx: Db, row: ClassRecord): Promise<JudgedRow[]> {
  const rows = await store.listJudged(tx, { classId: row.id }, wholeClass)
  const people = rows.flatMap(({ state, personId }) => (state === 'confirmed' ? personId : []))
  if (people.length > 0) await holdPeople(tx, people)
  return judgeAll(tx, row)
}
