import type { Move } from '@xueshi/contract/moves'
import type { TransferFact, TransferState } from '@xueshi/contract/people/transfers'
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Scope } from '../../platform/scope.ts'

type TransferMove = Move<TransferState, TransferFact>

export type TransferRow = {
  id: string
  state: TransferState
  version: number
  personId: string
  personName: string
  documentNumberSealed: Buffer
  fromEmploymentId: string
  toEmploymentId: string
  fromUnitId: string
  formerUnitName: string
  newUnitId: string
  newUnitName: string
  accepted: boolean
  createdAt: Date
  dueOn: string
  objection: string | null
  objectedAt: Date | null
  officeUnitId: string | null
  officeName: string | null
  decideDueOn: string | null
  decision: string | null
}

const columns = sql`
  t.id, t.state, t.version, t.person_id, a.name AS person_name, a.document_number_sealed,
  t.from_employment_id, t.to_employment_id, t.from_unit_id, f.name AS former_unit_name,
  n.id AS new_unit_id, n.name AS new_unit_name, e.state = 'accepted' AS accepted, t.created_at,
  t.due_on, t.objection, t.objected_at, t.office_unit_id, o.name AS office_name, t.decide_due_on, t.decision`
const joins = sql`
  JOIN accounts a ON a.id = t.person_id
  JOIN units f ON f.id = t.from_unit_id
  JOIN employments e ON e.id = t.to_employment_id
  JOIN units n ON n.id = e.unit_id
  LEFT JOIN units o ON o.id = t.office_unit_id`

/** Where a transfer may lie for an actor to see it: at the former unit, or at the office that was asked. */
function within(scope: Scope): RawBuilder<unknown> {
  switch (scope.kind) {
    case 'unit':
      return sql`t.from_unit_id = ${scope.unitId}`
    case 'region':
      return sql`t.office_unit_id = ${scope.unitId}`
    default:
      return sql`false`
  }
}

export async function find(db: Db, scope: Scope, id: string): Promise<TransferRow | undefined> {
  const { rows } = await sql<TransferRow>`
    SELECT ${columns} FROM transfers t ${joins} WHERE t.id = ${id} AND ${within(scope)}`.execute(db)
  return rows[0]
}

/** The transfer, whoever asks: for the house itself, and for acts that hold the person already. */
export async function findAny(db: Db, id: string): Promise<TransferRow | undefined> {
  const { rows } = await sql<TransferRow>`
    SELECT ${columns} FROM transfers t ${joins} WHERE t.id = ${id}`.execute(db)
  return rows[0]
}

/** The transfer away from the employment that is under way. */
export async function findLeaving(db: Db, employmentId: string): Promise<TransferRow | undefined> {
  const { rows } = await sql<TransferRow>`
    SELECT ${columns} FROM transfers t ${joins}
    WHERE t.from_employment_id = ${employmentId} AND t.state IN ('waiting', 'objected', 'released')`.execute(
    db,
  )
  return rows[0]
}

type Key = readonly [dueOn: string, id: string] | null

/** Those that wait for the actor's unit or office, the most urgent first. */
export function waitingQuery(scope: Scope, after: Key, limit: number) {
  const isOffice = scope.kind === 'region'
  const due = isOffice ? sql`t.decide_due_on` : sql`t.due_on`
  const state = isOffice ? sql`t.state = 'objected'` : sql`t.state = 'waiting'`
  const key = after ? sql`AND (${due}, t.id) > (${after[0]}::date, ${after[1]}::uuid)` : sql``
  return sql<TransferRow>`
    SELECT ${columns} FROM transfers t ${joins}
    WHERE ${within(scope)} AND ${state} ${key} ORDER BY ${due}, t.id LIMIT ${limit}`
}

export async function listWaiting(db: Db, ...page: Parameters<typeof waitingQuery>) {
  const { rows } = await waitingQuery(...page).execute(db)
  return rows
}

export type NewTransfer = {
  id: string
  personId: string
  fromEmploymentId: string
  toEmploymentId: string
  fromUnitId: string
  dueOn: string
  createdAt: Date
}

export async function insert(tx: Db, transfer: NewTransfer): Promise<void> {
  await tx
    .insertInto('transfers')
    .values({ ...transfer, state: 'waiting' })
    .execute()
}

/** What a decision leaves in the row. */
export type Decision = Partial<{
  objection: string
  objectedAt: Date
  objectedBy: string
  officeUnitId: string | null
  decideDueOn: string
  decision: string
  decidedAt: Date
  decidedBy: string | null
}>

/** Moves the transfer if it stands where the move begins, and as it was seen; false otherwise. */
export async function move(
  tx: Db,
  { id, version }: { id: string; version: number | null },
  { from, to }: TransferMove,
  decision: Decision,
): Promise<boolean> {
  if (to === null) throw new Error('a move of a transfer leads to a state')
  let query = tx
    .updateTable('transfers')
    .set((is) => ({ ...decision, state: to, version: is('version', '+', 1) }))
    .where('id', '=', id)
    .where('state', 'in', from)
  if (version !== null) query = query.where('version', '=', version)
  const { numUpdatedRows } = await query.executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Transfers whose former unit, or whose office, has let its last day pass before this one. */
export function overdueQuery(today: string, limit: number) {
  return sql<{ id: string }>`
    (SELECT id FROM transfers WHERE state = 'waiting' AND due_on < ${today}::date ORDER BY due_on, id LIMIT ${limit})
    UNION ALL
    (SELECT id FROM transfers WHERE state = 'objected' AND decide_due_on < ${today}::date ORDER BY decide_due_on, id LIMIT ${limit})`
}

export async function listOverdue(db: Db, today: string, limit: number): Promise<string[]> {
  const { rows } = await overdueQuery(today, limit).execute(db)
  return rows.map(({ id }) => id)
}

/** After a merge the former unit is another one. */
export async function moveToUnit(
  tx: Db,
  { unitId, intoId }: { unitId: string; intoId: string },
): Promise<void> {
  await sql`UPDATE transfers SET from_unit_id = ${intoId} WHERE from_unit_id = ${unitId}`.execute(
    tx,
  )
}

/**
 * The profile that named the new unit is the former one's again: what is in force stays so there, what
 * was still being asked is the person's to correct, with the reason.
 */
export async function returnProfile(
  tx: Db,
  { personId, unitId }: { personId: string; unitId: string },
  reason: string,
): Promise<void> {
  await sql`
    UPDATE profiles SET unit_id = ${unitId}, version = version + 1
    WHERE person_id = ${personId} AND state = 'confirmed'`.execute(tx)
  await sql`
    UPDATE profiles SET state = 'returned', return_reason = ${reason}, version = version + 1
    WHERE person_id = ${personId} AND state = 'submitted' AND unit_id <> ${unitId}`.execute(tx)
}
