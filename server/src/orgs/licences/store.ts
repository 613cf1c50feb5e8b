import type { UnitState } from '@xueshi/contract/orgs'
import { sql, type Insertable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { UnitLicences } from '../../platform/tables.ts'

/** A place for a scan of a unit that may change; false when it may not. */
export async function openPlace(
  tx: Db,
  place: Insertable<UnitLicences>,
  from: readonly UnitState[],
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO unit_licences (id, unit_id, name, size_bytes, created_at)
    SELECT ${place.id}, u.id, ${place.name}, ${place.sizeBytes}, ${place.createdAt}
    FROM units u WHERE u.id = ${place.unitId} AND u.state = ANY (${from}::text[])
    RETURNING id`.execute(tx)
  return rows.length > 0
}

/** A place for a scan of a unit whose staff the account is of, with the state of the unit. */
export async function findPlace(db: Db, id: string, accountId: string) {
  const { rows } = await sql<{
    unitId: string
    sizeBytes: number
    isReceived: boolean
    state: UnitState
  }>`
    SELECT l.unit_id, l.size_bytes, l.file_id IS NOT NULL AS is_received, u.state
    FROM unit_licences l JOIN units u ON u.id = l.unit_id
    WHERE l.id = ${id} AND EXISTS (SELECT FROM unit_staff s
      WHERE s.unit_id = l.unit_id AND s.account_id = ${accountId} AND s.ended_at IS NULL)`.execute(
    db,
  )
  return rows[0]
}

/**
 * The scan is here in place of the former one, and the unit has a new version. Answers the files that
 * nobody needs any more, or undefined when the unit may no longer change or the place is gone.
 */
export async function fillPlace(
  tx: Db,
  { id, unitId, fileId }: { id: string; unitId: string; fileId: string },
  from: readonly UnitState[],
): Promise<string[] | undefined> {
  const { rows: locked } = await sql`
    UPDATE units SET version = version + 1
    WHERE id = ${unitId} AND state = ANY (${from}::text[]) RETURNING id`.execute(tx)
  if (locked.length === 0) return undefined
  const gone = await tx
    .deleteFrom('unitLicences')
    .where('unitId', '=', unitId)
    .where('id', '<>', id)
    .returning('fileId')
    .execute()
  const filled = await tx
    .updateTable('unitLicences')
    .set({ fileId })
    .where('id', '=', id)
    .where('fileId', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return filled
    ? gone.flatMap(({ fileId: former }) => (former === null ? [] : [former]))
    : undefined
}

export async function closePlace(tx: Db, id: string): Promise<void> {
  await tx.deleteFrom('unitLicences').where('id', '=', id).where('fileId', 'is', null).execute()
}

/** Where the bytes of a scan lie. */
export function findFile(db: Db, id: string) {
  return db
    .selectFrom('unitLicences')
    .innerJoin('files', 'files.id', 'unitLicences.fileId')
    .select(['files.key', 'files.type', 'unitLicences.name', 'files.sizeBytes'])
    .where('unitLicences.id', '=', id)
    .executeTakeFirst()
}
