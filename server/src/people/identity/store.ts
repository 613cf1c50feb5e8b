import { sql } from 'kysely'
import type { Insertable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { People } from '../../platform/tables.ts'

export async function rename(
  tx: Db,
  id: string,
  names: Pick<Insertable<People>, 'name' | 'namePinyin' | 'nameInitials'>,
): Promise<void> {
  await tx.updateTable('people').set(names).where('id', '=', id).execute()
}

/**
 * The person is found by the end of another number. What it tells of birth and sex stands in the
 * profiles that are not over as well, but where their other dates would then be before birth: there
 * the person is asked at the next saving.
 */
export async function renumber(
  tx: Db,
  id: string,
  {
    numberTail,
    birthDate,
    sex,
  }: { numberTail: Buffer; birthDate: string | null; sex: 'male' | 'female' | null },
): Promise<void> {
  await tx.updateTable('people').set({ numberTail }).where('id', '=', id).execute()
  if (birthDate === null && sex === null) return
  await sql`
    UPDATE profiles SET birth_date = coalesce(${birthDate}::date, birth_date), sex = coalesce(${sex}, sex),
      version = version + 1
    WHERE person_id = ${id} AND state <> 'superseded'
      AND (${birthDate}::date IS NULL OR least(started_work_on, graduated_on, title_obtained_on) > ${birthDate}::date)`.execute(
    tx,
  )
}

/** The person's row is there, so that records can be theirs. */
export async function ensure(tx: Db, person: Insertable<People>): Promise<void> {
  await tx
    .insertInto('people')
    .values(person)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/**
 * Profiles and employments go to the other where it has none in their place; the rest is over:
 * applications withdrawn, employments ended, profiles history. Answers the units that it was told of.
 */
export async function merge(
  tx: Db,
  { id, intoId, at }: { id: string; intoId: string; at: Date },
): Promise<void> {
  await sql`
    UPDATE transfers SET state = 'cancelled', version = version + 1
    WHERE person_id = ${id} AND state IN ('waiting', 'objected', 'released')`.execute(tx)
  await sql`
    UPDATE employments SET state = 'withdrawn', decided_at = ${at}, version = version + 1
    WHERE person_id = ${id} AND state IN ('applied', 'accepted')`.execute(tx)
  // One whom no unit has keeps what the other account had; else the other is over.
  await sql`
    UPDATE employments e SET state = 'ended', ended_at = ${at}, end_reason = 'other',
      ended_on = (${at}::timestamptz AT TIME ZONE 'Asia/Shanghai')::date, version = version + 1
    WHERE e.person_id = ${id} AND e.state = 'confirmed'
      AND EXISTS (SELECT FROM employments o WHERE o.person_id = ${intoId} AND o.state = 'confirmed'
        AND CASE WHEN e.kind = 'partTime' THEN o.unit_id = e.unit_id ELSE o.kind IN ('main', 'hosted') END)`.execute(
    tx,
  )
  await sql`
    UPDATE profiles p SET state = 'superseded', version = version + 1
    WHERE p.person_id = ${id} AND p.state = 'confirmed'
      AND EXISTS (SELECT FROM profiles o WHERE o.person_id = ${intoId} AND o.state = 'confirmed')`.execute(
    tx,
  )
  await sql`DELETE FROM profiles WHERE person_id = ${id} AND state IN ('draft', 'submitted', 'returned')`.execute(
    tx,
  )
  await sql`UPDATE employments SET person_id = ${intoId} WHERE person_id = ${id}`.execute(tx)
  await sql`UPDATE profiles SET person_id = ${intoId} WHERE person_id = ${id}`.execute(tx)
  await sql`UPDATE transfers SET person_id = ${intoId} WHERE person_id = ${id}`.execute(tx)
  await sql`
    UPDATE people r SET unit_id = (
      SELECT e.unit_id FROM employments e
      WHERE e.person_id = r.id AND e.state = 'confirmed' AND e.kind IN ('main', 'hosted'))
    WHERE r.id IN (${id}, ${intoId})`.execute(tx)
}
