import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type DepartmentRow = { id: string; version: number; name: string }
type Named = { id: string; unitId: string; name: string }

/** A unit's departments by name; there are never more than `most`. */
export const list = (db: Db, unitId: string, most: number): Promise<DepartmentRow[]> =>
  db
    .selectFrom('departments')
    .select(['id', 'version', 'name'])
    .where('unitId', '=', unitId)
    .orderBy('name')
    .limit(most)
    .execute()

export const find = (db: Db, unitId: string, id: string): Promise<DepartmentRow | undefined> =>
  db
    .selectFrom('departments')
    .select(['id', 'version', 'name'])
    .where('id', '=', id)
    .where('unitId', '=', unitId)
    .executeTakeFirst()

/** Departments stand; undefined for the name that the unit has already, or when it has so many. */
export async function insert(
  tx: Db,
  { id, unitId, name, createdAt }: Named & { createdAt: Date },
  most: number,
): Promise<DepartmentRow | undefined> {
  const { rows } = await sql<DepartmentRow>`
    INSERT INTO departments (id, unit_id, name, created_at)
    SELECT ${id}, ${unitId}, ${name}, ${createdAt}
    WHERE (SELECT count(*) FROM departments WHERE unit_id = ${unitId}) < ${most}
    ON CONFLICT (unit_id, name) DO NOTHING RETURNING id, version, name`.execute(tx)
  return rows[0]
}

/** Whether another department of the unit is called so. */
export async function isTaken(db: Db, { id, unitId, name }: Named): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM departments WHERE unit_id = ${unitId} AND name = ${name} AND id <> ${id}`.execute(
    db,
  )
  return rows.length > 0
}

export const rename = (
  tx: Db,
  { id, unitId, name }: Named,
  version: number,
): Promise<DepartmentRow | undefined> =>
  tx
    .updateTable('departments')
    .set((is) => ({ name, version: is('version', '+', 1) }))
    .where('id', '=', id)
    .where('unitId', '=', unitId)
    .where('version', '=', version)
    .returning(['id', 'version', 'name'])
    .executeTakeFirst()

/** The department is gone, its people stay; false when it is not as it was seen. */
export async function remove(
  tx: Db,
  { id, unitId, version }: { id: string; unitId: string; version: number },
): Promise<boolean> {
  await sql`
    UPDATE employments SET department_id = NULL
    WHERE department_id = (SELECT id FROM departments WHERE id = ${id} AND unit_id = ${unitId} AND version = ${version})`.execute(
    tx,
  )
  const { numDeletedRows } = await tx
    .deleteFrom('departments')
    .where('id', '=', id)
    .where('unitId', '=', unitId)
    .where('version', '=', version)
    .executeTakeFirst()
  return numDeletedRows === 1n
}
