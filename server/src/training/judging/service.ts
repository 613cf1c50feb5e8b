import type { Verdict } from '@xueshi/contract/training/attendance'
import type { Db } from '../../platform/database.ts'
import type { ClassRecord } from '../classes/store.ts'
import { findCredited, holdPeople } from '../completions/store.ts'
import { verdictOf } from '../results/rules.ts'
import * as store from '../results/store.ts'

/** More than any class has. */
const wholeClass = 10_000

const idsOf = (rows: readonly store.JudgedRow[]) => rows.map(({ personId }) => personId)

export type JudgedRow = store.JudgedRow & { verdict: Verdict }

/** What each of them comes to; who has the hours of the course already, by another class or a platform, has none for it. */
export async function judge(
  db: Db,
  row: ClassRecord,
  rows: readonly store.JudgedRow[],
): Promise<JudgedRow[]> {
  const people = idsOf(rows.filter(hasAPlace))
  const credited = await findCredited(db, people, [row.courseId])
  const hasCredit = (personId: string) => credited.has(`${personId} ${row.courseId}`)
  return rows.map((one) => ({
    ...one,
    verdict: verdictOf({ ...one, hasCredit: hasCredit(one.personId) }, row),
  }))
}

const hasAPlace = ({ state }: store.JudgedRow) => state === 'confirmed'

const listWithPlace = async (db: Db, { id }: ClassRecord) =>
  (await store.listJudged(db, { classId: id }, wholeClass)).filter(hasAPlace)

/** Everybody of a class with their verdict; those whom it has ended for are left out. */
export const judgeAll = async (db: Db, row: ClassRecord): Promise<JudgedRow[]> =>
  judge(db, row, await listWithPlace(db, row))

/**
 * As `judgeAll`, with these people held until the act is done: what is reported of them, or finished beside
 * this, for the same course comes before or after.
 */
export async function judgeHeld(tx: Db, row: ClassRecord): Promise<JudgedRow[]> {
  const rows = await listWithPlace(tx, row)
  if (rows.length > 0) await holdPeople(tx, idsOf(rows))
  return judge(tx, row, rows)
}
