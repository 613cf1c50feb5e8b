import type { BatchForm } from '@xueshi/contract/declarations'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Holds these people until the act is done, in one order for all: two batches at once declare nobody twice. */
export async function holdPeople(tx: Db, ids: readonly string[]): Promise<void> {
  await tx
    .selectFrom('people')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

export type NewRecord = { id: string; eventId: string; personId: string; claimedTenths: number }

/** A draft for each person, each with the first line of its timeline. */
export async function insertAll(
  tx: Db,
  records: readonly NewRecord[],
  batch: BatchForm & { id: string; year: number },
  told: { byName: string; officeName: string; at: Date },
): Promise<void> {
  const of = <Key extends keyof NewRecord>(key: Key) => records.map((record) => record[key])
  await sql`
    WITH listed AS (
      SELECT * FROM unnest(${of('id')}::uuid[], ${of('eventId')}::uuid[], ${of('personId')}::uuid[],
        ${of('claimedTenths')}::int[]) AS r (id, event_id, person_id, claimed_tenths)
    ), made AS (
      INSERT INTO declarations (id, person_id, state, name, category, form, institution, start_on, end_on, year,
        claimed_tenths, batch_id, created_at, updated_at)
      SELECT id, person_id, 'draft', ${batch.name}, ${batch.category}, ${batch.form}, ${batch.institution},
        ${batch.startOn}, ${batch.endOn}, ${batch.year}, claimed_tenths, ${batch.id}, ${told.at}, ${told.at} FROM listed
    )
    INSERT INTO declaration_events (id, declaration_id, at, act, by_name, office_name)
    SELECT event_id, id, ${told.at}, 'create', ${told.byName}, ${told.officeName} FROM listed`.execute(
    tx,
  )
}

/** Every file of the batch is evidence of every record: the same file, under a place of each record's own. */
export async function attachAll(
  tx: Db,
  places: readonly { id: string; declarationId: string; fileId: string }[],
  at: Date,
): Promise<void> {
  const of = <Key extends keyof (typeof places)[number]>(key: Key) =>
    places.map((place) => place[key])
  await sql`
    INSERT INTO evidence (id, declaration_id, name, state, size_bytes, file_id, created_at)
    SELECT place.id, place.declaration_id, f.name, 'ready', f.size_bytes, f.file_id, ${at}
    FROM unnest(${of('id')}::uuid[], ${of('declarationId')}::uuid[], ${of('fileId')}::uuid[])
      AS place (id, declaration_id, batch_file_id)
    JOIN declaration_batch_files f ON f.id = place.batch_file_id`.execute(tx)
}
