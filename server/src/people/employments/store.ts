import type {
  EmploymentFact,
  EmploymentKind,
  EmploymentState,
  EndReason,
  PendingPolicy,
} from '@xueshi/contract/people/employments'
import type { Move } from '@xueshi/contract/moves'
import type { TransferState } from '@xueshi/contract/people/transfers'
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Scope } from '../../platform/scope.ts'

type EmploymentMove = Move<EmploymentState, EmploymentFact>

/** An employment with what decides about its moves. */
export type EmploymentRow = {
  id: string
  personId: string
  personName: string
  unitId: string
  unitName: string
  unitWaits: boolean
  kind: EmploymentKind
  state: EmploymentState
  version: number
  departmentName: string | null
  pendingPolicy: PendingPolicy | null
  appliedAt: Date
  startedOn: string | null
  endedOn: string | null
  endReason: EndReason | null
  reason: string | null
  /** The unit that has the person beside this employment, as employer or host. */
  holderId: string | null
  holderUnitId: string | null
  /** The transfer that this application asks for. */
  transferId: string | null
  transferState: TransferState | null
  formerUnitName: string | null
  dueOn: string | null
  decideDueOn: string | null
  officeName: string | null
  objection: string | null
  decision: string | null
  /** A transfer away from it is under way. */
  leaving: boolean
}

const rowsWhere = (condition: RawBuilder<unknown>) => sql<EmploymentRow>`
  SELECT e.id, e.person_id, a.name AS person_name, e.unit_id, u.name AS unit_name,
    u.state = 'submitted' AS unit_waits, e.kind, e.state, e.version, d.name AS department_name,
    e.pending_policy, e.applied_at, e.started_on, e.ended_on, e.end_reason, e.reason,
    h.id AS holder_id, h.unit_id AS holder_unit_id,
    t.id AS transfer_id, t.state AS transfer_state, f.name AS former_unit_name, t.due_on,
    t.decide_due_on, o.name AS office_name, t.objection, t.decision,
    EXISTS (SELECT FROM transfers x WHERE x.from_employment_id = e.id
            AND x.state IN ('waiting', 'objected', 'released')) AS leaving
  FROM employments e
  JOIN accounts a ON a.id = e.person_id
  JOIN units u ON u.id = e.unit_id
  LEFT JOIN departments d ON d.id = e.department_id
  LEFT JOIN employments h ON h.person_id = e.person_id AND h.state = 'confirmed'
    AND h.kind IN ('main', 'hosted') AND h.id <> e.id
  LEFT JOIN transfers t ON t.to_employment_id = e.id
  LEFT JOIN units f ON f.id = t.from_unit_id
  LEFT JOIN units o ON o.id = t.office_unit_id
  WHERE ${condition}`

/** Where an employment may lie for an actor to see it. */
function within(scope: Scope): RawBuilder<unknown> {
  switch (scope.kind) {
    case 'own':
      return sql`e.person_id = ${scope.personId}`
    case 'unit':
      return sql`e.unit_id = ${scope.unitId}`
    default:
      return sql`false`
  }
}

/** All of one's employments, the newest first. */
export const ownQuery = (personId: string) =>
  sql<EmploymentRow>`${rowsWhere(sql`e.person_id = ${personId}`)} ORDER BY e.applied_at DESC, e.id DESC`

export async function listOwn(db: Db, personId: string): Promise<EmploymentRow[]> {
  const { rows } = await ownQuery(personId).execute(db)
  return rows
}

export async function find(db: Db, scope: Scope, id: string): Promise<EmploymentRow | undefined> {
  const { rows } = await rowsWhere(sql`e.id = ${id} AND ${within(scope)}`).execute(db)
  return rows[0]
}

/** The application of the person to the unit that is to be decided, or that waits to be taken up. */
export async function findApplication(
  db: Db,
  { personId, unitId }: { personId: string; unitId: string },
): Promise<EmploymentRow | undefined> {
  const { rows } = await rowsWhere(sql`
    e.person_id = ${personId} AND e.unit_id = ${unitId} AND e.kind IN ('main', 'hosted')
    AND e.state IN ('applied', 'accepted')`).execute(db)
  return rows[0]
}

