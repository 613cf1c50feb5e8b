import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { ProfileRow } from './profiles/store.ts'

/**
 * Everything that changes a person's employments takes the person's row first, so that two acts on one
 * person come one after the other: a unit ends what another one takes up, a clerk confirms what the
 * person withdraws. False for somebody who has no record yet, and so nothing to contend for.
 */
export async function lockPerson(tx: Db, personId: string): Promise<boolean> {
  const { rows } = await sql`SELECT FROM people WHERE id = ${personId} FOR UPDATE`.execute(tx)
  return rows.length > 0
}

export type NewRecord = {
  id: string
  name: string
  namePinyin: string
  nameInitials: string
  numberTail: Buffer
}

/** These accounts have a record of a person from now on, if they had none; no unit has them. */
export async function insertRecords(
  tx: Db,
  records: readonly NewRecord[],
  createdAt: Date,
): Promise<void> {
  if (records.length === 0) return
  await tx
    .insertInto('people')
    .values(records.map((record) => ({ ...record, createdAt })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** The same for many, in one order for all. */
export async function lockPeople(tx: Db, personIds: readonly string[]): Promise<void> {
  await sql`SELECT FROM people WHERE id = ANY (${personIds}) ORDER BY id FOR UPDATE`.execute(tx)
}

export type ConfirmedPerson = Pick<
  ProfileRow,
  'personId' | 'name' | 'series' | 'titleLevel' | 'title' | 'specialty' | 'workRegion'
> & { unitId: string; unitName: string; photoId: string | null }

/** The profile in force of a person whom a unit has; undefined while either is wanting. */
export async function findConfirmed(
  db: Db,
  personId: string,
): Promise<ConfirmedPerson | undefined> {
  const { rows } = await sql<ConfirmedPerson>`
    SELECT p.person_id, a.name, r.unit_id, u.name AS unit_name,
           p.series, p.title_level, p.title, p.specialty, p.work_region, p.photo_id
    FROM profiles p
    JOIN people r ON r.id = p.person_id
    JOIN accounts a ON a.id = p.person_id
    JOIN units u ON u.id = r.unit_id
    WHERE p.person_id = ${personId} AND p.state = 'confirmed'`.execute(db)
  return rows[0]
}
