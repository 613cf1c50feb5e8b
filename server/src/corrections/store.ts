import type { CorrectionFact, CorrectionState } from '@xueshi/contract/corrections'
import type { Move } from '@xueshi/contract/moves'
import { type Insertable, type RawBuilder, sql } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Scope } from '../platform/scope.ts'
import type { CorrectionEvents, Corrections } from '../platform/tables.ts'
import { type CorrectionRow, within } from './record/store.ts'

export type ListedRow = Pick<
  CorrectionRow,
  'id' | 'kind' | 'state' | 'officeName' | 'submittedAt' | 'decidedAt' | 'personName'
> & { createdAt: Date; key: string }

export const listed = sql`c.id, c.kind, c.state, c.created_at, c.submitted_at, c.decided_at, o.name AS office_name, a.name AS person_name`
export const joined = sql`corrections c JOIN accounts a ON a.id = c.person_id LEFT JOIN units o ON o.id = c.office_unit_id`
/** A person's own, newest first. */
export const ownQuery = (personId: string, after: string | undefined, limit: number) =>
  sql<ListedRow>`
    SELECT ${listed}, '' AS key FROM ${joined}
    WHERE c.person_id = ${personId} ${after === undefined ? sql`` : sql`AND c.id < ${after}`}
    ORDER BY c.id DESC LIMIT ${limit}`

export async function list(db: Db, query: RawBuilder<ListedRow>): Promise<ListedRow[]> {
  return (await query.execute(db)).rows
}

/** False while one of the kind is under way. */
export async function insert(tx: Db, values: Insertable<Corrections>): Promise<boolean> {
  const made = await tx
    .insertInto('corrections')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .columns(['personId', 'kind'])
        .where(sql<boolean>`state IN ('draft', 'submitted', 'returned')`)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  return made !== undefined
}

export async function insertEvent(tx: Db, event: Insertable<CorrectionEvents>): Promise<void> {
  await tx.insertInto('correctionEvents').values(event).execute()
}

export type Guard = {
  scope: Scope
  accountId: string
  id: string
  version: number
  move: Move<CorrectionState, CorrectionFact>
}

const fits = ({ scope, accountId, id, version, move }: Guard) => sql<boolean>`
  c.id = ${id} AND c.version = ${version} AND c.state = ANY (${[...move.from]}::text[]) AND ${within(scope)}
  AND ${
    move.when.includes('notSelf')
      ? sql`c.person_id <> ${accountId} AND c.other_id IS DISTINCT FROM ${accountId}`
      : sql`true`
  }`

/** Locks the request if it stands as it was seen, within the scope, and is not the actor's own where the move says so. */
export async function lock(tx: Db, guard: Guard): Promise<boolean> {
  const { rows } = await sql`
    SELECT c.id FROM corrections c WHERE ${fits(guard)} FOR UPDATE`.execute(tx)
  return rows.length > 0
}

/** Changes the request under the same conditions; false when they did not hold. */
export async function change(
  tx: Db,
  guard: Guard,
  values: Partial<Insertable<Corrections>>,
): Promise<boolean> {
  const { to } = guard.move
  const changed = await tx
    .updateTable('corrections as c')
    .set((is) => ({ ...values, ...(to && { state: to }), version: is('c.version', '+', 1) }))
    .where(fits(guard))
    .returning('c.id')
    .executeTakeFirst()
  return changed !== undefined
}
