import type { BatchForm, BatchState, DeclarationState } from '@xueshi/contract/declarations'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type BatchRow = Omit<BatchForm, 'year'> & {
  id: string
  version: number
  state: BatchState
  year: number
  byName: string
  people: number | null
  sentAt: Date | null
  updatedAt: Date
}
export type FileRow = {
  id: string
  name: string
  type: string | null
  sizeBytes: number
  isHere: boolean
}

const columns = sql`b.id, b.version, b.state, b.name, b.category, b.form, b.institution, b.start_on, b.end_on, b.year,
  b.claimed_tenths, a.name AS by_name, b.people, b.sent_at, b.updated_at`

/** A unit's batches, newest first; `after` is the last id of the page before. */
export const listQuery = (
  unitId: string,
  after: string | undefined,
  limit: number,
) => sql<BatchRow>`
  SELECT ${columns} FROM declaration_batches b JOIN accounts a ON a.id = b.by_id
  WHERE b.unit_id = ${unitId}${after === undefined ? sql`` : sql` AND b.id < ${after}`}
  ORDER BY b.id DESC LIMIT ${limit}`

export async function list(db: Db, ...of: Parameters<typeof listQuery>) {
  return (await listQuery(...of).execute(db)).rows
}

/** A batch of the unit's with its files. */
export async function find(
  db: Db,
  unitId: string,
  id: string,
): Promise<(BatchRow & { files: FileRow[] }) | undefined> {
  const { rows } = await sql<BatchRow & { files: FileRow[] }>`
    SELECT ${columns},
      (SELECT coalesce(json_agg(json_build_object('id', e.id, 'name', e.name, 'type', f.type, 'sizeBytes', e.size_bytes,
          'isHere', e.file_id IS NOT NULL) ORDER BY e.id), '[]')
        FROM declaration_batch_files e LEFT JOIN files f ON f.id = e.file_id WHERE e.batch_id = b.id) AS files
    FROM declaration_batches b JOIN accounts a ON a.id = b.by_id
    WHERE b.id = ${id} AND b.unit_id = ${unitId}`.execute(db)
  return rows[0]
}

export async function insert(
  tx: Db,
  batch: BatchForm & { id: string; unitId: string; year: number; byId: string; at: Date },
): Promise<void> {
  await sql`
    INSERT INTO declaration_batches (id, unit_id, state, name, category, form, institution, start_on, end_on, year,
      claimed_tenths, by_id, created_at, updated_at)
    VALUES (${batch.id}, ${batch.unitId}, 'draft', ${batch.name}, ${batch.category}, ${batch.form}, ${batch.institution},
      ${batch.startOn}, ${batch.endOn}, ${batch.year}, ${batch.claimedTenths}, ${batch.byId}, ${batch.at}, ${batch.at})
  `.execute(tx)
}

/** Which batch of the unit's may move: the guard of each of its moves. */
export type BatchMove = {
  id: string
  unitId: string
  version: number
  from: readonly BatchState[]
  at: Date
}
const guard = ({ id, unitId, version, from }: BatchMove) => sql`
  id = ${id} AND unit_id = ${unitId} AND state = ANY (${from}::text[]) AND version = ${version}`

/** New facts; false when the guard did not hold. */
export async function update(
  tx: Db,
  move: BatchMove,
  form: BatchForm & { year: number },
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE declaration_batches SET name = ${form.name}, category = ${form.category}, form = ${form.form},
      institution = ${form.institution}, start_on = ${form.startOn}, end_on = ${form.endOn}, year = ${form.year},
      claimed_tenths = ${form.claimedTenths}, version = version + 1, updated_at = ${move.at}
    WHERE ${guard(move)} RETURNING id`.execute(tx)
  return rows.length > 0
}

/** The batch is sent, for so many people; false when the guard did not hold. */
export async function send(
  tx: Db,
  move: BatchMove,
  { to, byId, people }: { to: BatchState; byId: string; people: number },
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE declaration_batches SET state = ${to}, version = version + 1, by_id = ${byId}, people = ${people},
      sent_at = ${move.at}, updated_at = ${move.at}
    WHERE ${guard(move)} RETURNING id`.execute(tx)
  return rows.length > 0
}

/** The batch is gone with its places; answers the files that it held, or nothing when the guard did not hold. */
export async function remove(tx: Db, move: BatchMove): Promise<string[] | undefined> {
  const { rows } = await sql`
    SELECT id FROM declaration_batches WHERE ${guard(move)} FOR UPDATE`.execute(tx)
  if (rows.length === 0) return undefined
  const gone = await tx
    .deleteFrom('declarationBatchFiles')
    .where('batchId', '=', move.id)
    .returning('fileId')
    .execute()
  await tx.deleteFrom('declarationBatches').where('id', '=', move.id).execute()
  return gone.flatMap(({ fileId }) => fileId ?? [])
}

export type RecordRow = {
  declarationId: string
  personName: string
  claimedTenths: number
  recognisedTenths: number | null
  state: DeclarationState
}

/** The records of a batch in the order of its list; `after` is the last id of the page before. */
export const recordsQuery = (batchId: string, after: string | undefined, limit: number) =>
  sql<RecordRow>`
  SELECT d.id AS declaration_id, p.name AS person_name, d.claimed_tenths, d.recognised_tenths, d.state
  FROM declarations d JOIN people p ON p.id = d.person_id
  WHERE d.batch_id = ${batchId}${after === undefined ? sql`` : sql` AND d.id > ${after}`}
  ORDER BY d.id LIMIT ${limit}`

export async function listRecords(db: Db, ...of: Parameters<typeof recordsQuery>) {
  return (await recordsQuery(...of).execute(db)).rows
}
