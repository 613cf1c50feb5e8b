import type { AccountState } from '@xueshi/contract/accounts'
import type { CorrectionAct, CorrectionKind, CorrectionState } from '@xueshi/contract/corrections'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Scope } from '../../platform/scope.ts'

export type CorrectionRow = {
  id: string
  personId: string
  personName: string
  kind: CorrectionKind
  state: CorrectionState
  version: number
  askedSealed: Buffer
  wasSealed: Buffer | null
  grounds: string
  regionCode: string | null
  officeUnitId: string | null
  officeName: string | null
  otherId: string | null
  reason: string | null
  submittedAt: Date | null
  decidedAt: Date | null
  files: { id: string; name: string; sizeBytes: number; isReady: boolean }[]
  events: {
    at: string
    act: CorrectionAct
    by: string
    office: string | null
    reason: string | null
  }[]
}

/** Where a request may lie for an actor to see it: one's own, or what the office was asked and is still to see. */
export function within(scope: Scope): RawBuilder<unknown> {
  switch (scope.kind) {
    case 'own':
      return sql`c.person_id = ${scope.personId}`
    case 'region':
      return sql`c.office_unit_id = ${scope.unitId} AND c.state NOT IN ('draft', 'withdrawn')`
    default:
      return sql`false`
  }
}

/** One request within the scope, with its files and its history. */
export async function find(db: Db, scope: Scope, id: string): Promise<CorrectionRow | undefined> {
  const { rows } = await sql<CorrectionRow>`
    SELECT c.id, c.person_id, a.name AS person_name, c.kind, c.state, c.version, c.asked_sealed, c.was_sealed,
      c.grounds, c.region_code, c.office_unit_id, o.name AS office_name, c.other_id, c.reason,
      c.submitted_at, c.decided_at,
      (SELECT coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'sizeBytes', f.size_bytes,
          'isReady', f.file_id IS NOT NULL) ORDER BY f.id), '[]')
        FROM correction_files f WHERE f.correction_id = c.id) AS files,
      (SELECT coalesce(json_agg(json_build_object('at', e.at, 'act', e.act, 'by', e.by_name,
          'office', e.office_name, 'reason', e.reason) ORDER BY e.id), '[]')
        FROM correction_events e WHERE e.correction_id = c.id) AS events
    FROM corrections c
    JOIN accounts a ON a.id = c.person_id
    LEFT JOIN units o ON o.id = c.office_unit_id
    WHERE c.id = ${id} AND ${within(scope)}`.execute(db)
  return rows[0]
}

export type OtherFacts = {
  state: AccountState
  hasSeats: boolean
  hasCases: boolean
  /** Both stand in one class, or in one course that platforms reported. */
  sharesClasses: boolean
  unitName: string | null
}

/** What an office must know of an account that would go. */
export async function findOther(
  db: Db,
  accountId: string,
  intoId: string,
): Promise<OtherFacts | undefined> {
  const { rows } = await sql<OtherFacts>`
    SELECT a.state, EXISTS (SELECT FROM unit_staff s WHERE s.account_id = a.id AND s.ended_at IS NULL) AS has_seats,
      (EXISTS (SELECT FROM cases i WHERE i.person_id = a.id AND i.state IN ('draft', 'proposed', 'inForce'))
        OR EXISTS (SELECT FROM restrictions r WHERE r.person_id = a.id AND r.lifted_at IS NULL)) AS has_cases,
      (EXISTS (SELECT FROM enrolments e JOIN enrolments o ON o.class_id = e.class_id AND o.person_id = ${intoId}
          WHERE e.person_id = a.id AND e.state <> 'withdrawn' AND o.state <> 'withdrawn')
        OR EXISTS (SELECT FROM completions c JOIN completions o ON o.course_id = c.course_id AND o.person_id = ${intoId}
          WHERE c.person_id = a.id AND c.state = 'credited' AND o.state = 'credited')) AS shares_classes,
      (SELECT u.name FROM employments e JOIN units u ON u.id = e.unit_id
        WHERE e.person_id = a.id AND e.state = 'confirmed' ORDER BY e.applied_at DESC LIMIT 1) AS unit_name
    FROM accounts a WHERE a.id = ${accountId}`.execute(db)
  return rows[0]
}
