import { type Insertable, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { places } from '../../platform/places.ts'
import type { AttendanceScans } from '../../platform/tables.ts'

export const { fill, close, findFile } = places('attendance_scans')

/** A place for one scan of a session whose class is locked; false when it has `most` of them. */
export async function insert(
  tx: Db,
  { id, sessionId, name, sizeBytes, accountId, byName, createdAt }: Insertable<AttendanceScans>,
  most: number,
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO attendance_scans (id, session_id, name, size_bytes, account_id, by_name, created_at)
    SELECT ${id}, ${sessionId}, ${name}, ${sizeBytes}, ${accountId}, ${byName}, ${createdAt}
    WHERE (SELECT count(*) FROM attendance_scans WHERE session_id = ${sessionId}) < ${most}
    RETURNING id`.execute(tx)
  return rows.length > 0
}

/** A place that the account opened. */
export const findPlace = (db: Db, id: string, accountId: string) =>
  db
    .selectFrom('attendanceScans')
    .select(['sessionId', 'sizeBytes', 'fileId'])
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .executeTakeFirst()

/** One of a session, held until the act is done. */
export const lock = (tx: Db, { id, sessionId }: { id: string; sessionId: string }) =>
  tx
    .selectFrom('attendanceScans')
    .select('fileId')
    .where('id', '=', id)
    .where('sessionId', '=', sessionId)
    .forUpdate()
    .executeTakeFirst()

export async function remove(tx: Db, id: string): Promise<void> {
  await tx.deleteFrom('attendanceScans').where('id', '=', id).execute()
}

/** The scans of a class in the order of its sessions, or of one session; with those under way where asked. */
export async function list(
  db: Db,
  {
    classId,
    sessionId,
    ready,
  }: { classId: string; sessionId?: string | undefined; ready: boolean },
) {
  let rows = db
    .selectFrom('attendanceScans as x')
    .innerJoin('classSessions as s', 's.id', 'x.sessionId')
    .leftJoin('files as f', 'f.id', 'x.fileId')
    .select(['x.id', 'x.sessionId', 'x.name', 'x.sizeBytes', 'x.byName as by', 'x.createdAt'])
    .select('f.type')
    .where('s.classId', '=', classId)
  if (sessionId !== undefined) rows = rows.where('x.sessionId', '=', sessionId)
  if (ready) rows = rows.where('x.fileId', 'is not', null)
  return rows.orderBy('s.startsAt').orderBy('x.id').execute()
}