/** The person's applications that stand, but the one to this unit. */
export async function findOtherApplications(
  db: Db,
  { personId, unitId }: { personId: string; unitId: string | null },
): Promise<EmploymentRow[]> {
  const { rows } = await rowsWhere(sql`
    e.person_id = ${personId} AND e.unit_id IS DISTINCT FROM ${unitId}::uuid AND e.kind IN ('main', 'hosted')
    AND e.state IN ('applied', 'accepted')`).execute(db)
  return rows
}

export type HolderRow = {
  employmentId: string
  unitId: string
  unitName: string
  kind: EmploymentKind
}

/** The employment by which a unit has the person now. */
export async function findHolder(db: Db, personId: string): Promise<HolderRow | undefined> {
  const { rows } = await sql<HolderRow>`
    SELECT e.id AS employment_id, e.unit_id, u.name AS unit_name, e.kind
    FROM employments e JOIN units u ON u.id = e.unit_id
    WHERE e.person_id = ${personId} AND e.state = 'confirmed' AND e.kind IN ('main', 'hosted')`.execute(
    db,
  )
  return rows[0]
}

export type NewApplication = {
  id: string
  personId: string
  unitId: string
  kind: EmploymentKind
  pendingPolicy: PendingPolicy | null
  at: Date
}

/** The person applies; undefined when an application of that kind stands already. */
export async function insert(tx: Db, application: NewApplication): Promise<boolean> {
  const { numAffectedRows } = await sql`
    INSERT INTO employments (id, person_id, unit_id, kind, state, applied_at, pending_policy)
    VALUES (${application.id}, ${application.personId}, ${application.unitId}, ${application.kind}, 'applied',
            ${application.at}, ${application.pendingPolicy})
    ON CONFLICT DO NOTHING`.execute(tx)
  return numAffectedRows === 1n
}

type Decided = { at: Date; by: string | null; reason?: string | null; on?: string | null }

/**
 * Moves the employment if it stands where the move begins, and as it was seen; undefined otherwise.
 * `version` null: whatever it has become, under the person's lock.
 */
export async function move(
  tx: Db,
  { id, version }: { id: string; version: number | null },
  { from, to }: EmploymentMove,
  { at, by, reason = null, on = null }: Decided,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE employments SET state = ${to}, version = version + 1, reason = ${reason},
      decided_at = ${at}, decided_by = ${by}::uuid, started_on = coalesce(${on}::date, started_on)
    WHERE id = ${id} AND state = ANY (${from}) AND (${version}::int IS NULL OR version = ${version}::int)`.execute(
    tx,
  )
  return numAffectedRows === 1n
}

export type Ended = { at: Date; by: string | null; on: string; reason: EndReason }

/** Ends the employment if it stands, as it was seen; false otherwise. */
export async function end(
  tx: Db,
  { id, version }: { id: string; version: number | null },
  { from, to }: EmploymentMove,
  { at, by, on, reason }: Ended,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE employments SET state = ${to}, version = version + 1, ended_at = ${at}, ended_on = ${on}::date,
      end_reason = ${reason}, decided_by = ${by}::uuid
    WHERE id = ${id} AND state = ANY (${from}) AND (${version}::int IS NULL OR version = ${version}::int)`.execute(
    tx,
  )
  return numAffectedRows === 1n
}

/** The unit that has the person from now on; null: none does. */
export async function holdBy(tx: Db, personId: string, unitId: string | null): Promise<void> {
  await sql`UPDATE people SET unit_id = ${unitId}::uuid WHERE id = ${personId}`.execute(tx)
}

/** The profile no longer asks the unit; one in force names the unit that has the person. */
export async function takeBackProfile(
  tx: Db,
  { personId, unitId, holderUnitId }: EmploymentRow,
): Promise<void> {
  await sql`
    UPDATE profiles SET state = 'draft', submitted_at = NULL, version = version + 1
    WHERE person_id = ${personId} AND unit_id = ${unitId} AND state = 'submitted'`.execute(tx)
  await sql`
    UPDATE profiles SET unit_id = ${holderUnitId}::uuid, version = version + 1
    WHERE person_id = ${personId} AND unit_id = ${unitId} AND state = 'confirmed'
      AND ${holderUnitId}::uuid IS NOT NULL`.execute(tx)
}
